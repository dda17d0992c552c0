package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/details"
)

// record is what a form's export says of Kim.
func (w *world) record(key string, answers ...string) lead.Inquiry {
	q := w.mail(key)
	q.Channel, q.Kind, q.Source, q.From, q.Subject = lead.ByForm, lead.ExportRow, "Website form", "Contact", ""
	q.Email, q.Name, q.Phone, q.Company = "kim@firm.example", "Kim Example", "030 1111111", ""
	for _, a := range answers {
		question, value, _ := strings.Cut(a, "=")
		q.Answers = append(q.Answers, lead.Answer{Question: question, Value: value})
	}
	return q
}

// What a second record says besides the first is somewhere, and nothing that a person typed has changed.
func TestNothingSaidIsLost(t *testing.T) {
	w := newWorld(t)
	w.state.LeadColumns = append(w.state.LeadColumns, "Colour", "Room")
	w.pass(w.record("1", "Budget=1k", "Material=wood", "Colour=red"))
	l := w.lead("L-1001")
	l.Comment, l.Name = "Typed.", "Kim Typed Example"
	w.later(time.Hour)
	q := w.record("2", "Budget=50k", "Material=steel", "Colour=blue", "Room=kitchen", "Width=2 m\nor 3 m", "Material=steel")
	q.Phone, q.Company, q.Campaign, q.Need = "030 2222222", "Firm Ltd", "Autumn", "A second project: 300 m of fence."
	work := w.pass(q)
	l = w.lead("L-1001")
	want := `Budget: 1k
Material: wood
2026-11-20 Phone: 030 2222222
2026-11-20 Budget: 50k
2026-11-20 Material: steel
2026-11-20 Colour: blue
2026-11-20 Width: 2 m or 3 m`
	if l.Details != want || l.Phone != "030 1111111" || l.Company != "Firm Ltd" || l.Campaign != "Autumn" ||
		l.Comment != "Typed." || l.Name != "Kim Typed Example" || details.ExtraOf(l, "Room") != "kitchen" ||
		details.ExtraOf(l, "Colour") != "red" {
		t.Errorf("got %+v", l)
	}
	if got := what(work); got != "changed Name,changed Comment,asked,changed Company,changed Campaign,changed Room,changed Details," {
		t.Errorf("events %s", got)
	}
	if e := work.Events[6]; e.Why != "the contact said more: Phone: 030 2222222; Budget: 50k; Material: steel; Colour: blue; Width: 2 m or 3 m" {
		t.Errorf("why %q", e.Why)
	}
	// What was said once is not written twice; the same form sent twice within ten minutes is a slip, unless it says more.
	again := q
	again.Key, again.Received = "3", q.Received.Add(time.Minute)
	w.pass(again)
	if r := w.last(); r.Outcome != lead.Duplicate || w.lead("L-1001").Details != want {
		t.Errorf("the same again: %+v\n%s", r, w.lead("L-1001").Details)
	}
	again.Key, again.Answers = "4", []lead.Answer{{Question: "Budget", Value: "60k"}}
	w.pass(again)
	if r := w.last(); r.Outcome != lead.AddedTo || w.lead("L-1001").Details != want+"\n2026-11-20 Budget: 60k" {
		t.Errorf("another budget: %+v\n%s", r, w.lead("L-1001").Details)
	}
}

// Another person of the same company, or the same one by another way.
func TestWhatAFurtherMailSays(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	q := w.letter("b", "boss@firm.example", "a@example.org")
	q.Name, q.Phone = "Bo Boss", "030 3333333"
	w.pass(q)
	forward := w.letter("c", "kim@home.example", "a@example.org")
	forward.Kind, forward.From, forward.ForwardedBy, forward.Phone = lead.Forwarded, "ann@ours.example", "ann@ours.example", "+49 30 3333333"
	forward.Name, forward.Need = "K. Example", "She called, too."
	w.pass(forward)
	if l := w.lead("L-1001"); l.Phone != "030 3333333" || l.Details != "2026-11-20 Name: Bo Boss\n2026-11-20 Email: kim@home.example" {
		t.Errorf("got %q, phone %q", l.Details, l.Phone)
	}
}

func TestTextsInActivity(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	for _, c := range []struct {
		n    int
		more bool
	}{{300, false}, {2000, false}, {2001, true}, {100_000, true}} {
		q := w.mail("a")
		q.Key, q.Need = fmt.Sprint("a", c.n), strings.Repeat("ä", c.n)
		work := w.pass(q)
		want := strings.Repeat("ä", min(c.n, 2000))
		if c.more {
			want += " … (more was said: see the original)"
		}
		if got := work.Events[0].Why; got != want {
			t.Errorf("%d characters: %d are kept, ending in %q", c.n, len([]rune(got)), got[max(0, len(got)-60):])
		}
	}
}

// A mail that an earlier version kept three hundred characters of is known again by them.
func TestTextsOfEarlierVersions(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	b := w.letter("b", "kim@firm.example", "a@example.org")
	b.Need = strings.Repeat("word ", 200)
	w.pass(b)
	e := &w.state.History[len(w.state.History)-1]
	e.Why = words.Shorten(e.Why, 300)
	b.Key = "b-by-the-list"
	w.pass(b)
	if r := w.last(); r.Outcome != lead.Duplicate {
		t.Errorf("became %+v", r)
	}
}

// Full Details take no more; then Activity has it.
func TestDetailsAreFull(t *testing.T) {
	w := newWorld(t)
	w.pass(w.record("1", "Text="+strings.Repeat("x", keptDetails)))
	w.later(time.Hour)
	events := butLate(w.pass(w.record("2", "Budget=50k")))
	if e := events[len(events)-1]; e.What != lead.Noted || e.Why != "Budget: 50k" ||
		strings.Contains(w.lead("L-1001").Details, "50k") {
		t.Errorf("event %+v", e)
	}
}

// The answers of the record that made the lead are still brought up to date when they are edited in the form.
func TestEditedAnswersBesideWhatWasSaid(t *testing.T) {
	w := newWorld(t)
	w.pass(submitted(w, "f:1~one", func(*lead.Inquiry) {}))
	w.later(time.Hour)
	w.pass(submitted(w, "f:2~one", func(q *lead.Inquiry) { q.Answers = []lead.Answer{{Question: "Budget", Value: "50k"}} }))
	w.pass(submitted(w, "f:1~two", func(q *lead.Inquiry) {
		q.Kind, q.References = lead.Edited, []string{"f:1"}
		q.Answers = []lead.Answer{{Question: "Colour", Value: "blue"}, {Question: "Budget", Value: "1900"}}
	}))
	if l := w.lead("L-1001"); l.Details != "Colour: blue\nBudget: 1900\n2026-11-20 Budget: 50k" {
		t.Errorf("details %q, attention %q", l.Details, l.Attention)
	}
}
