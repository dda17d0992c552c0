package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// export is what a file brings: its new records, those that were taken back, and the row that sums it up.
func (w *world) export(name, key string, records ...string) []lead.Inquiry {
	back, place := w.state.TakenBack(), "file "+name
	var out []lead.Inquiry
	for n, id := range records {
		own := "f:" + id
		q := w.mail(id)
		q.Key, q.Channel, q.Kind, q.Where = own, lead.ByForm, lead.ExportRow, fmt.Sprintf("%s, row %d", place, n+2)
		if back[own] {
			q = lead.Inquiry{Key: "again:" + own, Kind: lead.CameAgain, Channel: lead.ByForm, Where: place,
				References: []string{own}, Received: w.now}
		} else if slices.ContainsFunc(w.state.Intake, func(r lead.IntakeRow) bool { return r.Key == own }) {
			continue
		}
		out = append(out, q)
	}
	return append(out, lead.Inquiry{Key: "s:" + key, Kind: lead.ExportFile, Channel: lead.ByForm, Received: w.now,
		Subject: name, Where: place, Ignore: "the sum"})
}

// statuses are those of all leads.
func (w *world) statuses() string {
	var out []string
	for i := range w.state.Leads {
		out = append(out, w.state.Leads[i].ID+" "+w.state.Leads[i].Status)
	}
	return strings.Join(out, ", ")
}

// passes are as many as a limited workbook needs.
func (w *world) passes(limit int, items ...lead.Inquiry) (events int) {
	w.t.Helper()
	for n := 0; ; n++ {
		work := PlanSome(w.state, items, w.now, limit)
		if work.Empty() {
			return events
		}
		if n == 100 {
			w.t.Fatalf("it finds no end: %+v", work)
		}
		events += len(work.Events)
		w.apply(work)
	}
}

// A file is taken back: what it made and nobody touched is not a lead any more, and the row of the file says what was
// done. What people or mails touched stays.
func TestUndoOfAnImport(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.export("a.csv", "1", "1", "2", "3", "4", "5", "6")...)
	w.later(time.Hour)
	w.lead("L-1002").Comment = "Called."
	w.do("L-1003", "no answer")
	w.pass(lead.Inquiry{Key: "m:1", Channel: lead.ByMail, Kind: lead.Direct, Received: w.now, From: "4@example.org",
		Email: "4@example.org", Subject: "And?", Need: "And what is the price?", Where: "INBOX 1 1"})
	w.later(time.Hour)
	w.row("s:1").Outcome = "Undo"
	w.lead("L-1005").NextStep = "Call" // in the same version of the workbook
	work := w.pass()
	r := w.row("s:1")
	const want = "the sum; taken back: 2 leads; 4 stay, because somebody has worked on them: L-1002, L-1003, L-1004, L-1005"
	if r.Outcome != lead.FileRead || r.Reason != want {
		t.Errorf("the row says %q %q", r.Outcome, r.Reason)
	}
	if row := w.row("f:1"); row.Outcome != lead.Ignored || row.Lead != "L-1001" ||
		row.Reason != "taken back with file a.csv: type lead to bring L-1001 back" {
		t.Errorf("the row of a record says %q %s %q", row.Outcome, row.Lead, row.Reason)
	}
	if w.row("f:2").Outcome != lead.NewLead || w.lead("L-1001").Status != "Not a lead" ||
		w.lead("L-1006").Status != "Not a lead" || strings.Count(w.statuses(), "Not a lead") != 2 || didIn(work) != "Undo,Undo" {
		t.Errorf("%s; %s", w.statuses(), what(work))
	}
	if work := w.typeOutcome("s:1", "undo"); len(work.Events) > 0 || r.Reason != want {
		t.Errorf("once more: %q, %s", r.Reason, what(work))
	}

	// The same records in another file: nothing is doubled.
	w.later(time.Hour)
	w.pass(w.export("b.csv", "2", "1", "2", "6", "7")...)
	if row := w.row("f:1"); row.Outcome != lead.NewLead || row.Reason != "had been taken back, and came again with file b.csv" {
		t.Errorf("the row of a record says %q %q", row.Outcome, row.Reason)
	}
	if n := len(w.state.Leads); n != 7 || strings.Contains(w.statuses(), "Not a lead") {
		t.Errorf("%d leads: %s", n, w.statuses())
	}
	// They are the second file's now.
	if w.typeOutcome("s:1", "undo"); strings.Contains(w.statuses(), "Not a lead") {
		t.Errorf("the first file once more: %s", w.statuses())
	}
	if w.typeOutcome("s:2", "undo"); strings.Count(w.statuses(), "Not a lead") != 3 ||
		!strings.HasSuffix(w.row("s:2").Reason, "taken back: 3 leads") {
		t.Errorf("the second file: %s; %s", w.statuses(), w.row("s:2").Reason)
	}
	w.typeOutcome("f:6", "lead")
	w.do("L-1007", "undo")
	if strings.Count(w.statuses(), "Not a lead") != 1 || w.row("f:7").Outcome != lead.NewLead || len(w.state.Leads) != 7 {
		t.Errorf("brought back one by one: %s", w.statuses())
	}
	w.pass(w.export("c.csv", "3", "1", "6", "7")...)
	if strings.Contains(w.statuses(), "Not a lead") || len(w.state.Leads) != 7 {
		t.Errorf("the third file: %s", w.statuses())
	}
}

