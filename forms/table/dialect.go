package table

import (
	"strings"
	"unicode"

	"leadsheet/lead"
)

// sampleRows bounds how many rows are read to guess how a file is written.
const sampleRows = 200

// dialectOf decides what stands between cells and what quotation marks mean, and how long the line is that says so:
// some programs write "sep=;" first.
func dialectOf(s *source) (d dialect, skip int) {
	d = dialect{comma: ',', quote: '"'}
	text := s.text
	head := text[:min(len(text), 64<<10)]
	first := strings.TrimPrefix(head, "\ufeff")
	i := strings.IndexAny(first[:min(len(first), 40)], "\r\n")
	if i < 0 {
		i = min(len(first), 40)
	}
	if l := strings.Trim(first[:i], "\" "); len(l) == 5 && strings.EqualFold(l[:4], "sep=") &&
		(l[4] == '\t' || classOf(l[4:]) == kindText) &&
		!unicode.IsLetter(rune(l[4])) {
		d.comma = l[4]
		skip = len(head) - len(first) + i
		if strings.HasPrefix(first[i:], "\r\n") {
			skip++
		}
		skip = min(skip+1, len(text))
	}
	var commas = []byte{',', ';', '\t', '|'}
	if skip > 0 {
		commas = []byte{d.comma}
	}
	known := map[string]bool{}
	best := -1e9
	for _, comma := range commas {
		for i, c := range quotings(text[skip:], comma) {
			for _, cr := range returns(head) {
				c.cr = cr
				score := uniformity(newScanner(s, c), skip, known)
				if i > 0 || cr {
					score -= 0.05 // a rare way needs more than a little to speak for it
				}
				if score > best {
					best, d = score, c
				}
			}
		}
	}
	return d, skip
}

// returns says whether it is in question that a carriage return alone ends a line.
func returns(head string) []bool {
	lone := strings.Count(head, "\r") - strings.Count(head, "\r\n")
	switch {
	case lone <= 0 || strings.HasSuffix(head, "\r") && lone == 1 && strings.Contains(head, "\n"):
		return []bool{false}
	case !strings.Contains(head, "\n"):
		return []bool{true}
	}
	return []bool{false, true}
}

// quotedInTabs reports whether a text of tabs has a cell with quotation marks around it.
func quotedInTabs(text string) bool {
	begins := func(i int) bool { return i == 0 || strings.IndexByte("\t\r\n", text[i-1]) >= 0 }
	ends := func(i int) bool { return i >= len(text) || strings.IndexByte("\t\r\n", text[i]) >= 0 }
	for at := 0; at < len(text); {
		n := strings.IndexByte(text[at:], '"')
		if n < 0 {
			return false
		}
		if at += n; !begins(at) {
			at++
			continue
		}
		i := at + 1
		for i < len(text) && (text[i] != '"' || i+1 < len(text) && text[i+1] == '"') {
			if text[i] == '"' {
				i++
			}
			i++
		}
		if i < len(text) && ends(i+1) {
			return true
		}
		at++
	}
	return false
}

// quotings are the ways of quoting that the file's first rows allow, the commonest first: a tie goes to the earlier.
func quotings(text string, comma byte) []dialect {
	head := text[:min(len(text), 256<<10)]
	line := strings.TrimLeft(head, "\ufeff\r\n \x00")
	if i := strings.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	d := dialect{comma: comma, quote: '"'}
	d.spaced = comma != '\t' &&
		(strings.Contains(line, string([]byte{comma, ' ', '"'})) || spacedQuotes(head, comma))
	if strings.Contains(line, "Form Name (ID)") && strings.Contains(line, "Submission ID") {
		d.quoting = jsonCells // Elementor: the row may hold nothing that gives it away
		return []dialect{d}
	}
	out := []dialect{d}
	if strings.Contains(head, `\"`) {
		b, j := d, d
		b.quoting, j.quoting = backslash, jsonCells
		if strings.Contains(head, `\/`) || strings.Contains(head, `\u`) || strings.Contains(head, `\n`) {
			out = append(out, j)
		}
		out = append(out, b)
	}
	if n := strings.Count(line, "'"); n >= 2 && strings.HasPrefix(line, "'") && strings.HasSuffix(line, "'") &&
		n >= 2*strings.Count(line, string(comma)) {
		s := d
		s.quote = '\''
		out = append(out, s)
	}
	if comma == '\t' && strings.Contains(head, `"`) && !quotedInTabs(head) {
		n := d
		n.quoting = unquoted
		out = append(out, n)
	}
	return out
}

