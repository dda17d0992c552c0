package reports

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/reports/remarks"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

var update = flag.Bool("update", false, "write the golden files")

// now is a Sunday morning.
var now = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

func examplePolicy() policy.Policy {
	p := policy.Policy{Business: "Example Plumbing", Zone: time.UTC, RespondWithin: 30 * time.Minute}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	for d := time.Monday; d <= time.Friday; d++ {
		p.Calendar.Week[d] = []policy.Span{{From: 9 * 60, To: 18 * 60}}
	}
	return p
}

// ago is noon n days before now's day.
// figuresOf are the figures of a business as of now.
func figuresOf(in Input, now time.Time) figures.Numbers { return figures.Of(facts.New(in, now)) }

func ago(n int) time.Time { return time.Date(2026, 11, 22-n, 12, 0, 0, 0, time.UTC) }

func came(id string, days int, status string) lead.Lead {
	return lead.Lead{ID: id, Name: "Name " + id, Received: ago(days), Status: status, Owner: "Anna", Source: "Website"}
}

func moved(id string, days int, from, to string) lead.Event {
	return lead.Event{Time: ago(days), Lead: id, What: lead.Changed, Column: lead.ColStatus, From: from, To: to, By: "team"}
}

func TestFunnelCountsEachLeadOnceAtItsFurthestStage(t *testing.T) {
	n := figuresOf(Input{Policy: examplePolicy(),
		Leads: []lead.Lead{came("L-1", 20, "closed"), came("L-2", 20, "contacted"), came("L-3", 20, "won"), came("L-4", 9, "new")},
		History: []lead.Event{
			moved("L-1", 15, "new", "contacted"), moved("L-1", 14, "contacted", "deal"), moved("L-1", 10, "deal", "closed"),
			moved("L-2", 15, "new", "qualifying"), moved("L-2", 14, "qualifying", "contacted"), moved("L-2", 13, "contacted", "qualifying"),
			moved("L-2", 12, "qualifying", "contacted"), moved("L-3", 3, "new", "won"),
			moved("L-4", 8, "new", "deal"),
			{Time: ago(8), Lead: "L-4", What: lead.Reverted, Column: lead.ColStatus, From: "deal", To: "new"},
		}}, now)
	var reached []int
	for _, s := range n.Funnel.Stages {
		reached = append(reached, s.Reached)
	}
	if want := []int{4, 3, 3, 2, 1}; !reflect.DeepEqual(reached, want) {
		t.Errorf("reached %v, want %v", reached, want)
	}
	if n.Funnel.Stages[facts.RankDeal].Lost != 1 {
		t.Error("the lost deal has left the funnel")
	}
	if n.Deals.Now != 2 || n.Conversion != (figures.Share{Part: 2, Of: 4}) {
		t.Errorf("deals %+v, conversion %+v", n.Deals, n.Conversion)
	}
	if n.Processed != (figures.Share{Part: 3, Of: 4}) || n.NotProcessed != 1 {
		t.Errorf("processed %+v, not %d", n.Processed, n.NotProcessed)
	}
}

func TestEndsCountByTheDayOfTheEnd(t *testing.T) {
	reopened := lead.Event{Time: ago(5), Lead: "L-2", What: lead.Reopened}
	lost := came("L-4", 100, "closed")
	lost.RefusalReason = "Too expensive"
	n := figuresOf(Input{Policy: examplePolicy(),
		Leads: []lead.Lead{came("L-1", 100, "won"), came("L-2", 90, "new"), came("L-3", 80, "deal"), lost,
			came("L-5", 70, "unqualified"), came("L-6", 70, "won")},
		History: []lead.Event{
			moved("L-1", 80, "new", "working"),
			moved("L-1", 2, "deal", "won"),                                           // came in long ago, won now
			moved("L-2", 40, "deal", "won"), reopened, moved("L-2", 5, "won", "new"), // a first cycle stays won
			moved("L-3", 9, "deal", "won"), moved("L-3", 8, "won", "deal"), // a slip of the hand is no win
			moved("L-4", 1, "deal", "closed"), moved("L-5", 3, "new", "unqualified"),
		}}, now)
	if n.Won != (figures.Pair{Now: 1, Before: 1, Known: true}) || n.WinRate != (figures.Share{Part: 1, Of: 3}) ||
		n.Undated != 1 {
		t.Errorf("won %+v, win rate %+v, undated %d", n.Won, n.WinRate, n.Undated)
	}
	if n.Unqualified.Now != 1 || !reflect.DeepEqual(n.Reasons,
		[]figures.Reason{{Name: "No reason given", Count: 1}, {Name: "Too expensive", Count: 1}}) {
		t.Errorf("unqualified %+v, reasons %+v", n.Unqualified, n.Reasons)
	}
	if n.Untouched != 1 {
		t.Errorf("the reopened lead counts as begun: %d", n.Untouched)
	}
}

