// Package command reads what people type for leadsheet to do: into the column Do of the tab Leads. One vocabulary, in
// every language of the catalogue; a command is a verb, and behind it what the verb needs: a lead, or a time.
//
// Everything here is a pure function of its arguments.
package command

import (
	"strings"
	"time"

	"leadsheet/lead/typed"
	"leadsheet/lead/words"
)

// Verb is what is to be done, by its name in the set words.Commands.
type Verb string

// The verbs.
const (
	Called      Verb = "called"       // the customer was called, at a time or now
	NoAnswer    Verb = "no answer"    // somebody has tried, and reached nobody
	Done        Verb = "done"         // nobody waits any more
	SameAs      Verb = "same as"      // the row is the same request as another one
	NotSameAs   Verb = "not same as"  // it is not
	NewLead     Verb = "new lead"     // the last message is a request of its own
	Reopen      Verb = "reopen"       // the lead has not ended
	NotALead    Verb = "not a lead"   // the row is no request
	BlockSender Verb = "block sender" // nothing from this address is one
	BringBack   Verb = "bring back"   // a row that was deleted
	Undo        Verb = "undo"         // what was done to the row last

	OfferSent    Verb = "offer sent"     // the customer has an offer, since a time or now
	NextContact  Verb = "next contact"   // a day, perhaps with a time of day; the day alone says the same
	CallBack     Verb = "call back"      // so, with what is to be done
	PassTo       Verb = "pass to"        // another person is the owner; their name follows
	Won          Verb = "won"            // the customer has bought, perhaps for an amount, which follows
	Lost         Verb = "lost"           // it came to nothing; the reason follows
	DoNotContact Verb = "do not contact" // the customer wants no mails and calls
	MayContact   Verb = "may contact"    // the customer does not mind any more
)

// Command is what a text says.
type Command struct {
	Verb Verb
	// Lead is the ID of another lead, for verbs about two: L-1001.
	Lead string
	// At is the time that was typed: before now behind Called and OfferSent, after it behind NextContact and CallBack;
	// zero for none. A day without a time of day is its midnight.
	At time.Time
	// Text is what was typed behind PassTo, Won and Lost.
	Text string
	// Next is when the next contact is to be, where that follows what has been done: called, tomorrow 10.
	Next time.Time
}

// Fault says why a text is no command.
type Fault uint8

// The faults.
const (
	NoFault     Fault = iota
	UnknownVerb       // the verb is the one that is spelled most like it
	NoLead            // the verb needs a lead
	NoTime            // what follows is no time
	TooMuch           // the verb takes nothing behind it
	NoDay             // what follows is no day to come
	Past              // the day or the time has passed
	NoText            // the verb needs something behind it
	Who               // who typed it would have to be known
)

// Reading is what became of a text. Command is complete where there is no fault; otherwise its verb is the one that was
// understood, or is suggested.
type Reading struct {
	Command
	Fault Fault
	Rest  string // what stands behind the verb
	// Near says that a text that is no verb is spelled like one.
	Near bool
}

// needs is what stands behind a verb.
type needs uint8

const (
	nothing needs = iota
	aLead
	maybeATime
	aDay
	aText
	maybeAText
)

var verbs = map[Verb]needs{Called: maybeATime, NoAnswer: nothing, Done: nothing, SameAs: aLead, NotSameAs: aLead,
	NewLead: nothing, Reopen: nothing, NotALead: nothing, BlockSender: nothing, BringBack: aLead, Undo: nothing,
	OfferSent: maybeATime, NextContact: aDay, CallBack: aDay, PassTo: aText, Won: maybeAText, Lost: maybeAText,
	DoNotContact: nothing, MayContact: nothing}

// longest is how many words the longest verb of a language may have.
const longest = 6

// Parse reads a text that somebody typed. Capitals, blanks, accents and full stops do not matter. Times are in the zone
// of now; a time without a day is today's.
func Parse(in words.Language, text string, now time.Time) Reading {
	return ParseAs(typed.NewReader("", now.Location(), now), in, text, now)
}

