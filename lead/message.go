package lead

import "time"

// Occasion is why leadsheet sends a message.
type Occasion string

// The occasions of messages to the team.
const (
	TellNew      Occasion = "new lead"    // to its owner
	TellHot      Occasion = "hot lead"    // the same, at any hour
	TellWaits    Occasion = "waits"       // the time for an answer is about to pass
	TellHandOver Occasion = "handed over" // to the new owner
	TellBounced  Occasion = "bounced"     // an answer of ours did not reach the customer
	TellBreaches Occasion = "late"        // to the system owner, bundled
	TellDigest   Occasion = "digest"      // to each person, at the start of their day
	TellWeek     Occasion = "week"        // to Report to, on Monday
	TellMonth    Occasion = "month"
	TellWaiting  Occasion = "not in the workbook" // intake waits: the workbook is open, a source cannot be read
	TellBurst    Occasion = "import"              // many leads at once, in one message
	TellDone     Occasion = "done"                // an answer to a message was done as a command
	TellReturned Occasion = "returned"            // an answer to a message was no command
)

// The occasions of messages to customers.
const (
	Acknowledge  Occasion = "acknowledgement"
	FollowUpMail Occasion = "follow-up"
)

// ToCustomer reports whether a message goes to a customer: at most once. All others go to the team: at least once.
func (p Occasion) ToCustomer() bool { return p == Acknowledge || p == FollowUpMail }

// Message is what leadsheet sends to a person of the team or to a customer.
type Message struct {
	// ID is the Message-ID with its angle brackets. 128 random bits of it cannot be guessed.
	ID       string
	Occasion Occasion
	// Key says what the message is about. The same occasion, lead, recipient and key are the same message.
	Key   string
	Lead  string   // the ID of the lead that the message belongs to; "" for one about several or about none
	Leads []string // all leads that it tells of
	// Person is the name of the recipient in the tab Team, "" for a customer and for an address of Report to. To is the
	// address, "" for a person without one.
	Person, To string
	// Ways are the ways by which a person wants to be told; none means by mail. Customers are always mailed.
	Ways []Way

	FromName, Subject string
	Text, HTML        string // HTML is the alternative to Text; "" for none
	ReplyTo           string
	InReplyTo         string
	References        []string // the oldest first
	Files             []File
	// Before is when it is too late to begin sending the message; zero for never.
	Before time.Time
}

// Recipient is who receives the message, as the claim in Activity says it.
func (m *Message) Recipient() string {
	if m.Person != "" {
		return m.Person
	}
	return m.To
}

// Way is how a person of the team is told something.
type Way string

// The ways.
const (
	WayMail     Way = "mail"
	WaySlack    Way = "slack"
	WayTeams    Way = "teams"
	WayTelegram Way = "telegram"
	WayWebhook  Way = "webhook"
)

// File is an attachment.
type File struct {
	Name, Type string // Type is the media type
	Content    []byte
}
