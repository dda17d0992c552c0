// Package table reads files of form exports as tables of text: CSV and TSV in any code page and dialect, workbooks
// (.xlsx), and archives of these. Damaged rows are kept as they stand in the file and flagged, never dropped. What the
// columns mean is decided by package forms; only the words of forms' titles are known here, because they tell which
// row is the header. Time and memory for each file have bounds (limits.go).
package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Table is a header and the rows below it.
type Table struct {
	Encoding, Delimiter string   // "xlsx" for a workbook, "tab" for the cells of a tab
	Name                string   // the sheet or the entry of an archive; "" for the only table of a file
	Headers             []string // as written
	Titles              []string // one for each header: one line, unique, never blank
	Rows                []Row
	Notes               []string // messages for the user about how the table was read
	Date1904            bool     // numbers that are days count from 1904
	FromSheet           bool     // cells come from a spreadsheet: days are numbers, blank cells at the end are left out
	UsualWidth          int      // cells in most rows
	TrailingDelimiter   bool     // most rows end with a delimiter too many
	Own                 string   // which part of leadsheet's own workbook it is; "" for any other table

	src *source // of a text
}

// builder puts tables together from rows that come one after the other.
type builder struct {
	done  []*Table
	cur   *Table
	order []int           // where column i of the table is in the rows that come now; nil: in its own place
	width int             // cells of the header that was read last
	words map[string]bool // the cells of the table's header, as written
	grown map[int]bool    // how many columns the table had before others were added
	early []Row           // damaged spans above the first header

	again  []string        // the last row that was taken for a header once more
	turns  int             // how often another header came
	labels map[string]bool // which words are words of forms; looking them up takes long
	own    string          // of all tables
}

// maxTurns is how often the header may change, so that a file cannot consist of headers.
const maxTurns = 500

// start begins a table.
func (b *builder) start(header []string, notes []string) {
	if b.pad(); b.cur != nil {
		b.done = append(b.done, b.cur)
	} else {
		b.own = cmp.Or(b.own, ownTab(words.Language{}, header))
	}
	b.cur = &Table{Headers: slices.Clone(header), Notes: notes, Rows: b.early, Own: b.own}
	b.early, b.order, b.width, b.words, b.grown, b.again = nil, nil, len(header), map[string]bool{}, map[int]bool{}, nil
	for _, h := range header {
		if h = strings.TrimSpace(h); h != "" {
			b.words[h] = true
		}
	}
}

// startsLike reports whether a row begins with a word of the header: few rows do, and only they are looked at closely.
func (b *builder) startsLike(cells []string) bool {
	return b.cur != nil && len(cells[0]) < 200 && b.words[strings.TrimSpace(cells[0])]
}

// header takes a row for the header if it is one: the same again, perhaps in another order or with other columns, or
// behind a blank line that of a table of its own. fresh says that the rows below have another shape.
func (b *builder) header(cells []string, blankBefore bool) (is, fresh bool) {
	if b.again != nil && slices.Equal(cells, b.again) {
		return true, false
	}
	if b.cur == nil || b.turns >= maxTurns || dataLike(cells) {
		return false, false
	}
	blankBefore = blankBefore || b.titleAbove() != nil
	known := map[string]int{}
	for _, h := range b.cur.Headers {
		known[Fold(h)]++
	}
	same, words := 0, 0
	for _, c := range cells {
		if len(c) > maxTitle {
			return false, false // no title is that long
		}
		f := Fold(c)
		if f == "" {
			continue
		}
		words++
		if known[f] > 0 {
			known[f]--
			same++
		}
	}
	if same < 2 && same < words && !blankBefore {
		return false, false
	}
	if b.labels == nil || len(b.labels) > 5000 {
		b.labels = map[string]bool{}
	}
	labels := labelled(cells, b.labels)
	b.turns++
	switch {
	case same == words && same == len(b.words) && labels > 0, same >= 2 && same*2 > words && (labels > 0 || same == words):
		fresh = len(cells) != b.width
		b.titled()
		b.reorder(cells)
		b.again = slices.Clone(cells)
		return true, fresh || same != words
	case blankBefore && labels >= 2 && len(cells) > 1:
		b.titled()
		b.start(cells, nil)
		return true, true
	}
	b.turns--
	return false, false
}

