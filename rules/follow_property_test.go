package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
)

// Whatever people and customers do: a second pass finds nothing to do, what a person has written stays unless they type
// a command, a mail of ours does at most one step, and a step is planned once after what it is counted from.
func TestFollowUp_Properties(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := followed(t)
		typedStep, typedDate := false, false
		planned := map[string]bool{}
		for n := range rapid.IntRange(1, 14).Draw(r, "acts") {
			w.later(time.Duration(rapid.IntRange(1, 60).Draw(r, "hours")) * time.Hour)
			l := w.lead("L-1001")
			date := l.NextContact
			var work Work
			act := rapid.SampledFrom([]string{"mail", "mail", "offer mail", "reply", "thanks", "step", "date", "clear",
				"quality", "called", "no answer", "offer sent", "tomorrow 10", "call back Friday", "undo",
				"do not contact", "may contact", "called, tomorrow", "nothing"}).Draw(r, "act")
			command := false
			switch act {
			case "mail":
				work = w.pass(w.sent(fmt.Sprintf("m%d", n), "kim@firm.example", "a@example.org"))
			case "offer mail":
				q := w.sent(fmt.Sprintf("m%d", n), "kim@firm.example", "a@example.org")
				q.Subject = "Your offer"
				work = w.pass(q)
			case "reply", "thanks":
				q := w.letter(fmt.Sprintf("c%d", n), "kim@firm.example", "a@example.org")
				if act == "thanks" {
					q.Need = "Thanks!"
				}
				work = w.pass(q)
			case "step":
				l.NextStep, typedStep = fmt.Sprintf("Own step %d", n), true
				work = w.pass()
			case "date":
				l.NextContact, typedDate = w.now.AddDate(0, 0, rapid.IntRange(-3, 9).Draw(r, "days")), true
				work = w.pass()
			case "clear":
				l.NextStep, l.NextContact, typedStep, typedDate = "", time.Time{}, false, false
				work = w.pass()
			case "quality":
				l.Quality = rapid.SampledFrom([]string{"hot", "warm", "cold", ""}).Draw(r, "quality")
				work = w.pass()
			case "nothing":
				work = w.pass()
			default:
				command = true
				work = w.do("L-1001", act)
				w.lead("L-1001").Do = ""
				w.pass()
			}
			after, done := w.lead("L-1001"), 0
			for _, e := range work.Events {
				switch e.What {
				case lead.StepDone:
					done++
				case lead.OfferMailed, lead.Undone, lead.Merged:
					planned = map[string]bool{}
				case lead.Did:
					if strings.Contains(e.To, "offer sent") {
						planned = map[string]bool{}
					}
				case lead.Planned:
					key := lead.FactOf(e.To, lead.FactAfter) + lead.FactOf(e.To, lead.FactDay) +
						lead.FactOf(e.To, "next_step")
					if planned[key] && lead.FactOf(e.To, lead.FactDay) != "-1" {
						r.Fatalf("%s: planned again: %+v", act, e)
					}
					planned[key] = true
				}
				ofCell := e.What == lead.Changed && (e.Column == lead.ColNextStep || e.Column == lead.ColNextContact) ||
					e.What == lead.Planned
				if !command && ofCell && e.By == lead.ByLeadsheet &&
					(typedStep && e.Column == lead.ColNextStep || typedDate &&
						(e.Column == lead.ColNextContact || e.What == lead.Planned)) {
					r.Fatalf("%s: leadsheet wrote over what a person had typed: %+v", act, e)
				}
			}
			if done > 1 {
				r.Fatalf("%s: %d steps done", act, done)
			}
			if command {
				typedStep = typedStep && strings.HasPrefix(after.NextStep, "Own")
				typedDate = typedDate && after.NextContact.Equal(date)
			}
		}
	})
}
