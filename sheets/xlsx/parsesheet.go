package xlsx

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"leadsheet/sheets"
)

// sheet parses one worksheet: cells with content, with the types that the file gives.
func (p *parts) sheet(name string, texts []string) (*grid, error) {
	g := &grid{byNum: map[int]int{}}
	rc, err := p.open(name)
	if err != nil {
		return nil, unsupported("a sheet is missing in the file; restore a copy")
	}
	defer rc.Close()
	d := xml.NewDecoder(rc)
	row, col := 0, 0
	var current gridRow
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return g, nil
		}
		if err != nil {
			return nil, damaged(err, "the sheet is damaged; restore a copy, "+
				"or open the workbook in a spreadsheet program and save it")
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "col":
				g.unseen = append(g.unseen, hiddenColumns(t)...)
			case "row":
				row, col = row+1, 0
				if n, err := strconv.Atoi(attr(t, "r")); err == nil && n > 0 {
					row = n
				}
				current = gridRow{num: row}
			case "c":
				if i := colIndex(attr(t, "r")); i >= 0 {
					col = i
				}
				c, err := readCell(d, attr(t, "t"), texts)
				if err != nil {
					return nil, damaged(err, "the sheet is damaged; restore a copy, "+
						"or open the workbook in a spreadsheet program and save it")
				}
				c.col = col
				col++
				if c.formula || !c.cell.IsEmpty() {
					current.cells = append(current.cells, c)
				}
			case "oleObjects":
				return nil, unsupported("the sheet holds an embedded object (OLE), which would be lost; move it to " +
					"another workbook")
			}
		case xml.EndElement:
			if t.Name.Local == "row" && len(current.cells) > 0 {
				if _, twice := g.byNum[current.num]; !twice {
					g.byNum[current.num] = len(g.rows)
					g.rows = append(g.rows, current)
				}
			}
		}
	}
}

// hiddenColumns are the columns that an element hides.
func hiddenColumns(e xml.StartElement) [][2]int {
	first, err1 := strconv.Atoi(attr(e, "min"))
	last, err2 := strconv.Atoi(attr(e, "max"))
	if h := attr(e, "hidden"); h != "1" && h != "true" || err1 != nil || err2 != nil {
		return nil
	}
	return [][2]int{{first - 1, last - 1}}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// colIndex returns the column of a reference like AB12, from 0, or -1.
func colIndex(ref string) int {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i]
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		default:
			return n - 1
		}
		if n > 1<<20 {
			return -1
		}
	}
	return n - 1
}

// readCell reads a cell, from after its start tag <c> to the end tag.
func readCell(d *xml.Decoder, typ string, texts []string) (gridCell, error) {
	var c gridCell
	var v strings.Builder
	inValue, inFormula := false, false
	for {
		t, err := d.RawToken()
		if err != nil {
			return c, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inValue = true
			case "f":
				c.formula, inFormula = true, true
			case "is":
				s, err := richText(d, "is")
				if err != nil {
					return c, err
				}
				c.cell = sheets.Cell{Kind: textKind, Text: s}
				if s == "" {
					c.cell = sheets.Cell{}
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v":
				inValue = false
			case "f":
				inFormula = false
			case "c":
				if v.Len() > 0 {
					c.cell = typed(typ, v.String(), texts)
				}
				return c, nil
			}
		case xml.CharData:
			if inValue {
				v.Write(t)
			}
			c.overRange = c.overRange || inFormula && bytes.IndexByte(t, ':') >= 0
		}
	}
}

// typed converts a stored value to a cell of its type. Errors such as #DIV/0! and invalid numbers become text.
func typed(typ, v string, texts []string) sheets.Cell {
	switch typ {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || i < 0 || i >= len(texts) {
			return sheets.Cell{}
		}
		return text(texts[i])
	case "str", "inlineStr":
		return text(unescape(v))
	case "e", "d":
		return text(v)
	case "b":
		b := sheets.Cell{Kind: boolKind}
		if v = strings.TrimSpace(v); v == "1" || strings.EqualFold(v, "true") {
			b.Num = 1
		}
		return b
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	if err != nil {
		return text(v)
	}
	return sheets.Cell{Kind: numberKind, Num: f}
}
