package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// without are the columns of a new workbook but some.
func columnsBut(missing ...string) []string {
	return slices.DeleteFunc(lead.LeadColumns(), func(c string) bool { return slices.Contains(missing, c) })
}

// stored is the state after a plan was applied to a workbook whose tab Leads has these columns only: what has no column
// stands in Details.
func stored(s State, w Work) State {
	for _, c := range w.Changes {
		for i := range s.Leads {
			if s.Leads[i].Ref == c.Ref {
				if p := lead.TextField(&s.Leads[i], c.Column); p != nil {
					*p = c.Want.Text
				}
			}
		}
	}
	for _, l := range w.NewLeads {
		l.Ref = len(s.Leads)
		for _, c := range lead.LeadColumns() {
			p := lead.TextField(&l, c)
			if p != nil && *p != "" && !slices.Contains(s.LeadColumns, c) {
				l.Details = strings.TrimPrefix(l.Details+"\n"+c+": "+*p, "\n")
				*p = ""
			}
		}
		s.Leads = append(s.Leads, l)
	}
	s.History = append(s.History, w.Events...)
	for _, r := range w.Intake {
		r.Ref = len(s.Intake)
		s.Intake = append(s.Intake, r)
	}
	return s
}

func TestWhatWaitsInDetailsGoesBackToItsColumn(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	policy, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	mail := func(key, email, need string) lead.Inquiry {
		return lead.Inquiry{Key: key, Channel: lead.ByMail, Kind: lead.Direct, Received: now.Add(-time.Minute), Email: email, From: email, Need: need,
			Answers: []lead.Answer{{Question: "Need", Value: "what the form calls so"}}}
	}
	s := State{Policy: policy, LeadColumns: columnsBut(lead.ColEmail, lead.ColNeed)}
	s = stored(s, Plan(s, []lead.Inquiry{mail("a", "ada@firm.example", "chairs\nand tables")}, now))
	if l := s.Leads[0]; l.Email != "" || !strings.Contains(l.Details, "Email: ada@firm.example") {
		t.Fatalf("stored %+v", l)
	}
	// While the column is missing the contact is known all the same.
	w := Plan(s, []lead.Inquiry{mail("b", "ada@firm.example", "and lamps")}, now)
	if len(w.NewLeads) != 0 || len(w.Intake) != 1 || w.Intake[0].Outcome != lead.AddedTo {
		t.Fatalf("the second message: %+v", w.Intake)
	}
	s = stored(s, w)
	if a := s.Leads[0].Attention; !strings.Contains(a, "Email waits in Details") || strings.Contains(a, "Phone or email missing") {
		t.Errorf("Attention %q", a)
	}
	s.LeadColumns = lead.LeadColumns()
	w = Plan(s, nil, now)
	if len(w.Notes) != 2 {
		t.Errorf("notes %q", w.Notes)
	}
	s = stored(s, w)
	if l := s.Leads[0]; l.Email != "ada@firm.example" || l.Need != "chairs\nand tables" || l.Details != "Need: what the form calls so" || strings.Contains(l.Attention, "waits") {
		t.Errorf("afterwards: %+v", l)
	}
	if w := Plan(s, nil, now); !w.Empty() || len(w.Notes) > 0 {
		t.Errorf("a second plan: %+v", w)
	}
	// Who empties the cell means it.
	s.Leads[0].Need = ""
	s = stored(s, Plan(s, nil, now))
	if s.Leads[0].Need != "" {
		t.Errorf("filled again: %q", s.Leads[0].Need)
	}
}

// Workbooks of versions that did not remember what waits.
func TestAnAddressThatWaitsFromBeforeGoesBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	policy, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	s := State{Policy: policy, LeadColumns: lead.LeadColumns(), Leads: []lead.Lead{
		{Ref: 0, ID: "L-1", Received: now, Name: "Ada", Status: "In progress", Owner: "Owner", Details: "Colour: red\nEmail: ada@firm.example\nCompany: Ada Ltd"},
		{Ref: 1, ID: "L-2", Received: now, Name: "Ben", Phone: "+49 30 901820", Status: "In progress", Owner: "Owner", Details: "Email: ben@firm.example"},
		{Ref: 2, ID: "L-3", Received: now, Name: "Cem", Status: "In progress", Owner: "Owner", Details: "Email: none"},
	}}
	s = stored(s, Plan(s, nil, now))
	if l := s.Leads[0]; l.Email != "ada@firm.example" || l.Details != "Colour: red\nCompany: Ada Ltd" {
		t.Errorf("%+v", l)
	}
	if s.Leads[1].Email != "" || s.Leads[2].Email != "" {
		t.Errorf("%+v", s.Leads[1:])
	}
}
