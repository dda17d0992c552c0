package explain

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// Present is how a lead stands.
type Present struct {
	Status string `json:"status"`
	// Kind is what the status means to the rules; "" for one that the tab Statuses lacks.
	Kind    policy.StatusKind `json:"kind,omitempty"`
	Owner   Told              `json:"owner,omitzero"`
	Quality Told              `json:"quality,omitzero"`
	Source  string            `json:"source,omitempty"`
	Turn    Turn              `json:"turn"`
	// NextStep and NextContact are what is planned.
	NextStep    string     `json:"next_step,omitempty"`
	NextContact *time.Time `json:"next_contact,omitempty"`
	Attention   []Remark   `json:"attention"`
}

// Told is what a cell holds, since when, and why.
type Told struct {
	Value string     `json:"value,omitempty"`
	Since *time.Time `json:"since,omitempty"`
	By    string     `json:"by,omitempty"`
	Why   string     `json:"why,omitempty"`
}

// Turn says whose turn it is.
type Turn struct {
	// Whose is "ours" while the customer waits for an answer, "customer" after it, "nobody" when the lead has ended or
	// nothing is known to wait.
	Whose string `json:"whose"`
	// Text says it in a sentence.
	Text  string     `json:"text"`
	Since *time.Time `json:"since,omitempty"`
	Due   *time.Time `json:"due,omitempty"`
	Late  bool       `json:"late,omitempty"`
	// Target is by which rule it is due then.
	Target string `json:"target,omitempty"`
	// OwnersDue is until when it is the owner's to answer, where that is later: the owner has not had the lead for long.
	OwnersDue *time.Time `json:"owners_due,omitempty"`
}

// Remark is one remark of the column Attention, and which rule says it.
type Remark struct {
	Text string `json:"text"`
	Why  string `json:"why,omitempty"`
}

// present is how the lead stands as its row will be after the next pass.
func (x *explainer) present() *Present {
	l := x.row
	kind, known := x.Policy.KindOf(l.Status)
	now := &Present{Status: l.Status, Kind: kind, Source: l.Source, NextStep: l.NextStep, Attention: []Remark{},
		Owner: x.told(l.Owner, x.owner), Quality: x.told(l.Quality, x.quality)}
	if !l.NextContact.IsZero() {
		at := l.NextContact.In(x.zone)
		now.NextContact = &at
	}
	now.Turn = x.turn(!known || kind.Open())
	for text := range strings.SplitSeq(l.Attention, " · ") {
		if text = strings.TrimSpace(text); text != "" {
			now.Attention = append(now.Attention, Remark{text, x.why(text)})
		}
	}
	return now
}

func (x *explainer) told(value string, o origin) Told {
	t := Told{Value: value, Why: o.why}
	if value == "" || o.at.IsZero() {
		return Told{Value: value}
	}
	at := o.at.In(x.zone)
	t.Since, t.By = &at, author(o.by)
	return t
}

// turn says whose turn it is with the lead. open says that its status ends no turn.
func (x *explainer) turn(open bool) Turn {
	l := x.row
	t, waits := x.turns.Of(l, open)
	if waits {
		return x.ours(&t)
	}
	last := lead.Latest(l.FirstResponse, x.turns.Ours)
	switch {
	case !open:
		return Turn{Whose: "nobody", Text: "nobody's: the lead has ended"}
	case !last.IsZero():
		at := last.In(x.zone)
		return Turn{Whose: "customer", Since: &at, Text: "the customer's, since our answer of " + x.clock(last)}
	}
	return Turn{Whose: "nobody", Text: "nobody's: no message is known that waits for an answer"}
}

// ours is the turn of the team, with the rule by which it is due.
func (x *explainer) ours(t *turns.Turn) Turn {
	since, due := t.Since.In(x.zone), t.Due.In(x.zone)
	out := Turn{Whose: "ours", Since: &since, Due: &due, Late: x.now.After(t.Due)}
	out.Text = "ours, since " + x.clock(t.Since) + ": nobody has answered the request"
	if !t.First {
		out.Text = "ours, since " + x.clock(t.Since) + ": " + cmp.Or(t.By, "the customer") + " wrote " + quoted(t.Text)
	}
	out.Target = x.target(t)
	own := clocks.Turn{Source: x.row.Source, Quality: x.row.Quality, Since: t.Since, Due: t.Due, First: t.First}
	if c, ok := clocks.Owner(&x.Policy, &own, x.row.Owner, x.owners.At(x.now).From); ok {
		at := c.Due.In(x.zone)
		out.OwnersDue = &at
	}
	return out
}

// minutes is a duration as the rule tabs have it.
func minutes(d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return strconv.Itoa(int(d/time.Hour)) + " h"
	}
	return strconv.Itoa(int(d/time.Minute)) + " min"
}

// remarks are the rules that say the remarks of Attention, by the names of their texts in the group Attention.
var remarks = map[string]string{
	"RespondBy":        "the request has no answer; said from the time on that the tab Settings calls \"Warn before\"",
	"RespondByLate":    "the request has no answer, and its time is over",
	"Waits":            "a message of the customer has no answer: tab Settings, \"Answer later messages within\"",
	"WaitsLate":        "a message of the customer has no answer, and its time is over",
	"YouPlan":          "the column Next contact has that day",
	"FollowUpDue":      "the day in the column Next contact has come",
	"FollowUpOverdue":  "the day in the column Next contact is over; working days count",
	"WhatAndWhen":      "after the first contact every open lead has a next step and a day for it",
	"WhatNext":         "after the first contact every open lead has a next step",
	"When":             "after the first contact every open lead has a day for the next step",
	"NoContact":        "no mail went or came, and no contact is planned: tab Settings, \"Stale after days\"",
	"Unreachable":      "an open lead needs a way to reach the customer",
	"Missing":          "the status of the lead requires these columns: tab Statuses, Requires",
	"NotAfter":         "the tab Statuses, May move to, does not allow it",
	"NotInTab":         "only the values of that tab count",
	"PutBack":          "tab Settings, \"Broken rules\", says revert; this is shown for a day",
	"CannotRead":       "a cell holds what its column cannot hold",
	"MailNotArrived":   "a report of the mail server came; it stays until somebody works on the lead",
	"NobodyThere":      "nobody of the tab Team took leads then",
	"Pitch":            "the words of the mail look like those of somebody who sells",
	"ResponseTooEarly": "the columns First response and Received contradict each other",
}

// why is which rule says a remark; "" where the remark itself says all.
func (x *explainer) why(text string) string {
	texts := x.Policy.Words.Texts()
	if texts.Which("Clocks", text) == "OverADay" {
		return "a day without an answer, in which days without work do not count; it is not late yet"
	}
	return remarks[texts.Which("Attention", text)]
}
