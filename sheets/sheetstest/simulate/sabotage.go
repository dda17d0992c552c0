package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"

	"leadsheet/intake"
	"leadsheet/sheets"
)

// sabotage is leadsheet with one safeguard broken, from outside: a test of the simulation. Each has to be caught.
type sabotage struct {
	name string
	// breaks are the invariants that it may be caught by; another one would be chance.
	breaks    []string
	transport func(*proc, http.RoundTripper) http.RoundTripper
	book      func(*proc, sheets.Book) sheets.Book // below those who note what was meant
	rules     func(*proc, sheets.Book) sheets.Book // above them
	source    func(*proc, intake.Source) intake.Source
	slate     func() intake.ClaimStore
}

// sabotages are the ways in which leadsheet is broken.
func sabotages() []sabotage {
	return []sabotage{
		{name: "blind-retry", breaks: []string{"I2"}, transport: wire(blindRetry)},
		{name: "no-version", breaks: []string{"I2"}, transport: wire(rewriting(drop("createDeveloperMetadata")))},
		{name: "fresh-version", breaks: []string{"I2"}, transport: wire(freshVersion)},
		{name: "version-deleted-at-once", breaks: []string{"I2"}, transport: wire(versionDeleted)},
		{name: "position-without-check", breaks: []string{"I3", "I4"}, transport: wire(blindToLog)},
		{name: "unknown-is-success", breaks: []string{"I1", "I13"}, transport: wire(unknownIsSuccess)},
		{name: "unknown-is-failure", breaks: []string{"I2"}, transport: wire(unknownIsFailure)},
		{name: "stale-values", breaks: []string{"I2"}, transport: wire(staleValues)},
		{name: "two-batches", breaks: []string{"I1", "I13"}, transport: wire(twoBatches)},
		{name: "overwrite-below", breaks: []string{"I4"}, transport: wire(rewriting(drop("insertDimension")))},
		{name: "commit-twice", breaks: []string{"I2"}, book: commitTwice},
		{name: "conflict-swallowed", breaks: []string{"I1", "I13"}, book: conflictSwallowed},
		{name: "intake-forgotten", breaks: []string{"I1", "I13"}, book: intakeForgotten},
		{name: "one-row-lower", breaks: []string{"I4"}, book: oneRowLower},
		{name: "titles-astray", breaks: []string{"I1", "I2", "I12", "I13"}, book: astrayIsEmpty},
		{name: "deaths-forgotten", breaks: []string{"I9"}, slate: func() intake.ClaimStore { return forgetful{} }},
		{name: "settled-before-stored", breaks: []string{"I1", "I13"}, source: settledFirst},
		{name: "known-keys-ignored", breaks: []string{"I2"}, book: keysForgotten},
		{name: "deleted-put-back", breaks: []string{"I12"}, rules: deletedPutBack},
	}
}

// caught reports whether a run failed in the way in which this sabotage shows.
func (s *sabotage) caught(r result) bool {
	return r.failed != nil && slices.Contains(s.breaks, r.failed.Invariant)
}

func sabotageNames() []string {
	var names []string
	for _, s := range sabotages() {
		names = append(names, s.name)
	}
	return names
}

func sabotageOf(name string) (*sabotage, error) {
	if name == "" {
		return nil, nil
	}
	for _, s := range sabotages() {
		if s.name == name {
			return &s, nil
		}
	}
	return nil, fmt.Errorf("there is no sabotage %q; the names are %v", name, sabotageNames())
}

// tripper is an http.RoundTripper from a function.
type tripper func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (t tripper) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// wire puts a function between leadsheet and the network.
func wire(
	f func(p *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error),
) func(*proc, http.RoundTripper) http.RoundTripper {
	return func(p *proc, next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
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

// batch is a batchUpdate with its requests apart.
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

// fake is an answer that the service never gave.
func fake(r *http.Request, status int, body string) *http.Response {
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

// unclear reports whether an answer leaves open whether the write was applied.
func unclear(res *http.Response, err error) bool {
	return err != nil || res.StatusCode >= 500
}

// rewriting lets f change the requests of every batch.
func rewriting(f func(b *batch)) func(*proc, http.RoundTripper, *http.Request, []byte) (*http.Response, error) {
	return func(_ *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
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

// drop leaves out the requests of a kind.
func drop(kind string) func(*batch) {
	return func(b *batch) {
		kept := b.requests[:0]
		for _, r := range b.requests {
			if _, ok := r[kind]; !ok {
				kept = append(kept, r)
			}
		}
		b.requests = kept
	}
}
