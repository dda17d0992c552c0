package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// stage is the built program with a drop folder, on a Google Sheet that something is wrong with.
type stage struct {
	*sheet
	t       *testing.T
	bin     string
	dir     string
	env     map[string]string
	url     string
	instead atomic.Pointer[http.HandlerFunc] // answers in the place of Google
	sent    int
}

func newStage(t *testing.T, bin string) *stage {
	t.Helper()
	server := gsheets.New(gsheets.Options{Check: true})
	s := &stage{t: t, bin: bin, dir: t.TempDir()}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := s.instead.Load(); f != nil {
			(*f)(w, r)
			return
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		web.Close()
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
	s.sheet, s.url = &sheet{server.Create("Our leads"), server}, web.URL
	s.env = map[string]string{"LEADSHEET_BOOK": "google:" + s.ID(), "LEADSHEET_GOOGLE_ENDPOINT": web.URL + "/"}
	if err := os.Mkdir(filepath.Join(s.dir, "drop"), 0o755); err != nil {
		t.Fatal(err)
	}
	return s
}

// once runs a pass and returns its exit code and what it said.
func (s *stage) once() (int, string) {
	s.t.Helper()
	cmd := exec.Command(s.bin, "once")
	cmd.Dir, cmd.Env = s.dir, os.Environ()
	for k, v := range s.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	if text := string(out); strings.Contains(text, "panic") || strings.Contains(text, "goroutine") {
		s.t.Errorf("it panicked:\n%s", text)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// fine is a pass that nothing stands in the way of.
func (s *stage) fine() string {
	s.t.Helper()
	code, out := s.once()
	if code != exitOK {
		s.t.Fatalf("exit code %d: %s", code, out)
	}
	return out
}

// mail puts the next message into the drop folder; more stands below its text.
func (s *stage) mail(more string) {
	s.t.Helper()
	path := filepath.Join(s.dir, "drop", fmt.Sprintf("%d.eml", s.sent))
	if err := os.WriteFile(path, append(enquiry(s.sent), more...), 0o644); err != nil {
		s.t.Fatal(err)
	}
	before := time.Now().Add(-time.Minute)
	if err := os.Chtimes(path, before, before); err != nil {
		s.t.Fatal(err)
	}
	s.sent++
}

// api changes the sheet as another program could.
func (s *stage) api(requests ...map[string]any) {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"requests": requests})
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := http.Post(s.url+"/v4/spreadsheets/"+s.ID()+":batchUpdate", "application/json", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("the sheet could not be changed: %s", res.Status)
	}
}

// tabID looks up the id of a tab.
func (s *stage) tabID(title string) int64 {
	s.t.Helper()
	for _, t := range s.tabs() {
		if t.Properties.Title == title {
			return t.Properties.SheetID
		}
	}
	s.t.Fatalf("there is no tab %q", title)
	return 0
}

type tabShape struct {
	Properties struct {
		SheetID int64
		Title   string
		Grid    struct{ RowCount, ColumnCount int64 } `json:"gridProperties"`
	}
}

func (s *stage) tabs() []tabShape {
	s.t.Helper()
	res, err := http.Get(s.url + "/v4/spreadsheets/" + s.ID() + "?fields=sheets(properties)")
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var got struct{ Sheets []tabShape }
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		s.t.Fatal(err)
	}
	return got.Sheets
}

// cells counts as Google does: the empty ones too.
func (s *stage) cells() int64 {
	n := int64(0)
	for _, t := range s.tabs() {
		n += t.Properties.Grid.RowCount * t.Properties.Grid.ColumnCount
	}
	return n
}

// content is what all tabs hold.
func (s *stage) content() map[string][][]sheets.Cell {
	out := map[string][][]sheets.Cell{}
	for _, tab := range s.Tabs() {
		out[tab] = s.Rows(tab)
	}
	return out
}

func (s *stage) people() *gsheets.People { return s.People(s.t.Fatalf) }

func (s *stage) fault(f gsheets.Fault) {
	s.server.SetFault(func(gsheets.Call) gsheets.Fault { return f })
}

// answers makes every call be answered like this.
func (s *stage) answers(status int, kind, body string) {
	f := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	})
	s.instead.Store(&f)
}

func (s *stage) calm() { s.server.SetFault(nil); s.instead.Store(nil) }
func (s *stage) undo() { s.people().Undo() }

func text(s string) sheets.Cell { return lead.TextValue(s) }

