package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// What a status requires has to be there, and not only look so: a value or its direction, a day, a step.
func TestWhatAStatusRequires(t *testing.T) {
	deal := func(w *world, l *lead.Lead) {
		l.Status, l.Need, l.NextStep, l.NextContact = "Moved to deal", "A gate", "Call", w.now.AddDate(0, 0, 3)
		l.Value, l.HasValue = 1500, true
	}
	none := func(l *lead.Lead) { l.Value, l.HasValue = 0, false }
	typed := func(text string) func(*world, *lead.Lead) {
		return func(w *world, l *lead.Lead) {
			deal(w, l)
			none(l)
			l.Bad = []lead.BadCell{{Column: lead.ColValue, Text: text}}
		}
	}
	for _, c := range []struct {
		name, want string
		edit       func(*world, *lead.Lead)
	}{
		{"a deal", "", deal},
		{"no value", "Missing: Value", func(w *world, l *lead.Lead) { deal(w, l); none(l) }},
		{"a value of 0", "Missing: Value", func(w *world, l *lead.Lead) { deal(w, l); l.Value = 0 }},
		{"a range from 0", `Value: "0-5k" counts as 0`, func(w *world, l *lead.Lead) {
			deal(w, l)
			l.Value, l.Vague = 0, []lead.BadCell{{Column: lead.ColValue, Text: "0-5k"}}
		}},
		{"a question mark is a direction", `Value: cannot read "?", so it does not count; write it like 1500`, typed("?")},
		{"large", `Value: cannot read "large", so it does not count; write it like 1500`, typed("large")},
		{"other words", `Value: cannot read "ask Bob", so it does not count; write it like 1500`, typed("ask Bob")},
		{"a dash", `Missing: Value · Value: cannot read "-", so it does not count; write it like 1500`, typed("-")},
		{"n/a", `Missing: Value · Value: cannot read "n/a", so it does not count; write it like 1500`, typed("n/a")},
		{"in another currency", "Value is in CHF: it is in no sum of ", func(w *world, l *lead.Lead) { deal(w, l); l.Foreign = "CHF" }},
		{"a step that is a dash", "Missing: Next step", func(w *world, l *lead.Lead) { deal(w, l); l.NextStep = "-" }},
		{"a step that is a question mark", "Missing: Next step", func(w *world, l *lead.Lead) { deal(w, l); l.NextStep = "?" }},
		{"a step that is 0", "Missing: Next step", func(w *world, l *lead.Lead) { deal(w, l); l.NextStep = "0" }},
		{"the need n/a", "Missing: Need", func(w *world, l *lead.Lead) { deal(w, l); l.Need = "N/A" }},
		{"no day", "Missing: Next contact", func(w *world, l *lead.Lead) { deal(w, l); l.NextContact = time.Time{} }},
		{"a word for a day", `Next contact: cannot read "soon", so it does not count; write it like 2026-12-24`, func(w *world, l *lead.Lead) {
			deal(w, l)
			l.NextContact, l.Bad = time.Time{}, []lead.BadCell{{Column: lead.ColNextContact, Text: "soon"}}
		}},
		{"postponed", "", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "Postponed", "Call", w.now.AddDate(0, 2, 0)
		}},
		{"postponed without a day", "Missing: Next contact", func(_ *world, l *lead.Lead) { l.Status, l.NextStep = "Postponed", "Call" }},
		{"postponed to today", "Follow-up due Fri 20 Nov", func(w *world, l *lead.Lead) { l.Status, l.NextStep, l.NextContact = "Postponed", "Call", w.midnight(0) }},
		{"postponed to a past day", "Follow-up due Thu 19 Nov (1 day overdue)", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "Nurturing", "Call", w.midnight(-1)
		}},
		{"a reason of the tab", "", func(_ *world, l *lead.Lead) { l.Status, l.RefusalReason = "Closed", "too EXPENSIVE " }},
		{"no reason", "Missing: Refusal reason", func(_ *world, l *lead.Lead) { l.Status = "Closed" }},
		{"a reason that is a dash", "Missing: Refusal reason", func(_ *world, l *lead.Lead) { l.Status, l.RefusalReason = "Unqualified", "-" }},
		{"a reason of nobody's", `Refusal reason "too exp." is not in the tab Reasons`, func(_ *world, l *lead.Lead) { l.Status, l.RefusalReason = "Unqualified", "too exp." }},
		{"a blank source", "Source missing", func(_ *world, l *lead.Lead) { l.Source = "" }},
		{"a source of nobody's", `Source "Radio" is not in the tab Sources`, func(_ *world, l *lead.Lead) { l.Source = "Radio" }},
		{"no source of what has ended", "", func(_ *world, l *lead.Lead) { l.Source, l.Status, l.RefusalReason = "", "Closed", "No budget" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.pass(w.mail("a"))
			c.edit(w, w.lead("L-1001"))
			w.pass()
			if got := w.lead("L-1001").Attention; got != c.want {
				t.Errorf("attention %q, want %q", got, c.want)
			}
		})
	}
}

