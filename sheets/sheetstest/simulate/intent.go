package main

import (
	"context"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// intent is what a Commit is about, in words that stay true when rows move.
type intent struct {
	changes []meant
	rows    []*birth
}

// meant is a change of one cell.
type meant struct {
	tab, key, column, fold string
	seen, want             sheets.Cell
}

// witness is a workbook whose commits are written down before they happen.
type witness struct {
	sheets.Book
	p *proc
}

// Read implements sheets.Book.
func (x *witness) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	snap, err := x.Book.Read(ctx, tabs...)
	if err == nil && !x.p.dead {
		for _, n := range snap.Notes {
			x.p.w.watch.told(x.p, n)
		}
	}
	return snap, err
}

// Commit implements sheets.Book.
func (x *witness) Commit(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
	if !x.p.w.weather.reports {
		b.Pages = nil
	}
	if !x.p.dead {
		x.p.intent = x.p.w.watch.intent(snap, b)
		x.p.w.watch.pages.meant(b.Pages)
	}
	return x.Book.Commit(ctx, snap, b)
}

func (m *monitor) intent(snap *sheets.Snapshot, b sheets.Batch) *intent {
	in := &intent{}
	for _, c := range b.Changes {
		in.changes = append(
			in.changes,
			meant{
				tab:    c.Tab,
				key:    m.key(snap.Tabs[c.Tab], c.Row),
				column: c.Column,
				fold:   sheets.Fold(c.Column),
				seen:   c.Seen,
				want:   c.Want,
			},
		)
	}
	for _, a := range b.Appends {
		t := snap.Tabs[a.Tab]
		for _, row := range a.Rows {
			r := &birth{tab: a.Tab, want: map[string]sheets.Cell{}}
			for i, c := range row {
				if !c.IsEmpty() && t.Col(a.Columns[i]) >= 0 {
					r.want[sheets.Fold(a.Columns[i])] = c
				}
			}
			in.rows = append(in.rows, r)
		}
	}
	return in
}

// key is what row r of a tab is known by.
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
				col = t.Col(renamed(title))
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

// claim finds the row that was asked for with just this content, whatever the columns are called by now.
func (in *intent) claim(row []gsheets.Write) *birth {
	for _, b := range in.rows {
		if b.tab == row[0].Tab && b.matches(row) {
			return b
		}
	}
	return nil
}

func (b *birth) matches(row []gsheets.Write) bool {
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
	return n == len(b.want)
}
