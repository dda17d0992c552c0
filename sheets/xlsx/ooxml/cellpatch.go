package ooxml

import (
	"leadsheet/lead"
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
	}
	if k := c.Value.Kind; p.edit.date1904 && (k == lead.Date || k == lead.Number && p.styles.IsDate(style)) {
		c.Value.Num -= days1904
	}
	out = append(append(append(out, '<'), p.prefix...), `c r="`...)
	out = appendRef(out, c.Row, c.Col)
	out = append(out, '"')
	if style > 0 {
		out = append(strconv.AppendInt(append(out, ` s="`...), int64(style), 10), '"')
	}
	return appendValue(out, p.prefix, c.Value)
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
