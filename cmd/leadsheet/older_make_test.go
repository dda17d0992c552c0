package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var (
	olderProgram = flag.String("older", "", "make a workbook in testdata/older with this program")
	olderName    = flag.String("older-name", "", "what the workbook made by -older is called")
)

// TestMakeOlder makes the workbook of an earlier version, and what that version's program wrote into a Google Sheet: it
// plays passes of the program, with what people do in between. See testdata/older/README.md.
func TestMakeOlder(t *testing.T) {
	if *olderProgram == "" || *olderName == "" {
		t.Skip("-older and -older-name make a workbook for TestOlderWorkbooks")
	}
	t.Run("local", func(t *testing.T) {
		h := newOlderHome(t)
		path := h.env["LEADSHEET_BOOK"]
		playOlder(t, h, localTable{t, path})
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		keepOlder(t, *olderName+".xlsx", raw)
	})
	t.Run("google", func(t *testing.T) {
		h := newOlderHome(t)
		s := newOlderSheet(t, h)
		playOlder(t, h, s)
		keepOlder(t, *olderName+olderSheetEnd, s.packed())
	})
}

func keepOlder(t *testing.T, name string, content []byte) {
	t.Helper()
	to := filepath.Join("testdata", "older", name)
	if err := os.WriteFile(to, content, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s has %d bytes", to, len(content))
}

// olderTable is a workbook as the team edits it.
type olderTable interface {
	// edit sets cells of the row whose cell under the key's title holds the key's text, or of a new row: see editBook.
	edit(tab, key string, sets ...string)
	addColumn(tab, title string)
	deleteRow(tab, text string) // the first one that holds the text
	rows(tab string) int
	saved(at time.Time)
}

// playOlder plays the whole story.
func playOlder(t *testing.T, h *olderHome, table olderTable) {
	t.Helper()
	m := &olderMaker{h, table, strings.Contains(olderOutput(t, h, "once", "--help"), "--at")}
	m.once("2026-11-24T08:00:00Z")
	m.rules()
	m.saved("2026-11-24T08:05:00Z")

	h.arrive(0)
	m.once("2026-11-24T10:00:00Z")
	m.dayOne()
	m.saved("2026-11-24T12:00:00Z")

	h.arrive(1)
	m.once("2026-11-25T10:00:00Z")
	m.once("2026-11-25T10:30:00Z")
	m.dayTwo()
	m.saved("2026-11-25T12:00:00Z")
}

func olderOutput(t *testing.T, h *olderHome, args ...string) string {
	t.Helper()
	cmd := exec.Command(*olderProgram, args...)
	cmd.Dir, cmd.Env = h.dir, os.Environ()
	for name, value := range h.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// olderMaker plays the program and the team.
type olderMaker struct {
	*olderHome
	table   olderTable
	clocked bool // the program can be told the time; otherwise it is that of the machine
}

func (m *olderMaker) once(at string) {
	m.t.Helper()
	args := []string{"once"}
	if m.clocked {
		args = append(args, "--at", at)
	}
	m.t.Log(olderOutput(m.t, m.olderHome, args...))
}

// saved says when people saved what they did.
func (m *olderMaker) saved(at string) {
	m.t.Helper()
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		m.t.Fatal(err)
	}
	if !m.clocked {
		when = time.Now()
	}
	m.table.saved(when)
}

// outcome types over the outcome of a row of Intake that is there.
func (m *olderMaker) outcome(key, to string) {
	m.t.Helper()
	rows := m.table.rows("Intake")
	m.table.edit("Intake", key, "Outcome="+to)
	if m.table.rows("Intake") != rows {
		m.t.Fatalf("Intake has no row with %s", key)
	}
}

// rules are what the team decides in every rule tab, a mistake among it.
func (m *olderMaker) rules() {
	m.table.edit("Settings", "Setting=Time zone", "Value=Europe/Berlin")
	m.table.edit("Settings", "Setting=Country", "Value=DE")
	m.table.edit("Settings", "Setting=Business name", "Value=Example Studio")
	m.table.edit("Settings", "Setting=Team domains", "Value=ours.example")
	m.table.edit("Settings", "Setting=Friday", "Value=09:00-13:00")
	m.table.edit("Settings", "Setting=Stale after days", "Value=soon")
	// TestOlderWorkbooks plays weeks later: owners are not to change by themselves meanwhile.
	m.table.edit("Settings", "Setting=Hand over after", "Value=no")
	m.table.edit("Team", "Name=Owner", "Name=Ann", "Email=ann@ours.example", "Share=2")
	m.table.edit("Team", "Name=Ben", "Email=ben@ours.example", "Role=Sales", "Takes leads=TRUE", "Share=1", "Backup=Ann",
		"Away from=2026-12-24", "Away until=2026-12-31", "Hours=09:00-17:00")
	m.table.edit("Sources", "Source=Google Ads", "Respond within=10 min", "Urgent=TRUE", "Cost per month=1200")
	m.table.edit("Sources", "Source=Fair", "Recognised by=fair, stand")
	m.table.edit("Quality", "Quality=warm", "Signals=offer, how much", "Score from=45")
	m.table.edit("Statuses", "Status=Offer sent", "Kind=qualifying", "Meaning=They have our offer.", "Requires=Value")
	m.table.edit("Reasons", "Reason=Too far away", "Meaning=Outside our region.")
	m.table.edit("Follow-up", "Day=3", "What to do=Is there anything that we can add?")
}

// dayOne is what the team does with the first leads: a column of its own, statuses, a row added by hand, one deleted,
// and words over outcomes of Intake.
func (m *olderMaker) dayOne() {
	m.table.addColumn("Leads", "Colour")
	m.table.edit("Leads", "Name=Ada Quist", "Status=In progress", "Next step=Send the offer", "Next contact=46352", "Comment=nice",
		"Colour=blue", "Value=4500")
	m.table.edit("Leads", "Name=Hal Reed", "Status=Closed", "Refusal reason=Too far away")
	m.table.edit("Leads", "Name=Kit Umber", "Quality=hot", "Owner=Ben")
	m.table.edit("Leads", "Name=Lea Vale", "Need=A gate, two metres", "Next contact=next week")
	m.table.edit("Leads", "Name=Pat Reeds", "Phone=030 5550104", "Source=Call", "Need=A roof", "Colour=red")
	m.table.deleteRow("Leads", "max@wold.example")
	m.outcome("From=news@gardennews.example", "lead")
	m.outcome("From=eve@stone.example", "whatever")
	m.outcome("Where=Sent:2:1", "answered")
}

// dayTwo is what the program has not seen any more.
func (m *olderMaker) dayTwo() {
	m.table.edit("Leads", "Name=Bo Lund", "Status=Offer sent", "Value=900", "Comment=not seen yet")
	m.table.edit("Leads", "Name=Jo Tarn", "Status=Postponed", "Next contact=46400", "Owner=Ben")
	m.table.edit("Leads", "Name=Quin Rowe", "Email=quin@rowe.example", "Need=Called, wants a pond")
	m.outcome("From=eve@stone.example", "lead")
}

// localTable is a local workbook, which people save with a spreadsheet library.
type localTable struct {
	t    *testing.T
	path string
}

func (l localTable) edit(tab, key string, sets ...string) {
	l.t.Helper()
	if err := editBook(l.path, tab, key, sets...); err != nil {
		l.t.Fatal(err)
	}
}

func (l localTable) rows(tab string) int { return len(rowsIn(l.t, l.path, tab)) }

func (l localTable) saved(at time.Time) {
	l.t.Helper()
	if err := os.Chtimes(l.path, at, at); err != nil {
		l.t.Fatal(err)
	}
}

func (l localTable) addColumn(tab, title string) {
	l.t.Helper()
	l.change(func(f *excelize.File) error {
		rows, err := f.GetRows(tab)
		if err != nil {
			return err
		}
		cell, err := excelize.CoordinatesToCellName(len(rows[0])+1, 1)
		if err != nil {
			return err
		}
		return f.SetCellStr(tab, cell, title)
	})
}

func (l localTable) deleteRow(tab, text string) {
	l.t.Helper()
	l.change(func(f *excelize.File) error {
		rows, err := f.GetRows(tab)
		for i, row := range rows {
			if err == nil && slices.Contains(row, text) {
				return f.RemoveRow(tab, i+1)
			}
		}
		return err
	})
}

func (l localTable) change(edit func(f *excelize.File) error) {
	l.t.Helper()
	f, err := excelize.OpenFile(l.path)
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	if err := edit(f); err != nil {
		l.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		l.t.Fatal(err)
	}
}
