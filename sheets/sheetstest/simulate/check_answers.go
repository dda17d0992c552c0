package main

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// checkAnswered checks that no lead waits for its first answer to whose address the team has sent a mail after all that
// came from there: the clock stops with it, unless people have written there. Of several leads of an address, a mail
// answers one.
func (m *monitor) checkAnswered() {
	if m.partSorted || len(m.w.mail.sent) == 0 {
		return
	}
	answered := map[string]time.Time{} // the last answer by address
	for _, it := range m.w.mail.sent {
		_, to, _ := strings.Cut(string(it.Raw), "\r\nTo: ")
		to, _, _ = strings.Cut(to, "\r\n")
		answered[to] = it.Received
	}
	asked := map[string]time.Time{} // the last message by address
	for i := range m.w.mail.all {
		if in := &m.w.mail.all[i]; in.Received.After(asked[in.From]) {
			asked[in.From] = in.Received
		}
	}
	made, q := map[string]*lead.Inquiry{}, tabCells{lead.TabIntake, m.w.doc.Cells(lead.TabIntake)}
	for r := 1; r < len(q.rows); r++ {
		in := m.w.mail.byKey(q.at(r, q.col(lead.ColKey)).String())
		if in != nil && lead.Outcome(q.at(r, q.col(lead.ColOutcome)).String()) == lead.NewLead {
			made[q.at(r, q.col(lead.ColLead)).String()] = in
		}
	}
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	rows := map[string]int{} // by address
	for r := 1; r < len(p.rows); r++ {
		rows[p.at(r, p.col(lead.ColEmail)).String()]++
	}
	first, waiting := p.col(lead.ColFirstResponse), p.col(lead.ColWaitingSince)
	for r := 1; r < len(p.rows) && first >= 0; r++ {
		id := strings.TrimSpace(p.at(r, p.col(lead.ColID)).String())
		in := made[id]
		// An answer from before what a person typed into Received answers no request.
		byPeople := m.copies[id] || m.removed[id] || m.excused[id] || typedBy(p, r, lead.ColReceived)
		// A word in Waiting since is a person's, and stays.
		waits := p.at(r, waiting)
		if in == nil || rows[in.From] != 1 || byPeople || waits.IsEmpty() || waits.Kind == lead.Text {
			continue
		}
		at := answered[in.From]
		if p.at(r, first).IsEmpty() && at.After(asked[in.From].Add(slowest)) && !m.retyped(id, lead.ColFirstResponse) {
			m.w.fail("I15", "lead %s was answered at %s, and waits for its first answer", id, at.Format(time.TimeOnly))
		}
	}
}

// typedBy reports whether a person has written what a cell holds.
func typedBy(p tabCells, r int, column string) bool {
	col := p.col(column)
	return col >= 0 && col < len(p.rows[r]) && p.rows[r][col] != nil && p.rows[r][col].Human
}
