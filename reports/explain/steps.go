package explain

import (
	"leadsheet/lead"
)

// step is the sentence of an event of the follow-up; "" for another event.
func (x *explainer) step(e *lead.Event) string {
	what := quoted(lead.FactOf(e.To, lead.LeadColumn(lead.ColNextStep).Fact()))
	day := lead.FactOf(e.To, lead.LeadColumn(lead.ColNextContact).Fact())
	switch e.What {
	case lead.Planned:
		return "leadsheet planned the next step " + what + " for " + x.value(lead.ColNextContact, day) + "."
	case lead.StepDone:
		return "The step " + what + x.forDay(e.From) + " was done."
	case lead.StepCancelled:
		return "The step " + what + x.forDay(e.From) + " came to nothing."
	case lead.OfferMailed:
		return author(e.By) + " sent the customer an offer by mail."
	}
	return ""
}

// unsent says that a mail of ours has come back, and what it had done.
func (x *explainer) unsent(e *lead.Event) string {
	if step := lead.FactOf(e.From, lead.LeadColumn(lead.ColNextStep).Fact()); step != "" {
		return "The mail with which the step " + quoted(step) + " was done came back: it is not done."
	}
	return "A mail of the team came back: what it had done for the follow-up is not done."
}

// forDay says for which day a step was planned.
func (x *explainer) forDay(day string) string {
	if day == "" {
		return ""
	}
	return " for " + x.value(lead.ColNextContact, day)
}
