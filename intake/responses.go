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
	// String is the place as it is written in the settings.
	String() string
	// Read calls take with the tab that the user named or, if they named none, with every tab of the spreadsheet, whose
	// title it also gets. Times are serial days in zone, which is nil when it is not known. An error that Is
	// ErrNeedsPerson lasts until the user does what it says.
	Read(ctx context.Context, take func(title, tab string, named bool, zone *time.Location, rows [][]lead.Value)) error
}

// ErrNeedsPerson marks errors that do not end by themselves: the user must do what the text says.
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
	Names  hint.Names // of commands and settings, for texts in the tab Intake

	seen    []responses // by place
	waiting int         // responses that the last Collect left for later passes
}

// responses are the state of a place and what was read there.
type responses struct {
	next  time.Time // when it is read again
	pause time.Duration
	items []lead.Inquiry
	tabs  []importResult
	err   error  // of the last read, unless it Is ErrNeedsPerson
	said  string // the text of the last read's ErrNeedsPerson, which is logged once; "" for none
	title string // of the spreadsheet; "" until it has been read
}

// The times between two reads of a place: each read is a call of a metered service, and a form may have no new
// responses for days.
const (
	responsesSoon = time.Minute
	responsesSlow = 5 * time.Minute
)

// Name says "form responses".
func (r *Responses) Name() string { return InResponses }

// Settle does nothing: the keys in the tab Intake are enough to recognise a stored response.
func (r *Responses) Settle(context.Context, []lead.Inquiry) error { return nil }

// Waiting implements Counter.
func (r *Responses) Waiting() int { return r.waiting }

// Collect reads the places that are due. When one cannot be read, the others are.
func (r *Responses) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	if len(r.seen) != len(r.Places) {
		r.seen = make([]responses, len(r.Places))
	}
	index := newRecordIndex(known)
	var failed error
	for i, place := range r.Places {
		s := &r.seen[i]
		if now := r.Now(); !now.Before(s.next) || now.Before(s.next.Add(-responsesSlow)) || !s.isCurrent(index) {
			r.look(ctx, place, s, index)
		}
		failed = errors.Join(failed, s.err)
		index.add(s.items)
	}
	r.waiting = len(index.deferred)
	return index.items(), failed
}

// isCurrent reports whether everything that was read is stored or still remembered.
func (s *responses) isCurrent(index *recordIndex) bool {
	for i := range s.tabs {
		if !s.tabs[i].isCurrent(index, time.Time{}) || s.tabs[i].isOutdated(index) {
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
	var unread error // of single tabs; the others are taken in all the same
	found, waiting, fresh := 0, 0, 0
	err := place.Read(ctx, func(title, tab string, named bool, zone *time.Location, rows [][]lead.Value) {
		s.title = title
		got, err := r.tab(title, tab, named, zone, rows, index.known, now).run(index)
		switch {
		case err != nil:
			found, unread = found+1, errors.Join(unread, fmt.Errorf("%s, tab %s: %w", title, tab, err))
		case got.count.rows == 0 && !got.rejected && got.ownPart == "":
			waiting++ // the form has no responses yet
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
		s.err, s.next = err, now // again with the next pass
	}
}

// noResponses is the error for a spreadsheet in which no tab looks like a form's.
func noResponses(place ResponseTabs) error {
	return NeedsPerson(fmt.Errorf("no tab of %s looks like the responses of a form: open the tab with the responses in "+
		"the browser, and copy its address into %v", place, hint.Responses))
}

// tab makes an export of a tab. Of tabs that the user did not name, only those are accepted that a Google form has
// written.
func (r *Responses) tab(title, name string, named bool, zone *time.Location, rows [][]lead.Value, known Known,
	now time.Time) importJob {
	if title == "" {
		title = "form responses"
	}
	// The name is treated like a file's, which loses its extension.
	opts := formOptions(strings.NewReplacer("/", "-", `\`, "-").Replace(title)+".tab", now, known)
	opts.Form = true
	opts.Place = "responses of " + title + ", tab " + name
	if zone != nil {
		opts.Zone = zone
	}
	job := importJob{name: title + ", tab " + name, source: "tab", modified: now,
		sum:     sha256.Sum256([]byte("responses\x00" + title + "\x00" + name)),
		takeAll: takesAll(name), namedByUser: named, logChangesOnly: true, log: r.Log}
	job.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return forms.ReadRows(rows, opts)
	}
	if !named {
		job.accept = func(e *forms.Export) bool { return len(e.Records) == 0 || isGoogleForm(e) }
	}
	return job
}
