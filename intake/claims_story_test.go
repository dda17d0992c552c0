package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/forms"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
	"leadsheet/rules/policy"
	"leadsheet/sheets/xlsx"
)

// The tests of this file start the test's own program again as a daemon whose parsers end the process when they meet
// the word: as want of memory does, an endless recursion, or a fault that nobody catches.

const childFolder = "CHILD_OF_A_TEST" // the folder in which a child works; what else it is to know is in files there

// word is met in the inputs that end the process; what follows it says how.
const word = "DEADLY"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		os.Exit(child(dir))
	}
	os.Exit(m.Run())
}

// child is one start of a daemon: it takes in everything and ends.
func child(dir string) int {
	addr, _ := os.ReadFile(filepath.Join(dir, "addr")) // none: no mailbox
	book, err := xlsx.Open(filepath.Join(dir, "leads.xlsx"), xlsx.Options{Now: time.Now})
	if err != nil {
		return 2
	}
	defer book.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	claims := claims.Open(filepath.Join(dir, ".leadsheet-leads.xlsx.reading"), log)
	parsers := intake.Parsers{
		Message: func(raw []byte, env reading.Envelope, opts reading.Options) reading.Reading {
			dieOf(raw)
			return reading.Parse(raw, env, opts)
		},
		Export: func(data []byte, opts forms.Options) (*forms.Export, error) {
			dieOf(data)
			return forms.Read(data, opts)
		},
	}
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now }, Log: log}
	if len(addr) > 0 {
		box := mailin.Mailbox{Addr: string(addr), User: "hello@studio.example", Password: "s3cret-word", Security: "none"}
		d.Sources = append(d.Sources, &intake.Mailbox{Account: box, Claims: claims, Parsers: parsers, Log: log})
	}
	d.Sources = append(d.Sources, &intake.Drop{Folder: filepath.Join(dir, "drop"), Claims: claims, Parsers: parsers, Log: log})
	if _, err := d.CatchUp(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func dieOf(data []byte) {
	_, how, deadly := bytes.Cut(data, []byte(word+" "))
	switch {
	case !deadly:
	case bytes.HasPrefix(how, []byte("exit")):
		os.Exit(3)
	case bytes.HasPrefix(how, []byte("stack")):
		debug.SetMaxStack(1 << 20)
		fmt.Fprint(os.Stderr, deeper(0))
	case bytes.HasPrefix(how, []byte("kill")):
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			_ = self.Signal(syscall.SIGKILL)
		}
		time.Sleep(time.Minute)
	}
}

func deeper(n int) int {
	if n < 0 {
		return 0 // never: the stack is full long before
	}
	return deeper(n+1) + n
}

// deadHouse is what the starts of a story share.
type deadHouse struct {
	t   *testing.T
	dir string
}

func newDeadHouse(t *testing.T) deadHouse {
	h := deadHouse{t, t.TempDir()}
	if err := os.Mkdir(filepath.Join(h.dir, "drop"), 0o755); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h deadHouse) drop(name, text string) {
	h.t.Helper()
	path := filepath.Join(h.dir, "drop", name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
	at := now.Add(-time.Hour)
	if err := os.Chtimes(path, at, at); err != nil {
		h.t.Fatal(err)
	}
}

// start starts a daemon and reports whether it ended well.
func (h deadHouse) start() bool {
	h.t.Helper()
	self, err := os.Executable()
	if err != nil {
		h.t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childFolder+"="+h.dir)
	out, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		h.t.Fatal(err)
	}
	if err != nil && (ended.ExitCode() == 1 || ended.ExitCode() == 4) {
		h.t.Fatalf("a start failed: %v\n%s", err, out)
	}
	return err == nil
}

// starts starts daemons until one ends well, and returns how many died before.
func (h deadHouse) starts(most int) (dead int) {
	h.t.Helper()
	for !h.start() {
		if dead++; dead > most {
			h.t.Fatalf("%d starts died", dead)
		}
	}
	return dead
}

