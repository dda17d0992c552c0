package google

import (
	"encoding/json"
	"strings"

	"leadsheet/sheets"
)

// logTab is the hidden tab that holds the undo log. Each write replaces it, so it tells of the last write only; the one
// who writes next has read it, for the lock says that nobody wrote in between.
//
// Row 1 holds a notice for people, the marks of the report tabs, and the tag of the write. Below, a row for each thing the write did to rows
// that were there before: what kind (A), in which tab (B), what was meant (C), and from D on, copied within the same
// batch before anything was changed, what stood there at that moment.
const (
	logTab    = "_leadsheet"
	logNotice = "leadsheet keeps notes for a crash here. Please leave this tab alone."
	logWas    = 3 // the first column of what was there
)

// maxColumns is how wide a tab of Google Sheets can be.
const maxColumns = 18_278

// The kinds of log rows.
const (
	logHead = "head" // the titles of a tab that was written to
	logRow  = "row"  // a row of which cells were changed
	logNew  = "new"  // rows that were inserted
)

// undoLog is what the hidden tab says of the last write.
type undoLog struct {
	tag   string
	marks map[string]pageMark
	heads map[int64]*headEntry
	rows  []*rowEntry
	news  []*newEntry
}

// headEntry is the titles as the write knew them, and as they were.
type headEntry struct {
	Row    int      `json:"r"`
	Titles []string `json:"t"`
	was    []sheets.Cell
}

// rowEntry is a row that was written to: who it should have been, and what it was.
type rowEntry struct {
	id      int64
	Num     int      `json:"n"`           // the sheet's row, from 0
	Key     string   `json:"k,omitempty"` // its key, if it had one
	KeyCol  int      `json:"c,omitempty"` // where that stood
	KeyName string   `json:"t,omitempty"` // and under which title
	Width   int      `json:"w,omitempty"` // without a key of its own: how many cells
	Print   string   `json:"p,omitempty"` // and their mark
	Cells   []change `json:"e"`
	was     []sheets.Cell
}

// change is a cell that was written: marks of what was expected there, and of what was put there.
type change struct {
	Col   int    `json:"c"`
	Title string `json:"t"`
	Seen  string `json:"s"`
	Want  string `json:"w"`
}

// newEntry is rows that were inserted: their marks as they were written.
type newEntry struct {
	id     int64
	Width  int      `json:"w"`
	Prints []string `json:"p"`
}

// pageMark says what a report tab holds.
type pageMark struct {
	ID      int64  `json:"id"`
	Content string `json:"content"`
	Frame   string `json:"frame"`
}

// parseLog reads the hidden tab. What a person has scribbled there is passed over.
func parseLog(values [][]sheets.Cell) *undoLog {
	l := &undoLog{marks: map[string]pageMark{}, heads: map[int64]*headEntry{}}
	for i, cells := range values {
		if i == 0 {
			if len(cells) > 1 && json.Unmarshal([]byte(cells[1].Text), &l.marks) != nil {
				l.marks = map[string]pageMark{}
			}
			l.tag = at(cells, 2).String()
			continue
		}
		l.add(cells)
	}
	return l
}

// add takes over one row of the log, as it stands in the tab.
func (l *undoLog) add(cells []sheets.Cell) {
	if len(cells) < logWas {
		return
	}
	kind, id, text, was := cells[0].Text, int64(cells[1].Num), []byte(cells[2].Text), cells[logWas:]
	switch kind {
	case logHead:
		e := &headEntry{was: was}
		if json.Unmarshal(text, e) == nil {
			l.heads[id] = e
		}
	case logRow:
		e := &rowEntry{id: id, was: was}
		if json.Unmarshal(text, e) == nil && e.Width <= maxColumns {
			l.rows = append(l.rows, e)
		}
	case logNew:
		e := &newEntry{id: id}
		if json.Unmarshal(text, e) == nil && e.Width <= maxColumns {
			l.news = append(l.news, e)
		}
	}
}

// titles are the tabs that the last write wrote to.
func (l *undoLog) titles(st *structure) []string {
	var out []string
	for i := range st.tabs {
		if l.heads[st.tabs[i].id] != nil {
			out = append(out, st.tabs[i].title)
		}
	}
	return out
}

// wrongHit is a row in which cells were written that should not have been.
type wrongHit struct {
	row   *rowEntry
	cells []int // of row.Cells
}

// wrong returns what the write did to rows or columns that were not those it meant.
func (l *undoLog) wrong() []wrongHit {
	var out []wrongHit
	for _, r := range l.rows {
		head := l.heads[r.id]
		if head == nil {
			continue
		}
		hit := wrongHit{row: r}
		right := r.is(head)
		for i, c := range r.Cells {
			if !right || !titled(head, c.Col, c.Title) || fingerprint(at(r.was, c.Col)) != c.Seen {
				hit.cells = append(hit.cells, i)
			}
		}
		if len(hit.cells) > 0 {
			out = append(out, hit)
		}
	}
	for _, n := range l.news {
		if head := l.heads[n.id]; head != nil && head.moved() {
			out = append(out, wrongHit{row: &rowEntry{id: n.id, Num: -1}})
			break
		}
	}
	return out
}

// is reports whether the row that was hit is the one that was meant.
func (r *rowEntry) is(head *headEntry) bool {
	if r.Key != "" && (!titled(head, r.KeyCol, r.KeyName) || keyText(at(r.was, r.KeyCol)) != r.Key) {
		return false
	}
	return r.Print == "" || rowPrint(r.was, r.Width) == r.Print
}

