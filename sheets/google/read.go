package google

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/google/poll"
	"leadsheet/sheets/google/undo"
)

// table is a tab as it was read.
type table struct {
	undo.Table
	last int   // the sheet's last row with anything in it, from 0; -1 for an empty tab
	rows int64 // of the grid

	values [][]sheets.Cell // all rows of the sheet; the table's are parts of them
	known  *poll.Tab       // what later polls are merged into; nil where there are none

	where map[string]int // the sheet's row of a key, from 1; made when needed
}

// end is the sheet's row, from 0, of the last row that belongs to the table, or of the titles: new rows go below it.
// What stands further down or beside the table, such as boxes down to the end of the sheet, does not tell where it
// ends.
func (t *table) end() int {
	is := sheets.RowsOf(t.Tab)
	for i := len(t.Tab.Rows) - 1; i >= 0; i-- {
		if is(t.Tab.Rows[i]) {
			return t.Nums[i]
		}
	}
	return t.Header
}

// snapshot is what Snapshot.Version holds.
type snapshot struct {
	turn   lock.Turn
	read   time.Time
	tables map[string]*table // by folded title
	log    *undo.Log
	moment string // of the content; "" where that is not known
	told   bool   // it was not read: Drive says that nothing has changed
}

// Expect implements sheets.Book.
func (b *Book) Expect(layout sheets.Layout) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.layout.Add(layout)
	b.known = nil
}

// want is what is expected of a tab.
func (b *Book) want(title string) sheets.TabLayout {
	return b.layout.Tab(title)
}

// maxReads is how often Read starts over when the structure changes under it.
const maxReads = 4

// Read implements sheets.Book. It costs one request; one more when the structure must be read anew. What a write that
// was cut short left wrong is put back first.
func (b *Book) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := 1; ; i++ {
		s, err := b.load(ctx, tabs)
		if err != nil {
			return nil, err
		}
		if b.looker || s.log.Damage().None() {
			b.clean = ""
			if len(s.log.Missed()) == 0 {
				b.clean = s.log.Tag
			}
			return b.public(s, tabs)
		}
		b.clean = ""
		if i == maxReads {
			return nil, &Error{Kind: Conflict, Doing: "read the spreadsheet", Text: "a row that people moved could " +
				"not be put back yet"}
		}
		// A conflict means that another leadsheet puts it back at this moment: the next read gets the result.
		nothing := func(*plan) bool { return false }
		err = b.putBack(ctx, b.st.titles(s.log.Tabs()), nothing, func(*plan, *undo.Log) {})
		if err != nil && !errors.Is(err, sheets.ErrConflict) {
			return nil, err
		}
	}
}

// public makes the public snapshot.
func (b *Book) public(s *snapshot, titles []string) (*sheets.Snapshot, error) {
	out := &sheets.Snapshot{Tabs: map[string]*sheets.Tab{}, Version: s, Moment: s.moment}
	for _, title := range titles {
		if t := s.tables[sheets.Fold(title)]; t != nil {
			tab := *t.Tab // the next snapshot may be made of the same table
			out.Tabs[title] = &tab
		} else {
			out.Missing = append(out.Missing, title)
		}
	}
	if len(out.Tabs) == 0 && len(titles) > 0 && b.st.tab(undo.TabTitle) == nil {
		return nil, fmt.Errorf("read the spreadsheet: leadsheet has not been here yet: %w", sheets.ErrNoBook)
	}
	spots, _ := s.missedSpots()
	for _, spot := range spots {
		for _, title := range titles {
			if t := s.tables[sheets.Fold(title)]; t != nil && t.ID == spot.Tab {
				out.Tabs[title].Missed = append(out.Tabs[title].Missed, sheets.Spot{Row: spot.Row, Col: spot.Col})
			}
		}
	}
	b.checkStructure(s)
	out.Notes = b.notices.take()
	return out, nil
}

// load reads the tabs and the log as of one moment.
func (b *Book) load(ctx context.Context, titles []string) (*snapshot, error) {
	for i := 1; ; i++ {
		st, err := b.structure(ctx)
		if err != nil {
			return nil, err
		}
		ids := b.wanted(st, titles)
		s := &snapshot{turn: b.turn, read: b.now(), tables: map[string]*table{}, log: &undo.Log{}}
		if len(ids) == 0 {
			return s, nil
		}
		if b.unmoved(ctx, s, titles, ids) {
			return s, nil
		}
		got, done := outcome(0), b.look(ctx)
		if b.pollServes(titles, ids, s.read) {
			got, err = b.poll(ctx, s, st)
		}
		if got == nothingRead && err == nil {
			got, err = b.loadWhole(ctx, s, st, titles, ids)
		}
		switch {
		case err == nil && got == allRead:
			done(s, titles)
			return s, nil
		case err == nil && got == otherLog: // another leadsheet has written, or an older version was restored
			b.clean, b.st, b.known = "", nil, nil
			continue
		case err == nil:
			err = &Error{Kind: Conflict, Doing: "read the spreadsheet", Text: "people rename its tabs faster than " +
				"it can be read; try again later"}
		}
		// A tab was deleted or renamed since the structure was read.
		if kind := kindOf(err); i >= maxReads || kind != Refused && kind != Conflict {
			return nil, err
		}
		b.st, b.known = nil, nil
	}
}

