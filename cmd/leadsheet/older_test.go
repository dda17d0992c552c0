package main

import (
	"bytes"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// olderInputs are what the workbooks in testdata/older were made of, in two phases.
const olderInputs = "testdata/older/inputs"

// olderPhases are the times at which the files of each phase were put into the drop folder.
var olderPhases = []struct{ folder, saved string }{{"1", "2026-11-24T09:00:00Z"}, {"2", "2026-11-25T09:00:00Z"}}

// olderHome is a mailbox, a drop folder, and the settings that lead to them.
type olderHome struct {
	t      *testing.T
	dir    string
	server *mailtest.Memory
	env    map[string]string
}

func newOlderHome(t *testing.T) *olderHome {
	t.Helper()
	server, err := mailtest.NewMemory("hello@studio.example", "s3cret-word")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "drop"), 0o755); err != nil {
		t.Fatal(err)
	}
	return &olderHome{t, dir, server, map[string]string{"LEADSHEET_BOOK": filepath.Join(dir, "leads.xlsx"),
		"LEADSHEET_DROP": filepath.Join(dir, "drop"), "LEADSHEET_IMAP_ADDR": server.Addr(), "LEADSHEET_IMAP_SECURITY": "none",
		"LEADSHEET_IMAP_USER": "hello@studio.example", "LEADSHEET_IMAP_PASSWORD": "s3cret-word", "LEADSHEET_IMAP_SENT": "Sent"}}
}

// arrive puts the inputs of a phase where they belong. Messages come when their header says. Line ends are what mail
// servers and exports have, whatever a checkout has made of them.
func (h *olderHome) arrive(phase int) {
	h.t.Helper()
	saved, err := time.Parse(time.RFC3339, olderPhases[phase].saved)
	if err != nil {
		h.t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(olderInputs, olderPhases[phase].folder, "*", "*"))
	if err != nil || len(files) == 0 {
		h.t.Fatalf("no inputs of phase %d: %v", phase, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			h.t.Fatal(err)
		}
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		if filepath.Ext(file) == ".eml" {
			raw = bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))
		}
		switch filepath.Base(filepath.Dir(file)) {
		case "inbox":
			err = h.server.Deliver("INBOX", raw, olderDate(h.t, raw))
		case "sent":
			err = h.server.Deliver("Sent", raw, olderDate(h.t, raw))
		default:
			to := filepath.Join(h.dir, "drop", filepath.Base(file))
			if err = os.WriteFile(to, raw, 0o600); err == nil {
				err = os.Chtimes(to, saved, saved)
			}
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

func olderDate(t *testing.T, raw []byte) time.Time {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	at, err := m.Header.Date()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// olderBook is what a workbook holds, each tab by the titles of its columns.
type olderBook map[string]*sheets.Tab

func readOlder(t *testing.T, path string) olderBook {
	t.Helper()
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	return readTables(t, book)
}

// rows are the rows of a tab as title and content of each cell, without the columns named, blank cells and blank rows.
func (b olderBook) rows(tab string, without ...string) []map[string]string {
	t := b[tab]
	if t == nil { // this version has added it
		return nil
	}
	var out []map[string]string
	for r := range t.Rows {
		row := map[string]string{}
		for c, title := range t.Columns {
			if cell := t.At(r, c); !cell.IsEmpty() && !slices.Contains(without, title) {
				row[title] = cell.String()
			}
		}
		if len(row) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// Workbooks of earlier versions, with all that they have read still at its place: one pass changes nobody's cell,
// loses and doubles nothing, and the next one does nothing.
func TestOlderWorkbooks(t *testing.T) {
	books, err := filepath.Glob("testdata/older/*.xlsx")
	if err != nil || len(books) == 0 {
		t.Fatalf("there are no older workbooks: %v", err)
	}
	for _, file := range books {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".xlsx"), func(t *testing.T) {
			h := newOlderHome(t)
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			path := h.env["LEADSHEET_BOOK"]
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			settles(t, h, func() olderBook { return readOlder(t, path) }, func() bool {
				was := raw
				if raw, err = os.ReadFile(path); err != nil {
					t.Fatal(err)
				}
				return !bytes.Equal(was, raw)
			})
			pagesOfToday(t, raw, readOlder(t, path))
		})
	}
}

// settles makes two passes of the present program over an older workbook. changed reports whether the workbook has been
// written since it was asked last.
func settles(t *testing.T, h *olderHome, read func() olderBook, changed func() bool) {
	t.Helper()
	for name, value := range h.env {
		t.Setenv(name, value)
	}
	for phase := range olderPhases {
		h.arrive(phase)
	}
	before := read()
	if out := h.once(exitOK); !strings.Contains(out, "Nothing came in") {
		t.Errorf("the first pass says: %s", out)
	}
	after := read()
	sameLeads(t, before, after)
	sameJournals(t, before, after)
	sameOrder(t, before, after)
	for _, tab := range lead.Tabs() {
		if tab.Purpose != lead.RuleTable {
			continue
		}
		if before[tab.Title] == nil {
			continue // a tab of rules that this version adds
		}
		was, is := before.rows(tab.Title, lead.ColCheck), after.rows(tab.Title, lead.ColCheck)
		switch tab.Title { // new ones were added below
		case lead.TabSettings:
			is = withoutAdded(t, after, is, lead.ColSetting, len(was))
		case lead.TabStatuses:
			is = withoutAdded(t, after, is, lead.ColStatus, len(was))
		}
		if diff := cmp.Diff(was, is); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tab.Title, diff)
		}
	}
	if !changed() {
		t.Error("the first pass wrote nothing")
	}
	if out := h.once(exitOK); !strings.Contains(out, "Nothing new") {
		t.Errorf("the second pass says: %s", out)
	}
	if changed() {
		t.Error("an idle pass wrote")
	}

	// Messages that come a second time and exports that have grown are looked at again: what they hold is known.
	for phase := range olderPhases {
		h.arrive(phase)
	}
	h.grow("contact.csv", "506,2026-11-26 06:00:00,Oz Zimt,oz@zimt.example,,A porch,,\n")
	h.grow("responses.tsv", "11/26/2026 7:00:00\tUma Ash\tuma@ash.example\tA roof terrace\n")
	if out := h.once(exitOK); !strings.Contains(out, "2 came in: 2 new leads.") {
		t.Errorf("two records more: %s", out)
	}
	changed()
	if out := h.once(exitOK); !strings.Contains(out, "Nothing new") || changed() {
		t.Errorf("after that, an idle pass says, or wrote: %s", out)
	}
}

