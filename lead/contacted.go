package lead

import (
	"strings"
	"time"
	"unicode"

	"leadsheet/lead/words"
)

// Contacted is a row that a person has typed into Activity: that the customer was called, say, or that nobody answered.
type Contacted struct {
	Lead string // as it was typed
	What string
	// At is when it was, in the zone of the business; zero where the cell is none with a day and a time. Clock is what
	// the cell says then, "" where it is blank.
	At      time.Time
	Clock   string
	By, Why string
}

// When is when it was, as people read it; "" where that is not said.
func (c *Contacted) When() string {
	if c.At.IsZero() {
		return strings.TrimSpace(c.Clock)
	}
	return c.At.Format("2006-01-02 15:04")
}

// Reach is what became of it: who has called may write behind it, in Why, that nobody answered.
func (c *Contacted) Reach() Reach {
	is := ReachIn(c.What)
	if is == Reached && ReachIn(c.Why) == NotReached {
		return NotReached
	}
	return is
}

// Reach is what became of somebody's attempt to reach a customer.
type Reach uint8

// What it may be.
const (
	NoAttempt  Reach = iota // the text says nothing of one
	Reached                 // the customer was called, met or written to
	NotReached              // nobody answered
)

// ReachIn is what a person says who types that into the column What of Activity: it begins with a word of the file of
// any language, call or called: wants an offer. That nobody answered may stand behind it, too: call, no answer. None of
// these words is a kind of event.
func ReachIn(text string) Reach {
	plain := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
	is := func(list string, fits func(text, word string) bool) bool {
		for word := range strings.SplitSeq(list, ",") {
			if fits(plain, " "+strings.TrimSpace(word)+" ") {
				return true
			}
		}
		return false
	}
	out := NoAttempt
	for _, l := range (words.Language{}).All() {
		say := &l.Texts().Clocks
		if is(say.NotReached, strings.HasPrefix) || is(say.Reached, strings.HasPrefix) {
			if out = Reached; is(say.NotReached, strings.Contains) {
				return NotReached
			}
		}
	}
	return out
}
