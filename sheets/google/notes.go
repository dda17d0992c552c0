package google

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/undo"
)

// fullSoon is how many cells a spreadsheet must have before every start says so; setup and doctor speak up earlier.
const fullSoon = 9_000_000

// notices are the notes for users, each once in the life of a process: repeated with every pass they would be ignored.
type notices struct {
	said    map[string]bool
	checked *structure // the last one that was looked at
	pending []string   // for the next snapshot
}

// add notes something, unless it was said before; about tells what is the same although its words may change.
func (n *notices) add(about, text string) {
	if n.said[about] || text == "" {
		return
	}
	if n.said == nil {
		n.said = map[string]bool{}
	}
	n.said[about] = true
	n.pending = append(n.pending, text)
}

// take returns what the next snapshot has to say, and forgets it.
func (n *notices) take() []string {
	out := n.pending
	n.pending = nil
	return out
}

// checkStructure notes what is odd about a structure that has just been read, and does not keep leadsheet from working.
func (b *Book) checkStructure(s *snapshot) {
	if b.notices.checked == b.st || len(b.layout) == 0 {
		return
	}
	b.notices.checked = b.st
	all := &sheets.Inspection{}
	for n := range b.st.tabs {
		info := &b.st.tabs[n]
		t := inspectTab(info, s.tables[sheets.Fold(info.Title)])
		all.Tabs = append(all.Tabs, t)
		all.Cells += t.Rows * t.Cols
		if _, ours := b.layout[sheets.Fold(info.Title)]; !ours {
			continue
		}
		b.notices.add("merged "+t.Title, t.Unmerge())
		b.notices.add("table "+t.Title, t.Outgrown())
	}
	if all.Cells > fullSoon {
		b.notices.add("cells", all.Crowded(b.ours))
	}
}

// inspectTab is a tab as it is known from the structure and the values.
func inspectTab(info *draw.Tab, t *table) sheets.InspectedTab {
	out := sheets.InspectedTab{Title: info.Title, Rows: info.Rows, Cols: info.Cols, Columns: info.Header,
		Internal: info.Title == undo.TabTitle}
	header, last := int64(info.HeaderRow), int64(-1)
	if t != nil {
		header, last = int64(t.Header), int64(t.last)
	}
	for _, m := range info.Merges {
		if m.EndRowIndex == 0 || m.EndRowIndex > header+1 {
			out.Merged = append(out.Merged, areaName(m))
		}
	}
	for _, table := range info.Tables {
		// A table that reaches below the last row takes new rows in.
		if r := table.Range; r != nil && r.EndRowIndex > 0 && r.EndRowIndex <= last+1 {
			out.Tables = append(out.Tables, table.Name)
		}
	}
	return out
}

// full says that the limit of cells is reached, and what can be done.
func (b *Book) full(said string) string {
	limit := int64(sheets.CellLimit)
	for _, word := range strings.Fields(said) {
		if n, err := strconv.ParseInt(word, 10, 64); err == nil {
			limit = n
		}
	}
	text := fmt.Sprintf("the spreadsheet is full (%s cells, empty ones too)", sheets.Grouped(limit))
	if b.st == nil {
		return text + ": delete the empty rows and columns at the end of its tabs, or tabs of yours that nobody needs"
	}
	all := &sheets.Inspection{}
	for n := range b.st.tabs {
		all.Tabs = append(all.Tabs, inspectTab(&b.st.tabs[n], nil))
	}
	return text + ". " + all.WhatFills(b.ours) + ". What comes in waits meanwhile"
}

// ours reports whether a tab is of the layout.
func (b *Book) ours(title string) bool {
	_, ok := b.layout[sheets.Fold(title)]
	return ok
}

// titleless refuses a tab that has something in it, but none of the columns that it should have: its titles were
// deleted, or it is not leadsheet's. New columns beside what is there would help in neither case.
func titleless(st *structure, layout sheets.Layout) error {
	for _, want := range layout.Tabs {
		info := st.tab(want.Title)
		if info == nil || len(info.Header) == 0 {
			continue
		}
		known := func(c sheets.Column) bool {
			return slices.ContainsFunc(info.Header, func(h string) bool {
				return sheets.Fold(h) == sheets.Fold(c.Title)
			})
		}
		if !slices.ContainsFunc(want.Columns, known) {
			return &Error{Kind: Refused, Doing: "look at the columns", Text: fmt.Sprintf("the tab %q has none of "+
				"the columns that leadsheet keeps there: undo the deletion of its titles, or, if the tab is not "+
				"leadsheet's, give it another name", info.Title)}
		}
	}
	return nil
}

// absent is a tab or column that leadsheet has made before and misses now.
type absent struct{ about, text string }

// absences returns what is missing in a spreadsheet that leadsheet has been in. Most of it is made again; somebody
// should know that the old one was deleted or has another name.
func (b *Book) absences(ctx context.Context, st *structure, layout sheets.Layout) []absent {
	now := &sheets.Inspection{}
	for n := range st.tabs {
		now.Tabs = append(now.Tabs, inspectTab(&st.tabs[n], nil))
	}
	if now.Fresh(layout) {
		return nil
	}
	var out []absent
	for _, want := range layout.Tabs {
		t := now.Tab(want.Title)
		if t == nil {
			b.loadUnknownTabs(ctx, st, now, layout)
			out = append(out, absent{"tab " + want.Title, madeAgain(want.Title, now.Lookalike(want, layout))})
			continue
		}
		for _, c := range want.Missing(t.Columns) {
			if c.Later {
				continue // a workbook from before there was such a column gets it in silence
			}
			out = append(out, absent{"column " + want.Title + "/" + c.Title, addedAgain(t.Title, c.Title, c.Was)})
		}
	}
	return out
}

// loadUnknownTabs finds out the titles of the tabs that are not of the layout. Without them a note says less, no more.
func (b *Book) loadUnknownTabs(ctx context.Context, st *structure, now *sheets.Inspection, layout sheets.Layout) {
	var ids []int64
	rows := int64(topRows)
	for n := range now.Tabs {
		if info := &st.tabs[n]; now.Tabs[n].Columns == nil && info.Rows > 0 && info.Title != undo.TabTitle {
			ids, rows = append(ids, info.ID), min(rows, info.Rows)
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
		if v, ok := got[st.tabs[n].ID]; ok {
			now.Tabs[n].Columns = append([]string{}, tableOf(sheets.TabLayout{}, v.Rows).Tab.Columns...)
		}
	}
}

func madeAgain(tab, like string) string {
	if like == "" {
		return fmt.Sprintf("the tab %q was missing and was made again with its first content: copy the rows of the "+
			"old one from an older version if you need them (File, Version history)", tab)
	}
	return fmt.Sprintf("the tab %q was missing and was made again with its first content; %q has its columns: to "+
		"go on with that one, delete the new %q and name it %q again", tab, like, tab, tab)
}

func addedAgain(tab, column, was string) string {
	if was == "" {
		return fmt.Sprintf("the column %q was missing in the tab %q and was added at the right, empty: copy the "+
			"cells of the old one from an older version if you need them (File, Version history)", column, tab)
	}
	return fmt.Sprintf("the column %q is missing in the tab %q; %q stands in its place: if that is the column, "+
		"name it %q again, else move it away, and start leadsheet again", column, tab, was, column)
}
