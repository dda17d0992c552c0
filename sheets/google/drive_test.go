package google_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/sheetstest/gdrive"
	"leadsheet/sheets/sheetstest/gsheets"
)

// office is a spreadsheet with leads of which Drive tells when it has changed.
type office struct {
	mu     sync.Mutex // of the time and the counters: the probe calls from several goroutines at once
	t      *testing.T
	now    time.Time
	drive  *gdrive.Drive
	server *gsheets.Server
	doc    *gsheets.Doc
	book   *google.Book
	reads  int // of values
	calls  int // of all kinds
}

func newOffice(t *testing.T, tried bool) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	o.drive = gdrive.New(o.clock)
	o.server = gsheets.New(gsheets.Options{Check: true, Changed: o.drive.Changed})
	t.Cleanup(func() {
		for _, v := range o.server.Violations() {
			t.Error(v)
		}
	})
	o.doc = o.server.Create("Office")
	o.book = o.open("robot@example.org")
	if err := o.book.Ensure(t.Context(), practiceLayout); err != nil {
		t.Fatal(err)
	}
	if tried {
		o.found("robot@example.org")
		o.book = o.open("robot@example.org")
	}
	o.fill()
	o.rest()
	return o
}

// fill adds two leads.
func (o *office) fill() {
	text := lead.TextValue
	b := sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Status", "Need"}, Rows: [][]sheets.Cell{
		{text("L-1"), text("New lead"), text("chairs")}, {text("L-2"), text("New lead"), text("tables")}}}}}
	if _, err := o.book.Commit(o.t.Context(), o.read(), b); err != nil {
		o.t.Fatal(err)
	}
}

// found marks the spreadsheet as one on which the probe has found that Drive tells that account of changes.
func (o *office) found(account string) {
	if err := gdrive.Tried(o.server, o.doc.ID(), changes.New(changes.Options{Account: account}).Account()); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func (o *office) count(r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls++
	if strings.Contains(r.URL.Path, "/values") {
		o.reads++
	}
}

func (o *office) open(account string) *google.Book {
	via := o.drive.Beside(o.server)
	client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		o.count(r)
		return via.RoundTrip(r)
	})}
	book, err := google.Open(google.Options{Spreadsheet: o.doc.ID(), Client: client, Reads: 1e6, Writes: 1e6, Now: o.clock,
		Sleep:   func(_ context.Context, d time.Duration) error { o.pass(d); return nil },
		Changes: changes.New(changes.Options{Client: client, Account: account, Now: o.clock})})
	if err != nil {
		o.t.Fatal(err)
	}
	book.Expect(practiceLayout)
	return book
}

func (o *office) read() *sheets.Snapshot {
	o.t.Helper()
	o.now = o.now.Add(15 * time.Second)
	o.reads, o.calls = 0, 0
	snap, err := o.book.Read(o.t.Context(), "Leads", "Intake", "Team")
	if err != nil {
		o.t.Fatal(err)
	}
	return snap
}

// rest looks until the spreadsheet need not be read.
func (o *office) rest() *sheets.Snapshot {
	o.t.Helper()
	for range 60 {
		if snap := o.read(); o.reads == 0 {
			return snap
		}
	}
	o.t.Fatal("it is read for a quarter of an hour though nothing happens")
	return nil
}

func TestDrive_NothingHappens(t *testing.T) {
	o := newOffice(t, true)
	o.rest()
	before := o.read()
	reads := 0
	for range 4 * 60 * 2 {
		snap := o.read()
		if reads += o.reads; snap.Moment != before.Moment {
			t.Fatal("something is said to have changed")
		}
		if o.calls > 2 {
			t.Errorf("%d calls", o.calls)
		}
	}
	if reads < 20 || reads > 26 {
		t.Errorf("read %d times in two hours, want each five minutes", reads)
	}
}

// Whatever Drive says, an edit is seen after five minutes, and at once where people work.
func TestDrive_EditsAreSeen(t *testing.T) {
	for _, c := range []struct {
		name        string
		break_      func(*office)
		first, then time.Duration
	}{
		{"at once", func(*office) {}, 15 * time.Second, 15 * time.Second},
		{"after a minute", func(o *office) { o.drive.SetLag(func() time.Duration { return time.Minute }) }, 75 * time.Second, 15 * time.Second},
		{"never", func(o *office) { o.drive.SetLoss(func() bool { return true }) }, changes.Bound + 15*time.Second, 15 * time.Second},
		{"an error", func(o *office) {
			o.drive.SetRefusal(func() *gdrive.Refusal { return &gdrive.Refusal{Status: 503} })
		}, 15 * time.Second, 15 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, true)
			o.rest()
			c.break_(o)
			for _, want := range []time.Duration{c.first, c.then} {
				began, status := o.now, "Won "+want.String()+o.now.String()
				o.doc.People(t.Fatalf).Edit("Leads", "L-1", "Status", lead.TextValue(status))
				for cell(o.read(), "Leads", "L-1", "Status") != status {
				}
				if took := o.now.Sub(began); took > want {
					t.Errorf("seen after %v, want %v", took, want)
				}
			}
		})
	}
}

