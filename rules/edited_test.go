package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"

	"pgregory.net/rapid"
)

// What was measured keeps its name, also where the parameters of the link by themselves would say something else.
func TestMeasuredSources(t *testing.T) {
	for _, c := range []struct{ source, utm, want string }{
		{"Microsoft Ads", "bing", "Microsoft Ads"},
		{"Google Ads", "google", "Google Ads"},
		{"bing", "bing", "Organic search"},
		{"Yandex Ads", "google", "Unknown"},
	} {
		w := newWorld(t)
		q := w.mail("kim")
		q.Kind, q.Channel, q.Source = lead.ExportRow, lead.ByForm, c.source
		q.Answers = []lead.Answer{{Question: "utm_source", Value: c.utm}, {Question: "Channel", Value: "Paid Search"}}
		w.pass(q)
		if got := w.lead("L-1001").Source; got != c.want {
			t.Errorf("%s with utm_source %s: %s, want %s", c.source, c.utm, got, c.want)
		}
	}
}

// submitted is a form's record as a drop folder hands it over.
func submitted(w *world, key string, edit func(*lead.Inquiry)) lead.Inquiry {
	q := w.mail("kim")
	q.Kind, q.Channel, q.Need = lead.ExportRow, lead.ByForm, "a shed"
	q.Answers = []lead.Answer{{Question: "Colour", Value: "red\nor green"}, {Question: "Budget", Value: "900"}}
	edit(&q)
	digest := ledger.DigestOf(&q)
	q.Key = key + string(digest[:])
	return q
}

func TestEditedAnswersReachOnlyWhatNobodyHasTouched(t *testing.T) {
	w := newWorld(t)
	first := submitted(w, "f:1~one", func(*lead.Inquiry) {})
	w.pass(first)
	again := submitted(w, "f:1~two", func(q *lead.Inquiry) {
		q.Kind, q.References = lead.Edited, []string{"f:1"}
		q.Need, q.Phone = "two sheds", "+49 170 1234567"
		q.Answers = []lead.Answer{{Question: "Colour", Value: "blue"}, {Question: "Budget", Value: "1900"}}
	})
	work := w.pass(again)
	l := w.lead("L-1001")
	if l.Need != "two sheds" || l.Phone != "+49 170 1234567" || l.Details != "Colour: blue\nBudget: 1900" {
		t.Errorf("%+v", l)
	}
	if got := what(work); got != "changed Phone,changed Need,changed Details," {
		t.Errorf("events %s", got)
	}
	if e := work.Events[1]; e.From != "a shed" || e.To != "two sheds" || e.By != byUs {
		t.Errorf("%+v", e)
	}
	if r := work.Intake; len(r) != 1 || r[0].Outcome != lead.AddedTo || r[0].Lead != "L-1001" {
		t.Errorf("%+v", r)
	}
	// The same record from another place, and the same edit once more, are nothing new.
	other := submitted(w, "f:1~one", func(q *lead.Inquiry) { q.Phone = "0170 1234567" })
	if work := w.pass(other, again); !work.Empty() {
		t.Errorf("%+v", work)
	}
	// Now a person corrects the need, and the customer edits it once more.
	l.Need = "three sheds, as told on the phone"
	work = w.pass(submitted(w, "f:2~one", func(q *lead.Inquiry) {
		q.Kind, q.References = lead.Edited, []string{"f:1"}
		q.Need, q.Phone, q.Company = "four sheds", "+49 170 1234567", "Kim & Co"
		q.Answers = []lead.Answer{{Question: "Colour", Value: "blue"}, {Question: "Budget", Value: "1900"}}
	}))
	l = w.lead("L-1001")
	if l.Need != "three sheds, as told on the phone" || l.Company != "Kim & Co" || !strings.Contains(l.Attention, "Need is four sheds there") {
		t.Errorf("%+v", l)
	}
	if r := work.Intake[0]; !strings.Contains(r.Reason, "up to date: Company") || !strings.Contains(r.Reason, "left as it is") {
		t.Error(r.Reason)
	}
	if len(w.state.Leads) != 1 {
		t.Error("a second lead")
	}
}

