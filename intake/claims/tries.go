package claims

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// maxTries is how often a message is asked for that the server does not hand over; after the last try it is taken in by
// its header.
const maxTries = 3

// triesAt is when the tries of a message are made at which the connection breaks, counted from the first one. The line
// may be the cause, so they span an hour.
var triesAt = [maxTries]time.Duration{0, 20 * time.Minute, time.Hour}

const (
	maxTriesNoted = 2000               // messages whose tries are noted; the latest ones
	triesForgot   = 7 * 24 * time.Hour // age from which they are forgotten
)

// Tries are the vain tries to fetch a message.
type Tries struct {
	Count  int       `json:"count"`
	First  time.Time `json:"first"`
	Broken bool      `json:"broken,omitempty"` // the connection broke at one of them
}

// Waits reports whether the next try is not due yet. When the clock was set back it is due.
func (t Tries) Waits(now time.Time) bool {
	return t.Broken && t.Count < maxTries && !now.Before(t.First) && now.Before(t.First.Add(triesAt[t.Count]))
}

// IsLast reports whether the next try is the last one.
func (t Tries) IsLast() bool { return t.Count >= maxTries-1 }

// Failed is what is noted after another vain try.
func (t Tries) Failed(now time.Time, broken bool) Tries {
	if t.Count == 0 {
		t.First = now
	}
	return Tries{Count: t.Count + 1, First: t.First, Broken: t.Broken || broken}
}

// TriesOf returns the tries of an input that earlier processes have made.
func (c *Claims) TriesOf(input string) Tries {
	if c == nil {
		return Tries{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	return c.tries[input]
}

// NoteTries notes the tries of an input; none forgets it. Only those are worth a note that span more than a pass.
func (c *Claims) NoteTries(input string, t Tries) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	if was := c.tries[input]; was == t || !t.Broken && was.Count == 0 {
		return
	}
	if c.tries[input] = t; t.Count == 0 {
		delete(c.tries, input)
	}
	if !c.stopped {
		c.save()
	}
}

// latestTries are those that are worth keeping.
func latestTries(all map[string]Tries) map[string]Tries {
	out := maps.Clone(all)
	maps.DeleteFunc(out, func(_ string, t Tries) bool { return time.Since(t.First) > triesForgot })
	if len(out) <= maxTriesNoted {
		return out
	}
	inputs := slices.SortedFunc(maps.Keys(out), func(a, b string) int {
		return cmp.Or(out[b].First.Compare(out[a].First), cmp.Compare(a, b))
	})
	for _, input := range inputs[maxTriesNoted:] {
		delete(out, input)
	}
	return out
}
