package owners

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Cell is a cell of the tab Team that leadsheet fills: blank, or about an absence that is over.
type Cell struct{ Name, Column, Text string }

// Fill has a policy say what the cell will say; what others hold of its Team stays.
func (c Cell) Fill(p *policy.Policy) {
	day, err := time.ParseInLocation(time.DateOnly, c.Text, p.Location())
	p.Team = slices.Clone(p.Team)
	if m := p.FindPerson(c.Name); m == nil || err != nil {
		return
	} else if c.Column == lead.ColAwayFrom {
		m.AwayFrom = day
	} else {
		m.AwayUntil = day
	}
}

// Noted is what becomes of an absence note: cells of the tab Team, and the event that says so.
type Noted struct {
	Cells []Cell
	Event lead.Event
}

// ReadAbsence reads the absence note of a colleague: its last day goes into the tab Team, unless that holds an absence
// to come, and counts from now on in the policy. written is when the note came. say tells in the tab Intake what was
// read; "" where the note names no day to come, or nobody of the team wrote it.
func ReadAbsence(p *policy.Policy, from, text string, written, now time.Time) (out Noted, say string) {
	m := p.PersonOf(from)
	if m == nil || p.NoTeam {
		return Noted{}, ""
	}
	day, ok := p.Typed(written.In(p.Location())).LastDay(text)
	today := policy.Midnight(now.In(p.Location()))
	if !ok || day.Before(today) {
		return Noted{}, ""
	}
	texts := p.Words.Texts()
	switch over := m.AwayUntil.Before(today); {
	case m.AwayUntil.Equal(day):
		return Noted{}, texts.Owners.AwayRead.With(m.Name, texts.Dates.DayOf(day))
	case m.AwayEveryYear, !m.AwayUntil.IsZero() && !over, m.AwayFrom.After(day):
		return Noted{}, texts.Owners.AwayKept.With(m.Name)
	case !m.AwayUntil.IsZero() && !m.AwayFrom.IsZero(): // its first day is that of the absence that is over
		first := policy.Midnight(written.In(p.Location()))
		out.Cells = append(out.Cells, Cell{m.Name, lead.ColAwayFrom, first.Format(time.DateOnly)})
	}
	out.Cells = append(out.Cells, Cell{m.Name, lead.ColAwayUntil, day.Format(time.DateOnly)})
	for _, c := range out.Cells {
		c.Fill(p)
	}
	say = texts.Owners.AwayRead.With(m.Name, texts.Dates.DayOf(day))
	out.Event = lead.Event{Time: now, Lead: lead.Workbook, What: lead.Noted, From: m.Name,
		To: day.Format(time.DateOnly), By: lead.ByLeadsheet, Why: say}
	return out, say
}
