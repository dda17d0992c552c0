package main

import (
	"os"
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
		"edit":  scriptEdit,
		"saved": scriptSaved,
	}
}

// scriptEdit sets cells of the row whose cell in the key column holds a text, or of a new row below the table:
//
//	edit BOOK TAB KEY=TEXT COLUMN=VALUE ...
func scriptEdit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: edit BOOK TAB KEY=TEXT COLUMN=VALUE ...")
	}
	path, tab := ts.MkAbs(args[0]), args[1]
	f, err := excelize.OpenFile(path)
	ts.Check(err)
	defer f.Close()
	grid, err := f.GetRows(tab)
	ts.Check(err)
	column := func(title string) int {
		for i, c := range grid[0] {
			if c == title {
				return i
			}
		}
		ts.Fatalf("the tab %s has no column %q", tab, title)
		return -1
	}
	key, text, _ := strings.Cut(args[2], "=")
	at, row := column(key), len(grid)
	for i, r := range grid[1:] {
		if at < len(r) && r[at] == text {
			row = i + 1
			break
		}
	}
	for _, set := range append([]string{args[2]}, args[3:]...) {
		title, value, _ := strings.Cut(set, "=")
		cell, err := excelize.CoordinatesToCellName(column(title)+1, row+1)
		ts.Check(err)
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			ts.Check(f.SetCellFloat(tab, cell, n, -1, 64)) // as a spreadsheet takes what is typed
		} else {
			ts.Check(f.SetCellStr(tab, cell, value))
		}
	}
	ts.Check(f.SaveAs(path + ".new.xlsx"))
	ts.Check(os.Rename(path+".new.xlsx", path))
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