// What people decided about a lead since its file was taken back stays.
func TestUndoOfAnImport_DecidedSince(t *testing.T) {
	w := newWorld(t)
	w.pass(w.export("a.csv", "1", "1", "2", "3")...)
	w.typeOutcome("s:1", "undo")
	w.do("L-1001", "not a lead")
	w.lead("L-1002").Status = "Closed"
	w.typeOutcome("f:3", "not a lead")
	w.pass(w.export("b.csv", "2", "1", "2", "3")...)
	if got := w.statuses(); got != "L-1001 Not a lead, L-1002 Closed, L-1003 Not a lead" {
		t.Error(got)
	}
}

// A record whose answers were edited before it came again: its lead is back, with the new answers.
func TestUndoOfAnImport_EditedSince(t *testing.T) {
	w := newWorld(t)
	w.pass(w.export("a.csv", "1", "1", "2")...)
	w.typeOutcome("s:1", "undo")
	q := w.mail("1")
	q.Key, q.Channel, q.Kind, q.Where, q.References = "f:1~x", lead.ByForm, lead.Edited, "file b.csv, row 2", []string{"f:1"}
	w.pass(q)
	if r := w.row("f:1"); w.statuses() != "L-1001 New lead, L-1002 Not a lead" || r.Outcome != lead.NewLead ||
		r.Reason != "had been taken back, and came again with file b.csv, row 2" || w.row("f:1~x").Lead != "L-1001" {
		t.Errorf("%s; the row says %q %q", w.statuses(), r.Outcome, r.Reason)
	}
}

// Two files of one name, read one after the other: each takes back its own.
func TestUndoOfAnImport_FilesOfOneName(t *testing.T) {
	w := newWorld(t)
	w.pass(w.export("a.csv", "1", "1", "2")...)
	w.pass(w.export("a.csv", "2", "1", "2", "3")...)
	w.typeOutcome("s:2", "undo")
	if got := w.statuses(); got != "L-1001 New lead, L-1002 New lead, L-1003 Not a lead" {
		t.Error(got)
	}
	w.typeOutcome("s:1", "undo")
	if got := strings.Count(w.statuses(), "Not a lead"); got != 3 || !strings.HasSuffix(w.row("s:1").Reason, "taken back: 2 leads") {
		t.Errorf("%s: %s", w.statuses(), w.row("s:1").Reason)
	}
}

// It works for 30 days, and where there is something to take back.
func TestUndoOfAnImport_Refused(t *testing.T) {
	w := newWorld(t)
	w.pass(w.export("a.csv", "1", "1")...)
	w.pass(w.export("b.csv", "2")...)
	w.typeOutcome("s:2", "undo")
	if r := w.row("s:2"); r.Outcome != lead.FileRead || !strings.HasSuffix(r.Reason, "it has made no lead that is still there") {
		t.Errorf("nothing: %q %q", r.Outcome, r.Reason)
	}
	w.later(31 * 24 * time.Hour)
	w.pass()
	w.typeOutcome("s:1", "undo")
	if r := w.row("s:1"); r.Outcome != lead.FileRead || strings.Contains(w.statuses(), "Not a lead") ||
		!strings.HasSuffix(r.Reason, `"undo", is not possible: it was read more than 30 days ago`) {
		t.Errorf("too late: %q %q", r.Outcome, r.Reason)
	}
}

