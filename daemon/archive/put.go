package archive

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// part are rows of a tab as they are to stand in the archive.
type part struct {
	tab  string
	from *sheets.Tab
	rows []int
	key  func(t *sheets.Tab, row int) string // by which a row is known again there
}

// parts are the rows of these leads in the three tabs.
func (w *work) parts(ids []string) []part {
	var leads, events, messages []int
	for _, id := range ids {
		leads, events, messages = append(leads, w.rows[id]...), append(events, w.events[id]...),
			append(messages, w.messages[id]...)
	}
	return []part{{lead.TabLeads, w.leads, leads, keyOf(lead.ColID)},
		{lead.TabActivity, w.activity, events, keyOfEvent},
		{lead.TabIntake, w.intake, messages, keyOf(lead.ColKey, lead.ColWhere)}}
}

// keyOf is the key of rows that columns tell apart.
func keyOf(columns ...string) func(*sheets.Tab, int) string {
	return func(t *sheets.Tab, row int) string {
		var b strings.Builder
		for _, c := range columns {
			b.WriteString(strconv.Quote(strings.TrimSpace(t.At(row, t.Col(c)).String())))
		}
		return b.String()
	}
}

// keyOfEvent is the number of an event with its lead and its kind: after an older version of the workbook was put in
// place, a number may be given again. Of one without a number it is all that it says.
func keyOfEvent(t *sheets.Tab, row int) string {
	if no := t.At(row, t.Col(lead.ColNo)); !no.IsEmpty() {
		return keyOf(lead.ColNo, lead.ColLead, lead.ColWhat, lead.ColColumn)(t, row)
	}
	columns := make([]string, 0, 10)
	for _, c := range lead.ActivityTable() {
		columns = append(columns, c.Title)
	}
	return keyOf(columns...)(t, row)
}

// tries is how often the archive is written before it has to hold what it should.
const tries = 3

// put sees to it that the archive of a year holds the rows of these leads, each once: what is missing is added, what
// differs is set right. When it returns nil the archive was read, and holds them. The error is an *otherLeads where the
// archive has another lead of the same ID.
func (a *Archive) put(ctx context.Context, w *work, year int, ids []string) (name string, err error) {
	archive, err := a.book(ctx, w, year)
	if err != nil {
		return "", err
	}
	parts := w.parts(ids)
	for range tries {
		snap, err := archive.book.Read(ctx, lead.TabLeads, lead.TabActivity, lead.TabIntake)
		if err != nil {
			return "", fmt.Errorf("read the archive %s: %w", archive.name, err)
		}
		if others := w.others(ids, snap.Tabs[lead.TabLeads]); len(others) > 0 {
			return "", &otherLeads{others}
		}
		var b sheets.Batch
		for _, p := range parts {
			if err := p.missing(&b, snap.Tabs[p.tab]); err != nil {
				return "", fmt.Errorf("write to the archive %s: %w", archive.name, err)
			}
		}
		if len(b.Appends)+len(b.Changes) == 0 {
			return archive.name, nil
		}
		_, err = archive.book.Commit(ctx, snap, b)
		if err != nil && !errors.Is(err, sheets.ErrConflict) {
			return "", fmt.Errorf("write to the archive %s: %w", archive.name, err)
		}
	}
	return "", fmt.Errorf("write to the archive %s: it does not hold what was written; nothing was taken out here",
		archive.name)
}

// missing adds to a batch what a tab of the archive lacks of the rows.
func (p *part) missing(b *sheets.Batch, t *sheets.Tab) error {
	if len(p.rows) == 0 {
		return nil
	}
	if t == nil {
		return fmt.Errorf("the tab %q is missing", p.tab)
	}
	if t.Fault != "" {
		return t.Err()
	}
	at := make([]int, len(p.from.Columns))
	var columns []string
	var cols []int
	for i, title := range p.from.Columns {
		at[i] = -1
		if !named(p.from, i) {
			continue
		}
		if at[i] = t.Col(title); at[i] < 0 {
			return fmt.Errorf("the column %q of the tab %q is missing", title, p.tab)
		}
		columns, cols = append(columns, title), append(cols, i)
	}
	there := map[string]int{}
	for r := range t.Rows {
		there[p.key(t, r)] = r
	}
	add := sheets.Append{Tab: p.tab, Columns: columns}
	for _, row := range p.rows {
		r, has := there[p.key(p.from, row)]
		if !has {
			cells := make([]sheets.Cell, len(cols))
			for i, col := range cols {
				cells[i] = p.from.At(row, col)
			}
			add.Rows = append(add.Rows, cells)
			continue
		}
		for i, col := range cols {
			is, want := t.At(r, at[col]), p.from.At(row, col)
			if !is.Equal(want) && !(sheets.Unticked(want) && is.IsEmpty()) {
				b.Changes = append(b.Changes, sheets.Change{Tab: p.tab, Row: r, Column: columns[i], Seen: is, Want: want})
			}
		}
	}
	if len(add.Rows) > 0 {
		b.Appends = append(b.Appends, add)
	}
	return nil
}
