package table

import (
	"encoding/json"
	"strings"
)

// Row is one row of a table as it stands in the file.
type Row struct {
	Cells   []string
	Number  int    // as a spreadsheet counts, from 1
	Raw     string // the text of a span that could not be split into cells; Cells is empty then
	Problem string // a message for the user about this row, "" for none
	Cut     bool   // the file ends inside this row
	Open    bool   // the file ends behind a delimiter of this row, where more cells may come
	Formula bool   // the workbook computes everything in this row
	Title   bool   // it is the title of the table below it
	// Plain says that the cells are printable ASCII without quotation marks, and that no blank is at an edge of a cell or
	// beside another. Others may be so, too.
	Plain   bool
	gap     bool   // a blank line stands above it
	Link    string // the first address behind a link of this row
	at, end int    // the place in the source's text
}

// Complete reports whether the row was split into cells and the file has all of them.
func (r *Row) Complete() bool { return r.Raw == "" && !r.Cut && !r.Open }

// quoting says what quotation marks mean in a file.
type quoting uint8

const (
	doubled   quoting = iota // RFC 4180: a mark inside is written twice
	backslash                // a mark inside has a backslash before it
	jsonCells                // every quoted cell is a JSON string
	unquoted                 // marks are letters like any other
)

// dialect is how a file writes its cells.
type dialect struct {
	comma, quote byte
	quoting      quoting
	cr           bool // a carriage return alone ends a line
	spaced       bool // a space stands between the delimiter and a quotation mark
}

// scanner cuts a text into cells. The cells are parts of the text where that is possible.
type scanner struct {
	dialect
	text    string
	unclean bool
	stop    [256]bool // what may end a cell without quotes
	bare    bool      // the record that was read last has a quotation mark inside an unquoted cell
	multi   bool      // ... or goes over more than one line
	returns bool      // the cell without quotes that was read last has a carriage return
	work    int       // bytes looked at; a guard against files made to be slow
	long    bool      // some cell was longer than any that is put together
}

func newScanner(s *source, d dialect) *scanner {
	c := &scanner{dialect: d, text: s.text, unclean: s.unclean}
	c.stop[d.comma], c.stop['\n'], c.stop['\r'] = true, true, true
	if d.quoting != unquoted {
		c.stop[d.quote] = true
	}
	return c
}

// lineEnd returns the length of the line end at i, 0 when there is none.
func (c *scanner) lineEnd(i int) int {
	switch c.text[i] {
	case '\n':
		return 1
	case '\r':
		j := i + 1
		for !c.cr && j < len(c.text) && c.text[j] == '\r' {
			j++
		}
		if j < len(c.text) && c.text[j] == '\n' {
			return j + 1 - i
		}
		if c.cr || j == len(c.text) {
			return j - i // the rest of a line end that was cut off
		}
	}
	return 0
}

// line returns where the line that holds pos ends, with its line end and without.
func (c *scanner) line(pos int) (end, next int) {
	for i := pos; i < len(c.text); i++ {
		if b := c.text[i]; b == '\n' || b == '\r' {
			if n := c.lineEnd(i); n > 0 {
				return i, i + n
			}
			for i+1 < len(c.text) && c.text[i+1] == '\r' {
				i++
			}
		}
	}
	return len(c.text), len(c.text)
}

// blankLine returns where the next line begins if the one at pos holds nothing but blanks between its cells; 0 if it
// holds anything else. It is a quick look: what it does not know for blank may be so.
func (c *scanner) blankLine(pos int) int {
	for i := pos; i < len(c.text); i++ {
		switch b := c.text[i]; {
		case b == c.comma || b == ' ' || b == '\t' || b == 0 && c.unclean:
		case b == '\n' || b == '\r':
			if n := c.lineEnd(i); n > 0 {
				return i + n
			}
			return 0
		default:
			return 0
		}
	}
	return len(c.text)
}

// cellMode is how strictly a record's quotation marks are read.
type cellMode uint8

const (
	strict  cellMode = iota // a quoted cell ends where the dialect says, or the record fails
	lenient                 // a quoted cell ends at a mark before a delimiter or a line end
)

// record appends the cells of the record that begins at pos to cells. ok is false when a quoted cell does not end
// before a delimiter or a line end; limit is where the text is taken to end.
func (c *scanner) record(cells []string, pos, limit int, mode cellMode) (out []string, next int, ok bool) {
	c.bare, c.multi = false, false
	from, rest := pos, -1 // rest is where the cells begin that are no longer separated
	defer func() {
		c.work += next - from
		if rest >= 0 {
			out = append(out, c.behind(rest, next))
		}
	}()
	if strings.HasPrefix(c.text[pos:limit], "\ufeff") {
		pos += len("\ufeff")
	}
	for {
		if len(cells) == MaxColumns && rest < 0 {
			rest = pos
		}
		start := pos
		if c.spaced {
			for start < limit && c.text[start] == ' ' {
				start++
			}
		}
		if start < limit && c.text[start] == c.quote && c.quoting != unquoted {
			cell, end, closed := c.quoted(start, limit, mode)
			if !closed {
				return cells, limit, false
			}
			if pos = end; rest < 0 {
				cells = append(cells, cell)
			}
		} else {
			end := c.plain(pos, limit)
			if rest < 0 {
				cell := c.text[pos:end]
				if c.unclean || c.returns {
					cell = c.clean(cell)
				}
				cells = append(cells, cell)
			}
			pos = end
		}
		if pos >= limit {
			return cells, limit, true
		}
		if c.text[pos] == c.comma {
			pos++
			continue
		}
		if n := c.lineEnd(pos); n > 0 {
			return cells, min(pos+n, limit), true
		}
		return cells, pos, false // letters behind a closing quotation mark
	}
}

