package lead

import (
	"strings"
	"time"
)

// Event is one row of the tab Activity: what happened to a lead. The fold of all events is the last state that
// leadsheet has seen; what differs from it in the tab Leads was done by a person.
type Event struct {
	// No counts the events in the order in which they were written, from 1; 0 for one that is not written yet, and for
	// those of workbooks from before they were counted.
	No       int
	Time     time.Time // when it happened
	Recorded time.Time // when it was written; zero where No is 0

	Lead   string // its ID; Workbook for what concerns the workbook itself; "" where a person emptied the cell
	What   EventKind
	Column string // the column that changed, when one did
	From   string
	To     string
	By     string // "leadsheet", "team", or a name or address
	Why    string // the rule, or the note
}

// Workbook stands in the place of a lead's ID in events of the workbook itself.
const Workbook = "-"

// OfLead reports whether the event is about a lead: neither about the workbook itself nor without an ID.
func (e *Event) OfLead() bool {
	id := strings.TrimSpace(e.Lead)
	return id != "" && id != Workbook
}

// EventKind is the kind of an event.
type EventKind string

// The authors of events, in the column By of the tab Activity. A message has its sender's address there.
const (
	ByLeadsheet = "leadsheet"
	ByTeam      = "team"
)

// AnswerToUs stands in the column Column of the tab Activity where an event comes of a mail with which a person of the
// team answered a message of leadsheet: Did for what was done, and Noted for what was not, with the key of the mail in
// From, the reason in To and its text in Why. By is the person.
const AnswerToUs = "mail"

// The kinds of events.
const (
	Created   EventKind = "created"   // To holds the facts of the row: see EachFact. Earlier versions left it blank
	Inquired  EventKind = "inquiry"   // the contact wrote again, and no turn waits for it
	Changed   EventKind = "changed"   // a person or a rule changed Column
	Responded EventKind = "responded" // first response; To is the time, Why how it is known
	Answered  EventKind = "answer"    // a further mail of ours to the contact
	Reverted  EventKind = "reverted"  // a status was put back by a rule
	// Typed is a row that somebody may still be typing: it has received its ID, and To says what it held. One for every
	// pass that found it changed; Adopted, with all that the rules fill in, follows when the row has come to rest.
	Typed    EventKind = "row begun"
	Adopted  EventKind = "adopted" // a row added by hand became a lead; To as for Created
	Deleted  EventKind = "deleted"
	Restored EventKind = "restored"
	// Archived says that the lead stands in the archive, To which one; its row here is being taken out, and then its
	// events. Restored takes it back.
	Archived EventKind = "archived"
	Reopened EventKind = "reopened" // a closed lead wrote again
	Noted    EventKind = "note"
	// Baseline says in To what was not known of a lead that an earlier version had taken in. For the workbook itself it
	// says what an upgrade has added to the tab Column: that does not come back when somebody deletes it.
	Baseline EventKind = "baseline"
	// Asked is a message of a customer that opens a turn, or that came while one was open: Time is when it came, From
	// its key in Intake, To until when the turn is to be answered, Why what it says. TurnAnswered is a mail of ours
	// that ended a turn after the first; Time is when it was sent, From the key of the message that had waited.
	// TurnEnded is a person's change that ended a turn without an answer.
	Asked        EventKind = "asked"
	Quiet        EventKind = "quiet message" // one that asks for nothing: thanks, an emoji, a copy in Cc
	TurnAnswered EventKind = "answered"
	TurnEnded    EventKind = "turn ended"
	// Late says that the time for an answer has passed: Time is when it fell due, From since when the customer waited, To
	// who owned the lead then, "" for nobody, Why until when the owner's own time was. It is written once for a turn,
	// and stays whoever owns the lead later.
	Late EventKind = "late"
	// Waits says that To stands in Details, because Column was missing when the lead was stored. It goes there when the
	// column is back.
	Waits EventKind = "waits in Details"
	// Did is what a person typed into the column Do: From is the text, To the facts of it, among them the verb.
	Did EventKind = "did"
	// Merged says that the lead is a duplicate of another, or has one: From holds the facts of the cells before, To since.
	// Split says that a message of it is a lead of its own now; Undone that an event does not count any more: From is
	// what stood in its To. In the column Next step it says that a mail of ours has come back: From is the step that was
	// done with it, and when it was sent.
	Merged EventKind = "merged"
	Split  EventKind = "split"
	Undone EventKind = "undone"
	// Planned is a step of the tab Follow-up that leadsheet has written into Next step and Next contact; To holds the two
	// cells and which step it is. StepDone says that a step was done (Time), whoever had planned it, StepCancelled that it
	// came to nothing, Why says why: From is the day for which it was planned, To the step.
	Planned       EventKind = "step planned"
	StepDone      EventKind = "step done"
	StepCancelled EventKind = "step cancelled"
	// OfferMailed is a mail of ours with an offer: Time is when it was sent, Why how it is known.
	OfferMailed EventKind = "offer mailed"

	// Sending is the claim of a message that is about to be sent: nobody else sends it. Column is its Occasion, From who
	// receives it (a name of the tab Team, or a customer's address), To its Message-ID, and Why what it is about
	// (Message.Key). One of the next three says what became of it, with the same Message-ID in To, or none where the
	// process ended before it knew.
	Sending EventKind = "sending"
	Sent    EventKind = "sent"
	NotSent EventKind = "not sent" // Why says why; To is blank where nothing was claimed
	// SentOrNot is a message of which nobody knows whether it was sent: the connection was lost when all of it had been
	// written.
	SentOrNot EventKind = "sent or not"
	// SendingBegan is an event of the workbook: messages are sent about what happens from then on.
	SendingBegan EventKind = "sending began"
)

// OfSending reports whether an event tells of a message that leadsheet sends: nothing happened to the lead then.
func (k EventKind) OfSending() bool {
	switch k {
	case Sending, Sent, NotSent, SentOrNot, SendingBegan:
		return true
	}
	return false
}
