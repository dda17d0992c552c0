package outgoing_test

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
)

// The clock was a year fast when sending began, and has been set right since: the team hears of what comes in.
func TestClocks_FastWhenSendingBegan(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	for i := range w.state.History {
		if e := &w.state.History[i]; e.What == lead.SendingBegan {
			e.Time = e.Time.AddDate(1, 0, 0)
			e.Recorded = e.Time
		}
	}
	w.at("2026-11-03 10:00")
	w.expect(said(w.pass(w.writes("ada", fence))), "new lead Ann L-1001")
}

// Whom a claim of a fast clock belongs to is found out when the limits have passed, not when that clock's time comes.
func TestClocks_ClaimFromTheFuture(t *testing.T) {
	for _, c := range []struct {
		name     string
		occasion lead.Occasion
		ahead    time.Duration
		ends     bool
	}{
		{"a customer's, a minute", lead.Acknowledge, time.Minute, false},
		{"a customer's, an hour", lead.Acknowledge, time.Hour, true},
		{"the team's, a minute", lead.TellDone, time.Minute, false},
		{"the team's, an hour", lead.TellDone, time.Hour, true},
	} {
		w := newWorld(t, staff("Ann")...)
		w.at("2026-11-03 10:00")
		w.state.History = append(w.state.History, lead.Event{Time: w.now.Add(c.ahead), Lead: "L-1001",
			What:   lead.Sending,
			Column: string(c.occasion), From: "a@customer.example", To: "<1@studio.example>", By: lead.ByLeadsheet})
		w.pass()
		claim := outgoing.FoldClaims(w.state.History).ByID("<1@studio.example>")
		if got := claim.Outcome != ""; got != c.ends {
			t.Errorf("%s: %s", c.name, claim.Outcome)
		}
	}
}
