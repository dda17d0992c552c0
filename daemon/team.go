package daemon

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// setTeam fills cells of the tab Team with what the work says.
func (v *view) setTeam(b *sheets.Batch, cells []rules.TeamCell) {
	t := v.snap.Tabs[lead.TabTeam]
	if t == nil {
		return
	}
	for _, c := range cells {
		name := t.Col(lead.ColName)
		for row := range t.Rows {
			if name >= 0 && words.Same(t.At(row, name).String(), c.Name) {
				v.setCell(b, lead.TabTeam, row, c.Column, lead.TextValue(c.Text))
				break
			}
		}
	}
}

// sayNoTeam adds a row to a tab Team without any, so that the column Check can say there that it is empty. Where rows
// are left, it says it in the first.
func (v *view) sayNoTeam(b *sheets.Batch) {
	text, t := v.state.Policy.TeamMissing(), v.snap.Tabs[lead.TabTeam]
	if text != "" && t != nil && len(t.Rows) == 0 && t.Col(lead.ColCheck) >= 0 {
		b.Appends = append(b.Appends, sheets.AppendTexts(lead.TabTeam, []string{lead.ColCheck}, [][]string{{text}}))
	}
}
