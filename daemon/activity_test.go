package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// diary is a workbook whose tab Activity a test looks at.
type diary struct {
	t      *testing.T
	desk   desk
	source *shelf
	clock  time.Time
	layout sheets.Layout
}

func newDiary(t *testing.T, at desk) *diary {
	return &diary{t, at, &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2), inquiry(3)}}, now,
		daemon.Layout(policy.DefaultTables())}
}

// start is another process.
func (y *diary) start() *daemon.Daemon {
	return &daemon.Daemon{Book: y.desk.open(), Sources: []intake.Source{y.source}, Layout: y.layout,
		Now: func() time.Time { return y.clock }, Log: slog.New(slog.DiscardHandler)}
}

// pass lets an hour go by and a new process make a pass.
func (y *diary) pass() daemon.Summary {
	y.t.Helper()
	y.clock = y.clock.Add(time.Hour)
	return pass(y.t, y.start())
}

// settled checks that a further pass has nothing to do.
func (y *diary) settled(when string) {
	y.t.Helper()
	if sum := pass(y.t, y.start()); sum.Wrote {
		y.t.Errorf("%s: a settled pass wrote: %+v", when, sum)
	}
}

func (y *diary) read(tab string) *sheets.Tab {
	y.t.Helper()
	book := y.desk.open()
	book.Expect(y.layout)
	snap, err := book.Read(context.Background(), tab)
	if err != nil {
		y.t.Fatal(err)
	}
	return snap.Tabs[tab]
}

// set types into the column of a tab, in a row below the titles, from 0.
func (y *diary) set(tab string, row int, column string, to sheets.Cell) {
	y.t.Helper()
	y.desk.hands.EditAt(tab, row+1, y.read(tab).Col(column), to)
}

// reverse sorts the tab Activity the other way round.
func (y *diary) reverse() {
	y.t.Helper()
	t := y.read(lead.TabActivity)
	each := func(edit func(r, c int, to sheets.Cell)) {
		for r := range t.Rows {
			for c := range t.Columns {
				if from, to := t.At(r, c), t.At(len(t.Rows)-1-r, c); !from.Equal(to) {
					edit(r+1, c, to)
				}
			}
		}
	}
	local, ok := y.desk.hands.(localHands)
	if !ok {
		each(func(r, c int, to sheets.Cell) { y.desk.hands.EditAt(lead.TabActivity, r, c, to) })
		return
	}
	local.do(func(f *excelize.File) (err error) { // all cells in one save
		each(func(r, c int, to sheets.Cell) { err = errors.Join(err, setCell(f, lead.TabActivity, r, c, to)) })
		return err
	})
}

// numbers are the contents of No. as the rows stand.
func (y *diary) numbers() string {
	y.t.Helper()
	t := y.read(lead.TabActivity)
	var out []string
	for r := range t.Rows {
		out = append(out, t.At(r, t.Col(lead.ColNo)).String())
	}
	return strings.Join(out, " ")
}

func (y *diary) status(row int, to string) {
	y.t.Helper()
	y.set(lead.TabLeads, row, lead.ColStatus, lead.TextValue(to))
}

// counted is what numbers returns for rows from 1 on.
func counted(n int) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(upTo(n))), " "), "[]")
}

func upTo(n int) []int {
	var out []int
	for i := range n {
		out = append(out, i+1)
	}
	return out
}

// Whatever people do to the tab Activity: no pass fails, leads keep what they hold, nothing is recorded that did not
// happen, and no number is given twice.
func TestActivity_SortedCutAndTypedInto(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			y := newDiary(t, at(t))
			y.set0("Time zone", "Europe/Berlin")
			y.status(0, "In progress")
			y.pass()
			y.status(0, "Qualifying")
			y.status(1, "In progress")
			y.pass()
			rows := y.read(lead.TabActivity).Rows
			n := len(rows)
			if got := y.numbers(); got != counted(n) || n < 9 {
				t.Fatalf("numbers %s", got)
			}
			events := sheets.Events(y.read(lead.TabActivity), time.UTC) // as the workbook was made
			if last := events[n-1]; !last.Recorded.Equal(y.clock) || last.Time.After(y.clock) {
				t.Errorf("recorded at %v: %+v", y.clock, last)
			}
			leads := y.read(lead.TabLeads).Rows

			y.reverse()
			y.settled("sorted the other way round")
			if diff := cmp.Diff(events, sheets.Events(y.read(lead.TabActivity), time.UTC)); diff != "" {
				t.Errorf("sorted, it reads otherwise (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(leads, y.read(lead.TabLeads).Rows); diff != "" {
				t.Errorf("sorted, leads are other ones (-want +got):\n%s", diff)
			}
			y.status(2, "In progress")
			y.pass()
			y.settled("an edit after the sorting")
			more := len(y.read(lead.TabActivity).Rows)
			if got := strings.Fields(y.numbers()); more <= n || got[more-1] != fmt.Sprint(more) {
				t.Errorf("numbers go on with %v", got)
			}

			// Somebody types over two numbers and a time, and copies a row without its number.
			y.set(lead.TabActivity, 1, lead.ColNo, lead.TextValue("second"))
			y.set(lead.TabActivity, 2, lead.ColNo, sheets.Cell{})
			y.set(lead.TabActivity, 3, lead.ColNo, lead.NumberValue(-7.5))
			y.set(lead.TabActivity, 4, lead.ColRecorded, lead.TextValue("soon"))
			y.set(lead.TabActivity, 5, lead.ColLead, sheets.Cell{})
			y.pass()
			y.settled("texts in No. and Recorded")
			y.status(1, "Qualifying")
			y.pass()
			y.settled("an edit after that")
			seen := map[string]bool{}
			for _, no := range strings.Fields(y.numbers()) {
				if seen[no] {
					t.Errorf("No. %s stands there twice", no)
				}
				seen[no] = true
			}
			if got := y.read(lead.TabActivity); got.At(1, got.Col(lead.ColNo)).Text != "second" {
				t.Error("what was typed into No. is gone")
			}

			// Cut down to one row: numbers go on from there.
			y.desk.hands.DeleteRows(lead.TabActivity, 1, 1)
			y.desk.hands.DeleteRows(lead.TabActivity, 2, len(y.read(lead.TabActivity).Rows)-1)
			y.pass()
			y.pass()
			y.settled("nearly all of it deleted")
			if diff := cmp.Diff(ids(leads), ids(y.read(lead.TabLeads).Rows)); diff != "" {
				t.Errorf("leads (-want +got):\n%s", diff)
			}
			for _, no := range strings.Fields(y.numbers()) {
				if seen["after "+no] {
					t.Errorf("No. %s stands there twice after the cut", no)
				}
				seen["after "+no] = true
			}
		})
	}
}

