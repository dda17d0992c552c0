package rules

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// What was planned before a sale was won asks for nothing afterwards; a day that is typed with the win, or later, does.
func TestPlansOfWonLeads(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*world, *lead.Lead)
		due  bool
	}{
		{"a plan of before", func(w *world, l *lead.Lead) {
			l.NextStep, l.NextContact = "Sign", w.midnight(2)
			w.pass()
			w.lead("L-1001").Status = "Won"
		}, false},
		{"a plan that comes with the win", func(w *world, l *lead.Lead) {
			l.NextStep, l.NextContact = "Ask for a review", w.midnight(2)
			l.Status = "Won"
		}, true},
		{"a plan of afterwards", func(w *world, l *lead.Lead) {
			l.Status = "Won"
			w.pass()
			l = w.lead("L-1001")
			l.NextStep, l.NextContact = "Ask for a review", w.midnight(2)
		}, true},
		{"another day instead of that of before", func(w *world, l *lead.Lead) {
			l.NextStep, l.NextContact = "Sign", w.midnight(1)
			w.pass()
			w.lead("L-1001").Status = "Won"
			w.pass()
			w.lead("L-1001").NextContact = w.midnight(2)
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.pass(w.mail("a"))
			c.edit(w, w.lead("L-1001"))
			w.pass()
			w.now = w.midnight(5)
			w.pass()
			if got := w.lead("L-1001").Attention; strings.Contains(got, "Follow-up due") != c.due {
				t.Errorf("attention %q", got)
			}
		})
	}
}
