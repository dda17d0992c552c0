package daemon

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
	data  toldData
	gone  map[string]bool // keys that this process has forgotten
}

// toldData is what the store holds.
type toldData struct {
	About string `json:"about"`
	// Messages are what was sent, by outgoing.TellKey.
	Messages map[string]toldMessage `json:"messages,omitempty"`
	// Failing is since when something cannot be taken in.
	Failing *time.Time `json:"failing,omitempty"`
}

type toldMessage struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// toldAbout explains the file to users who open it.
const toldAbout = "Whom leadsheet has told of requests while the workbook could not be written. It may be deleted at " +
	"any time; then somebody may be told once more."

// toldFor is how long a message is remembered.
const toldFor = 30 * 24 * time.Hour

// sentFor is how long it is remembered what a customer was sent.
const sentFor = 7 * 24 * time.Hour

// NewTold reads a store. One that cannot be read is as good as an empty one.
func NewTold(store Store) *Told {
	t := &Told{store: store}
	if data, err := store.Read(); err == nil && json.Unmarshal(data, &t.data) != nil {
		t.data = toldData{}
	}
	return t
}

// all are the Message-IDs by outgoing.TellKey.
func (t *Told) all() map[string]string {
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
	var stored toldData
	if data, err := t.store.Read(); err != nil || json.Unmarshal(data, &stored) != nil {
		return
	}
	if t.data.Messages == nil {
		t.data.Messages = map[string]toldMessage{}
	}
	for k, m := range stored.Messages {
		if _, has := t.data.Messages[k]; !has && !t.gone[k] {
			t.data.Messages[k] = m
		}
	}
}

// add remembers that somebody was told.
func (t *Told) add(key, id string, now time.Time) error {
	return t.change(func(data *toldData) bool {
		if data.Messages == nil {
			data.Messages = map[string]toldMessage{}
		}
		data.Messages[key] = toldMessage{id, now}
		return true
	})
}

// forget forgets messages that are in Activity now, and very old ones.
func (t *Told) forget(keys []string, now time.Time) error {
	return t.change(func(data *toldData) bool {
		before := len(data.Messages)
		for _, k := range keys {
			delete(data.Messages, k)
			if t.gone == nil {
				t.gone = map[string]bool{}
			}
			t.gone[k] = true
		}
		maps.DeleteFunc(data.Messages, func(k string, m toldMessage) bool {
			return now.Sub(m.At) > toldFor || now.Sub(m.At) > sentFor && strings.HasPrefix(k, outgoing.SentPrefix)
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

// failing notes whether something cannot be taken in, and returns since when that is so.
func (t *Told) failing(is bool, now time.Time) (since time.Time, err error) {
	since = now
	err = t.change(func(data *toldData) bool {
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
func (t *Told) change(change func(data *toldData) bool) error {
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
		t.data.About = toldAbout
		if data, err = json.Marshal(t.data); err != nil {
			return fmt.Errorf("keep what the team was told: %w", err)
		}
	}
	if err := t.store.Write(data); err != nil {
		return fmt.Errorf("keep what the team was told: %w", err)
	}
	return nil
}

// keyOf is under which a message about an inquiry is kept; "" for another message.
func keyOf(m *outgoing.Intent) string {
	if m.Inquiry == "" || m.Occasion.ToCustomer() {
		return ""
	}
	return outgoing.TellKey(m.Occasion, m.Recipient(), m.Inquiry)
}
