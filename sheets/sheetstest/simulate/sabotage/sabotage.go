// Package sabotage breaks safeguards of leadsheet on purpose, one at a time and from outside. A simulation that finds
// nothing proves nothing: it has to catch each of them.
package sabotage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"leadsheet/daemon/told"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/outbox"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// Process is what a sabotage knows of the process that it breaks.
type Process struct {
	Rand   *rand.Rand // the source of chance of the process
	Ended  func() bool
	Layout sheets.Layout
	Path   string // of a workbook that is a local file
	// Settled are the keys of messages of the mailbox that have been acknowledged.
	Settled map[string]bool
	Sender  outbox.Sender // nil for a process that does not send

	uncertain bool              // the last write may not have been stored
	cache     map[string]string // answers to reads
}

// Sabotage is one broken safeguard. A nil function leaves that part as it is.
type Sabotage struct {
	Name string
	// Breaks are the invariants that the sabotage violates. A failure of another one does not count.
	Breaks []string
	// From is a seed that has caught a sabotage which few do: the search begins there. 0 begins with the first.
	From      uint64
	Transport func(*Process, http.RoundTripper) http.RoundTripper
	Book      func(*Process, sheets.Book) sheets.Book // below what records the commits
	Rules     func(*Process, sheets.Book) sheets.Book // above what records the commits
	Source    func(*Process, intake.Source) intake.Source
	Exports   func(*Process, intake.Source) intake.Source // the drop folder
	Claims    func() claims.Store
	Twice     bool                              // metadata is taken twice, although it is the lock
	Files     func(*Process, files.FS) files.FS // of a local file

	Sends  bool // it is about messages: they are sent
	OfFile bool // of messages, over a local file
	Sender func(*Process, outbox.Sender) outbox.Sender
	Told   func(told.Store) told.Store
}

// All returns the sabotages of a Google Sheet.
func All() []Sabotage {
	return []Sabotage{
		{Name: "blind-retry", Breaks: []string{"I2"}, Transport: onRequest(blindRetry)},
		{Name: "no-version", Breaks: []string{"I2"},
			Transport: onRequest(rewriting(dropKind("createDeveloperMetadata")))},
		{Name: "no-token", Breaks: []string{"I2"}, Transport: onRequest(rewriting(noToken))},
		{Name: "wrong-lock", Breaks: []string{"I2"}, Twice: true},
		{Name: "fresh-version", Breaks: []string{"I2"}, Transport: onRequest(freshVersion)},
		{Name: "version-deleted-at-once", Breaks: []string{"I2"}, Transport: onRequest(rewriting(versionDeleted))},
		{Name: "position-without-check", Breaks: []string{"I3", "I4"}, From: 13,
			Transport: onRequest(rewriting(blindToLog))},
		{Name: "unknown-is-success", Breaks: []string{"I1", "I13"}, From: 11, Transport: onRequest(unknownIsSuccess)},
		{Name: "unknown-is-failure", Breaks: []string{"I2"}, Transport: onRequest(unknownIsFailure)},
		{Name: "stale-values", Breaks: []string{"I2"}, Transport: onRequest(staleValues)},
		{Name: "two-batches", Breaks: []string{"I1", "I13"}, From: 11, Transport: onRequest(twoBatches)},
		{Name: "overwrite-below", Breaks: []string{"I4"}, Transport: onRequest(rewriting(dropKind("insertDimension")))},
		{Name: "commit-twice", Breaks: []string{"I2"}, Book: commitTwice},
		{Name: "conflict-swallowed", Breaks: []string{"I1", "I13"}, Book: conflictSwallowed},
		{Name: "intake-forgotten", Breaks: []string{"I1", "I13"}, Book: intakeForgotten},
		{Name: "one-row-lower", Breaks: []string{"I4"}, Book: oneRowLower},
		{Name: "titles-astray", Breaks: []string{"I1", "I2", "I12", "I13"}, Book: astrayIsEmpty},
		{Name: "deaths-forgotten", Breaks: []string{"I9"},
			Claims: func() claims.Store { return forgetfulClaims{} }},
		{Name: "settled-before-stored", Breaks: []string{"I1", "I13"}, Source: settledFirst},
		{Name: "known-keys-ignored", Breaks: []string{"I2"}, Book: keysForgotten},
		{Name: "missed-forgotten", Breaks: []string{"I14"}, From: 228, Book: missedForgotten},
		{Name: "commands-not-emptied", Breaks: []string{"I14"}, Book: notEmptied},
		{Name: "deleted-put-back", Breaks: []string{"I12"}, From: 24, Rules: deletedPutBack},
	}
}

