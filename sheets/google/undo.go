package google

import (
	"encoding/json"
	"strings"

	"leadsheet/sheets"
)

// logTab is the hidden tab that holds the undo log. Each write replaces it, so it tells of the last write only; the one
// who writes next has read it, for the lock says that nobody wrote in between.
//
// Row 1 holds a notice for people, the marks of the report tabs, and the tag of the write. Below, a row for each thing the write did to rows
// that were there before: what kind (A), in which tab (B), what was meant (C), and from D on, copied within the same
// batch before anything was changed, what stood there at that moment.
//
// A row that the write inserted holds nobody's edit, and yet stands in the log, copied when it was filled: if a person
// moved a column at that moment its cells are under the wrong titles, and after a crash only a copy tells what was meant
// for which. Of rows inserted together the first alone is named, with how many follow: the copies cost no bytes in the
// request, and cells only until the next write, which makes the tab as small as it needs it.
const (
	logTab    = "_leadsheet"
	logNotice = "leadsheet keeps notes for a crash here. Please leave this tab alone."
	logWas    = 3 // the first column of what was there
)

// The kinds of log rows.
const (
	logHead   = "head"    // the titles of a tab that was written to
	logRow    = "row"     // a row of which cells were changed
	logNew    = "new"     // a row that was inserted
	logDue    = "due"     // a row of an earlier write that this write puts back
	logDueNew = "due new" // a row that an earlier write inserted and of which this one puts the cells under their titles
)

// undoLog is what the hidden tab says of the last write.
type undoLog struct {
	tag   string
	marks map[string]pageMark
	heads map[int64]*headEntry
	rows  []*rowEntry
	news  []*newEntry
	// What an earlier write did wrong, and this one puts right: done if what this one wrote hit the right cells.
	due    []*rowEntry
	dueNew []*newEntry
}

// headEntry is the titles as the write knew them, and as they were.
type headEntry struct {
	Row    int      `json:"r"`
	Titles []string `json:"t"`
	was    []sheets.Cell
}

// rowEntry is a row that was written to: who it should have been, and what it was.
type rowEntry struct {
	id      int64
	Num     int      `json:"n"`           // the sheet's row, from 0
	Key     string   `json:"k,omitempty"` // its key, if it had one
	KeyCol  int      `json:"c,omitempty"` // where that stood
	KeyName string   `json:"t,omitempty"` // and under which title
	Named   bool     `json:"f,omitempty"` // it is given a key that no row has had so far
	Marks   string   `json:"m,omitempty"` // without a key of its own: marks of its cells
	Width   int      `json:"w,omitempty"` // and how many they are
	Common  []int    `json:"o,omitempty"` // and which of them other rows have, too
	Cells   []change `json:"e"`
	was     []sheets.Cell

	// Of an entry that is due: the titles at the time of its write, and where each of its cells is put back (or nowhere).
	debt
	Titles []string `json:"h,omitempty"`
	Fixes  []place  `json:"x,omitempty"`
	Bears  string   `json:"b,omitempty"` // the mark of the key that the same write gave it, rightly
}

// debt is what an entry carries that is due. What went wrong is undone in reverse: the newest first, and only when that is
// done what was wrong before it.
type debt struct {
	Turn int  `json:"g,omitempty"` // higher is newer
	Wait bool `json:"v,omitempty"` // its turn has not come
}

// change is a cell that was written: marks of what was expected there, and of what was put there.
type change struct {
	Col   int    `json:"c"`
	Title string `json:"t"`
	Seen  string `json:"s"`
	Want  string `json:"w"`
}

// place is a cell of a tab.
type place struct {
	Num int `json:"n"`
	Col int `json:"c"`
}

// newEntry is a row that was inserted, with what was written into it.
type newEntry struct {
	Run   int `json:"r,omitempty"` // how many rows of the log are of this kind, from this one on; the others name nothing
	id    int64
	wrote []sheets.Cell

	// Of an entry that is due: the titles that its write believed in, those that there were, and where cells are put right.
	debt
	Meant  []string `json:"m,omitempty"`
	Titles []string `json:"h,omitempty"`
	Fixes  []place  `json:"x,omitempty"`
}

// pageMark says what a report tab holds.
type pageMark struct {
	ID      int64  `json:"id"`
	Content string `json:"content"`
	Frame   string `json:"frame"`
}

// parseLog reads the hidden tab. What a person has scribbled there is passed over.
func parseLog(values [][]sheets.Cell) *undoLog {
	l := &undoLog{marks: map[string]pageMark{}, heads: map[int64]*headEntry{}}
	run, of := 0, int64(0) // rows that belong to the inserted ones above, and the tab of those
	for i, cells := range values {
		if i == 0 {
			if len(cells) > 1 && json.Unmarshal([]byte(cells[1].Text), &l.marks) != nil {
				l.marks = map[string]pageMark{}
			}
			l.tag = at(cells, 2).String()
			continue
		}
		if run > 0 && at(cells, 0).IsEmpty() {
			run--
			l.news = append(l.news, &newEntry{id: of, wrote: cells[min(len(cells), logWas):]})
			continue
		}
		run = 0
		if len(cells) >= logWas {
			of = int64(cells[1].Num)
			run = l.add(cells[0].Text, of, []byte(cells[2].Text), cells[logWas:]) - 1
		}
	}
	return l
}

// add takes over one row of the log. It returns how many rows the entry is about.
func (l *undoLog) add(kind string, id int64, text []byte, was []sheets.Cell) (run int) {
	row, fresh := &rowEntry{id: id, was: was}, &newEntry{id: id, wrote: was}
	switch kind {
	case logHead:
		e := &headEntry{was: was}
		if json.Unmarshal(text, e) == nil {
			l.heads[id] = e
		}
	case logRow:
		if json.Unmarshal(text, row) == nil {
			l.rows = append(l.rows, row)
		}
	case logDue:
		if json.Unmarshal(text, row) == nil && (row.Wait || len(row.Fixes) == len(row.Cells)) {
			l.due = append(l.due, row)
		}
	case logNew:
		if json.Unmarshal(text, fresh) == nil {
			l.news = append(l.news, fresh)
			return fresh.Run
		}
	case logDueNew:
		if json.Unmarshal(text, fresh) == nil {
			l.dueNew = append(l.dueNew, fresh)
		}
	}
	return 1
}

// titles are the tabs that the last write wrote to, or owes something to.
func (l *undoLog) titles(st *structure) []string {
	ids := map[int64]bool{}
	for id := range l.heads {
		ids[id] = true
	}
	for _, r := range l.due {
		ids[r.id] = true
	}
	for _, n := range l.dueNew {
		ids[n.id] = true
	}
	var out []string
	for i := range st.tabs {
		if ids[st.tabs[i].id] {
			out = append(out, st.tabs[i].title)
		}
	}
	return out
}

func at(row []sheets.Cell, i int) sheets.Cell {
	if i < 0 || i >= len(row) {
		return sheets.Cell{}
	}
	return row[i]
}

func titleAt(titles []string, i int) string {
	if i < 0 || i >= len(titles) {
		return ""
	}
	return titles[i]
}

// findTitle returns where a title stands, or -1.
func findTitle(titles []string, title string) int {
	if title == "" {
		return -1
	}
	want := sheets.Fold(title)
	for i, t := range titles {
		if sheets.Fold(t) == want {
			return i
		}
	}
	return -1
}

func keyText(c sheets.Cell) string { return strings.TrimSpace(c.String()) }

func titlesOf(row []sheets.Cell) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = c.String()
	}
	return out
}
