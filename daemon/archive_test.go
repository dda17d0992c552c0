package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	aside "leadsheet/daemon/archive"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// years is a workbook that grows old, with its archives.
type years struct {
	*testing.T
	desk     desk
	archives map[int]desk
	at       func(*testing.T) desk
	source   *shelf
	now      time.Time
	commits  int // that processes have made
	crash    int // the commit at which the process ends; 0: none
	after    bool
	sick     error                         // what the archives answer; nil: they do what is asked
	broken   func(sheets.Book) sheets.Book // a safeguard that does not work, of the workbook; nil: all do
	blind    bool                          // archives are believed, and not read again
}

// errKilled is what a process that is killed gets to see.
var errKilled = errors.New("killed")

// mortal is a workbook of a process that is killed at one of its commits, before or after it is stored.
type mortal struct {
	sheets.Book
	y    *years
	dead *bool
}

func (m mortal) Commit(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
	m.y.commits++
	dies := m.y.commits == m.y.crash
	if *m.dead || dies && !m.y.after {
		*m.dead = true
		return nil, errKilled
	}
	res, err := m.Book.Commit(ctx, snap, b)
	if dies {
		*m.dead = true
		return nil, errKilled
	}
	return res, err
}

func (m mortal) Unchanged(moment string) bool {
	q, ok := m.Book.(sheets.Quick)
	return ok && q.Unchanged(moment)
}

func (m mortal) FreeOfFormulas(ctx context.Context, snap *sheets.Snapshot, tab string, rows []int) (map[int]bool, error) {
	return sheets.FreeOfFormulas(ctx, m.Book, snap, tab, rows)
}

// sickly is an archive that may be full, not shared any more, or away.
type sickly struct {
	sheets.Book
	y    *years
	told []sheets.Batch // where it is believed: what it was told to store
}

func (s *sickly) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	if s.y.sick != nil {
		return nil, s.y.sick
	}
	snap, err := s.Book.Read(ctx, tabs...)
	for _, b := range s.told {
		for _, a := range b.Appends {
			if t := snap.Tabs[a.Tab]; err == nil && t != nil {
				for _, row := range a.Rows {
					cells := make([]sheets.Cell, len(t.Columns))
					for i, c := range a.Columns {
						cells[t.Col(c)] = row[i]
					}
					t.Rows = append(t.Rows, cells)
				}
			}
		}
	}
	return snap, err
}

func (s *sickly) Commit(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
	switch {
	case s.y.sick != nil:
		return nil, s.y.sick
	case s.y.blind:
		s.told = append(s.told, b)
		return &sheets.Result{Wrote: true}, nil
	}
	return s.Book.Commit(ctx, snap, b)
}

// process is a new process, which archives so many leads at once.
func (y *years) process(most int) *daemon.Daemon {
	dead := new(bool)
	mortal := func(b sheets.Book) sheets.Book { return mortal{b, y, dead} }
	book := y.desk.open()
	if y.broken != nil {
		book = y.broken(book)
	}
	return &daemon.Daemon{Book: mortal(book), Sources: []intake.Source{y.source},
		Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return y.now }, Log: slog.New(slog.DiscardHandler),
		Archive: &aside.Archive{Most: most, Years: func() []int { return slices.Sorted(maps.Keys(y.archives)) }, Open: func(_ context.Context, year int) (sheets.Book, string, error) {
			at, ok := y.archives[year]
			if !ok {
				at = y.at(y.T)
				y.archives[year] = at
			}
			return mortal(&sickly{Book: at.open(), y: y}), fmt.Sprintf("archive-%d", year), y.sick
		}}}
}

func (y *years) settle(d *daemon.Daemon) {
	y.Helper()
	for range 30 {
		sum, err := d.CatchUp(context.Background())
		if err != nil {
			y.Fatal(err)
		}
		if !sum.Wrote {
			return
		}
	}
	y.Fatal("there is no end")
}

