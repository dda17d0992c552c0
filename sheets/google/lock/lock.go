// Package lock decides which requests a batch to a Google Sheet begins with, so that it fails as a whole when another
// batch was stored since its content was read, and what became of a batch whose answer is not known. There are two
// forms: developer metadata under ever higher ids, and a named range. It also reads and writes the marks by which
// leadsheet knows its spreadsheet. It does no I/O: it is shown what a structure read returns.
package lock

import (
	"time"

	api "google.golang.org/api/sheets/v4"
)

// Fields are the fields of a structure read that tell of the lock and of the marks.
const Fields = "developerMetadata(metadataId,metadataKey,metadataValue),namedRanges(namedRangeId,name)"

// Turn is the state of the lock: how many writes there were, and which was the last. A batch takes the turn that
// follows the one at which its content was read.
type Turn struct {
	Number int64
	Tag    string // of the write that took it; "" when none is known
}

// Nowhere returns a turn that no content is of.
func Nowhere() Turn { return Turn{Number: -1} }

// Fate is what became of a batch whose answer is not known, or which was refused.
type Fate uint8

// The fates of a batch.
const (
	Free   Fate = iota // it is not stored, and nobody else has taken its turn
	Ours               // it is stored
	Others             // somebody else has taken its turn, or the lock is gone
)

// A Lock is a way in which a batch takes its turn, so that it fails as a whole when another has taken it. It remembers
// what it has seen in the spreadsheet.
type Lock interface {
	// Seen takes over the lock as a structure read shows it, and returns the turn.
	Seen(s *api.Spreadsheet, now time.Time) Turn
	// Missing returns the requests that make the lock, to be stored as a batch of their own before any other; nil when
	// it is there. When that batch is refused, Again says so, and Missing returns what else can be tried. tab is the ID of
	// a tab that people rarely delete.
	Missing(tab int64, tag string, now time.Time) []*api.Request
	Again()
	// Requests are the first of a batch: they take the turn after at.
	Requests(tab int64, at Turn, tag string, now time.Time) []*api.Request
	// Stored notes that the batch of the last Requests is stored, and returns its turn.
	Stored(at Turn, tag string, now time.Time) Turn
	// Fate returns, after Seen, what became of a batch that was to take the turn after at. nameTaken says that it was
	// refused because a name is in use.
	Fate(at Turn, tag string, nameTaken bool) Fate
}

// New returns the lock of the form that the marks name.
func New(m Marks) Lock {
	if m.State.Form == ByName {
		return &nameLock{taken: map[string]bool{}}
	}
	return &metadataLock{carried: m.Carried}
}