// What Drive has vouched for is read before something is written over it.
func TestDrive_IsNotBelievedWhereSomethingIsWritten(t *testing.T) {
	o := newOffice(t, true)
	o.drive.SetLoss(func() bool { return true })
	snap := o.rest()
	if _, err := o.book.Commit(t.Context(), snap, change(snap, "Leads", "L-2", "Status", "Won")); err != nil || o.reads != 1 {
		t.Errorf("nothing had changed: %v, %d reads", err, o.reads)
	}
	snap = o.rest()
	people := o.doc.People(t.Fatalf)
	people.Edit("Leads", "L-1", "Status", lead.TextValue("Lost"))
	people.Sort("Leads", "Need")
	_, err := o.book.Commit(t.Context(), snap, change(snap, "Leads", "L-2", "Status", "In contact"))
	if !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("it was not noticed that the rows have moved: %v", err)
	}
	if snap = o.read(); cell(snap, "Leads", "L-1", "Status") != "Lost" || o.reads != 1 {
		t.Errorf("Status is %q after %d reads", cell(snap, "Leads", "L-1", "Status"), o.reads)
	}
	if _, err := o.book.Commit(t.Context(), snap, change(snap, "Leads", "L-2", "Status", "In contact")); err != nil {
		t.Error(err)
	}
	before := o.reads
	if snap = o.read(); cell(snap, "Leads", "L-2", "Status") != "In contact" || o.reads != 1 {
		t.Errorf("Status is %q after %d reads; before %d", cell(snap, "Leads", "L-2", "Status"), o.reads, before)
	}
}

// Another leadsheet that writes is seen as people are.
func TestDrive_AnotherLeadsheetWrites(t *testing.T) {
	o := newOffice(t, true)
	o.rest()
	other := open(t, &http.Client{Transport: o.server}, o.doc.ID())
	other.Expect(practiceLayout)
	snap, err := other.Read(t.Context(), "Leads")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Commit(t.Context(), snap, change(snap, "Leads", "L-2", "Status", "Won")); err != nil {
		t.Fatal(err)
	}
	if got := cell(o.read(), "Leads", "L-2", "Status"); got != "Won" {
		t.Errorf("Status is %q", got)
	}
}

// Without a trial of this account Drive is not asked, which is said once.
func TestDrive_OffUntilTried(t *testing.T) {
	for name, account := range map[string]string{"not tried": "", "another account": "old-robot@example.org"} {
		t.Run(name, func(t *testing.T) {
			o := newUntried(t, account)
			calls, _ := o.drive.Calls()
			var notes []string
			for range 40 {
				snap := o.read()
				notes = append(notes, snap.Notes...)
				if o.reads != 1 {
					t.Fatalf("%d reads", o.reads)
				}
			}
			if n, _ := o.drive.Calls(); n != calls {
				t.Errorf("Drive was asked %d times", n-calls)
			}
			if len(notes) != 1 || !strings.Contains(notes[0], "try out") || strings.Contains(notes[0], "another account") != (account != "") {
				t.Errorf("notes %q", notes)
			}
		})
	}
}

func newUntried(t *testing.T, account string) *office {
	t.Helper()
	o := newOffice(t, true)
	o.doc = o.server.Create("Another office")
	o.book = o.open("robot@example.org")
	if account != "" {
		o.found(account)
	}
	if err := o.book.Ensure(t.Context(), practiceLayout); err != nil {
		t.Fatal(err)
	}
	o.fill()
	o.book = o.open("robot@example.org")
	return o
}

// The probe finds out whether Drive tells of edits, keeps it, and running leadsheets go by it.
func TestDrive_Probe(t *testing.T) {
	for name, c := range map[string]struct {
		break_ func(*gdrive.Drive)
		asks   bool
		says   string
	}{
		"it tells":     {func(d *gdrive.Drive) { d.SetLag(func() time.Duration { return 40 * time.Second }) }, true, "within 40s"},
		"it is silent": {func(d *gdrive.Drive) { d.SetLoss(func() bool { return true }) }, false, "did not tell"},
		"no scope": {func(d *gdrive.Drive) {
			d.SetRefusal(func() *gdrive.Refusal { return &gdrive.Refusal{Status: 403, Reason: "insufficientPermissions"} })
		}, false, "{command sign in}"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newUntried(t, "")
			o.read()
			running := o.book
			c.break_(o.drive)
			o.book = o.open("robot@example.org")
			found, err := o.book.Probe(t.Context(), func(string) {})
			if err != nil || len(found) != 12 || found[0].Held != c.asks || !found[0].Optional {
				t.Fatalf("%v, %+v", err, found)
			}
			state, err := o.book.Drive(t.Context())
			if err != nil || state.Asks != c.asks || !strings.Contains(state.Text, c.says) || state.Do != "" && c.asks {
				t.Errorf("%+v, %v", state, err)
			}
			if slices.Contains(o.doc.Tabs(), "leadsheet probe") {
				t.Error("the scratch tab is there still")
			}
			o.book = running
			read := 0
			for range 120 {
				o.read()
				read += o.reads
			}
			if (read < 100) != c.asks {
				t.Errorf("a running leadsheet read %d times in half an hour", read)
			}
			o.now = o.now.AddDate(0, 7, 0)
			o.book = o.open("robot@example.org")
			if state, err = o.book.Drive(t.Context()); err != nil || c.asks && !strings.Contains(state.Do, "try again") {
				t.Errorf("after half a year: %+v, %v", state, err)
			}
		})
	}
}
