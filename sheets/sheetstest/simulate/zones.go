package main

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// typedZones are what people write into Settings as the time zone, also by mistake.
var typedZones = []string{"UTC", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kathmandu", "Tokyo", "CET",
	"+01:00"}

// settingZone is the name of the setting.
const settingZone = "Time zone"

// zone writes another time zone into Settings.
func (c *editors) zone() string {
	p := c.page(lead.TabSettings)
	setting, value := p.col(lead.ColSetting), p.col(lead.ColValue)
	for r := 1; r < len(p.rows); r++ {
		if p.at(r, setting).String() == settingZone && value >= 0 {
			zone := pick(c, typedZones)
			c.p.EditAt(p.title, r, value, lead.TextValue(zone))
			return zone
		}
	}
	return ""
}

// checkTimes checks that Intake has every message at the moment at which it came, in the zone in which the workbook was
// made, and that Leads shows the same moment in the zone in force, unless people have typed there. Undo may bring back
// a cell alone, as it was in another zone: nothing tells it from one that a person has set right.
func (m *monitor) checkTimes() {
	journals, inForce := m.zones()
	p := tabCells{lead.TabIntake, m.w.doc.Cells(lead.TabIntake)}
	leads := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	rows, id := map[string]int{}, leads.col(lead.ColID)
	for r := 1; r < len(leads.rows); r++ {
		rows[strings.TrimSpace(leads.at(r, id).String())] = r
	}
	merged := m.merged()
	for r := 1; r < len(p.rows); r++ {
		in := m.w.mail.byKey(p.at(r, p.col(lead.ColKey)).String())
		if in == nil || m.mayRepeat[in.Key] {
			continue
		}
		if at := p.col(lead.ColReceived); !m.showsMoment(p, r, at, in.Received, journals) {
			m.w.fail("I4", "Intake shows %q for message %s of %v in %v", p.at(r, at).String(), in.Key, in.Received, journals)
		}
		k := p.at(r, p.col(lead.ColLead)).String()
		row, there := rows[k]
		made := lead.Outcome(p.at(r, p.col(lead.ColOutcome)).String()) == lead.NewLead
		if m.undos > 0 || !made || !there || merged[k] || m.excused[k] || m.copies[k] || m.partSorted {
			continue
		}
		if at := leads.col(lead.ColReceived); !m.showsMoment(leads, row, at, in.Received, inForce) {
			m.w.fail("I4", "lead %s shows %q as Received: message %s came at %v, and %v is in force", k,
				leads.at(row, at).String(), in.Key, in.Received, inForce)
		}
	}
}

// copiedTime reports whether a cell is a time of leadsheet's in a row that was copied: which of the two is the original
// cannot be decided, and a zone that is written later changes both.
func (m *monitor) copiedTime(w gsheets.Write) bool {
	return w.Tab == lead.TabLeads && title(w) == lead.ColReceived && m.copies[m.rowKey(w.Tab, w.Header, w.Line)]
}

// merged are the leads that have been another one's original or duplicate: an original came in as early as either.
func (m *monitor) merged() map[string]bool {
	p := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	out := map[string]bool{}
	for r := 1; r < len(p.rows); r++ {
		if p.at(r, p.col(lead.ColWhat)).String() == string(lead.Merged) {
			out[p.at(r, p.col(lead.ColLead)).String()] = true
		}
	}
	return out
}

// showsMoment reports whether a cell shows a moment in a zone, as far as leadsheet has written it.
func (m *monitor) showsMoment(p tabCells, r, col int, at time.Time, zone *time.Location) bool {
	if col < 0 || col >= len(p.rows[r]) || !content(p.rows[r][col]) {
		return true
	}
	c := p.rows[r][col]
	shown, ok := c.Value.Time(zone)
	return c.Human || m.restorations[c] != nil || m.restoredForEditor[c] || ok && at.Sub(shown) >= 0 &&
		at.Sub(shown) <= slowest
}

// slowest is more than any clock of a process is behind: what comes in later than its now came just now.
const slowest = 2 * time.Minute

// zones are those of the journals and the one in force, as Activity says.
func (m *monitor) zones() (journals, inForce *time.Location) {
	tab := &sheets.Tab{Title: lead.TabActivity}
	for r, row := range m.w.doc.Cells(lead.TabActivity) {
		cells := make([]sheets.Cell, len(row))
		for i, c := range row {
			cells[i] = valueOf(c)
		}
		if r > 0 {
			tab.Rows = append(tab.Rows, cells)
			continue
		}
		for _, c := range cells {
			tab.Columns = append(tab.Columns, strings.TrimPrefix(c.String(), renamedPrefix))
		}
	}
	last := policy.LastInForce(sheets.WorkbookEvents(tab, time.UTC))
	named := func(name string) *time.Location {
		zone, err := lead.ParseZone(name)
		if err != nil {
			return time.UTC
		}
		return zone
	}
	return named(last.Journals), named(last.Zone)
}
