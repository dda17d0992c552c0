package gsheets

import (
	"encoding/json"
	"regexp"
	"strings"
)

// pasted returns what stays of a cell, in a place that held old, with a kind of pasting.
func pasted(kindOf string, c, old *Cell) (*Cell, error) {
	n := old.clone()
	from := c.clone()
	switch kindOf {
	case "", "PASTE_NORMAL", "PASTE_NO_BORDERS":
		return c, nil
	case "PASTE_VALUES":
		n.Value, n.Formula, n.isError, n.runs = from.Value, "", false, nil
	case "PASTE_FORMULA":
		n.Value, n.Formula, n.isError, n.runs = from.Value, from.Formula, from.isError, nil
	case "PASTE_FORMAT":
		n.Format = from.Format
	case "PASTE_DATA_VALIDATION":
		n.validation = from.validation
	case "PASTE_CONDITIONAL_FORMATTING":
	default:
		return nil, badRequest("Invalid paste type %q", kindOf)
	}
	return &n, nil
}

// paste places a copy of a cell.
func (e *edit) paste(s *sheet, r, c int, cell *Cell, kindOf string) error {
	old := s.cell(r, c)
	n, err := pasted(kindOf, cell, old)
	if err != nil || n.blank() && old == nil {
		return err
	}
	if n != nil {
		fresh := *n
		if sameContent(old, &fresh) {
			was := old.clone()
			fresh.Human, fresh.Rev = was.Human, was.Rev
		} else {
			fresh.Human, fresh.Rev = e.human, e.st.rev
		}
		n = &fresh
	}
	e.put(s, r, c, n)
	return nil
}

