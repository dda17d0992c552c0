package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
	gs "leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/xlsx"
)

// versioned are workbooks of which an older version can be put in place: keep remembers the present one, and back puts
// it there again.
var versioned = map[string]func(t *testing.T) (at desk, keep func() (back func())){
	"local": func(t *testing.T) (desk, func() func()) {
		at := localDesk(t)
		path := at.hands.(localHands).path
		return at, func() func() {
			older := mustRead(t, path)
			return func() {
				if err := errors.Join(os.WriteFile(path+".new", older, 0o600), os.Rename(path+".new", path)); err != nil {
					t.Fatal(err)
				}
			}
		}
	},
	"google": func(t *testing.T) (desk, func() func()) {
		server := gsheets.New(gsheets.Options{})
		doc := server.Create("Team")
		people := doc.People(t.Fatalf)
		return desk{hands: people, open: func() sheets.Book {
				book, err := gs.Open(gs.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: server}, Reads: 1e6,
					Writes: 1e6, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
				if err != nil {
					t.Fatal(err)
				}
				return book
			}}, func() func() {
				revision := doc.Revision()
				return func() { people.Restore(revision) }
			}
	},
}

// olderVersion is a workbook in whose place somebody has put a version from before leads of it went to the archive. Some
// of these had come in only after it.
func olderVersion(t *testing.T, where string) (y *years, d *daemon.Daemon, months string) {
	at, keep := versioned[where](t)
	y = newYears(t, desks[where], at)
	d = y.process(4)
	y.settle(d)
	back := keep()
	y.now = y.now.AddDate(0, 1, 0)
	for n := 7; n < 9; n++ {
		q := inquiry(n)
		q.Received = y.now
		y.source.items = append(y.source.items, q)
	}
	y.settle(d)
	y.set(lead.TabLeads, lead.ColID, "L-1007", lead.ColStatus, lead.TextValue("Won"))
	y.set(lead.TabLeads, lead.ColID, "L-1001", lead.ColComment, lead.TextValue("paid late"))
	y.settle(d)
	y.now = y.now.AddDate(0, 30, 0)
	y.settle(d)
	y.check([]string{"L-1003", "L-1005", "L-1006", "L-1008"}, []string{"L-1001", "L-1002", "L-1004", "L-1007"})
	months = y.months()
	back()
	y.now = y.now.Add(time.Hour)
	return y, d, months
}

// A version from before leads went to the archive is put in place: they leave again, what had come in since and is in the
// archive does not come in again, what is not there does, and no number is given twice. The archive keeps what it had.
func TestArchive_OlderVersionIsPutInPlace(t *testing.T) {
	for where := range desks {
		t.Run(where, func(t *testing.T) {
			y, d, months := olderVersion(t, where)
			y.settle(d)
			y.now = y.now.Add(time.Hour)
			y.settle(y.process(4))
			y.places([]string{"L-1003", "L-1005", "L-1006", "L-1008"}, []string{"L-1001", "L-1002", "L-1004", "L-1007"})
			if after := y.months(); after != months {
				t.Errorf("of the archived leads was left %q, and is left %q", months, after)
			}
			for _, at := range y.archives {
				snap := tabsOf(t, at)
				for i, id := range column(snap, lead.TabLeads, lead.ColID) {
					if comment := column(snap, lead.TabLeads, lead.ColComment)[i]; id == "L-1001" && comment != "paid late" {
						t.Errorf("the archive has lost the comment, and says %q", comment)
					}
				}
			}
		})
	}
}

// While the archive cannot be read, nothing is taken in that might be there, and the error says why.
func TestArchive_OlderVersionWhileTheArchiveIsAway(t *testing.T) {
	y, d, _ := olderVersion(t, "google")
	open := d.Archive.Open
	d.Archive.Open = func(context.Context, int) (sheets.Book, string, error) { return nil, "", errors.New("not shared") }
	if sum, err := d.CatchUp(t.Context()); err == nil || !strings.Contains(err.Error(), "not shared") || sum.Created > 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	d.Archive.Open = open
	y.settle(d)
	y.places([]string{"L-1003", "L-1005", "L-1006", "L-1008"}, []string{"L-1001", "L-1002", "L-1004", "L-1007"})
}