// outcome is what came of a try to read.
type outcome int

const (
	nothingRead outcome = iota // everything has to be read
	allRead
	otherLog // the log is not the one that has been looked at
	renamed  // a tab has another title
)

// loadWhole reads everything.
func (b *Book) loadWhole(ctx context.Context, s *snapshot, st *structure, titles []string,
	ids []int64) (outcome, error) {
	areas := tops(st, ids, 0)
	if b.clean != "" {
		areas = tops(st, ids, 1) // what is below has been looked at, unless the tag is another
	}
	ask, err := askFor(areas, "ROWS")
	if err != nil {
		return 0, err
	}
	answer, err := b.fetch(ctx, ask, b.answerOf(titles))
	if err != nil {
		return 0, err
	}
	if answer.same {
		b.known.at = s.read
		return b.unchanged(s), nil
	}
	got, err := answer.byTab(areas)
	switch {
	case err != nil:
		return 0, err
	case !b.decode(s, st, ids, got):
		return renamed, nil
	case b.clean != "" && s.log.Tag != b.clean:
		return otherLog, nil
	}
	if len(titles) > 0 {
		b.keep(s, titles, ids, answer)
	}
	return allRead, nil
}

// wanted are the ids of the tabs that exist, and of the log.
func (b *Book) wanted(st *structure, titles []string) []int64 {
	var ids []int64
	seen := map[int64]bool{}
	for _, title := range append([]string{undo.TabTitle}, titles...) {
		if t := st.tab(title); t != nil && !seen[t.ID] {
			seen[t.ID] = true
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// tops are the whole tabs, but of the log only so many rows from the top; 0 for all.
func tops(st *structure, ids []int64, logRows int) []poll.Area {
	out := make([]poll.Area, len(ids))
	for i, id := range ids {
		out[i] = poll.Area{Tab: id}
		if st.byID(id).Title == undo.TabTitle {
			out[i].RowEnd = logRows
		}
	}
	return out
}

// decode fills s, or reports false when a tab does not bear the title any more that the structure gave it.
func (b *Book) decode(s *snapshot, st *structure, ids []int64, got map[int64]poll.Range) bool {
	for _, id := range ids {
		info, v := st.byID(id), got[id]
		title, cols, rows := v.Place()
		if title != info.Title {
			return false
		}
		if info.Title == undo.TabTitle {
			s.log = undo.Parse(v.Rows)
			continue
		}
		if rows > 0 { // newer than the structure
			info.Rows, info.Cols = rows, cols
		}
		s.tables[sheets.Fold(title)] = b.tableIn(info, v.Rows)
	}
	return true
}

// tableIn is the table in a tab with these rows.
func (b *Book) tableIn(info *draw.Tab, rows [][]sheets.Cell) *table {
	t := tableOf(b.want(info.Title), rows)
	t.ID, t.rows, t.Cols, t.Tab.Hidden = info.ID, info.Rows, info.Cols, info.Hidden
	info.Header, info.HeaderRow = append([]string{}, t.Tab.Columns...), t.Header
	t.values = rows
	return t
}

// tableOf turns rows of values into the table that want describes.
func tableOf(want sheets.TabLayout, values [][]sheets.Cell) *table {
	t := &table{Table: undo.Table{Tab: &sheets.Tab{Title: want.Title}}, last: -1}
	width, first := 0, -1
	for i, row := range values {
		n := filled(row)
		width = max(width, n)
		if n > 0 {
			t.last = i
			if first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return t
	}
	found := want.FindHeader(values[:min(len(values), sheets.HeaderRows)], t.last >= sheets.HeaderRows)
	if t.Tab.Fault = found.Fault; t.Tab.Fault != "" {
		return t
	}
	if found.Row >= 0 { // otherwise it is an unknown tab with its titles further down
		first = found.Row
	}
	t.Header = first
	t.Tab.Columns = make([]string, width)
	for i, v := range values[first] {
		if i < width {
			t.Tab.Columns[i] = v.String()
		}
	}
	lacking := 0
	for _, row := range values[first+1 : t.last+1] {
		if len(row) < width {
			lacking += width
		}
	}
	cells := make([]sheets.Cell, 0, lacking)
	repeats := t.Tab.Repeats(want)
	t.Tab.Rows, t.Nums = make([][]sheets.Cell, 0, t.last-first), make([]int, 0, t.last-first)
	for i := first + 1; i <= t.last; i++ {
		if filled(values[i]) == 0 {
			continue
		}
		row := values[i]
		if len(row) < width { // what was not sent is blank
			from := len(cells)
			cells = append(cells, row...)[:from+width]
			row = cells[from : from+width : from+width]
		}
		if repeats(row) {
			continue
		}
		t.Tab.Rows = append(t.Tab.Rows, row[:width:width])
		t.Nums = append(t.Nums, i)
	}
	t.Tab.FindTwins()
	return t
}

// filled is the number of values up to the last that is not blank.
func filled(row []sheets.Cell) int {
	for n := len(row); n > 0; n-- {
		if !row[n-1].IsEmpty() {
			return n
		}
	}
	return 0
}
