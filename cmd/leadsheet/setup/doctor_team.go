package setup

import (
	"context"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// settingDomains is the setting that lists the team's mail domains.
const settingDomains = "Team domains"

// domains checks whether the team domains in the workbook can belong to a team. The daemon ignores those that cannot,
// which would go unnoticed until a colleague's mail is taken for a customer's.
func (d *checks) domains(ctx context.Context, book sheets.Book) {
	snap, err := book.Read(ctx, lead.TabSettings)
	if err != nil || snap.Tabs[lead.TabSettings] == nil {
		return // a missing tab has been reported
	}
	t := snap.Tabs[lead.TabSettings]
	name, value := t.Col("Setting"), t.Col("Value")
	for row := 0; name >= 0 && value >= 0 && row < len(t.Rows); row++ {
		if !strings.EqualFold(strings.TrimSpace(t.At(row, name).String()), settingDomains) {
			continue
		}
		separates := func(r rune) bool { return strings.ContainsRune(",;\n", r) }
		for _, s := range strings.FieldsFunc(t.At(row, value).String(), separates) {
			if _, err := lead.TeamDomain(s); err != nil && strings.TrimSpace(s) != "" {
				text, do, _ := strings.Cut(err.Error(), "; ")
				d.add("team", Fail, "Team domains in the tab Settings: "+text, do)
			}
		}
	}
}
