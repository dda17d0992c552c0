// Package health is what is known of how a leadsheet fares: what each pass came to, what waits where and why, whether
// everything that came in has a row, and what went wrong lately. A daemon tells it of its passes; whoever serves a page
// or answers a probe asks for a Snapshot at any time.
//
// Nothing here holds a customer's text: sources and places of messages have names, messages are only counted, and the
// texts of errors go through Plain first. The package has no clock and does no I/O.
package health

import (
	"slices"
	"time"

	"leadsheet/lead"
)

// Pass is what one pass of a daemon came to. Times are of the daemon's clock.
type Pass struct {
	Began, Ended time.Time
	// Next is when the next pass begins at the latest; Ended when it follows at once.
	Next time.Time
	// Err is what went wrong; nil for nothing.
	Err error
	// HoldsUp says that something that comes in waits because of Err. Other errors concern what is sent and written
	// besides.
	HoldsUp bool
	// Open says that Err is that a person has the workbook open: nothing is wrong, but what comes in waits.
	Open bool

	// Zone is the time zone of the team; nil when the workbook was not read.
	Zone *time.Location

	CameIn   int // what was taken in: rows of the tab Intake, without those about files and the team's own mails
	NewLeads int
	Leads    int // in the workbook after the pass; 0 when it was not read
	Notes    int // remarks for the log
	Unsent   int // messages of which the mail server has taken nothing so far
	Sources  []Source
}

// Good reports whether all that had come in when the pass began is stored. That is what a watchdog or a dead man's
// switch should be fed with: a pass that could not send a message, say, is good too.
func (p *Pass) Good() bool { return !p.HoldsUp }

// Source is what a pass found at one of its sources.
type Source struct {
	Name  string    // as intake.Source.Name
	Asked time.Time // when it was asked last; zero while it was not
	Err   error     // of that; nil when it answered
	// Waiting is how much was found there and not stored.
	Waiting int
	// Oldest is since when the first of it waits: since a mail of the last days was received, or since it was found.
	// What an export holds may be old, and has not waited. Zero when nothing of it is known but its number.
	Oldest time.Time
}

// Asked collects what the sources of one daemon bring and what of it is stored. The zero value knows no source. It is
// for one goroutine.
type Asked struct {
	sources []asked
}

type asked struct {
	Source
	left  int // found there, but left for later passes
	found []found
}

// found is an inquiry that waits.
type found struct {
	key   string
	since time.Time
}

// Note takes down the answer of the source at index i: what it brought, and how much more it has left for later passes.
func (a *Asked) Note(i int, s Source, items []lead.Inquiry, left int) {
	for len(a.sources) <= i {
		a.sources = append(a.sources, asked{})
	}
	to := &a.sources[i]
	before := make(map[string]time.Time, len(to.found))
	for _, f := range to.found {
		before[f.key] = f.since
	}
	to.Source, to.left, to.found = s, left, to.found[:0]
	for j := range items {
		in := &items[j]
		if in.Kind == lead.SentMail || in.Kind == lead.ExportFile {
			continue // mails of the team and lines about files are no inquiries
		}
		since, known := before[in.Key]
		if age := s.Asked.Sub(in.Received); !known && in.Channel == lead.ByMail && age >= 0 && age < mostLag {
			since = in.Received
		} else if !known {
			since = s.Asked
		}
		to.found = append(to.found, found{in.Key, since})
	}
}

// Stored takes down that these inquiries are stored.
func (a *Asked) Stored(items []lead.Inquiry) {
	if len(a.sources) == 0 {
		return
	}
	keys := make(map[string]bool, len(items))
	for i := range items {
		keys[items[i].Key] = true
	}
	for i := range a.sources {
		s := &a.sources[i]
		s.found = slices.DeleteFunc(s.found, func(f found) bool { return keys[f.key] })
	}
}

// Sources returns what waits at each source, in their order.
func (a *Asked) Sources() []Source {
	out := make([]Source, len(a.sources))
	for i := range a.sources {
		s := &a.sources[i]
		out[i] = s.Source
		out[i].Waiting = s.left + len(s.found)
		for _, f := range s.found {
			if out[i].Oldest.IsZero() || f.since.Before(out[i].Oldest) {
				out[i].Oldest = f.since
			}
		}
	}
	return out
}
