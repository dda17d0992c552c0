package undo

import (
	"encoding/json"
	"fmt"
	"slices"

	"leadsheet/sheets"
)

// Draft is the log of a write that is being planned.
type Draft struct {
	Pages map[string]PageHash

	lines    []line // what the write changes
	carried  []line // what an earlier write left wrong
	inserted []line // rows that the write inserts; they are copied once they are filled
}

// line is a row of the hidden tab: what was meant, and which row of which tab is to be copied beside it.
type line struct {
	kind  string
	tab   int64
	entry any
	num   int // the sheet's row to copy; -1 for none
	width int
	known []sheets.Cell // or what was there as it is known from an earlier write
}

// Edit is a cell of a row that a write changes.
type Edit struct {
	Col        int
	Seen, Want sheets.Cell
	PutBack    bool // it restores what an earlier write overwrote
	Needed     bool // other parts of the write are only true if it is made
	Removes    bool // the row holds nothing but this key, and is taken out
}

// Copy is a stretch of rows of a tab that the write copies to the hidden tab, from column FirstCopied on. Rows count
// from 0.
type Copy struct {
	Tab         int64
	Row, To     int // the first row, and where it goes in the hidden tab
	Rows, Width int
}

// Header notes the titles of a table, once.
func (d *Draft) Header(t *Table) {
	for _, l := range d.lines {
		if l.kind == kindHeader && l.tab == t.ID {
			return
		}
	}
	entry := &headerEntry{Row: t.Header, Titles: t.Tab.Columns}
	d.lines = append(d.lines, line{kind: kindHeader, tab: t.ID, entry: entry, num: t.Header, width: t.copied()})
}

// Edit notes a row of which cells are written; keyTitle is the title of its tab's key column, "" for none.
func (d *Draft) Edit(t *Table, row int, keyTitle string, edits []Edit) {
	d.Header(t)
	e := &rowEntry{tab: t.ID, Num: t.Num(row), KeyName: keyTitle}
	if e.KeyCol = t.Tab.Col(keyTitle); keyTitle != "" && e.KeyCol >= 0 {
		e.Key = KeyText(at(t.Cells(row), e.KeyCol))
	}
	e.Alone = slices.ContainsFunc(edits, func(c Edit) bool { return c.Removes })
	rekeyed := slices.ContainsFunc(edits, func(c Edit) bool { return c.Col == e.KeyCol })
	if e.NewKey = rekeyed && slices.ContainsFunc(edits, func(c Edit) bool { return !c.PutBack }); rekeyed && !e.NewKey {
		e.Key = "" // a put-back: what stands there is not the row's own
	}
	if e.Key == "" || rekeyed && !t.unique(e.KeyCol, e.Key) {
		e.Width, e.Digests = len(t.Tab.Columns), rowDigest(t.Cells(row))
	}
	if e.Key == "" {
		e.Common = t.common(row)
	}
	for _, c := range edits {
		e.Cells = append(e.Cells, change{c.Col, t.Tab.Columns[c.Col], digest(c.Seen), digest(c.Want), c.Needed})
	}
	d.lines = append(d.lines, line{kind: kindRow, tab: t.ID, entry: e, num: e.Num, width: t.copied()})
}

// Insert notes rows that are inserted from a row of the sheet on.
func (d *Draft) Insert(t *Table, from int, rows [][]sheets.Cell) {
	d.Header(t)
	for i, row := range rows {
		entry := &insertEntry{Run: len(rows), tab: t.ID, wrote: row}
		d.inserted = append(d.inserted, line{kind: kindInserted, tab: t.ID, entry: entry, num: from + i, width: len(row)})
	}
}

// Carry notes what a repair puts back or leaves for a later turn.
func (d *Draft) Carry(r *Repair) { d.carried = append(d.carried, r.carried...) }

// all are the lines in the order of the hidden tab, which begins with a row of its own.
func (d *Draft) all() []line { return slices.Concat(d.lines, d.carried, d.inserted) }

// Size is how large the hidden tab has to be.
func (d *Draft) Size() (rows, cols int) {
	cols = FirstCopied
	for _, l := range d.all() {
		cols = max(cols, FirstCopied+l.width, FirstCopied+len(l.known))
	}
	return 1 + len(d.all()), cols
}

// Noted is how many rows below the first have to be read to judge the write. The inserted rows follow; they are known.
func (d *Draft) Noted() int { return len(d.lines) + len(d.carried) }

// Rows are the content of the hidden tab for a write of that tag, without what is copied to it.
func (d *Draft) Rows(tag string) ([][]sheets.Cell, error) {
	pages, err := json.Marshal(d.Pages)
	if err != nil {
		return nil, fmt.Errorf("note the report tabs: %w", err)
	}
	out := [][]sheets.Cell{{textCell(notice), textCell(string(pages)), textCell(tag)}}
	for i, l := range d.all() {
		if k := i - d.Noted(); k > 0 && d.inserted[k-1].tab == l.tab {
			out = append(out, nil) // of the run that began above
			continue
		}
		text, err := json.Marshal(l.entry)
		if err != nil {
			return nil, fmt.Errorf("note what is written: %w", err)
		}
		row := []sheets.Cell{textCell(l.kind), {Kind: sheets.NumberCell, Num: float64(l.tab)}, textCell(string(text))}
		out = append(out, append(row, l.known...))
	}
	return out, nil
}

// Copies are to be made before anything is changed.
func (d *Draft) Copies() []Copy { return copies(1, slices.Concat(d.lines, d.carried)) }

// InsertedCopies are to be made when the inserted rows are filled.
func (d *Draft) InsertedCopies() []Copy { return copies(1+d.Noted(), d.inserted) }

// copies puts neighbours together. first is the hidden tab's row of the first line.
func copies(first int, lines []line) []Copy {
	var out []Copy
	for i := 0; i < len(lines); {
		l := lines[i]
		follows := func(j int) bool {
			return lines[j].kind == l.kind && lines[j].tab == l.tab && lines[j].num == lines[j-1].num+1
		}
		j := i + 1
		for j < len(lines) && l.num >= 0 && follows(j) {
			j++
		}
		if l.num >= 0 && l.width > 0 {
			out = append(out, Copy{Tab: l.tab, Row: l.num, To: first + i, Rows: j - i, Width: l.width})
		}
		i = j
	}
	return out
}

// Log is the log of the write as the hidden tab holds it once the write is applied: rows gives the rows of that tab by
// their number from 0, as the answer to the write shows them.
func (d *Draft) Log(rows map[int][]sheets.Cell) *Log {
	l := &Log{headers: map[int64]*headerEntry{}}
	for _, line := range d.inserted {
		l.inserted = append(l.inserted, line.entry.(*insertEntry))
	}
	for i, line := range slices.Concat(d.lines, d.carried) {
		var copied []sheets.Cell
		if row := rows[i+1]; len(row) > FirstCopied {
			copied = row[FirstCopied:]
		}
		switch e := line.entry.(type) {
		case *headerEntry:
			e.before = copied
			l.headers[line.tab] = e
		case *rowEntry:
			if line.kind == kindPending {
				l.pendingRows = append(l.pendingRows, e)
				continue
			}
			e.before = copied
			l.rows = append(l.rows, e)
		case *insertEntry:
			l.pendingInserted = append(l.pendingInserted, e)
		case *Missed:
			l.missed = append(l.missed, *e)
		case struct{}:
			l.addGone(line.tab, copied)
		}
	}
	return l
}

func textCell(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: sheets.TextCell, Text: s}
}
