package draw

import (
	"fmt"
	"slices"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// tableRows is how many rows a new table has at least; more are added with the rows that are written.
const tableRows = 1000

// NewTab returns the requests that make a table: the tab itself first, then its header, look, lists, filter, colours
// and warnings. lists returns the formula of the range that a list is taken from, such as ='Team'!$A$2:$A, or "" when
// there is none. Where lists point at tabs of the same batch, pass all requests through AddsFirst.
func NewTab(t sheets.TabLayout, id int64, index int64, lists func(from string) string) []*api.Request {
	grid := &api.GridProperties{
		RowCount: int64(max(tableRows, len(t.Rows)+200)), ColumnCount: int64(max(len(t.Columns), 1)), FrozenRowCount: 1,
		FrozenColumnCount: int64(t.Frozen),
	}
	out := []*api.Request{{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{
		SheetId: id, Title: t.Title, Index: index, Hidden: t.Hidden, GridProperties: grid, TabColorStyle: colorOf(t.Color),
		ForceSendFields: []string{"SheetId", "Index"}, // without an index the tab would become the last
	}}}}
	if len(t.Columns) == 0 {
		return out
	}
	out = append(out, columnRequests(t, Tab{ID: id}, 0, t.Columns, lists)...)
	out = append(out, groupRequests(id, t.Columns)...)
	out = append(out, resizeRequest(id, "ROWS", 0, 1, 32))
	if rows := firstRows(t.Rows); len(rows) > 0 {
		out = append(out, &api.Request{UpdateCells: &api.UpdateCellsRequest{
			Start: &api.GridCoordinate{SheetId: id, RowIndex: 1}, Rows: rows, Fields: "userEnteredValue",
		}})
	}
	out = append(out, &api.Request{SetBasicFilter: &api.SetBasicFilterRequest{
		Filter: &api.BasicFilter{Range: Range(id, 0, 0, 0, len(t.Columns))},
	}})
	out = append(out, ruleRequests(t, Tab{ID: id}, 0, t.Columns)...)
	return append(out, warning(Range(id, 0, 1, 0, 0), "The titles of the columns: "+
		"leadsheet finds its columns by them."))
}

// NewColumns returns the requests that put missing columns right of the last one that has a title. Nothing that stands
// is overwritten: where the tab reaches farther, what stands there moves to the right.
func NewColumns(t sheets.TabLayout, info Tab, missing []sheets.Column, lists func(string) string) []*api.Request {
	if len(missing) == 0 {
		return nil
	}
	at := 0
	for i, title := range info.Header {
		if strings.TrimSpace(title) != "" {
			at = i + 1
		}
	}
	var out []*api.Request
	if int64(at) >= info.Cols {
		// There is nothing to insert in front of. Appended columns must not be written to themselves: should a person insert
		// a column at this moment, the last title would stand where they were expected.
		out = append(out, &api.Request{
			AppendDimension: &api.AppendDimensionRequest{SheetId: info.ID, Dimension: "COLUMNS", Length: 1},
		})
	}
	// They take after the column behind them: lists of the last column are not theirs.
	out = append(out, &api.Request{
		InsertDimension: &api.InsertDimensionRequest{Range: spanOf(info.ID, "COLUMNS", at, at+len(missing))},
	})
	out = append(out, columnRequests(t, info, at, missing, lists)...)
	return append(out, ruleRequests(t, info, at, missing)...)
}

// firstRows are the first rows of a table.
func firstRows(rows [][]sheets.Cell) []*api.RowData {
	out := make([]*api.RowData, len(rows))
	for r, row := range rows {
		out[r] = &api.RowData{Values: make([]*api.CellData, len(row))}
		for i, c := range row {
			out[r].Values[i] = &api.CellData{UserEnteredValue: Value(c)}
		}
	}
	return out
}

