package turns

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/lead"
)

// Part is one of two leads that become one. Text is what its first message says.
type Part struct {
	Lead     *lead.Lead
	Turns    *Turns
	ID, Text string
	Open     bool
}

// Unanswered are the messages of two leads that nobody has answered, neither in one nor in the other, beside the first
// turn of the second while that goes on.
func Unanswered(a, into *Part) []Message {
	parts, ours := []*Part{a, into}, time.Time{}
	answered := false
	for _, p := range parts {
		ours = lead.Latest(ours, lead.Latest(p.Lead.FirstResponse, p.Turns.Ours))
		answered = answered || !p.Lead.FirstResponse.IsZero()
	}
	answered = answered || !into.Turns.Unanswered()
	var out []Message
	for _, p := range parts {
		if t, waits := p.Turns.Of(p.Lead, p.Open); waits && t.First && (p == a || answered) {
			out = append(out, Message{At: t.Since, Key: p.ID, Text: p.Text,
				By: cmp.Or(p.Lead.Email, p.Lead.Name, p.Lead.Phone)})
		}
		out = append(out, p.Turns.Asks...)
	}
	out = slices.DeleteFunc(out, func(u Message) bool { return !u.At.After(ours) && !ours.IsZero() })
	slices.SortStableFunc(out, func(x, y Message) int { return x.At.Compare(y.At) })
	return out
}

// Keys are the keys of the messages with which a lead waits.
func (t *Turns) Keys() []string {
	var keys []string
	for n := range t.Asks {
		keys = append(keys, t.Asks[n].Key)
	}
	return keys
}