func tabsOf(t *testing.T, at desk) *sheets.Snapshot {
	t.Helper()
	book := at.open()
	book.Expect(daemon.Layout(policy.DefaultTables()))
	snap, err := book.Read(t.Context(), lead.TabLeads, lead.TabActivity, lead.TabIntake, lead.TabReport, lead.TabSettings)
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

// column is a column of a tab, as text.
func column(snap *sheets.Snapshot, tab, title string) []string {
	var out []string
	t := snap.Tabs[tab]
	for r := range t.Rows {
		out = append(out, t.At(r, t.Col(title)).String())
	}
	return out
}

func (y *years) set(tab, key, value, title string, to lead.Value) {
	y.Helper()
	snap := tabsOf(y.T, y.desk)
	for r, id := range column(snap, tab, key) {
		if id == value {
			y.desk.hands.EditAt(tab, r+1, snap.Tabs[tab].Col(title), to)
			return
		}
	}
	y.Fatalf("there is no %s in %s: %v", value, tab, column(snap, tab, key))
}

// newYears is a workbook with six leads, of which three have ended, and which has asked to keep these for two years.
func newYears(t *testing.T, at func(*testing.T) desk, own ...desk) *years {
	if len(own) == 0 {
		own = append(own, at(t))
	}
	return newYearsOf(t, at, own[0], 1)
}

// archivedYears is such a workbook 25 months later: the three that have ended are in the archive.
func archivedYears(t *testing.T, at func(*testing.T) desk) *years {
	y := newYears(t, at)
	y.now = y.now.AddDate(0, 25, 0)
	y.settle(y.process(2))
	return y
}

// newYearsOf is such a workbook of six customers, by the number of the first one.
func newYearsOf(t *testing.T, at func(*testing.T) desk, own desk, customer int) *years {
	y := &years{T: t, desk: own, at: at, archives: map[int]desk{}, source: &shelf{}, now: now}
	for i := range 6 {
		q := inquiry(customer + i)
		q.MessageID = fmt.Sprintf("%d@firm.example", customer+i)
		y.source.items = append(y.source.items, q)
	}
	d := y.process(2)
	y.settle(d)
	for _, id := range []string{"L-1001", "L-1002", "L-1004"} {
		y.set(lead.TabLeads, lead.ColID, id, lead.ColStatus, lead.TextValue("Won"))
	}
	y.set(lead.TabSettings, lead.ColSetting, policy.SettingKeep, lead.ColValue, lead.NumberValue(24))
	y.now = y.now.Add(time.Hour)
	y.settle(d)
	return y
}

// check compares what is here and in the archive after all has settled.
func (y *years) check(here, gone []string) {
	y.Helper()
	snap := tabsOf(y.T, y.desk)
	if got := column(snap, lead.TabLeads, lead.ColID); !slices.Equal(got, here) {
		y.Errorf("here are %v, want %v", got, here)
	}
	var away, keys, messages []string
	for _, at := range y.archives {
		arch := tabsOf(y.T, at)
		away = append(away, column(arch, lead.TabLeads, lead.ColID)...)
		keys = append(keys, column(arch, lead.TabActivity, lead.ColNo)...)
		for i, status := range column(arch, lead.TabLeads, lead.ColStatus) {
			if status != "Won" || column(arch, lead.TabLeads, lead.ColNeed)[i] == "" {
				y.Errorf("row %d of the archive lacks what stood here", i)
			}
		}
		messages = append(messages, column(arch, lead.TabIntake, lead.ColLead)...)
	}
	if slices.Sort(messages); !slices.Equal(messages, gone) {
		y.Errorf("in the archive are the messages of %v", messages)
	}
	slices.Sort(away)
	if !slices.Equal(away, gone) {
		y.Errorf("in the archive are %v, want %v", away, gone)
	}
	if slices.Sort(keys); len(slices.Compact(slices.Clone(keys))) != len(keys) {
		y.Errorf("an event is in the archive twice: %v", keys)
	}
	claims := 0
	for i, id := range column(snap, lead.TabActivity, lead.ColLead) {
		if slices.Contains(gone, id) {
			if what := column(snap, lead.TabActivity, lead.ColWhat)[i]; what != string(lead.Archived) {
				y.Errorf("Activity still says %q of %s", what, id)
			}
			claims++
		}
	}
	if claims > 1 { // the last event of all stays until there is a later one
		y.Errorf("Activity names archived leads %d times", claims)
	}
	for i, text := range column(snap, lead.TabActivity, lead.ColWhat) {
		if text == string(lead.Deleted) || text == "" {
			y.Errorf("Activity has an event %q: %v", text, snap.Tabs[lead.TabActivity].Rows[i])
		}
	}
}

// past compares what is left of the months of archived leads, in Activity and on the tab Figures.
func (y *years) past(want string) {
	y.Helper()
	snap, err := y.desk.open().Read(y.Context(), lead.TabActivity, lead.TabFigures)
	if err != nil {
		y.Fatal(err)
	}
	var got []string
	for _, m := range lead.PastMonths(sheets.Events(snap.Tabs[lead.TabActivity], time.UTC)) {
		got = append(got, fmt.Sprintf("%s: %d in, %d won", m.Month, m.CameIn, m.Won))
	}
	if g := strings.Join(got, ", "); g != want {
		y.Errorf("of the archived leads is left %q, want %q", g, want)
	}
	shown := false
	for _, row := range snap.Tabs[lead.TabFigures].Rows {
		shown = shown || row[0].String() == "In the archive"
	}
	if !shown {
		y.Error("the tab Figures does not show what went to the archive")
	}
}

// A lead that ended two years ago goes to the archive with its history; those that are open, or that ended lately, stay.
// Nothing comes in again, and nobody is counted as deleted.
func TestArchive_EndedLeadsGo(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			y := newYears(t, at)
			y.now = y.now.AddDate(0, 20, 0)
			y.set(lead.TabLeads, lead.ColID, "L-1004", lead.ColCompany, lead.TextValue("asked for a copy of the bill"))
			y.settle(y.process(2))
			y.now = y.now.AddDate(0, 5, 0)
			d := y.process(2)
			y.settle(d)
			y.check([]string{"L-1003", "L-1004", "L-1005", "L-1006"}, []string{"L-1001", "L-1002"})
			snap := tabsOf(t, y.desk)
			for _, row := range snap.Tabs[lead.TabReport].Rows {
				for _, c := range row {
					if strings.Contains(c.String(), "deleted") {
						t.Errorf("the report says %q", c.String())
					}
				}
			}
			y.past("2026-11: 2 in, 2 won")
			y.source.items = append(y.source.items, inquiry(7))
			y.now = y.now.Add(time.Hour)
			y.settle(y.process(2))
			y.check([]string{"L-1003", "L-1004", "L-1005", "L-1006", "L-1007"}, []string{"L-1001", "L-1002"})
			y.now = y.now.AddDate(3, 0, 0)
			y.settle(y.process(2))
			y.check([]string{"L-1003", "L-1005", "L-1006", "L-1007"}, []string{"L-1001", "L-1002", "L-1004"})
		})
	}
}

