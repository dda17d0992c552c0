package google

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
	"leadsheet/sheets/google/address"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/poll"
)

// ResponsesAt says where the responses of a form are.
type ResponsesAt struct {
	Spreadsheet string // its ID
	Tab         string // the tab's title; "" when it has another name or none
	GID         int64  // the tab's number, as the address in the browser has it
	HasGID      bool
}

// String is the place as it may be written.
func (a ResponsesAt) String() string {
	switch {
	case a.HasGID:
		return "google:" + a.Spreadsheet + "#gid=" + strconv.FormatInt(a.GID, 10)
	case a.Tab != "":
		return "google:" + a.Spreadsheet + "!'" + a.Tab + "'"
	}
	return "google:" + a.Spreadsheet
}

// ParseResponses reads places with commas or spaces between them: addresses as copied from the browser, or google:ID,
// each followed by #gid=NUMBER or !Tab if need be; a title with spaces stands between apostrophes.
func ParseResponses(list string) ([]ResponsesAt, error) {
	var out []ResponsesAt
	quoted := false
	for _, s := range strings.FieldsFunc(list, func(r rune) bool {
		quoted = quoted != (r == '\'')
		return !quoted && (r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r')
	}) {
		a, err := parseResponse(s)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	if quoted {
		return nil, fmt.Errorf("an apostrophe is missing in %s: write the title of a tab as !'Form Responses 1'", list)
	}
	return out, nil
}

func parseResponse(s string) (ResponsesAt, error) {
	var a ResponsesAt
	place := s
	if at := strings.Index(s, "!"); at >= 0 {
		place, a.Tab = s[:at], strings.Trim(s[at+1:], "'")
		if a.Tab == "" {
			return a, fmt.Errorf("%s names no tab behind the exclamation mark", s)
		}
	}
	if at := strings.LastIndex(place, "gid="); at >= 0 {
		digits := place[at+len("gid="):]
		if end := strings.IndexAny(digits, "&#?"); end >= 0 {
			digits = digits[:end]
		}
		var err error
		if a.GID, err = strconv.ParseInt(digits, 10, 64); err != nil {
			return a, hint.Because(err, "the number of the tab in %s is none: "+
				"copy the address from the browser while the tab is open", s)
		}
		a.HasGID = a.Tab == ""
		if !strings.Contains(place, "://") {
			place = strings.TrimRight(place[:at], "#?&")
		}
	}
	if place, err := url.PathUnescape(place); err == nil && strings.HasPrefix(place, "google:") {
		a.Spreadsheet, err = address.ID(place)
		return a, err
	}
	var err error
	a.Spreadsheet, err = address.ID(place)
	return a, err
}

// Responses reads what a form writes into a spreadsheet that was shared with us. It never writes there.
type Responses struct {
	book *Book // for its client, limits and errors
	at   ResponsesAt
	st   *structure // nil: to be read again
	when time.Time  // it was read
	zone *time.Location
}

// tabsKnown is how long the tabs of a spreadsheet are taken to be the same: a new one is noticed then.
const tabsKnown = time.Hour

// OpenResponses returns the responses at a place. It does not talk to Google yet.
func OpenResponses(at ResponsesAt, o Options) (*Responses, error) {
	o.Spreadsheet = at.Spreadsheet
	b, err := Open(o)
	if err != nil {
		return nil, err
	}
	return &Responses{book: b, at: at}, nil
}

// String is the place as it is written in the settings.
func (r *Responses) String() string { return r.at.String() }

// Read calls take with the tab that was asked for, or, when none was, with every tab; named is whether it was. title is
// the spreadsheet's. The rows are those of the tab from its first one on, with raw values: times are serial days in
// zone, which is nil when it is not known. An error that Is sheets.ErrNoBook lasts until the user does what it says.
//
// It takes one request, and another one when the spreadsheet's tabs are not known yet or have changed.
func (r *Responses) Read(
	ctx context.Context,
	take func(title, tab string, named bool, zone *time.Location, rows [][]sheets.Cell),
) error {
	for i := 1; ; i++ {
		again := r.st != nil // a tab may have been deleted since
		tabs, err := r.tabs(ctx)
		if err != nil {
			return r.explain(err)
		}
		got, err := r.values(ctx, tabs)
		if err == nil {
			for _, t := range tabs {
				title, _, _ := got[t.ID].Place()
				take(r.st.title, title, r.named(), r.zone, got[t.ID].Rows)
			}
			return nil
		}
		r.st = nil
		if !again || i > 1 || kindOf(err) != Refused {
			return r.explain(err)
		}
	}
}

func (r *Responses) named() bool { return r.at.HasGID || r.at.Tab != "" }

func (r *Responses) values(ctx context.Context, tabs []draw.Tab) (map[int64]poll.Range, error) {
	if len(tabs) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(tabs))
	for i, t := range tabs {
		ids[i] = t.ID
	}
	return r.book.values(ctx, ids, 0)
}

// responsesFields is what has to be known of a spreadsheet to read its tabs.
const responsesFields = "properties(title,timeZone)," +
	"sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)))"

// tabs returns the tabs that are asked for.
func (r *Responses) tabs(ctx context.Context) ([]draw.Tab, error) {
	if r.st == nil || r.book.now().Sub(r.when) > tabsKnown {
		var got *api.Spreadsheet
		err := r.book.read(ctx, "read the tabs", func(ctx context.Context) (err error) {
			got, err = r.book.svc.Spreadsheets.Get(r.book.id).Fields(responsesFields).Context(ctx).Do()
			return err
		})
		if err != nil {
			return nil, err
		}
		st := &structure{}
		if p := got.Properties; p != nil {
			st.title, st.zone = p.Title, p.TimeZone
		}
		for _, s := range got.Sheets {
			if i := draw.TabOf(s); i.Rows > 0 { // no chart sheet
				st.tabs = append(st.tabs, i)
			}
		}
		r.st, r.when, r.zone = st, r.book.now(), nil
		if z, err := time.LoadLocation(st.zone); err == nil && st.zone != "" {
			r.zone = z
		}
	}
	var out []draw.Tab
	for _, t := range r.st.tabs {
		switch {
		case r.at.HasGID && t.ID == r.at.GID,
			r.at.Tab != "" && sheets.Fold(t.Title) == sheets.Fold(r.at.Tab),
			!r.named() && !t.Hidden:
			out = append(out, t)
		}
	}
	if len(out) == 0 && r.named() {
		var titles []string
		for _, t := range r.st.tabs {
			titles = append(titles, t.Title)
		}
		title := r.st.title
		r.st = nil
		return nil, &Error{
			Kind:  Gone,
			Doing: "read the tabs",
			Text: fmt.Sprintf("the spreadsheet %q has no such tab (it has %s): "+
				"open the tab with the responses in the browser, "+
				"and copy its address into %v", title, strings.Join(titles, ", "), hint.Responses),
		}
	}
	return out, nil
}

// explain makes an error speak of responses: the rest of leadsheet speaks of the workbook.
func (r *Responses) explain(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return fmt.Errorf("read the form responses in %s: %w", r.at, err)
	}
	changed := *e
	changed.Doing = "read the form responses in " + r.at.String()
	changed.Text = strings.NewReplacer(hint.Book.String(), hint.Responses.String(), " as Editor", " as Viewer").
		Replace(e.Text)
	if e.Kind == Permission || e.Kind == Gone || e.Kind == Refused {
		return &lasting{&changed}
	}
	return &changed
}

// lasting is an error that only the user can end.
type lasting struct{ err *Error }

func (e *lasting) Error() string { return e.err.Error() }

func (e *lasting) Unwrap() error { return e.err }

// Is makes it an sheets.ErrNoBook.
func (e *lasting) Is(target error) bool { return target == sheets.ErrNoBook }
