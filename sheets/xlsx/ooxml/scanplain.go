package ooxml

import (
	"bytes"

	"leadsheet/sheets/xlsx/ooxml/refer"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// plainTag is the kind of tag that plainCell leaves behind.
const plainTag tagKind = 255

// plainCell reads the next cell if it is written as nearly all programs write nearly all cells, and stores it as row
// does: <c r="B2" s="1" t="s"><v>7</v></c>, the same with an inline text, or without content. A sheet has so many of
// them that looking at each tag takes most of the time of reading. All other cells are left to row.
func (r *sheetReader) plainCell(num int, col *int) bool {
	d := r.data
	if !bytes.HasPrefix(d[r.pos:], []byte("<c ")) {
		return false
	}
	ref, style, typ, i := plainAttrs(d, r.pos+3)
	if i < 0 {
		return false
	}
	at := *col
	if c := refer.Column(ref); c >= 0 {
		at = c
	}
	if d[i] == '/' {
		r.pos = i + 2
	} else {
		raw, inline, end := plainContent(d, i+1)
		if end < 0 {
			return false
		}
		c := read{Cell: Cell{Col: at}}
		if inline {
			c.Value, c.text = textValue(xmltext.Unescape(decode(raw)))
		} else if len(raw) > 0 {
			r.value(&c, cellType(typ), style, decode(raw))
		}
		if !c.Value.IsEmpty() || c.text != nil {
			r.cells = append(r.cells, c)
		}
		r.pos = end
	}
	*col = at + 1
	r.tag.kind = plainTag
	return true
}

// plainAttrs reads the attributes r, s and t of a cell, and returns the place of the "/>" or ">" behind them; -1 if
// they are written in another way.
func plainAttrs(d []byte, i int) (ref, style, typ []byte, end int) {
	for i+3 < len(d) {
		switch {
		case d[i] == '>' || d[i] == '/' && d[i+1] == '>':
			return ref, style, typ, i
		case d[i] == ' ':
			i++
			continue
		case d[i+1] != '=' || d[i+2] != '"':
			return nil, nil, nil, -1
		}
		n := bytes.IndexByte(d[i+3:min(len(d), i+3+maxPlain)], '"')
		if n < 0 {
			return nil, nil, nil, -1
		}
		switch v := d[i+3 : i+3+n]; d[i] {
		case 'r':
			ref = v
		case 's':
			style = v
		case 't':
			typ = v
		default:
			return nil, nil, nil, -1
		}
		i += n + 4
	}
	return nil, nil, nil, -1
}

// maxPlain is how long the value of an attribute of a cell is.
const maxPlain = 32

// plainContent returns the content of a cell, as it stands in the bytes, and the place behind the cell; -1 if it has
// more than a value or a text, or another form.
func plainContent(d []byte, i int) (raw []byte, inline bool, end int) {
	rest := d[i:]
	for _, f := range [...]struct{ from, to string }{
		{"<v>", "</v></c>"},
		{"<is><t>", "</t></is></c>"},
		{`<is><t xml:space="preserve">`, "</t></is></c>"},
	} {
		if !bytes.HasPrefix(rest, []byte(f.from)) {
			continue
		}
		from := len(f.from)
		n := bytes.IndexByte(rest[from:], '<')
		if n < 0 || n > maxTagBytes || !bytes.HasPrefix(rest[from+n:], []byte(f.to)) {
			return nil, false, -1
		}
		return rest[from : from+n], from > len("<v>"), i + from + n + len(f.to)
	}
	return nil, false, -1
}
