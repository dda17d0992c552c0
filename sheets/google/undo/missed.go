package undo

import "slices"

// Missed is a cell that a needed change did not reach, although the rest of its write is stored: who it should have
// been, and what it held. It stays in the log until the cell is reached, or holds something else.
type Missed struct {
	tab     int64
	Key     string `json:"k"` // the row's
	KeyName string `json:"t"` // and under which title it stood
	Title   string `json:"n"` // of the cell's column
	Seen    string `json:"s"` // digest of what was expected in the cell
}

// MostLost is how many are kept of those whose rows cannot be found: a row that somebody has deleted may come back.
const MostLost = 100

// Missed returns what the last write has missed, and what is still missed of earlier ones, the newest last.
func (l *Log) Missed() []Missed {
	out := slices.Clone(l.missed)
	astray := l.Damage().Astray()
	for _, r := range l.rows {
		for _, c := range r.Cells {
			if c.Needed && r.Key != "" && astray[Spot{r.tab, r.Num, c.Col}] {
				m := Missed{r.tab, r.Key, r.KeyName, c.Title, c.Seen}
				if !slices.Contains(out, m) {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// Tab is the id of the tab.
func (m Missed) Tab() int64 { return m.tab }

// Find returns the rows of the table in which the cell still holds what was expected, and its column. over says that
// there is nothing left to do: the row is there, and the cell holds something else.
func (m Missed) Find(t *Table) (rows []int, col int, over bool) {
	key := t.Tab.Col(m.KeyName)
	if col = t.Tab.Col(m.Title); key < 0 || col < 0 {
		return nil, col, false
	}
	for i := range t.Tab.Rows {
		if KeyText(t.Tab.At(i, key)) != m.Key {
			continue
		}
		if digest(t.Tab.At(i, col)) == m.Seen {
			rows = append(rows, i)
		} else {
			over = true
		}
	}
	return rows, col, over && len(rows) == 0
}

// Miss carries forward what a write does not deal with.
func (d *Draft) Miss(missed ...Missed) {
	for _, m := range missed {
		d.carried = append(d.carried, line{kind: kindMissed, tab: m.tab, entry: &m, num: -1})
	}
}