// A large file is taken back in several passes, each bounded; the row of the file waits for the last. Nothing is done
// twice, also where a person brings a lead back in between.
func TestUndoOfAnImport_InPasses(t *testing.T) {
	w := newWorld(t)
	var records []string
	for n := range 25 {
		records = append(records, fmt.Sprint("r", n))
	}
	w.pass(w.export("a.csv", "1", records...)...)
	for n := range 12 {
		w.lead(fmt.Sprint("L-", 1010+n)).Comment = "Mine."
	}
	w.pass()
	w.row("s:1").Outcome = "undo"
	work := PlanSome(w.state, nil, w.now, 5)
	w.apply(work)
	if got := strings.Count(w.statuses(), "Not a lead"); got != 5 || work.Left != 8 || w.row("s:1").Outcome != "undo" {
		t.Errorf("%d taken back, %d left, %q", got, work.Left, w.row("s:1").Outcome)
	}
	w.do("L-1001", "undo")
	w.row("s:1").Outcome = "undo"
	w.passes(5)
	if got := w.row("s:1").Reason; got != "the sum; taken back: 12 leads; 13 stay, because somebody has worked on them: L-1001, "+
		"L-1010, L-1011, L-1012, L-1013, L-1014, L-1015, L-1016, L-1017, L-1018, 3 more" {
		t.Error(got)
	}
	done := map[string]bool{}
	for _, e := range w.state.History {
		if id := e.Lead + e.From; e.What == lead.Did && e.Column == lead.ColOutcome {
			if done[id] {
				t.Errorf("%s was taken back twice", e.Lead)
			}
			done[id] = true
		}
	}
}

// The undo of an import, and then the same records in another file, is the identity for the leads that nobody touched.
func TestUndoOfAnImport_IsUndone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, team("Kim", "Lee"))
		n := rapid.IntRange(1, 12).Draw(rt, "records")
		var records []string
		for i := range n {
			records = append(records, fmt.Sprint("r", i))
		}
		items := w.export("a.csv", "1", records...)
		for i := range items[:n] {
			q := &items[i]
			q.Received = w.now.Add(-time.Duration(rapid.IntRange(0, 2000).Draw(rt, "minutes")) * time.Minute)
			q.Need = rapid.SampledFrom([]string{"A fence.", "A gate.", ""}).Draw(rt, "need")
			if who := rapid.IntRange(0, n).Draw(rt, "who"); who < n { // perhaps two records of one contact
				q.Email = fmt.Sprint("c", who, "@example.org")
			}
			if rapid.IntRange(0, 5).Draw(rt, "broken") == 0 {
				q.Kind, q.Problem = lead.Unreadable, "could not read its date"
			}
		}
		w.pass(items...)
		for i := range w.state.Leads {
			switch rapid.IntRange(0, 8).Draw(rt, "touch") {
			case 0:
				w.state.Leads[i].Comment = "Called."
			case 1:
				w.state.Leads[i].Do = "called"
			}
		}
		w.later(time.Duration(rapid.IntRange(0, 100).Draw(rt, "later")) * time.Hour)
		w.pass()
		control := &world{t: t, state: w.state, now: w.now}
		control.state.Leads, control.state.Intake = slices.Clone(w.state.Leads), slices.Clone(w.state.Intake)
		control.state.History = slices.Clone(w.state.History)

		limit := rapid.IntRange(0, 3).Draw(rt, "limit")
		w.row("s:1").Outcome = "undo"
		w.passes(limit)
		later := time.Duration(rapid.IntRange(0, 100).Draw(rt, "until the next file")) * time.Hour
		w.later(later)
		w.passes(limit)
		w.passes(limit, w.export("b.csv", "2", records...)...)
		control.later(later)
		control.passes(limit, control.export("b.csv", "2", records...)...)
		if len(w.state.Leads) != len(control.state.Leads) || len(w.state.Intake) != len(control.state.Intake) {
			rt.Fatalf("%d leads, %d rows of Intake", len(w.state.Leads), len(w.state.Intake))
		}
		for i := range w.state.Leads {
			if got, want := fmt.Sprintf("%+v", w.state.Leads[i]), fmt.Sprintf("%+v", control.state.Leads[i]); got != want {
				rt.Errorf("%s\nwant\n%s", got, want)
			}
		}
		for i := range w.state.Intake[:n] {
			if r, was := &w.state.Intake[i], &control.state.Intake[i]; r.Outcome != was.Outcome || r.Lead != was.Lead {
				rt.Errorf("the row says %q %s, before %q %s", r.Outcome, r.Lead, was.Outcome, was.Lead)
			}
		}
	})
}
