package forms

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
)

// maxSheets bounds how many sheets of a workbook are looked at.
const maxSheets = 50

// readXLSX reads the first sheet of a workbook that has a header, or else the first that has anything, and the sheets
// with the same header, such as one a month. Other sheets that hold something are noted.
func readXLSX(data []byte) (tables []*table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 512 << 20, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, fmt.Errorf("%w: it is no workbook that can be opened (%v); open it in a spreadsheet and save it again as .xlsx without a password", ErrRefused, err)
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close workbook: %w", cerr)
		}
	}()
	date1904 := false
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		date1904 = *props.Date1904
	}
	sheets := f.GetSheetList()
	found := make([][]*table, 0, len(sheets))
	names := make([]string, 0, len(sheets))
	chosen := -1
	for _, sheet := range sheets[:min(len(sheets), maxSheets)] {
		rows, err := f.GetRows(sheet)
		if err != nil {
			continue // a chart sheet
		}
		ticks(f, sheet, rows)
		tabs := sheetTables(rows, formulas(f, sheet, rows))
		if len(tabs) == 0 {
			continue
		}
		found, names = append(found, tabs), append(names, sheet)
		if chosen < 0 && knownLabels(tabs[0].headers) >= 2 {
			chosen = len(found) - 1
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	chosen = max(chosen, 0)
	var others []string
	want := headerSet(found[chosen][0].headers)
	for i, tabs := range found {
		if i != chosen && (i < chosen || headerSet(tabs[0].headers) != want) {
			others = append(others, fmt.Sprintf("%q", names[i]))
			continue
		}
		for _, t := range tabs {
			t.name = "sheet " + names[i]
			tables = append(tables, t)
		}
	}
	if len(others) > 0 {
		tables[0].notes = append(tables[0].notes, fmt.Sprintf("only the sheet %q was read; these have other columns: %s. Save a sheet as a file of its own if it holds requests, too",
			names[chosen], strings.Join(others, ", ")))
	}
	own := slices.DeleteFunc(slices.Clone(found), func(tabs []*table) bool { return tabs[0].own == "" })
	whole := len(own) > 1 || ownWorkbook(f)
	for _, t := range tables {
		if whole {
			t.own = "workbook"
		}
		t.encoding, t.delimiter, t.date1904, t.sheet = "xlsx", "xlsx", date1904, true
	}
	return tables, nil
}

// ticks writes the ticks of a sheet as every text export writes them; the workbook itself has 0 and 1.
func ticks(f *excelize.File, sheet string, rows [][]string) {
	const enough = 20_000 // cells; asking for their kind takes the whole sheet into memory
	var found [][]int     // by column: the rows that have one of the two
	for i, r := range rows {
		for col := range r[:min(len(r), maxColumns)] {
			if r[col] == "0" || r[col] == "1" {
				for len(found) <= col {
					found = append(found, nil)
				}
				found[col] = append(found[col], i)
			}
		}
	}
	asked := 0
	for col, at := range found {
		for n, i := range at {
			name, err := excelize.CoordinatesToCellName(col+1, i+1)
			if err != nil || asked >= enough {
				return
			}
			asked++
			if kind, err := f.GetCellType(sheet, name); err != nil || kind != excelize.CellTypeBool {
				if n > 20 && err == nil {
					break // a column of numbers
				}
				continue
			}
			rows[i][col] = map[string]string{"0": "FALSE", "1": "TRUE"}[rows[i][col]]
		}
	}
}

// formulas finds the rows in which everything is the result of a formula or a box that is not ticked: people fill formulas
// down below the last record. Only rows that name nobody are looked at, from the last one up to the first that is typed.
func formulas(f *excelize.File, sheet string, rows [][]string) map[int]bool {
	const enough = 2000 // cells; each asked for is looked up in the whole sheet
	found, asked := map[int]bool{}, 0
	for i := len(rows) - 1; i >= 0; i-- {
		computed, any := true, false
		for col, v := range rows[i] {
			if ticked, is := lead.IsTick(v); strings.TrimSpace(v) == "" || is && !ticked {
				continue
			}
			name, err := excelize.CoordinatesToCellName(col+1, i+1)
			if asked++; err != nil || asked > enough || strings.Contains(v, "@") {
				return found
			}
			formula, err := f.GetCellFormula(sheet, name)
			if any = true; err != nil || formula == "" {
				computed = false
				break
			}
		}
		if any && !computed {
			return found
		}
		if any {
			found[i] = true
		}
	}
	return found
}

// sheetTables finds the tables of a sheet. computed are the rows in which everything is the result of a formula.
func sheetTables(rows [][]string, computed map[int]bool) []*table {
	var b builder
	h := findTop(rows[:min(len(rows), sampleRows)])
	if h.header < 0 {
		return nil
	}
	b.own = ownStart(rows)
	b.start(h.cells, h.notes)
	blank := false
	for i := h.rows; i < len(rows); i++ {
		if blankCells(rows[i]) {
			blank = true
			continue
		}
		after := blank
		blank = false
		if after || b.startsLike(rows[i]) || b.titleAbove() != nil {
			if is, _ := b.header(rows[i], after); is {
				continue
			}
		}
		b.add(record{cells: rows[i], n: i + 1, gap: after, formula: computed[i]})
	}
	return b.finish()
}
