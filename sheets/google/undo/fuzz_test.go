package undo

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"leadsheet/sheets"
)

// What stands in the hidden tab may have been scribbled over by a person.
func FuzzParseLog(f *testing.F) {
	f.Add(`[["notice","{}","tag"],["head",7,"{\"r\":0,\"t\":[\"ID\"]}","ID"],` +
		`["row",7,"{\"n\":1,\"e\":[{\"c\":0}]}","x"],["new",7,"{\"w\":3}"]]`)
	f.Add(`[[1],[true,null],["row","x","{}"],["row",7,"{\"n\":-1,\"c\":-5,\"w\":99999,\"k\":\"a\",\"e\":[{\"c\":-3}]}"]]`)
	f.Add(`[[],["head",7,"{\"t\":[\"ID\"]}","ID"],["due",7,"{\"n\":1,\"v\":true,\"g\":3,\"e\":[{\"c\":1}]}","L-1"],` +
		`["due new",7,"{\"v\":true,\"g\":9}","L-1"]]`)
	f.Fuzz(func(t *testing.T, data string) {
		var values [][]any
		if json.Unmarshal([]byte(data), &values) != nil {
			return
		}
		rows := make([][]sheets.Cell, len(values))
		for i, r := range values {
			for _, v := range r {
				rows[i] = append(rows[i], valueCell(v))
			}
		}
		tab := now(cells("ID", "Name"), cells("L-1", "Ada"))
		l := Parse(rows)
		for _, x := range slices.Concat(allFixes(l, tab), l.Damage().Repair(map[int64]*Table{7: tab}).Fixes) {
			if x.Row < TitleRow || x.Row >= len(tab.Tab.Rows) || x.Col < 0 || x.Col >= len(tab.Tab.Columns) {
				t.Fatalf("a cell outside the tab: row %d, column %d", x.Row, x.Col)
			}
		}
	})
}

// valueCell is a cell as JSON has it.
func valueCell(v any) sheets.Cell {
	switch v := v.(type) {
	case string:
		return textCell(v)
	case float64:
		return sheets.Cell{Kind: sheets.NumberCell, Num: v}
	case bool:
		return sheets.Cell{Kind: sheets.BoolCell}
	}
	return sheets.Cell{}
}

// stage is a sheet with leads that people move while leadsheet writes to it by position.
type stage struct {
	t      *testing.T
	seed   []byte // what happens next; zeros when it is used up
	grid   [][]sheets.Cell
	hidden [][]sheets.Cell
	added  int // how many rows people have added
	// What the cells of a row may hold in the end, by its key.
	allowed map[string][][]string
}

func (s *stage) next(n int) int {
	if len(s.seed) == 0 {
		return 0
	}
	b := s.seed[0]
	s.seed = s.seed[1:]
	return int(b) % n
}

// people move, delete and add whole rows below the titles; they type nothing into rows that are there. There are
// never fewer rows than at first: two blank rows below the last that were given the same value by mistake cannot be
// told apart.
func (s *stage) people() {
	atLeast := len(s.grid)
	defer func() {
		for len(s.grid) < atLeast {
			s.add(len(s.grid))
		}
	}()
	for range s.next(4) {
		n := len(s.grid) - 1
		i := 1 + s.next(n)
		switch s.next(4) {
		case 0: // sort
			rows := s.grid[1:]
			order := rand.New(rand.NewSource(int64(s.next(256)))).Perm(n)
			sorted := make([][]sheets.Cell, n)
			for from, to := range order {
				sorted[to] = rows[from]
			}
			copy(rows, sorted)
		case 1:
			if n > 2 {
				s.grid = slices.Delete(s.grid, i, i+1)
			}
		case 2:
			s.add(i)
		case 3: // move one row
			row := s.grid[i]
			s.grid = slices.Delete(s.grid, i, i+1)
			s.grid = slices.Insert(s.grid, 1+s.next(len(s.grid)), row)
		}
	}
}

// add puts a new row where row i is.
func (s *stage) add(i int) {
	s.added++
	row := cells(fmt.Sprint("N-", s.added), fmt.Sprint("Nina ", s.added), "New", "")
	s.grid = slices.Insert(s.grid, i, row)
	s.allow(row)
}

// allow lets a row hold what it holds, and returns what it may hold.
func (s *stage) allow(row []sheets.Cell) [][]string {
	may := make([][]string, len(row))
	for col, c := range row {
		may[col] = []string{c.String()}
	}
	s.allowed[row[0].String()] = may
	return may
}

