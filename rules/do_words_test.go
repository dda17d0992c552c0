package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// plannedFor are the cells that the words of Do write.
func cellsOfWords(l *lead.Lead) string {
	contact := ""
	if !l.NextContact.IsZero() {
		contact = l.NextContact.Format("2006-01-02 15:04")
	}
	value := ""
	if l.HasValue {
		value = lead.NumberValue(l.Value).String()
	}
	return strings.Join([]string{l.Status, l.Owner, l.NextStep, contact, value, l.RefusalReason}, "|")
}

// Every word is done, confirmed, recorded as a person's, and taken back by undo.
func TestDoWords(t *testing.T) {
	for _, c := range []struct{ text, step, want string }{ // friday is 20 Nov 2026
		{"tomorrow 10", "Call", "In progress|Ann|Call|2026-11-21 10:00||"},
		{"in 3 days", "Call", "In progress|Ann|Call|2026-11-23 00:00||"},
		{"Friday", "Call", "In progress|Ann|Call|2026-11-27 00:00||"},
		{"1.12. 14:00", "Call", "In progress|Ann|Call|2026-12-01 14:00||"},
		{"next contact 2026-12-01", "Call", "In progress|Ann|Call|2026-12-01 00:00||"},
		{"call back 14:00", "", "In progress|Ann|Call back|2026-11-20 14:00||"},
		{"call back Monday 9:30", "Send the drawing", "In progress|Ann|Send the drawing|2026-11-23 09:30||"},
		{"pass to Bob", "Call", "In progress|Bob Stone|Call|||"},
		{"pass to stone", "Call", "In progress|Bob Stone|Call|||"},
		{"won 4500", "Call", "Won|Ann|Call||4500|"},
		{"won", "Call", "Won|Ann|Call|||"},
		{"won 4.500 €", "Call", "Won|Ann|Call||4500|"},
		{"lost too expensive", "Call", "Closed|Ann|Call|||Too expensive"},
		{"lost: no resp", "Call", "Closed|Ann|Call|||No response"},
		{"close: No response", "Call", "Closed|Ann|Call|||No response"},
		{"do not contact", "Call", "In progress|Ann|Call|||"},
	} {
		t.Run(c.text, func(t *testing.T) {
			w := worldOfTwo(t, func(l *lead.Lead) { l.NextStep = c.step })
			before := cellsOfWords(w.lead("L-1001"))
			work := w.do("L-1001", c.text)
			l := w.lead("L-1001")
			if got := cellsOfWords(l); got != c.want || didIn(work) != c.text || l.Do != "" ||
				!strings.Contains(l.Attention, "Noted: ") {
				t.Errorf("%s; want %s: %s; Do %q; %s", got, c.want, what(work), l.Do, l.Attention)
			}
			for _, e := range work.Events {
				if e.What == lead.Changed && e.Column != lead.ColStatus && e.By != lead.ByTeam {
					t.Errorf("not a person's: %+v", e)
				}
			}
			w.do("L-1001", "undo")
			if got := cellsOfWords(w.lead("L-1001")); got != before {
				t.Errorf("undone: %s, before %s", got, before)
			}
		})
	}
}

// worldOfTwo is a lead that Ann has answered, in a team with Bob.
func worldOfTwo(t testing.TB, edit ...func(l *lead.Lead)) *world {
	t.Helper()
	w := newWorld(t, ours, func(tables map[string]policy.Table) {
		tab := tables[lead.TabTeam]
		tab.Rows = append(tab.Rows, []string{"Bob Stone", "bob@ours.example", "", "", "", "1", "", "", "", "", ""},
			[]string{"Bo", "", "", "", "", "1", "", "", "", "", ""})
		tables[lead.TabTeam] = tab
		setCell(tables, lead.TabSettings, "Currency", 1, "EUR")
	})
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(11 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
	l := w.lead("L-1001")
	l.Status, l.NextStep = "In progress", "Call"
	for _, e := range edit {
		e(l)
	}
	w.later(9 * time.Minute)
	w.pass()
	return w
}

// What cannot be done stays, and Attention says why.
func TestDoWords_WhatCannotBeDone(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"mine", "Who? Choose the name in Owner"},
		{"pass to me", "Who? Choose the name in Owner"},
		{"pass to", `who is it to be? Write "pass to" and one of Ann, Bob Stone, Bo`},
		{"pass to Zoe", `"Zoe" is not in the tab Team`},
		{"pass to B", `"B" may be Bob Stone, Bo. Write the whole name`},
		{"won a lot", `"a lot" is no amount. Write it like "won 4500"`},
		{"won 3-5k", "is no amount"},
		{"won 4500 USD", "is in another currency. Type it into Value"},
		{"lost", `why? Write "lost" and one of Too expensive, `},
		{"lost because of the weather", `is not in the tab Reasons`},
		{"call back", `when? Write it like "call back tomorrow 10"`},
		{"today 9:00", `"today 9:00" has passed`},
		{"may contact", "the lead may be contacted"},
		{"offer sent tomorrow 10:00", "is no time"},
	} {
		w := worldOfTwo(t)
		before := cellsOfWords(w.lead("L-1001"))
		w.do("L-1001", c.text)
		l := w.lead("L-1001")
		if got := cellsOfWords(l); got != before || l.Do != c.text || !strings.Contains(l.Attention, c.says) {
			t.Errorf("%q: %s; Do %q; %s", c.text, got, l.Do, l.Attention)
		}
	}
}

