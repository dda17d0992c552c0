package google_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/sheetstest/gsheets"
)

// addLead reads and stores a lead.
func addLead(t *testing.T, book *google.Book, id string) error {
	t.Helper()
	snap, err := book.Read(context.Background(), "Leads")
	if err != nil {
		t.Fatal(err)
	}
	_, err = book.Commit(context.Background(), snap, newLead(id))
	return err
}

func newLead(id string) sheets.Batch {
	return sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID"},
		Rows: [][]sheets.Cell{{lead.TextValue(id)}}}}}
}

// ids are the IDs in the tab Leads.
func ids(doc *gsheets.Doc) string {
	var all []string
	for _, row := range doc.Rows("Leads")[1:] {
		all = append(all, row[0].String())
	}
	return strings.Join(all, " ")
}

// byName is a spreadsheet whose lock is a named range, and the transport to it.
func byName(t *testing.T) (*gsheets.Server, *gsheets.Doc, *google.Book) {
	t.Helper()
	server := gsheets.New(gsheets.Options{Check: true})
	doc := server.Create("Clinic")
	locksByName(t, server, doc)
	book := open(t, &http.Client{Transport: server}, doc.ID())
	if err := book.Ensure(context.Background(), clinic); err != nil {
		t.Fatal(err)
	}
	if err := addLead(t, book, "L-1"); err != nil {
		t.Fatal(err)
	}
	return server, doc, book
}

