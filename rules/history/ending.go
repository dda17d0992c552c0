package history

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// ending is how a lead ended, and when, as the history tells it: of a row that came with such a status it is not
// known when.
type ending struct {
	Kind policy.StatusKind // "" while it is open
	At   time.Time
	// Plan is what Next contact held when it ended: of the sale, not of what comes after it. "" when it was blank.
	Plan string
}

// foldEnding follows a lead's status into an ending and out of it. From one status to another of the same kind is no
// second ending; a status that is put back brings back what was before.
func (h *History) foldEnding(rec *Record, e *lead.Event) {
	kind := h.endOf(e.To)
	switch {
	case kind == rec.End.Kind:
	case e.What == lead.Reverted && kind == rec.endWas.Kind:
		rec.End = rec.endWas
	default:
		rec.endWas, rec.End = rec.End, ending{Kind: kind}
		if rec.endWas.Kind == "" {
			rec.LastOpen = e.From
		}
		if kind != "" && e.From != "" {
			rec.End.At, rec.End.Plan = e.Time, rec.At[inNextContact]
		}
	}
}

// PlansAhead reports whether the day in Next contact of a lead that has ended was typed with its end or later. What was
// planned before belongs to what has ended.
func (rec *Record) PlansAhead() bool {
	return rec.End.Plan == "" || rec.End.Plan != rec.At[inNextContact]
}

// endOf is the kind of a status that ends a lead, "" for another.
func (h *History) endOf(status string) policy.StatusKind {
	if kind, known := h.kinds.Of(status); known && !kind.Open() {
		return kind
	}
	return ""
}

// typing is what is known of a row that somebody may still be typing: since when it is there, and how it came. It has
// its ID, and nothing else yet: no clock and no remark disturbs who is typing, and no owner is chosen whom they may
// choose.
type typing struct {
	Since time.Time
	Why   string
}
