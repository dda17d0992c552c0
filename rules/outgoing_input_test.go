package rules_test

import (
	"fmt"
	"time"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/history"
	"leadsheet/rules/outgoing"
)

// passFolded plans, applies, and demands that a second plan finds nothing to do. It returns also what Activity says of
// all leads then.
func (b *book) passFolded(items ...lead.Inquiry) (rules.Work, *history.History) {
	b.t.Helper()
	work, folded := rules.PlanFolded(b.state, items, b.now, 0)
	b.apply(work)
	if again := rules.Plan(b.state, items, b.now); !again.Empty() {
		b.t.Fatalf("%s: the second pass still wants something:\n%+v\n%+v", b.now, again.Changes, again.Events)
	}
	return work, folded
}

// outgoingInput is what the messages of a pass that was applied are planned from.
func (b *book) outgoingInput(work *rules.Work, folded *history.History, items []lead.Inquiry) outgoing.Input {
	in := outgoing.Input{Policy: &b.state.Policy, Leads: b.state.Leads, History: folded, Events: b.state.History,
		Fresh: len(work.Events), Ways: map[lead.Way]bool{lead.WayMail: true, lead.WaySlack: true},
		NewID: func(id string) string {
			b.ids++
			return fmt.Sprintf("<%s.%d@studio.example>", id, b.ids)
		}}
	for i := range items {
		for _, r := range work.Intake {
			if r.Key == items[i].Key {
				in.Came = append(in.Came, outgoing.Came{Inquiry: &items[i], Lead: r.Lead,
					New: r.Outcome == lead.NewLead})
			}
		}
	}
	return in
}

// messages are what is sent of a pass that was applied, in a workbook that has sent messages since a moment.
func (b *book) messages(work *rules.Work, folded *history.History, items []lead.Inquiry,
	since time.Time) []outgoing.Intent {
	in := b.outgoingInput(work, folded, items)
	in.Unstored = since
	plan := outgoing.PlanMessages(in, b.now)
	b.state.History = append(b.state.History, plan.Events...)
	return plan.Messages
}
