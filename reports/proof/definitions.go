package proof

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// present are the figures of now; all others are of a period.
var present = map[string]bool{"open_value": true, "overdue_followups": true, "coverage": true, "completeness": true,
	"open_pairs": true, "stale": true, "unreadable": true, "without_next_step": true}

// Definitions is the tab that says what each figure means. whole says that the export has no bounds in time: its
// figures are of the last 30 days.
func (b *Book) Definitions(whole bool) *sheets.ExportTable {
	t, in := b.say, b.of.Policy.Words
	names := figures.FigureNames()
	period := t.Recent
	if !whole {
		period = t.Within
	}
	return &sheets.ExportTable{
		TabLayout: sheets.TabLayout{Title: t.Definitions, Note: t.DefinitionsNote, Frozen: 1, Columns: []sheets.Column{
			{Title: t.Figure, Width: 34}, {Title: t.Meaning, Width: 78, Wrap: true}, {Title: t.Sample, Width: 40, Wrap: true},
			{Title: t.Period, Width: 26}, {Title: t.Name, Width: 30, Format: sheets.PlainText}}},
		Len: len(names),
		Body: func(yield func([]sheets.Cell, []sheets.Formula) bool) {
			for _, name := range names {
				of := period
				if present[name] {
					of = t.Now
				}
				row := []sheets.Cell{lead.TextValue(in.Word(words.FigureNames, name)),
					lead.TextValue(in.Word(words.FigureMeanings, name)), lead.TextValue(in.Word(words.FigureSamples, name)),
					lead.TextValue(of), lead.TextValue(name)}
				if !yield(row, nil) {
					return
				}
			}
		}}
}
