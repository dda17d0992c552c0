package rules

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/history"
)

// fillOwner gives a lead without an owner one.
func (p *planner) fillOwner(i int) {
	rec, c := p.rows[i].rec, p.shares.Choose(&p.rows[i].l, "")
	if c.Name == "" {
		return
	}
	p.setText(i, lead.ColOwner, c.Name, c.Why)
	p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColOwner, From: rec.At[history.InOwner],
		To: history.AsRecorded(c.Name), By: byUs, Why: c.Why})
	if c.Nobody {
		p.note(rec, p.texts.Attention.NobodyThere)
	}
}

// joined are several reasons in one.
func joined(reasons ...string) string {
	return strings.Join(slices.DeleteFunc(reasons, func(s string) bool { return s == "" }), "; ")
}
