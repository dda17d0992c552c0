package history

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/turns"
)

// planColumns are the columns that a person fills without acting on what a remark says: who will do what, and when.
var planColumns = []string{lead.ColOwner, lead.ColNextStep, lead.ColNextContact, lead.ColQuality, lead.ColValue}

// Ask is a question about a message that a row has taken in, which a person has to decide. It stays in Attention,
// whatever the status, until somebody changes the status, the need or the comment of the row, or until our next mail to
// the contact.
type Ask struct {
	Text  string
	Place string    // of the message
	at    time.Time // when the message came
}

// foldAsk adds an event to the questions of its lead.
func (h *History) foldAsk(rec *Record, e *lead.Event) {
	ofNeed := e.Column == lead.ColNeed
	switch {
	case e.What == lead.Noted && ofNeed && e.By == lead.ByLeadsheet:
		rec.Asks = append(rec.Asks, Ask{Text: e.Why, Place: e.From, at: e.Time})
	case len(rec.Asks) == 0:
	case e.What == lead.Noted && e.By == lead.ByTeam && e.To != "": // its message was made a lead of its own
		rec.Asks = slices.DeleteFunc(rec.Asks, func(a Ask) bool { return a.Place == e.To })
	case e.What == lead.Changed && e.By != lead.ByLeadsheet &&
		(ofNeed || e.Column == lead.ColComment || e.Column == lead.ColStatus):
		rec.Asks = nil
	case (e.What == lead.Answered || e.What == lead.TurnAnswered || e.What == lead.Responded) && e.By != lead.ByTeam:
		at := h.answerTime(e)
		rec.Asks = slices.DeleteFunc(rec.Asks, func(a Ask) bool { return !a.at.After(at) })
	}
}

// answerTime is when a mail of ours was sent; events of older books have only the time at which it was found.
func (h *History) answerTime(e *lead.Event) time.Time {
	if t, ok := lead.ParseMoment(e.To, h.journals); ok {
		return t
	}
	return e.Time
}

// standing is a remark that stays in Attention, whatever the status of the lead is, until somebody acts.
type standing struct {
	Text string
	Key  string // of the message
	// Email is what the lead's address was when a mail of ours did not arrive; "" for another remark.
	Email string
	at    time.Time
}

// foldNote adds a remark to what is known of a lead. One with the key of its message stays until somebody acts; the
// others, and all of older workbooks, stay while the lead is new.
func (rec *Record) foldNote(e *lead.Event) {
	switch {
	case e.Column != lead.ColAttention:
	case e.From == "" || e.By != lead.ByLeadsheet:
		rec.Notes = append(rec.Notes, e.Why)
	default:
		rec.Standing = append(rec.Standing, standing{e.Why, e.From, e.To, e.Time})
	}
}

// foldAct takes the remarks away on which a person's edit or a mail of ours has acted.
func (rec *Record) foldAct(e *lead.Event) {
	if len(rec.Standing) == 0 {
		return
	}
	switch e.What {
	case lead.Changed:
		if e.By != lead.ByLeadsheet && !slices.Contains(planColumns, e.Column) {
			rec.Standing = nil
		}
		if e.By == lead.ByLeadsheet && e.Column == lead.ColAttention { // what could not be read has come
			rec.Standing = slices.DeleteFunc(slices.Clone(rec.Standing), func(s standing) bool {
				return s.Key == e.From
			})
		}
	case lead.Responded, lead.Answered, lead.TurnAnswered:
		at := e.Time
		if t := turns.Moment(e.To); e.What == lead.Responded && !t.IsZero() {
			at = t
		}
		rec.Standing = slices.DeleteFunc(slices.Clone(rec.Standing), func(s standing) bool { return at.After(s.at) })
	}
}
