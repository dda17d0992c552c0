package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// say runs the built program, and wants its exit code.
func (in *installation) say(code int, args ...string) string {
	in.t.Helper()
	cmd := in.command(args...)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != code {
		in.t.Fatalf("%v: exit code %d, want %d\n%s", args, got, code, out)
	}
	return string(out)
}

func wants(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
}

// letter puts a mail of a customer into the drop folder.
func (in *installation) letter(i int) {
	in.t.Helper()
	text := fmt.Sprintf("From: Customer %d <c%d@customer.example>\r\nTo: us@example.com\r\nMessage-ID: <%d@customer.example>\r\n"+
		"Date: Mon, 2 Nov 2026 08:00:%02d +0000\r\nSubject: Request %d\r\n\r\nPlease call me.\r\n", i, i, i, i, i)
	if err := os.WriteFile(filepath.Join(in.dir, "drop", fmt.Sprintf("%d.eml", i)), []byte(text), 0o644); err != nil {
		in.t.Fatal(err)
	}
}

// keys counts the rows of Intake by key.
func (s *sheet) keys() map[string]int {
	all := map[string]int{}
	for _, r := range s.table("Intake") {
		all[r["Key"]]++
	}
	return all
}

// Where Google does not refuse metadata twice, setup finds it out, and two daemons of the built program that read one
// drop folder, are killed, and meet people who delete the lock take everything in once.
func TestStoryLockByName(t *testing.T) {
	t.Parallel() // it waits most of the time
	in := offline(t)
	s := in.onGoogle()
	s.MetadataTwice = true
	wants(t, in.say(exitOK, "setup", "--team", "Kim=kim@example.com"), "kept apart by the named range leadsheet_lock")
	wants(t, in.say(exitOK, "doctor"), "ok    lock           two leadsheets are kept apart by the named range leadsheet_lock, tried on")
	in.env = append(in.env, "LEADSHEET_POLL=1s")
	start := func() *exec.Cmd {
		cmd := in.command("run")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	daemons := []*exec.Cmd{start(), start()}
	people := s.People(nil)
	const letters = 24
	for i := range letters {
		in.letter(i)
		time.Sleep(250 * time.Millisecond)
		switch i % 6 {
		case 2:
			people.DeleteName("leadsheet_lock")
		case 4:
			_ = daemons[i%2].Process.Kill()
			_ = daemons[i%2].Wait()
			daemons[i%2] = start()
		case 5:
			people.RenameName("leadsheet_lock", "ours")
		}
	}
	for until := time.Now().Add(time.Minute); len(s.keys()) < letters && time.Now().Before(until); {
		time.Sleep(200 * time.Millisecond)
	}
	for _, d := range daemons {
		_ = d.Process.Kill()
		_ = d.Wait()
	}
	for key, n := range s.keys() {
		if n != 1 {
			t.Errorf("%s is in %d rows of Intake", key, n)
		}
	}
	if n := len(s.keys()); n != letters {
		t.Errorf("%d of %d letters came in", n, letters)
	}
	if leads := s.table("Leads"); len(leads) != letters {
		t.Errorf("%d leads", len(leads))
	}
	if names := people.Names(); len(names) != 1 || !strings.HasPrefix(names[0], "leadsheet_lock") {
		t.Errorf("people see the names %v", names)
	}
	wants(t, in.once(), "Nothing new")
}

// A team copies its spreadsheet and points leadsheet at the copy: nothing is written until somebody says that the copy
// takes the place of the original, and then nothing comes in twice.
func TestStoryCopiedSpreadsheet(t *testing.T) {
	t.Parallel() // it waits most of the time
	in := offline(t)
	s := in.onGoogle()
	wants(t, in.say(exitOK, "setup", "--team", "Kim=kim@example.com"), "kept apart by developer metadata")
	in.letter(1)
	wants(t, in.once(), "1 came in: 1 new lead")
	s.CarriedFixed = true // the worst that is known of copies
	copied := &sheet{s.Copy("Copy of our leads"), s.server}
	in.env = append(in.env, "LEADSHEET_BOOK=https://docs.google.com/spreadsheets/d/"+copied.ID()+"/edit")
	in.letter(2)
	out := in.say(exitFailed, "once")
	wants(t, out, `the spreadsheet is a copy of "Our leads" (`+s.ID()+"), to which leadsheet last wrote on ",
		"If leadsheet has been stopped for the original", "run leadsheet setup --takes-over once",
		"put its address into LEADSHEET_BOOK")
	wants(t, in.say(exitFailed, "doctor"), "FAIL  copy           the spreadsheet is a copy of")
	wants(t, in.say(exitFailed, "setup", "--yes"), "is a copy of")
	if n := len(copied.table("Intake")); n != 1 {
		t.Errorf("%d rows of Intake", n)
	}
	wants(t, in.say(exitOK, "setup", "--takes-over", "--yes"), `is a copy of "Our leads"`, "leadsheet goes on in it")
	wants(t, in.once(), "1 came in: 1 new lead")
	wants(t, in.once(), "Nothing new. 2 leads")
	if n := len(copied.table("Intake")); n != 2 {
		t.Errorf("%d rows of Intake", n)
	}
	out = in.say(exitOK, "doctor")
	if strings.Contains(out, "a copy of") {
		t.Error(out)
	}
	if n := len(s.table("Intake")); n != 1 {
		t.Errorf("%d rows of Intake in the original", n)
	}
}

// An answer of doctor --probe changes the form of the lock, and says so.
func TestStoryProbeChangesTheLock(t *testing.T) {
	t.Parallel() // it waits most of the time
	in := offline(t)
	s := in.onGoogle()
	in.letter(1)
	in.once()
	wants(t, in.say(exitOK, "doctor"), "note  lock           two leadsheets are kept apart by developer metadata; whether",
		"do: run leadsheet doctor --probe once")
	s.MetadataTwice = true
	out := in.say(exitOK, "doctor", "--probe")
	wants(t, out, "note  probe          a batch with an id that is in use fails as a whole",
		"ok    probe          from now on two leadsheets are kept apart by the named range leadsheet_lock")
	in.letter(2)
	wants(t, in.once(), "1 came in: 1 new lead")
	wants(t, in.say(exitOK, "doctor"), "kept apart by the named range leadsheet_lock, tried on")
}

// A person at the terminal is asked about a copy; whoever says no is asked again, and nothing is written.
func TestSetupAsksAboutACopy(t *testing.T) {
	_, doc := googleSheet(t)
	if code, out, errs := command(t, "setup", "--team", "Kim=kim@example.com"); code != exitOK {
		t.Fatalf("setup: exit code %d\n%s%s", code, out, errs)
	}
	copied := doc.Copy("Copy of our leads")
	t.Setenv("LEADSHEET_BOOK", "google:"+copied.ID())
	c := setupCmd{File: "copy.env", Team: "Kim=kim@example.com", Zone: "UTC", Country: "DE"}
	out, err := session(t, c, "", "no")
	if err == nil || strings.Count(out, "or has the copy a mailbox and a drop folder of its own (yes/no)") != 1 ||
		strings.Count(out, "is a copy of") != 2 {
		t.Errorf("%v\n%s", err, out)
	}
	rev := copied.Revision()
	out, err = session(t, c, "", "yes", "", "", "", "", "", "no", "yes", "no")
	if err != nil || !strings.Contains(out, "leadsheet goes on in it") || copied.Revision() == rev {
		t.Errorf("%v\n%s", err, out)
	}
	if code, out, errs := command(t, "once"); code != exitOK {
		t.Errorf("once: exit code %d\n%s%s", code, out, errs)
	}
}