// Where broken rules are put back, a cell that only looks filled does not help, and the reason says what is wanted.
func TestWhatAStatusRequires_Reverted(t *testing.T) {
	for _, c := range []struct {
		name, status, why string
		edit              func(*world, *lead.Lead)
	}{
		{"a dash for a step", "Moved to deal", `"Moved to deal" needs Value, Next step`, func(w *world, l *lead.Lead) { l.NextStep, l.NextContact = "-", w.now.AddDate(0, 0, 3) }},
		{"a past day", "Postponed", `"Postponed" needs a day to come in Next contact`, func(w *world, l *lead.Lead) { l.NextContact = w.now.AddDate(0, 0, -3) }},
		{"a word for a day", "Postponed", `"Postponed" needs Next contact`, func(_ *world, l *lead.Lead) { l.Bad = []lead.BadCell{{Column: lead.ColNextContact, Text: "soon"}} }},
		{"a reason of nobody's", "Closed", `Refusal reason "too exp." is not in the tab Reasons`, func(_ *world, l *lead.Lead) { l.RefusalReason = "too exp." }},
		{"an alias", "Nurturing", `"Nurturing" needs Next contact`, func(*world, *lead.Lead) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, rule(lead.TabSettings, "Broken rules", 1, "revert"))
			w.pass(w.mail("a"))
			l := w.lead("L-1001")
			c.edit(w, l)
			l.Status = c.status
			if w.pass(); l.Status != "New lead" || !strings.Contains(l.Attention, "Status put back: "+c.why) {
				t.Errorf("%q, attention %q", l.Status, l.Attention)
			}
			w.pass()
		})
	}
}

// How Requires writes a column does not matter.
func TestWhatAStatusRequires_InOtherLetters(t *testing.T) {
	w := newWorld(t, column(3, map[string]string{"Postponed": "next  CONTACT", "Closed": "refusal reason"}))
	w.pass(w.mail("a"))
	l := w.lead("L-1001")
	l.Status, l.NextStep, l.NextContact = "Postponed", "Call", w.midnight(-1)
	if w.pass(); l.Attention != "Follow-up due Thu 19 Nov (1 day overdue)" {
		t.Errorf("attention %q", l.Attention)
	}
	l.Status, l.RefusalReason = "Closed", "too exp."
	if w.pass(); l.Attention != `Refusal reason "too exp." is not in the tab Reasons` {
		t.Errorf("attention %q", l.Attention)
	}
}

// A column of the team's own may ask for what says nothing elsewhere.
func TestWhatAStatusRequires_OwnColumns(t *testing.T) {
	for text, missing := range map[string]bool{"": true, "-": true, "n/a": true, "0": true, "none": false, "no": false, "x": false, "TRUE": false, "3": false} {
		w := newWorld(t, func(tables map[string]policy.Table) {
			setCell(tables, lead.TabStatuses, "Qualification", 3, "Allergies")
			tables[lead.TabLeads] = policy.Table{Title: lead.TabLeads, Columns: append(lead.LeadColumns(), "Allergies")}
		})
		w.state.LeadColumns = append(w.state.LeadColumns, "Allergies")
		w.pass(w.mail("a"))
		l := w.lead("L-1001")
		l.Status, l.NextStep, l.NextContact = "Qualified", "Call", w.now.AddDate(0, 0, 3)
		if text != "" {
			l.Extra = []lead.Answer{{Question: "Allergies", Value: text}}
		}
		if w.pass(); strings.Contains(l.Attention, "Missing: Allergies") != missing {
			t.Errorf("%q: attention %q", text, l.Attention)
		}
	}
}

// A status that is typed under one of its aliases is the status itself, in moves too; the cell stays as it was typed.
func TestAliasesInMoves(t *testing.T) {
	w := newWorld(t, rule(lead.TabSettings, "Broken rules", 1, "revert"), column(4, map[string]string{"New lead": "Contacted", "Contact established": "qualified"}))
	w.pass(w.mail("a"))
	l := w.lead("L-1001")
	for _, status := range []string{"New", "Contacted", "Contact established", "CONTACTED", "Qualified"} {
		l.Status = status
		if w.pass(); l.Status != status {
			t.Fatalf("%q became %q: %q", status, l.Status, l.Attention)
		}
	}
	l.Status = "New"
	if w.pass(); l.Status != "New" {
		t.Errorf("a status without May move to: %q", l.Status)
	}
	l.Status = "Won"
	if w.pass(); l.Status != "New" || !strings.Contains(l.Attention, `Status "Won" may not follow "New"`) {
		t.Errorf("%q, attention %q", l.Status, l.Attention)
	}
}

// Each status has its own limit of silence.
func TestSilenceOfAStatus(t *testing.T) {
	w := newWorld(t, column(6, map[string]string{"In progress": "3", "Qualification": "30"}))
	for _, k := range []string{"a", "b", "c"} {
		w.pass(w.mail(k))
	}
	for id, status := range map[string]string{"L-1001": "In progress", "L-1002": "Qualified", "L-1003": "Moved to deal"} {
		w.lead(id).Status = status
	}
	w.pass()
	for days, want := range map[int]string{2: "", 4: "L-1001", 13: "L-1001", 15: "L-1001,L-1003", 31: "L-1001,L-1002,L-1003"} {
		v := *w
		v.state.Leads = append([]lead.Lead{}, w.state.Leads...)
		v.now = w.now.AddDate(0, 0, days)
		v.pass()
		var silent []string
		for _, l := range v.state.Leads {
			if strings.Contains(l.Attention, "No contact for") {
				silent = append(silent, l.ID)
			}
		}
		if got := strings.Join(silent, ","); got != want {
			t.Errorf("after %d days %q, want %q", days, got, want)
		}
	}
}

// midnight begins today, or a day so many days later: what a cell holds in which a day was typed.
func (w *world) midnight(days int) time.Time {
	y, m, d := w.now.In(w.state.Policy.Location()).Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, w.state.Policy.Location())
}
