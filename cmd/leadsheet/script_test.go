package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// scriptCommands are what the stories in testdata/script can do besides running the program: be the people who edit the
// workbook.
func scriptCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"edit":    scriptEdit,
		"saved":   scriptSaved,
		"cells":   scriptCells,
		"figures": scriptFigures,
		"links":   scriptLinks,
		"delete":  scriptDelete,
		"tabs":    scriptTabs,
	}
}

// scriptTabs prints the tabs of a workbook, a line for each, and which are hidden:
//
//	tabs BOOK
func scriptTabs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tabs BOOK")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for _, tab := range f.GetSheetList() {
		seen, err := f.GetSheetVisible(tab)
		ts.Check(err)
		if !seen {
			tab += " hidden"
		}
		_, err = fmt.Fprintln(ts.Stdout(), tab)
		ts.Check(err)
	}
}

// scriptEdit sets cells of the row whose cell in the key column holds a text, or of a new row below the table:
//
//	edit BOOK TAB KEY=TEXT COLUMN=VALUE ...
func scriptEdit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: edit BOOK TAB KEY=TEXT COLUMN=VALUE ...")
	}
	ts.Check(editBook(ts.MkAbs(args[0]), args[1], args[2], args[3:]...))
}

// editBook does what scriptEdit says.
func editBook(path, tab, key string, sets ...string) error {
	return changeBook(path, tab, key, func(f *excelize.File, grid [][]string, row int) error {
		if row < 0 {
			row = len(grid)
		}
		for _, set := range append([]string{key}, sets...) {
			title, value, _ := strings.Cut(set, "=")
			col := slices.Index(grid[0], title)
			if col < 0 {
				return fmt.Errorf("the tab %s has no column %q", tab, title)
			}
			cell, err := excelize.CoordinatesToCellName(col+1, row+1)
			if err != nil {
				return err
			}
			if n, failed := strconv.ParseFloat(value, 64); failed == nil {
				err = f.SetCellFloat(tab, cell, n, -1, 64) // as a spreadsheet takes what is typed
			} else {
				err = f.SetCellStr(tab, cell, value)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// changeBook changes a workbook as another program does: it saves it as a whole. change gets the cells of the tab, and
// the index of the row whose cell in the key column holds a text, KEY=TEXT, or -1.
func changeBook(path, tab, key string, change func(f *excelize.File, grid [][]string, row int) error) error {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer f.Close()
	grid, err := f.GetRows(tab)
	if err != nil {
		return err
	}
	title, text, _ := strings.Cut(key, "=")
	at, row := slices.Index(grid[0], title), -1
	for i, r := range grid[1:] {
		if at >= 0 && at < len(r) && r[at] == text {
			row = i + 1
			break
		}
	}
	if err := change(f, grid, row); err != nil {
		return err
	}
	if err := f.SaveAs(path + ".new.xlsx"); err != nil {
		return err
	}
	return os.Rename(path+".new.xlsx", path)
}

// scriptDelete deletes the row whose cell in the key column holds a text:
//
//	delete BOOK TAB KEY=TEXT
func scriptDelete(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: delete BOOK TAB KEY=TEXT")
	}
	ts.Check(deleteBookRow(ts.MkAbs(args[0]), args[1], args[2]))
}

// deleteBookRow does what scriptDelete says.
func deleteBookRow(path, tab, key string) error {
	return changeBook(path, tab, key, func(f *excelize.File, _ [][]string, row int) error {
		if row < 0 {
			return fmt.Errorf("no row of the tab %s has %s", tab, key)
		}
		return f.RemoveRow(tab, row+1)
	})
}

// scriptSaved gives files the time at which somebody is to have saved them:
//
//	saved TIME FILE ...
func scriptSaved(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: saved TIME FILE ...")
	}
	at, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	for _, name := range args[1:] {
		ts.Check(os.Chtimes(ts.MkAbs(name), at, at))
	}
}

// scriptFigures keeps the report that was printed, without its first line, which says as of which minute it is:
// "figures FILE".
func scriptFigures(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: figures FILE")
	}
	_, figures, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(figures), 0o600))
}

// scriptCells prints what a tab shows, a line for each row, its cells without the blank ones:
//
//	cells BOOK TAB
func scriptCells(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cells BOOK TAB")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	grid, err := f.GetRows(args[1])
	ts.Check(err)
	for _, row := range grid {
		cells := slices.DeleteFunc(row, func(cell string) bool { return strings.TrimSpace(cell) == "" })
		if len(cells) > 0 {
			fmt.Fprintln(ts.Stdout(), strings.Join(cells, " | "))
		}
	}
}

// scriptLinks prints where the cells of a tab lead, a line for each that leads somewhere:
//
//	links BOOK TAB
func scriptLinks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: links BOOK TAB")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	cells, err := f.GetHyperLinkCells(args[1], "")
	ts.Check(err)
	for _, cell := range cells {
		_, to, err := f.GetCellHyperLink(args[1], cell)
		ts.Check(err)
		fmt.Fprintln(ts.Stdout(), cell, to)
	}
}
