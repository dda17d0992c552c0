package table

import (
	"slices"
	"strings"
)

// What is said of rows that could not be read as they stand.
const (
	quoteProblem = "a quotation mark is out of place in this row; compare it with the original"
	rawProblem   = "the row is damaged and could not be split into columns; its text is kept"
	runProblem   = "more than a million blank rows stand above this; it was not read: " +
		"delete the blank rows and export again"
	tailProblem = "the line below this row is damaged and may belong to it; compare it with the original"
)

// spanKind says what a part of a file is. Every byte of a file is in exactly one span.
type spanKind uint8

const (
	spanHeader spanKind = iota // also what stands above the header, and headers that are repeated
	spanRecord
	spanBlank
	spanDamaged
)

type span struct {
	kind    spanKind
	at, end int32 // maxInput is far below what these hold
}

// reader cuts a text into tables.
type reader struct {
	*scanner
	src     *source
	build   builder
	shape   shape
	spans   []span
	n       int  // rows so far, as a spreadsheet counts
	blank   bool // the row before was blank
	gap     bool // and the row that is read now stands behind it
	careful bool // whoever wrote the file leaves no quotation mark in a cell without quotes
	run     int  // blank rows up to here
	good    int  // rows
	bad     int  // parts that are no rows
	err     error
	cut     bool // the file ends inside a row
	open    bool // or behind what stands between cells, where there may be more to come
	buf     []string
	lines   []string // as buf, for the lines inside a record
	arena   []string
	other   *scanner // the same text, with backslashes before marks inside
}

// sampled is a row that was looked at in advance.
type sampled struct {
	cells   []string
	at, end int
}

// readSource cuts a text into tables.
func readSource(s *source) (*reader, dialect) {
	d, skip := dialectOf(s)
	r := &reader{scanner: newScanner(s, d), src: s}
	r.mark(spanHeader, 0, skip)
	pos := r.begin(skip)
	for pos < len(r.text) && r.err == nil {
		pos = r.step(pos)
	}
	r.mark(spanBlank, pos, len(r.text))
	return r, d
}

// mark notes what the text from at to end is. Text before it that has no mark yet is marked as damaged, so that it is
// not lost.
func (r *reader) mark(kind spanKind, at, end int) {
	from := 0
	if len(r.spans) > 0 {
		from = int(r.spans[len(r.spans)-1].end)
	}
	if at > from {
		r.damaged(from, at)
	}
	plain := func(k spanKind) bool { return k == spanHeader || k == spanBlank }
	if last := len(r.spans) - 1; plain(kind) && end > at && last >= 0 &&
		(r.spans[last].kind == kind || last > maxSampled && plain(r.spans[last].kind)) {
		r.spans[last].end = int32(end)
		return
	}
	if end > at {
		r.spans = append(r.spans, span{kind, int32(at), int32(end)})
	}
}

// sample reads rows in advance, as well as that goes without knowing their shape.
func (r *reader) sample(pos, rows int) []sampled {
	var out []sampled
	filled := 0
	for from := pos; pos < len(r.text) && filled < rows && len(out) < maxSampled &&
		(filled == 0 || pos-from < sampleBytes); {
		limit := min(len(r.text), pos+sampleBytes)
		cells, next, ok := r.record(nil, pos, limit, strict)
		if !ok && next == limit && limit < len(r.text) && filled > 1 {
			break // a very long cell
		}
		if !ok {
			cells, next = r.loose(nil, pos)
		}
		if !Blank(cells) {
			filled++
		}
		out = append(out, sampled{heads(cells), pos, next})
		pos = next
	}
	return out
}

