package outgoing

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// A customer was sent a message, and its claim went with the version of the workbook that somebody has replaced: it is
// written down again, and not sent.
func TestClaim_SentBeforeAnOlderCopy(t *testing.T) {
	m := Intent{Message: lead.Message{Occasion: lead.FollowUpMail, Lead: "L-1001", To: "kim@firm.example",
		Key: "Reminder; contact 3"}}
	for _, known := range []bool{true, false} {
		in := Input{Policy: &policy.Policy{}, NewID: func(string) string { return "<new@studio.example>" }}
		if known {
			in.Told = map[string]string{SentKey(&m.Message): "<old@studio.example>"}
		}
		p := &planner{Input: &in, claims: FoldClaims(nil), wanted: map[string]bool{}}
		p.want(m)
		var what []lead.EventKind
		for _, e := range p.plan.Events {
			what = append(what, e.What)
		}
		switch {
		case known && (len(p.plan.Messages) != 0 || len(what) != 2 || what[1] != lead.Sent || len(p.plan.Told) != 0):
			t.Errorf("sent before: %+v %v", p.plan.Messages, what)
		case !known && (len(p.plan.Messages) != 1 || len(what) != 1):
			t.Errorf("new: %+v %v", p.plan.Messages, what)
		}
	}
}