// reorder makes the rows that follow go into the columns of the table by their titles; new titles are new columns.
func (b *builder) reorder(now []string) {
	t := b.cur
	taken := make([]bool, len(now))
	b.order, b.width = make([]int, len(t.Headers)), len(now)
	for i, h := range t.Headers {
		b.order[i] = -1
		for j, n := range now {
			if !taken[j] && Fold(h) == Fold(n) {
				taken[j], b.order[i] = true, j
				break
			}
		}
	}
	b.grown[len(t.Headers)] = true
	for j, n := range now {
		if !taken[j] {
			t.Headers, b.order = append(t.Headers, n), append(b.order, j)
			b.words[strings.TrimSpace(n)] = true
		}
	}
	for i, from := range b.order {
		if from != i {
			return
		}
	}
	b.order = nil
}

// add appends a row to the table.
func (b *builder) add(r Row) {
	if b.cur == nil {
		b.early = append(b.early, r)
		return
	}
	if r.Raw == "" && b.order != nil && len(r.Cells) >= min(b.width, 2) {
		cells := make([]string, len(b.cur.Headers), len(b.cur.Headers)+max(0, len(r.Cells)-b.width))
		for i, from := range b.order {
			if from >= 0 && from < len(r.Cells) {
				cells[i] = r.Cells[from]
			}
		}
		if len(r.Cells) > b.width {
			cells = append(cells, r.Cells[b.width:]...)
		}
		if len(r.Cells) < b.width && r.Problem == "" {
			r.Problem = fmt.Sprintf("the row has only %d of %d columns", len(r.Cells), b.width)
		}
		r.Cells = cells
	} else if len(r.Cells) == b.width && b.width < len(b.cur.Headers) {
		r.Cells = append(slices.Clone(r.Cells), make([]string, len(b.cur.Headers)-b.width)...)
	}
	b.cur.Rows = append(b.cur.Rows, r)
}

// blame notes a problem on the row that was added last.
func (b *builder) blame(problem string) {
	if b.cur != nil && len(b.cur.Rows) > 0 {
		if r := &b.cur.Rows[len(b.cur.Rows)-1]; r.Problem == "" {
			r.Problem = problem
		}
	}
}

// finish returns the tables with their columns named.
func (b *builder) finish() []*Table {
	if b.cur == nil && len(b.early) > 0 {
		b.start(nil, nil)
	}
	if b.pad(); b.cur != nil {
		b.done = append(b.done, b.cur)
		b.cur = nil
	}
	for _, t := range b.done {
		t.finish()
	}
	return b.done
}

// pad gives the rows from before a column was added a blank cell for it.
func (b *builder) pad() {
	if b.cur == nil || len(b.grown) == 0 {
		return
	}
	for i := range b.cur.Rows {
		if r := &b.cur.Rows[i]; r.Raw == "" && !r.Cut && len(r.Cells) < len(b.cur.Headers) && b.grown[len(r.Cells)] {
			r.Cells = append(slices.Clone(r.Cells), make([]string, len(b.cur.Headers)-len(r.Cells))...)
		}
	}
}

func (t *Table) finish() {
	if len(t.Headers) > MaxColumns {
		t.Notes = append(t.Notes, fmt.Sprintf("only the first %d columns were read; there are more", MaxColumns))
		t.Headers = t.Headers[:MaxColumns]
	}
	if len(t.Rows) == 0 && len(t.Headers) > 0 {
		t.Notes = append(t.Notes, "there is a header, but no record below it")
	}
	t.Titles = uniqueTitles(t.Headers)
	t.UsualWidth, t.TrailingDelimiter = t.usualWidth(), t.trailing()
}

