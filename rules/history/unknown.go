package history

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// FillUnknown gives the cells of leads whose formulas have no result (see lead.Lead.Unknown) what Activity says that
// they held last. Until a program has computed them again, that is what counts. inForce is the zone of the tab Leads,
// journals that of Activity.
func FillUnknown(leads []lead.Lead, events []lead.Event, inForce, journals *time.Location) {
	byID := map[string]*lead.Lead{}
	for i := range leads {
		if l := &leads[i]; len(l.Unknown) > 0 && strings.TrimSpace(l.ID) != "" {
			byID[strings.TrimSpace(l.ID)] = l
		}
	}
	if len(byID) == 0 {
		return
	}
	for i := range events {
		e := &events[i]
		l := byID[strings.TrimSpace(e.Lead)]
		if l == nil {
			continue
		}
		fill := func(column *lead.ColumnOf[lead.Lead], text string) {
			switch {
			case column == nil || !l.IsUnknown(column.Title):
			case column.Title == lead.ColNextContact:
				l.NextContact, _ = ParseWall(text, inForce)
			default:
				SetRecorded(l, column, text, journals)
			}
		}
		switch e.What {
		case lead.Changed:
			fill(lead.LeadColumn(e.Column), e.To)
		case lead.Responded:
			fill(lead.LeadColumn(lead.ColFirstResponse), e.To)
		case lead.Reverted, lead.Reopened:
			fill(lead.LeadColumn(lead.ColStatus), e.To)
		default:
			lead.EachFact(e.To, func(name, text string) { fill(lead.FactColumn(name), text) })
		}
	}
}
