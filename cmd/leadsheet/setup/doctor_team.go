package setup

import (
	"context"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// settingDomains is the setting that says which mail domains are the team's.
const settingDomains = "Team domains"

// domains looks whether the domains that the workbook calls the team's can be its own: those that cannot are left out,
// and nobody sees that until a colleague is taken for a customer.
func (d *checks) domains(ctx context.Context, book sheets.Book) {
	snap, err := book.Read(ctx, lead.TabSettings)
	if err != nil || snap.Tabs[lead.TabSettings] == nil {
		return // what is missing has been said
	}
	t := snap.Tabs[lead.TabSettings]
	name, value := t.Col("Setting"), t.Col("Value")
	for row := 0; name >= 0 && value >= 0 && row < len(t.Rows); row++ {
		if !strings.EqualFold(strings.TrimSpace(t.At(row, name).String()), settingDomains) {
			continue
		}
		divides := func(r rune) bool { return strings.ContainsRune(",;\n", r) }
		for _, s := range strings.FieldsFunc(t.At(row, value).String(), divides) {
			if _, err := lead.TeamDomain(s); err != nil && strings.TrimSpace(s) != "" {
				text, do, _ := strings.Cut(err.Error(), "; ")
				d.add("team", Fail, "Team domains in the tab Settings: "+text, do)
			}
		}
	}
}
