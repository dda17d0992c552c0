package rules

import (
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Events of the workbook itself, and rows whose cell Lead was emptied, stand among the others: no lead is made,
// changed or deleted by them, and what was made by hand is not made again.
func TestEventsOfNoLead(t *testing.T) {
	w := intakeWorld(t)
	w.row("news").Outcome = lead.MakeLead
	w.pass()
	leads := len(w.state.Leads)
	var strays []lead.Event
	for _, id := range []string{lead.Workbook, "", " ", " - "} {
		for _, e := range w.state.History {
			e.Lead = id
			strays = append(strays, e)
		}
		strays = append(strays, lead.Event{Time: w.now, Lead: id, What: lead.Changed, Column: settingZone, To: "Europe/Vienna", By: byUs},
			lead.Event{Time: w.now, Lead: id, What: lead.Reopened, Column: lead.ColStatus, To: "Won"},
			lead.Event{Time: w.now, Lead: id, What: "digest sent", By: byUs})
	}
	w.state.History = slices.Concat(strays, w.state.History, strays)
	if work := w.pass(); !work.Empty() {
		t.Errorf("a pass does %+v", work)
	}
	waiting := w.state.Waiting()
	w.row("news").Outcome = lead.MakeLead
	w.pass()
	if got := w.row("news"); len(w.state.Leads) != leads || got.Outcome != lead.NewLead {
		t.Errorf("made again: %d leads, before %d; %+v", len(w.state.Leads), leads, got)
	}
	w.state.History = slices.DeleteFunc(w.state.History, func(e lead.Event) bool { return !e.OfLead() })
	if without := w.state.Waiting(); !without.Equal(waiting) {
		t.Errorf("waiting since %v, without the strays since %v", waiting, without)
	}
}

// A row that has no ID yet is not the lead of an event whose cell Lead was emptied.
func TestNoLeadWaitsByAnEventOfNone(t *testing.T) {
	w := newWorld(t)
	w.state.Leads = []lead.Lead{{Name: "Kim", Received: w.now, RespondBy: w.now.Add(half)}}
	w.state.History = []lead.Event{{Time: w.now.Add(time.Hour), What: lead.Reopened}}
	if got := w.state.Waiting(); !got.Equal(w.now) {
		t.Errorf("waiting since %v, came in at %v", got, w.now)
	}
}

// What leads' events say of columns of the team's own is no setting.
func TestOnlyTheWorkbooksOwnEventsSayWhatIsInForce(t *testing.T) {
	history := []lead.Event{
		{Lead: lead.Workbook, What: lead.Changed, Column: settingZone, To: "Europe/Berlin"},
		{Lead: "L-1001", What: lead.Changed, Column: settingZone, To: "Europe/Vienna"},
		{Lead: "", What: lead.Changed, Column: settingCountry, To: "AT"},
		{Lead: lead.Workbook, What: "import taken back", Column: settingCountry, To: "FR"},
	}
	if got := policy.LastInForce(history); got != (policy.InForce{Zone: "Europe/Berlin"}) {
		t.Errorf("in force: %+v", got)
	}
}

// The events of one lead count in the order of the history, not in that of their times: what came in may be recorded
// after what happened later.
func TestHistoryCountsAsItStands(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	for _, times := range [][2]time.Duration{{0, 0}, {time.Hour, 0}, {0, time.Hour}} {
		history := slices.Clone(w.state.History)
		for i, to := range []string{"Contacted", "In progress"} {
			w.state.History = append(w.state.History, lead.Event{Time: w.now.Add(times[i]), Lead: "L-1001", What: lead.Changed,
				Column: lead.ColStatus, To: to, By: byTeam})
		}
		w.state.Leads[0].Status, w.state.Leads[0].FirstResponse = "In progress", time.Time{}
		work := Plan(w.state, nil, w.now.Add(2*time.Hour))
		if slices.ContainsFunc(work.Events, func(e lead.Event) bool { return e.Column == lead.ColStatus }) {
			t.Errorf("times %v: %+v", times, work.Events)
		}
		w.state.History = history
	}
}

// A dash in the column ID is no ID: its history would be taken for the workbook's. The row is a lead by what else it
// says, once.
func TestADashIsNoID(t *testing.T) {
	w := newWorld(t)
	w.state.Leads = []lead.Lead{{Ref: 0, ID: lead.Workbook, Name: "Kim Dash", Phone: "030 1234567"}, {Ref: 1, ID: " - "}}
	w.pass()
	if got := w.state.Leads; got[0].ID != "L-1001" || got[1].ID != " - " {
		t.Errorf("IDs %q and %q", got[0].ID, got[1].ID)
	}
	if work := w.pass(); !work.Empty() {
		t.Errorf("a second pass does %+v", work)
	}
}
