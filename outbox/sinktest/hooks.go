package sinktest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
)

// Hooks is a receiver of webhooks that records bodies. The caller closes it.
type Hooks struct {
	*httptest.Server

	mu     sync.Mutex
	posts  []Post
	answer func(w http.ResponseWriter, r *http.Request, n int) bool
}

// Post is what came.
type Post struct {
	Path string
	Body []byte
}

// StartHooks starts a receiver.
func StartHooks() *Hooks {
	h := &Hooks{}
	h.Server = httptest.NewServer(http.HandlerFunc(h.serve))
	return h
}

// Answer sets what answers; n is the number of earlier posts. It returns whether it has answered: else all is well.
func (h *Hooks) Answer(f func(w http.ResponseWriter, r *http.Request, n int) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = f
}

// Posts returns what has come so far.
func (h *Hooks) Posts() []Post {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.posts)
}

func (h *Hooks) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	h.mu.Lock()
	n, answer := len(h.posts), h.answer
	h.posts = append(h.posts, Post{Path: r.URL.Path, Body: body})
	h.mu.Unlock()
	if answer == nil || !answer(w, r, n) {
		_, _ = io.WriteString(w, "ok")
	}
}
