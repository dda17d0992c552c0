package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// Looking says how sources are looked through for an Account.
type Looking struct {
	// Since is when what is looked for was received at the earliest; zero for everything.
	Since time.Time
	// Began is when the first message came in that the tab Intake knows; zero for none.
	Began time.Time
	// Now is the clock; nil for the machine's.
	Now func() time.Time
	// Tell, unless nil, receives what is being done.
	Tell func(text string)
}

func (l Looking) tell(format string, args ...any) {
	if l.Tell != nil {
		l.Tell(fmt.Sprintf(format, args...))
	}
}

func (l Looking) now() time.Time {
	if l.Now == nil {
		return time.Now()
	}
	return l.Now()
}

// Arrivals returns what the files of the folder hold and the tab Intake does not know, and all saved messages. Other
// than Collect it reads each file, also one of which all has been taken in and one that was put away, so that a row
// that is missing is noticed. It changes nothing. What it returns beside an error is good.
func (d *Drop) Arrivals(ctx context.Context, known Known, how Looking) ([]Arrival, error) {
	how.tell("reading the drop folder")
	look := &Drop{Folder: d.Folder, Quiet: d.Quiet, After: d.After, Claims: d.Claims, Parsers: d.Parsers, Now: d.Now,
		Files: d.Files, rereadMoved: true, tell: how.tell}
	records := known
	records.Keys = maps.Clone(known.Keys)
	maps.DeleteFunc(records.Keys, func(key string, _ bool) bool {
		return ledger.ParseKey(key).Kind() == ledger.FileSummary
	})
	items, err := look.Collect(ctx, records)
	var out []Arrival
	added := map[string]bool{} // by key
	for _, path := range slices.Sorted(maps.Keys(look.read)) {
		f := look.read[path]
		for i := range f.items {
			added[f.items[i].Key] = true
			out = look.arrival(out, &f.items[i], path, &f, known)
		}
	}
	for i := range items { // lines about files that are not read at all
		if !added[items[i].Key] {
			out = look.arrival(out, &items[i], "", &droppedFile{modified: items[i].Received}, known)
		}
	}
	return out, err
}

// arrival adds what came from a file.
func (d *Drop) arrival(to []Arrival, in *lead.Inquiry, path string, f *droppedFile, known Known) []Arrival {
	if ledger.ParseKey(in.Key).Kind() == ledger.FileSummary {
		return to // it is about the file, and no record of it
	}
	a := arrivalOf(in, InDropFolder)
	a.Came = f.modified
	a.Passed = known.HasKey(summaryKey(f.sum))
	if a.Passed {
		a.Remedy = ForgetRow
	}
	if path != "" && d.isMovedAway(path) {
		a.Remedy = MoveBack
	}
	if below, err := filepath.Rel(d.Folder, path); path != "" && err == nil {
		a.File = filepath.ToSlash(below)
	}
	return append(to, a)
}

func arrivalOf(in *lead.Inquiry, source string) Arrival {
	return Arrival{Source: source, Where: in.Where, Key: in.Key, Edited: in.Kind == lead.Edited, Subject: in.Subject,
		From: in.From, Received: in.Received, Came: in.Received}
}

// Arrivals returns what the response tabs hold and the tab Intake does not know. A place that cannot be read is an
// error, also where only a person can mend it; what is returned beside it is good.
func (r *Responses) Arrivals(ctx context.Context, known Known, how Looking) ([]Arrival, error) {
	look := &Responses{Places: r.Places, Now: how.now, Names: r.Names}
	how.tell("reading the responses of forms")
	_, err := look.Collect(ctx, known)
	var out []Arrival
	for i := range look.seen {
		s := &look.seen[i]
		if s.said != "" {
			err = errors.Join(err, errors.New(s.said))
			continue
		}
		for j := range s.items {
			out = append(out, arrivalOf(&s.items[j], InResponses))
		}
	}
	return out, err
}
