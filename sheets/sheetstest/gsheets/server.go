// Package gsheets is a Google Sheets that runs in the test's own process: the v4 API as far as leadsheet and its
// tests need it, the faults of a network and of a busy service, and the people who edit the same spreadsheet in a
// browser. What it answers was compared with recorded traffic of the live API.
package gsheets

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Options are what a Server may be told; the zero value is a service without quota.
type Options struct {
	// Now is the clock of the quota's minutes; nil: time.Now.
	Now func() time.Time
	// Seed makes the ids that the server invents repeatable.
	Seed uint64
	// Reads and Writes are the calls allowed a minute; 0: as many as one likes.
	Reads, Writes int
	// Cells are how many a spreadsheet may have, empty ones too; 0: ten million, as with Google.
	Cells int
	// Check compares every request and answer with the discovery document. A violation answers 500 with its text.
	Check bool
	// Discovery is the document for Check, for those who start many servers; nil: it is loaded.
	Discovery *Discovery
}

// Counts are the calls as Google counts them: a batch is one.
type Counts struct{ Reads, Writes int }

// Server is the service with its spreadsheets. Its methods are safe for concurrent use.
type Server struct {
	opt Options

	mu         sync.Mutex
	random     *rand.Rand
	docs       map[string]*Doc
	order      []string
	counts     Counts
	calls      int
	fault      func(Call) Fault
	minute     time.Time
	inMinute   Counts
	violations []string

	discovery      *Discovery
	discoveryError error
}

// New returns a service without spreadsheets.
func New(opt Options) *Server {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	s := &Server{opt: opt, random: rand.New(rand.NewPCG(opt.Seed, 0x5eed)), docs: map[string]*Doc{}}
	if s.discovery = opt.Discovery; opt.Check && s.discovery == nil {
		s.discovery, s.discoveryError = LoadDiscovery()
	}
	return s
}

// Create makes a spreadsheet as the API's create does: one tab Sheet1 of 1000 rows and 26 columns.
func (s *Server) Create(title string) *Doc {
	s.mu.Lock()
	id := s.newDocID()
	s.mu.Unlock()
	d := newDoc(s, id, title)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.docs[id] = d
	s.order = append(s.order, id)
	return d
}

// Doc returns the spreadsheet of that id, or nil.
func (s *Server) Doc(id string) *Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.docs[id]
}

// Docs returns all spreadsheets in the order in which they were made.
func (s *Server) Docs() []*Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Doc, 0, len(s.order))
	for _, id := range s.order {
		all = append(all, s.docs[id])
	}
	return all
}

// Counts returns the calls so far; those that the quota refused are not among them.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Violations returns what was sent or answered against the discovery document.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

// SetFault sets who is asked before each call what shall go wrong with it; nil: nothing.
func (s *Server) SetFault(f func(Call) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// newDocID invents an id of the usual length. The caller holds s.mu.
func (s *Server) newDocID() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := []byte("1")
	for len(b) < 44 {
		b = append(b, letters[s.random.IntN(len(letters))])
	}
	return string(b)
}

// newID invents a positive id of 31 bits.
func (s *Server) newID() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(s.random.Int32N(1<<31-2)) + 1
}

// ServeHTTP answers over a socket. A cut connection is closed without a word.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	a := s.answer(r, body)
	if a.cut {
		if h, ok := w.(http.Hijacker); ok {
			if conn, _, err := h.Hijack(); err == nil {
				// The far end sees the end of the stream; an error of closing tells nobody anything.
				_ = conn.Close()
			}
		}
		return
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	// A client that has gone away is no matter of the service.
	_, _ = w.Write(a.body)
}

// RoundTrip answers in the goroutine of the caller, so a Server is the Transport of an http.Client.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		if closeErr := r.Body.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return nil, fmt.Errorf("reading the request: %w", err)
		}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a := s.answer(r, body)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if a.cut {
		return nil, fmt.Errorf("the connection was cut: %w", io.ErrUnexpectedEOF)
	}
	return &http.Response{
		Status: itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

// admit counts a call against the quota of this minute; false: refused.
func (s *Server) admit(write bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.opt.Now().Truncate(time.Minute); !now.Equal(s.minute) {
		s.minute, s.inMinute = now, Counts{}
	}
	if write {
		if s.opt.Writes > 0 && s.inMinute.Writes >= s.opt.Writes {
			return false
		}
		s.inMinute.Writes++
		s.counts.Writes++
		return true
	}
	if s.opt.Reads > 0 && s.inMinute.Reads >= s.opt.Reads {
		return false
	}
	s.inMinute.Reads++
	s.counts.Reads++
	return true
}
