package daemon_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	gs "leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/xlsx"
)

// hands are those who edit a workbook by place, from 0.
type hands interface {
	EditAt(tab string, row, col int, to sheets.Cell)
	InsertRows(tab string, at, n int)
	DeleteRows(tab string, from, n int)
}

// desk is a workbook of one backend, the people at it, and how another process opens it.
type desk struct {
	open  func() sheets.Book
	hands hands
}

func localDesk(t *testing.T) desk {
	path := t.TempDir() + "/leads.xlsx"
	return desk{hands: localHands{t, path}, open: func() sheets.Book {
		book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		return book
	}}
}

func googleDesk(t *testing.T) desk {
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Team")
	return desk{hands: doc.People(t.Fatalf), open: func() sheets.Book {
		book, err := gs.Open(gs.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: server}, Reads: 1e6, Writes: 1e6,
			Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
		if err != nil {
			t.Fatal(err)
		}
		return book
	}}
}

// desks are both backends.
var desks = map[string]func(*testing.T) desk{"local": localDesk, "google": googleDesk}

// localHands save with a spreadsheet library.
type localHands struct {
	t    *testing.T
	path string
}

func (h localHands) do(edit func(f *excelize.File) error) {
	h.t.Helper()
	f, err := excelize.OpenFile(h.path)
	if err != nil {
		h.t.Fatal(err)
	}
	defer f.Close()
	if err := edit(f); err != nil {
		h.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		h.t.Fatal(err)
	}
}

func (h localHands) EditAt(tab string, row, col int, to sheets.Cell) {
	h.do(func(f *excelize.File) error { return setCell(f, tab, row, col, to) })
}

func setCell(f *excelize.File, tab string, row, col int, to sheets.Cell) error {
	ref, err := excelize.CoordinatesToCellName(col+1, row+1)
	switch {
	case err != nil:
		return err
	case to.IsEmpty():
		return f.SetCellValue(tab, ref, nil)
	case to.Kind == lead.Number || to.Kind == lead.Date:
		return f.SetCellValue(tab, ref, to.Num)
	}
	return f.SetCellValue(tab, ref, to.Text)
}

func (h localHands) InsertRows(tab string, at, n int) {
	h.do(func(f *excelize.File) error { return f.InsertRows(tab, at+1, n) })
}

