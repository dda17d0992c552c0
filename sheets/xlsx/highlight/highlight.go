// Package highlight draws the colour rules of tabs in new local workbooks.
package highlight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// Rows adds the colour rules of a new tab as conditional formats, down to the last row. The first rule that
// matches a row applies.
func Rows(f *excelize.File, t sheets.TabLayout, lastRow int) error {
	for _, r := range t.Colors {
		i := slices.IndexFunc(t.Columns, func(c sheets.Column) bool { return sheets.Fold(c.Title) == sheets.Fold(r.Column) })
		if i < 0 {
			continue
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		st := &excelize.Style{}
		if r.Fill != "" {
			st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{r.Fill}}
		}
		if r.Font != "" {
			st.Font = &excelize.Font{Color: r.Font}
		}
		format, err := f.NewConditionalStyle(st)
		if err != nil {
			return err
		}
		formula := fmt.Sprintf("$%s2=%s", name, Literal(r.Equals))
		if r.Contains != "" {
			formula = fmt.Sprintf("ISNUMBER(SEARCH(%s,$%s2))", Literal(r.Contains), name)
		}
		area := fmt.Sprintf("%s2:%s%d", name, name, lastRow)
		if r.WholeRow {
			last, err := excelize.ColumnNumberToName(len(t.Columns))
			if err != nil {
				return err
			}
			area = fmt.Sprintf("A2:%s%d", last, lastRow)
		}
		if err := f.SetConditionalFormat(t.Title, area, []excelize.ConditionalFormatOptions{{
			Type: "formula", Criteria: formula, Format: &format,
		}}); err != nil {
			return err
		}
	}
	return nil
}

// Literal quotes a text for a formula.
func Literal(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