// With the lock by name the second of two writers is told of the first, and one named range is all that people see.
func TestLockByName_SecondWriterIsTold(t *testing.T) {
	server, doc, first := byName(t)
	ctx := context.Background()
	second := open(t, &http.Client{Transport: server}, doc.ID())
	snap, err := second.Read(ctx, "Leads")
	if err != nil {
		t.Fatal(err)
	}
	if err := addLead(t, first, "L-2"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Commit(ctx, snap, newLead("L-3")); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if err := addLead(t, second, "L-3"); err != nil {
		t.Error(err)
	}
	if got := ids(doc); got != "L-1 L-2 L-3" {
		t.Errorf("got %s", got)
	}
	if names := doc.People(t.Fatalf).Names(); len(names) != 1 || names[0] != "leadsheet_lock" {
		t.Errorf("people see %v", names)
	}
}

// Whatever people do to the named range, what was read before is not stored, and the next pass goes on.
func TestLockByName_PeopleAndTheName(t *testing.T) {
	const name = "leadsheet_lock"
	for what, harm := range map[string]func(p *gsheets.People){
		"deleted":            func(p *gsheets.People) { p.DeleteName(name) },
		"deleted and taken":  func(p *gsheets.People) { p.DeleteName(name); p.NameRange("Leads", "Leadsheet_Lock") },
		"renamed":            func(p *gsheets.People) { p.RenameName(name, "ours") },
		"renamed and taken":  func(p *gsheets.People) { p.RenameName(name, "ours"); p.NameRange("Leads", name) },
		"its tab is deleted": func(p *gsheets.People) { p.DeleteTab("_leadsheet") },
	} {
		t.Run(what, func(t *testing.T) {
			server, doc, first := byName(t)
			ctx := context.Background()
			second := open(t, &http.Client{Transport: server}, doc.ID())
			snap, err := second.Read(ctx, "Leads")
			if err != nil {
				t.Fatal(err)
			}
			if err := addLead(t, first, "L-2"); err != nil {
				t.Fatal(err)
			}
			harm(doc.People(t.Fatalf))
			if _, err := second.Commit(ctx, snap, newLead("L-3")); !errors.Is(err, sheets.ErrConflict) {
				t.Errorf("what was read before: %v", err)
			}
			for i, book := range []*google.Book{second, first, open(t, &http.Client{Transport: server}, doc.ID())} {
				id := fmt.Sprintf("L-%d", i+3)
				err := addLead(t, book, id)
				for n := 0; errors.Is(err, sheets.ErrConflict) && n < 4; n++ {
					err = addLead(t, book, id)
				}
				if err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
			if got := ids(doc); got != "L-1 L-2 L-3 L-4 L-5" {
				t.Errorf("got %s", got)
			}
		})
	}
}

// A batch whose answer is lost is stored once, whether it arrived or not, and a late copy of it fails.
func TestLockByName_LostAnswers(t *testing.T) {
	for what, fault := range map[string]gsheets.Fault{
		"applied":     {Cut: true, Apply: true},
		"not applied": {Cut: true},
	} {
		t.Run(what, func(t *testing.T) {
			server, doc, book := byName(t)
			done := false
			server.SetFault(func(c gsheets.Call) gsheets.Fault {
				if !c.Write || done {
					return gsheets.Fault{}
				}
				done = true
				return fault
			})
			if err := addLead(t, book, "L-2"); err != nil {
				t.Error(err)
			}
			if got := ids(doc); got != "L-1 L-2" {
				t.Errorf("got %s", got)
			}
		})
	}
	server, doc, book := byName(t)
	var late func()
	server.SetFault(func(c gsheets.Call) gsheets.Fault {
		if c.Write && late == nil {
			return gsheets.Fault{Cut: true, Later: func(apply func()) { late = apply }}
		}
		return gsheets.Fault{}
	})
	if err := addLead(t, book, "L-2"); err != nil {
		t.Error(err)
	}
	doc.People(t.Fatalf).DeleteName("leadsheet_lock")
	late()
	if got := ids(doc); got != "L-1 L-2" {
		t.Errorf("got %s", got)
	}
}

// What the probe finds decides which form of the lock is in force, for all leadsheets, and is kept in the spreadsheet.
func TestProbeLock_Decides(t *testing.T) {
	noNames := func(all []request) []request { // a service that takes every name
		for i, r := range all {
			if r["addNamedRange"] != nil || r["deleteNamedRange"] != nil {
				all[i] = request{"updateSpreadsheetProperties": {"fields": "title", "properties": map[string]any{"title": "Clinic"}}}
			}
		}
		return all
	}
	for _, tt := range []struct {
		what   string
		twice  bool
		change func([]request) []request
		want   lock.State
		writes int
	}{
		{what: "metadata holds", want: lock.State{Form: lock.ByMetadata, Held: true}, writes: 10},
		{what: "only names hold", twice: true, want: lock.State{Form: lock.ByName, Held: true}, writes: 30},
		{what: "nothing holds", twice: true, change: noNames, want: lock.State{Form: lock.ByMetadata}, writes: 30},
	} {
		t.Run(tt.what, func(t *testing.T) {
			server, doc, running := patient(t)
			doc.MetadataTwice = tt.twice
			var via http.RoundTripper = server
			if tt.change != nil {
				via = worse(server, tt.change)
			}
			ctx := context.Background()
			tabs, before := doc.Tabs(), server.Counts()
			if _, err := open(t, &http.Client{Transport: via}, doc.ID()).ProbeLock(ctx, func(string) {}); err != nil {
				t.Fatal(err)
			}
			if n := server.Counts().Writes - before.Writes; n > tt.writes {
				t.Errorf("%d writes", n)
			}
			asBefore(t, server, doc, tabs)
			got, err := open(t, &http.Client{Transport: server}, doc.ID()).Lock(ctx)
			if err != nil || got.Form != tt.want.Form || got.Held != tt.want.Held || time.Since(got.Tried) > time.Minute {
				t.Errorf("got %+v, %v", got, err)
			}
			// A leadsheet that runs meanwhile takes it up with its next read.
			if tt.want.Form == lock.ByName {
				if err := addLead(t, running, "L-3"); !errors.Is(err, sheets.ErrConflict) {
					t.Errorf("the first write makes the lock: %v", err)
				}
			}
			if err := addLead(t, running, "L-3"); err != nil {
				t.Error(err)
			}
			if names := doc.People(t.Fatalf).Names(); (len(names) == 1) != (tt.want.Form == lock.ByName) {
				t.Errorf("names %v", names)
			}
		})
	}
}

// A copy is noticed before anything is written. It goes on by itself where nobody uses the original, and is asked about
// else; in both forms of the lock, and also where what it has carried along cannot be changed.
func TestCopy_IsNoticed(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		what   string
		before func(original *gsheets.Doc)
		after  time.Duration // since the last write to the original
		want   string        // of the error; "" if the copy goes on by itself
	}{
		{what: "the original is in use", want: `is a copy of "Clinic" \(1.*\), to which leadsheet last wrote on 2026-11-26 12:00 UTC`},
		{what: "not shared", before: func(d *gsheets.Doc) { d.SetShared(false) }, after: 90 * 24 * time.Hour,
			want: "is a copy of the spreadsheet 1.*, and whether leadsheet still runs for the original cannot be seen"},
		{what: "not used for weeks", after: 21 * 24 * time.Hour},
	} {
		for _, fixed := range []bool{false, true} {
			for _, named := range []bool{false, true} {
				t.Run(fmt.Sprint(tt.what, " ", fixed, named), func(t *testing.T) {
					s := newCopied(t, now, named, fixed)
					if tt.before != nil {
						tt.before(s.original)
					}
					s.now = now.Add(tt.after)
					s.goOn(tt.want)
				})
			}
		}
	}
}

// copied is a spreadsheet with a copy.
type copied struct {
	*testing.T
	now      time.Time
	server   *gsheets.Server
	original *gsheets.Doc
	copy     *gsheets.Doc
}

func newCopied(t *testing.T, now time.Time, named, fixed bool) *copied {
	s := &copied{T: t, now: now, server: gsheets.New(gsheets.Options{Check: true})}
	s.original = s.server.Create("Clinic")
	s.original.CarriedFixed = fixed
	if named {
		locksByName(t, s.server, s.original)
	}
	book := s.open(s.original)
	if err := book.Ensure(context.Background(), clinic); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"L-1", "L-2"} {
		if err := addLead(t, book, id); err != nil {
			t.Fatal(err)
		}
	}
	s.copy = s.original.Copy("Copy of Clinic")
	return s
}