// top is what stands above the rows of a table.
type top struct {
	header int      // the header's place among the rows looked at; -1: all of them are blank
	cells  []string // the header; blank cells when the file has none
	rows   int      // how many rows are above the first record
	notes  []string
}

// findTop finds the header among the first rows.
func findTop(rows [][]string) top {
	at := headerRow(rows)
	if at < 0 {
		return top{header: -1}
	}
	h := top{header: at, cells: rows[at], rows: at + 1}
	var above []string
	for _, r := range rows[:at] {
		if !Blank(r) {
			above = append(above, strings.TrimSpace(strings.Join(r, " ")))
		}
	}
	if len(above) > 0 {
		h.notes = append(h.notes, "what stands above the "+
			"header was passed over: "+lead.SafeText(strings.Join(above, " / "), 300))
	}
	switch {
	case knownLabels(h.cells) == 0 && isRecord(h.cells):
		h.notes = append(h.notes, "the file has no header; its columns were recognised by their values alone")
		h.cells, h.rows = make([]string, len(h.cells)), at
	case len(rows) > at+2 && secondHeader(h.cells, rows[at+1], rows[at+2:]):
		h.notes = append(h.notes, "the second line of the header was passed over")
		h.rows++
	}
	return h
}

// headerRow returns the first of 20 rows with two known words, else the first that has as many cells as most and
// holds nothing but words, else the first that is not blank, else -1.
func headerRow(rows [][]string) int {
	var filled []int
	widths, mode := map[int]int{}, 0
	for i, r := range rows {
		if Blank(r) {
			continue
		}
		filled = append(filled, i)
		if widths[len(r)]++; widths[len(r)] > widths[mode] {
			mode = len(r)
		}
	}
	if len(filled) == 0 {
		return -1
	}
	head := filled[:min(len(filled), 20)]
	for n, i := range head {
		if dataLike(rows[i]) {
			if summaryLine(rows[i], rows[i+1:]) {
				continue
			}
			if len(rows[i]) == mode || len(rows[i]) > 2 {
				head = head[:max(n, 1)] // a record: the header is above it, or there is none
				break
			}
			continue
		}
		known := 0
		for _, f := range lead.FieldsOf(rows[i][:min(len(rows[i]), 200)]) {
			if f != lead.FieldNone {
				known++
			}
		}
		if known < 2 {
			continue
		}
		// Groups of columns may have a line of titles of their own above.
		if n+1 < len(head) && head[n+1] == i+1 && knownLabels(rows[i+1]) > known && !dataLike(rows[i+1]) &&
			hasBlank(rows[i]) {
			return i + 1
		}
		return i
	}
	for _, i := range head {
		if knownLabels(rows[i]) >= 2 {
			return i
		}
	}
	for _, i := range head {
		if len(rows[i]) == mode && (mode < 2 || !hasBlank(rows[i]) || i == head[0]) {
			return i
		}
	}
	return head[0]
}

func hasBlank(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) == "" })
}

// dataLike reports whether a row holds what a header never does.
func dataLike(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { k := classOf(c); return k == kindEmail || k == kindDate })
}

// isRecord reports whether the first row of a file is a record already.
func isRecord(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool {
		_, ok := lead.NormalizeEmail(c)
		return ok || classOf(c) == kindDate
	})
}

// secondHeader reports whether a row below the header is a part of it, as some survey programs write: every column
// whose rows all hold addresses, times or numbers has words there, and not a person's.
func secondHeader(header, row []string, below [][]string) bool {
	s := learn(header, below)
	wrong := 0
	for _, a := range s.anchors {
		if a.col >= len(row) {
			return false
		}
		switch classOf(row[a.col]) {
		case kindText:
			wrong++
		case kindEmpty:
		default:
			return false
		}
	}
	words := 0
	for _, c := range row {
		if f := Fold(c); f == "response" || f == "open ended response" || strings.HasPrefix(c, `{"ImportId"`) {
			words++
		}
	}
	return wrong > 0 && (words > 0 || knownLabels(row) >= 2)
}

// Blank reports whether no cell holds anything but spaces.
func Blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