// A process may be killed before or after any of its writes, here and in the archive: the next one goes on, nothing is
// lost, and nothing is twice.
func TestArchive_KilledAtEachStep(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			for n := 1; ; n += 3 {
				y := newYears(t, at)
				y.now, y.commits, y.crash, y.after = y.now.AddDate(0, 25, 0), 0, n, (n%2 == 0) == (where == "local")
				for range 40 {
					if sum, err := y.process(4).CatchUp(context.Background()); err == nil && !sum.Wrote {
						break
					}
				}
				done := y.commits < n
				y.crash = 0
				y.settle(y.process(4))
				y.check([]string{"L-1003", "L-1005", "L-1006"}, []string{"L-1001", "L-1002", "L-1004"})
				if done || t.Failed() {
					t.Logf("killed at up to %d commits", n)
					return
				}
			}
		})
	}
}

// A lead whose row holds a formula never goes: the pass says so, how many there are, and why.
func TestArchive_RowsWithFormulasStayAndAreNamed(t *testing.T) {
	y := newYears(t, localDesk)
	formula := func(f *excelize.File, text string) error {
		return f.SetCellFormula(lead.TabLeads, leadCell(lead.ColValue, 3), text)
	}
	path := y.desk.hands.(localHands).path
	edit(t, path, func(f *excelize.File) error { return formula(f, "40+2") })
	y.settle(y.process(4))
	y.now = y.now.AddDate(0, 30, 0)
	d := y.process(4)
	y.settle(d)
	want := "1 of the leads that have ended long ago cannot go to the archive, and stay: L-1002; their rows"
	sum, err := d.Pass(t.Context())
	if err != nil || !slices.ContainsFunc(sum.Notes, func(n string) bool { return strings.HasPrefix(n, want) }) {
		t.Errorf("%q, %v", sum.Notes, err)
	}
	look, err := d.Look(t.Context())
	if err != nil || !slices.Equal(look.Stuck, []string{"L-1002"}) {
		t.Errorf("%v, %v", look.Stuck, err)
	}
	if ids := column(tabsOf(t, y.desk), lead.TabLeads, lead.ColID); !slices.Contains(ids, "L-1002") || len(ids) != 4 {
		t.Errorf("here are %v", ids)
	}
}

// Two workbooks name one archive by mistake, so it gets two leads of each ID. None takes the place of the other: what
// the archive has of the first one stays, and the rows of the second one stay where they are, and are named.
func TestArchive_OfTwoWorkbooks(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			first := archivedYears(t, at)
			gone := []string{"L-1001", "L-1002", "L-1004"}
			first.check([]string{"L-1003", "L-1005", "L-1006"}, gone)

			second := newYearsOf(t, at, at(t), 101)
			second.archives, second.now = first.archives, first.now
			d := second.process(2)
			second.settle(d)
			sum, err := d.Pass(t.Context())
			if notes := strings.Join(sum.Notes, "\n"); err != nil || !strings.Contains(notes, "another lead of the same ID") {
				t.Errorf("the pass says %q, %v", notes, err)
			}
			second.settle(second.process(2)) // a process that starts anew compares the workbook with the archive
			all := []string{"L-1001", "L-1002", "L-1003", "L-1004", "L-1005", "L-1006"}
			snap := tabsOf(t, second.desk)
			if got := column(snap, lead.TabLeads, lead.ColID); !slices.Equal(got, all) {
				t.Errorf("of the second workbook stay %v", got)
			}
			for i, need := range column(snap, lead.TabLeads, lead.ColNeed) {
				if need == "" {
					t.Errorf("row %d of the second workbook is empty", i)
				}
			}
			first.check([]string{"L-1003", "L-1005", "L-1006"}, gone)
		})
	}
}