// behind is what stands behind the last cell of a row that is separated: one cell more, blank when there are only
// blank ones.
func (c *scanner) behind(at, end int) string {
	text := c.clean(strings.TrimRight(c.text[at:end], "\r\n"))
	if strings.Trim(text, string([]byte{c.comma, c.quote})+" \t\r\n") == "" {
		return ""
	}
	return text
}

// build appends to a cell whose text cannot be a slice of the file, up to the length that is used.
func (c *scanner) build(b []byte, text string, mark ...byte) []byte {
	if len(b)+len(text) > maxBuilt {
		c.long = true
		return append(b, text[:max(0, maxBuilt-len(b))]...)
	}
	return append(append(b, text...), mark...)
}

// plain returns where the cell without quotes that begins at pos ends.
func (c *scanner) plain(pos, limit int) int {
	c.returns = false
	for i := pos; i < limit; i++ {
		b := c.text[i]
		if !c.stop[b] {
			continue
		}
		switch b {
		case c.comma:
			return i
		case '\n', '\r':
			if c.lineEnd(i) > 0 {
				return i
			}
			c.returns = true
			for i+1 < limit && c.text[i+1] == '\r' {
				i++
			}
		default:
			c.bare = true
		}
	}
	return limit
}

// quoted reads the quoted cell at pos; end is behind its closing quotation mark and the blanks after it.
func (c *scanner) quoted(pos, limit int, mode cellMode) (cell string, end int, closed bool) {
	var b []byte
	start, escaped := pos+1, false
	for i := start; i < limit; i++ {
		switch ch := c.text[i]; {
		case ch == '\n' || ch == '\r':
			c.multi = true
		case ch == '\\' && (c.quoting == backslash || c.quoting == jsonCells):
			if i+1 < limit && c.quoting == backslash && c.text[i+1] == c.quote {
				b = c.build(b, c.text[start:i], c.quote)
				start = i + 2
			}
			escaped = true
			i++
		case ch != c.quote:
		case i+1 < limit && c.text[i+1] == c.quote && c.quoting != jsonCells && (mode == strict || !c.ends(i+2, limit)):
			b = c.build(b, c.text[start:i], c.quote)
			start = i + 2
			i++
		case mode == lenient && !c.ends(i+1, limit):
		default:
			if b == nil {
				cell = c.text[start:i]
			} else {
				cell = string(c.build(b, c.text[start:i]))
			}
			if escaped && c.quoting == jsonCells && len(cell) <= maxBuilt {
				cell = unescape(cell)
			}
			return c.clean(cell), c.skipBlanks(i+1, limit), true
		}
	}
	return "", limit, false
}

// ends reports whether a cell may end at i.
func (c *scanner) ends(i, limit int) bool {
	return i >= limit || c.text[i] == c.comma || c.lineEnd(i) > 0
}

// skipBlanks passes over the blanks that careless programs write behind a closing mark.
func (c *scanner) skipBlanks(i, limit int) int {
	j := i
	for j < limit && c.text[j] == ' ' {
		j++
	}
	if j > i && c.ends(j, limit) {
		return j
	}
	return i
}

// clean takes out of a cell what is no text, and makes its line ends plain.
func (c *scanner) clean(s string) string {
	if c.unclean {
		s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// unescape reads a JSON string; what is none stays as it is.
func unescape(s string) string {
	var out string
	if json.Unmarshal([]byte(`"`+strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)+`"`), &out) != nil {
		return s
	}
	return out
}

// loose reads one line whose quotes are broken: well-formed cells as they should be, others with their quotes.
func (c *scanner) loose(cells []string, pos int) (out []string, next int) {
	limit, next := c.line(pos)
	if strings.HasPrefix(c.text[pos:limit], "\ufeff") {
		pos += len("\ufeff")
	}
	for i := pos; ; {
		if len(cells) == MaxColumns {
			return append(cells, c.behind(i, limit)), next
		}
		if i < limit && c.text[i] == c.quote && c.quoting != unquoted {
			if cell, end, closed := c.quoted(i, limit, strict); closed && (end == limit || c.text[end] == c.comma) {
				cells = append(cells, cell)
				if end == limit {
					return cells, next
				}
				i = end + 1
				continue
			}
		}
		j := strings.IndexByte(c.text[i:limit], c.comma)
		if j < 0 {
			return append(cells, c.clean(c.text[i:limit])), next
		}
		cells = append(cells, c.clean(c.text[i:i+j]))
		i += j + 1
	}
}
