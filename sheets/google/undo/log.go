package undo

import (
	"encoding/json"

	"leadsheet/sheets"
)

// The kinds of rows of the hidden tab. Row 1 holds a notice for people, the hashes of the report tabs, and the tag of
// the write. Below, each row has its kind (A), the id of a tab (B), what was meant as JSON (C), and from D on what
// stood there, copied within the same batch before anything was changed.
//
// A row that the write inserted cannot have been edited before, but is in the log, copied when it was filled: if a
// person moved a column at that moment its cells are under the wrong titles, and after a crash only a copy tells what
// was meant for which. Of rows inserted together the first alone is named, with how many follow: the copies cost no
// bytes in the request, and cells only until the next write, which makes the tab as small as it needs it.
//
// These words and the keys of the JSON stand in spreadsheets that are in use: they must not change.
const (
	kindHeader          = "head"    // the titles of a tab that was written to
	kindRow             = "row"     // a row of which cells were changed
	kindInserted        = "new"     // a row that was inserted
	kindPending         = "due"     // a row of an earlier write that this write puts back
	kindMissed          = "missed"  // a cell that a needed change of an earlier write did not reach
	kindPendingInserted = "due new" // an inserted row of an earlier write whose cells this one puts under their titles
)

// Log is what the hidden tab says of the last write.
type Log struct {
	Tag   string // names the write
	Pages map[string]PageHash

	headers  map[int64]*headerEntry
	rows     []*rowEntry
	inserted []*insertEntry
	// What an earlier write did wrong, and this one puts right: done if what this one wrote hit the right cells.
	pendingRows     []*rowEntry
	pendingInserted []*insertEntry
	missed          []Missed // of earlier writes
	gone            []goneRow
}

// headerEntry is the titles as the write knew them, and as they were.
type headerEntry struct {
	Row    int      `json:"r"`
	Titles []string `json:"t"`
	before []sheets.Cell
}

// rowEntry is a row that was written to: who it should have been, and what it was.
type rowEntry struct {
	tab     int64
	Num     int      `json:"n"`           // the sheet's row, from 0
	Key     string   `json:"k,omitempty"` // its key, if it had one
	KeyCol  int      `json:"c,omitempty"` // where that stood
	KeyName string   `json:"t,omitempty"` // and under which title
	NewKey  bool     `json:"f,omitempty"` // it is given a key that no row has had so far
	Digests string   `json:"m,omitempty"` // without a key of its own: digests of its cells
	Width   int      `json:"w,omitempty"` // and how many they are
	Common  []int    `json:"o,omitempty"` // and which of them other rows have, too
	Alone   bool     `json:"l,omitempty"` // it held nothing but its key, and is to go
	Cells   []change `json:"e"`
	before  []sheets.Cell

	// Of a pending entry: the titles at the time of its write, and where each of its cells is put back (or nowhere).
	pending
	Titles     []string `json:"h,omitempty"`
	Fixes      []place  `json:"x,omitempty"`
	CorrectKey string   `json:"b,omitempty"` // the digest of the key that the same write gave it, rightly
}

// pending is what an entry carries that is put back. Damage is undone in reverse: the newest first, and only when
// that is done what was wrong before it.
type pending struct {
	Turn int  `json:"g,omitempty"` // higher is newer
	Wait bool `json:"v,omitempty"` // its turn has not come
}

// change is a cell that was written: digests of what was expected there, and of what was put there.
type change struct {
	Col   int    `json:"c"`
	Title string `json:"t"`
	Seen  string `json:"s"`
	Want  string `json:"w"`
	// Needed says that other parts of the write are only true if this cell is changed.
	Needed bool `json:"q,omitempty"`
}

// place is a cell of a tab, by the sheet's row and column from 0.
type place struct {
	Num int `json:"n"`
	Col int `json:"c"`
}

// insertEntry is a row that was inserted, with what was written into it.
type insertEntry struct {
	Run   int `json:"r,omitempty"` // how many rows of the log are of this kind, from this one on; the others name nothing
	tab   int64
	wrote []sheets.Cell

	// Of a pending entry: the titles that its write believed in, those that there were, and where cells are put right.
	pending
	Meant  []string `json:"m,omitempty"`
	Titles []string `json:"h,omitempty"`
	Fixes  []place  `json:"x,omitempty"`
}

// Parse reads the hidden tab. What a person has scribbled there is passed over.
func Parse(values [][]sheets.Cell) *Log {
	l := &Log{Pages: map[string]PageHash{}, headers: map[int64]*headerEntry{}}
	run, tab := 0, int64(0) // rows that belong to the inserted ones above, and the tab of those
	for i, cells := range values {
		if i == 0 {
			if len(cells) > 1 && json.Unmarshal([]byte(cells[1].Text), &l.Pages) != nil {
				l.Pages = map[string]PageHash{}
			}
			l.Tag = at(cells, 2).String()
			continue
		}
		if run > 0 && at(cells, 0).IsEmpty() {
			run--
			l.inserted = append(l.inserted, &insertEntry{tab: tab, wrote: cells[min(len(cells), FirstCopied):]})
			continue
		}
		run = 0
		if len(cells) >= FirstCopied {
			tab = int64(cells[1].Num)
			run = l.add(cells[0].Text, tab, []byte(cells[2].Text), cells[FirstCopied:]) - 1
		}
	}
	return l
}

// add takes over one row of the log. It returns how many rows the entry is about.
func (l *Log) add(kind string, tab int64, text []byte, copied []sheets.Cell) (run int) {
	row, inserted := &rowEntry{tab: tab, before: copied}, &insertEntry{tab: tab, wrote: copied}
	switch kind {
	case kindHeader:
		e := &headerEntry{before: copied}
		if json.Unmarshal(text, e) == nil {
			l.headers[tab] = e
		}
	case kindRow:
		if json.Unmarshal(text, row) == nil {
			l.rows = append(l.rows, row)
		}
	case kindPending:
		if json.Unmarshal(text, row) == nil && (row.Wait || len(row.Fixes) == len(row.Cells)) {
			l.pendingRows = append(l.pendingRows, row)
		}
	case kindInserted:
		if json.Unmarshal(text, inserted) == nil {
			l.inserted = append(l.inserted, inserted)
			return inserted.Run
		}
	case kindGone:
		l.addGone(tab, copied)
	case kindMissed:
		m := Missed{tab: tab}
		if json.Unmarshal(text, &m) == nil && m.Key != "" {
			l.missed = append(l.missed, m)
		}
	case kindPendingInserted:
		if json.Unmarshal(text, inserted) == nil {
			l.pendingInserted = append(l.pendingInserted, inserted)
		}
	}
	return 1
}

// Tabs are the ids of the tabs that the last write wrote to, or has something pending in.
func (l *Log) Tabs() map[int64]bool {
	tabs := map[int64]bool{}
	for tab := range l.headers {
		tabs[tab] = true
	}
	for _, r := range l.pendingRows {
		tabs[r.tab] = true
	}
	for _, n := range l.pendingInserted {
		tabs[n.tab] = true
	}
	for _, m := range l.missed {
		tabs[m.tab] = true
	}
	return tabs
}