// begin finds the header at or behind pos, and returns where the rows begin.
func (r *reader) begin(pos int) int {
	for pos < len(r.text) && r.blankLine(pos) > 0 {
		pos = r.passBlank(pos)
	}
	rows := r.sample(pos, sampleRows)
	all := make([][]string, len(rows))
	quotes, twice, looked := 0, false, 0
	for i, s := range rows {
		all[i] = s.cells
		if r.text[s.at] == r.quote || strings.HasPrefix(r.text[s.at:], "\ufeff"+string(r.quote)) {
			quotes++
		}
		twice = twice || slices.ContainsFunc(s.cells, func(c string) bool {
			looked += s.end - s.at
			return looked < 4*sampleBytes && strings.IndexByte(c, r.quote) >= 0 &&
				strings.Contains(r.text[s.at:s.end],
					strings.ReplaceAll(c, string(r.quote), string([]byte{r.quote, r.quote})))
		})
	}
	r.careful = twice || len(rows) > 2 && quotes*100 >= 80*len(rows)
	r.build.own = ownStart(all)
	top := findTop(all)
	if top.header < 0 {
		for _, s := range rows {
			r.mark(spanBlank, s.at, s.end)
			pos = s.end
		}
		return pos
	}
	for _, s := range rows[:top.rows] {
		kind := spanHeader
		if Blank(s.cells) {
			kind = spanBlank
		}
		r.mark(kind, s.at, s.end)
		r.n++
		pos = s.end
	}
	header := top.cells
	if r.quoting == jsonCells {
		for i, h := range header {
			if h == "false" { // a question without a label
				header[i] = ""
			}
		}
	}
	r.build.start(header, top.notes)
	if last := rows[len(rows)-1].end; last > pos &&
		len(rows) > top.rows { // room for all rows, if the rest is like the first
		expect := min((len(r.text)-pos)/max((last-pos)/(len(rows)-top.rows), 8)*21/20, len(r.text)/8, maxRecords) + 16
		r.build.cur.Rows = slices.Grow(r.build.cur.Rows, expect)
		r.spans = slices.Grow(r.spans, expect)
	}
	r.shape = learn(header, all[top.rows:])
	return pos
}

// step reads what begins at pos, a line start, and returns where the next begins.
func (r *reader) step(pos int) int {
	if r.blankLine(pos) > 0 {
		return r.passBlank(pos)
	}
	limit := len(r.text)
	if r.work > r.patience() {
		_, limit = r.line(pos) // the file is made to be slow; cells of several lines are no longer looked for
	}
	cells, next, ok := r.record(r.room(), pos, limit, strict)
	bare, multi := r.bare, r.multi
	if ok && Blank(cells) {
		r.mark(spanBlank, pos, next)
		r.n++
		r.blank = true
		return next
	}
	after := r.blank
	r.gap, r.blank, r.run = after, false, 0
	if ok &&
		(after || strings.HasPrefix(r.text[pos:], "\ufeff") || r.build.startsLike(cells) ||
			r.build.titleAbove() != nil) {
		if is, fresh := r.build.header(cells, after); is {
			r.mark(spanHeader, pos, next)
			r.n++
			if fresh {
				r.relearn(cells, next)
			}
			return next
		}
	}
	width := len(cells) == r.shape.width || len(cells) == r.shape.usual
	least := min(r.shape.width, r.shape.usual)
	switch {
	case ok && !multi && (len(cells) == 1 && least > 2 || len(cells) < least && bare):
		return r.fragment(cells, pos, next, bare)
	case !ok || bare && r.careful || r.shape.double(cells):
	case multi && (!width || r.swallowed(pos, next)):
	default:
		r.add(Row{Cells: r.keep(cells), at: pos, end: next, Plain: r.plainRow(pos, next)})
		return next
	}
	return r.repair(pos, limit)
}

// relearn takes the shape of the rows from pos on, below a header that differs from the one before.
func (r *reader) relearn(header []string, pos int) {
	var rows [][]string
	for _, s := range r.sample(pos, 50) {
		rows = append(rows, s.cells)
	}
	r.shape = learn(append([]string(nil), header...), rows)
}

// fragment keeps a line that is too short to be a row, and notes on the row above that it may be a part of it.
func (r *reader) fragment(cells []string, pos, next int, bare bool) int {
	if next >= len(r.text) && !r.endsLine() {
		r.cut = true
	} else if bare && !r.shape.begins(cells) {
		r.build.blame(tailProblem)
	}
	r.n++
	r.damaged(pos, next)
	return next
}

