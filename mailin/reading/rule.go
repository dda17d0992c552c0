package reading

import (
	"cmp"

	"leadsheet/lead"
)

// usualRules name what decides when nothing more exact does: the kind of the mail.
var usualRules = map[lead.MessageKind]string{
	lead.Direct:          "a letter",
	lead.Reply:           "an answer in a thread",
	lead.Forwarded:       "a colleague's forward",
	lead.Notification:    "the fields of a form",
	lead.Unreadable:      "only the header is known",
	lead.OwnMail:         "a sender of the team",
	lead.ColleagueAnswer: "a sender of the team, to somebody outside it",
	lead.Calendar:        "calendar",
	lead.AutoReply:       "an automatic reply",
	lead.BulkMail:        "a mailing",
	lead.Bounce:          "a delivery report",
}

// nameRule completes what decided how the mail was read.
func (q *Reading) nameRule() { q.Rule = cmp.Or(q.Rule, usualRules[q.Kind], string(q.Kind)) }
