// Package lead holds the nouns of lead management: the lead as the team sees it, the inquiry as it came in,
// the event that happened, and what makes two inquiries come from the same contact.
//
// It knows no clock, no file, no spreadsheet and no mail server. Times are absolute; a time of day means something
// only in the business time zone, which the rules carry.
package lead

import (
	"time"
)

// Lead is one row of the tab Leads.
type Lead struct {
	// Ref is the row's index in the snapshot it was read from; -1 for a lead that has no row yet.
	// It means nothing outside that snapshot.
	Ref int

	ID        string // L-1042; "" in a row that a person has just added
	Attention string
	// Do is what a person wants leadsheet to do with the lead. leadsheet empties it when that is done.
	Do string
	// DoIsDone says that what Do holds has been done already, and that its cell could not be emptied then.
	DoIsDone bool
	// DoIsFormula says that Do holds a formula. What it shows is no command: it could not be emptied once done.
	DoIsFormula bool

	// Received is when the request reached the mailbox or the form, never when it was polled.
	Received time.Time

	Name, Email, Phone, Company string
	Source, Need                string

	Quality, Status, Owner string

	NextStep    string
	NextContact time.Time // midnight of the day in the business zone when only a date was typed

	Value         float64
	HasValue      bool
	RefusalReason string
	Comment       string

	// WaitingSince is when the first message came that nobody has answered, RespondBy until when it is to be answered.
	// While nobody waits, RespondBy is the time for the first response.
	WaitingSince, RespondBy, FirstResponse, LastActivity time.Time

	// Earlier names the ended leads of the same contact: a row is one request, and a contact may have many.
	Earlier string

	Score    float64
	HasScore bool
	// ScoreReasons says what Score is made of. A Score without reasons is not leadsheet's.
	ScoreReasons string
	Campaign     string
	Details      string

	// Currency is what the column of that title holds, where the workbook has one. Foreign is the ISO code of the
	// currency that Value is in when that is another than the workbook's: such a value is in no sum.
	Currency, Foreign string

	// Extra are answers for columns that the team added itself (title, value).
	Extra []Answer

	// Bad are cells whose content does not fit their column: a word in a date column, say.
	Bad []BadCell
	// Vague are cells of numbers that give a range or a limit. Their fields hold its lower end.
	Vague []BadCell
	// NoYear are the columns of days that were typed without a year.
	NoYear []string
	// Unknown are the columns whose cell has a formula that nobody has computed since what it refers to was changed.
	// Their fields hold what they held last, as far as that is known.
	Unknown []string
	// Loose is what the row holds for a column, and does not hold there.
	Loose []LooseValue
}

// LooseValue is a value of a lead that stands in another place than the column that it belongs to.
type LooseValue struct {
	Column, Text string
	Place        LoosePlace
}

// LoosePlace says where a loose value stands.
type LoosePlace uint8

// The places.
const (
	InDetails         LoosePlace = iota // its column is missing
	InDuplicateColumn                   // in a second column of the same title, which is not read
)

// BadCell is a cell that could not be read as its column's type.
type BadCell struct{ Column, Text string }

// Answer is one question of a form and what was answered; nothing a form said is dropped.
type Answer struct {
	Question string `json:"question"`
	Value    string `json:"value"`
}

// Channel says which way an inquiry came in.
type Channel string

// The channels.
const (
	ByMail Channel = "email"
	ByForm Channel = "form"
	ByHand Channel = "by hand"
)

// MessageKind says what sort of message or row an inquiry is.
type MessageKind string

// The kinds. Only the kinds from BulkMail on are no leads.
const (
	Direct       MessageKind = "direct"            // a customer's own mail
	Forwarded    MessageKind = "forwarded"         // a customer's mail that a colleague forwarded
	Notification MessageKind = "form notification" // a web form's mail
	Reply        MessageKind = "reply"             // an answer in a thread
	ExportRow    MessageKind = "export row"        // a record of a form export
	Unreadable   MessageKind = "unreadable"        // known only from its outside
	BulkMail     MessageKind = "bulk"              // newsletters, lists
	AutoReply    MessageKind = "auto-reply"        // out of office and the like
	Bounce       MessageKind = "bounce"            // a delivery report
	OwnMail      MessageKind = "own"               // a mail of the team that brings no customer
	TestLead     MessageKind = "test"              // a form vendor's dummy data
	Calendar     MessageKind = "calendar"          // an invitation, or an answer to one
	Complaint    MessageKind = "complaint"         // a mail provider's report that a recipient marked our mail as spam

	// ColleagueAnswer is what a colleague answered a customer, SentMail a message in our folder of sent mails. The
	// former always has a row in the tab Intake, the latter only when it went to a lead.
	ColleagueAnswer MessageKind = "copy of a colleague's answer"
	SentMail        MessageKind = "sent"

	// Edited are the answers of a record of a form that has come in before, as they are now. References holds the key
	// under which it came. ExportFile sums up a file of which all records have been taken in; Ignore is the sum.
	Edited     MessageKind = "edited answers"
	ExportFile MessageKind = "export file"
	// CameAgain is a record whose lead was taken back with its file, and that another file has again. It has no row of
	// its own; References holds the record's own key, Where says in which file.
	CameAgain MessageKind = "came again"
)

// Pitch says what a mail looks like when it asks for nothing that we sell.
type Pitch string

// The sorts of them. NoPitch is any other mail.
const (
	NoPitch     Pitch = ""
	SalesPitch  Pitch = "pitch"       // somebody wants to sell us something
	Application Pitch = "application" // somebody wants to work for us
	Newsletter  Pitch = "newsletter"  // somebody writes to many
)

