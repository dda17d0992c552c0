package google

import (
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/poll"
	"leadsheet/sheets/google/undo"
)

const (
	// wholeEvery is how long columns that are rare, and rows in the middle of the journals, may have been read before.
	wholeEvery = time.Hour
	// wholeBytes is up to how large an answer is everything is read each time: a call more costs more than that.
	wholeBytes = 2_000_000
)

// known is what was read last of the tabs that a pass reads, with what it takes to find out what has changed since.
type known struct {
	titles []string
	ids    []int64
	tables map[int64]*table // nil while the Book rests
	hidden map[int64]bool   // of the tabs, while it rests
	log    *undo.Log
	at     time.Time // when everything was read
	size   int       // of the answer then
	last   *answer   // the last of all
	moment string
	// written are the rows, by tab, in which leadsheet has written since into a column that is rare.
	written map[int64]map[int]bool
}

// keep remembers what was read whole, and gives it its moment: that of what was known if it is the same.
func (b *Book) keep(s *snapshot, titles []string, ids []int64, last *answer) {
	k := &known{titles: titles, ids: ids, tables: map[int64]*table{}, log: s.log, at: s.read, size: len(last.text),
		last: last, written: map[int64]map[int]bool{}}
	last.ranges = nil
	before := b.known
	same := before != nil && slices.Equal(before.ids, ids) &&
		len(before.log.Missed())+len(s.log.Missed()) == 0
	for _, t := range s.tables {
		t.known = b.polled(t)
		k.tables[t.ID] = t
		same = same && before.tables[t.ID] != nil && t.sameAs(before.tables[t.ID])
	}
	if k.moment = b.nextMoment(); same {
		k.moment = before.moment
	}
	b.known, s.moment = k, k.moment
}

// Rest implements sheets.Resting. What was read whole is in the last answer, too, which takes less than half.
func (b *Book) Rest() {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.known
	if k == nil || k.tables == nil || k.size > b.whole || k.last == nil || len(k.last.text) != k.size {
		return
	}
	k.hidden = map[int64]bool{}
	for id, t := range k.tables {
		k.hidden[id] = t.Tab.Hidden
	}
	k.tables = nil
}

// wake makes the tables again that Rest gave up. It reports false where that cannot be done.
func (b *Book) wake() bool {
	k := b.known
	if k.tables != nil {
		return true
	}
	ranges, err := poll.Parse(k.last.text)
	if err != nil {
		return false
	}
	got, err := (&answer{ranges: ranges}).byTab(tops(b.st, k.ids, 0))
	s := &snapshot{tables: map[string]*table{}}
	if err != nil || !b.decode(s, b.st, k.ids, got) {
		return false
	}
	k.tables = map[int64]*table{}
	for _, t := range s.tables {
		t.Tab.Hidden = k.hidden[t.ID]
		t.known = b.polled(t)
		k.tables[t.ID] = t
	}
	return true
}

// polled is what later polls of a table are merged into.
func (b *Book) polled(t *table) *poll.Tab {
	titles := slices.Clone(t.Tab.Columns)
	for _, i := range t.Tab.Twins {
		titles[i] = ""
	}
	return poll.New(t.ID, b.want(t.Tab.Title), t.Header, titles, t.values)
}

// nextMoment names a moment that no Book has named before.
func (b *Book) nextMoment() string {
	b.moments++
	return b.self + " " + strconv.Itoa(b.moments)
}

// sameAs reports whether two tables have the same content.
func (t *table) sameAs(o *table) bool {
	return t.Tab.Title == o.Tab.Title && t.Tab.Hidden == o.Tab.Hidden && t.known.SameAs(o.known)
}

// answerOf is the last answer about these tabs, nil for none.
func (b *Book) answerOf(titles []string) *answer {
	if b.known == nil || !slices.Equal(b.known.titles, titles) {
		return nil
	}
	return b.known.last
}

// pollServes reports whether it is enough to look for what has changed since everything was read.
func (b *Book) pollServes(titles []string, ids []int64, now time.Time) bool {
	k := b.known
	return k != nil && b.clean != "" && k.log.Tag != "" && slices.Equal(k.titles, titles) && slices.Equal(k.ids, ids) &&
		k.size > b.whole && !now.Before(k.at) && now.Sub(k.at) < wholeEvery
}

