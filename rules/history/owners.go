package history

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/owners"
)

// OwnerChange is a change of the column Owner, whoever made it.
type OwnerChange struct {
	At       time.Time
	From, To string
}

// foldOwner notes a change of the owner. That a lead was handed over is said in Attention until somebody acts.
func (h *History) foldOwner(rec *Record, e *lead.Event) {
	if !rec.owned { // the first owner, of whom nothing has to be remembered beside the cell
		h.countOwner(e)
		return
	}
	rec.Owners = append(slices.Clip(rec.Owners), OwnerChange{e.Time, e.From, e.To})
	rec.Covered = ""
	rec.Standing = slices.DeleteFunc(slices.Clone(rec.Standing), func(s standing) bool { return s.Key == handedOver })
	rec.Notes = slices.DeleteFunc(slices.Clone(rec.Notes), func(note string) bool {
		return h.policy.Words.Any(func(t *words.Texts) bool { return note == t.Attention.NobodyThere })
	})
	if h.countOwner(e); e.By != lead.ByLeadsheet {
		return
	}
	if why, _, ok := owners.HandedOver(h.policy.Words, e); ok {
		rec.Standing = append(rec.Standing, standing{Text: why, Key: handedOver, at: e.Time})
	}
}

// countOwner counts an assignment by the rule.
func (h *History) countOwner(e *lead.Event) {
	if e.By == lead.ByLeadsheet && h.shares.AssignedByRule(e.Why) {
		h.shares.Count(e.To, e.Time)
	}
}

// handedOver is the key of the remark that a lead was handed over.
const handedOver = "owner"

// HeldSince are those who had the lead after a moment.
func (rec *Record) HeldSince(at time.Time) []string {
	var out []string
	for _, c := range rec.Owners {
		if c.At.Before(at) {
			continue
		}
		for _, name := range []string{c.From, c.To} {
			if name != "" && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