// A time that had passed when it was typed is not done on the next day.
func TestDoWords_PassedTime(t *testing.T) {
	w := worldOfTwo(t)
	w.do("L-1001", "call back 9:00")
	w.later(22 * time.Hour)
	w.pass()
	if l := w.lead("L-1001"); !l.NextContact.IsZero() || l.Do == "" {
		t.Errorf("%+v", l)
	}
}

// What a person has typed since a command is not taken back with it.
func TestDoWords_UndoLeavesLaterEdits(t *testing.T) {
	w := worldOfTwo(t)
	w.do("L-1001", "call back Monday 9:30")
	w.lead("L-1001").NextContact = w.now.Add(72 * time.Hour)
	w.pass()
	typed := w.lead("L-1001").NextContact
	w.do("L-1001", "undo")
	if l := w.lead("L-1001"); !l.NextContact.Equal(typed) {
		t.Errorf("%s", cellsOfWords(l))
	}
}

// An offer is an answer: who waited, does no more, and waits again when that is taken back.
func TestDoWords_OfferSentAnswers(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(5 * time.Minute)
	w.do("L-1001", "offer sent")
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(w.now) {
		t.Errorf("first response %v", l.FirstResponse)
	}
	w.do("L-1001", "undo")
	if l := w.lead("L-1001"); !l.FirstResponse.IsZero() || l.WaitingSince.IsZero() {
		t.Errorf("the first answer stays: %+v", l)
	}
	w.do("L-1001", "offer sent")
	w.later(time.Hour)
	w.pass(w.letter("b", "kim@firm.example", "a@example.org"))
	if w.lead("L-1001").WaitingSince.IsZero() {
		t.Fatal("nobody waits")
	}
	w.later(time.Minute)
	w.do("L-1001", "offer sent")
	if l := w.lead("L-1001"); !l.WaitingSince.IsZero() {
		t.Errorf("waits: %s", l.Attention)
	}
	w.later(time.Minute)
	w.do("L-1001", "undo")
	if l := w.lead("L-1001"); l.WaitingSince.IsZero() {
		t.Errorf("does not wait: %s", l.Attention)
	}
}

// Words for days become the day in Next contact, counted from when they were typed, as a person's edit.
func TestDayWordsInNextContact(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"tomorrow", "2026-11-21 00:00"},
		{"Friday", "2026-11-27 00:00"},
		{"in 3 days", "2026-11-23 00:00"},
		{"tomorrow 10", "2026-11-21 10:00"},
		{"morgen", "2026-11-21 00:00"},
		{"today 16:00", "2026-11-20 16:00"},
		{"some day", ""},
		{"2026-11-01", ""}, // a day that has passed is a date of its own
	} {
		w := worldOfTwo(t)
		l := w.lead("L-1001")
		l.Bad = []lead.BadCell{{Column: lead.ColNextContact, Text: c.text}}
		w.state.Edited = w.now
		w.later(26 * time.Hour)
		work := w.pass()
		l = w.lead("L-1001")
		got := ""
		if !l.NextContact.IsZero() {
			got = l.NextContact.Format("2006-01-02 15:04")
		}
		if got != c.want || c.want != "" && what(work) != "changed Next contact," {
			t.Errorf("%q became %q, want %q: %s", c.text, got, c.want, what(work))
		}
		if c.want != "" && (work.Events[0].By != lead.ByTeam || len(l.Bad) > 0) {
			t.Errorf("%q: %+v, %+v", c.text, work.Events, l.Bad)
		}
		if c.want == "" && !strings.Contains(l.Attention, "Next contact") {
			t.Errorf("%q: %s", c.text, l.Attention)
		}
	}
}

// A row that is added by hand may have such a word, too.
func TestDayWordsInNextContact_OfANewRow(t *testing.T) {
	w := worldOfTwo(t)
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 1, Name: "Zoe", Phone: "030 1234567", Need: "A gate",
		Bad: []lead.BadCell{{Column: lead.ColNextContact, Text: "in 2 weeks"}}})
	w.pass()
	if l := w.lead("L-1002"); l.NextContact.Format("2006-01-02") != "2026-12-04" {
		t.Errorf("%+v", l)
	}
}

// An opt-out is of the address: it is shown in every row of it, until it is taken back or lifted.
func TestDoNotContact(t *testing.T) {
	w := worldOfTwo(t)
	w.do("L-1001", "do not contact")
	w.later(25 * time.Hour)
	w.pass()
	if l := w.lead("L-1001"); !strings.Contains(l.Attention, "Do not contact (since Fri 20 Nov)") {
		t.Errorf("%s", l.Attention)
	}
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 1, Name: "Kim again", Email: "KIM@firm.example",
		Phone: "030 1234567", Need: "A gate"})
	w.pass()
	if l := w.lead("L-1002"); !strings.Contains(l.Attention, "Do not contact (since Fri 20 Nov)") {
		t.Errorf("%s", l.Attention)
	}
	w.lead("L-1002").Status = "In progress" // it has no step, and needs none
	w.pass()
	if l := w.lead("L-1002"); strings.Contains(l.Attention, "What next") {
		t.Errorf("%s", l.Attention)
	}
	w.do("L-1001", "may contact")
	if l := w.lead("L-1002"); !strings.Contains(l.Attention, "What next") {
		t.Errorf("%s", l.Attention)
	}
	for _, id := range []string{"L-1001", "L-1002"} {
		if l := w.lead(id); strings.Contains(l.Attention, "Do not contact") {
			t.Errorf("%s: %s", id, l.Attention)
		}
	}
	w.do("L-1001", "undo")
	if l := w.lead("L-1002"); !strings.Contains(l.Attention, "Do not contact") {
		t.Errorf("%s", l.Attention)
	}
}