// set0 makes the first pass and gives a setting a value.
func (y *diary) set0(setting, value string) {
	y.t.Helper()
	y.pass()
	t := y.read(lead.TabSettings)
	for r := range t.Rows {
		if t.At(r, t.Col(lead.ColSetting)).String() == setting {
			y.set(lead.TabSettings, r, lead.ColValue, lead.TextValue(value))
			return
		}
	}
	y.t.Fatalf("no setting %q", setting)
}

func ids(rows [][]sheets.Cell) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r[0].String())
	}
	return out
}

// A workbook from before No. and Recorded gets both at the right end of the tab. Its rows stay as they are, without a
// number, and what happens from then on is counted from 1.
func TestActivity_OlderWorkbook(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			y := newDiary(t, at(t))
			y.layout.Tabs = slices.Clone(y.layout.Tabs)
			i := slices.IndexFunc(y.layout.Tabs, func(l sheets.TabLayout) bool { return l.Title == lead.TabActivity })
			y.layout.Tabs[i].Columns = slices.DeleteFunc(slices.Clone(y.layout.Tabs[i].Columns), func(c sheets.Column) bool {
				return c.Title == lead.ColNo || c.Title == lead.ColRecorded
			})
			y.pass()
			y.desk.hands.EditAt(lead.TabActivity, 0, len(y.layout.Tabs[i].Columns), lead.TextValue("Our remarks"))
			y.desk.hands.EditAt(lead.TabActivity, 1, len(y.layout.Tabs[i].Columns), lead.TextValue("look here"))
			before := y.read(lead.TabActivity)

			y.layout = daemon.Layout(policy.DefaultTables())
			sum := y.pass()
			if len(sum.Notes) > 0 {
				t.Errorf("notes %q", sum.Notes)
			}
			y.settled("with the new columns")
			after := y.read(lead.TabActivity)
			want := append(slices.Clone(before.Columns), lead.ColNo, lead.ColRecorded)
			if diff := cmp.Diff(want, after.Columns); diff != "" {
				t.Errorf("titles (-want +got):\n%s", diff)
			}
			for r := range before.Rows {
				blank := append(slices.Clone(before.Rows[r]), sheets.Cell{}, sheets.Cell{})
				if diff := cmp.Diff(blank, after.Rows[r]); diff != "" {
					t.Errorf("row %d (-want +got):\n%s", r, diff)
				}
			}
			y.status(0, "In progress")
			y.status(1, "In progress")
			y.pass()
			y.settled("after an edit")
			now := y.read(lead.TabActivity)
			added := len(now.Rows) - len(before.Rows)
			if got := strings.TrimSpace(y.numbers()); added < 2 || got != counted(added) {
				t.Errorf("numbers %q", got)
			}
		})
	}
}

// meanwhile is a source in whose time somebody else does something.
type meanwhile struct {
	shelf
	do func()
}

func (m *meanwhile) Collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, error) {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return m.shelf.Collect(ctx, known)
}

// Two daemons write at the same time: the one that loses counts anew.
func TestActivity_NumbersOfTwoDaemons(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			y := newDiary(t, at(t))
			y.pass()
			y.source.items = append(y.source.items, inquiry(4))
			slow := &meanwhile{shelf: shelf{items: []lead.Inquiry{inquiry(4), inquiry(5)}}, do: func() { y.pass() }}
			d := y.start()
			d.Sources = []intake.Source{slow}
			pass(t, d)
			n := len(y.read(lead.TabActivity).Rows)
			if got := y.numbers(); slow.do != nil || got != counted(n) {
				t.Errorf("numbers %s", got)
			}
		})
	}
}
