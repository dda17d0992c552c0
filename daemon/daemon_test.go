package daemon_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// now is a Monday, ten in the morning.
var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// shelf is a source in memory.
type shelf struct {
	items   []lead.Inquiry
	fail    error
	settled []string
}

func (s *shelf) Name() string { return "shelf" }

func (s *shelf) Collect(context.Context, intake.Known) ([]lead.Inquiry, error) {
	return s.items, s.fail
}

func (s *shelf) Settle(_ context.Context, stored []lead.Inquiry) error {
	for _, in := range stored {
		s.settled = append(s.settled, in.Key)
	}
	return nil
}

func inquiry(i int) lead.Inquiry {
	return lead.Inquiry{Key: fmt.Sprintf("k:%d", i), Channel: lead.ByMail, Kind: lead.Direct, Received: now.Add(-time.Hour), Name: fmt.Sprintf("Customer %d", i),
		Email: fmt.Sprintf("c%d@firm%d.example", i, i), From: fmt.Sprintf("c%d@firm%d.example", i, i), Need: "=2+3 chairs", Source: "Email", Where: fmt.Sprintf("INBOX:1:%d", i)}
}

func house(t testing.TB, sources ...intake.Source) (*daemon.Daemon, string) {
	t.Helper()
	return reopen(t, filepath.Join(t.TempDir(), "leads.xlsx"), sources...)
}

// reopen is a further process that works on a workbook.
func reopen(t testing.TB, path string, sources ...intake.Source) (*daemon.Daemon, string) {
	t.Helper()
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return &daemon.Daemon{Book: book, Sources: sources, Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now },
		Log: slog.New(slog.DiscardHandler)}, path
}

func pass(t testing.TB, d *daemon.Daemon) daemon.Summary {
	t.Helper()
	sum, err := d.Pass(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestPass_SecondOneChangesNoByte(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2)}}
	d, path := house(t, s)
	if sum := pass(t, d); sum.Created != 2 || !sum.Wrote || sum.Leads != 2 {
		t.Fatalf("first pass: %+v", sum)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if sum := pass(t, d); sum.Wrote || len(sum.Intake) != 0 {
			t.Fatalf("idle pass: %+v", sum)
		}
	}
	// A new process sees the same.
	again, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	d.Book = again
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("first pass of a new process wrote: %+v", sum)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the workbook changed")
	}
}

func TestPass_FailingSourceDoesNotStopTheOthers(t *testing.T) {
	good := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, _ := house(t, &shelf{fail: errors.New("server unreachable; check its address")}, good)
	sum, err := d.Pass(context.Background())
	if err == nil || !strings.Contains(err.Error(), "shelf: server unreachable") {
		t.Errorf("error %v", err)
	}
	if sum.Created != 1 || len(good.settled) != 1 {
		t.Errorf("the good source: %+v, settled %v", sum, good.settled)
	}
}

func TestPass_SettlesOnlyWhatIsStored(t *testing.T) {
	s := &shelf{}
	d, path := house(t, s)
	pass(t, d)
	s.items = []lead.Inquiry{inquiry(1)}
	lock := filepath.Join(filepath.Dir(path), ".~lock.leads.xlsx#")
	if err := os.WriteFile(lock, []byte(",Pat,desk,22.11.2026 05:24,file:///p;"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Pass(context.Background()); !errors.Is(err, sheets.ErrBusy) {
		t.Fatalf("error %v, want ErrBusy", err)
	}
	if len(s.settled) != 0 {
		t.Fatalf("settled %v though nothing was stored", s.settled)
	}
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	for range 50 { // an editor's lock must have been gone for a moment
		if _, err := d.Pass(context.Background()); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if len(s.settled) != 1 {
		t.Errorf("settled %v after the lock was gone", s.settled)
	}
}

// edit changes the workbook as another program does.
func edit(t *testing.T, path string, do func(f *excelize.File) error) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := do(f); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path + ".new.xlsx"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new.xlsx", path); err != nil {
		t.Fatal(err)
	}
}

func TestPass_DeletedRuleTabIsReportedAndDefaultsApply(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, path := house(t, s)
	pass(t, d)
	edit(t, path, func(f *excelize.File) error { return f.DeleteSheet("Statuses") })
	s.items = append(s.items, inquiry(2))
	sum := pass(t, d)
	if sum.Created != 1 || !strings.Contains(strings.Join(sum.Notes, "\n"), `the tab "Statuses" is missing`) {
		t.Errorf("%+v", sum)
	}
}

// Somebody renames the tab Leads: nothing is taken for deleted, nothing is made in its place, and all is well once it
// has its name again.
func TestPass_RenamedLeadsTabStopsItAndLosesNothing(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, path := house(t, s)
	pass(t, d)
	edit(t, path, func(f *excelize.File) error { return f.SetSheetName("Leads", "Customers") })
	s.items = append(s.items, inquiry(2))
	for range 2 { // a second process meets the same
		if _, err := d.Pass(context.Background()); err == nil || !strings.Contains(err.Error(), `the tab "Leads" is missing`) {
			t.Fatalf("error %v", err)
		}
		book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		d = &daemon.Daemon{Book: book, Sources: d.Sources, Layout: d.Layout, Now: d.Now, Log: d.Log}
	}
	edit(t, path, func(f *excelize.File) error { return f.SetSheetName("Customers", "Leads") })
	if sum := pass(t, d); sum.Created != 1 || sum.Leads != 2 {
		t.Errorf("%+v", sum)
	}
}

func TestPass_MistakeInARuleTabIsShownBesideIt(t *testing.T) {
	d, path := house(t)
	pass(t, d)
	edit(t, path, func(f *excelize.File) error { return f.SetCellStr("Statuses", "B3", "wroking") })
	pass(t, d)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := f.GetCellValue("Statuses", "H3"); err != nil || !strings.Contains(got, "wroking") {
		t.Errorf("Check says %q (%v)", got, err)
	}
}

// said collects log lines.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) count(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Count(s.b.String(), text)
}

func TestRun_LogsAFailureOnceAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := house(t, &shelf{fail: errors.New("wrong password")})
		log := &said{}
		d.Now, d.Log = time.Now, slog.New(slog.NewTextHandler(log, nil))
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Minute)
		defer cancel()
		d.Run(ctx, time.Millisecond, time.Second)
		if n := log.count("wrong password"); n != 1 {
			t.Errorf("the failure was said %d times", n)
		}
	})
}

func BenchmarkIdlePass10000(b *testing.B) {
	s := &shelf{}
	for i := range 10000 {
		s.items = append(s.items, inquiry(i))
	}
	d, path := house(b, s)
	if _, err := d.CatchUp(context.Background()); err != nil {
		b.Fatal(err)
	}
	s.items = nil
	for b.Loop() {
		book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		d.Book = book
		if sum := pass(b, d); sum.Wrote {
			b.Fatal("an idle pass wrote")
		}
	}
}
