package policy

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Activity keeps what the tab Team says, each time that it has changed: who leaves the team is known by that, who is
// called otherwise now, since when somebody is away, and who counts while the tab is empty.

// The names of columns of the tab Team in what Activity keeps of it.
var (
	inName      = factOf(lead.ColName)
	inEmail     = factOf(lead.ColEmail)
	inAwayFrom  = factOf(lead.ColAwayFrom)
	inAwayUntil = factOf(lead.ColAwayUntil)
)

func factOf(column string) string { return (&lead.Column{Title: column}).Fact() }

// Roster is what Activity knows of the tab Team beside the tab itself. Names are as words.Fold has them.
type Roster struct {
	former  map[string]bool      // were in the tab, and are not
	renamed map[string]string    // by what they were called, what they are called now
	since   map[string]time.Time // since when those are away of whom the tab does not say it
	now     []map[string]string  // the rows of the tab as it is
}

// Left reports whether somebody was in the tab Team and is not any more.
func (r *Roster) Left(name string) bool { return r.former[words.Fold(name)] }

// Renamed is what somebody is called now who was called otherwise before; "" for anybody else.
func (r *Roster) Renamed(name string) string { return r.renamed[words.Fold(name)] }

// AwaySince is when an absence began of which the tab Team does not say it; zero where that is now.
func (r *Roster) AwaySince(name string) time.Time { return r.since[words.Fold(name)] }

// teamRecord is the fold of what Activity says of the tab Team.
type teamRecord struct {
	rows    []map[string]string // cells by factOf their titles, without blank ones
	names   map[string]string   // all that ever were there, as words.Fold has them
	renamed map[string]string   // from old names to new ones
	since   map[string]time.Time
}

// teamFact is the name of the rows among what an event says, mostTeam the most characters of them that fit into a cell.
const (
	teamFact = "team"
	mostTeam = 30_000
)

// after is the record once the tab has said that. What cannot be read says nothing.
func (t *teamRecord) after(text string, at time.Time) *teamRecord {
	var said map[string][]map[string]string
	if json.Unmarshal([]byte(text), &said) != nil || len(said[teamFact]) == 0 {
		return t
	}
	if t == nil {
		t = newTeam(words.Language{}) // nobody has recorded what the placeholder was called
	}
	return t.next(said[teamFact], at)
}

// next is the record once the tab has these rows.
func (t *teamRecord) next(rows []map[string]string, at time.Time) *teamRecord {
	out := &teamRecord{rows: rows, names: maps.Clone(t.names), renamed: maps.Clone(t.renamed),
		since: map[string]time.Time{}}
	gone, come := missing(t.rows, rows), missing(rows, t.rows)
	for _, row := range rows {
		key := words.Fold(row[inName])
		out.names[key] = row[inName]
		delete(out.renamed, key)
		if row[inAwayUntil] == "" || row[inAwayFrom] != "" {
			continue
		}
		out.since[key] = at
		if was := rowOf(t.rows, key); was[inAwayUntil] == row[inAwayUntil] && was[inAwayFrom] == "" {
			out.since[key] = t.since[key]
		}
	}
	for _, old := range gone {
		for _, now := range come {
			a, b := old[inEmail], now[inEmail]
			one := len(gone) == 1 && len(come) == 1 && (a == "" || b == "")
			if one || lead.SameAddress(a, b) {
				out.renamed[words.Fold(old[inName])] = now[inName]
				break
			}
		}
	}
	return out
}

// missing are the rows of a whose names b lacks.
func missing(a, b []map[string]string) []map[string]string {
	var out []map[string]string
	for _, row := range a {
		if rowOf(b, words.Fold(row[inName])) == nil {
			out = append(out, row)
		}
	}
	return out
}

// rowOf is the row of a name as words.Fold has it; nil for none.
func rowOf(rows []map[string]string, key string) map[string]string {
	for _, row := range rows {
		if words.Fold(row[inName]) == key {
			return row
		}
	}
	return nil
}

// table is the tab as it was recorded last.
func (t *teamRecord) table() Table {
	out := newTable(lead.TabTeam, nil)
	for _, row := range t.rows {
		cells := make([]string, len(out.Columns))
		for i, c := range out.Columns {
			cells[i] = row[factOf(c)]
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// rowsOfTeam are the rows of the tab with a name, in the form in which Activity keeps them.
func rowsOfTeam(t Table) []map[string]string {
	cols, known := columns(t), newTable(lead.TabTeam, nil).Columns
	var rows []map[string]string
	for _, cells := range t.Rows {
		row := map[string]string{}
		for _, c := range known {
			if i, ok := cols[words.Fold(c)]; ok && c != lead.ColCheck && i < len(cells) {
				if text := strings.TrimSpace(cells[i]); text != "" {
					row[factOf(c)] = text
				}
			}
		}
		if row[inName] != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

// newTeam is the record of a new workbook.
func newTeam(in words.Language) *teamRecord {
	t := &teamRecord{rows: rowsOfTeam(teamTable(in)), names: map[string]string{}, renamed: map[string]string{}}
	for _, row := range t.rows {
		t.names[words.Fold(row[inName])] = row[inName]
	}
	return t
}

// roster is what is known of a team whose tab is that.
func (last InForce) roster(in words.Language, t Table) Roster {
	was := last.team
	if was == nil {
		was = newTeam(in)
	}
	rows := rowsOfTeam(t)
	is := was.next(rows, time.Time{})
	out := Roster{former: map[string]bool{}, renamed: map[string]string{}, since: is.since, now: rows}
	for key := range is.names {
		if rowOf(rows, key) != nil {
			continue
		}
		out.former[key] = true
		name := is.renamed[key]
		for n := 0; n < len(is.renamed) && name != "" && rowOf(rows, words.Fold(name)) == nil; n++ {
			name = is.renamed[words.Fold(name)] // called otherwise once more since
		}
		if name != "" && rowOf(rows, words.Fold(name)) != nil {
			out.renamed[key] = name
		}
	}
	return out
}

// recordTeam returns the event that says what is in the tab Team from now on; none while that is recorded already, or
// the tab says nothing.
func (last InForce) recordTeam(p Policy, now time.Time) []lead.Event {
	was := newTeam(p.Words).rows
	if last.team != nil {
		was = last.team.rows
	}
	rows := p.Roster.now
	if p.NoTeam || len(rows) == 0 || slices.EqualFunc(was, rows, maps.Equal[map[string]string, map[string]string]) {
		return nil
	}
	text, _ := json.Marshal(map[string][]map[string]string{teamFact: rows}) // texts always become JSON
	if len(text) > mostTeam {
		return nil
	}
	return []lead.Event{{Time: now.Truncate(time.Second), Lead: lead.Workbook, What: lead.Baseline,
		To: string(text), By: lead.ByLeadsheet, Why: p.Words.Texts().Team.InForce}}
}

// readHandOver reads after what working time a lead goes to the next person; no is never.
func readHandOver(in words.Language, p *Policy, v string) error {
	return readSpanOrNo(in, v, &p.HandOverAfter)
}

// readSpanOrNo reads a duration; no is 0.
func readSpanOrNo(in words.Language, v string, to *time.Duration) error {
	if in.Means(words.Choices, v, no) {
		*to = 0
		return nil
	}
	d, err := parseDuration(in, v)
	if err != nil {
		return words.NewFault(err, func(t *words.Texts) string { return t.Settings.NoSpanOrNo.With(strconv.Quote(v)) })
	}
	*to = d
	return nil
}
