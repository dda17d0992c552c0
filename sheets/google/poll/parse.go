package poll

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadsheet/sheets"
)

// Range is a range of values as Google answers it.
type Range struct {
	Area Area            // that was asked for
	Name string          // in A1 notation, with the title of the tab: 'Leads 2'!A1:V1000
	Rows [][]sheets.Cell // or columns, where these were asked for
}

// Place takes the name apart: the title of the tab, and the last column and row of the range, from 1; 0 where it does
// not say.
func (v Range) Place() (title string, cols, rows int64) {
	r := v.Name
	title = r
	var area string
	if i := strings.LastIndexByte(r, '!'); i >= 0 {
		title, area = r[:i], r[i+1:]
	}
	if len(title) > 1 && title[0] == '\'' && title[len(title)-1] == '\'' {
		title = strings.ReplaceAll(title[1:len(title)-1], "''", "'")
	}
	_, end, ok := strings.Cut(area, ":")
	if !ok {
		end = area
	}
	for _, c := range end {
		switch {
		case c >= 'A' && c <= 'Z':
			cols = cols*26 + int64(c-'A') + 1
		case c >= '0' && c <= '9':
			rows = rows*10 + int64(c-'0')
		}
	}
	return title, cols, rows
}

// errAnswer is an answer that is not what the API promises: cut off, or from something in between.
var errAnswer = errors.New("the answer is not valid JSON")

// Parse reads the answer of batchGetByDataFilter. The cells' texts are parts of the answer's own text.
func Parse(text string) (out []Range, err error) {
	s := &scanner{text: text}
	s.object(func(key string) {
		if key != "valueRanges" {
			s.skip()
			return
		}
		s.array(func() {
			var v Range
			s.object(func(key string) {
				switch key {
				case "valueRange":
					v.Name, v.Rows = s.valueRange()
				case "dataFilters":
					v.Area = s.area()
				default:
					s.skip()
				}
			})
			out = append(out, v)
		})
	})
	if s.blank(); s.failed || s.at != len(text) {
		return nil, errAnswer
	}
	return out, nil
}

// scanner walks through JSON without building it. After the first mistake it stands still.
type scanner struct {
	text   string
	at     int
	failed bool
}

// blockCells is how many cells are kept in one piece of memory, once there are many.
const blockCells = 4096

func (s *scanner) valueRange() (name string, rows [][]sheets.Cell) {
	s.object(func(key string) {
		switch key {
		case "range":
			name = s.str()
		case "values":
			var row, block []sheets.Cell
			s.array(func() {
				row = row[:0]
				s.array(func() { row = append(row, s.cell()) })
				// Google leaves out blank cells at the end; as wide as the titles a row need not be copied again.
				n := len(row)
				if len(rows) > 0 {
					n = max(n, len(rows[0]))
				}
				if n > cap(block)-len(block) {
					block = make([]sheets.Cell, 0, max(n, min(blockCells, 2*cap(block)+64)))
				}
				from := len(block)
				block = append(block, row...)[:from+n]
				rows = append(rows, block[from:from+n:from+n])
			})
		default:
			s.skip()
		}
	})
	return name, rows
}

// area is the range of the data filter that a range of values answers.
func (s *scanner) area() (a Area) {
	s.array(func() {
		s.object(func(key string) {
			if key != "gridRange" {
				s.skip()
				return
			}
			s.object(func(key string) {
				switch key {
				case "sheetId":
					a.Tab = int64(s.number())
				case "startRowIndex":
					a.Row = int(s.number())
				case "endRowIndex":
					a.RowEnd = int(s.number())
				case "startColumnIndex":
					a.Col = int(s.number())
				case "endColumnIndex":
					a.ColEnd = int(s.number())
				default:
					s.skip()
				}
			})
		})
	})
	return a
}

func (s *scanner) cell() sheets.Cell {
	s.blank()
	switch c := s.peek(); {
	case c == '"':
		if text := s.str(); text != "" {
			return sheets.Cell{Kind: sheets.TextCell, Text: text}
		}
		return sheets.Cell{}
	case c == '-' || c >= '0' && c <= '9':
		return sheets.Cell{Kind: sheets.NumberCell, Num: s.number()}
	case s.word("true"):
		return sheets.Cell{Kind: sheets.BoolCell, Num: 1}
	case s.word("false"):
		return sheets.Cell{Kind: sheets.BoolCell}
	}
	s.skip()
	return sheets.Cell{}
}

func (s *scanner) blank() {
	for s.at < len(s.text) &&
		(s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\r' || s.text[s.at] == '\t') {
		s.at++
	}
}

func (s *scanner) peek() byte {
	if s.failed || s.at >= len(s.text) {
		return 0
	}
	return s.text[s.at]
}

// take steps over c, or fails.
func (s *scanner) take(c byte) {
	s.blank()
	if s.peek() != c {
		s.failed = true
		return
	}
	s.at++
}

// word steps over a word if it stands here.
func (s *scanner) word(w string) bool {
	if s.failed || !strings.HasPrefix(s.text[s.at:], w) {
		return false
	}
	s.at += len(w)
	return true
}

// list walks through what stands between two brackets.
func (s *scanner) list(open, end byte, each func()) {
	s.take(open)
	if s.blank(); s.peek() == end {
		s.at++
		return
	}
	for !s.failed {
		each()
		if s.blank(); s.peek() == end {
			s.at++
			return
		}
		s.take(',')
	}
}

func (s *scanner) object(each func(key string)) {
	s.list('{', '}', func() {
		s.blank()
		key := s.str()
		s.take(':')
		s.blank()
		if !s.failed {
			each(key)
		}
	})
}

func (s *scanner) array(each func()) { s.list('[', ']', func() { s.blank(); each() }) }

// str reads a string. Without escapes it is a part of the text. What is no UTF-8 is marked as the library does.
func (s *scanner) str() string {
	if s.take('"'); s.failed {
		return ""
	}
	from := s.at
	plain := true
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case '"':
			raw := s.text[from:s.at]
			s.at++
			if plain && utf8.ValidString(raw) {
				return raw
			}
			var out string
			if json.Unmarshal([]byte(`"`+raw+`"`), &out) != nil {
				s.failed = true
			}
			return out
		case '\\':
			plain = false
			s.at++
		}
		s.at++
	}
	s.failed = true
	return ""
}

func (s *scanner) number() float64 {
	from := s.at
	for s.at < len(s.text) && strings.IndexByte("+-.eE0123456789", s.text[s.at]) >= 0 {
		s.at++
	}
	f, err := strconv.ParseFloat(s.text[from:s.at], 64)
	s.failed = s.failed || err != nil
	return f
}

// skip steps over any value. It calls itself no deeper than a sane answer is nested.
func (s *scanner) skip() { s.skipTo(0) }

func (s *scanner) skipTo(depth int) {
	s.blank()
	switch c := s.peek(); {
	case depth > 100:
		s.failed = true
	case c == '{':
		s.object(func(string) { s.skipTo(depth + 1) })
	case c == '[':
		s.array(func() { s.skipTo(depth + 1) })
	case c == '"':
		s.str()
	case c == '-' || c >= '0' && c <= '9':
		s.number()
	default:
		if !s.word("null") && !s.word("true") && !s.word("false") {
			s.failed = true
		}
	}
}
