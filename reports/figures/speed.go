package figures

import "time"

// Bucket is how many of a period's first responses took so long, and what came of their leads.
type Bucket struct {
	// UpTo is the longest working time of the bucket, inclusive: 15 and 30 minutes, 4 and 24 hours; 0 for the last one,
	// which is open above.
	UpTo  time.Duration
	Leads int
	Deals Share // of these leads: came to a deal or were won
}

// Known says how it is known when the leads of a period were answered first. Their sum is Response.Answered.
type Known struct {
	Seen     int // a mail of the team that leadsheet has seen
	Typed    int // a time that a person typed, or a call in Do
	ByStatus int // nothing but a change of status tells of it
	Inferred int // a mail that the customer's reply quotes
}

// Delay is how long leadsheet took from the arrival of the leads of a period to their row.
type Delay struct {
	Median, P90 time.Duration
	N           int
}
