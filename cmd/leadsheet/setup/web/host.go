package web

import (
	"context"
	"crypto/rand"
	"net/url"
	"slices"
	"sync"
	"time"

	"leadsheet/cmd/leadsheet/setup"
)

// host is what the pages show, and where the answers go: the setup on one side, the browser on the other.
type host struct {
	mu      sync.Mutex
	token   string        // of the link; "" once it was used
	number  int           // of the present page
	changed chan struct{} // closed when the number goes up
	form    *setup.Form   // nil while the setup works, and at its end
	said    []string      // what was told since the form before
	link    string        // an address that the setup wants to be opened
	ended   bool
	failed  string // why it ended; "" for the end of a good setup
	once    sync.Once

	replies chan reply
}

// reply is what a person sends with a form.
type reply struct {
	back    bool
	answers map[string]string
}

func newHost() *host {
	return &host{token: rand.Text(), changed: make(chan struct{}), replies: make(chan reply, 1)}
}

// spend takes the token of the link, which works once.
func (h *host) spend(token string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.token == "" || !same(token, h.token) {
		return false
	}
	h.token = ""
	return true
}

// turn makes the next page the present one. The caller holds mu.
func (h *host) turn() {
	h.number++
	close(h.changed)
	h.changed = make(chan struct{})
}

// Interactive reports that a person can be asked.
func (h *host) Interactive() bool { return true }

// Tell keeps a line for the next page.
func (h *host) Tell(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.said = append(h.said, text)
}

// Browse offers an address as a link: the browser is where the person is already.
func (h *host) Browse(address string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.link = address
	return nil
}

// Ask asks one question on a page of its own.
func (h *host) Ask(ctx context.Context, q setup.Question) (string, error) {
	answers, err := h.Fill(ctx, setup.Form{Questions: []setup.Question{q}})
	return answers[q.Key], err
}

// Fill shows a form and waits for its answers.
func (h *host) Fill(ctx context.Context, f setup.Form) (map[string]string, error) {
	h.mu.Lock()
	h.form, h.link = &f, ""
	h.turn()
	h.mu.Unlock()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-h.replies:
		if r.back {
			return nil, setup.ErrBack
		}
		return r.answers, nil
	}
}

// reply hands over what was sent with a page. It reports whether that is the present one.
func (h *host) reply(page int, sent url.Values) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.form == nil || page != h.number {
		return false
	}
	r := reply{back: sent.Has("back"), answers: map[string]string{}}
	for _, q := range h.form.Questions {
		r.answers[q.Key] = answerOf(q, sent)
	}
	h.form, h.said = nil, nil
	h.turn()
	h.replies <- r
	return true
}

// withdraw takes the present form away: no answer to it is taken any more.
func (h *host) withdraw() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.form = nil
	h.turn()
}

// wait waits until the setup shows a page again, but not longer than most: what takes longer has a page of its own.
func (h *host) wait(most time.Duration) {
	deadline := time.After(most)
	for {
		h.mu.Lock()
		ready, changed := h.form != nil || h.ended, h.changed
		h.mu.Unlock()
		if ready {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			return
		}
	}
}

// end shows the last page.
func (h *host) end(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.form, h.link, h.ended = nil, "", true
	if err != nil {
		h.failed = err.Error()
	}
	h.turn()
}

// view is the present page, and whether it is the last one.
func (h *host) view() (v view, last bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	v = view{Number: h.number, Said: slices.Clone(h.said), Link: h.link, Ended: h.ended, Failed: h.failed}
	switch {
	case h.ended && h.failed != "":
		v.Title = "The setup has ended"
	case h.ended:
		v.Title = "leadsheet is set up"
	case h.form == nil:
		v.Title, v.Refresh = "One moment", 1
		if h.link != "" {
			v.Title, v.Refresh = "Sign in", 3
		}
	default:
		v.fill(*h.form)
	}
	return v, h.ended
}
