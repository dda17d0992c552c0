package history

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Held is since when the present owner has had the lead; zero for a lead without one.
func (rec *Record) Held() time.Time {
	if rec.held == 0 {
		return time.Time{}
	}
	return time.Unix(rec.held, 0)
}

// WasLate reports whether Activity says that an answer was late that was due then, or later. Times that are due are
// leadsheet's, and the same moments in every zone: since when a customer waits may be what a person typed.
func (rec *Record) WasLate(due time.Time) bool { return rec.late != 0 && rec.late >= due.Unix() }

// foldClocks notes since when the owner has had the lead, and what was late. It needs what the record held before the
// event.
func (rec *Record) foldClocks(e *lead.Event) {
	switch {
	case e.What == lead.Late:
		rec.late = max(rec.late, e.Time.Unix())
	case e.What == lead.Changed && e.Column == lead.ColOwner && !words.Same(e.To, rec.At[InOwner]):
		rec.hold(e.To, e.Time)
	}
}

// holdFirst notes it of a lead that has just come: assigned says that leadsheet chose the owner. Who has typed a row
// with a name has had the lead since it came in.
func (h *History) holdFirst(rec *Record, e *lead.Event, assigned bool) {
	if e.What != lead.Created && e.What != lead.Adopted {
		return
	}
	from := e.Time
	if e.What == lead.Adopted && !assigned {
		received, ok := lead.ParseMoment(lead.FactOf(e.To, lead.LeadColumn(lead.ColReceived).Fact()), h.journals)
		if ok && received.Before(from) {
			from = received
		}
	}
	rec.hold(rec.At[InOwner], from)
}

func (rec *Record) hold(owner string, from time.Time) {
	if rec.held = 0; owner != "" {
		rec.held = from.Unix()
	}
}

// foldContacted counts a row that a person has typed into Activity, and that was followed, or could not be.
func (rec *Record) foldContacted(e *lead.Event) {
	if e.Column != lead.ColWhat {
		return
	}
	if rec.Contacted == nil {
		rec.Contacted = map[string]int{}
	}
	rec.Contacted[e.From]++
}