// rows reads a column of a tab.
func (h deadHouse) rows(tab string, columns ...string) []string {
	h.t.Helper()
	book, err := xlsx.Open(filepath.Join(h.dir, "leads.xlsx"), xlsx.Options{Now: time.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	defer book.Close()
	snap, err := book.Read(context.Background(), tab)
	if err != nil {
		h.t.Fatal(err)
	}
	t := snap.Tabs[tab]
	var out []string
	for r := range t.Rows {
		var cells []string
		for _, c := range columns {
			cells = append(cells, t.At(r, t.Col(c)).Text)
		}
		out = append(out, strings.Join(cells, " | "))
	}
	return out
}

func count(rows []string, part string) int {
	n := 0
	for _, r := range rows {
		if strings.Contains(r, part) {
			n++
		}
	}
	return n
}

func TestClaims_CrashingMessageIsTakenInByItsHeader(t *testing.T) {
	for _, how := range []string{"exit", "stack", "kill"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			post, h := openPostOffice(t), newDeadHouse(t)
			if err := os.WriteFile(filepath.Join(h.dir, "addr"), []byte(post.server.Addr()), 0o600); err != nil {
				t.Fatal(err)
			}
			post.deliver("INBOX", 1, now.Add(-3*time.Hour))
			deadly := fmt.Appendf(nil, "From: Mallory <mallory@evil.example>\r\nTo: hello@studio.example\r\nSubject: Quotation\r\nMessage-ID: <x@evil.example>\r\n\r\n%s %s\r\n", word, how)
			if err := post.server.Deliver("INBOX", deadly, now.Add(-2*time.Hour)); err != nil {
				t.Fatal(err)
			}
			post.deliver("INBOX", 2, now.Add(-time.Hour))
			if dead := h.starts(3); dead != 3 {
				t.Errorf("%d starts died", dead)
			}
			intake := h.rows(lead.TabIntake, "Outcome", "Subject", "Reason", "Where")
			if count(intake, "new lead | Request 1") != 1 || count(intake, "new lead | Request 2") != 1 || len(intake) != 3 {
				t.Errorf("%q", intake)
			}
			if count(intake, "could not read | Quotation | reading this message stopped leadsheet 3 times") != 1 || count(intake, "INBOX:") < 3 {
				t.Errorf("%q", intake)
			}
			if leads := h.rows(lead.TabLeads, "Email"); len(leads) != 3 || count(leads, "mallory@evil.example") != 1 {
				t.Errorf("%q", leads)
			}
			post.deliver("INBOX", 3, now)
			if !h.start() || len(h.rows(lead.TabIntake, "Key")) != 4 {
				t.Errorf("the next one does not come in: %q", h.rows(lead.TabIntake, "Subject"))
			}
			// Without the file nothing is lost: what is placed is known by the workbook.
			if err := os.Remove(filepath.Join(h.dir, ".leadsheet-leads.xlsx.reading")); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			if !h.start() || len(h.rows(lead.TabIntake, "Key")) != 4 {
				t.Error("without its memory")
			}
		})
	}
}

func TestClaims_CrashingFileIsTakenInByItsName(t *testing.T) {
	for name, text := range map[string]string{
		"deadly.csv": "Name,Email\nx,x@evil.example\n" + word + " kill,y@evil.example\n",
		"deadly.eml": "From: x@evil.example\r\nTo: hello@studio.example\r\nSubject: x\r\n\r\n" + word + " exit\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newDeadHouse(t)
			h.drop("a.csv", head+entry(1, "Ada", "a shed"))
			h.drop(name, text)
			h.drop("z.csv", head+entry(2, "Zoe", "a roof"))
			if dead := h.starts(3); dead != 3 {
				t.Errorf("%d starts died", dead)
			}
			intake := h.rows(lead.TabIntake, "Outcome", "Reason", "Key")
			if count(intake, "new lead") != 2 || count(intake, "could not read") != 1 || count(intake, "file "+name+" could not be read: reading this file stopped leadsheet 3 times, so it is no longer tried (1 KB)") != 1 || count(intake, "stopped leadsheet 3 times") != 1 || count(intake, "| x:") != 1 {
				t.Errorf("%q", intake)
			}
			if leads := h.rows(lead.TabLeads, "Name"); count(leads, "Ada") != 1 || count(leads, "Zoe") != 1 {
				t.Errorf("%q", leads)
			}
			if n := len(intake); !h.start() || len(h.rows(lead.TabIntake, "Key")) != n {
				t.Error("the next start takes in something again")
			}
		})
	}
}

func TestClaims_CrashingAttachedExportIsSkipped(t *testing.T) {
	t.Parallel()
	post, h := openPostOffice(t), newDeadHouse(t)
	if err := os.WriteFile(filepath.Join(h.dir, "addr"), []byte(post.server.Addr()), 0o600); err != nil {
		t.Fatal(err)
	}
	if !h.start() { // makes the workbook, where the team is written
		t.Fatal("an empty mailbox ends it")
	}
	book, err := excelize.OpenFile(filepath.Join(h.dir, "leads.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if err := errors.Join(book.SetCellStr("Team", "A2", "Anna"), book.SetCellStr("Team", "B2", "anna@studio.example"),
		book.Save()); err != nil {
		t.Fatal(err)
	}
	if err := post.server.Deliver("INBOX", handedIn("week one", map[string]string{"form.csv": "Name,Email\n" + word + " kill,y@evil.example\n"}), now.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	post.deliver("INBOX", 2, now.Add(-time.Hour))
	if dead := h.starts(3); dead != 3 {
		t.Errorf("%d starts died", dead)
	}
	intake := h.rows(lead.TabIntake, "Outcome", "Subject", "Reason", "Where")
	if count(intake, "new lead | Request 2") != 1 || count(intake, "could not read | form.csv | file form.csv could not be read: reading this file stopped leadsheet 3 times") != 1 {
		t.Errorf("%q", intake)
	}
	if count(intake, "| week one | exports attached: reading this mail's files stopped leadsheet 3 times") != 1 {
		t.Errorf("%q", intake)
	}
	if n := len(intake); !h.start() || len(h.rows(lead.TabIntake, "Key")) != n {
		t.Error("the next start takes in something again")
	}
}
