package proof

import (
	"fmt"
	"strings"

	"leadsheet/sheets"
)

// area is a table of the export to which formulas refer.
type area struct {
	tab      string
	last     int // the last row
	first    int // the place of the first of the columns by which leads count
	received int // -1 for none
}

// span is a column of the table: 'Leads'!$B$2:$B$9.
func (a *area) span(col int) string {
	letters := sheets.ColumnLetters(col)
	return fmt.Sprintf("'%s'!$%s$2:$%s$%d", strings.ReplaceAll(a.tab, "'", "''"), letters, letters, max(a.last, 2))
}

func (a *area) of(c column) string { return a.span(a.first + int(c)) }

// Where the moments stand on the tab Check.
const (
	fromCell, untilCell, asOfCell = "$C$2", "$C$3", "$C$4"
)

// condition narrows the rows of a table: pairs of a range and a criterion.
type condition func(a *area) string

// is wants a column to hold a text.
func is(c column, text string) condition {
	return func(a *area) string { return a.of(c) + "," + criterion("=", text) }
}

// isNot wants a column to hold something, and not that text.
func isNot(c column, text string) condition {
	return func(a *area) string { return a.of(c) + "," + criterion("<>", text) }
}

// within wants a moment of a column to be in the period.
func within(c column) condition { return func(a *area) string { return inPeriod(a.of(c)) } }

// received wants the lead to have come in within the period.
func received(a *area) string { return inPeriod(a.span(a.received)) }

func inPeriod(span string) string {
	return fmt.Sprintf(`%s,">="&%s,%s,"<"&%s`, span, fromCell, span, untilCell)
}

// criterion is a comparison with a text, in which programs find no pattern.
func criterion(op, text string) string {
	text = strings.NewReplacer("~", "~~", "*", "~*", "?", "~?").Replace(text)
	return `"` + op + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// longest is how long a text in a formula may be.
const longest = 250

// count counts the rows of all tables.
func count(areas []area, conditions ...condition) string {
	return each(areas, func(a *area) string { return "COUNTIFS(" + joined(a, conditions) + ")" })
}

// sum adds the counted values of the rows of all tables.
func sum(areas []area, conditions ...condition) string {
	return each(areas, func(a *area) string { return "SUMIFS(" + a.of(countedValue) + "," + joined(a, conditions) + ")" })
}

func each(areas []area, formula func(*area) string) string {
	parts := make([]string, len(areas))
	for i := range areas {
		parts[i] = formula(&areas[i])
	}
	return strings.Join(parts, "+")
}

func joined(a *area, conditions []condition) string {
	parts := make([]string, len(conditions))
	for i, c := range conditions {
		parts[i] = c(a)
	}
	return strings.Join(parts, ",")
}

// percent is a share as a percentage; a blank text under the smallest sample.
func percent(part, of string, least int) string {
	return fmt.Sprintf(`IF((%s)<%d,"",100*(%s)/(%s))`, of, least, part, of)
}

// medianOf is the median of the response minutes of the leads whose clock began in the period.
func medianOf(areas []area) string {
	parts := make([]string, len(areas))
	for i := range areas {
		a := &areas[i]
		parts[i] = fmt.Sprintf(`IF(ISNUMBER(%[1]s),IF(ISNUMBER(%[2]s),IF(%[2]s>=%[3]s,IF(%[2]s<%[4]s,%[1]s))))`,
			a.of(minutes), a.of(clock), fromCell, untilCell)
	}
	return "{MEDIAN(" + strings.Join(parts, ",") + ")"
}

// rounded is a formula to two decimals, a blank text where it has no result.
func rounded(formula string) sheets.Formula {
	array, formula := strings.HasPrefix(formula, "{"), strings.TrimPrefix(formula, "{")
	formula = "IFERROR(ROUND(" + formula + `,2),"")`
	if array {
		formula = "{" + formula
	}
	return sheets.Formula(formula)
}