// trouble is something that is wrong with a sheet.
type trouble struct {
	name   string
	first  func(*stage) // before leadsheet comes for the first time
	cause  func(*stage)
	cure   func(*stage)
	code   int
	says   []string // important words of what it says
	silent bool     // there is nothing to say
	stored bool     // it fails, but has stored what came in
	more   string   // what the waiting message says further
	// theirs are tabs that people or the trouble have changed, beside those that leadsheet writes.
	theirs []string
}

// What leadsheet says of each, and that the message which waits meanwhile comes in exactly once.
func TestABadSheetEndsInASentence(t *testing.T) {
	bin := binary(t)
	for _, tr := range slices.Concat(accessTroubles(), shapeTroubles(), contentTroubles(), serviceTroubles()) {
		t.Run(tr.name, func(t *testing.T) {
			t.Parallel()
			tr.tell(newStage(t, bin))
		})
	}
}

func (tr trouble) tell(s *stage) {
	t := s.t
	if tr.first != nil {
		tr.first(s)
	}
	s.mail("")
	s.mail("")
	s.fine()
	s.people().Edit("Leads", "L-1001", "Comment", text("called, wants blue"))
	s.fine()
	before := s.content()

	s.mail(tr.more)
	if tr.cause != nil {
		tr.cause(s)
	}
	bad := s.content()
	code, out := s.once()
	t.Log(out)
	tr.heard(t, code, out)
	if code != exitOK && !tr.stored {
		if diff := cmp.Diff(bad, s.content()); diff != "" {
			t.Errorf("it failed, and changed something (-before +after):\n%s", diff)
		}
	}
	if tr.cure != nil {
		tr.cure(s)
	}
	s.fine()
	settled := s.Revision()
	if out := s.fine(); !strings.Contains(out, "Nothing new") || s.Revision() != settled {
		t.Errorf("once more: %s", out)
	}
	s.complete(before, tr.theirs)
}

// heard checks what a pass in trouble said.
func (tr trouble) heard(t *testing.T, code int, out string) {
	t.Helper()
	if code != tr.code {
		t.Errorf("exit code %d, want %d", code, tr.code)
	}
	notes, failures := 0, 0
	for line := range strings.Lines(out) {
		switch {
		case strings.HasPrefix(line, "leadsheet: note: "):
			notes++
		case strings.HasPrefix(line, "leadsheet: "):
			failures++
		}
		if len(line) > 420 {
			t.Errorf("it was long-winded: %d characters", len(line))
		}
	}
	if failures != tr.code || notes > 1 || tr.code == exitOK && tr.silent != (notes == 0) {
		t.Errorf("it said %d things, and %d notes: %s", failures, notes, out)
	}
	for _, want := range tr.says {
		if !strings.Contains(out, want) {
			t.Errorf("it did not say %q", want)
		}
	}
}

// complete checks that all messages are there once, and that everything else is as it was.
func (s *stage) complete(before map[string][][]sheets.Cell, theirs []string) {
	t := s.t
	t.Helper()
	keys, leads := map[string]int{}, map[string]int{}
	for _, r := range s.table("Intake") {
		keys[r["Key"]]++
	}
	for _, r := range s.table("Leads") {
		leads[r["Email"]]++
		if r["ID"] == "L-1001" && r["Comment"] != "called, wants blue" {
			t.Errorf("the team's comment is %q", r["Comment"])
		}
		if r["Received"] == "" || r["Owner"] == "" || r["Status"] != "New lead" {
			t.Errorf("lead %v is not whole", r)
		}
	}
	want := map[string]int{}
	for i := range s.sent {
		want[fmt.Sprintf("c%d@firm%d.example", i, i)] = 1
	}
	if diff := cmp.Diff(want, leads); diff != "" {
		t.Errorf("leads (-want +got):\n%s", diff)
	}
	if len(keys) != s.sent || slices.Max(slices.Collect(maps.Values(keys))) != 1 {
		t.Errorf("Intake has %v, %d messages were sent", keys, s.sent)
	}
	after := s.content()
	for tab, was := range before {
		ours := []string{"Leads", "Intake", "Activity", "_leadsheet", "Today", "Overview", "Report", "Figures"}
		if slices.Contains(ours, tab) || slices.Contains(theirs, tab) {
			continue
		}
		if diff := cmp.Diff(was, after[tab]); diff != "" {
			t.Errorf("the tab %s has changed (-before +after):\n%s", tab, diff)
		}
	}
}

