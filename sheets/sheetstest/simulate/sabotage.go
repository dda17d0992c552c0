package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"

	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// sabotage breaks one safeguard of leadsheet from outside, to test the simulation: each must be caught.
type sabotage struct {
	name string
	// breaks are the invariants that the sabotage violates. A failure of another one does not count.
	breaks []string
	// from is a seed that has caught a sabotage which few do: the search begins there. 0 begins with the first.
	from      uint64
	transport func(*process, http.RoundTripper) http.RoundTripper
	book      func(*process, sheets.Book) sheets.Book // below recordingBook
	rules     func(*process, sheets.Book) sheets.Book // above recordingBook
	source    func(*process, intake.Source) intake.Source
	exports   func(*process, intake.Source) intake.Source // the drop folder
	claims    func() claims.Store
	twice     bool                              // metadata is taken twice, although it is the lock
	files     func(*process, files.FS) files.FS // of a local file
}

// sabotages returns all sabotages.
func sabotages() []sabotage {
	return []sabotage{
		{name: "blind-retry", breaks: []string{"I2"}, transport: onRequest(blindRetry)},
		{name: "no-version", breaks: []string{"I2"},
			transport: onRequest(rewriting(dropKind("createDeveloperMetadata")))},
		{name: "no-token", breaks: []string{"I2"}, transport: onRequest(rewriting(noToken))},
		{name: "wrong-lock", breaks: []string{"I2"}, twice: true},
		{name: "fresh-version", breaks: []string{"I2"}, transport: onRequest(freshVersion)},
		{name: "version-deleted-at-once", breaks: []string{"I2"}, transport: onRequest(rewriting(versionDeleted))},
		{name: "position-without-check", breaks: []string{"I3", "I4"}, transport: onRequest(rewriting(blindToLog))},
		{name: "unknown-is-success", breaks: []string{"I1", "I13"}, transport: onRequest(unknownIsSuccess)},
		{name: "unknown-is-failure", breaks: []string{"I2"}, transport: onRequest(unknownIsFailure)},
		{name: "stale-values", breaks: []string{"I2"}, transport: onRequest(staleValues)},
		{name: "two-batches", breaks: []string{"I1", "I13"}, transport: onRequest(twoBatches)},
		{name: "overwrite-below", breaks: []string{"I4"}, transport: onRequest(rewriting(dropKind("insertDimension")))},
		{name: "commit-twice", breaks: []string{"I2"}, book: commitTwice},
		{name: "conflict-swallowed", breaks: []string{"I1", "I13"}, book: conflictSwallowed},
		{name: "intake-forgotten", breaks: []string{"I1", "I13"}, book: intakeForgotten},
		{name: "one-row-lower", breaks: []string{"I4"}, book: oneRowLower},
		{name: "titles-astray", breaks: []string{"I1", "I2", "I12", "I13"}, book: astrayIsEmpty},
		{name: "deaths-forgotten", breaks: []string{"I9"},
			claims: func() claims.Store { return forgetfulClaims{} }},
		{name: "settled-before-stored", breaks: []string{"I1", "I13"}, source: settledFirst},
		{name: "known-keys-ignored", breaks: []string{"I2"}, book: keysForgotten},
		{name: "missed-forgotten", breaks: []string{"I14"}, from: 228, book: missedForgotten},
		{name: "commands-not-emptied", breaks: []string{"I14"}, book: notEmptied},
		{name: "deleted-put-back", breaks: []string{"I12"}, rules: deletedPutBack},
	}
}

// localSabotages returns the sabotages of a workbook that is a local file.
func localSabotages() []sabotage {
	list := []sabotage{
		{name: "older-copy-unnoticed", breaks: []string{"I1", "I13"}, from: 163, book: setBackForgotten},
		{name: "displaced-not-kept", breaks: []string{"I3"}, from: 84,
			files: onFiles(func(f *brokenFiles) { f.keepsNothing = true })},
		{name: "swap-unchecked", breaks: []string{"I3"}, files: onFiles(func(f *brokenFiles) { f.swapsBlindly = true })},
		{name: "locks-ignored", breaks: []string{"I3"}, files: onFiles(func(f *brokenFiles) { f.seesNoLock = true })},
		{name: "exports-moved-first", breaks: []string{"I1"}, exports: movedFirst},
		{name: "exports-moved-unseen", breaks: []string{"I1", "I3"}, from: 167, exports: movedUnseen},
	}
	for _, s := range sabotages() {
		switch s.name {
		case "titles-astray", "intake-forgotten", "settled-before-stored", "known-keys-ignored",
			"commands-not-emptied", "deleted-put-back", "one-row-lower":
			if s.name == "deleted-put-back" {
				s.from = 218
			}
			list = append(list, s)
		}
	}
	return list
}

// caught reports whether a run failed by one of the sabotage's invariants.
func (s *sabotage) caught(r result) bool {
	return r.failed != nil && slices.Contains(s.breaks, r.failed.Invariant)
}

func sabotageNames() []string {
	var names []string
	for _, s := range append(sabotages(), localSabotages()[:6]...) {
		names = append(names, s.name)
	}
	return names
}

func sabotageOf(name string) (*sabotage, error) {
	if name == "" {
		return nil, nil
	}
	for _, s := range append(sabotages(), localSabotages()...) {
		if s.name == name {
			return &s, nil
		}
	}
	return nil, fmt.Errorf("there is no sabotage %q; the names are %v", name, sabotageNames())
}

// roundTripFunc is a function as an http.RoundTripper.
type roundTripFunc func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (t roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// onRequest returns a transport that calls f for every request.
func onRequest(
	f func(p *process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error),
) func(*process, http.RoundTripper) http.RoundTripper {
	return func(p *process, next http.RoundTripper) http.RoundTripper {
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

func isBatch(r *http.Request) bool { return short(r) == "batchUpdate" }

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
func rewriting(f func(b *batch)) func(*process, http.RoundTripper, *http.Request, []byte) (*http.Response, error) {
	return func(_ *process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
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
