package rules

import (
	"time"

	"leadsheet/lead"
)

// mostRendered is for how many leads a pass writes the times anew when the zone in force has changed.
const mostRendered = 500

// journals is the zone of Activity and Intake.
func (p *planner) journals() *time.Location { return p.state.journals() }

func (s *State) journals() *time.Location {
	if s.Journals == nil {
		return s.Policy.Location()
	}
	return s.Journals
}

// stamp is a moment as Activity keeps it where a day would not do.
func (p *planner) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.journals()).Format(time.RFC3339)
}

// isStale reports whether a time cell shows its moment in another zone than the one in force.
func (p *planner) isStale(i int, column string) bool {
	for _, c := range p.state.Stale[p.rows[i].l.Ref] {
		if c == column {
			return true
		}
	}
	return false
}

// renderTimes writes the cells anew that show their moment in another zone than the one in force, of at most
// mostRendered leads. The next pass goes on with those that are left.
func (p *planner) renderTimes() {
	most := mostRendered
	if p.limit > 0 {
		most = min(most, p.limit)
	}
	for i := range p.rows {
		columns := p.state.Stale[p.rows[i].l.Ref]
		if p.rows[i].isNew || len(columns) == 0 {
			continue
		}
		if p.work.Rendered == most {
			return
		}
		p.work.Rendered++
		p.work.Taken++
		for _, column := range columns {
			p.change(i, column, lead.CellOf(&p.rows[i].l, column, p.policy.Location()), "zone")
		}
	}
}