func accessTroubles() []trouble {
	const nobody = "google:1NobodyHasEverMadeASpreadsheetWithThisId0000"
	return []trouble{
		{name: "not shared", code: 1, says: []string{"Share the spreadsheet with", "as Editor"},
			cause: func(s *stage) { s.SetShared(false) }, cure: func(s *stage) { s.SetShared(true) }},
		{name: "a wrong ID", code: 1, says: []string{"there is no spreadsheet 1Nobody", "LEADSHEET_BOOK"},
			cause: func(s *stage) { s.env["LEADSHEET_BOOK"] = nobody },
			cure:  func(s *stage) { s.env["LEADSHEET_BOOK"] = "google:" + s.ID() }},
		{name: "shared for viewing only", code: 1, says: []string{"Share the spreadsheet with", "as Editor"},
			cause: func(s *stage) {
				s.server.SetFault(func(c gsheets.Call) gsheets.Fault {
					if c.Write {
						return gsheets.Fault{Status: http.StatusForbidden}
					}
					return gsheets.Fault{}
				})
			}, cure: (*stage).calm},
		{name: "an Excel file in Google Drive", code: 1, says: []string{"Excel file", "Save as Google Sheets", "LEADSHEET_BOOK"},
			cause: func(s *stage) {
				s.answers(http.StatusBadRequest, "application/json", `{"error":{"code":400,"status":"FAILED_PRECONDITION","message":"This operation is not supported for this document"}}`)
			}, cure: (*stage).calm},
		{name: "signed in for other things", code: 1, says: []string{"does not include Google Sheets", "leadsheet login"},
			cause: func(s *stage) {
				s.answers(http.StatusForbidden, "application/json", `{"error":{"code":403,"status":"PERMISSION_DENIED","message":"Request had insufficient authentication scopes."}}`)
			}, cure: (*stage).calm},
		{name: "the sign-in has ended", code: 1, says: []string{"does not accept the sign-in", "leadsheet login"},
			cause: func(s *stage) { s.fault(gsheets.Fault{Status: http.StatusUnauthorized}) }, cure: (*stage).calm},
		{name: "a column is protected", code: 1, says: []string{"protected", "Data, Protect sheets and ranges", "the protection"},
			cause: func(s *stage) { s.people().Protect("Leads", "Owner") }, cure: (*stage).undo},
		{name: "a rule's column is protected", code: 0, silent: true,
			cause: func(s *stage) { s.people().Protect("Statuses", "Status") }, cure: (*stage).undo},
		{name: "the Sheets API is switched off", code: 1, says: []string{"switched off", "Google Cloud", "switch it on"},
			cause: func(s *stage) {
				s.answers(http.StatusForbidden, "application/json", `{"error":{"code":403,"status":"PERMISSION_DENIED","message":"Google Sheets API has not been used in project 123 before or it is disabled. Enable it by visiting https://console.example.com/123 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."}}`)
			}, cure: (*stage).calm},
	}
}

// shapeTroubles are tabs and columns that are gone or have other names.
func shapeTroubles() []trouble {
	list := []trouble{
		{name: "a tab of rules is deleted", code: 0, says: []string{`"Sources"`, "again"}, theirs: []string{"Sources"},
			cause: func(s *stage) { s.people().DeleteTab("Sources") }},
		{name: "a tab of rules is renamed", code: 0, says: []string{`"Team"`, `"Mannschaft"`, "again"}, theirs: []string{"Team"},
			cause: func(s *stage) { s.people().RenameTab("Team", "Mannschaft") },
			cure:  func(s *stage) { s.people().DeleteTab("Team"); s.people().RenameTab("Mannschaft", "Team") }},
		{name: "another column is renamed", code: 0, says: []string{`"Company"`, `"Firm"`, `"Leads"`},
			cause: func(s *stage) { s.people().RenameColumn("Leads", "Company", "Firm") },
			cure:  func(s *stage) { s.people().RenameColumn("Leads", "Firm", "Company") }},
		{name: "another column is deleted", code: 0, says: []string{`"Phone"`, `"Leads"`},
			cause: func(s *stage) { s.people().DeleteColumn("Leads", "Phone") }},
		{name: "the status is renamed", code: 0, says: []string{`"Status"`, `"Stage"`},
			cause: func(s *stage) { s.people().RenameColumn("Leads", "Status", "Stage") },
			cure: func(s *stage) {
				s.people().RenameColumn("Leads", "Stage", "Status")
				s.people().Edit("Leads", "L-1003", "Status", text("New lead"))
			}},
		{name: "all but a few rows are deleted", code: 0, silent: true, theirs: []string{"Sources"},
			cause: func(s *stage) {
				s.people().DeleteRows("Leads", 3, 1000)
				s.people().DeleteRows("Intake", 3, 1000)
				s.people().DeleteRows("Sources", 2, 1000)
			}},
	}
	for _, tab := range []string{"Settings", "Team"} {
		list = append(list, trouble{name: "the titles of " + tab + " are deleted", code: 1, says: []string{"\"" + tab + "\" has none of the columns", "undo"},
			cause: func(s *stage) { s.people().DeleteRows(tab, 0, 1) }, cure: (*stage).undo})
	}
	for _, tab := range []string{"Leads", "Intake", "Activity"} {
		list = append(list,
			trouble{name: tab + " is deleted", code: 1, says: []string{"the tab \"" + tab + "\" is missing", "undo"},
				cause: func(s *stage) { s.people().DeleteTab(tab) }, cure: (*stage).undo},
			trouble{name: tab + " is renamed", code: 1, says: []string{"the tab \"" + tab + "\" is missing", "undo", "renaming"},
				cause: func(s *stage) { s.people().RenameTab(tab, "Kunden") },
				cure:  func(s *stage) { s.people().RenameTab("Kunden", tab) }})
	}
	for _, key := range [][2]string{{"Leads", "ID"}, {"Intake", "Key"}, {"Activity", "Lead"}} {
		says := []string{fmt.Sprintf("the tab %q has lost its column %q", key[0], key[1]), "undo"}
		list = append(list,
			trouble{name: "the key of " + key[0] + " is renamed", code: 1, says: says,
				cause: func(s *stage) { s.people().RenameColumn(key[0], key[1], "Nummer") },
				cure:  func(s *stage) { s.people().RenameColumn(key[0], "Nummer", key[1]) }},
			trouble{name: "the titles of " + key[0] + " are deleted", code: 1, says: []string{"\"" + key[0] + "\" has lost its column", "undo"},
				cause: func(s *stage) { s.people().DeleteRows(key[0], 0, 1) }, cure: (*stage).undo},
			trouble{name: "the key of " + key[0] + " is deleted", code: 1, says: says,
				cause: func(s *stage) { s.people().DeleteColumn(key[0], key[1]) }, cure: (*stage).undo})
	}
	return list
}

