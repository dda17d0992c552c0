package explain

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/turns"
)

// fold is what the events of the lead say of it beside its row.
type fold struct {
	turns       turns.Turns
	owners      clocks.Ownership
	began       bool
	name        string
	deleted     time.Time
	duplicateOf string
	// owner, status and quality are how these came to be what they are.
	owner, status, quality origin
}

// origin says how a cell came to what it holds.
type origin struct {
	at  time.Time
	by  string
	why string
}

// take adds the next event, in the order in which they were written. zone is that of Activity.
func (f *fold) take(e *lead.Event, zone *time.Location) {
	f.turns.Add(e)
	f.owners.Add(e, zone)
	switch e.What {
	case lead.Created, lead.Adopted:
		f.deleted, f.began = time.Time{}, true
		f.name = lead.FactOf(e.To, lead.LeadColumn(lead.ColName).Fact())
		who := e.By
		if e.What == lead.Adopted {
			who = lead.ByTeam
		}
		f.status = origin{e.Time, e.By, ""}
		f.owner = origin{e.Time, who, ownerReason(e.Why)}
		f.quality = origin{e.Time, who, qualityReason(e.Why)}
		if f.owner.why != "" || lead.FactOf(e.To, lead.FactAssigned) != "" {
			f.owner.by = lead.ByLeadsheet
		}
	case lead.Deleted:
		f.deleted = e.Time
	case lead.Restored:
		f.deleted = time.Time{}
	case lead.Changed:
		o := origin{e.Time, e.By, e.Why}
		switch e.Column {
		case lead.ColOwner:
			f.owner = o
		case lead.ColStatus:
			f.status = o
		case lead.ColQuality:
			f.quality = o
		case lead.ColName:
			f.name = e.To
		}
	case lead.Reverted, lead.Reopened:
		f.status = origin{e.Time, e.By, e.Why}
	case lead.Merged:
		if lead.MakesDuplicate(e) {
			f.duplicateOf = lead.FactOf(e.To, lead.FactLead)
		}
	case lead.Undone:
		if f.duplicateOf != "" && f.duplicateOf == lead.FactOf(e.From, lead.FactLead) {
			f.duplicateOf = ""
		}
	}
}

// reasonsOf divides the reason of an event into those of its parts: how the request came, why it has its quality and
// its owner.
func reasonsOf(why string) []string {
	var out []string
	for part := range strings.SplitSeq(why, "; ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// qualityReason is why a lead began with its quality: earlier versions wrote "Quality: why".
func qualityReason(why string) string {
	for _, part := range reasonsOf(why) {
		if isOfQuality(part) {
			return strings.TrimLeft(strings.TrimPrefix(part, lead.ColQuality), ": ")
		}
	}
	return ""
}

// ownerReason is why a lead began with its owner: the last reason that is neither of the way on which it came nor of
// the quality.
func ownerReason(why string) string {
	parts := reasonsOf(why)
	if len(parts) < 2 || isOfQuality(parts[len(parts)-1]) {
		return ""
	}
	return parts[len(parts)-1]
}

func isOfQuality(reason string) bool {
	return strings.HasPrefix(reason, lead.ColQuality+": ") || strings.HasPrefix(reason, lead.ColQuality+" ")
}