// repair reads a record whose quotation marks do not fit, by ways of which each is less sure than the one before.
func (r *reader) repair(pos, limit int) int {
	if r.quoting == doubled && strings.Contains(r.text[pos:min(limit, pos+1<<20)], `\"`) {
		if r.other == nil {
			d := r.dialect
			d.quoting = backslash
			r.other = newScanner(r.src, d)
		}
		cells, next, ok := r.other.record(nil, pos, limit, strict)
		r.work += next - pos
		if fits, _ := r.shape.fits(cells); ok && fits && !r.other.bare && !(r.other.multi && r.swallowed(pos, next)) {
			r.add(Row{Cells: cells, at: pos, end: next})
			return next
		}
	}
	cells, next, ok := r.record(nil, pos, limit, lenient)
	multi, open := r.multi, !ok && limit == len(r.text)
	if fits, _ := r.shape.fits(cells); ok && fits && !(multi && r.swallowed(pos, next)) {
		r.add(Row{Cells: cells, at: pos, end: next, Problem: quoteProblem})
		return next
	}
	cells, first := r.loose(nil, pos)
	end := first
	for end < len(r.text) && !r.rowAt(end) {
		_, end = r.line(end)
	}
	r.n++
	if fits, _ := r.shape.fits(cells); fits && end == first {
		r.n--
		r.add(
			Row{Cells: cells, at: pos, end: end, Problem: quoteProblem,
				Cut: open && end >= len(r.text) && !r.endsLine()},
		)
		return end
	}
	r.cut = r.cut || end >= len(r.text) && (open || !r.endsLine())
	r.damaged(pos, end)
	return end
}

// rowAt reports whether a whole row begins at pos, which may be damaged itself. Blank lines are no sign.
func (r *reader) rowAt(pos int) bool {
	limit := len(r.text)
	if r.work > r.patience()/2 {
		_, limit = r.line(pos)
	}
	cells, next, ok := r.record(r.buf[:0], pos, limit, strict)
	r.buf = cells
	multi := r.multi
	if ok && r.startsRow(cells) && !(multi && r.swallowed(pos, next)) {
		return true
	}
	if r.shape.width < 3 {
		return false
	}
	cells, _ = r.loose(r.buf[:0], pos)
	r.buf = cells
	return r.startsRow(cells)
}

func (r *reader) startsRow(cells []string) bool {
	fits, sure := r.shape.fits(cells)
	return sure || fits && len(r.shape.anchors) == 0 && len(cells) > 1 && !Blank(cells)
}

// swallowed reports whether a record of several lines hides a line that is a whole row itself.
func (r *reader) swallowed(pos, next int) bool {
	if strings.HasPrefix(r.text[pos:next], "\ufeff") {
		pos += len("\ufeff")
	}
	end, at := r.line(pos)
	// When the first cell is the one with several lines, the last line is as long as a row, but for a mark too many.
	// Then the first line tells: without its quotation mark it is a row or it is none.
	long := false
	if r.quoting != unquoted && r.text[pos] == r.quote {
		_, _, closed := r.quoted(pos, min(end, next), strict)
		if long = !closed; long && r.hides(pos+1, min(end, next), false) {
			return true
		}
	}
	for at < next {
		end, after := r.line(at)
		if r.hides(at, min(end, next), long && after >= next) {
			return true
		}
		at = after
	}
	return false
}

// hides reports whether a line inside a record is a whole row; sound is whether it must be one without a flaw.
func (r *reader) hides(at, end int, sound bool) bool {
	s := r.shape
	cells, _, ok := r.record(r.lines[:0], at, end, strict)
	r.lines = cells
	if sound && (!ok || r.bare) {
		return false
	}
	if !ok && !r.bare {
		cells, _ = r.loose(r.lines[:0], at)
		r.lines = cells
		return len(cells) >= s.width && s.begins(cells) && !spoken(cells[:min(len(cells), s.width)])
	}
	_, sure := s.fits(cells)
	return sure || len(s.anchors) == 0 && s.width > 1 && len(cells) == s.width && !spoken(cells)
}

// spoken reports whether cells are the parts of a sentence: there is a space behind its commas.
func spoken(cells []string) bool {
	for _, c := range cells[1:] {
		if strings.HasPrefix(c, " ") {
			return true
		}
	}
	return false
}
