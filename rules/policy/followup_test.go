package policy

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// followUp reads a tab Follow-up of one row, and returns the steps and what Check says.
func followUp(row ...string) ([]Step, string) {
	tables := map[string]Table{}
	for _, t := range DefaultTables() {
		tables[t.Title] = t
	}
	t := tables[lead.TabFollowUp]
	t.Rows = nil
	if len(row) > 0 {
		t.Rows = [][]string{append(row, "")}
	}
	tables[lead.TabFollowUp] = t
	p, checks := ReadPolicy(words.Language{}, tables, InForce{})
	for _, c := range checks {
		if c.Tab == lead.TabFollowUp && c.Text != "" {
			return p.FollowUp, c.Text
		}
	}
	return p.FollowUp, ""
}

// What people write into the tab is read forgivingly; what is not understood is said, and the row does not count.
func TestFollowUp_Rows(t *testing.T) {
	for _, c := range []struct {
		row   [4]string
		want  Step
		check string
	}{
		{[4]string{"1", "contact", "all", "Ask"}, Step{Day: 1, After: AfterContact, Do: "Ask"}, ""},
		{[4]string{"day 3", "After the first contact", "", "Ask"}, Step{Day: 3, After: AfterContact, Do: "Ask"}, ""},
		{[4]string{"3 d", "Offer sent", "Everybody", "Ask  again\nsoon"}, Step{Day: 3, After: AfterOffer, Do: "Ask again soon"}, ""},
		{[4]string{"14", "quotation", "Warm, in progress", "Ask"},
			Step{Day: 14, After: AfterOffer, For: []string{"warm", "In progress"}, Do: "Ask"}, ""},
		{[4]string{"2", "Request", "hot; cold", "Call"}, Step{Day: 2, After: AfterRequest, For: []string{"hot", "cold"}, Do: "Call"}, ""},
		{[4]string{"1", "moon", "all", "Ask"}, Step{}, `After: "moon" is none of request, contact, offer; the step is left out`},
		{[4]string{"1", "", "all", "Ask"}, Step{}, `After: "" is none of request, contact, offer`},
		{[4]string{"1", "offer", "tepid", "Ask"}, Step{}, `For: "tepid" is neither a quality nor a status, nor all; the step is left out`},
		{[4]string{"-1", "offer", "all", "Ask"}, Step{}, `Day: "-1" is no number of days`},
		{[4]string{"1.5", "offer", "all", "Ask"}, Step{}, "is no number of days"},
		{[4]string{"soon", "offer", "all", "Ask"}, Step{}, "is no number of days"},
	} {
		steps, check := followUp(c.row[:]...)
		switch {
		case c.check != "":
			if len(steps) != 0 || !strings.Contains(check, c.check) {
				t.Errorf("%q: %+v, %q", c.row, steps, check)
			}
		case len(steps) != 1 || check != "" || steps[0].Day != c.want.Day || steps[0].After != c.want.After ||
			steps[0].Do != c.want.Do || strings.Join(steps[0].For, ",") != strings.Join(c.want.For, ","):
			t.Errorf("%q: %+v, %q", c.row, steps, check)
		}
	}
}

// A tab that has been emptied means that nothing is followed up.
func TestFollowUp_Emptied(t *testing.T) {
	if steps, check := followUp(); len(steps) != 0 || check != "" {
		t.Errorf("%+v, %q", steps, check)
	}
}

// A workbook that lacks the tab has the steps of a new one.
func TestFollowUp_WithoutTheTab(t *testing.T) {
	p, checks := ReadPolicy(words.Language{}, map[string]Table{}, InForce{})
	if len(p.FollowUp) != 7 || len(checks) != 0 {
		t.Errorf("%+v, %+v", p.FollowUp, checks)
	}
}
