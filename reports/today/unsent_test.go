package today

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"

	"leadsheet/lead/words"
	"leadsheet/reports/facts"
)

// A mail that a customer did not get is shown with what to do, until somebody has written, or the lead has ended.
func TestUnsent(t *testing.T) {
	p, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	now := time.Date(2026, 12, 7, 12, 0, 0, 0, time.UTC)
	event := func(what lead.EventKind, column, by, why string, ago time.Duration) lead.Event {
		return lead.Event{Time: now.Add(-ago), Lead: "L-1001", What: what, Column: column, By: by, Why: why}
	}
	const refused = "the server refused the address"
	acknowledged, followed := string(lead.Acknowledge), string(lead.FollowUpMail)
	for _, c := range []struct {
		name   string
		status string
		events []lead.Event
		want   string
	}{
		{"refused", "New lead", []lead.Event{event(lead.NotSent, acknowledged, "leadsheet", refused, time.Hour)},
			"The acknowledgement was not sent: " + refused + ". Answer the customer yourself"},
		{"unknown", "New lead", []lead.Event{event(lead.SentOrNot, acknowledged, "leadsheet", "lost", time.Hour)},
			"Nobody knows whether the acknowledgement arrived: lost. It is not sent again: answer the customer yourself"},
		{"a step refused", "In progress", []lead.Event{event(lead.NotSent, followed, "leadsheet", refused, time.Hour)},
			"The follow-up mail was not sent: " + refused + ". Write to the customer yourself"},
		{"a step unknown", "In progress", []lead.Event{event(lead.SentOrNot, followed, "leadsheet", "lost", time.Hour)},
			"Nobody knows whether the follow-up mail arrived: lost. It is not sent again: ask the customer before you write"},
		{"to the team", "New lead", []lead.Event{event(lead.NotSent, string(lead.TellNew), "leadsheet", refused,
			time.Hour)}, ""},
		{"sent", "New lead", []lead.Event{event(lead.Sent, acknowledged, "leadsheet", "", time.Hour)}, ""},
		{"the customer wrote", "New lead", []lead.Event{event(lead.NotSent, acknowledged, "leadsheet", refused,
			time.Hour),
			event(lead.Asked, "", "ada@example.com", "Hello?", time.Minute)}, ""},
		{"answered", "New lead", []lead.Event{event(lead.NotSent, acknowledged, "leadsheet", refused, time.Hour),
			event(lead.TurnAnswered, "", "leadsheet", "", time.Minute)}, ""},
		{"the step was done", "New lead", []lead.Event{event(lead.NotSent, followed, "leadsheet", refused, time.Hour),
			event(lead.StepDone, "", "leadsheet", "", time.Minute)}, ""},
		{"told", "New lead", []lead.Event{event(lead.NotSent, acknowledged, "leadsheet", refused, time.Hour),
			event(lead.Sending, string(lead.TellNew), "leadsheet", "new", time.Minute)},
			"The acknowledgement was not sent: " + refused + ". Answer the customer yourself"},
		{"ended", "Closed", []lead.Event{event(lead.NotSent, acknowledged, "leadsheet", refused, time.Hour)}, ""},
		{"long ago", "New lead", []lead.Event{event(lead.NotSent, acknowledged, "leadsheet", refused,
			15*24*time.Hour)}, ""},
	} {
		in := facts.Input{Policy: p, Leads: []lead.Lead{{ID: "L-1001", Name: "Ada", Status: c.status, Owner: "Owner"}},
			History: append([]lead.Event{event(lead.Created, "", "leadsheet", "", 20*24*time.Hour)}, c.events...)}
		page := Page(facts.New(in, now))
		got := ""
		for _, cell := range page.Cells {
			if text := cell.Cell.String(); strings.Contains(text, "acknowledgement") ||
				strings.Contains(text, "follow-up mail") {
				got += text
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
