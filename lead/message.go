package lead

import (
	"regexp"
	"time"
)

// Occasion is why leadsheet sends a message.
type Occasion string

// The occasions of messages to the team.
const (
	TellNew       Occasion = "new lead"    // to its owner
	TellHot       Occasion = "hot lead"    // the same, at any hour
	TellWaits     Occasion = "waits"       // the time for an answer is about to pass
	TellHandOver  Occasion = "handed over" // to the new owner
	TellBounced   Occasion = "bounced"     // an answer of ours did not reach the customer
	TellBreaches  Occasion = "late"        // to the system owner, bundled
	TellDigest    Occasion = "digest"      // to each person, at the start of their day
	TellWeek      Occasion = "week"        // to Report to, on Monday
	TellMonth     Occasion = "month"
	TellWaiting   Occasion = "not in the workbook" // intake waits: the workbook is open, a source cannot be read
	TellBurst     Occasion = "import"              // many leads at once, in one message
	TellDone      Occasion = "done"                // an answer to a message was done as a command
	TellUnreached Occasion = "unreached"           // to the system owner: a message to a colleague did not arrive
	TellReturned  Occasion = "returned"            // an answer to a message was no command
	TellTest      Occasion = "test"                // by the command that tries whether sending works
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

// ToUs is what a person of the team writes in answer to a message of leadsheet.
type ToUs struct {
	// IDs are the Message-IDs of the form of leadsheet's that the mail answers or names, the nearest first, without
	// brackets. Who knows one has seen the message, or a mail that quotes it.
	IDs []string
	// Text is what its sender wrote now: without quotations, greeting and signature.
	Text string
	// Lead is the ID in the mark of the subject, [L-1042]; "" without one.
	Lead string
	// Unproven says why the mail may be somebody else's; "" when the mailbox's own server vouches for its sender, or has
	// never vouched for any.
	Unproven string
}

// ownID is the form of the Message-IDs that leadsheet gives, without brackets: a lead or none, and 128 random bits.
var ownID = regexp.MustCompile(
	`\b(?:L-\d{1,9}|leadsheet)\.[0-9A-Za-z]{32}@[\pL\pN](?:[\pL\pN.-]{0,251}[\pL\pN])?`)

// IsOwnID reports whether a Message-ID, without brackets, has the form of those that leadsheet gives. Anybody can write
// one; only the claims in Activity tell which are its own.
func IsOwnID(id string) bool { return id != "" && ownID.FindString(id) == id }

// OwnIDs are the Message-IDs of that form in a text, at most n.
func OwnIDs(text string, n int) []string { return ownID.FindAllString(text, n) }

// WithoutOwnIDs is a text without them.
func WithoutOwnIDs(text string) string { return ownID.ReplaceAllString(text, "") }

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
