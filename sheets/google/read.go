package google

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/google/undo"
)

// table is a tab as it was read.
type table struct {
	undo.Table
	last int   // the sheet's last row with anything in it, from 0; -1 for an empty tab
	rows int64 // of the grid

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
}

// Expect implements sheets.Book.
func (b *Book) Expect(layout sheets.Layout) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.layout.Add(layout)
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
	out := &sheets.Snapshot{Tabs: map[string]*sheets.Tab{}, Version: s}
	for _, title := range titles {
		if t := s.tables[sheets.Fold(title)]; t != nil {
			out.Tabs[title] = t.Tab
		} else {
			out.Missing = append(out.Missing, title)
		}
	}
	if len(out.Tabs) == 0 && len(titles) > 0 && b.st.tab(undo.TabTitle) == nil {
		return nil, fmt.Errorf("read the spreadsheet: leadsheet has not been here yet: %w", sheets.ErrNoBook)
	}
	spots, _ := s.missedSpots()
	for _, spot := range spots {
		for _, t := range s.tables {
			if t.ID == spot.Tab {
				t.Tab.Missed = append(t.Tab.Missed, sheets.Spot{Row: spot.Row, Col: spot.Col})
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
		logRows := int64(0)
		if b.clean != "" {
			logRows = 1 // what is below has been looked at, unless the tag is another
		}
		got, err := b.ranges(ctx, tops(st, ids, logRows))
		if err == nil {
			switch same := b.decode(s, st, ids, got); {
			case same && (logRows == 0 || s.log.Tag == b.clean):
				return s, nil
			case same: // another leadsheet has written, or an older version was restored
				b.clean, b.st = "", nil
				continue
			}
			err = &Error{Kind: Conflict, Doing: "read the spreadsheet", Text: "people rename its tabs faster than " +
				"it can be read; try again later"}
		}
		// A tab was deleted or renamed since the structure was read.
		if kind := kindOf(err); i >= maxReads || kind != Refused && kind != Conflict {
			return nil, err
		}
		b.st = nil
	}
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
func tops(st *structure, ids []int64, logRows int64) []*api.GridRange {
	out := make([]*api.GridRange, len(ids))
	for i, id := range ids {
		out[i] = &api.GridRange{SheetId: id}
		if st.byID(id).Title == undo.TabTitle {
			out[i].EndRowIndex = logRows
		}
	}
	return out
}

// decode fills s, or reports false when a tab does not bear the title any more that the structure gave it.
func (b *Book) decode(s *snapshot, st *structure, ids []int64, got map[int64]valueRange) bool {
	for _, id := range ids {
		info, v := st.byID(id), got[id]
		title, cols, rows := splitRange(v.name)
		if title != info.Title {
			return false
		}
		if info.Title == undo.TabTitle {
			s.log = undo.Parse(v.rows)
			continue
		}
		if rows > 0 { // newer than the structure
			info.Rows, info.Cols = rows, cols
		}
		t := tableOf(b.want(title), v.rows)
		t.ID, t.rows, t.Cols, t.Tab.Hidden = id, info.Rows, info.Cols, info.Hidden
		info.Header, info.HeaderRow = append([]string{}, t.Tab.Columns...), t.Header
		s.tables[sheets.Fold(title)] = t
	}
	return true
}

// splitRange takes "'Leads 2'!A1:V1000" apart: the title, and how many columns and rows the range has (0 if it does
// not say).
func splitRange(r string) (title string, cols, rows int64) {
	title = r
	var area string
	if i := strings.LastIndexByte(r, '!'); i >= 0 {
		title, area = r[:i], r[i+1:]
	}
	if len(title) > 1 && title[0] == '\'' && title[len(title)-1] == '\'' {
		title = strings.ReplaceAll(title[1:len(title)-1], "''", "'")
	}
	_, end, ok := strings.Cut(area, ":")
	if !ok {
		end = area
	}
	for _, c := range end {
		switch {
		case c >= 'A' && c <= 'Z':
			cols = cols*26 + int64(c-'A') + 1
		case c >= '0' && c <= '9':
			rows = rows*10 + int64(c-'0')
		}
	}
	return title, cols, rows
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