// A contact whose lead has ended and who asks again has two rows: what ended stays in its figures, as it was, and the new
// request has its own clock.
func TestARequestAfterTheEnd(t *testing.T) {
	won, lost := came("L-1", 20, "won"), came("L-2", 20, "closed")
	won.Value, won.HasValue, lost.RefusalReason = 5000, true, "No response"
	lost.RespondBy, lost.FirstResponse = lost.Received.Add(30*time.Minute), lost.Received.Add(2*time.Hour)
	again, anew := came("L-3", 2, "new"), came("L-4", 2, "new")
	again.Earlier, anew.Earlier = "L-1 (won, Nov 2026)", "L-2 (closed, Nov 2026)"
	anew.RespondBy, anew.FirstResponse = anew.Received.Add(30*time.Minute), anew.Received.Add(10*time.Minute)
	n := figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{won, lost, again, anew},
		History: []lead.Event{moved("L-1", 18, "new", "won"), moved("L-2", 18, "new", "closed")}}, now)
	if n.In.Now != 4 || n.Won.Now != 1 || n.WonValue != (figures.Money{Sum: 5000,
		With: figures.Share{Part: 1, Of: 1}}) || n.Open != (figures.Money{Sum: 0,
		With: figures.Share{Part: 0, Of: 2}}) {
		t.Errorf("in %+v, won %+v, value won %+v, open %+v", n.In, n.Won, n.WonValue, n.Open)
	}
	if s := n.Sources[0]; s.Leads != 4 || s.Won != 1 || s.WonValue != 5000 {
		t.Errorf("source %+v", s)
	}
	if r := n.Response; r.Answered != 2 || r.Median != 65*time.Minute || r.Met != 1 || r.Missed != 1 {
		t.Errorf("response %+v", r)
	}
	if n.Refused != 1 || n.Reasons[0] != (figures.Reason{Name: "No response", Count: 1}) ||
		n.WinRate != (figures.Share{Part: 1, Of: 2}) {
		t.Errorf("reasons %+v, win rate %+v", n.Reasons, n.WinRate)
	}
}

func TestResponseTime(t *testing.T) {
	at := func(s string) time.Time { x, _ := time.Parse("2006-01-02 15:04", s); return x }
	row := func(received, by, first string) lead.Lead {
		return lead.Lead{ID: received + first, Received: at(received), RespondBy: at(by), FirstResponse: at(first), Status: "new"}
	}
	n := figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{
		row("2026-11-20 10:00", "2026-11-20 10:30", "2026-11-20 10:20"), // met, 20 min
		row("2026-11-13 17:50", "2026-11-16 09:20", "2026-11-16 09:50"), // missed, 60 min of work
		row("2026-11-14 15:00", "2026-11-16 09:30", "2026-11-14 20:00"), // met on a Saturday: no work
		row("2026-11-20 12:00", "2026-11-20 12:30", ""),                 // waiting late counts as missed
		row("2026-11-21 12:00", "2026-11-23 09:30", ""),                 // waiting
		row("2026-11-10 12:00", "", "2026-11-19 12:00"),                 // imported: no clock
	}}, now)
	want := figures.Response{Median: 20 * time.Minute, Average: 80 * time.Minute / 3, P90: time.Hour,
		Wall:     5 * time.Hour,
		Answered: 3, Met: 2, Missed: 1, Waiting: 1, WaitingLate: 1, Backfilled: 1}
	if n.Response != want {
		t.Errorf("got  %+v\nwant %+v", n.Response, want)
	}
	if a := n.Response.Attainment(); a != (figures.Share{Part: 2, Of: 4}) || percent(a) != canvas.NoValue {
		t.Errorf("attainment %+v", a)
	}
}

func TestFollowUpsAreOverdueAfterTheirWorkingDay(t *testing.T) {
	in := Input{Policy: examplePolicy()}
	for id, due := range map[string]int{"fri": 2, "sat": 1, "sun": 0} {
		l := came(id, 30, "contacted")
		l.NextContact = ago(due)
		in.Leads = append(in.Leads, l)
	}
	closed := came("closed", 30, "closed")
	closed.NextContact = ago(9)
	in.Leads = append(in.Leads, closed)
	o := figuresOf(in, now).Overdue
	if len(o.Items) != 1 || o.Items[0].ID != "fri" || o.Items[0].Days != 2 || o.Planned != 3 {
		t.Errorf("%+v", o)
	}
}

