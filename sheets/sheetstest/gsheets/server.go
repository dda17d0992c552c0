// Package gsheets emulates Google Sheets in the test's own process: the parts of the v4 API that leadsheet and its
// tests need, faults of the network and of a busy service, and people who edit the same spreadsheet in a browser. Its
// answers were compared with recorded traffic of the live API.
package gsheets

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options are the options of a Server. The zero value is a service without quota.
type Options struct {
	// Now is the clock for the quota per minute; nil: time.Now.
	Now func() time.Time
	// Seed makes the IDs that the server generates repeatable.
	Seed uint64
	// Reads and Writes are the calls allowed per minute; 0: no limit.
	Reads, Writes int
	// Cells is how many cells a spreadsheet may have, including empty ones; 0: ten million, as with Google.
	Cells int
	// Check compares every request and response with the discovery document. A violation is answered by 500 with its
	// text.
	Check bool
	// Discovery is the document for Check, to be shared by many servers; nil: it is loaded.
	Discovery *Discovery
	Changed   func(id string) // is called after each change of a spreadsheet, under its lock; nil: nobody is
}

// Counts counts calls as Google does: a batch is one call.
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

// Doc returns the spreadsheet with that ID, or nil.
func (s *Server) Doc(id string) *Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.docs[id]
}

// Docs returns all spreadsheets in the order of their creation.
func (s *Server) Docs() []*Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Doc, 0, len(s.order))
	for _, id := range s.order {
		all = append(all, s.docs[id])
	}
	return all
}

// Counts returns the number of calls so far, without those that the quota refused.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Violations returns the violations of the discovery document by requests and responses.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

// SetFault sets a function that is called before each call and returns its fault; nil: no faults.
func (s *Server) SetFault(f func(Call) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// newDocID generates an ID of the usual length. The caller holds s.mu.
func (s *Server) newDocID() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := []byte("1")
	for len(b) < 44 {
		b = append(b, letters[s.random.IntN(len(letters))])
	}
	return string(b)
}

// newID generates a positive ID of 31 bits.
func (s *Server) newID() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(s.random.Int32N(1<<31-2)) + 1
}

// ServeHTTP answers over a socket. A cut connection is closed without an answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	a := s.response(r, body)
	if a.cut {
		if h, ok := w.(http.Hijacker); ok {
			if conn, _, err := h.Hijack(); err == nil {
				// The client sees the end of the stream; an error of Close does not matter.
				_ = conn.Close()
			}
		}
		return
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	if !takesGzip(r.Header) {
		w.WriteHeader(a.status)
		// A write to a client that has gone away may fail.
		_, _ = w.Write(a.body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(a.status)
	z := gzip.NewWriter(w)
	_, _ = z.Write(a.body)
	_ = z.Close()
}

// takesGzip reports whether a client asks for compressed answers as Google wants it: with both headers.
func takesGzip(h http.Header) bool {
	return strings.Contains(h.Get("Accept-Encoding"), "gzip") && strings.Contains(h.Get("User-Agent"), "gzip")
}

// RoundTrip answers in the goroutine of the caller, so that a Server can be the Transport of an http.Client.
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
	a := s.response(r, body)
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

// withinQuota counts a call against the quota of this minute, and returns false if it is exceeded.
func (s *Server) withinQuota(write bool) bool {
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
