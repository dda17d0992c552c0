package lead

import "time"

// OurMail is a mail of the team as the message of an outsider tells of it: leadsheet need not have seen it.
type OurMail struct {
	// From is the address of the team that sent it. It is "" where the message gives a name only, which may be anybody's,
	// or no more than ID.
	From, Name string
	// ID is its Message-ID, "" when it is not known. OurID says that its domain is the team's.
	ID    string
	OurID bool
	// At is when it was sent, or up to Within later; zero when the message does not say.
	At     time.Time
	Within time.Duration
	// Local says that At is a wall clock in a zone that is not known, as if that were UTC.
	Local bool
}
