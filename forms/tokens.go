package forms

import (
	"strings"

	"leadsheet/lead"
)

// record is one row of a file as it stands there.
type record struct {
	cells   []string
	n       int    // the row's number as a spreadsheet counts, from 1
	raw     string // the text of a span that is no record
	problem string
	cut     bool // the file ends inside this row
}

// separator decides what stands between cells. A first line "sep=;" says it; it is cut off.
func separator(text string) (rest string, comma byte) {
	first, after, _ := strings.Cut(text, "\n")
	if l := strings.ToLower(strings.Trim(first, "\" \t")); strings.HasPrefix(l, "sep=") && len(l) == 5 {
		return after, l[4]
	}
	if strings.EqualFold(strings.Trim(first, "\""), "sep=\t") {
		return after, '\t'
	}
	best, comma := -1.0, byte(',')
	for _, c := range []byte{',', ';', '\t', '|'} {
		if s := uniformity(text, c); s > best {
			best, comma = s, c
		}
	}
	return text, comma
}

// uniformity scores a delimiter by how many of the first rows have equally many cells and by known words in a row.
func uniformity(text string, comma byte) float64 {
	widths, rows, known := map[int]int{}, 0, 0
	for pos := 0; pos < len(text) && rows < 200; rows++ {
		cells, next, ok := parse(text, pos, comma)
		if !ok {
			cells, next = loose(text, pos, comma)
		}
		pos = next
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			rows--
			continue
		}
		widths[len(cells)]++
		if rows < 20 {
			known = max(known, knownLabels(cells))
		}
	}
	mode := 0
	for w, n := range widths {
		if n > widths[mode] || n == widths[mode] && w > mode {
			mode = w
		}
	}
	if mode < 2 && known < 2 {
		return 0
	}
	return float64(widths[mode])/float64(max(rows, 1)) + float64(min(known, 6))*0.5
}

func knownLabels(cells []string) int {
	n := 0
	for _, c := range cells[:min(len(cells), maxColumns)] {
		if len(c) < 200 && lead.FieldOf(c) != lead.FieldNone {
			n++
		}
	}
	return n
}

// parse reads the record that begins at pos by the rules of RFC 4180. ok is false when a quoted cell does not end
// before a delimiter or a line end.
func parse(text string, pos int, comma byte) (cells []string, next int, ok bool) {
	for {
		if pos < len(text) && text[pos] == '"' {
			cell, end, closed := quoted(text, pos)
			if !closed || end < len(text) && text[end] != comma && text[end] != '\n' {
				return nil, pos, false
			}
			cells, pos = append(cells, cell), end
		} else {
			end := pos
			for end < len(text) && text[end] != comma && text[end] != '\n' {
				end++
			}
			cells, pos = append(cells, text[pos:end]), end
		}
		if pos >= len(text) {
			return cells, pos, true
		}
		pos++
		if text[pos-1] == '\n' {
			return cells, pos, true
		}
	}
}

// quoted reads the quoted cell at pos; end is behind its closing quote.
func quoted(text string, pos int) (cell string, end int, closed bool) {
	var b strings.Builder
	for i := pos + 1; ; {
		j := strings.IndexByte(text[i:], '"')
		if j < 0 {
			return "", len(text), false
		}
		b.WriteString(text[i : i+j])
		i += j + 1
		if i < len(text) && text[i] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		return b.String(), i, true
	}
}

// loose reads one line whose quotes are broken: well-formed cells as they should be, others with their quotes.
func loose(text string, pos int, comma byte) (cells []string, next int) {
	line, _, _ := strings.Cut(text[pos:], "\n")
	next = min(pos+len(line)+1, len(text))
	for i := 0; ; {
		if i < len(line) && line[i] == '"' {
			if cell, end, closed := quoted(line, i); closed && (end == len(line) || line[end] == comma) {
				cells = append(cells, cell)
				if end == len(line) {
					return cells, next
				}
				i = end + 1
				continue
			}
		}
		j := strings.IndexByte(line[i:], comma)
		if j < 0 {
			return append(cells, line[i:]), next
		}
		cells = append(cells, line[i:i+j])
		i += j + 1
	}
}

// tokenize cuts text into records. Every byte is in exactly one of them. Where a quote is out of place it goes on at
// the next line that is a record of the usual width, and what lies between is one damaged record.
func tokenize(text string, comma byte) []record {
	width, email := usualShape(text, comma)
	var rows []record
	for pos := 0; pos < len(text); {
		cells, next, ok := parse(text, pos, comma)
		lines := strings.Count(text[pos:next], "\n")
		if ok && lines > 1 && (len(cells) != width && width > 1 || swallowed(text[pos:next], comma, width, email)) {
			ok = false
		}
		n := len(rows) + 1
		if ok {
			r := record{cells: cells, n: n}
			r.cut = next >= len(text) && !strings.HasSuffix(text, "\n") && len(cells) < width
			rows, pos = append(rows, r), next
			continue
		}
		start := pos
		cells, pos = loose(text, pos, comma)
		first := pos
		for pos < len(text) {
			c, end, fine := parse(text, pos, comma)
			if fine && len(c) == width && shaped(c, email) && !swallowed(text[pos:end], comma, width, email) {
				break
			}
			if c, _ := loose(text, pos, comma); len(c) == width && shaped(c, email) && width > 2 {
				break // damaged itself, but a row of its own
			}
			_, pos = loose(text, pos, comma)
		}
		r := record{n: n, problem: "a quotation mark is out of place in this row; compare it with the original"}
		if pos == first && len(cells) == width {
			r.cells = cells
		} else {
			r.raw = strings.TrimRight(text[start:pos], "\n")
			r.problem = "the row is damaged and could not be split into columns; its text is kept"
		}
		rows = append(rows, r)
	}
	return rows
}

// swallowed reports whether a record of several lines hides a line that is a whole record itself.
func swallowed(span string, comma byte, width, email int) bool {
	if width < 3 || email < 0 {
		return false
	}
	lines := strings.Split(strings.TrimSuffix(span, "\n"), "\n")
	for _, l := range lines[1:] {
		if c, _, ok := parse(l, 0, comma); ok && len(c) == width && shaped(c, email) && strings.Contains(c[email], "@") {
			return true
		}
	}
	return false
}

// shaped reports whether the cell of the e-mail column holds an address or nothing.
func shaped(cells []string, email int) bool {
	if email < 0 || email >= len(cells) {
		return email < 0
	}
	_, ok := lead.NormalizeEmail(cells[email])
	return ok || strings.TrimSpace(cells[email]) == ""
}

// usualShape returns how many cells a row has, by the header or else by most rows, and which one is the e-mail
// address (-1: none).
func usualShape(text string, comma byte) (width, email int) {
	widths, mode, rows := map[int]int{}, 0, 0
	for pos := 0; pos < len(text) && rows < 500; rows++ {
		cells, next, ok := parse(text, pos, comma)
		if !ok {
			cells, next = loose(text, pos, comma)
		}
		pos = next
		if rows < 20 && ok && knownLabels(cells) >= 2 {
			for i, f := range lead.FieldsOf(cells) {
				if f == lead.FieldEmail {
					return len(cells), i
				}
			}
			return len(cells), -1
		}
		widths[len(cells)]++
		if widths[len(cells)] > widths[mode] {
			mode = len(cells)
		}
	}
	return mode, -1
}