// An edit of what nobody knows is a request like any other; what a spreadsheet has damaged changes no cell.
func TestEditsThatAreNone(t *testing.T) {
	w := newWorld(t)
	edit := func(q *lead.Inquiry) { q.Kind, q.References = lead.Edited, []string{"f:9"} }
	if work := w.pass(submitted(w, "f:1~one", edit)); len(work.NewLeads) != 1 {
		t.Error(work)
	}
	work := w.pass(submitted(w, "f:2~one", func(q *lead.Inquiry) {
		edit(q)
		q.References[0] = "f:1"
		q.Phone, q.Problem = "4.9E+11", "a spreadsheet has damaged the telephone number"
	}))
	if l := w.lead("L-1001"); l.Phone == "4.9E+11" || work.Intake[0].Outcome != lead.Ignored {
		t.Errorf("%+v %+v", l, work.Intake)
	}
	if work := w.pass(lead.Inquiry{Key: "s:1", Kind: lead.ExportFile, Ignore: "12 records: 12 new", Received: w.now}); work.Intake[0].Outcome != lead.FileRead || len(work.Events) != 0 {
		t.Errorf("%+v", work)
	}
}

// Answers that have a column of the team's own follow there.
func TestEditedAnswersInAColumnOfTheTeamsOwn(t *testing.T) {
	for _, corrected := range []bool{false, true} {
		w := newWorld(t)
		w.state.LeadColumns = append(w.state.LeadColumns, "budget")
		w.pass(submitted(w, "f:1~one", func(*lead.Inquiry) {}))
		if corrected {
			w.lead("L-1001").Extra[0].Value = "950"
		}
		edit := submitted(w, "f:1~two", func(q *lead.Inquiry) {
			q.Kind, q.References = lead.Edited, []string{"f:1"}
			q.Answers[1].Value = "1900"
		})
		work := Plan(w.state, []lead.Inquiry{edit}, w.now)
		changed := slices.ContainsFunc(work.Changes, func(c Change) bool { return words.Same(c.Column, "budget") && c.Want.Text == "1900" })
		if changed == corrected || len(work.Intake) != 1 {
			t.Errorf("corrected %v: %+v", corrected, work)
		}
	}
}

// However often a record is edited in the form, and whatever people type meanwhile: what a person typed stays until a
// person changes it, and what nobody touched is as the form says.
func TestEditsAndPeople(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		words := rapid.SampledFrom([]string{"a shed", "two sheds", "a  shed", "three", "x"})
		form := map[string]string{lead.ColNeed: "a shed", lead.ColCompany: "", lead.ColPhone: "+49 170 1"}
		typed := map[string]string{}
		n := 0
		send := func(kind lead.MessageKind) {
			n++
			q := submitted(w, fmt.Sprintf("f:1~%d-", n), func(q *lead.Inquiry) {
				q.Kind, q.Answers = kind, nil
				q.Need, q.Company, q.Phone = form[lead.ColNeed], form[lead.ColCompany], form[lead.ColPhone]
				if kind == lead.Edited {
					q.References = []string{"f:1"}
				}
			})
			w.pass(q)
		}
		send(lead.ExportRow)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			column := rapid.SampledFrom([]string{lead.ColNeed, lead.ColCompany, lead.ColPhone}).Draw(rt, "column")
			text := words.Draw(rt, "text")
			if rapid.Bool().Draw(rt, "person") {
				*lead.TextField(w.lead("L-1001"), column) = text
				if typed[column] = text; strings.Join(strings.Fields(text), " ") == strings.Join(strings.Fields(form[column]), " ") {
					delete(typed, column) // who types what stands there has changed nothing
				}
			} else {
				form[column] = text
				send(lead.Edited)
			}
			l := w.lead("L-1001")
			for _, c := range []string{lead.ColNeed, lead.ColCompany, lead.ColPhone} {
				cell := *lead.TextField(l, c)
				want, person := typed[c]
				if !person {
					want = form[c]
				}
				if strings.Join(strings.Fields(cell), " ") != strings.Join(strings.Fields(want), " ") {
					rt.Fatalf("%s is %q, want %q (typed by a person: %v)", c, cell, want, person)
				}
				if person && strings.Join(strings.Fields(form[c]), " ") == strings.Join(strings.Fields(cell), " ") {
					delete(typed, c) // form and person agree
				}
			}
		}
	})
}
