package acts

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/cadence"
	"leadsheet/rules/command"
	"leadsheet/rules/policy"
)

// afterTry is the plan after a call or an offer. What leadsheet itself has planned it plans anew when the tab Follow-up
// is followed. Of what a person has planned, the step that is due has been done, and a customer who was not reached is
// tried again on the next working day; a text of a person stays then.
func (r *Row) afterTry(c *command.Command) []Cell {
	l := r.Lead
	if lead.IsBad(l, lead.ColNextContact) || lead.IsBad(l, lead.ColNextStep) {
		return nil
	}
	step := Cell{Column: lead.ColNextStep, Text: l.NextStep}
	date := Cell{Column: lead.ColNextContact, Time: l.NextContact}
	switch due := r.Policy.ContactDue(l, r.Then); {
	case !c.Next.IsZero():
		if date.Time = c.Next; r.FreeStep {
			step.Text = r.say().CallBack
		}
	case r.FreeStep && (l.NextContact.IsZero() || r.Record.FollowOf().Date):
	case c.Verb == command.NoAnswer:
		if kind, _ := r.Policy.KindOf(l.Status); due || l.NextContact.IsZero() || kind != policy.KindPostponed {
			date.Time = cadence.NextWorkday(r.Policy.Calendar, r.Then)
		}
	case due:
		step.Text, date.Time = "", time.Time{}
	}
	return []Cell{step, date}
}

// DoneBy are the events of the step that a command has done: one that a person had planned, or one of leadsheet's in
// whose place a person plans the next contact. Others end when the next one is planned. day is that of the step.
func (r *Row) DoneBy(c *command.Command, cells []Cell, day string) []lead.Event {
	follow := r.Record.FollowOf()
	step := cadence.State{Last: follow.Last}
	switch {
	case !c.Next.IsZero() && follow.Fulfilled():
		step.Current = follow.Current
	case len(cells) > 0 && cells[0].Column == lead.ColNextStep && cells[0].Text == "":
		step.Current = cadence.Mark{Do: strings.TrimSpace(r.Lead.NextStep)}
	}
	if !step.Current.Any() {
		return nil
	}
	done := cadence.Decision{Outcome: cadence.Done}
	return done.Ends(&step, day, r.Policy.Words.Texts())
}
