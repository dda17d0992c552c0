package main

import (
	"context"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// intent describes the purpose of a Commit by keys and titles, which stay valid when rows move.
type intent struct {
	changes []plannedChange
	rows    []*appendedRow
	// commands are the keys of the rows whose commands it does, and did says that it does any.
	commands []string
	did      bool
}

// plannedChange is the planned change of one cell.
type plannedChange struct {
	tab, key, column, fold string
	seen, want             sheets.Cell
}

// recordingBook records the intent of each commit before it happens.
type recordingBook struct {
	sheets.Book
	p *process
}

// SetBackDone implements sheets.Returning.
func (x *recordingBook) SetBackDone() error {
	if b, ok := x.Book.(sheets.Returning); ok {
		return b.SetBackDone()
	}
	return nil
}

// Read implements sheets.Book.
func (x *recordingBook) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	snap, err := x.Book.Read(ctx, tabs...)
	if err == nil && !x.p.killed {
		for _, n := range snap.Notes {
			x.p.w.monitor.handleNote(x.p, n)
		}
	}
	return snap, err
}

// Commit implements sheets.Book.
func (x *recordingBook) Commit(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
	if !x.p.w.scenario.reports {
		b.Pages = nil
	}
	if !x.p.killed {
		x.p.intent = x.p.w.monitor.intent(snap, b)
		x.p.w.monitor.pages.expect(b.Pages)
	}
	return x.Book.Commit(ctx, snap, b)
}

func (m *monitor) intent(snap *sheets.Snapshot, b sheets.Batch) *intent {
	in := &intent{}
	for _, c := range b.Changes {
		in.changes = append(
			in.changes,
			plannedChange{
				tab:    c.Tab,
				key:    m.key(snap.Tabs[c.Tab], c.Row),
				column: c.Column,
				fold:   sheets.Fold(c.Column),
				seen:   c.Seen,
				want:   c.Want,
			},
		)
		if last := &in.changes[len(in.changes)-1]; c.Needed && c.Column == lead.ColDo {
			in.commands = append(in.commands, last.key)
		}
	}
	for _, a := range b.Appends {
		t := snap.Tabs[a.Tab]
		for _, row := range a.Rows {
			r := &appendedRow{tab: a.Tab, file: m.w.local != nil, want: map[string]sheets.Cell{}}
			for i, c := range row {
				if !c.IsEmpty() && (r.file || t.Col(a.Columns[i]) >= 0) {
					r.want[sheets.Fold(a.Columns[i])] = c
				}
			}
			in.did = in.did || a.Tab == lead.TabActivity && r.want[sheets.Fold(lead.ColWhat)].Text == string(lead.Did)
			in.rows = append(in.rows, r)
		}
	}
	return in
}

// key identifies row r of a tab.
func (m *monitor) key(t *sheets.Tab, r int) string {
	if title, ok := m.keys[t.Title]; ok {
		if k := strings.TrimSpace(t.At(r, t.Col(title)).String()); k != "" {
			return k
		}
	}
	if t.Title == lead.TabLeads {
		who := ""
		for _, title := range []string{lead.ColName, lead.ColEmail, lead.ColPhone} {
			col := t.Col(title)
			if col < 0 {
				col = t.Col(renamedTitle(title))
			}
			who += "|" + t.At(r, col).String()
		}
		return who
	}
	var b strings.Builder
	for _, c := range t.Rows[r] {
		b.WriteString("|" + c.String())
	}
	return b.String()
}

// rowFor returns the planned row with exactly this content, whatever the columns are called now.
func (in *intent) rowFor(row []gsheets.Write) *appendedRow {
	for _, b := range in.rows {
		if b.tab == row[0].Tab && b.matches(row) {
			return b
		}
	}
	return nil
}

// bringsBack reports whether a commit does a command that names a lead.
func (in *intent) bringsBack(id string) bool {
	return slices.ContainsFunc(in.rows, func(r *appendedRow) bool {
		return r.want[sheets.Fold(lead.ColWhat)].Text == string(lead.Did) &&
			strings.Contains(r.want[sheets.Fold(lead.ColFrom)].Text, id)
	})
}

// passesOn reports whether a change gives a lead to another owner, and Activity is told so: a lead whose owner has
// left, is away for long or does not answer changes its owner, also one that a person has typed.
func (in *intent) passesOn(c *plannedChange) bool {
	if c.tab != lead.TabLeads || c.column != lead.ColOwner {
		return false
	}
	return slices.ContainsFunc(in.rows, func(r *appendedRow) bool {
		says := func(column, text string) bool { return r.want[sheets.Fold(column)].Text == text }
		return r.tab == lead.TabActivity && says(lead.ColWhat, string(lead.Changed)) &&
			says(lead.ColColumn, lead.ColOwner) && says(lead.ColBy, lead.ByLeadsheet) &&
			says(lead.ColFrom, c.seen.Text) && says(lead.ColTo, c.want.Text)
	})
}

// titled counts the cells whose titles stand in a row of titles: on a local file a cell is left out if its column has
// lost its title since it was planned. On a Google Sheet it goes into the column, whatever it is called now.
func (b *appendedRow) titled(header []*gsheets.Cell) int {
	n := 0
	for fold := range b.want {
		if slices.ContainsFunc(header, func(c *gsheets.Cell) bool { return sheets.Fold(valueOf(c).String()) == fold }) {
			n++
		}
	}
	return n
}

func (b *appendedRow) matches(row []gsheets.Write) bool {
	n := 0
	for _, w := range row {
		now := valueOf(w.New)
		if now.IsEmpty() {
			continue
		}
		n++
		if !b.has(now) {
			return false
		}
	}
	return n == len(b.want) || b.file && n > 0 && n == b.titled(row[0].Header)
}
