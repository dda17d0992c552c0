package intake

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/lead/hint"
)

// ResponseTabs is a spreadsheet into which forms write their responses, and which is only read.
type ResponseTabs interface {
	// String is the place as people write it.
	String() string
	// Read calls take with the tab that people named, or, when they named none, with every tab of the spreadsheet of that
	// title. Times are serial days in zone, which is nil when it is not known. An error that Is ErrNeedsPerson lasts
	// until a person does what it says.
	Read(ctx context.Context, take func(title, tab string, named bool, zone *time.Location, rows [][]lead.Value)) error
}

// ErrNeedsPerson is what an error Is that no later attempt mends: a person must do what it says.
var ErrNeedsPerson = errors.New("a person is needed")

// NeedsPerson makes err an error that Is ErrNeedsPerson, with the same text.
func NeedsPerson(err error) error { return &needsPerson{err} }

type needsPerson struct{ error }

func (e *needsPerson) Is(target error) bool { return target == ErrNeedsPerson }

func (e *needsPerson) Unwrap() error { return e.error }

// Responses are the tabs of other spreadsheets into which forms write, as a source.
type Responses struct {
	Places []ResponseTabs
	Now    func() time.Time
	Log    *slog.Logger
	Names  hint.Names // of what a text in the tab Intake tells people to set or to run

	seen []responses // by place
}

// responses are what a place has brought.
type responses struct {
	next  time.Time // when it is looked at again
	pause time.Duration
	items []lead.Inquiry
	tabs  []importResult
	err   error  // of the last look, unless only a person can end it
	said  string // and what was said of one that only a person can end
}

// How far apart looks at a place are: each is a call of a metered service, and a form without responses is quiet for
// days.
const (
	responsesSoon = time.Minute
	responsesSlow = 5 * time.Minute
)

// Name says "form responses".
func (r *Responses) Name() string { return "form responses" }

// Settle has nothing to do: the keys in the tab Intake are what makes a response done.
func (r *Responses) Settle(context.Context, []lead.Inquiry) error { return nil }

// Collect reads the places whose time has come. One that cannot be read does not keep the others out.
func (r *Responses) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	if len(r.seen) != len(r.Places) {
		r.seen = make([]responses, len(r.Places))
	}
	index := &recordIndex{known: known, all: map[string]lead.Inquiry{}}
	var failed error
	for i, place := range r.Places {
		s := &r.seen[i]
		if now := r.Now(); !now.Before(s.next) || now.Before(s.next.Add(-responsesSlow)) || !s.isCurrent(index) {
			r.look(ctx, place, s, index)
		}
		failed = errors.Join(failed, s.err)
		index.add(s.items)
	}
	return index.items(), failed
}

// isCurrent reports whether a look has been taken and what it brought is stored or still at hand.
func (s *responses) isCurrent(index *recordIndex) bool {
	for i := range s.tabs {
		if !s.tabs[i].isCurrent(index) {
			return false
		}
	}
	return true
}

// look reads a place.
func (r *Responses) look(ctx context.Context, place ResponseTabs, s *responses, index *recordIndex) {
	now := r.Now()
	var items []lead.Inquiry
	var tabs []importResult
	var unread error // of tabs; the others are taken in all the same
	found, waiting, fresh := 0, 0, 0
	err := place.Read(ctx, func(title, tab string, named bool, zone *time.Location, rows [][]lead.Value) {
		got, err := r.tab(title, tab, named, zone, rows, index.known, now).run(index)
		switch {
		case err != nil:
			found, unread = found+1, errors.Join(unread, fmt.Errorf("%s, tab %s: %w", title, tab, err))
		case got.count.rows == 0 && !got.rejected && got.own == "":
			waiting++ // nobody has filled in the form yet
		case !got.rejected:
			found++
			items, tabs, fresh = append(items, got.items...), append(tabs, got), fresh+got.count.new+got.count.edited
			index.add(got.items)
		}
	})
	if err == nil && found+waiting == 0 {
		err = noResponses(place)
	}
	s.pause = min(max(responsesSoon, s.pause*3/2), responsesSlow)
	if fresh > 0 || err != nil {
		s.pause = responsesSoon
	}
	s.err, s.next = nil, now.Add(s.pause)
	switch {
	case err == nil:
		s.items, s.tabs, s.said, s.err = items, tabs, "", unread
	case errors.Is(err, ErrNeedsPerson):
		text := r.Names.In(err.Error())
		s.items = []lead.Inquiry{ignoredFile(place.String(), text, now)}
		if s.tabs = nil; s.said != text && r.Log != nil {
			r.Log.Warn(text)
		}
		s.said = text
	default:
		s.err, s.next = err, now // with the next pass
	}
}

// noResponses says that a spreadsheet has no tab that a form could have written.
func noResponses(place ResponseTabs) error {
	return NeedsPerson(fmt.Errorf("no tab of %s looks like the responses of a form: open the tab with the responses in "+
		"the browser, and copy its address into %v", place, hint.Responses))
}

// tab makes an export of a tab. Of tabs that nobody has named only those are taken that Google's forms have written.
func (r *Responses) tab(title, name string, named bool, zone *time.Location, rows [][]lead.Value, known Known,
	now time.Time) importJob {
	if title == "" {
		title = "form responses"
	}
	// The name is taken for that of a file, and loses what looks like its ending.
	opts := formOptions(strings.NewReplacer("/", "-", `\`, "-").Replace(title)+".tab", now, known)
	opts.Place = "responses of " + title + ", tab " + name
	if zone != nil {
		opts.Zone = zone
	}
	job := importJob{name: title + ", tab " + name, source: "tab", modified: now,
		sum: sha256.Sum256([]byte("responses\x00" + title + "\x00" + name)),
		all: takesAll(name), asked: named, logChangesOnly: true, log: r.Log}
	job.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return forms.ReadRows(rows, opts)
	}
	if !named {
		job.accept = func(e *forms.Export) bool { return len(e.Records) == 0 || strings.HasPrefix(e.Profile, "Google Forms") }
	}
	return job
}
