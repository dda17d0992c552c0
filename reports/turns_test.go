package reports

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/remarks"
)

// waiting is a lead that was answered in time 20 days ago, and whose contact wrote at 10:00 two days ago.
func waitingLead(status string) Input {
	l := came("L-1", 20, status)
	l.Received = time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	l.FirstResponse = l.Received.Add(20 * time.Minute)
	first := l.Received.Add(30 * time.Minute)
	asked := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	l.WaitingSince, l.RespondBy = asked, asked.Add(4*time.Hour)
	l.NextStep, l.NextContact = "Ask again", ago(-60)
	// A spreadsheet may hold the events in any order of time: the message was found after what happened later.
	return Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: []lead.Event{
		{Time: l.Received, Lead: l.ID, What: lead.Created},
		{Time: l.FirstResponse, Lead: l.ID, What: lead.Responded, Column: lead.ColFirstResponse,
			To: l.FirstResponse.Format(time.RFC3339), By: "ann@ours.example"},
		{Time: asked.Add(time.Minute), Lead: l.ID, What: lead.Changed, Column: lead.ColRespondBy,
			From: first.Format(time.RFC3339), To: l.RespondBy.Format(time.RFC3339), By: "leadsheet"},
		{Time: asked, Lead: l.ID, What: lead.Asked, From: "m:1", To: l.RespondBy.Format(time.RFC3339),
			By:  "kim@firm.example",
			Why: "We want to order now"},
	}}
}

// today are the lines of the page.
func todayText(in Input, at time.Time) string {
	var out strings.Builder
	draw(&out, Build(in, at)[1])
	return out.String()
}

// Who waits for a later answer stands on Today whatever the lead's status and plan are; the page does not say that
// nobody waits.
func TestWhoWaitsStandsOnToday(t *testing.T) {
	for _, status := range []string{"contacted", "postponed", "won", "closed", "nobody knows"} {
		in := waitingLead(status)
		at := time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC)
		want := `Waits since Fri 20 Nov, 10:00: "We want to order now" Answer by 14:00`
		if got := todayText(in, at); !strings.Contains(got, want) || strings.Contains(got, "Nobody is waiting") {
			t.Errorf("%s:\n%s", status, got)
		}
		if got := todayText(in, at.Add(5*time.Hour)); !strings.Contains(got, "2 h late") ||
			!strings.Contains(got, "1 lead, 1 late") {
			t.Errorf("%s, late:\n%s", status, got)
		}
		ended := in
		ended.History = append(in.History[:len(in.History):len(in.History)],
			lead.Event{Time: at, Lead: "L-1", What: lead.TurnAnswered, From: "m:1"})
		if got := todayText(ended, at); strings.Contains(got, "Waits since") {
			t.Errorf("%s, answered:\n%s", status, got)
		}
	}
}

// The remark of Attention about who waits is not said twice.
func TestTheRemarkAboutWhoWaitsIsCovered(t *testing.T) {
	in := waitingLead("contacted")
	say := &policyTexts().Attention
	for _, remark := range []string{say.Waits.With("Kim", "Fri 20 Nov, 10:00", `"We order. Answer by letter"`, "14:00"),
		say.WaitsLate.With("Kim", "Fri 20 Nov, 10:00", `"x"`, "14:00", "2 h late"), say.YouPlan.With("Wed 25 Nov")} {
		in.Leads[0].Attention = remark + " · Source is new"
		if got := remarks.New(in.Policy.Words); !reflect.DeepEqual(got.Others(in.Leads[0].Attention),
			[]string{"Source is new"}) {
			t.Errorf("%s is said twice: %q", remark, got.Others(in.Leads[0].Attention))
		}
	}
}

// The figures of the first response are those of the first turn: a later one has its own time in Respond by.
func TestALaterTurnLeavesTheFirstResponseAlone(t *testing.T) {
	r := figuresOf(waitingLead("contacted"), now).Response
	if r.Met != 1 || r.Missed+r.Waiting+r.WaitingLate+r.Backfilled != 0 || r.Median != 20*time.Minute {
		t.Errorf("got %+v", r)
	}
	late := waitingLead("contacted")
	late.Leads[0].FirstResponse = late.Leads[0].Received.Add(40 * time.Minute)
	if r := figuresOf(late, now).Response; r.Missed != 1 || r.Met != 0 {
		t.Errorf("too late: %+v", r)
	}
}

// A first turn that a person ended without an answer has no response, and waits for none.
func TestAnEndWithoutAnAnswerHasNoResponse(t *testing.T) {
	l := came("L-1", 3, "working") // somebody took it up again
	l.RespondBy = l.Received.Add(time.Hour)
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: []lead.Event{
		{Time: ago(3), Lead: l.ID, What: lead.Created}, moved(l.ID, 2, "new", "closed"),
		{Time: ago(2), Lead: l.ID, What: lead.TurnEnded, Column: lead.ColStatus, By: "team"},
		moved(l.ID, 1, "closed", "working"),
	}}
	if r := figuresOf(in, now).Response; r.Ended != 1 || r.Backfilled+r.WaitingLate != 0 {
		t.Errorf("got %+v", r)
	}
}

func policyTexts() *words.Texts { return examplePolicy().Words.Texts() }

// Thanks stand at the end of Today until something else happens with the lead, for a week at most.
func TestQuietMessagesStandAtTheEndOfToday(t *testing.T) {
	in := waitingLead("contacted")
	in.History = append(in.History[:2:2], lead.Event{Time: ago(2), Lead: "L-1", What: lead.Quiet, From: "m:2",
		By: "name@firm.example", Why: "Thanks, got it"})
	const want = `Name L-1 wrote: "Thanks, got it". Probably nothing to do`
	if got := todayText(in, now); !strings.Contains(got, want) || !strings.Contains(got, "Nobody is waiting") {
		t.Errorf("%s", got)
	}
	if got := todayText(in, now.AddDate(0, 0, 6)); strings.Contains(got, want) {
		t.Errorf("a week later:\n%s", got)
	}
	for _, e := range []lead.Event{moved("L-1", 1, "contacted", "deal"),
		{Time: ago(1), Lead: "L-1", What: lead.Answered, By: "ann@ours.example"}} {
		acted := in
		acted.History = append(in.History[:3:3], e)
		if got := todayText(acted, now); strings.Contains(got, want) {
			t.Errorf("after %s:\n%s", e.What, got)
		}
	}
}