// columnRequests draws columns that stand side by side from column first on: header, width, look, list, warning.
func columnRequests(
	t sheets.TabLayout,
	info Tab,
	first int,
	columns []sheets.Column,
	lists func(string) string,
) []*api.Request {
	id, top := info.ID, info.HeaderRow
	header := &api.RowData{}
	for i, c := range columns {
		title := c.Title
		cell := &api.CellData{UserEnteredValue: &api.ExtendedValue{StringValue: &title}, Note: headerNote(t, c, first+i)}
		header.Values = append(header.Values, cell)
	}
	out := []*api.Request{{UpdateCells: &api.UpdateCellsRequest{
		Start:  &api.GridCoordinate{SheetId: id, RowIndex: int64(top), ColumnIndex: int64(first)},
		Rows:   []*api.RowData{header},
		Fields: "userEnteredValue,note",
	}}}
	runs(columns, func(a, b sheets.Column) bool { return a.Managed == b.Managed }, func(from, end int) {
		out = append(out, formatRange(Range(id, top, top+1, first+from, first+end), headerFormat(columns[from])))
	})
	runs(columns, func(a, b sheets.Column) bool { return a.Format == b.Format && a.Wrap == b.Wrap }, func(from, end int) {
		out = append(out, formatRange(Range(id, top+1, 0, first+from, first+end), columnFormat(columns[from])))
	})
	runs(columns, func(a, b sheets.Column) bool { return columnWidth(a) == columnWidth(b) }, func(from, end int) {
		out = append(out, resizeRequest(id, "COLUMNS", first+from, first+end, columnWidth(columns[from])))
	})
	runs(columns, func(a, b sheets.Column) bool { return a.Hidden == b.Hidden }, func(from, end int) {
		if columns[from].Hidden {
			out = append(out, hideRequest(id, first+from, first+end))
		}
	})
	for i, c := range columns {
		if rule := listRule(c, lists); rule != nil {
			out = append(out, &api.Request{SetDataValidation: &api.SetDataValidationRequest{
				Range: Range(id, top+1, 0, first+i, first+i+1), Rule: rule,
			}})
		}
	}
	runs(columns, func(a, b sheets.Column) bool { return a.Managed == b.Managed }, func(from, end int) {
		if columns[from].Managed {
			out = append(out, warning(Range(id, top+1, 0, first+from, first+end),
				"leadsheet writes these columns; what you type here may be replaced."))
		}
	})
	return out
}

// groupRequests groups the columns of a new table that are to be grouped, and closes the groups.
func groupRequests(id int64, columns []sheets.Column) []*api.Request {
	var out []*api.Request
	runs(columns, func(a, b sheets.Column) bool { return a.Grouped == b.Grouped }, func(from, end int) {
		if !columns[from].Grouped {
			return
		}
		span := spanOf(id, "COLUMNS", from, end)
		out = append(out, &api.Request{AddDimensionGroup: &api.AddDimensionGroupRequest{Range: span}},
			&api.Request{UpdateDimensionGroup: &api.UpdateDimensionGroupRequest{Fields: "collapsed",
				DimensionGroup: &api.DimensionGroup{Range: span, Depth: 1, Collapsed: true}}})
	})
	return out
}

// runs calls do for each stretch of neighbours that are the same.
func runs[T any](items []T, same func(a, b T) bool, do func(from, end int)) {
	for from := 0; from < len(items); {
		end := from + 1
		for end < len(items) && same(items[from], items[end]) {
			end++
		}
		do(from, end)
		from = end
	}
}

// formatRange gives a range a look and takes away any other.
func formatRange(r *api.GridRange, f *api.CellFormat) *api.Request {
	return &api.Request{RepeatCell: &api.RepeatCellRequest{
		Range: r, Cell: &api.CellData{UserEnteredFormat: f}, Fields: "userEnteredFormat",
	}}
}

// columnWidth is the width of a column in pixels.
func columnWidth(c sheets.Column) int64 {
	if c.Width > 0 {
		return pixelsOf(min(c.Width, 120))
	}
	return pixelsOf(max(float64(len([]rune(c.Title)))+4, 12))
}

