package google

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/api/googleapi"
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// valueRange is a range as the values calls return it.
type valueRange struct {
	sheet int64
	name  string // in A1 notation, with the tab's title
	rows  [][]sheets.Cell
}

// values reads whole tabs in one request, or their first rows only.
func (b *Book) values(ctx context.Context, ids []int64, rows int64) (map[int64]valueRange, error) {
	ranges := make([]*api.GridRange, len(ids))
	for i, id := range ids {
		ranges[i] = &api.GridRange{SheetId: id, EndRowIndex: rows}
	}
	return b.ranges(ctx, ranges)
}

// ranges reads one range of each of several tabs in one request. It is the one call that carries all content, in every
// pass, so it does not go through the generated types, which would box each cell.
func (b *Book) ranges(ctx context.Context, ranges []*api.GridRange) (map[int64]valueRange, error) {
	ask := &api.BatchGetValuesByDataFilterRequest{
		MajorDimension:       "ROWS",
		ValueRenderOption:    "UNFORMATTED_VALUE",
		DateTimeRenderOption: "SERIAL_NUMBER",
	}
	for _, r := range ranges {
		ask.DataFilters = append(ask.DataFilters, &api.DataFilter{GridRange: r})
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return nil, fmt.Errorf("read the spreadsheet: %w", err)
	}
	var got []valueRange
	err = b.read(ctx, "read the spreadsheet", func(ctx context.Context) error {
		text, err := b.post(
			ctx,
			"values:batchGetByDataFilter?alt=json&prettyPrint=false"+
				"&fields=valueRanges(valueRange(range,values),dataFilters(gridRange))",
			body,
		)
		if err != nil {
			return err
		}
		got, err = parseValues(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make(map[int64]valueRange, len(got))
	for _, v := range got {
		out[v.sheet] = v
	}
	for _, r := range ranges {
		if _, ok := out[r.SheetId]; !ok {
			return nil, &Error{
				Kind:  Refused,
				Doing: "read the spreadsheet",
				Text:  "Google's answer lacks a tab that was asked for",
			}
		}
	}
	return out, nil
}

// post does a call below the spreadsheet by hand and returns the answer's text.
func (b *Book) post(ctx context.Context, call string, body []byte) (string, error) {
	req, err := http.NewRequestWithContext(
		ctx,
		http.MethodPost,
		googleapi.ResolveRelative(b.svc.BasePath, "v4/spreadsheets/"+b.id+"/"+call),
		bytes.NewReader(body),
	)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", userAgent)
	res, err := b.client.Do(req)
	if err != nil {
		return "", err
	}
	defer googleapi.CloseBody(res)
	if err := googleapi.CheckResponse(res); err != nil {
		return "", err
	}
	var text strings.Builder
	if res.ContentLength > 0 {
		text.Grow(int(min(res.ContentLength, 1<<28)))
	}
	if _, err := io.Copy(&text, res.Body); err != nil {
		return "", err
	}
	return text.String(), nil
}

// errAnswer is an answer that is not what the API promises: cut off, or from something in between.
var errAnswer = errors.New("the answer is not valid JSON")

// parseValues reads the answer of batchGetByDataFilter. The cells' texts are parts of the answer's own text.
func parseValues(text string) (out []valueRange, err error) {
	s := &scanner{text: text}
	s.object(func(key string) {
		if key != "valueRanges" {
			s.skip()
			return
		}
		s.array(func() {
			var v valueRange
			s.object(func(key string) {
				switch key {
				case "valueRange":
					v.name, v.rows = s.valueRange()
				case "dataFilters":
					v.sheet = s.sheet()
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

func (s *scanner) sheet() (id int64) {
	s.array(func() {
		s.object(func(key string) {
			if key != "gridRange" {
				s.skip()
				return
			}
			s.object(func(key string) {
				if key == "sheetId" {
					id = int64(s.number())
				} else {
					s.skip()
				}
			})
		})
	})
	return id
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
