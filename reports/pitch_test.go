package reports

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// What looks like a pitch stands behind the other leads of its owner, however late it is, until somebody has judged it.
func TestToday_PitchesBehind(t *testing.T) {
	in := Input{Policy: examplePolicy()}
	for _, l := range []lead.Lead{came("pitch", 9, "new"), came("judged", 8, "new"), came("real", 1, "new"), came("plan", 20, "contacted")} {
		l.RespondBy = l.Received.Add(time.Hour)
		facts := `{"status":"` + l.Status + `"}`
		switch l.ID {
		case "pitch":
			facts = `{"status":"new","pitch":true}`
		case "judged":
			l.Quality, facts = "cold", `{"status":"new","pitch":true}`
		case "plan":
			l.FirstResponse, l.NextStep = l.Received, "Call"
		}
		in.Leads = append(in.Leads, l)
		in.History = append(in.History, lead.Event{Time: l.Received, Lead: l.ID, What: lead.Created, To: facts, By: lead.ByLeadsheet})
	}
	var order []string
	for _, line := range Build(in, now)[1].Cells {
		if line.LinkTab == lead.TabLeads {
			order = append(order, line.LinkKey)
		}
	}
	if got := strings.Join(order, " "); got != "judged real plan pitch" {
		t.Errorf("Today has %s", got)
	}
}