// spacedQuotes reports whether cells in quotation marks have a blank before them wherever they are not the first of
// their line: hand-written programs write so, below a header without marks.
func spacedQuotes(text string, comma byte) bool {
	if strings.IndexByte(text, '"') < 0 {
		return false
	}
	spaced, close := 0, 0
	for i := 0; i < len(text); i++ {
		first := i == 0 || text[i-1] == '\n' || text[i-1] == '\r'
		if !first && text[i-1] != comma {
			continue // i is where a cell begins
		}
		start := i
		for start < len(text) && text[start] == ' ' {
			start++
		}
		if start >= len(text) || text[start] != '"' {
			continue
		}
		end := start + 1
		for end < len(text) && (text[end] != '"' || end+1 < len(text) && text[end+1] == '"') {
			if text[end] == '"' {
				end++
			}
			end++
		}
		behind := end + 1
		for behind < len(text) && text[behind] == ' ' {
			behind++
		}
		whole := behind >= len(text) || text[behind] == comma || text[behind] == '\n' || text[behind] == '\r'
		switch {
		case !whole:
			return false
		case first:
		case start > i:
			spaced++
		default:
			close++
		}
		i = end
	}
	return spaced > 0 && close == 0
}

// uniformity scores a dialect by how many of the first rows have equally many cells, by known words in a row, by
// cells that hold something typical, and by rows whose quotation marks do not fit.
func uniformity(c *scanner, pos int, labels map[string]bool) float64 {
	widths, rows, known, broken := map[int]int{}, 0, 0, 0
	typed, filled := 0, 0
	var cells []string
	short := len(c.text)-pos > sampleBytes
	if short {
		c.text = c.text[:pos+sampleBytes]
	}
	for pos < len(c.text) && rows < sampleRows {
		if n := c.lineEnd(pos); n > 0 {
			pos += n
			continue
		}
		got, next, ok := c.record(cells[:0], pos, len(c.text), strict)
		if !ok {
			got, next = c.loose(cells[:0], pos)
			broken++
		}
		cells, pos = got, next
		if short && pos == len(c.text) && rows > 0 {
			break // it may go on
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		rows++
		widths[len(cells)]++
		if rows <= 20 && !dataLike(cells) {
			known = max(known, labelled(cells, labels))
		}
		for _, cell := range cells[:min(len(cells), 100)] {
			if k := classOf(cell); k != kindEmpty {
				filled++
				if k != kindText {
					typed++
				}
			}
		}
	}
	mode := 0
	for w, n := range widths {
		if n > widths[mode] || n == widths[mode] && w > mode {
			mode = w
		}
	}
	if mode < 2 && known < 2 {
		return -float64(broken) / float64(max(rows, 1))
	}
	total := float64(max(rows, 1))
	return float64(widths[mode])/total + float64(min(known, 6))*0.5 +
		0.3*float64(typed)/float64(max(filled, 1)) - 0.5*float64(broken)/total
}

// labelled counts the cells that are words of forms; known remembers what has been looked up.
func labelled(cells []string, known map[string]bool) int {
	n := 0
	for _, cell := range cells[:min(len(cells), 200)] {
		if len(cell) == 0 || len(cell) >= 200 || strings.Contains(cell, "@") {
			continue
		}
		is, seen := known[cell]
		if !seen {
			is = lead.FieldOf(cell) != lead.FieldNone
			known[cell] = is
		}
		if is {
			n++
		}
	}
	return n
}

func knownLabels(cells []string) int { return labelled(cells, map[string]bool{}) }
