// Package intake holds the sources of inquiries: the mailbox, the folder of sent mails, the drop folder, the response
// tabs of forms, and the old messages of a mailbox. Each is a Source.
//
// A source returns everything that the tab Intake does not know yet, and marks or moves it only when it is stored.
// Whether an inquiry is a new lead, and what becomes of it, is decided by package rules; what is known about a record
// of a form, by package ledger.
package intake

import (
	"cmp"
	"context"
	"time"

	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
)

// Source is a place from which inquiries come.
type Source interface {
	// Name is the name of the place, for errors: "mailbox", "drop folder".
	Name() string
	// Collect returns what the place holds and known does not know, in the order in which it came as far as the place
	// can tell: of several in the same second, the first one returned came first. Inquiries returned together with an
	// error are valid.
	Collect(ctx context.Context, known Known) ([]lead.Inquiry, error)
	// Settle tells the place that these inquiries are stored. It may be repeated.
	Settle(ctx context.Context, stored []lead.Inquiry) error
}

// Rereader is a Source that can be asked again for what it has brought.
type Rereader interface {
	// Again looks for the originals of rows of the tab Intake: by their places, then by their Message-IDs, then by
	// the hashes in their keys. Each original that it returns has the key of its row in lead.Inquiry.Overrules.
	// waiting are the keys of rows for which it could not look everywhere, to be asked for later; err says why where
	// something is wrong. Rows of other sources, and those whose originals are nowhere any more, are in neither. It
	// changes nothing.
	Again(ctx context.Context, known Known, rows []Asked) (found []lead.Inquiry, waiting []string, err error)
}

// Watcher is a Source that can announce that something has arrived. It only starts the next pass earlier: what it
// misses, that pass finds anyway.
type Watcher interface {
	// Watchers are to be run beside one another. Each calls wake, which returns at once, whenever there may be
	// something new, and returns when ctx ends, or earlier when it cannot announce anything.
	Watchers() []func(ctx context.Context, wake func())
}

// Learner is a Source that learns with which names the servers of its mailboxes sign their checks of senders.
type Learner interface {
	Servers() []LearntServer
}

// LearntServer is the name with which the server of a mailbox signs its checks: NoServer for a server that does not
// check, and "" while that is not known.
type LearntServer struct{ Mailbox, Name string }

// Counter is a Source that knows how much more it holds than its last Collect returned.
type Counter interface {
	// Waiting is how many inquiries were found and left for later passes.
	Waiting() int
}

// SetBackReader is a Source that reads again what was moved away when the workbook was set back: see Known.SetBack.
type SetBackReader interface {
	// ReadsAgain reports whether that is not done yet.
	ReadsAgain() bool
}

// MaxItems is how many inquiries one pass takes in, unless Known says otherwise. It limits the time and memory of a
// commit, and the first leads of a full mailbox are in the workbook early.
const MaxItems = 1000

// Known is what has come in already, according to the tab Intake, and what sources need to know about the business.
type Known struct {
	Keys   map[string]bool // lead.Inquiry.Key
	Places map[string]bool // lead.Inquiry.Where
	Memory *packed.Memory  // of what has left the tab Intake; nil for none
	// TakenBack are the own keys of the records whose leads were taken back with their file; nil for none.
	TakenBack map[string]bool
	Team      lead.Team
	Senders   lead.SenderRules // of the tab Senders
	// Servers are the names with which mail servers sign their checks of senders, as Settings say, and Learnt those
	// that were learnt, by the addresses of the mailboxes. Unchecked says that the checks are not to be looked at.
	Servers   []string
	Learnt    map[string]string
	Unchecked bool
	Country   string
	Zone      *time.Location // of the business; nil for UTC
	// Waiting is when the lead came in that has been waiting longest for its first answer; zero when none waits.
	Waiting time.Time
	// SetBack says that the workbook was replaced by an older version. What was stored and moved away after that
	// version must be read again: mails that were received since SetBackSince, zero for all.
	SetBack      bool
	SetBackSince time.Time
	// Most is how many inquiries the pass takes in; 0: MaxItems.
	Most int
	// ByHeader are the rows of mails of which only the header could be read, by the mail's place; nil for none.
	ByHeader map[string]lead.IntakeRow
	// Outsiders says that mails of others than the team are known.
	Outsiders bool
	// Latest is when the last known mail was received; zero for none.
	Latest time.Time
}

// HasKey reports whether something with that key has come in.
func (k Known) HasKey(key string) bool { return k.Keys[key] || k.Memory.Key(key) }

// HasPlace reports whether what lies there has come in.
func (k Known) HasPlace(where string) bool { return k.Places[where] || k.Memory.Place(where) }

// most is how many inquiries the pass takes in.
func (k Known) most() int { return cmp.Or(k.Most, MaxItems) }

// zone is the zone of the business.
func (k Known) zone() *time.Location {
	if k.Zone == nil {
		return time.UTC
	}
	return k.Zone
}