// ParseAs is Parse for people who write days as those of the reader's country do.
func ParseAs(read typed.Reader, in words.Language, text string, now time.Time) Reading {
	if isOneOf(in, trimmed(text), func(t *words.WhenTexts) string { return t.Mine }) {
		return Reading{Command: Command{Verb: PassTo}, Fault: Who, Rest: trimmed(text)}
	}
	fields := strings.Fields(text)
	for n := min(longest, len(fields)); n > 0; n-- {
		verb, ok := verbIn(in, trimmed(strings.Join(fields[:n], " ")))
		if !ok {
			continue
		}
		rest := strings.Join(fields[n:], " ")
		r := complete(read, in, verb, rest, now)
		if goesOn := strings.HasSuffix(fields[n-1], ",") || strings.HasSuffix(fields[n-1], ";"); goesOn &&
			(r.Fault == NoTime || verb == NoAnswer && r.Fault == TooMuch) {
			if next, fault := When(read, in, rest, now); fault == NoFault {
				r.Next, r.Fault = next, NoFault
			}
		}
		return r
	}
	if at, fault := When(read, in, text, now); fault != NoDay {
		return Reading{Command: Command{Verb: NextContact, At: at}, Fault: fault, Rest: trimmed(text)}
	}
	verb, near := nearest(in, text)
	return Reading{Command: Command{Verb: verb}, Fault: UnknownVerb, Near: near}
}

// verbIn is the verb that a text means, by its word or another one for it.
func verbIn(in words.Language, text string) (Verb, bool) {
	if name, ok := in.Name(words.Commands, text); ok {
		return Verb(name), true
	}
	for verb, also := range map[Verb]func(*words.WhenTexts) string{
		Lost:     func(t *words.WhenTexts) string { return t.Lost },
		CallBack: func(t *words.WhenTexts) string { return t.CallBack },
	} {
		if isOneOf(in, text, also) {
			return verb, true
		}
	}
	return "", false
}

func complete(read typed.Reader, in words.Language, verb Verb, text string, now time.Time) Reading {
	rest := trimmed(text)
	r := Reading{Command: Command{Verb: verb}, Rest: rest}
	ok := true
	switch verbs[verb] {
	case aLead:
		if r.Lead, ok = leadIn(rest); !ok {
			r.Fault = NoLead
		}
	case maybeATime:
		if rest == "" {
			break
		}
		if r.At, ok = timeIn(in, rest, now); !ok {
			r.Fault = NoTime
		}
	case aDay:
		r.At, r.Fault = When(read, in, text, now)
	case aText, maybeAText:
		r.Text = rest
		if rest == "" && verbs[verb] == aText {
			r.Fault = NoText
		} else if verb == PassTo && isOneOf(in, rest, func(t *words.WhenTexts) string { return t.Mine }) {
			r.Fault = Who
		}
	default:
		if rest != "" {
			r.Fault = TooMuch
		}
	}
	return r
}

// trimmed is a text without what people put around it.
func trimmed(s string) string { return strings.Trim(s, " .,;:!\"'“”„()") }

// leadIn reads the ID of a lead: L-1001, l1001, 1001.
func leadIn(s string) (id string, ok bool) {
	digits := strings.TrimLeft(strings.TrimLeft(strings.ToUpper(s), "L"), "-–‑# ")
	noDigit := func(r rune) bool { return r < '0' || r > '9' }
	if digits == "" || len(digits) > 9 || strings.ContainsFunc(digits, noDigit) {
		return "", false
	}
	return "L-" + digits, true
}

// nearest is the verb whose word is spelled most like a text; where none is like it, the one that is typed most, and
// false.
func nearest(in words.Language, text string) (Verb, bool) {
	best, least := Done, -1
	typed := []rune(words.Fold(trimmed(text)))
	for _, name := range in.Names(words.Commands) {
		for _, word := range in.Spellings(words.Commands, name) {
			// Of a verb that needs more, only its beginning is compared.
			folded := []rune(words.Fold(word))
			begun := typed
			if verbs[Verb(name)] != nothing && len(begun) > len(folded) {
				begun = begun[:len(folded)]
			}
			d := words.Distance(begun, folded)
			if 2*d <= len(folded) && (least < 0 || d < least) {
				best, least = Verb(name), d
			}
		}
	}
	return best, least >= 0
}
