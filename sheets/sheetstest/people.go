// Package sheetstest holds the suite of tests that every backend of package sheets must pass, and the interface of the
// people who edit the workbook meanwhile.
package sheetstest

import "leadsheet/sheets"

// People edit the workbook as a spreadsheet program does: each call is seen by the next Read. Rows are named by the
// text of their first column, columns by their title.
type People interface {
	Edit(tab, row, column string, to sheets.Cell)
	Sort(tab, column string) // descending
	InsertRow(tab, above string, cells ...sheets.Cell)
	DeleteRow(tab, row string)
	// MoveRow cuts a row and inserts it above another.
	MoveRow(tab, row, above string)
	RenameColumn(tab, from, to string)
	// MoveColumn moves a column to the right end.
	MoveColumn(tab, column string)
	// AddColumn inserts an empty column at the left.
	AddColumn(tab, title string)
	DeleteColumn(tab, column string)
	DeleteTab(tab string)
	// SetHidden hides or shows a tab.
	SetHidden(tab string, hidden bool)
	Hidden(tab string) bool
	// ColumnHidden reports whether a column is left out of what is seen, alone or with its group.
	ColumnHidden(tab, column string) bool
	// Tabs are the titles of all tabs, hidden ones included.
	Tabs() []string
	// EditAt, InsertRows and DeleteRows take the positions of rows and columns on the sheet, from 0.
	EditAt(tab string, row, col int, to sheets.Cell)
	InsertRows(tab string, at, n int)
	DeleteRows(tab string, from, n int)
	// Fill types the same into the rows from first to last of a column. All count from 0, including the row of titles.
	Fill(tab string, col, first, last int, to sheets.Cell)
}

// Layout is the workbook of the suite.
func Layout() sheets.Layout {
	return sheets.Layout{Tabs: []sheets.TabLayout{
		{Title: "Leads", Note: "The team's table.", Key: "ID", Memory: []string{"ID"}, Color: "1D4ED8",
			Columns: []sheets.Column{
				{Title: "ID", Width: 9, Managed: true, Note: "Never reused."},
				{Title: "Name", Width: 22, Format: sheets.PlainText},
				{Title: "Phone", Width: 18, Format: sheets.PlainText},
				{Title: "Status", Width: 16, ListFrom: "Statuses/Status"},
				{Title: "Received", Width: 17, Format: sheets.DateTime},
				{Title: "Value", Width: 12, Format: sheets.Amount},
			}},
		{Title: "Statuses", Key: "Status", Columns: []sheets.Column{{Title: "Status"}, {Title: "Meaning"}},
			Rows: [][]sheets.Cell{{T("New"), T("nobody has answered")}, {T("Won"), T("signed")}}},
	}}
}
