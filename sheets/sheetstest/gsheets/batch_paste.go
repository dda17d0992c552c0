package gsheets

import (
	"encoding/json"
)

// pasted returns the result of pasting the cell c over old with the given paste type.
func pasted(pasteType string, c, old *Cell) (*Cell, error) {
	n := old.clone()
	from := c.clone()
	switch pasteType {
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
		return nil, badRequest("Invalid paste type %q", pasteType)
	}
	return &n, nil
}

// paste pastes a copy of a cell.
func (e *edit) paste(s *sheet, r, c int, cell *Cell, pasteType string) error {
	old := s.cell(r, c)
	n, err := pasted(pasteType, cell, old)
	if err != nil || n.isBlank() && old == nil {
		return err
	}
	if n != nil {
		fresh := *n
		if sameContent(old, &fresh) {
			oldCell := old.clone()
			fresh.Human, fresh.Rev = oldCell.Human, oldCell.Rev
		} else {
			fresh.Human, fresh.Rev = e.human, e.st.rev
		}
		n = &fresh
	}
	e.put(s, r, c, n)
	return nil
}

type copyPasteRequest struct {
	Source      json.RawMessage `json:"source"`
	Destination json.RawMessage `json:"destination"`
	Type        string          `json:"pasteType"`
	Orientation string          `json:"pasteOrientation"`
}

func (e *edit) copyPaste(req copyPasteRequest) (any, error) {
	from, src, err := e.target(req.Source)
	if err != nil {
		return nil, err
	}
	to, dst, err := e.target(req.Destination)
	if err != nil {
		return nil, err
	}
	block := e.cellsOf(from, src)
	if req.Orientation == "TRANSPOSE" {
		block = transposed(block)
	}
	height, width := len(block), len(block[0])
	// The source is repeated as often as it fits, and pasted once if the destination is smaller.
	dst.r2 = dst.r1 + max((dst.r2-dst.r1)/height, 1)*height
	dst.c2 = dst.c1 + max((dst.c2-dst.c1)/width, 1)*width
	if dst.r2 > to.rows || dst.c2 > to.cols {
		return nil, badRequest("The pasted cells would be outside of the grid of %s.", quoteTitle(to.title))
	}
	if err := e.checkProtection(to, dst); err != nil {
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

// cellsOf returns the present cells of an area.
func (e *edit) cellsOf(s *sheet, a area) [][]*Cell {
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