// headerNote explains a column; the first column explains the tab as well.
func headerNote(t sheets.TabLayout, c sheets.Column, at int) string {
	note := c.Note
	if at == 0 && t.Note != "" {
		note = strings.TrimSpace(t.Note + "\n\n" + note)
	}
	if c.Managed && note != "" {
		note += "\n\nleadsheet writes this column; what you type here may be replaced."
	}
	return note
}

// listRule offers a column's allowed values. Another value is marked, not refused: the rules say what is wrong.
func listRule(c sheets.Column, lists func(string) string) *api.DataValidationRule {
	condition := &api.BooleanCondition{}
	switch {
	case c.ListFrom != "" && lists != nil:
		from := lists(c.ListFrom)
		if from == "" {
			return nil
		}
		condition.Type, condition.Values = "ONE_OF_RANGE", []*api.ConditionValue{{UserEnteredValue: from}}
	case len(c.List) > 0:
		condition.Type = "ONE_OF_LIST"
		for _, v := range c.List {
			condition.Values = append(condition.Values, &api.ConditionValue{UserEnteredValue: v})
		}
	default:
		return nil
	}
	return &api.DataValidationRule{Condition: condition, ShowCustomUi: true}
}

// ruleRequests draws the colour rules of the columns that stand from column first on, after the rules that are there:
// the first rule that fits a cell wins.
func ruleRequests(t sheets.TabLayout, info Tab, first int, columns []sheets.Column) []*api.Request {
	var out []*api.Request
	for _, r := range t.Colors {
		i := slices.IndexFunc(columns, func(c sheets.Column) bool { return sheets.Fold(c.Title) == sheets.Fold(r.Column) })
		if i < 0 || r.Contains == "" && r.Equals == "" {
			continue
		}
		col := first + i
		area := Range(info.ID, info.HeaderRow+1, 0, col, col+1)
		if r.WholeRow {
			area = Range(info.ID, info.HeaderRow+1, 0, 0, first+len(columns))
		}
		format := &api.CellFormat{BackgroundColorStyle: colorOf(r.Fill)}
		if font := colorOf(r.Font); font != nil {
			format.TextFormat = &api.TextFormat{ForegroundColorStyle: font}
		}
		out = append(out, &api.Request{AddConditionalFormatRule: &api.AddConditionalFormatRuleRequest{
			Index: int64(info.Rules + len(out)),
			Rule: &api.ConditionalFormatRule{
				Ranges: []*api.GridRange{area},
				BooleanRule: &api.BooleanRule{
					Condition: colorCondition(r, cellRef(info.HeaderRow+1, col)),
					Format:    format,
				},
			},
		}})
	}
	return out
}

// cellRef is how a rule names a cell of its first row: the column stays, the row is that of the cell it is asked for.
func cellRef(row, col int) string { return fmt.Sprintf("$%s%d", sheets.ColumnLetters(col), row+1) }

// colorCondition is when a rule colours, asked for the cell of the first row. A formula is used only where it must be,
// and it is written with semicolons, which every locale reads: a comma is a decimal sign in some.
func colorCondition(r sheets.ColorRule, cell string) *api.BooleanCondition {
	kind, want := "TEXT_EQ", r.Equals
	if r.Contains != "" {
		kind, want = "TEXT_CONTAINS", r.Contains
	}
	// What surrounds a text may be trimmed, and = and + begin a formula.
	if !r.WholeRow && strings.TrimSpace(want) == want && !strings.ContainsAny(want[:1], "=+'") {
		return &api.BooleanCondition{Type: kind, Values: []*api.ConditionValue{{UserEnteredValue: want}}}
	}
	formula := "=" + cell + "=" + literal(want)
	if r.Contains != "" {
		formula = "=ISNUMBER(SEARCH(" + literal(want) + ";" + cell + "))"
	}
	return &api.BooleanCondition{Type: "CUSTOM_FORMULA", Values: []*api.ConditionValue{{UserEnteredValue: formula}}}
}