// sameOrder checks that what people see stays seen, that columns are only added at the end, and that Settings say so.
func sameOrder(t *testing.T, before, after olderBook) {
	t.Helper()
	dayOne := false // a version that hides tabs in new workbooks has made it
	for title, was := range before {
		is := after[title]
		dayOne = dayOne || was.Hidden
		if was.Hidden != is.Hidden {
			t.Errorf("%s was hidden: %v, and is: %v", title, was.Hidden, is.Hidden)
		}
		if n := len(was.Columns); len(is.Columns) < n || !slices.Equal(was.Columns, is.Columns[:n]) {
			t.Errorf("%s had the columns %q, and has %q", title, was.Columns, is.Columns)
		}
	}
	if all := slices.ContainsFunc(after.rows(lead.TabSettings), func(r map[string]string) bool {
		return r["Setting"] == "Show all tabs" && r["Value"] == "yes"
	}); all == dayOne {
		t.Errorf("Settings say that all tabs are shown: %v", all)
	}
}

// withoutAdded is a rule tab without the rows that this version has added below the first n ones, as Activity says.
func withoutAdded(t *testing.T, after olderBook, rows []map[string]string, column string, n int) []map[string]string {
	t.Helper()
	said := ""
	for _, e := range after.rows(lead.TabActivity) {
		if e[lead.ColLead] == lead.Workbook && e[lead.ColWhat] == string(lead.Baseline) {
			said += e[lead.ColTo]
		}
	}
	for len(rows) > n && strings.Contains(said, strconv.Quote(rows[len(rows)-1][column])) {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// grow adds a record to an export in the drop folder.
func (h *olderHome) grow(name, line string) {
	h.t.Helper()
	path := filepath.Join(h.dir, "drop", name)
	raw, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(raw, line...), 0o600)
	}
	if err == nil {
		at := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
		err = os.Chtimes(path, at, at)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// olderNow is later than all that is told in the workbooks.
const olderNow = "2026-11-27T09:00:00Z"

func (h *olderHome) once(want int) string {
	h.t.Helper()
	var out bytes.Buffer
	if code := run(h.t.Context(), []string{"once", "--at", olderNow}, &out, &out); code != want {
		h.t.Fatalf("exit code %d\n%s", code, out.String())
	}
	return out.String()
}

// sameLeads compares the leads by their IDs, and rows that had none by their names: what people may write is as it was,
// and what was blank may have been filled.
func sameLeads(t *testing.T, before, after olderBook) {
	t.Helper()
	var managed []string
	for _, c := range lead.LeadTable() {
		if c.Managed {
			managed = append(managed, c.Title)
		}
	}
	was, is := before.rows(lead.TabLeads), after.rows(lead.TabLeads)
	made := 0 // of rows of Intake for which somebody has just asked for that
	for _, row := range before.rows(lead.TabIntake) {
		if row[lead.ColOutcome] == string(lead.MakeLead) {
			made++
		}
	}
	if made == 0 || len(was)+made != len(is) {
		t.Errorf("%d leads, before %d, and %d are to be made by hand", len(is), len(was), made)
	}
	seen := map[string]bool{}
	for i, row := range is {
		id := row[lead.ColID]
		if !lead.IsID(id) || seen[id] {
			t.Errorf("the ID %q stands there twice, or is none", id)
		}
		seen[id] = true
		if i >= len(was) {
			break
		}
		for title, cell := range was[i] {
			if row[title] != cell && (!slices.Contains(managed, title) || title == lead.ColID) {
				t.Errorf("%s: %s is %q, was %q", id, title, row[title], cell)
			}
		}
	}
}

// sameJournals: all that came in has its row as before, and what had happened stands above what happened now.
func sameJournals(t *testing.T, before, after olderBook) {
	t.Helper()
	was, is := before.rows(lead.TabIntake), after.rows(lead.TabIntake)
	if len(was) != len(is) {
		t.Errorf("%d rows in Intake, before %d", len(is), len(was))
	}
	for i := range min(len(was), len(is)) {
		switch outcome := lead.Outcome(was[i][lead.ColOutcome]); {
		case outcome == lead.MakeLead: // somebody has just asked for a lead
			if is[i][lead.ColOutcome] != string(lead.NewLead) || !lead.IsID(is[i][lead.ColLead]) {
				t.Errorf("Intake, row %d: no lead was made of %v", i, is[i])
			}
			continue
		case ledger.ParseKey(was[i][lead.ColKey]).Kind() == ledger.SentMail && outcome != lead.AddedTo:
			// What somebody typed there, or what earlier versions put there for it.
			if is[i][lead.ColOutcome] != string(lead.AddedTo) {
				t.Errorf("Intake, row %d: the sent mail says %v", i, is[i])
			}
			continue
		}
		if diff := cmp.Diff(was[i], is[i]); diff != "" {
			t.Errorf("Intake, row %d (-want +got):\n%s", i, diff)
		}
	}
	was, is = before.rows(lead.TabActivity), after.rows(lead.TabActivity)
	if len(is) <= len(was) {
		t.Fatalf("%d events, before %d: the last edits were not seen", len(is), len(was))
	}
	if diff := cmp.Diff(was, is[:len(was)]); diff != "" {
		t.Errorf("Activity (-want +got):\n%s", diff)
	}
	numbers := map[string]bool{}
	for _, row := range is {
		if no := row[lead.ColNo]; no != "" && numbers[no] {
			t.Errorf("No. %s stands there twice", no)
		} else {
			numbers[no] = true
		}
	}
	for _, row := range is[len(was):] {
		if row[lead.ColNo] == "" || row[lead.ColRecorded] == "" {
			t.Errorf("a new event without a number: %v", row)
		}
	}
}
