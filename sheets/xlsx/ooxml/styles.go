package ooxml

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/patterns"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// Styles is the table of styles of a workbook, to which styles can be added. An entry is found again if it has the same
// bytes, so that adding the same style many times adds one.
type Styles struct {
	data     []byte
	prefix   string // of the elements, with its colon
	lists    map[string]*styleList
	insertAt map[string]int // where a list that is missing belongs
	changed  bool
	dates    map[dateKey]int
}

// dateKey is a format with a date that was asked for.
type dateKey struct {
	xf      int
	pattern string
}

// styleList is one list of the table, such as its fonts.
type styleList struct {
	from, to   int // of the whole element
	items      [][]byte
	added      int
	startBytes []byte // of the start tag, without what ends it
}

// styleParts are the lists of the table in the order that the format demands.
var styleParts = [...]string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}

// ParseStyles finds the lists in a table of styles.
func ParseStyles(data []byte) (*Styles, error) {
	data = opened(data, "styleSheet")
	st := &Styles{data: data, lists: map[string]*styleList{}, insertAt: map[string]int{}, dates: map[dateKey]int{}}
	s := scanner{data: data}
	begin := -1
	for s.next() {
		switch {
		case s.tag.opens("styleSheet"):
			st.prefix, begin = string(s.tag.prefix), s.tag.end
		case s.tag.kind == closeTag:
			continue
		case slices.Contains(styleParts[:], string(s.tag.name)) && begin >= 0:
			name := string(s.tag.name)
			l, ok := s.list()
			if !ok {
				return nil, s.failure()
			}
			st.lists[name] = l
		default:
			if s.tag.kind == openTag && begin >= 0 && !s.skipElement() {
				return nil, s.failure()
			}
		}
	}
	if s.bad || begin < 0 {
		return nil, s.failure()
	}
	st.findPlaces(begin)
	st.fill()
	return st, nil
}