// moved reports whether a column stood elsewhere than the write believed.
func (h *headEntry) moved() bool {
	for i, t := range h.Titles {
		if t != "" && !titled(h, i, t) && h.find(t) >= 0 {
			return true
		}
	}
	return false
}

func (h *headEntry) find(title string) int {
	want := sheets.Fold(title)
	for i, c := range h.was {
		if sheets.Fold(c.String()) == want {
			return i
		}
	}
	return -1
}

func titled(h *headEntry, col int, title string) bool {
	return sheets.Fold(at(h.was, col).String()) == sheets.Fold(title)
}

func at(row []sheets.Cell, i int) sheets.Cell {
	if i < 0 || i >= len(row) {
		return sheets.Cell{}
	}
	return row[i]
}

func keyText(c sheets.Cell) string { return strings.TrimSpace(c.String()) }

// fix is a cell to be set right: which row of a table as it is now, or its titles, and what it should hold.
type fix struct {
	t        *table
	row, col int
	want     sheets.Cell
}

// fixes returns what has to be written now, in the tables as they have been read since, to undo what went wrong. A cell
// that somebody has changed meanwhile is left alone.
func (l *undoLog) fixes(tables map[int64]*table) []fix {
	var out []fix
	for _, hit := range l.wrong() {
		t, head := tables[hit.row.id], l.heads[hit.row.id]
		if t == nil || len(hit.cells) == 0 {
			continue
		}
		where := columnsNow(t, head.was)
		row, ok := hit.find(t, head, where)
		if !ok {
			continue
		}
		for _, i := range hit.cells {
			c := hit.row.Cells[i]
			if col := where(c.Col); col >= 0 && col < len(t.tab.Columns) && fingerprint(at(t.cells(row), col)) == c.Want {
				out = append(out, fix{t, row, col, at(hit.row.was, c.Col)})
			}
		}
	}
	for _, n := range l.news {
		if t, head := tables[n.id], l.heads[n.id]; t != nil && head != nil && head.moved() {
			out = append(out, n.fixes(t, head)...)
		}
	}
	return out
}

// columnsNow tells where a column is now that stood at an index when its titles were was.
func columnsNow(t *table, was []sheets.Cell) func(int) int {
	return func(i int) int {
		if title := at(was, i).String(); title != "" {
			if now := t.tab.Col(title); now >= 0 {
				return now
			}
		}
		return i
	}
}

// find returns where the row that was hit is now. It is known by the key that it had, or else by its content.
func (h wrongHit) find(t *table, head *headEntry, where func(int) int) (row int, ok bool) {
	key, keyNow := "", -1
	if h.row.KeyName != "" {
		key, keyNow = keyText(at(h.row.was, head.find(h.row.KeyName))), t.tab.Col(h.row.KeyName)
	}
	isKey := func(c sheets.Cell) bool { return keyText(c) == key }
	for _, c := range h.row.Cells {
		if c.Col == head.find(h.row.KeyName) { // it was the key itself that was overwritten
			isKey = func(now sheets.Cell) bool { return fingerprint(now) == c.Want }
		}
	}
	for i := titleRow; i < len(t.tab.Rows); i++ {
		cells := t.cells(i)
		if !h.holds(cells, where) {
			continue
		}
		if key != "" && keyNow >= 0 && i != titleRow {
			if !isKey(at(cells, keyNow)) {
				continue
			}
		} else if !h.same(cells, len(head.was), where) {
			continue
		}
		// Of copies the one that has not moved is the likeliest.
		if !ok || t.num(i) == h.row.Num {
			row, ok = i, true
		}
	}
	return row, ok
}

// holds reports whether a row holds one of the values that were put there by mistake.
func (h wrongHit) holds(row []sheets.Cell, where func(int) int) bool {
	for _, i := range h.cells {
		c := h.row.Cells[i]
		if fingerprint(at(row, where(c.Col))) == c.Want {
			return true
		}
	}
	return false
}

// same reports whether a row is what was there, in all its columns, but for what was written over it.
func (h wrongHit) same(row []sheets.Cell, columns int, where func(int) int) bool {
	written := map[int]bool{}
	for _, c := range h.row.Cells {
		written[c.Col] = true
	}
	for i := range max(columns, len(h.row.was)) {
		if !written[i] && !at(row, where(i)).Equal(at(h.row.was, i)) {
			return false
		}
	}
	return true
}

// fixes moves the cells of inserted rows under the titles that they were meant for.
func (n *newEntry) fixes(t *table, head *headEntry) []fix {
	prints := map[string]bool{}
	for _, p := range n.Prints {
		prints[p] = true
	}
	where := columnsNow(t, head.was)
	var out []fix
	for r, row := range t.tab.Rows {
		written := make([]sheets.Cell, n.Width)
		for i := range written {
			written[i] = at(row, where(i))
		}
		if !prints[rowPrint(written, n.Width)] {
			continue
		}
		want := map[int]sheets.Cell{}
		for i := range written {
			want[where(i)] = sheets.Cell{} // a person's own columns are not among them
		}
		for i, c := range written {
			if c.IsEmpty() {
				continue
			}
			to := where(i)
			if i < len(head.Titles) && head.Titles[i] != "" && !titled(head, i, head.Titles[i]) {
				if now := t.tab.Col(head.Titles[i]); now >= 0 {
					to = now
				}
			}
			want[to] = c
		}
		for col := range max(len(row), len(t.tab.Columns)) {
			if c, ok := want[col]; ok && !c.Equal(at(row, col)) {
				out = append(out, fix{t, r, col, c})
			}
		}
	}
	return out
}
