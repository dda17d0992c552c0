package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/mailin/dovecottest"
	"leadsheet/sheets/sheetstest"
)

// offline is an installation without a mailbox.
func offline(t testing.TB) *installation {
	t.Helper()
	in := install(t, &dovecottest.Dovecot{})
	var env []string
	for _, e := range in.env {
		if !strings.HasPrefix(e, "LEADSHEET_IMAP_") {
			env = append(env, e)
		}
	}
	in.env = env
	return in
}

// run runs the program, which must succeed, and returns what it printed.
func (in *installation) run(args ...string) string {
	in.t.Helper()
	cmd := in.command(args...)
	out, err := cmd.Output()
	if err != nil {
		in.t.Fatalf("leadsheet %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// leads is what leads --json says, by ID.
func (in *installation) leads() map[string]map[string]any {
	in.t.Helper()
	out := map[string]map[string]any{}
	for line := range strings.Lines(in.run("leads", "--json")) {
		var l map[string]any
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			in.t.Fatalf("%v in %s", err, line)
		}
		out[l["ID"].(string)] = l
	}
	return out
}

// The same clock and the same eye with a Google Sheet in the emulator: people's edits are made at --at, and looking
// writes nothing.
func TestStoryClockAndEyeOnTheEmulator(t *testing.T) {
	in := offline(t)
	s := in.onGoogle()
	if err := os.WriteFile(filepath.Join(in.dir, "drop", "form.csv"),
		[]byte("Submission ID,Submitted,Name,Email,Message\n1,2026-11-20 08:58:00,Ada Quist,ada@quist.example,A shed\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	in.run("once", "--at", "2026-11-20T09:00:00Z")
	if got := in.leads()["L-1001"]; got["Received"] != "2026-11-20T08:58:00Z" || got["Respond by"] != "2026-11-20T09:30:00Z" {
		t.Fatalf("the lead is %v", got)
	}
	people := s.People(t.Fatalf)
	people.Edit("Leads", "L-1001", "Status", sheetstest.T("In progress"))
	people.Edit("Leads", "L-1001", "Next step", sheetstest.T("Call"))
	in.run("once", "--at", "2026-11-20T09:30:00Z")
	before := s.server.Counts()
	got := in.leads()["L-1001"]
	if got["First response"] != "2026-11-20T09:30:00Z" || got["Next step"] != "Call" {
		t.Errorf("the lead is %v", got)
	}
	if after := s.server.Counts(); after.Writes != before.Writes {
		t.Errorf("leads wrote %d times", after.Writes-before.Writes)
	}
	if table := in.run("leads"); !strings.Contains(table, "L-1001") || !strings.Contains(table, "In progress") {
		t.Errorf("the table is\n%s", table)
	}
}
