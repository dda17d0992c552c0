package ooxml

import (
	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml/patterns"
	"leadsheet/sheets/xlsx/ooxml/refer"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
	"strconv"
)

// cell writes a cell. style is the format that it has, or gets from where it stands.
func (p *sheetPatch) cell(out []byte, c CellEdit, style int) []byte {
	if c.SetStyle {
		style = c.Style
	} else if c.Value.Kind == lead.Date && p.styles != nil && !p.styles.IsDate(style) {
		pattern := p.edit.DateFormat
		if c.Value.Num != float64(int(c.Value.Num)) {
			pattern = p.edit.TimeFormat
		}
		style = p.styles.WithFormat(style, pattern)
	} else if c.Clock && p.styles != nil {
		style = p.clockStyle(style, c.Value.Num != float64(int(c.Value.Num)))
	}
	if k := c.Value.Kind; p.edit.date1904 && (k == lead.Date || k == lead.Number && p.styles.IsDate(style)) {
		c.Value.Num -= days1904
	}
	out = append(append(append(out, '<'), p.prefix...), `c r="`...)
	out = refer.AppendCell(out, c.Row, c.Col)
	out = append(out, '"')
	if style > 0 {
		out = append(strconv.AppendInt(append(out, ` s="`...), int64(style), 10), '"')
	}
	return appendValue(out, p.prefix, c.Value)
}

// clockStyle is the style with the time of day where that is to be seen and it shows none, and without where leadsheet
// has shown one before.
func (p *sheetPatch) clockStyle(style int, withTime bool) int {
	t, _ := p.styles.xf(style)
	number := max(t.number("numFmtId"), 0)
	switch pattern := p.styles.numFmt(number); {
	case withTime && !patterns.ShowsTime(number, pattern):
		return p.styles.WithFormat(style, p.edit.TimeFormat)
	case !withTime && patterns.Same(pattern, p.edit.TimeFormat):
		return p.styles.WithFormat(style, p.edit.DateFormat)
	}
	return style
}

// appendValue writes the rest of a cell from behind its attributes: its type, its value and its end.
func appendValue(out []byte, prefix string, v lead.Value) []byte {
	el := func(name string, close bool) {
		out = append(out, '<')
		if close {
			out = append(out, '/')
		}
		out = append(append(append(out, prefix...), name...), '>')
	}
	switch v.Kind {
	case lead.Text:
		if v.Text == "" {
			return append(out, "/>"...)
		}
		out = append(out, ` t="inlineStr">`...)
		el("is", false)
		out = append(append(append(out, '<'), prefix...), `t xml:space="preserve">`...)
		out = xmltext.Append(out, xmltext.Escape(v.Text))
		el("t", true)
		el("is", true)
	case lead.Number, lead.Date:
		out = append(out, '>')
		el("v", false)
		out = strconv.AppendFloat(out, v.Num, 'g', -1, 64)
		el("v", true)
	case lead.Bool:
		out = append(out, ` t="b">`...)
		el("v", false)
		out = append(out, '0'+byte(min(max(v.Num, 0), 1)))
		el("v", true)
	default:
		return append(out, "/>"...)
	}
	el("c", true)
	return out
}
