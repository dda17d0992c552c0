package lock

import (
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"
)

// The lock by metadata: developer metadata of the spreadsheet under ever higher ids.
const (
	key  = "leadsheet"
	base = 1_200_000_000 // ids are positive 32 bit numbers; this leaves room for a write a second for thirty years
)

// While a lock's number stays in the spreadsheet, a late request under it fails. A number is dropped only when it is
// both old and followed by many: a program that was stopped with its request in hand (a laptop that sleeps) may send
// it much later. What is kept takes a third of the 30,000 characters that Google allows for such marks
// (docs/facts/sheets-api.md).
const (
	age         = 30 * time.Minute // as this process has seen it
	oldStamp    = 2 * time.Hour    // by its own stamp, whose clock may be wrong
	numbersKept = 300
)

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

// Seen implements Lock; the highest number is the turn.
func (l *metadataLock) Seen(s *api.Spreadsheet, now time.Time) Turn {
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
func (l *metadataLock) highest() Turn {
	at := Turn{Number: l.carried}
	for _, n := range l.numbers {
		if n.number > at.Number {
			at = Turn{n.number, n.tag}
		}
	}
	return at
}

// lockNumbers are the numbers in the spreadsheet's metadata.
func lockNumbers(all []*api.DeveloperMetadata, now time.Time) []lockNumber {
	var out []lockNumber
	for _, m := range all {
		if m.MetadataKey != key || m.MetadataId <= base {
			continue
		}
		tag, stamp, _ := strings.Cut(m.MetadataValue, " ")
		out = append(out, lockNumber{number: m.MetadataId - base, tag: tag, stamp: parseStamp(stamp), seen: now})
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

// Missing implements Lock: the first number is made by the first write.
func (l *metadataLock) Missing(int64, string, time.Time) []*api.Request { return nil }

// Again implements Lock: there is nothing else to try.
func (l *metadataLock) Again() {}

// Requests takes the number after that of at, and drops numbers so old that no request can still be under way to them.
func (l *metadataLock) Requests(_ int64, at Turn, tag string, now time.Time) []*api.Request {
	reqs := []*api.Request{CreateMetadata(base+at.Number+1, key, tag+" "+formatStamp(now))}
	for _, n := range l.numbers {
		if l.dead(n, at, now) {
			reqs = append(reqs, DeleteMetadata(base+n.number))
		}
	}
	return reqs
}

// dead reports whether a number may be dropped when the one after that of at is taken.
func (l *metadataLock) dead(n lockNumber, at Turn, now time.Time) bool {
	return n.number > l.carried && n.number <= at.Number-numbersKept &&
		(now.Sub(n.seen) > age || !n.stamp.IsZero() && now.Sub(n.stamp) > oldStamp)
}

// Stored implements Lock.
func (l *metadataLock) Stored(at Turn, tag string, now time.Time) Turn {
	kept := l.numbers[:0]
	for _, n := range l.numbers {
		if !l.dead(n, at, now) {
			kept = append(kept, n)
		}
	}
	l.numbers = append(kept, lockNumber{number: at.Number + 1, tag: tag, seen: now, stamp: now})
	return Turn{at.Number + 1, tag}
}

// Fate implements Lock.
func (l *metadataLock) Fate(at Turn, tag string, _ bool) Fate {
	for _, n := range l.numbers {
		switch {
		case n.number != at.Number+1 || n.tag == "":
		case n.tag == tag:
			return Ours
		default:
			return Others
		}
	}
	if l.highest().Number > at.Number {
		return Others
	}
	return Free
}
