package sheets

import (
	"context"
	"slices"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Commit writes a batch of names in the words of the workbook.
func (n *namedBook) Commit(ctx context.Context, snap *Snapshot, b Batch) (*Result, error) {
	raw := snap
	if snap.raw != nil {
		raw = snap.raw
	}
	out := Batch{Whole: b.Whole, Checked: b.Checked}
	for _, a := range b.Appends {
		out.Appends = append(out.Appends, n.append(a))
	}
	for _, c := range b.Changes {
		out.Changes = append(out.Changes, n.change(snap, raw, c))
	}
	for _, r := range b.Removes {
		out.Removes = append(out.Removes, Remove{Tab: n.title(r.Tab), Row: r.Row, Key: n.column(r.Tab, r.Key)})
	}
	for _, p := range b.Pages {
		out.Pages = append(out.Pages, n.page(p))
	}
	for _, s := range b.Shown {
		s.Tab = n.title(s.Tab)
		out.Shown = append(out.Shown, s)
	}
	return n.Book.Commit(ctx, raw, out)
}

func (n *namedBook) append(a Append) Append {
	out := Append{Tab: n.title(a.Tab), Columns: slices.Clone(a.Columns), Rows: slices.Clone(a.Rows)}
	for i, column := range a.Columns {
		out.Columns[i] = n.column(a.Tab, column)
		n.writeWords(out.Rows, i, wordsOf(a.Tab, column))
	}
	return out
}

// writeWords puts the words for the names in a column in their place. The rows are copied, the list of them is not.
func (n *namedBook) writeWords(rows [][]Cell, col int, set words.Set) {
	if set == words.NoWords {
		return
	}
	for r, row := range rows {
		if col < len(row) && row[col].Kind == TextCell {
			rows[r] = slices.Clone(row)
			rows[r][col] = lead.TextValue(n.word(set, row[col].Text))
		}
	}
}

func (n *namedBook) change(snap, raw *Snapshot, c Change) Change {
	out := c
	out.Tab, out.Column = n.title(c.Tab), n.column(c.Tab, c.Column)
	set := wordsOf(c.Tab, c.Column)
	if set == words.NoWords {
		return out
	}
	if c.Want.Kind == TextCell {
		out.Want = lead.TextValue(n.word(set, c.Want.Text))
	}
	if t, own := snap.Tabs[c.Tab], raw.Tabs[out.Tab]; t != nil && own != nil && c.Row >= 0 && c.Row < len(t.Rows) {
		if at := t.Col(c.Column); t.At(c.Row, at).Equal(c.Seen) {
			out.Seen = own.At(c.Row, at)
		}
	}
	return out
}

// page is a page under its title. Its texts are in the language that it was built in.
func (n *namedBook) page(p Page) Page {
	p.Title = n.title(p.Title) // Former is from when there was one language
	p.Cells, p.Charts = slices.Clone(p.Cells), slices.Clone(p.Charts)
	for i := range p.Cells {
		if p.Cells[i].LinkTab != "" {
			p.Cells[i].LinkTab = n.title(p.Cells[i].LinkTab)
		}
	}
	for i := range p.Charts {
		c := &p.Charts[i]
		c.Categories.Tab = n.title(c.Categories.Tab)
		c.Series = slices.Clone(c.Series)
		for j := range c.Series {
			c.Series[j].Values.Tab = n.title(c.Series[j].Values.Tab)
		}
	}
	return p
}
