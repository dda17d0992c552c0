package figures

// Person is what one person did in a period, by ownership intervals: an arrival is its first owner's, a response the
// responder's, a miss that of the owner when it fell due, an end that of the owner at the end
// (docs/definitions.md, section 13).
type Person struct {
	Name      string // as the tab Team has it; "" for leads without an owner
	InTeam    bool   // the tab Team has it
	Received  int    // leads of the period whose first owner it was
	TakenOver int    // leads that came to it later
	PassedOn  int    // leads that went on to somebody else
	// Response are the first responses to leads of the period: times by who responded, misses by who owned the lead when
	// it fell due.
	Response Response
	OnTime   Share // steps that were due in the period: done by the end of their day
	Overdue  int   // follow-ups that are overdue now
	Open     int   // open leads now
	Won      int
	WinRate  Share
	WonValue Money
	// Held is the time for which it had open leads in the period, in days per lead; HeldLeads are these leads.
	Held      float64
	HeldLeads int
}

// people are everybody who had or answered a lead in the period, and everybody of the tab Team who takes leads: in the
// order of Team, the others behind by name.
func (b dataset) people() []Person { return nil }
