package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/sheets"
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

// both tells a story twice: with a local workbook, and with a Google Sheet in the emulator.
func both(t *testing.T, tell func(t *testing.T, in *installation)) {
	t.Run("xlsx", func(t *testing.T) { tell(t, offline(t)) })
	t.Run("google", func(t *testing.T) {
		in := offline(t)
		in.sheet = in.onGoogle()
		tell(t, in)
	})
}

// table reads a tab by column title, wherever the workbook is kept.
func (in *installation) table(tab string) []map[string]string {
	in.t.Helper()
	if in.sheet != nil {
		return in.sheet.table(tab)
	}
	return in.rows(tab)
}

// edit sets cells of the row whose cell in a column holds a text: KEY=TEXT, COLUMN=VALUE ... A row that is not there is
// made below the table.
func (in *installation) edit(tab, key string, sets ...string) {
	in.t.Helper()
	if in.sheet == nil {
		if err := editBook(in.book(), tab, key, sets...); err != nil {
			in.t.Fatal(err)
		}
		return
	}
	grid := in.sheet.Rows(tab)
	column := func(title string) int {
		return slices.IndexFunc(grid[0], func(c sheets.Cell) bool { return c.String() == title })
	}
	title, text, _ := strings.Cut(key, "=")
	row := slices.IndexFunc(grid, func(r []sheets.Cell) bool { return column(title) < len(r) && r[column(title)].String() == text })
	if row < 0 {
		row = len(grid)
	}
	for _, set := range append([]string{key}, sets...) {
		title, value, _ := strings.Cut(set, "=")
		in.sheet.People(in.t.Fatalf).EditAt(tab, row, column(title), sheetstest.T(value))
	}
}

// drop puts a file into the drop folder that was saved at that time.
func (in *installation) drop(name, text string, at time.Time) {
	in.t.Helper()
	path := filepath.Join(in.dir, "drop", name)
	if err := errors.Join(os.WriteFile(path, []byte(text), 0o644), os.Chtimes(path, at, at)); err != nil {
		in.t.Fatal(err)
	}
}

// The same clock and the same eye with a Google Sheet in the emulator: people's edits are made at --at, and looking
// writes nothing.
func TestStoryClockAndEyeOnTheEmulator(t *testing.T) {
	t.Parallel()
	in := offline(t)
	s := in.onGoogle()
	in.sheet = s
	if err := os.WriteFile(filepath.Join(in.dir, "drop", "form.csv"),
		[]byte("Submission ID,Submitted,Name,Email,Message\n1,2026-11-20 08:58:00,Ada Quist,ada@quist.example,A shed\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	in.run("once", "--at", "2026-11-20T09:00:00Z")
	if got := in.leads()["L-1001"]; got["Received"] != "2026-11-20T08:58:00Z" || got["Respond by"] != "2026-11-20T09:30:00Z" {
		t.Fatalf("the lead is %v", got)
	}
	in.edit("Leads", "ID=L-1001", "Status=In progress", "Next step=Call")
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
