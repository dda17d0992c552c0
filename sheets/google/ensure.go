package google

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
)

// Ensure implements sheets.Book. It costs a request when something is missing, and one when it does not know the titles
// of all tabs from reading them.
func (b *Book) Ensure(ctx context.Context, layout sheets.Layout) error {
	b.Expect(layout)
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := 1; ; i++ {
		err := b.ensure(ctx, layout)
		// A conflict means that another leadsheet or a user changed the workbook meanwhile: what is missing has to be
		// determined again.
		if !errors.Is(err, sheets.ErrConflict) || i == maxReads {
			return err
		}
		b.st = nil
	}
}

func (b *Book) ensure(ctx context.Context, layout sheets.Layout) error {
	st, err := b.structure(ctx)
	if err != nil {
		return err
	}
	if err := b.headers(ctx, st, layout); err != nil {
		return err
	}
	if err := titleless(st, layout); err != nil {
		return err
	}
	absent := b.absences(ctx, st, layout)
	if reqs := layoutRequests(st, layout); len(reqs) > 0 {
		if _, err = b.send(ctx, b.turn, b.now(), b.tag(), reqs, ""); err != nil {
			return err
		}
		b.st = nil // the titles have to be read anew
	}
	for _, a := range absent {
		b.notices.add(a.about, a.text)
	}
	return nil
}

// headers reads the titles of the tabs that are there.
func (b *Book) headers(ctx context.Context, st *structure, layout sheets.Layout) error {
	var ids []int64
	rows := int64(topRows)
	for _, t := range layout.Tabs {
		if info := st.tab(t.Title); info != nil && info.Header == nil {
			ids, rows = append(ids, info.ID), min(rows, info.Rows) // a range that goes beyond a tab is refused
		}
	}
	if len(ids) == 0 {
		return nil
	}
	got, err := b.values(ctx, ids, rows)
	if err != nil {
		return err
	}
	for _, id := range ids {
		t := tableOf(b.want(st.byID(id).Title), got[id].Rows)
		if err := t.Tab.Err(); err != nil {
			return &Error{Kind: Refused, Doing: "look at the columns", Text: err.Error(), Err: err}
		}
		st.byID(id).Header, st.byID(id).HeaderRow = append([]string{}, t.Tab.Columns...), t.Header
	}
	return nil
}

// layoutRequests creates what is missing of the layout.
func layoutRequests(st *structure, layout sheets.Layout) []*api.Request {
	titles := make([]string, len(layout.Tabs))
	for i, t := range layout.Tabs {
		titles[i] = t.Title
	}
	ids := st.ids(titles)
	lists := func(from string) string { return listRange(st, layout, from) }
	var reqs []*api.Request
	index := int64(0)
	for _, t := range layout.Tabs {
		info := st.tab(t.Title)
		if info == nil {
			reqs = append(reqs, draw.NewTab(t, ids[sheets.Fold(t.Title)], index, lists)...)
			index++
			continue
		}
		reqs = append(reqs, draw.NewColumns(t, *info, missingColumns(t, info), lists)...)
		index++
	}
	return draw.AddsFirst(reqs)
}

// missingColumns are the columns to be added. One is not added while a stranger stands in its place: it is most likely
// the same column under a new name, and when that gets its old name back there would be two.
func missingColumns(t sheets.TabLayout, info *draw.Tab) []sheets.Column {
	var out []sheets.Column
	for _, c := range t.Missing(info.Header) {
		if c.Was == "" {
			out = append(out, c.Column)
		}
	}
	return out
}

// listRange is the range behind "Tab/Column": below its title, to the end of the tab.
func listRange(st *structure, layout sheets.Layout, from string) string {
	tab, column, _ := strings.Cut(from, "/")
	titles := []string{}
	if info := st.tab(tab); info != nil {
		tab, titles = info.Title, info.Header
	} else {
		for _, t := range layout.Tabs {
			if sheets.Fold(t.Title) == sheets.Fold(tab) {
				for _, c := range t.Columns {
					titles = append(titles, c.Title)
				}
			}
		}
	}
	i := slices.IndexFunc(titles, func(t string) bool { return sheets.Fold(t) == sheets.Fold(column) })
	if i < 0 {
		return ""
	}
	letters := columnLetters(int64(i) + 1)
	return fmt.Sprintf("='%s'!$%s$2:$%s", strings.ReplaceAll(tab, "'", "''"), letters, letters)
}
