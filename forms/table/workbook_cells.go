package table

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"leadsheet/lead"
)

// tidy takes away what is blank behind the last cell of a row, and rows that are blank.
func (w *workbook) tidy() {
	w.refs, w.head = nil, nil
	for _, s := range w.sheets {
		kept := s.rows[:0]
		for _, r := range s.rows {
			for i, v := range r.cells {
				if v == awaited {
					r.cells[i], r.problem = "", textProblem
				}
			}
			n := len(r.cells)
			for n > 0 && r.cells[n-1] == "" {
				n--
			}
			if r.cells = r.cells[:n]; n > 0 || r.problem != "" {
				kept = append(kept, r)
			}
		}
		s.rows = kept
	}
}

// rowCells are the cells of the row that is being read.
type rowCells struct {
	got   []gotCell
	width int
	next  int // the column of a cell that does not say where it stands
}

type gotCell struct {
	col    int
	text   string
	shared int // the number of a shared text plus one

	formula bool
}

// computed reports whether all cells with anything but an unticked box are the results of formulas, and whether there
// is none.
func (c *rowCells) computed() (all, none bool) {
	all, none = true, true
	for _, g := range c.got {
		if ticked, is := lead.IsTick(g.text); is && !ticked {
			continue
		}
		all, none = all && g.formula, false
	}
	return all && !none, none
}

func (c *rowCells) reset() { c.got, c.width, c.next = c.got[:0], 0, 0 }

// cell reads one cell.
func (w *workbook) cell(t *tags, row *rowCells, r *sheetRow) error {
	col := columnOf(t.value("r"))
	if col < 0 {
		col = row.next
	}
	row.next = col + 1
	kind := string(t.value("t"))
	hint, inline, formula, value := false, false, false, []byte(nil)
	for t.take(); ; {
		if err := t.next(); err != nil {
			return noEnd(err)
		}
		switch {
		case t.starts("f"):
			formula = true
		case t.starts("is"):
			inline = true
			t.take() // the text itself, not what a program remembers of it
		case t.starts("v"):
			t.keep = !inline
		case t.starts("t"):
			t.keep = inline && !hint
		case t.ends("v"), t.ends("t"):
			t.keep = false
		case t.starts("rPh"):
			hint = true
		case t.ends("rPh"):
			hint = false
		case t.ends("c"):
			value = t.take()
			return w.store(gotCell{col: col, formula: formula}, kind, value, row, r)
		}
	}
}

// columnOf returns the column of a reference such as AB12, from 0; -1 when there is none.
func columnOf(ref []byte) int {
	n := 0
	for _, c := range ref {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' || n > sheetRows {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// escapedLetter is a letter that the file's language does not have: _x000D_.
var escapedLetter = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescapeCell(s string) string {
	return escapedLetter.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return m
		}
		return string(rune(n))
	})
}

// noEnd makes the end of a part within an element what it is: damage.
func noEnd(err error) error {
	if err == io.EOF {
		return errXML
	}
	return err
}

// store notes what a cell holds.
func (w *workbook) store(c gotCell, kind string, value []byte, row *rowCells, r *sheetRow) error {
	if len(value) == 0 {
		return nil
	}
	if c.col >= MaxColumns {
		r.problem = WideProblem
		return nil
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(string(value)))
		if err != nil || n < 0 || n >= maxStrings {
			r.problem = textProblem
			return nil
		}
		c.shared, c.text = n+1, awaited
	case "b":
		c.text = "FALSE"
		if v := string(value); v == "1" || strings.EqualFold(v, "true") {
			c.text = "TRUE"
		}
	default:
		var err error
		if c.text, err = w.text(value); err != nil {
			return err
		}
	}
	w.filled++
	row.got, row.width = append(row.got, c), max(row.width, c.col+1)
	return nil
}

// text makes a text of a cell. Many texts share one piece of memory.
func (w *workbook) text(b []byte) (string, error) {
	s := string(b)
	if strings.Contains(s, "_x") {
		b = []byte(unescapeCell(s))
	}
	if len(b) > maxHeld {
		b = []byte(Bounded(string(b)))
	}
	if w.texts += len(b); w.texts > maxTexts {
		return "", errText
	}
	if len(b) > 4<<10 {
		return strings.ToValidUTF8(string(b), "\uFFFD"), nil
	}
	if w.heap.Cap()-w.heap.Len() < len(b) {
		w.heap = strings.Builder{}
		w.heap.Grow(64 << 10)
	}
	at := w.heap.Len()
	w.heap.Write(b)
	return strings.ToValidUTF8(w.heap.String()[at:], "\uFFFD"), nil
}

// put fills a row, and notes which of its cells get a shared text.
func (w *workbook) put(r *sheetRow, cells *rowCells) {
	for _, c := range cells.got {
		r.cells[c.col] = c.text
		if c.shared == 0 {
			continue
		}
		for len(w.head) < c.shared {
			w.head = append(w.head, 0)
		}
		w.refs = append(w.refs, ref{to: &r.cells[c.col], next: w.head[c.shared-1]})
		w.head[c.shared-1] = int32(len(w.refs))
	}
}

// share reads the shared texts and puts each where it belongs; those that no cell has are passed over.
func (w *workbook) share(part string) error {
	if len(w.refs) == 0 {
		return nil
	}
	n, in, hint := 0, false, false
	return w.part(part, func(t *tags) error {
		switch {
		case t.starts("si"):
			if n >= len(w.head) {
				return io.EOF
			}
			in = w.head[n] > 0
			n++
			t.take()
		case t.starts("t"):
			t.keep = in && !hint
		case t.ends("t"):
			t.keep = false
		case t.starts("rPh"):
			hint = true
		case t.ends("rPh"):
			hint = false
		case t.ends("si") && in:
			text, err := w.text(t.take())
			if err != nil {
				return err
			}
			for at := w.head[n-1]; at > 0; at = w.refs[at-1].next {
				*w.refs[at-1].to = text
			}
			in = false
		}
		return nil
	})
}