// unchanged makes a snapshot of what is known already. A tab that was renamed, hidden or shown meanwhile is known from
// the structure alone.
func (b *Book) unchanged(s *snapshot) outcome {
	k := b.known
	if b.clean != "" && k.log.Tag != b.clean {
		return otherLog
	}
	for _, id := range k.ids {
		if b.st.byID(id) == nil {
			return renamed
		}
	}
	if !b.wake() {
		return renamed
	}
	same := true
	for id, t := range k.tables {
		info := b.st.byID(id)
		if info == nil || sheets.Fold(info.Title) != sheets.Fold(t.Tab.Title) {
			return renamed
		}
		same = same && info.Hidden == t.Tab.Hidden
		s.tables[sheets.Fold(info.Title)] = t.again(info)
	}
	if !same {
		k.moment = b.nextMoment()
	}
	for _, t := range s.tables {
		k.tables[t.ID] = t
	}
	s.log, s.moment = k.log, k.moment
	return allRead
}

// again is the same table for another snapshot.
func (t *table) again(info *draw.Tab) *table {
	out, tab := *t, *t.Tab
	tab.Hidden, tab.Missed = info.Hidden, nil
	out.Tab, out.rows, out.Cols = &tab, max(info.Rows, t.rows), max(info.Cols, t.Cols)
	if t.known != nil {
		out.known = t.known.Again()
	}
	info.Header, info.HeaderRow = append([]string{}, tab.Columns...), t.Header
	return &out
}

// poll reads what may have changed, and merges it into what is known.
func (b *Book) poll(ctx context.Context, s *snapshot, st *structure) (outcome, error) {
	k := b.known
	var areas []poll.Area
	for _, id := range k.ids {
		if st.byID(id) == nil {
			return nothingRead, nil
		}
		if t := k.tables[id]; t == nil {
			areas = append(areas, poll.Area{Tab: id, RowEnd: 1})
		} else if of := t.known.Areas(k.written[id]); of != nil {
			areas = append(areas, of...)
		} else {
			return nothingRead, nil
		}
	}
	got, err := b.fetchParts(ctx, areas, k.last)
	switch {
	case kindOf(err) == Refused: // rows or columns at the end are gone
		return nothingRead, nil
	case err != nil:
		return 0, err
	case got.answer.same:
		return b.unchanged(s), nil
	}
	for _, id := range k.ids {
		if k.tables[id] == nil {
			s.log = undo.Parse(byRows(got.parts[poll.Area{Tab: id, RowEnd: 1}]))
		}
		if st.byID(id).Title != got.names[id] {
			return nothingRead, nil
		}
	}
	if s.log.Tag != b.clean {
		return otherLog, nil
	}
	return b.merge(ctx, s, st, got)
}

// merge makes the snapshot of what is known and of what came. It asks for the rows that have moved.
func (b *Book) merge(ctx context.Context, s *snapshot, st *structure, got *partly) (outcome, error) {
	k := b.known
	steps := map[int64]*poll.Step{}
	var more []poll.Area
	for id, t := range k.tables {
		step := t.known.Merge(k.written[id], got.parts)
		if step == nil {
			return nothingRead, nil
		}
		steps[id], more = step, append(more, step.More()...)
	}
	if len(more) > 0 {
		rest, err := b.fetchParts(ctx, more, nil)
		if kindOf(err) == Refused {
			return nothingRead, nil
		} else if err != nil {
			return 0, err
		}
		for _, step := range steps {
			if !step.Fill(rest.parts) {
				return nothingRead, nil
			}
		}
	}
	next := *k
	next.tables, next.written, next.log, next.last = maps.Clone(k.tables), map[int64]map[int]bool{}, s.log, got.answer
	news := false
	for id, step := range steps {
		info, t := st.byID(id), k.tables[id]
		size := got.sizes[id]
		info.Rows, info.Cols = max(size[0], 1), max(size[1], 1)
		now, changed := step.Tab()
		if t = t.again(info); changed {
			t = b.tableIn(info, now.Rows)
		}
		t.known, t.rows, t.Cols = now, info.Rows, info.Cols
		news = news || changed || t.Tab.Hidden != k.tables[id].Tab.Hidden
		next.tables[id], s.tables[sheets.Fold(info.Title)] = t, t
	}
	if news {
		next.moment = b.nextMoment()
	}
	b.known, s.moment = &next, next.moment
	return allRead, nil
}