// OfFiles returns the sabotages of a workbook that is a local file.
func OfFiles() []Sabotage {
	list := []Sabotage{
		{Name: "older-copy-unnoticed", Breaks: []string{"I1", "I13"}, From: 163, Book: setBackForgotten},
		{Name: "displaced-not-kept", Breaks: []string{"I3"}, From: 84,
			Files: onFiles(func(f *brokenFiles) { f.keepsNothing = true })},
		{Name: "swap-unchecked", Breaks: []string{"I3"}, From: 23,
			Files: onFiles(func(f *brokenFiles) { f.swapsBlindly = true })},
		{Name: "locks-ignored", Breaks: []string{"I3"}, Files: onFiles(func(f *brokenFiles) { f.seesNoLock = true })},
		{Name: "exports-moved-first", Breaks: []string{"I1"}, Exports: movedFirst},
		{Name: "exports-moved-unseen", Breaks: []string{"I1", "I3"}, From: 167, Exports: movedUnseen},
	}
	for _, s := range All() {
		switch s.Name {
		case "titles-astray", "intake-forgotten", "settled-before-stored", "known-keys-ignored",
			"commands-not-emptied", "deleted-put-back", "one-row-lower":
			if s.Name == "deleted-put-back" {
				s.From = 245
			}
			list = append(list, s)
		}
	}
	return list
}

// CaughtBy reports whether a failure of an invariant is what the sabotage does.
func (s *Sabotage) CaughtBy(invariant string) bool { return slices.Contains(s.Breaks, invariant) }

// Names are the names of all sabotages.
func Names() []string {
	var names []string
	for _, s := range slices.Concat(All(), OfFiles(), OfSending()) {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// Of returns the sabotage of a name; nil for "".
func Of(name string) (*Sabotage, error) {
	if name == "" {
		return nil, nil
	}
	for _, s := range slices.Concat(All(), OfFiles(), OfSending()) {
		if s.Name == name {
			return &s, nil
		}
	}
	return nil, fmt.Errorf("there is no sabotage %q; the names are %v", name, Names())
}

// roundTripFunc is a function as an http.RoundTripper.
type roundTripFunc func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (t roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// onRequest returns a transport that calls f for every request.
func onRequest(
	f func(p *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error),
) func(*Process, http.RoundTripper) http.RoundTripper {
	return func(p *Process, next http.RoundTripper) http.RoundTripper {
		return roundTripFunc(func(r *http.Request) (*http.Response, error) {
			var body []byte
			if r.Body != nil {
				var err error
				if body, err = io.ReadAll(r.Body); err != nil {
					return nil, err
				}
			}
			return f(p, next, r, body)
		})
	}
}

// send sends a request with a body.
func send(next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	r = r.Clone(r.Context())
	if r.Body != nil {
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return next.RoundTrip(r)
}

func isBatch(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ":batchUpdate") }

// batch is the body of a batchUpdate with its requests decoded.
type batch struct {
	rest     map[string]json.RawMessage
	requests []map[string]json.RawMessage
}

func parseBatch(body []byte) (*batch, error) {
	b := &batch{}
	if err := json.Unmarshal(body, &b.rest); err != nil {
		return nil, err
	}
	return b, json.Unmarshal(b.rest["requests"], &b.requests)
}

func (b *batch) bytes() ([]byte, error) {
	raw, err := json.Marshal(b.requests)
	if err != nil {
		return nil, err
	}
	b.rest["requests"] = raw
	return json.Marshal(b.rest)
}

// has reports whether the batch holds a request of a kind.
func (b *batch) has(kind string) bool {
	for _, r := range b.requests {
		if _, ok := r[kind]; ok {
			return true
		}
	}
	return false
}

// fakeResponse returns an answer that the service did not give.
func fakeResponse(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Status:     http.StatusText(status),
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header: http.Header{
			"Content-Type": {"application/json; charset=UTF-8"},
		},
		Body:    io.NopCloser(bytes.NewReader([]byte(body))),
		Request: r,
	}
}

// isUncertain reports whether an answer leaves open if the write was applied.
func isUncertain(res *http.Response, err error) bool {
	return err != nil || res.StatusCode >= 500
}

// rewriting returns a function for onRequest that lets f change every batch.
func rewriting(f func(b *batch)) func(*Process, http.RoundTripper, *http.Request, []byte) (*http.Response, error) {
	return func(_ *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
		if isBatch(r) {
			b, err := parseBatch(body)
			if err != nil {
				return nil, err
			}
			f(b)
			if body, err = b.bytes(); err != nil {
				return nil, err
			}
		}
		return send(next, r, body)
	}
}

// dropKind returns a function that removes the requests of a kind from a batch.
func dropKind(kind string) func(*batch) {
	return func(b *batch) {
		b.requests = slices.DeleteFunc(b.requests, func(r map[string]json.RawMessage) bool {
			_, ok := r[kind]
			return ok
		})
	}
}