// contentTroubles are what people do to the cells.
func contentTroubles() []trouble {
	scribble := func(s *stage) {
		for r := range 9 {
			for c := range 6 {
				s.people().EditAt("_leadsheet", r, c, text(fmt.Sprintf("row {%d", r*c)))
			}
		}
	}
	unmerge := func(s *stage) {
		s.api(map[string]any{"unmergeCells": map[string]any{"range": map[string]any{"sheetId": s.tabID("Leads")}}})
	}
	list := []trouble{
		{name: "a filter hides rows", code: 0, silent: true,
			cause: func(s *stage) { s.people().SetFilter("Leads", "Status", "New lead") }},
		{name: "merged cells", code: 0, says: []string{"merged", `"Leads"`, "unmerge"},
			cause: func(s *stage) { s.people().Merge("Leads", "L-1001", "Company", "Quality") }, cure: unmerge},
		{name: "merged cells in a tab of the team", code: 0, silent: true,
			first: func(s *stage) { s.people().AddTab("Holidays"); s.people().EditAt("Holidays", 0, 0, text("Who")) },
			cause: func(s *stage) {
				s.people().EditAt("Holidays", 0, 1, text("When"))
				s.people().Merge("Holidays", "Who", "Who", "When")
			},
			theirs: []string{"Holidays"}},
		{name: "a table", code: 0, says: []string{"table", `"Leads"`, "corner"},
			cause: func(s *stage) { s.people().MakeTable("Leads", "Table1") }},
		{name: "the hidden tab is deleted", code: 0, silent: true,
			cause: func(s *stage) { s.people().DeleteTab("_leadsheet") }},
		{name: "the hidden tab is scribbled over", code: 0, silent: true, cause: scribble},
		{name: "the hidden tab is renamed", code: 0, silent: true, theirs: []string{"_leadsheet"},
			cause: func(s *stage) { s.people().RenameTab("_leadsheet", "notes") }},
		{name: "the spreadsheet is full", code: 1, says: []string{"10,000,000 cells", "delete"},
			cause: func(s *stage) {
				s.api(map[string]any{"addSheet": map[string]any{"properties": map[string]any{"title": "Archive", "sheetId": 77,
					"gridProperties": map[string]any{"rowCount": 10_000_000 - s.cells(), "columnCount": 1}}}})
			},
			cure: func(s *stage) { s.people().DeleteTab("Archive") }},
		{name: "the spreadsheet is nearly full", code: 0, says: []string{"million cells", "delete"},
			cause: func(s *stage) {
				s.api(map[string]any{"addSheet": map[string]any{"properties": map[string]any{"title": "Archive", "sheetId": 77,
					"gridProperties": map[string]any{"rowCount": 9_900_000 - s.cells(), "columnCount": 1}}}})
			},
			cure: func(s *stage) { s.people().DeleteTab("Archive") }},
		{name: "a long text from a sender", code: 0, silent: true, more: strings.Repeat("chairs, chairs, ", 4000)},
		{name: "odd titles of the team's tabs", code: 0, silent: true,
			first: func(s *stage) {
				for _, title := range []string{"Kim's: list!", "'Leads'!A1:B2", "A1:B2", "Leads!A1"} {
					s.people().AddTab(title)
					s.people().EditAt(title, 0, 0, text("mine"))
				}
			}},
		{name: "another language", code: 0, silent: true,
			first: func(s *stage) {
				s.people().RenameTab("Sheet1", "Página1")
				s.api(map[string]any{"updateSpreadsheetProperties": map[string]any{"fields": "locale,timeZone",
					"properties": map[string]any{"locale": "pt_BR", "timeZone": "America/Sao_Paulo"}}})
			}},
	}
	for _, column := range []string{"Received", "Next contact", "First response"} {
		list = append(list, trouble{name: "text in the column " + column, code: 0, silent: true,
			cause: func(s *stage) { s.people().Edit("Leads", "L-1001", column, text("last Tuesday")) },
			cure: func(s *stage) {
				for _, r := range s.table("Leads") {
					if r["ID"] == "L-1001" {
						if want := column + `: cannot read "last Tuesday"`; r[column] != "last Tuesday" || !strings.Contains(r["Attention"], want) {
							s.t.Errorf("%s holds %q, Attention %q", column, r[column], r["Attention"])
						}
					}
				}
			}})
	}
	return list
}