func (s *copied) open(d *gsheets.Doc) *google.Book {
	s.Helper()
	b, err := google.Open(google.Options{Spreadsheet: d.ID(), Client: &http.Client{Transport: s.server}, Reads: 1e6, Writes: 1e6,
		Now: func() time.Time { return s.now }, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		s.Fatal(err)
	}
	return b
}

// goOn lets a leadsheet write to the copy; if it is refused for want, a person says that the copy takes over.
func (s *copied) goOn(want string) {
	s.Helper()
	ctx := context.Background()
	book := s.open(s.copy)
	rev := s.copy.Revision()
	if want != "" {
		err := addLead(s.T, book, "L-3")
		wantText(s.T, err, want)
		if c := new(google.Copied); !errors.As(err, &c) || s.copy.Revision() != rev {
			s.Fatalf("it is written to: %v", err)
		}
		if c, err := book.CopyOf(ctx); err != nil || c == nil || c.Free {
			s.Fatalf("got %+v, %v", c, err)
		}
		if err := book.TakeOver(ctx); err != nil {
			s.Fatal(err)
		}
	} else if err := addLead(s.T, book, "L-3"); !errors.Is(err, sheets.ErrConflict) {
		s.Fatalf("what was read before it took over: %v", err)
	}
	snap, err := book.Read(ctx, "Leads")
	if err != nil {
		s.Fatal(err)
	}
	if told := strings.Contains(strings.Join(snap.Notes, " "), "is a copy of"); told != (want == "") {
		s.Errorf("notes %q", snap.Notes)
	}
	if err := addLead(s.T, book, "L-3"); err != nil {
		s.Fatal(err)
	}
	// Another leadsheet of the copy, and that of the original, go on; a copy of the copy is noticed again.
	second := s.open(s.copy)
	for i := range 3 {
		for _, b := range []*google.Book{second, book} {
			if err := addLead(s.T, b, fmt.Sprintf("L-%d", i+4)); err != nil {
				s.Fatal(err)
			}
		}
	}
	s.original.SetShared(true)
	if err := addLead(s.T, s.open(s.original), "L-9"); err != nil {
		s.Error(err)
	}
	if got := ids(s.original) + "|" + ids(s.copy); got != "L-1 L-2 L-9|L-1 L-2 L-3 L-4 L-4 L-5 L-5 L-6 L-6" {
		s.Errorf("got %s", got)
	}
	third := s.copy.Copy("Copy of the copy")
	if err := addLead(s.T, s.open(third), "L-7"); !errors.As(err, new(*google.Copied)) {
		s.Errorf("a copy of the copy: %v", err)
	}
}

func wantText(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !matches(want, err.Error()) {
		t.Fatalf("got %v, want %s", err, want)
	}
}

// An original that was deleted is in nobody's use.
func TestCopy_OriginalIsGone(t *testing.T) {
	s := newCopied(t, time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), false, false)
	client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, s.original.ID()) {
			return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{}, Request: r,
				Body: io.NopCloser(bytes.NewReader([]byte(`{"error":{"code":404,"message":"Requested entity was not found."}}`)))}, nil
		}
		return s.server.RoundTrip(r)
	})}
	book := open(t, client, s.copy.ID())
	if err := addLead(t, book, "L-3"); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if err := addLead(t, book, "L-3"); err != nil {
		t.Error(err)
	}
}

func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }
