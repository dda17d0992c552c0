package poll

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadsheet/sheets"
)

func text(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: sheets.TextCell, Text: s}
}

func line(texts ...string) []sheets.Cell {
	var row []sheets.Cell
	for _, t := range texts {
		row = append(row, text(t))
	}
	return row
}

// leads and journal are layouts as those of Leads and of Intake: the key in the first column, and one that is rare.
var (
	leads   = sheets.TabLayout{Title: "Leads", Key: "ID", Columns: []sheets.Column{{Title: "ID"}, {Title: "Status"}, {Title: "Need", Rare: true}, {Title: "Phone"}}}
	journal = sheets.TabLayout{Title: "Intake", Key: "Key", Columns: []sheets.Column{{Title: "Key", Rare: true}, {Title: "Outcome"}, {Title: "Where", Rare: true}}}
	table   = sheets.TabLayout{Title: "Team", Columns: []sheets.Column{{Title: "Name"}}}
)

// sheet is a tab as it is at Google, with a grid that has some rows more than are filled.
type sheet struct {
	rows  [][]sheets.Cell
	spare int
}

func newSheet(layout sheets.TabLayout, rows int) *sheet {
	s := &sheet{spare: 3}
	var titles []string
	for _, c := range layout.Columns {
		titles = append(titles, c.Title)
	}
	s.rows = append(s.rows, line(titles...))
	for i := range rows {
		s.rows = append(s.rows, line(fmt.Sprintf("K%d", i+1), fmt.Sprintf("state %d", i%3), fmt.Sprintf("text %d", i+1), fmt.Sprintf("0%d", i)))
	}
	return s
}

// answer gives the areas by columns, as Google does. It is nil where one is not within the grid.
func (s *sheet) answer(areas []Area) Parts {
	parts := Parts{}
	grid := len(s.rows) + s.spare
	for _, a := range areas {
		if a.Row >= grid {
			return nil
		}
		end, right := a.RowEnd, a.ColEnd
		if end == 0 || end > grid {
			end = grid
		}
		if right == 0 {
			right = 8
		}
		var cols [][]sheets.Cell
		for c := a.Col; c < right; c++ {
			var col []sheets.Cell
			for r := a.Row; r < end; r++ {
				var row []sheets.Cell
				if r < len(s.rows) {
					row = s.rows[r]
				}
				col = append(col, at(row, c))
			}
			for len(col) > 0 && col[len(col)-1].IsEmpty() {
				col = col[:len(col)-1]
			}
			cols = append(cols, col)
		}
		for len(cols) > 0 && len(cols[len(cols)-1]) == 0 {
			cols = cols[:len(cols)-1]
		}
		parts[a] = cols
	}
	return parts
}

func (s *sheet) known(layout sheets.TabLayout) *Tab {
	var titles []string
	for _, c := range s.rows[0] {
		titles = append(titles, c.Text)
	}
	rows := make([][]sheets.Cell, len(s.rows))
	for i := range s.rows {
		rows[i] = slices.Clone(s.rows[i])
	}
	return New(7, layout, 0, titles, rows)
}

// poll looks once. It returns nil where everything has to be read, and how many calls it took.
func (s *sheet) poll(t *Tab, also map[int]bool) (now *Tab, changed bool, calls int) {
	areas := t.Areas(also)
	if areas == nil {
		return nil, false, 0
	}
	parts := s.answer(areas)
	if parts == nil {
		return nil, false, 1
	}
	step := t.Merge(also, parts)
	if step == nil {
		return nil, false, 1
	}
	calls = 1
	if more := step.More(); len(more) > 0 {
		calls++
		if parts = s.answer(more); parts == nil || !step.Fill(parts) {
			return nil, false, calls
		}
	}
	now, changed = step.Tab()
	return now, changed, calls
}

func (s *sheet) set(row, col int, to string) {
	r := slices.Clone(s.rows[row])
	for len(r) <= col {
		r = append(r, sheets.Cell{})
	}
	r[col] = text(to)
	s.rows[row] = r
}

// What people and leadsheet do between two polls, and what the second one finds.
func TestPoll(t *testing.T) {
	for _, c := range []struct {
		name   string
		layout sheets.TabLayout
		do     func(s *sheet)
		also   map[int]bool
		calls  int
		whole  bool // everything has to be read
		same   bool // nothing is noticed
		old    bool // the rare cell of row 5 is as before
	}{
		{name: "nothing", layout: leads, do: func(*sheet) {}, calls: 1, same: true},
		{name: "a status", layout: leads, do: func(s *sheet) { s.set(5, 1, "Won") }, calls: 1},
		{name: "a rare cell", layout: leads, do: func(s *sheet) { s.set(5, 2, "other") }, calls: 1, same: true, old: true},
		{name: "a rare cell beside a status", layout: leads, do: func(s *sheet) { s.set(5, 2, "other"); s.set(5, 1, "Won") }, calls: 1, old: true},
		{name: "a rare cell that leadsheet has written", layout: leads, do: func(s *sheet) { s.set(5, 2, "other") }, also: map[int]bool{5: true}, calls: 1},
		{name: "a new row", layout: leads, do: func(s *sheet) { s.rows = append(s.rows, line("K99", "new", "text", "1")) }, calls: 1},
		{name: "a row that is typed below", layout: leads, do: func(s *sheet) { s.rows = append(s.rows, nil, line("", "", "only a text")) }, calls: 1},
		{name: "a row that is deleted", layout: leads, do: func(s *sheet) { s.rows = slices.Delete(s.rows, 15, 16) }, calls: 2},
		{name: "the last row is deleted", layout: leads, do: func(s *sheet) { s.rows = s.rows[:20] }, calls: 1},
		{name: "the last rows and the grid are gone", layout: leads, do: func(s *sheet) { s.rows, s.spare = s.rows[:10], 0 }, calls: 1, whole: true},
		{name: "sorted", layout: leads, do: func(s *sheet) { slices.Reverse(s.rows[1:]) }, calls: 2},
		{name: "a row is copied over another", layout: leads, do: func(s *sheet) { s.rows[5] = s.rows[6] }, calls: 2},
		{name: "a title", layout: leads, do: func(s *sheet) { s.set(0, 3, "Telephone") }, calls: 1, whole: true},
		{name: "a new column", layout: leads, do: func(s *sheet) { s.set(0, 4, "Ours") }, calls: 1, whole: true},
		{name: "a column that is moved", layout: leads, do: func(s *sheet) {
			for r := range s.rows {
				s.rows[r] = []sheets.Cell{at(s.rows[r], 0), at(s.rows[r], 2), at(s.rows[r], 1), at(s.rows[r], 3)}
			}
		}, calls: 1, whole: true},
		{name: "a row above the titles", layout: leads, do: func(s *sheet) { s.rows = slices.Insert(s.rows, 0, line("Our leads")) }, calls: 1, whole: true},
		{name: "an entry at the end", layout: journal, do: func(s *sheet) { s.rows = append(s.rows, line("K99", "new", "there")) }, calls: 1},
		{name: "an outcome", layout: journal, do: func(s *sheet) { s.set(5, 1, "new lead") }, calls: 2},
		{name: "an outcome that leadsheet has written", layout: journal, do: func(s *sheet) { s.set(5, 1, "new lead"); s.set(5, 2, "L-1") },
			also: map[int]bool{5: true}, calls: 1},
		{name: "an entry is deleted", layout: journal, do: func(s *sheet) { s.rows = slices.Delete(s.rows, 7, 8) }, calls: 1, whole: true},
		{name: "an entry is inserted", layout: journal, do: func(s *sheet) { s.rows = slices.Insert(s.rows, 7, line("typed")) }, calls: 1, whole: true},
		{name: "a journal is sorted", layout: journal, do: func(s *sheet) { slices.Reverse(s.rows[1:]) }, calls: 1, whole: true},
		{name: "two entries change places", layout: journal, do: func(s *sheet) { s.rows[5], s.rows[6] = s.rows[6], s.rows[5] }, calls: 2, whole: true},
		{name: "a journal is cleared", layout: journal, do: func(s *sheet) { s.rows = s.rows[:1] }, calls: 1, whole: true},
		{name: "a small table", layout: table, do: func(s *sheet) { s.set(3, 0, "Eve") }, calls: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSheet(c.layout, 20)
			was := s.known(c.layout)
			c.do(s)
			now, changed, calls := s.poll(was, c.also)
			if calls != c.calls || (now == nil) != c.whole {
				t.Fatalf("%d calls, everything has to be read: %v", calls, now == nil)
			}
			if now == nil {
				return
			}
			if changed == c.same {
				t.Errorf("a change was noticed: %v", changed)
			}
			for r := range max(len(now.Rows), len(s.rows)) {
				want := slices.Clone(at2(s.rows, r))
				if c.old && r == 5 {
					want[2] = text("text 5")
				}
				if !sameRow(at2(now.Rows, r), want) {
					t.Errorf("row %d is %v, want %v", r, at2(now.Rows, r), want)
				}
			}
			if again, changed, calls := s.poll(now, nil); again == nil || changed || calls != 1 {
				t.Errorf("the next poll: %v, changed %v, %d calls", again, changed, calls)
			}
		})
	}
}

func at2(rows [][]sheets.Cell, r int) []sheets.Cell {
	if r >= len(rows) {
		return nil
	}
	return rows[r]
}

// Whatever people do between polls: what is polled is as it is in the sheet, and a rare cell of a lead holds what stood
// in the row of that lead at some time since everything was read.
func TestPoll_NothingIsMixedUp(t *testing.T) {
	for _, layout := range []sheets.TabLayout{leads, journal} {
		t.Run(layout.Title, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { pollsOf(t, layout) })
		})
	}
}

func pollsOf(t *rapid.T, layout sheets.TabLayout) {
	s := newSheet(layout, rapid.IntRange(1, 12).Draw(t, "rows"))
	s.spare = rapid.IntRange(0, 3).Draw(t, "spare")
	held := map[string]map[string]bool{} // what rare cells have held, by key
	note := func() {
		for _, row := range s.rows[1:] {
			key := at(row, 0).Text
			if held[key] == nil {
				held[key] = map[string]bool{}
			}
			held[key][at(row, 2).Text] = true
		}
	}
	note()
	known := s.known(layout)
	next := 100
	for range rapid.IntRange(1, 6).Draw(t, "polls") {
		for range rapid.IntRange(0, 3).Draw(t, "acts") {
			next++
			s.act(t, next)
			note()
		}
		now, _, _ := s.poll(known, nil)
		if now == nil {
			held = map[string]map[string]bool{}
			note()
			known = s.known(layout)
			continue
		}
		known = now
		if n := len(trimmed(s.rows)); n != len(now.Rows) {
			t.Fatalf("%d rows, want %d", len(now.Rows), n)
		}
		outcomes := map[string][]string{} // rows are copied with their key
		for _, row := range s.rows {
			outcomes[at(row, 0).Text] = append(outcomes[at(row, 0).Text], at(row, 1).Text)
		}
		for r, row := range now.Rows {
			for c := range 4 {
				if !known.Rare(c) && at(row, c) != at(s.rows[r], c) {
					t.Fatalf("row %d is %v, want %v", r, row, s.rows[r])
				}
			}
			if r == 0 {
				continue
			}
			key := at(row, 0).Text
			if !held[key][at(row, 2).Text] {
				t.Fatalf("row %d is %v: that has never stood beside %s", r, row, key)
			}
			// An entry that people take out while they put another with the same outcome in its place is missed later.
			if want := outcomes[key]; known.journal && want != nil && !slices.Contains(want, at(row, 1).Text) {
				t.Fatalf("the outcome of %s is %s, want one of %s", key, at(row, 1).Text, want)
			}
		}
	}
}

// act is one thing that people or leadsheet do.
func (s *sheet) act(t *rapid.T, next int) {
	at := func() int { return rapid.IntRange(1, len(s.rows)-1).Draw(t, "row") }
	add := line(fmt.Sprint("K", next), "new", fmt.Sprint("text ", next), "1")
	if len(s.rows) < 3 {
		s.rows = append(s.rows, add)
		return
	}
	switch rapid.IntRange(0, 9).Draw(t, "act") {
	case 0:
		s.set(at(), 1, fmt.Sprint("state ", next))
	case 1:
		s.set(at(), 2, fmt.Sprint("text ", next))
	case 2:
		s.rows = append(s.rows, add)
	case 3:
		r := at()
		s.rows = slices.Delete(s.rows, r, r+1)
		s.spare = rapid.IntRange(0, s.spare+1).Draw(t, "spare")
	case 4:
		s.rows = slices.Insert(s.rows, at(), add)
	case 5:
		slices.Reverse(s.rows[1:])
	case 6:
		a, b := at(), at()
		s.rows[a], s.rows[b] = s.rows[b], s.rows[a]
	case 7: // typed, without a key
		s.rows = append(s.rows, line("", "typed", fmt.Sprint("text ", next)))
	case 8: // a row is emptied
		s.rows[at()] = nil
	case 9: // and one is copied
		s.rows = append(s.rows, s.rows[at()])
	}
}
