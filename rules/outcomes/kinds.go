package outcomes

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
)

// OfKind says why messages of a kind are no leads, "" for kinds that may be one.
func OfKind(say *words.IntakeTexts, kind lead.MessageKind) string {
	switch kind {
	case lead.BulkMail:
		return say.Newsletter
	case lead.AutoReply:
		return say.AutoReply
	case lead.Bounce:
		return say.DeliveryReport
	case lead.OwnMail:
		return say.TeamMail
	case lead.TestLead:
		return say.TestEntry
	case lead.Calendar:
		return say.Calendar
	case lead.Complaint:
		return say.Complaint
	case lead.ColleagueAnswer, lead.SentMail:
		return say.Colleague
	}
	return ""
}