// places compares which leads stand here and in the archive, each once, and finds events that are there twice. Numbers of
// Activity are given again after an older version was put in place.
func (y *years) places(here, gone []string) {
	y.Helper()
	if got := column(tabsOf(y.T, y.desk), lead.TabLeads, lead.ColID); !slices.Equal(got, here) {
		y.Errorf("here are %v, want %v", got, here)
	}
	var away, events []string
	for _, at := range y.archives {
		snap := tabsOf(y.T, at)
		away = append(away, column(snap, lead.TabLeads, lead.ColID)...)
		for i, no := range column(snap, lead.TabActivity, lead.ColNo) {
			events = append(events, fmt.Sprint(no, column(snap, lead.TabActivity, lead.ColLead)[i],
				column(snap, lead.TabActivity, lead.ColWhat)[i], column(snap, lead.TabActivity, lead.ColColumn)[i]))
		}
	}
	if slices.Sort(away); !slices.Equal(away, gone) {
		y.Errorf("in the archive are %v, want %v", away, gone)
	}
	if slices.Sort(events); len(slices.Compact(slices.Clone(events))) != len(events) {
		y.Errorf("an event is in the archive twice: %v", events)
	}
}

// months is what is left of the months of archived leads.
func (y *years) months() string {
	y.Helper()
	return fmt.Sprint(lead.PastMonths(sheets.Events(tabsOf(y.T, y.desk).Tabs[lead.TabActivity], time.UTC)))
}

// Rows are brought back from a backup that is older than the archive: those that are in the archive stay there, also one
// that a person had typed and of which nothing came in, and they are not counted as lost.
func TestRestore_WhatIsInTheArchive(t *testing.T) {
	y := newYears(t, localDesk)
	hands := y.desk.hands.(localHands)
	snap := tabsOf(t, y.desk)
	hands.EditAt(lead.TabLeads, 7, snap.Tabs[lead.TabLeads].Col(lead.ColName), lead.TextValue("Typed by hand"))
	d := y.process(4)
	y.settle(d)
	y.set(lead.TabLeads, lead.ColName, "Typed by hand", lead.ColStatus, lead.TextValue("Won"))
	y.settle(d)
	y.now = y.now.AddDate(0, 0, 1) // a row that somebody has begun is left alone for a while
	q := inquiry(9)
	y.source.items = append(y.source.items, q)
	y.settle(d)
	path := filepath.Join(t.TempDir(), "backup.xlsx")
	if err := os.WriteFile(path, mustRead(t, hands.path), 0o600); err != nil {
		t.Fatal(err)
	}
	y.now = y.now.AddDate(0, 30, 0)
	y.settle(d)
	hands.DeleteRows(lead.TabLeads, 1, 1) // somebody deletes one that is not in the archive
	y.settle(d)
	backup, err := xlsx.Open(path, xlsx.Options{Now: time.Now, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	lost, err := d.CompareBackup(t.Context(), backup)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lost.Leads {
		got = append(got, fmt.Sprintf("%s: %s", l.ID, l.Why))
	}
	in := ": it ended long ago, and stands in the archive archive-2026"
	want := []string{"L-1001" + in, "L-1002" + in, "L-1003: ", "L-1004" + in, "L-1007" + in}
	if !slices.Equal(got, want) {
		t.Errorf("lost are\n%s", strings.Join(got, "\n"))
	}
	if lost.Intake+lost.Activity > 0 {
		t.Errorf("%d rows of Intake and %d of Activity are said to be lost", lost.Intake, lost.Activity)
	}
	if _, err := d.Restore(t.Context(), backup, "backup.xlsx", []string{"L-1007"}); err == nil ||
		!strings.Contains(err.Error(), "archive-2026") {
		t.Errorf("%v", err)
	}
	done, err := d.Restore(t.Context(), backup, "backup.xlsx", nil)
	if err != nil || len(done) != 1 || done[0].ID != "L-1003" {
		t.Errorf("%+v, %v", done, err)
	}
	y.settle(d)
	if ids := column(tabsOf(t, y.desk), lead.TabLeads, lead.ColID); len(ids) != 4 {
		t.Errorf("there are %v", ids)
	}
}