// partly are the parts of an answer, with the titles of the tabs and how many rows and columns they have.
type partly struct {
	answer *answer
	parts  poll.Parts
	names  map[int64]string
	sizes  map[int64][2]int64
}

func (b *Book) fetchParts(ctx context.Context, areas []poll.Area, before *answer) (*partly, error) {
	ask, err := askFor(areas, "COLUMNS")
	if err != nil {
		return nil, err
	}
	got, err := b.fetch(ctx, ask, before)
	if err != nil {
		return nil, err
	}
	out := &partly{answer: got, parts: poll.Parts{}, names: map[int64]string{}, sizes: map[int64][2]int64{}}
	for _, v := range got.ranges {
		title, cols, rows := v.Place()
		out.parts[v.Area], out.names[v.Area.Tab] = v.Rows, title
		if v.Area.RowEnd == 0 && v.Area.ColEnd == 0 { // it reaches to the end of the tab
			out.sizes[v.Area.Tab] = [2]int64{rows, cols}
		}
	}
	for _, a := range areas {
		if _, ok := out.parts[a]; !ok && !got.same {
			b.whole = math.MaxInt // it cannot be told which part is which
			return nil, errLacks()
		}
	}
	got.ranges = nil
	return out, nil
}

// byRows turns columns into rows.
func byRows(columns [][]sheets.Cell) [][]sheets.Cell {
	var rows [][]sheets.Cell
	for c, column := range columns {
		for r, cell := range column {
			for len(rows) <= r {
				rows = append(rows, make([]sheets.Cell, len(columns)))
			}
			rows[r][c] = cell
		}
	}
	return rows
}

// readAgain reads the rows once more in which a batch changes something and of which parts may be older than the rest.
// If one is not as it was planned with, everything is read before the pass is planned anew.
func (b *Book) readAgain(ctx context.Context, s *snapshot, batch sheets.Batch) error {
	rows := map[*table]map[int]bool{}
	for _, c := range batch.Changes {
		t := s.tables[sheets.Fold(c.Tab)]
		if t == nil || t.known == nil || c.Row < 0 || c.Row >= len(t.Nums) {
			continue
		}
		if n := t.Nums[c.Row]; t.known.Aged(n) {
			if rows[t] == nil {
				rows[t] = map[int]bool{}
			}
			rows[t][n] = true
		}
	}
	var areas []poll.Area
	few := true
	for t, of := range rows {
		more, ok := t.known.RowsOf(of)
		areas, few = append(areas, more...), few && ok
	}
	if len(areas) == 0 {
		return nil
	}
	if few {
		got, err := b.fetchParts(ctx, areas, nil)
		if err != nil && kindOf(err) != Refused {
			return err
		}
		same := err == nil
		for t := range rows {
			same = same && t.known.Same(areas, got.parts)
		}
		if same {
			return nil
		}
	}
	b.known = nil
	return &Error{Kind: Conflict, Doing: "store in the spreadsheet", Text: "what is written over has changed in the " +
		"last hour; reading again"}
}

// noteWritten remembers where a batch that is stored has written what the next poll would not read.
func (b *Book) noteWritten(p *plan) {
	if b.known == nil {
		return
	}
	for _, e := range p.edits {
		if e.from < 0 || e.row < 0 {
			b.known = nil
			return
		}
		if t := b.known.tables[e.t.ID]; t != nil && t.known.Rare(e.col) {
			if b.known.written[t.ID] == nil {
				b.known.written[t.ID] = map[int]bool{}
			}
			b.known.written[t.ID][e.t.Num(e.row)] = true
		}
	}
}
