package google

import (
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"
)

// turn is the state of the lock: how many writes there were, and which was the last. A batch takes the turn that
// follows the one at which its content was read.
type turn struct {
	number int64
	tag    string // of the write that took it; "" when none is known
}

// nowhere is a turn that no snapshot is of.
func nowhere() turn { return turn{number: -1} }

// fate is what became of a batch whose answer is not known, or which was refused.
type fate uint8

const (
	free   fate = iota // it is not stored, and nobody else has taken its turn
	ours               // it is stored
	others             // somebody else has taken its turn, or the lock is gone
)

// A lockForm is a way in which a batch takes its turn, so that it fails as a whole when another has taken it. It
// remembers what it has seen in the spreadsheet.
type lockForm interface {
	// seen takes over the lock as a structure read shows it, and returns the turn.
	seen(s *api.Spreadsheet, now time.Time) turn
	// missing returns the requests that make the lock, to be stored as a batch of their own before any other; nil when
	// it is there. When that batch is refused, again says so, and missing returns what else can be tried.
	missing(st *structure, tag string, now time.Time) []*api.Request
	again()
	// requests are the first of a batch: they take the turn after at.
	requests(st *structure, at turn, tag string, now time.Time) []*api.Request
	// stored notes that a batch has taken the turn after at, and returns it.
	stored(at turn, tag string, now time.Time) turn
	// fate returns, after seen, what became of a batch that was to take the turn after at and ended with an error.
	fate(at turn, tag string, err error) fate
}

// newLock returns the lock of the form that the marks name.
func newLock(m marks) lockForm {
	if m.lock.Form == ByName {
		return &nameLock{taken: map[string]bool{}}
	}
	return &metadataLock{carried: m.carried}
}

// The lock by metadata: developer metadata of the spreadsheet under ever higher ids.
const (
	lockKey  = "leadsheet"
	lockBase = 1_200_000_000 // ids are positive 32 bit numbers; this leaves room for a write a second for thirty years
)

// While a lock's number stays in the spreadsheet, a late request under it fails. A number is dropped only when it is
// both old and followed by many: a program that was stopped with its request in hand (a laptop that sleeps) may send
// it much later. What is kept takes a third of the 30,000 characters that Google allows for such marks
// (docs/facts/sheets-api.md).
const (
	lockAge   = 30 * time.Minute // as this process has seen it
	lockStamp = 2 * time.Hour    // by its own stamp, whose clock may be wrong
	lockKept  = 300
)

// fresh is how old the content that a write was planned from may be when it is sent. Together with the time that a
// request can take (Google says 180 seconds) it stays well below lockAge.
const fresh = 10 * time.Minute

// metadataLock is the lock by metadata.
type metadataLock struct {
	numbers []lockNumber // that are in the spreadsheet
	carried int64        // numbers up to this were carried along by a copy: they cannot be relied on to go away
}

// lockNumber is a number that has been used.
type lockNumber struct {
	number int64
	tag    string    // which write made it
	seen   time.Time // by this process
	stamp  time.Time // by the clock of its maker
}

// seen implements lockForm; the highest number is the turn.
func (l *metadataLock) seen(s *api.Spreadsheet, now time.Time) turn {
	known := map[int64]time.Time{}
	for _, n := range l.numbers {
		known[n.number] = n.seen
	}
	l.numbers = lockNumbers(s.DeveloperMetadata, now)
	for i, n := range l.numbers {
		if t, ok := known[n.number]; ok {
			l.numbers[i].seen = t
		}
	}
	return l.highest()
}

// highest is the turn of the highest number, at least of those that were carried along.
func (l *metadataLock) highest() turn {
	at := turn{number: l.carried}
	for _, n := range l.numbers {
		if n.number > at.number {
			at = turn{n.number, n.tag}
		}
	}
	return at
}

// lockNumbers are the numbers in the spreadsheet's metadata.
func lockNumbers(all []*api.DeveloperMetadata, now time.Time) []lockNumber {
	var out []lockNumber
	for _, m := range all {
		if m.MetadataKey != lockKey || m.MetadataId <= lockBase {
			continue
		}
		tag, stamp, _ := strings.Cut(m.MetadataValue, " ")
		out = append(out, lockNumber{number: m.MetadataId - lockBase, tag: tag, stamp: parseStamp(stamp), seen: now})
	}
	return out
}

// formatStamp and parseStamp write a time as a lock holds it; a stamp that cannot be read is the zero time.
func formatStamp(t time.Time) string { return strconv.FormatInt(t.Unix(), 36) }

func parseStamp(text string) time.Time {
	s, err := strconv.ParseInt(text, 36, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(s, 0)
}

// missing implements lockForm: the first number is made by the first write.
func (l *metadataLock) missing(*structure, string, time.Time) []*api.Request { return nil }

func (l *metadataLock) again() {}

// requests takes the number after that of at, and drops numbers so old that no request can still be under way to them.
func (l *metadataLock) requests(_ *structure, at turn, tag string, now time.Time) []*api.Request {
	reqs := []*api.Request{createMetadata(lockBase+at.number+1, lockKey, tag+" "+formatStamp(now))}
	for _, n := range l.numbers {
		if l.dead(n, at, now) {
			reqs = append(reqs, deleteMetadata(lockBase+n.number))
		}
	}
	return reqs
}

// dead reports whether a number may be dropped when the one after that of at is taken.
func (l *metadataLock) dead(n lockNumber, at turn, now time.Time) bool {
	return n.number > l.carried && n.number <= at.number-lockKept &&
		(now.Sub(n.seen) > lockAge || !n.stamp.IsZero() && now.Sub(n.stamp) > lockStamp)
}

// stored implements lockForm.
func (l *metadataLock) stored(at turn, tag string, now time.Time) turn {
	kept := l.numbers[:0]
	for _, n := range l.numbers {
		if !l.dead(n, at, now) {
			kept = append(kept, n)
		}
	}
	l.numbers = append(kept, lockNumber{number: at.number + 1, tag: tag, seen: now, stamp: now})
	return turn{at.number + 1, tag}
}

// fate implements lockForm.
func (l *metadataLock) fate(at turn, tag string, _ error) fate {
	for _, n := range l.numbers {
		switch {
		case n.number != at.number+1 || n.tag == "":
		case n.tag == tag:
			return ours
		default:
			return others
		}
	}
	if l.highest().number > at.number {
		return others
	}
	return free
}

// createMetadata is a request for developer metadata of the spreadsheet; Google chooses the id if it is 0.
func createMetadata(id int64, key, value string) *api.Request {
	return &api.Request{
		CreateDeveloperMetadata: &api.CreateDeveloperMetadataRequest{DeveloperMetadata: &api.DeveloperMetadata{
			MetadataId: id, MetadataKey: key, MetadataValue: value, Visibility: "DOCUMENT",
			Location: &api.DeveloperMetadataLocation{Spreadsheet: true}}},
	}
}

func deleteMetadata(id int64) *api.Request {
	return &api.Request{DeleteDeveloperMetadata: &api.DeleteDeveloperMetadataRequest{
		DataFilter: &api.DataFilter{DeveloperMetadataLookup: &api.DeveloperMetadataLookup{MetadataId: id}}}}
}
