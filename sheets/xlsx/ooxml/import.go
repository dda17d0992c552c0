package ooxml

import (
	"bytes"
	"strconv"
)

// importer brings cell formats of another workbook into a table of styles.
type importer struct {
	to, from *Styles
	xfs      map[int]int
	dxfs     map[int]int
}

func newImporter(to, from *Styles) *importer {
	return &importer{to: to, from: from, xfs: map[int]int{}, dxfs: map[int]int{}}
}

// xf returns the format in the table that looks as one of the other workbook does.
func (m *importer) xf(id int) int {
	if to, ok := m.xfs[id]; ok {
		return to
	}
	t, raw := m.from.xf(id)
	if raw == nil {
		return 0
	}
	number := max(t.number("numFmtId"), 0)
	if number >= 164 {
		number = m.to.formatID(m.from.numFmt(number))
	}
	for _, a := range []struct {
		name  string
		value int
	}{
		{"numFmtId", number},
		{"fontId", m.entry("fonts", t.number("fontId"))},
		{"fillId", m.entry("fills", t.number("fillId"))},
		{"borderId", m.entry("borders", t.number("borderId"))},
		{"xfId", 0},
		{"applyNumberFormat", 1}, {"applyFont", 1}, {"applyFill", 1}, {"applyBorder", 1}, {"applyAlignment", 1},
	} {
		raw = retag(raw, func(b []byte, t *tag) []byte { return withAttr(b, t, a.name, strconv.Itoa(a.value)) })
	}
	if l := m.to.lists["cellStyleXfs"]; l == nil || len(l.items) == 0 {
		raw = retag(raw, func(b []byte, t *tag) []byte { return withoutAttr(b, t, "xfId") })
	}
	to := m.to.add("cellXfs", reprefix(raw, m.from.prefix, m.to.prefix))
	m.xfs[id] = to
	return to
}

// dxf returns the format of a condition in the table that looks as one of the other workbook does.
func (m *importer) dxf(id int) int {
	if to, ok := m.dxfs[id]; ok {
		return to
	}
	to := m.entry("dxfs", id)
	m.dxfs[id] = to
	return to
}

// entry copies an entry of a list and returns its place.
func (m *importer) entry(list string, id int) int {
	l := m.from.lists[list]
	if l == nil || id < 0 || id >= len(l.items) {
		return 0
	}
	return m.to.add(list, reprefix(l.items[id], m.from.prefix, m.to.prefix))
}

// reprefix gives all elements another prefix. Those that have another one than from keep it.
func reprefix(raw []byte, from, to string) []byte {
	if from == to {
		return bytes.Clone(raw)
	}
	var cuts []cut
	s := scanner{data: raw}
	for s.next() {
		if string(s.tag.prefix) != from {
			continue
		}
		at := s.tag.start + 1
		if s.tag.kind == closeTag {
			at++
		}
		cuts = append(cuts, cut{at, at + len(from), []byte(to)})
	}
	return splice(raw, cuts)
}