// write applies a draft and its edits by position, as one batch, and returns the log as it stands in the hidden tab.
func (s *stage) write(d *Draft, edits []Fix, at *Table) *Log {
	rows, err := d.Rows("tag")
	if err != nil {
		s.t.Fatal(err)
	}
	s.hidden = rows
	for _, c := range d.Copies() {
		for i := range c.Rows {
			line := s.hidden[c.To+i]
			for len(line) < FirstCopied+c.Width {
				line = append(line, sheets.Cell{})
			}
			copy(line[FirstCopied:], s.grid[c.Row+i])
			s.hidden[c.To+i] = line
		}
	}
	for _, e := range edits {
		num := at.Num(e.Row)
		s.grid[num] = slices.Clone(s.grid[num])
		s.grid[num][e.Col] = e.Want
	}
	answer := map[int][]sheets.Cell{}
	for i := 1; i <= d.Noted(); i++ {
		answer[i] = s.hidden[i]
	}
	log := Parse(s.hidden)
	if got, want := d.Log(answer).Damage().None(), log.Damage().None(); got != want {
		s.t.Fatalf("by the answer no damage: %v, by the hidden tab: %v", got, want)
	}
	return log
}

// draft notes edits, which are in the order of rows.
func draft(t *Table, edits []Fix, putBack bool) *Draft {
	d := &Draft{Pages: map[string]PageHash{}}
	for i := 0; i < len(edits); {
		var row []Edit
		j := i
		for ; j < len(edits) && edits[j].Row == edits[i].Row; j++ {
			seen := t.Cells(edits[j].Row)[edits[j].Col]
			row = append(row, Edit{Col: edits[j].Col, Seen: seen, Want: edits[j].Want, PutBack: putBack})
		}
		d.Edit(t, edits[i].Row, "ID", row)
		i = j
	}
	return d
}

// Whatever rows people move while leadsheet writes and while it puts back: in the end every row holds what it held,
// or what was meant for it.
func FuzzRepair(f *testing.F) {
	for seed := range int64(200) {
		data := make([]byte, 60)
		rand.New(rand.NewSource(seed)).Read(data)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &stage{t: t, seed: data, allowed: map[string][][]string{}}
		s.grid = [][]sheets.Cell{cells("ID", "Name", "Status", "Note")}
		for i := range 2 + s.next(6) {
			row := cells(fmt.Sprint("L-", i), fmt.Sprint("Ada ", i), []string{"New", "Won", "Lost"}[s.next(3)], "")
			s.grid = append(s.grid, row)
		}
		table := now(s.grid...)
		var edits []Fix
		for row, cells := range table.Tab.Rows {
			may := s.allow(cells)
			for col := range cells {
				if col == 0 || s.next(3) > 0 {
					continue
				}
				want := textCell([]string{"Won", "Late", fmt.Sprint("W ", row, col)}[s.next(3)])
				edits = append(edits, Fix{Tab: 7, Row: row, Col: col, Want: want})
				may[col] = append(may[col], want.String())
			}
		}
		d := draft(table, edits, false)
		s.people()
		log := s.write(d, edits, table)
		for turn := 0; ; turn++ {
			damage := log.Damage()
			if damage.None() {
				break
			}
			if turn > 20 {
				t.Fatal("it is never put back")
			}
			if turn == 0 { // people get in the way of the first repair as well
				s.people()
			}
			table := now(s.grid...)
			r := damage.Repair(map[int64]*Table{7: table})
			if len(r.Unresolved) > 0 {
				t.Fatalf("left to people: %+v", r.Unresolved)
			}
			fixes := slices.Clone(r.Fixes)
			slices.SortStableFunc(fixes, func(a, b Fix) int { return a.Row*100 + a.Col - b.Row*100 - b.Col })
			fixes = slices.CompactFunc(fixes, func(a, b Fix) bool { return a.Row == b.Row && a.Col == b.Col })
			d := draft(table, fixes, true)
			d.Carry(r)
			if turn == 0 {
				s.people()
			}
			log = s.write(d, fixes, table)
		}
		for _, row := range s.grid[1:] {
			may := s.allowed[row[0].String()]
			for col := range row {
				if may == nil || !slices.Contains(may[col], row[col].String()) {
					t.Errorf("row %v: it may hold %q", row, may)
				}
			}
		}
	})
}