func (e *edit) copyPaste(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		Source      json.RawMessage `json:"source"`
		Destination json.RawMessage `json:"destination"`
		Type        string          `json:"pasteType"`
		Orientation string          `json:"pasteOrientation"`
	}](raw)
	if err != nil {
		return nil, err
	}
	from, src, err := e.target(req.Source)
	if err != nil {
		return nil, err
	}
	to, dst, err := e.target(req.Destination)
	if err != nil {
		return nil, err
	}
	block := e.copied(from, src)
	if req.Orientation == "TRANSPOSE" {
		block = transposed(block)
	}
	height, width := len(block), len(block[0])
	// The source is repeated as often as it fits, and pasted once where the destination is smaller than it.
	dst.r2 = dst.r1 + max((dst.r2-dst.r1)/height, 1)*height
	dst.c2 = dst.c1 + max((dst.c2-dst.c1)/width, 1)*width
	if dst.r2 > to.rows || dst.c2 > to.cols {
		return nil, badRequest("The pasted cells would be outside of the grid of %s.", quoteTitle(to.title))
	}
	if err := e.mayWrite(to, dst); err != nil {
		return nil, err
	}
	for r := dst.r1; r < dst.r2; r++ {
		for c := dst.c1; c < dst.c2; c++ {
			if err := e.paste(to, r, c, block[(r-dst.r1)%height][(c-dst.c1)%width], req.Type); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

// copied takes the cells of an area as they are now.
func (e *edit) copied(s *sheet, a area) [][]*Cell {
	block := make([][]*Cell, a.r2-a.r1)
	for i := range block {
		block[i] = make([]*Cell, a.c2-a.c1)
		if row := s.row(a.r1 + i); a.c1 < len(row) {
			copy(block[i], row[a.c1:min(a.c2, len(row))])
		}
	}
	return block
}

func transposed(block [][]*Cell) [][]*Cell {
	out := make([][]*Cell, len(block[0]))
	for c := range out {
		for r := range block {
			out[c] = append(out[c], block[r][c])
		}
	}
	return out
}

func (e *edit) cutPaste(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		Source      json.RawMessage `json:"source"`
		Destination place           `json:"destination"`
		Type        string          `json:"pasteType"`
	}](raw)
	if err != nil {
		return nil, err
	}
	from, src, err := e.target(req.Source)
	if err != nil {
		return nil, err
	}
	to, err := e.at(req.Destination)
	if err != nil {
		return nil, err
	}
	p := req.Destination
	dst := area{p.Row, p.Row + src.r2 - src.r1, p.Column, p.Column + src.c2 - src.c1}
	if dst.r2 > to.rows || dst.c2 > to.cols {
		return nil, badRequest("The pasted cells would be outside of the grid of %s.", quoteTitle(to.title))
	}
	if err := e.mayWrite(from, src); err != nil {
		return nil, err
	}
	if err := e.mayWrite(to, dst); err != nil {
		return nil, err
	}
	block := e.copied(from, src)
	for r := src.r1; r < src.r2; r++ {
		for c := src.c1; c < src.c2; c++ {
			e.put(from, r, c, nil)
		}
	}
	for i, row := range block {
		for j, cell := range row {
			if err := e.paste(to, dst.r1+i, dst.c1+j, cell, req.Type); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

func (e *edit) findReplace(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		Find     string          `json:"find"`
		Replace  string          `json:"replacement"`
		Case     bool            `json:"matchCase"`
		Whole    bool            `json:"matchEntireCell"`
		Regex    bool            `json:"searchByRegex"`
		Formulas bool            `json:"includeFormulas"`
		Range    json.RawMessage `json:"range"`
		SheetID  *int64          `json:"sheetId"`
		All      bool            `json:"allSheets"`
	}](raw)
	if err != nil {
		return nil, err
	}
	pattern := req.Find
	if !req.Regex {
		pattern = regexp.QuoteMeta(pattern)
	}
	if req.Whole {
		pattern = "^(?:" + pattern + ")$"
	}
	if !req.Case {
		pattern = "(?i)" + pattern
	}
	find, err := regexp.Compile("(?s)" + pattern)
	if err != nil || req.Find == "" {
		return nil, badRequest("Invalid find: %q", req.Find)
	}
	replace := req.Replace
	if !req.Regex {
		replace = strings.ReplaceAll(replace, "$", "$$")
	}
	var places []box
	switch {
	case req.All:
		for _, s := range e.st.sheets {
			places = append(places, box{s, s.whole()})
		}
	case req.SheetID != nil:
		s := e.st.sheet(*req.SheetID)
		if s == nil {
			return nil, badRequest("No sheet with id: %d", *req.SheetID)
		}
		places = []box{{s, s.whole()}}
	case req.Range != nil:
		s, a, err := e.target(req.Range)
		if err != nil {
			return nil, err
		}
		places = []box{{s, a}}
	default:
		return nil, badRequest("One of range, sheetId or allSheets must be set.")
	}
	return e.replaceAll(places, find, replace, req.Formulas)
}

// replaceAll replaces in all places and says how often.
func (e *edit) replaceAll(places []box, find *regexp.Regexp, replace string, formulas bool) (any, error) {
	reply := tree{}
	count := func(name string, n int) {
		if n > 0 {
			reply[name] = intAt(reply, name) + n
		}
	}
	for _, p := range places {
		s := e.sheet(p.s.id)
		hits := 0
		for r := p.r1; r < min(p.r2, len(s.lines)); r++ {
			inRow := 0
			for c := p.c1; c < min(p.c2, len(s.row(r))); c++ {
				cell := s.cell(r, c)
				text := renderFormatted(cell)
				if cell.clone().Formula != "" {
					if !formulas {
						continue
					}
					text = cell.Formula
				}
				found := len(find.FindAllStringIndex(text, -1))
				if found == 0 {
					continue
				}
				if err := e.mayWrite(s, area{r, r + 1, c, c + 1}); err != nil {
					return nil, err
				}
				n := e.doc.typedIn(find.ReplaceAllString(text, replace))
				n.Format = nil
				e.write(s, r, c, n)
				if cell.Formula != "" {
					count("formulasChanged", 1)
				} else {
					count("valuesChanged", 1)
				}
				inRow += found
			}
			if inRow > 0 {
				count("rowsChanged", 1)
			}
			hits += inRow
		}
		if hits > 0 {
			count("sheetsChanged", 1)
		}
		count("occurrencesChanged", hits)
	}
	return reply, nil
}
