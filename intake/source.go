// Package intake holds the places where inquiries come from: the mailbox, the folder of sent mails, the drop folder,
// the response tabs of forms, and the past of a mailbox. Each is a Source.
//
// A source brings everything that the tab Intake does not know yet, and lets go of it only when it is stored. Whether
// an inquiry is a new lead, and what becomes of it, is decided by package rules; what is known of a record of a form,
// by package ledger.
package intake

import (
	"context"
	"time"

	"leadsheet/lead"
)

// Source is a place where inquiries come in.
type Source interface {
	// Name says which place, for errors: "mailbox", "drop folder".
	Name() string
	// Collect returns what the place holds and known does not know, in the order in which it came as far as the place
	// can tell: of the same second what is returned first was first. What it returns beside an error is good.
	Collect(ctx context.Context, known Known) ([]lead.Inquiry, error)
	// Settle tells the place that these inquiries are stored. It may be repeated.
	Settle(ctx context.Context, stored []lead.Inquiry) error
}

// Watcher is a Source that can tell when something has arrived. It only wakes: what it misses is found by the next
// look.
type Watcher interface {
	// Watch calls wake, which returns at once, whenever there may be something new. It returns when ctx ends, or
	// earlier when it cannot tell.
	Watch(ctx context.Context, wake func())
}

// MaxItems is how many inquiries one pass takes in: what a commit costs in time and memory has a bound, and the first
// leads of a full mailbox are there early.
const MaxItems = 1000

// Known is what the tab Intake says has come in already, and what sources need to know of the business.
type Known struct {
	Keys    map[string]bool // lead.Inquiry.Key
	Places  map[string]bool // lead.Inquiry.Where
	Team    lead.Team
	Country string
	Zone    *time.Location // of the business; nil for UTC
	// Waiting is when the lead came in that has been waiting longest for its first answer; zero when none waits.
	Waiting time.Time
	// SetBack says that the workbook has forgotten what it knew: an older version of it is in place. What was put away
	// after it had been stored must be looked at again.
	SetBack bool
	// Latest is when the last mail came in that is known; zero for none.
	Latest time.Time
}

// zone is the zone of the business.
func (k Known) zone() *time.Location {
	if k.Zone == nil {
		return time.UTC
	}
	return k.Zone
}
