package google

import (
	"context"
	"fmt"
	"slices"

	"leadsheet/sheets"
)

// fullSoon is how many cells a spreadsheet must have before every start says so; setup and doctor speak up earlier.
const fullSoon = 9_000_000

// remarks are the notes that people get, each once in the life of a process: said with every pass nobody reads them.
type remarks struct {
	told   map[string]bool
	looked *structure // the last one that was looked at
	due    []string   // for the next snapshot
}

// add notes something, unless it was said before; about tells what is the same although its words may change.
func (r *remarks) add(about, text string) {
	if r.told[about] || text == "" {
		return
	}
	if r.told == nil {
		r.told = map[string]bool{}
	}
	r.told[about] = true
	r.due = append(r.due, text)
}

// take returns what is due, and forgets it.
func (r *remarks) take() []string {
	due := r.due
	r.due = nil
	return due
}

// look notes what is odd about a structure that has just been read, and does not keep leadsheet from working.
func (b *Book) look(s *snapshot) {
	if b.remarks.looked == b.st || len(b.layout) == 0 {
		return
	}
	b.remarks.looked = b.st
	all := &Inspection{}
	for n := range b.st.tabs {
		info := &b.st.tabs[n]
		t := inspected1(info, s.tables[sheets.Fold(info.title)])
		all.Tabs = append(all.Tabs, t)
		all.Cells += t.Rows * t.Cols
		if _, ours := b.layout[sheets.Fold(info.title)]; !ours {
			continue
		}
		b.remarks.add("merged "+t.Title, t.unmerge())
		b.remarks.add("table "+t.Title, t.outgrown())
	}
	if all.Cells > fullSoon {
		b.remarks.add("cells", all.crowded(b.ours))
	}
}

// inspected1 is a tab as it is known from the structure and the values.
func inspected1(info *tabInfo, t *table) InspectedTab {
	out := InspectedTab{Title: info.title, Rows: info.rows, Cols: info.cols, Columns: info.header}
	header, last := int64(info.headerRow), int64(-1)
	if t != nil {
		header, last = int64(t.header), int64(t.last)
	}
	for _, m := range info.merges {
		if m.EndRowIndex == 0 || m.EndRowIndex > header+1 {
			out.Merged = append(out.Merged, areaName(m))
		}
	}
	for _, table := range info.tables {
		// A table that reaches below the last row takes new rows in.
		if r := table.Range; r != nil && r.EndRowIndex > 0 && r.EndRowIndex <= last+1 {
			out.Tables = append(out.Tables, table.Name)
		}
	}
	return out
}

// titleless refuses a tab that has something in it, but none of the columns that it should have: its titles were deleted,
// or it is not leadsheet's. New columns beside what is there would help in neither case.
func titleless(st *structure, layout sheets.Layout) error {
	for _, want := range layout.Tabs {
		info := st.tab(want.Title)
		if info == nil || len(info.header) == 0 {
			continue
		}
		known := func(c sheets.Column) bool {
			return slices.ContainsFunc(info.header, func(h string) bool { return sheets.Fold(h) == sheets.Fold(c.Title) })
		}
		if !slices.ContainsFunc(want.Columns, known) {
			return &Error{Kind: Refused, Doing: "look at the columns", Text: fmt.Sprintf("the tab %q has none of the columns that leadsheet keeps there: undo the deletion of its titles, or, if the tab is not leadsheet's, give it another name", info.title)}
		}
	}
	return nil
}

// absent is a tab or column that leadsheet has made before and misses now.
type absent struct{ about, text string }

// absences returns what is missing in a spreadsheet that leadsheet has been in. Most of it is made again; somebody should
// know that the old one was deleted or has another name.
func (b *Book) absences(ctx context.Context, st *structure, layout sheets.Layout) []absent {
	now := &Inspection{}
	for n := range st.tabs {
		now.Tabs = append(now.Tabs, inspected1(&st.tabs[n], nil))
	}
	if now.Fresh(layout) {
		return nil
	}
	var out []absent
	for _, want := range layout.Tabs {
		t := now.Tab(want.Title)
		if t == nil {
			b.strangers(ctx, st, now, layout)
			out = append(out, absent{"tab " + want.Title, madeAgain(want.Title, now.lookalike(want, layout))})
			continue
		}
		for _, c := range want.Missing(t.Columns) {
			out = append(out, absent{"column " + want.Title + "/" + c.Title, addedAgain(t.Title, c.Title, c.Was)})
		}
	}
	return out
}

// strangers finds out the titles of the tabs that are not of the layout. Without them a note says less, no more.
func (b *Book) strangers(ctx context.Context, st *structure, now *Inspection, layout sheets.Layout) {
	var ids []int64
	rows := int64(topRows)
	for n := range now.Tabs {
		if info := &st.tabs[n]; now.Tabs[n].Columns == nil && info.rows > 0 && info.title != logTab {
			ids, rows = append(ids, info.id), min(rows, info.rows)
		}
	}
	if len(ids) == 0 {
		return
	}
	got, err := b.values(ctx, ids, rows)
	if err != nil {
		return
	}
	for n := range now.Tabs {
		if v, ok := got[st.tabs[n].id]; ok {
			now.Tabs[n].Columns = append([]string{}, tableOf(sheets.TabLayout{}, v.rows).tab.Columns...)
		}
	}
}

func madeAgain(tab, like string) string {
	if like == "" {
		return fmt.Sprintf("the tab %q was missing and was made again with its first content: copy the rows of the old one from an older version if you need them (File, Version history)", tab)
	}
	return fmt.Sprintf("the tab %q was missing and was made again with its first content; %q has its columns: to go on with that one, delete the new %q and name it %q again", tab, like, tab, tab)
}

func addedAgain(tab, column, was string) string {
	if was == "" {
		return fmt.Sprintf("the column %q was missing in the tab %q and was added at the right, empty: copy the cells of the old one from an older version if you need them (File, Version history)", column, tab)
	}
	return fmt.Sprintf("the column %q is missing in the tab %q; %q stands in its place: if that is the column, name it %q again, else move it away, and start leadsheet again", column, tab, was, column)
}
