package outcomes

import (
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// Was is the outcome that a row had before somebody typed another one there. reason is the row's own, without a remark.
func (rs Reasons) Was(r *lead.IntakeRow, reason string, x *Origins) lead.Outcome {
	switch kind := ledger.ParseKey(r.Key).Kind(); {
	case rs.IsAside(reason):
		return lead.Ignored
	case kind == ledger.FileSummary:
		return lead.FileRead
	case kind == ledger.SentMail:
		return lead.AddedTo
	case rs.IsDeliveryReport(reason) && r.Lead != "":
		return lead.Bounced
	case r.Lead == "":
		return lead.Ignored
	case rs.IsTwice(reason):
		return lead.Duplicate
	case rs.IgnoredWithLead(reason):
		return lead.Ignored
	case rs.WasDamaged(reason):
		return lead.Damaged
	case x.Began(r):
		return lead.NewLead
	}
	return lead.AddedTo
}
