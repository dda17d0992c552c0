// Package told remembers outside of the workbook whom leadsheet has told what, for the time in which the workbook
// cannot say so.
package told

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"leadsheet/rules/outgoing"
)

// Store keeps a few bytes outside of the process.
type Store interface {
	// Read returns what was written last; nothing and no error when nothing was.
	Read() ([]byte, error)
	// Write replaces it as a whole. What has been written survives the end of the process.
	Write(data []byte) error
}

// Told is what the team was told while the workbook could not be written, so that it is not told again when it can, and
// what customers were sent lately, for the case that an older copy of the workbook, without these claims, takes its
// place. When its store is lost the team may be told once more.
//
// A nil *Told remembers nothing.
type Told struct {
	store Store
	mu    sync.Mutex
	data  kept
	gone  map[string]bool // keys that this process has forgotten
}

// kept is what the store holds.
type kept struct {
	About string `json:"about"`
	// Messages are what was sent, by outgoing.TellKey.
	Messages map[string]message `json:"messages,omitempty"`
	// Failing is since when something cannot be taken in.
	Failing *time.Time `json:"failing,omitempty"`
}

type message struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// about explains the file to users who open it.
const about = "Whom leadsheet has told of requests while the workbook could not be written. It may be deleted at " +
	"any time; then somebody may be told once more."

// messagesFor is how long a message is remembered.
const messagesFor = 30 * 24 * time.Hour

// sentFor is how long it is remembered what a customer was sent.
const sentFor = 7 * 24 * time.Hour

// New reads a store. One that cannot be read is as good as an empty one.
func New(store Store) *Told {
	t := &Told{store: store}
	if data, err := store.Read(); err == nil && json.Unmarshal(data, &t.data) != nil {
		t.data = kept{}
	}
	return t
}

// All are the Message-IDs by outgoing.TellKey.
func (t *Told) All() map[string]string {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refresh()
	out := make(map[string]string, len(t.data.Messages))
	for k, m := range t.data.Messages {
		out[k] = m.ID
	}
	return out
}

// refresh adds what another process has told.
func (t *Told) refresh() {
	var stored kept
	if data, err := t.store.Read(); err != nil || json.Unmarshal(data, &stored) != nil {
		return
	}
	if t.data.Messages == nil {
		t.data.Messages = map[string]message{}
	}
	for k, m := range stored.Messages {
		if _, has := t.data.Messages[k]; !has && !t.gone[k] {
			t.data.Messages[k] = m
		}
	}
}

// Add remembers that somebody was told.
func (t *Told) Add(key, id string, now time.Time) error {
	return t.change(func(data *kept) bool {
		if data.Messages == nil {
			data.Messages = map[string]message{}
		}
		data.Messages[key] = message{id, now}
		return true
	})
}

// Forget forgets messages that are in Activity now, and very old ones.
func (t *Told) Forget(keys []string, now time.Time) error {
	return t.change(func(data *kept) bool {
		before := len(data.Messages)
		for _, k := range keys {
			delete(data.Messages, k)
			if t.gone == nil {
				t.gone = map[string]bool{}
			}
			t.gone[k] = true
		}
		maps.DeleteFunc(data.Messages, func(k string, m message) bool {
			return now.Sub(m.At) > messagesFor || now.Sub(m.At) > sentFor && strings.HasPrefix(k, outgoing.SentPrefix)
		})
		return len(data.Messages) != before
	})
}

// Failing is since when something cannot be taken in, as a daemon that sends messages has noted; zero for nothing.
func (t *Told) Failing() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.data.Failing == nil {
		return time.Time{}
	}
	return *t.data.Failing
}

// SetFailing notes whether something cannot be taken in, and returns since when that is so.
func (t *Told) SetFailing(is bool, now time.Time) (since time.Time, err error) {
	since = now
	err = t.change(func(data *kept) bool {
		switch {
		case !is:
			had := data.Failing != nil
			data.Failing = nil
			return had
		case data.Failing == nil || now.Before(*data.Failing): // or the clock was set back
			data.Failing = &now
			return true
		}
		since = *data.Failing
		return false
	})
	return since, err
}

// change changes what is kept, and writes it down if it has changed.
func (t *Told) change(change func(data *kept) bool) error {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refresh()
	if !change(&t.data) {
		return nil
	}
	var data []byte
	if t.data.Failing != nil || len(t.data.Messages) > 0 {
		var err error
		t.data.About = about
		if data, err = json.Marshal(t.data); err != nil {
			return fmt.Errorf("keep what the team was told: %w", err)
		}
	}
	if err := t.store.Write(data); err != nil {
		return fmt.Errorf("keep what the team was told: %w", err)
	}
	return nil
}
