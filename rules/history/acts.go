package history

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
)

// did is the last command of a lead.
type did struct {
	At   time.Time
	Text string // as it was typed
	Name string // as Attention confirms it
}

// foldDid notes a command. What a person has done about a lead settles the remarks and questions about it; that nobody
// answered the telephone does not. It returns the verb.
func (rec *Record) foldDid(e *lead.Event) command.Verb {
	rec.foldContacted(e)
	if e.Column == lead.ColDo { // what was typed elsewhere is confirmed there
		rec.Did = did{e.Time, e.From, e.Why}
	}
	verb := command.Verb(lead.FactOf(e.To, lead.FactVerb))
	if lead.IsOfFile(e.To) { // nobody has looked at this lead
		return verb
	}
	if verb == command.Called || verb == command.Done || verb == command.NotALead {
		rec.Asks, rec.Standing, rec.Notes = nil, nil, nil
	}
	rec.Pairs = FoldPairs(rec.Pairs, e)
	return verb
}

// undoable are the commands whose event alone says what undo is to take back. Merges and splits have events of their
// own.
var undoable = []command.Verb{command.NotALead, command.Done, command.Called, command.NoAnswer, command.OfferSent,
	command.NextContact, command.CallBack, command.PassTo, command.Won, command.Lost, command.DoNotContact,
	command.MayContact}

// OptedOut is since when the customer of a lead wants no mails and calls: as the lead itself says, or another one with
// its address. Zero for one who does not mind.
func (h *History) OptedOut(rec *Record, l *lead.Lead) time.Time {
	if rec != nil && !rec.NoContact.IsZero() {
		return rec.since()
	}
	if len(h.optedOut) == 0 && h.wantedNone == nil {
		return time.Time{}
	}
	c := lead.ContactOf(l)
	if at := h.optedOut[c.EmailKey()]; !at.IsZero() || h.wantedNone == nil || !h.wantedNone(c) {
		return at
	}
	return time.Unix(0, 0) // before any lead that has a row
}

// Beside tells the history what is known of leads that have left the workbook: the highest number, and whether a
// contact of one wanted no mails and calls.
func (h *History) Beside(highestID int, wantedNone func(lead.Contact) bool) {
	h.lastID = max(h.lastID, highestID)
	h.wantedNone = wantedNone
}

func (rec *Record) since() time.Time {
	if rec == nil {
		return time.Time{}
	}
	return rec.NoContact
}

// foldOptOut notes that a customer wants no mails and calls, or does not mind any more.
func (h *History) foldOptOut(rec *Record, facts string, wantsNone bool, at time.Time) {
	address := lead.FactOf(facts, lead.FactOptOut)
	if !wantsNone {
		delete(h.optedOut, address)
		rec.NoContact = time.Time{}
		return
	}
	if rec.NoContact = at; address != "" {
		h.optedOut[address] = at
	}
}

// refused is a command that was not possible when it was typed.
type refused struct{ Text, Why string }

// foldRefused notes a command that was not possible, or that its text is gone.
func (rec *Record) foldRefused(e *lead.Event) {
	rec.Refused = refused{}
	if e.To != "" {
		rec.Refused = refused{e.From, e.To}
	}
}

// CommandText is what Activity keeps of a command as it was typed.
func CommandText(do string) string { return words.Shorten(strings.TrimSpace(do), RecordedLength) }

// Act is something that was done to a lead and can be taken back.
type Act struct {
	Event lead.Event
	Verb  command.Verb // of the command that did it
	Lead  string       // the other lead
	Copy  bool         // of a merge: this lead is the original; of a split: it is the one that was made
}

// foldActs follows what can be taken back: the last one first.
func (h *History) foldActs(rec *Record, e *lead.Event) {
	a := Act{Event: *e}
	switch e.What {
	case lead.Did:
		a.Verb = rec.foldDid(e)
		h.settlePair(rec, e)
		if a.Verb == command.DoNotContact || a.Verb == command.MayContact {
			h.foldOptOut(rec, e.To, a.Verb == command.DoNotContact, e.Time)
		}
		if !slices.Contains(undoable, a.Verb) {
			return
		}
	case lead.Merged, lead.Split:
		a.Verb = command.SameAs
		if e.What == lead.Split {
			a.Verb = command.NewLead
		}
		a.Lead, a.Copy = lead.FactOf(e.To, lead.FactLead), lead.FactOf(e.To, lead.FactCopy) != ""
		if e.What == lead.Merged && !a.Copy {
			rec.DuplicateOf = a.Lead
		}
	case lead.Undone:
		switch verb := command.Verb(lead.FactOf(e.From, lead.FactVerb)); verb {
		case command.DoNotContact, command.MayContact:
			h.foldOptOut(rec, e.From, verb == command.MayContact, e.Time)
		}
		rec.Acts = slices.DeleteFunc(rec.Acts, func(a Act) bool { return a.Event.To == e.From })
		if rec.DuplicateOf != "" && rec.DuplicateOf == lead.FactOf(e.From, lead.FactLead) {
			rec.DuplicateOf = ""
		}
		return
	default:
		return
	}
	rec.Acts = append(rec.Acts, a)
}