func TestTodayRepeatsNoRemark(t *testing.T) {
	parts := remarks.New(words.Language{})
	got := parts.Others("Nobody has answered: due 10:30, 25 min late · New: answer by 10:30 · Missing: Next step, Value · Missing: Next contact · Owner missing · " +
		"Follow-up due Sun 1 Nov · What next, and when? Fill Next step and Next contact · What next? Fill Next step · When? Fill Next contact")
	if !reflect.DeepEqual(got, []string{"Missing: Next step, Value"}) {
		t.Errorf("%q", got)
	}
}

func TestAnIdleQuarterChangesOnlyTheAsOfLine(t *testing.T) {
	one := came("L-1", 1, "new")
	one.RespondBy = now.Add(-3 * time.Hour)
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{one}}
	x, y := Build(in, now), Build(in, now.Add(14*time.Minute))
	for p := range x {
		for i, c := range x[p].Cells {
			if !c.AsOf && !reflect.DeepEqual(c, y[p].Cells[i]) {
				t.Errorf("%s: %+v became %+v", x[p].Title, c, y[p].Cells[i])
			}
		}
	}
}

func TestPages(t *testing.T) {
	one := came("L-1001", 1, "new")
	one.RespondBy = ago(0).Add(-7 * time.Hour)
	for name, in := range map[string]Input{
		"empty": {Policy: examplePolicy()},
		"one":   {Policy: examplePolicy(), Leads: []lead.Lead{one}},
		"12":    business(12, 20),
		"400":   synthetic(400),
	} {
		t.Run(name, func(t *testing.T) {
			pages := Build(in, now)
			if !reflect.DeepEqual(pages, Build(in, now)) {
				t.Error("the same input gave other pages")
			}
			var got strings.Builder
			for _, p := range pages {
				draw(&got, p)
			}
			file := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("the pages differ from %s; run with -update and look\n%s", file, got.String())
			}
		})
	}
}

func TestNoCellIsPutTwice(t *testing.T) {
	for _, p := range Build(synthetic(400), now) {
		seen := map[[2]int]sheets.Cell{}
		for _, c := range p.Cells {
			at := [2]int{c.Row, c.Col}
			if old, ok := seen[at]; ok && !old.IsEmpty() {
				t.Errorf("%s: cell %v holds %q and %q", p.Title, at, old, c.Cell)
			}
			seen[at] = c.Cell
		}
	}
}

// synthetic is a workbook of n leads of the last year.
func synthetic(n int) Input {
	in := Input{Policy: examplePolicy()}
	ends := []string{"new", "working", "contacted", "deal", "won", "closed", "unqualified"}
	for i := range n {
		day := (n - i) * 300 / n
		l := came(fmt.Sprintf("L-%d", 1001+i), day, ends[i%len(ends)])
		l.Owner = []string{"Anna", "Ben", "Cem", ""}[i%4]
		l.Source = []string{"Website", "Website", "Referral", "Phone", ""}[i%5]
		l.Value, l.HasValue = float64(100*(i%9)), i%3 == 0
		l.RespondBy = l.Received.Add(30 * time.Minute)
		if i%7 > 0 {
			l.FirstResponse = l.Received.Add(time.Duration(i%80) * time.Minute)
			in.History = append(in.History, moved(l.ID, day, "new", "contacted"), moved(l.ID, day/2, "contacted", l.Status))
		}
		if i%7 == 2 {
			l.NextContact, l.NextStep = ago(day-5), "call"
		}
		if i%7 > 4 {
			l.RefusalReason = []string{"Too expensive", "No response", ""}[i%3]
		}
		in.Leads = append(in.Leads, l)
	}
	return in
}

// draw writes a page as text for people: one line for each row, the cells at their columns.
func draw(w *strings.Builder, p sheets.Page) {
	fmt.Fprintf(w, "=== %s (hidden %v, %d charts)\n", p.Title, p.Hidden, len(p.Charts))
	rows := map[int][]sheets.PageCell{}
	last := 0
	for _, c := range p.Cells {
		if !c.Cell.IsEmpty() {
			rows[c.Row] = append(rows[c.Row], c)
			last = max(last, c.Row)
		}
	}
	for r := 0; r <= last; r++ {
		var line strings.Builder
		for col, at := 0, 0; col < len(p.Widths); col++ {
			for _, c := range rows[r] {
				if c.Col != col {
					continue
				}
				text := c.Cell.String()
				if c.LinkKey != "" {
					text += " > " + c.LinkKey
				}
				if pad := at - len([]rune(line.String())); pad > 0 {
					line.WriteString(strings.Repeat(" ", pad))
				}
				line.WriteString(text + " ")
			}
			at += int(p.Widths[col]) + 2
		}
		fmt.Fprintf(w, "%2d %s\n", r+1, strings.TrimRight(line.String(), " "))
	}
}

func BenchmarkBuild(b *testing.B) {
	in := synthetic(100_000)
	b.ReportAllocs()
	for b.Loop() {
		Build(in, now)
	}
}