func (h localHands) DeleteRows(tab string, from, n int) {
	h.do(func(f *excelize.File) error {
		for range n {
			if err := f.RemoveRow(tab, from+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// slip is something that happens to the row of titles of a tab, and how it is mended.
type slip struct {
	name     string
	do, mend func(h hands, tab string, titles []string)
	refused  bool // no pass goes on meanwhile
}

func write(h hands, tab string, row int, titles []string) {
	for i, title := range titles {
		h.EditAt(tab, row, i, lead.TextValue(title))
	}
}

var slips = []slip{
	{"a blank row above", func(h hands, tab string, _ []string) { h.InsertRows(tab, 0, 1) },
		func(h hands, tab string, _ []string) { h.DeleteRows(tab, 0, 1) }, false},
	{"a heading above", func(h hands, tab string, _ []string) {
		h.InsertRows(tab, 0, 2)
		h.EditAt(tab, 0, 0, lead.TextValue("All that we have"))
	}, func(h hands, tab string, _ []string) { h.DeleteRows(tab, 0, 2) }, false},
	{"the titles cleared", func(h hands, tab string, titles []string) { write(h, tab, 0, make([]string, len(titles))) },
		func(h hands, tab string, titles []string) { write(h, tab, 0, titles) }, true},
	{"the titles below a row", func(h hands, tab string, titles []string) {
		h.InsertRows(tab, 2, 1)
		write(h, tab, 2, titles)
		h.DeleteRows(tab, 0, 1)
	}, func(h hands, tab string, titles []string) {
		h.InsertRows(tab, 0, 1)
		write(h, tab, 0, titles)
		h.DeleteRows(tab, 2, 1)
	}, true},
}

// Whatever befalls the row of titles of a tab, while leadsheet runs or before it starts: nothing is lost, doubled, or
// recorded as deleted, and what came in meanwhile is there at the latest when the slip is mended.
func TestTitles_Accidents(t *testing.T) {
	for where, at := range desks {
		for _, tab := range daemon.Layout(policy.DefaultTables()).Tabs {
			own := tab.Title == lead.TabLeads || tab.Title == lead.TabIntake || tab.Title == lead.TabActivity
			for i, s := range slips {
				for _, running := range []bool{true, false} {
					if !own && (running != (i%2 == 0)) {
						continue // every slip of every table of rules once is enough
					}
					t.Run(fmt.Sprintf("%s/%s/%s/running=%v", where, tab.Title, s.name, running), func(t *testing.T) {
						t.Parallel()
						slipped(t, at(t), tab, s, running)
					})
				}
			}
		}
	}
}

// isEmpty reports whether a tab of a new workbook holds nothing but titles: without them it is an empty tab, and gets
// them again.
func isEmpty(tab sheets.TabLayout) bool { return tab.Title == lead.TabSenders }

func slipped(t *testing.T, at desk, tab sheets.TabLayout, s slip, running bool) {
	var titles []string
	for _, c := range tab.Columns {
		titles = append(titles, c.Title)
	}
	source := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2), inquiry(3)}}
	start := func() *daemon.Daemon {
		return &daemon.Daemon{Book: at.open(), Sources: []intake.Source{source}, Layout: daemon.Layout(policy.DefaultTables()),
			Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	}
	d := start()
	pass(t, d)

	s.do(at.hands, tab.Title, titles)
	again := inquiry(2)
	again.Key, again.Where, again.Need = "k:again", "INBOX:1:90", "and a table"
	source.items = append(source.items, inquiry(4), again)
	if !running {
		d = start()
	}
	for range 2 {
		_, err := d.Pass(context.Background())
		if (err != nil) != (s.refused && !isEmpty(tab)) {
			t.Fatalf("a pass meanwhile: %v", err)
		}
		if err != nil && (!strings.Contains(err.Error(), fmt.Sprintf("%q", tab.Title)) || !strings.Contains(err.Error(), "titles")) {
			t.Errorf("it says: %v", err)
		}
	}
	s.mend(at.hands, tab.Title, titles)
	d = start()
	pass(t, d)
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("a settled pass wrote: %+v", sum)
	}
	snap, err := d.Book.Read(context.Background(), lead.TabLeads, lead.TabIntake, lead.TabActivity)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
		names = append(names, l.ID+" "+l.Name)
	}
	if got := strings.Join(names, ", "); got != "L-1001 Customer 1, L-1002 Customer 2, L-1003 Customer 3, L-1004 Customer 4" {
		t.Errorf("leads: %s", got)
	}
	if rows := sheets.Intake(snap.Tabs[lead.TabIntake], time.UTC); len(rows) != 5 {
		t.Errorf("%d rows in Intake", len(rows))
	}
	for _, e := range sheets.Events(snap.Tabs[lead.TabActivity], time.UTC) {
		if e.What == lead.Deleted || e.What == lead.Restored {
			t.Errorf("event %+v", e)
		}
	}
}

// The title of the column Email is changed and given back. Whoever writes meanwhile is known, also those whose
// addresses stand under the other title, and no address stays in Details.
func TestTitles_ChangedAndGivenBack(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			desk := at(t)
			source := &shelf{}
			start := func() *daemon.Daemon {
				return &daemon.Daemon{Book: desk.open(), Sources: []intake.Source{source}, Layout: daemon.Layout(policy.DefaultTables()),
					Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
			}
			n := 0
			arrives := func(who int) {
				n++
				q := inquiry(who)
				q.Key, q.Where = fmt.Sprint("k:", n), fmt.Sprint("INBOX:1:", n)
				source.items = append(source.items, q)
			}
			email := 0
			for i, c := range lead.LeadColumns() {
				if c == lead.ColEmail {
					email = i
				}
			}
			arrives(1)
			pass(t, start())
			desk.hands.EditAt(lead.TabLeads, 0, email, lead.TextValue("E-mail address"))
			arrives(1)
			arrives(6)
			d := start()
			if sum := pass(t, d); sum.Created != 1 || len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "E-mail address") {
				t.Errorf("while it has another title: %+v", sum)
			}
			arrives(6)
			if sum := pass(t, d); sum.Created != 0 {
				t.Errorf("the new contact once more: %+v", sum)
			}
			desk.hands.EditAt(lead.TabLeads, 0, email, lead.TextValue("Email"))
			arrives(6)
			arrives(1)
			sum := pass(t, d)
			if sum.Created != 0 || len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "waited in Details") {
				t.Errorf("with its title again: %+v", sum)
			}
			if sum := pass(t, start()); sum.Wrote || len(sum.Notes) > 0 {
				t.Errorf("a settled pass: %+v", sum)
			}
			snap, err := d.Book.Read(context.Background(), lead.TabLeads)
			if err != nil {
				t.Fatal(err)
			}
			leads := sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC)
			if len(leads) != 2 || leads[1].Email != inquiry(6).Email || leads[1].Details != "" {
				t.Errorf("leads %+v", leads)
			}
		})
	}
}
