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
	hasUnknown := func(l *lead.Lead) bool { return len(l.Unknown) > 0 }
	eachText(leads, events, hasUnknown, func(l *lead.Lead, column *lead.ColumnOf[lead.Lead], text string) {
		switch {
		case !l.IsUnknown(column.Title):
		case column.Title == lead.ColNextContact:
			l.NextContact, _ = ParseWall(text, inForce)
		default:
			SetRecorded(l, column, text, journals)
		}
	})
}

// eachText calls do with every text that Activity has for a column of the leads that are wanted, in its order.
func eachText(leads []lead.Lead, events []lead.Event, wanted func(*lead.Lead) bool,
	do func(l *lead.Lead, column *lead.ColumnOf[lead.Lead], text string)) {
	byID := map[string]*lead.Lead{}
	for i := range leads {
		if l := &leads[i]; wanted(l) && strings.TrimSpace(l.ID) != "" {
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
		doFor := func(column *lead.ColumnOf[lead.Lead], text string) {
			if column != nil {
				do(l, column, text)
			}
		}
		switch e.What {
		case lead.Changed:
			doFor(lead.LeadColumn(e.Column), e.To)
		case lead.Responded:
			doFor(lead.LeadColumn(lead.ColFirstResponse), e.To)
		case lead.Reverted, lead.Reopened:
			doFor(lead.LeadColumn(lead.ColStatus), e.To)
		default:
			lead.EachFact(e.To, func(name, text string) { doFor(lead.FactColumn(name), text) })
		}
	}
}