// Inquiry is one thing that came in: a message, or a record of a form export. Whether it becomes a lead, touches one,
// or is put aside is decided by package rules.
type Inquiry struct {
	// Key identifies the bytes (mail) or the record (export): the same thing twice has the same key.
	Key     string
	Channel Channel
	Kind    MessageKind

	// Received is the mailbox's INTERNALDATE or the form's submit time.
	Received time.Time

	// Order says which of the inquiries of one pass was first where their times are the same: the lower one. It means
	// nothing outside the pass.
	Order int

	// From and Subject are shown in the tab Intake: the sender's address and the subject, or the form's name.
	From, Subject string

	Name, Email, Phone, Company, Need string
	Source, Campaign                  string
	Answers                           []Answer

	// ForwardedBy is the colleague's address when Kind is Forwarded, Note what the colleague wrote above.
	ForwardedBy, Note string
	// About is the author of the message that a sender outside the team forwards: an address, or else a name. The
	// author is another person than the sender, and the sender need not speak for them.
	About string
	// MessageID, InReplyTo (the message that this one answers) and References (all that it answers, the oldest first)
	// are hints for threads; the sender chooses them.
	MessageID, InReplyTo string
	References           []string
	// Ours are the mails of the team that a message quotes or answers, the nearest first. Only the sender says that there
	// are any.
	Ours []OurMail
	// AnsweredTo are the addresses outside the team to which a colleague's mail went; for a Bounce, those that it did
	// not reach.
	AnsweredTo []string
	// Attached are the files that a colleague's mail brings, by their names; of a SentMail only where the server tells.
	Attached []string
	// Past says that it was deliberately taken in later than it arrived, so that the team could not have answered it in
	// time.
	Past bool
	// Overrules is the key of the row of Intake over whose outcome a person typed "lead": this is the original of that
	// row, read again. No reason to ignore it, no thread and no contact puts it aside; "" for what has just come in.
	Overrules string
	// Completes is the row of Intake that was made when only the header of this mail could be read; nil for others.
	Completes *Completes

	// AwayNote is what an absence note of a colleague says, its subject first; "" for any other message.
	AwayNote string

	// Again is the key of the row of Intake whose original this is, read again because its sender is in the team now;
	// "" for any other.
	Again string

	// List is the name of the file or form that a record stands in, and Dated says that the record itself tells when it
	// was sent.
	List  string
	Dated bool
	// Folder is the sub-folder of the drop folder in which the file lay, with "/" between names; "" for none.
	Folder string
	// Listed says that the file is a list of people: nothing shows that a form on a website wrote it.
	Listed bool
	// Live says that a form has written the record into the tab of its responses, where it is read soon: who sent it
	// waits.
	Live bool
	// AtOnce is how many people the same file brings at this moment, this one and those of later passes included.
	AtOnce int

	// Unproven says, in English, what speaks against a mail that claims to be from the team: a check of the mailbox's
	// own server has failed, or is missing. Such a mail does not count as an answer to a customer.
	Unproven string
	// ToUs is what a mail of the team says that answers a message of leadsheet, as its Message-IDs have it; nil for
	// others.
	ToUs *ToUs
	// FromUs says that the header says that leadsheet has sent the message. Anybody can write that.
	FromUs bool
	// OnlyCc says that the mail went to others, and to us in Cc alone.
	OnlyCc bool
	// NoAnswer says why no program may answer it; "" means that one may. Automatic says that a program sent it, by its
	// header.
	NoAnswer  string
	Automatic bool
	// Ignore says why this is no lead; "" means it may be one.
	Ignore string
	// Rule names what decided what the mail is: a header field, a report, a portal, the layout of a form. "" for what
	// came by an export.
	Rule string
	// Pitch is set when a request looks as if it sells to us, applies for work or is a newsletter that a person wrote.
	// It is a hint only: such a mail is a lead.
	Pitch Pitch
	// Problem says what could not be read and where to look; the inquiry is kept all the same.
	Problem string
	// Where is the place of the original: folder, UIDVALIDITY and UID, or file and record.
	Where string
}

// Completes is what is known of a mail of which only the header could be read when it came in.
type Completes struct {
	Key string // of its row in Intake
	// Said is what it said by that, as the lead may have it: by its header, and by its first bytes.
	Said []Inquiry
}

// IntakeRow is one row of the tab Intake: everything that came in has exactly one.
type IntakeRow struct {
	Ref      int
	Received time.Time
	Channel  Channel
	From     string
	Subject  string
	Outcome  Outcome
	Lead     string
	Reason   string
	Where    string
	Key      string
	// MessageID is the mail's own, by which answers to it are known; "" for what is no mail.
	MessageID string
}

// Outcome says what became of something that came in.
type Outcome string

// The outcomes. MakeLead is what a user types to have an ignored row made a lead.
const (
	NewLead   Outcome = "new lead"
	AddedTo   Outcome = "added to"
	Duplicate Outcome = "duplicate"
	Ignored   Outcome = "ignored"
	Bounced   Outcome = "bounced" // a mail of ours to a lead did not arrive
	Damaged   Outcome = "could not read"
	MakeLead  Outcome = "lead"
	FileRead  Outcome = "file read" // of an ExportFile
	TakeHeld  Outcome = "take"      // what a user types to have records taken in that were held back
)

// OfForm reports whether an inquiry is a record of a form, whichever way it came.
func OfForm(q *Inquiry) bool {
	return q.Channel == ByForm || q.Kind == Notification || q.Kind == ExportRow
}
