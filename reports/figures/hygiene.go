package figures

// Hygiene is how far the rows can be trusted, now (docs/definitions.md, section 14).
type Hygiene struct {
	Complete Share // open leads: nothing is missing that a lead needs
	// Missing are the columns that open leads lack, the most frequent first.
	Missing []Reason
	Pairs   int // pairs of leads that may be the same, and nobody has decided
	Stale   int // open leads without a contact for as long as Settings say
	Bad     int // leads with a cell that cannot be read
	// NoStep are open leads that somebody has begun with, and that have no next contact.
	NoStep int
	// History are open leads without a clock: rows of the past that were pasted or imported.
	History Aged
}

// Aged says how old some leads are. Each of the two has a sample of its own: of a row of the past not all is known.
type Aged struct {
	Leads int
	// Days is the median of the days since the leads came in, of Known leads; Silent that of the days since the last
	// contact, of Heard leads. Without a sample they are 0.
	Days, Silent float64
	Known, Heard int
}

func (b dataset) hygiene() Hygiene { return Hygiene{} }
