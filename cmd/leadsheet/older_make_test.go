package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var (
	olderProgram = flag.String("older", "", "make a workbook in testdata/older with this program")
	olderName    = flag.String("older-name", "", "what the workbook made by -older is called")
)

// TestMakeOlder makes the workbook of an earlier version: it plays three passes of that version's program, with what
// people do in between. See testdata/older/README.md.
func TestMakeOlder(t *testing.T) {
	if *olderProgram == "" || *olderName == "" {
		t.Skip("-older and -older-name make a workbook for TestOlderWorkbooks")
	}
	h := newOlderHome(t)
	m := &olderMaker{h, strings.Contains(olderOutput(t, h, "once", "--help"), "--at")}
	m.once("2026-11-24T08:00:00Z")
	m.rules()

	h.arrive(0)
	m.once("2026-11-24T10:00:00Z")
	m.dayOne()

	h.arrive(1)
	m.once("2026-11-25T10:00:00Z")
	m.once("2026-11-25T10:30:00Z")
	m.dayTwo()

	raw, err := os.ReadFile(m.book())
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join("testdata", "older", *olderName+".xlsx")
	if err := os.WriteFile(to, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s has %d bytes", to, len(raw))
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
	clocked bool // the program can be told the time; otherwise it is that of the machine
}

func (m *olderMaker) book() string { return m.env["LEADSHEET_BOOK"] }

func (m *olderMaker) once(at string) {
	m.t.Helper()
	args := []string{"once"}
	if m.clocked {
		args = append(args, "--at", at)
	}
	m.t.Log(olderOutput(m.t, m.olderHome, args...))
}

// edit types into cells; the workbook is saved then.
func (m *olderMaker) edit(saved, tab, key string, sets ...string) {
	m.t.Helper()
	if err := editBook(m.book(), tab, key, sets...); err != nil {
		m.t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, saved)
	if err != nil {
		m.t.Fatal(err)
	}
	if !m.clocked {
		at = time.Now()
	}
	if err := os.Chtimes(m.book(), at, at); err != nil {
		m.t.Fatal(err)
	}
}

// outcome types over the outcome of a row of Intake that is there.
func (m *olderMaker) outcome(saved, key, to string) {
	m.t.Helper()
	rows := len(rowsIn(m.t, m.book(), "Intake"))
	m.edit(saved, "Intake", key, "Outcome="+to)
	if n := len(rowsIn(m.t, m.book(), "Intake")); n != rows {
		m.t.Fatalf("Intake has no row with %s: %v", key, rowsIn(m.t, m.book(), "Intake"))
	}
}

// rules are what the team decides in every rule tab, a mistake among it.
func (m *olderMaker) rules() {
	const at = "2026-11-24T08:05:00Z"
	m.edit(at, "Settings", "Setting=Time zone", "Value=Europe/Berlin")
	m.edit(at, "Settings", "Setting=Country", "Value=DE")
	m.edit(at, "Settings", "Setting=Business name", "Value=Example Studio")
	m.edit(at, "Settings", "Setting=Team domains", "Value=ours.example")
	m.edit(at, "Settings", "Setting=Friday", "Value=09:00-13:00")
	m.edit(at, "Settings", "Setting=Stale after days", "Value=soon")
	m.edit(at, "Team", "Name=Owner", "Name=Ann", "Email=ann@ours.example", "Share=2")
	m.edit(at, "Team", "Name=Ben", "Email=ben@ours.example", "Role=Sales", "Takes leads=TRUE", "Share=1", "Backup=Ann",
		"Away from=2026-12-24", "Away until=2026-12-31", "Hours=09:00-17:00")
	m.edit(at, "Sources", "Source=Google Ads", "Respond within=10 min", "Urgent=TRUE", "Cost per month=1200")
	m.edit(at, "Sources", "Source=Fair", "Recognised by=fair, stand")
	m.edit(at, "Quality", "Quality=warm", "Signals=offer, how much", "Score from=45")
	m.edit(at, "Statuses", "Status=Offer sent", "Kind=qualifying", "Meaning=They have our offer.", "Requires=Value")
	m.edit(at, "Reasons", "Reason=Too far away", "Meaning=Outside our region.")
	m.edit(at, "Follow-up", "Day=3", "Reply=Is there anything that we can add?")
}

// dayOne is what the team does with the first leads: a column of its own, statuses, a row added by hand, one deleted,
// and words over outcomes of Intake.
func (m *olderMaker) dayOne() {
	const at = "2026-11-24T12:00:00Z"
	m.change(func(f *excelize.File) error {
		rows, err := f.GetRows("Leads")
		if err != nil {
			return err
		}
		cell, err := excelize.CoordinatesToCellName(len(rows[0])+1, 1)
		if err != nil {
			return err
		}
		return f.SetCellStr("Leads", cell, "Colour")
	})
	m.edit(at, "Leads", "Name=Ada Quist", "Status=In progress", "Next step=Send the offer", "Next contact=46352", "Comment=nice",
		"Colour=blue", "Value=4500")
	m.edit(at, "Leads", "Name=Hal Reed", "Status=Closed", "Refusal reason=Too far away")
	m.edit(at, "Leads", "Name=Kit Umber", "Quality=hot", "Owner=Ben")
	m.edit(at, "Leads", "Name=Lea Vale", "Need=A gate, two metres", "Next contact=next week")
	m.edit(at, "Leads", "Name=Pat Reeds", "Phone=030 5550104", "Source=Call", "Need=A roof", "Colour=red")
	m.change(func(f *excelize.File) error {
		rows, err := f.GetRows("Leads")
		for i, row := range rows {
			if err == nil && strings.Contains(strings.Join(row, "|"), "max@wold.example") {
				return f.RemoveRow("Leads", i+1)
			}
		}
		return err
	})
	m.outcome(at, "From=news@gardennews.example", "lead")
	m.outcome(at, "From=eve@stone.example", "whatever")
	m.outcome(at, "Where=Sent:2:1", "answered")
}

// dayTwo is what the program has not seen any more.
func (m *olderMaker) dayTwo() {
	const at = "2026-11-25T12:00:00Z"
	m.edit(at, "Leads", "Name=Bo Lund", "Status=Offer sent", "Value=900", "Comment=not seen yet")
	m.edit(at, "Leads", "Name=Jo Tarn", "Status=Postponed", "Next contact=46400", "Owner=Ben")
	m.edit(at, "Leads", "Name=Quin Rowe", "Email=quin@rowe.example", "Need=Called, wants a pond")
	m.outcome(at, "From=eve@stone.example", "lead")
}

func (m *olderMaker) change(edit func(f *excelize.File) error) {
	m.t.Helper()
	f, err := excelize.OpenFile(m.book())
	if err != nil {
		m.t.Fatal(err)
	}
	defer f.Close()
	if err := edit(f); err != nil {
		m.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		m.t.Fatal(err)
	}
}