// serviceTroubles are those of Google and of the network.
func serviceTroubles() []trouble {
	return []trouble{
		{name: "too many requests for a while", code: 0, silent: true, cause: func(s *stage) {
			n := 0
			s.server.SetFault(func(gsheets.Call) gsheets.Fault {
				if n++; n > 4 {
					return gsheets.Fault{}
				}
				return gsheets.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Second}
			})
		}},
		{name: "too many requests for good", code: 1, says: []string{"too many requests", "wait a minute"},
			cause: func(s *stage) { s.fault(gsheets.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Second}) }, cure: (*stage).calm},
		{name: "Google is down", code: 1, says: []string{"Google answered 503", "try again later"},
			cause: func(s *stage) { s.fault(gsheets.Fault{Status: http.StatusServiceUnavailable, RetryAfter: time.Second}) }, cure: (*stage).calm},
		{name: "Google answers pages", code: 1, says: []string{"Google answered 502", "try again later"},
			cause: func(s *stage) {
				s.answers(http.StatusBadGateway, "text/html; charset=UTF-8", "<!DOCTYPE html>\n<html><title>Error 502 (Server Error)!!1</title>\n<p>That's an error.\n")
			}, cure: (*stage).calm},
		{name: "Google takes no writes", code: 1, says: []string{"Google answered 500", "try again later", "nothing was stored"},
			cause: func(s *stage) {
				s.server.SetFault(func(c gsheets.Call) gsheets.Fault {
					if c.Write {
						return gsheets.Fault{Status: http.StatusInternalServerError}
					}
					return gsheets.Fault{}
				})
			}, cure: (*stage).calm},
		{name: "Google goes down in the middle of a write", code: 1, stored: true,
			says: []string{"connection", "the next pass will see"},
			cause: func(s *stage) {
				var down atomic.Bool
				s.server.SetFault(func(c gsheets.Call) gsheets.Fault {
					switch {
					case down.Load():
						return gsheets.Fault{Status: http.StatusServiceUnavailable, RetryAfter: time.Second}
					case c.Write:
						down.Store(true)
						return gsheets.Fault{Apply: true, Cut: true}
					}
					return gsheets.Fault{}
				})
			}, cure: (*stage).calm},
		{name: "a page of the hotel's network", code: 1, says: []string{"not Google", "check the network"},
			cause: func(s *stage) {
				s.answers(http.StatusOK, "text/html", "<!DOCTYPE html><title>Welcome to our guest network</title><p>Please accept the terms.")
			}, cure: (*stage).calm},
		{name: "the network is down", code: 1, says: []string{"connection", "refused", "check the network"},
			cause: func(s *stage) { s.env["LEADSHEET_GOOGLE_ENDPOINT"] = "http://127.0.0.1:1/" },
			cure:  func(s *stage) { s.env["LEADSHEET_GOOGLE_ENDPOINT"] = s.url + "/" }},
	}
}