// emptyStyles is the table of styles of a workbook that has none.
const emptyStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></styleSheet>`

// defaultStyles are the entries that programs suppose in lists that are missing or empty: new entries must not take
// their places.
var defaultStyles = map[string][]string{
	"fonts": {`font><%[1]ssz val="11"/><%[1]sname val="Calibri"/></%[1]sfont>`},
	"fills": {`fill><%[1]spatternFill patternType="none"/></%[1]sfill>`,
		`fill><%[1]spatternFill patternType="gray125"/></%[1]sfill>`},
	"borders": {`border><%[1]sleft/><%[1]sright/><%[1]stop/><%[1]sbottom/><%[1]sdiagonal/></%[1]sborder>`},
	"cellXfs": {`xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`},
}

// fill puts the default entries into lists without entries. They are written only if others are added.
func (st *Styles) fill() {
	for name, entries := range defaultStyles {
		l := st.lists[name]
		if l == nil {
			l = st.newList(name)
		}
		if len(l.items) > 0 {
			continue
		}
		for _, e := range entries {
			if strings.Contains(e, "%") {
				e = fmt.Sprintf(e, st.prefix)
			}
			l.items = append(l.items, []byte("<"+st.prefix+e))
		}
	}
}

// newList is a list that the table does not have yet.
func (st *Styles) newList(name string) *styleList {
	at := st.insertAt[name]
	l := &styleList{from: at, to: at, startBytes: []byte("<" + st.prefix + name)}
	st.lists[name] = l
	return l
}

// opened returns a part whose root element, of that name, may be empty with a start and an end tag of it.
func opened(data []byte, root string) []byte {
	s := scanner{data: data}
	if !s.next() || s.tag.kind != emptyTag || !s.tag.is(root) {
		return data
	}
	t := s.tag
	end := "></" + string(t.prefix) + root + ">"
	return splice(data, []cut{{t.start, t.end, append(withoutEnd(data, &t), end...)}})
}

// findPlaces says where each missing list belongs: behind the nearest one before it.
func (st *Styles) findPlaces(at int) {
	for _, name := range styleParts {
		if l := st.lists[name]; l != nil {
			at = l.to
		}
		st.insertAt[name] = at
	}
}

// list reads the list that has just begun: the bytes of each of its children.
func (s *scanner) list() (*styleList, bool) {
	l := &styleList{from: s.tag.start, to: s.tag.end}
	l.startBytes = s.data[s.tag.start : s.tag.end-tail(&s.tag)]
	if s.tag.kind == emptyTag {
		return l, true
	}
	name := string(s.tag.name)
	for s.next() {
		if s.tag.kind == closeTag && s.tag.is(name) {
			l.to = s.tag.end
			return l, true
		}
		from := s.tag.start
		if s.tag.kind == openTag && !s.skipElement() {
			return nil, false
		}
		l.items = append(l.items, s.data[from:s.pos])
	}
	return nil, false
}

// skipElement moves behind the end of the element that has just begun.
func (s *scanner) skipElement() bool {
	for depth := 1; depth > 0; {
		if !s.next() {
			return false
		}
		switch s.tag.kind {
		case openTag:
			depth++
		case closeTag:
			depth--
		}
	}
	return true
}

// add returns the place of an entry with those bytes, and adds it if there is none.
func (st *Styles) add(list string, raw []byte) int {
	l := st.lists[list]
	if l == nil {
		l = st.newList(list)
	}
	if i := slices.IndexFunc(l.items, func(b []byte) bool { return bytes.Equal(b, raw) }); i >= 0 {
		return i
	}
	l.items = append(l.items, raw)
	l.added++
	st.changed = true
	return len(l.items) - 1
}

// Bytes returns the table as a part.
func (st *Styles) Bytes() []byte {
	var cuts []cut
	for _, name := range styleParts {
		l := st.lists[name]
		if l == nil || l.added == 0 {
			continue
		}
		s := scanner{data: append(bytes.Clone(l.startBytes), '>')}
		s.next()
		head := withAttr(s.data, &s.tag, "count", strconv.Itoa(len(l.items)))
		body := bytes.Join(l.items, nil)
		end := []byte("</" + st.prefix + name + ">")
		cuts = append(cuts, cut{l.from, l.to, slices.Concat(head, body, end)})
	}
	return splice(st.data, cuts)
}

// xf returns a cell format of the table.
func (st *Styles) xf(id int) (tag, []byte) {
	items := st.lists["cellXfs"].items
	if id < 0 || id >= len(items) {
		return tag{}, nil
	}
	s := scanner{data: items[id]}
	s.next()
	return s.tag, items[id]
}

// numFmt returns the pattern of a number format that is not built in.
func (st *Styles) numFmt(id int) string {
	if l := st.lists["numFmts"]; l != nil {
		for _, raw := range l.items {
			s := scanner{data: raw}
			if s.next() && s.tag.number("numFmtId") == id {
				return s.tag.text("formatCode")
			}
		}
	}
	return ""
}

// formatID returns the number of a pattern, and adds it if it is missing.
func (st *Styles) formatID(pattern string) int {
	next := 164 // the first that is not built in
	if l := st.lists["numFmts"]; l != nil {
		for _, raw := range l.items {
			s := scanner{data: raw}
			if !s.next() {
				continue
			}
			if s.tag.text("formatCode") == pattern {
				return s.tag.number("numFmtId")
			}
			next = max(next, s.tag.number("numFmtId")+1)
		}
	}
	raw := fmt.Appendf(nil, `<%snumFmt numFmtId="%d" formatCode="`, st.prefix, next)
	st.add("numFmts", append(xmltext.Append(raw, pattern), `"/>`...))
	return next
}

// IsDate reports whether a cell format shows numbers as dates or times.
func (st *Styles) IsDate(xf int) bool {
	t, raw := st.xf(xf)
	if raw == nil {
		return false
	}
	n := max(t.number("numFmtId"), 0)
	return n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 58 || n >= 164 && patterns.IsDate(st.numFmt(n))
}

// WithFormat returns the cell format that differs from xf only in its number format.
func (st *Styles) WithFormat(xf int, pattern string) int {
	k := dateKey{xf, pattern}
	if id, ok := st.dates[k]; ok {
		return id
	}
	_, raw := st.xf(xf)
	if raw == nil {
		if _, raw = st.xf(0); raw == nil {
			return 0
		}
	}
	format := strconv.Itoa(st.formatID(pattern))
	raw = retag(raw, func(b []byte, t *tag) []byte { return withAttr(b, t, "numFmtId", format) })
	raw = retag(raw, func(b []byte, t *tag) []byte { return withAttr(b, t, "applyNumberFormat", "1") })
	id := st.add("cellXfs", raw)
	st.dates[k] = id
	return id
}
