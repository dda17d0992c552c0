package command

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Contacted is the command that a row says which a person has typed into Activity. A time of day without a day, and one
// that cannot be read, is of now; the zone is that of now.
func Contacted(in words.Language, c *lead.Contacted, now time.Time) Command {
	verb := Called
	if c.Reach() == lead.NotReached {
		verb = NoAnswer
	}
	at := c.At
	if at.IsZero() {
		at, _ = timeIn(in, trimmed(c.Clock), now)
	}
	return Command{Verb: verb, At: at}
}
