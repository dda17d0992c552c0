package sheets

import (
	"slices"

	"leadsheet/lead/words"
)

// Fold brings a title into the form in which titles are compared: without regard to case, spaces and accents.
func Fold(title string) string { return words.Fold(title) }

// Col returns the index of the column with that title, or -1. Of columns with the same title it is the one that is
// used: see FindTwins.
func (t *Tab) Col(title string) int {
	for i, c := range t.Columns {
		if words.SameFolded(c, title) && !slices.Contains(t.Twins, i) {
			return i
		}
	}
	return -1
}

// At returns the cell of row in column col; a column of -1 or beyond the row is empty.
func (t *Tab) At(row, col int) Cell {
	if col < 0 || col >= len(t.Rows[row]) {
		return Cell{}
	}
	return t.Rows[row][col]
}

// unknownByRow are the columns of the cells in Unknown, by row.
func (t *Tab) unknownByRow() map[int][]int {
	if len(t.Unknown) == 0 {
		return nil
	}
	out := map[int][]int{}
	for _, s := range t.Unknown {
		out[s.Row] = append(out[s.Row], s.Col)
	}
	return out
}
