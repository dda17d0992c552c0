package table

import (
	"archive/zip"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxSheets bounds how many sheets of a workbook are looked at.
const maxSheets = 50

// readXLSX reads the first sheet of a workbook that has a header, or else the first that has anything, and the sheets
// with the same header, such as one a month. Other sheets that hold something are noted.
func readXLSX(z *zip.Reader, b *budget) (tables []*Table, err error) {
	w, err := openWorkbook(z, b)
	if err != nil && errors.Is(err, ErrRefused) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%w: it is no workbook that can be opened (%v); open it in a spreadsheet and save it "+
			"again as .xlsx without a password", ErrRefused, err)
	}
	found := make([][]*Table, 0, len(w.sheets))
	names := make([]string, 0, len(w.sheets))
	chosen := -1
	for _, s := range w.sheets {
		tabs := sheetTables(s.rows)
		if len(tabs) == 0 {
			continue
		}
		found, names = append(found, tabs), append(names, s.name)
		if chosen < 0 && knownLabels(tabs[0].Headers) >= 2 {
			chosen = len(found) - 1
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	chosen = max(chosen, 0)
	var others []string
	want := HeaderSet(found[chosen][0].Headers)
	for i, tabs := range found {
		if i != chosen && (i < chosen || HeaderSet(tabs[0].Headers) != want) {
			others = append(others, fmt.Sprintf("%q", names[i]))
			continue
		}
		for _, t := range tabs {
			t.Name = "sheet " + names[i]
			tables = append(tables, t)
		}
	}
	if len(others) > 0 {
		tables[0].Notes = append(tables[0].Notes, fmt.Sprintf("only the sheet %q was read; these have other columns: "+
			"%s. Save a sheet as a file of its own if it holds requests, too",
			names[chosen], strings.Join(others, ", ")))
	}
	own := slices.DeleteFunc(slices.Clone(found), func(tabs []*Table) bool { return tabs[0].Own == "" })
	whole := len(own) > 1 || w.ours
	for _, t := range tables {
		if whole {
			t.Own = "workbook"
		}
		t.Encoding, t.Delimiter, t.Date1904, t.FromSheet = "xlsx", "xlsx", w.days, true
	}
	return tables, nil
}

// above returns the first rows of a sheet, the blank ones among them too, from the first that is not blank on.
func above(rows []sheetRow) (cells [][]string, first int) {
	if len(rows) == 0 {
		return nil, 0
	}
	first = rows[0].n
	for _, r := range rows {
		if r.n-first >= sampleRows {
			break
		}
		for len(cells) < r.n-first {
			cells = append(cells, nil)
		}
		cells = append(cells, heads(slices.Clone(r.cells)))
	}
	return cells, first
}

// computed finds the rows in which everything is the result of a formula or a box that is not ticked: people fill
// formulas down below the last record. Only rows at the end that name no person count, up to the first typed one.
func computed(rows []sheetRow) map[int]bool {
	found := map[int]bool{}
	for i := len(rows) - 1; i >= 0; i-- {
		r := &rows[i]
		if !r.blank && !r.computed || slices.ContainsFunc(r.cells, func(v string) bool { return strings.Contains(v, "@") }) {
			break
		}
		if r.computed {
			found[r.n] = true
		}
	}
	return found
}

// sheetTables finds the tables of a sheet.
func sheetTables(rows []sheetRow) []*Table {
	for len(rows) > 0 && Blank(rows[0].cells) {
		rows = rows[1:]
	}
	var b builder
	results := computed(rows)
	top, first := above(rows)
	h := findTop(top)
	if h.header < 0 {
		return nil
	}
	b.own = ownStart(top)
	b.start(h.cells, h.notes)
	last := 0 // the row before that was not blank
	for _, r := range rows {
		if r.n-first < h.rows {
			last = r.n
			continue
		}
		if Blank(r.cells) && r.problem == "" {
			continue
		}
		after := r.n > last+1 && last > 0
		last = r.n
		if len(r.cells) > 0 && (after || b.startsLike(r.cells) || b.titleAbove() != nil) {
			if is, _ := b.header(r.cells, after); is {
				continue
			}
		}
		b.add(Row{Cells: r.cells, Number: r.n, gap: after, Formula: results[r.n], Problem: r.problem,
			Link: r.link})
	}
	return b.finish()
}
