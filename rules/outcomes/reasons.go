package outcomes

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Reasons reads what leadsheet wrote as the reason of a row of Intake, in whatever language.
type Reasons struct{ in words.Language }

// NewReasons reads reasons in a language, and in those in which earlier ones may be written.
func NewReasons(in words.Language) Reasons { return Reasons{in} }

// What reasons of earlier versions, which wrote English alone, began with.
var (
	oldOfALead  = []string{"made a lead by hand", "is lead ", "first response", "a further mail", "its answers"}
	oldWithLead = []string{"delivery report", "its answers changed", "its answers were edited in the form, but",
		"its answers were edited in the form; compare"}
)

// ofALead reports whether a reason is one of rows that belong to a lead, even if their cell Lead is blank now.
func (x Reasons) ofALead(reason string) bool {
	if x.IsTwice(reason) || x.IsAside(reason) || beginsWith(reason, oldOfALead) {
		return true
	}
	return x.in.Any(func(t *words.Texts) bool {
		return strings.HasPrefix(reason, t.Activity.MadeByHand) || t.Typed.IsLead.Begins(reason) ||
			t.Typed.CameAgain.Begins(reason) || t.Typed.LeadAgain.Begins(reason) ||
			t.Intake.FirstResponse.Begins(reason) || t.Intake.FurtherMail.Begins(reason) ||
			beginsWith(reason, []string{t.Intake.Edited, t.Intake.EditedGone, t.Intake.EditedCompare}) ||
			t.Intake.EditedUnread.Begins(reason)
	})
}

// IgnoredWithLead reports whether a reason is one of rows that were ignored although they name a lead.
func (x Reasons) IgnoredWithLead(reason string) bool {
	return beginsWith(reason, oldWithLead) || x.in.Any(func(t *words.Texts) bool {
		return beginsWith(reason, []string{t.Intake.DeliveryReport, t.Intake.EditedGone, t.Intake.EditedCompare}) ||
			t.Intake.EditedUnread.Begins(reason)
	})
}

func beginsWith(text string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(p string) bool { return strings.HasPrefix(text, p) })
}

// IsTwice reports whether a reason says that its row came in before.
func (x Reasons) IsTwice(reason string) bool {
	return reason != "" && x.in.Any(func(t *words.Texts) bool {
		x := &t.Intake
		return reason == x.TwiceForm || reason == x.TwiceMessage || reason == x.TwiceForward || reason == x.TwiceOurs
	})
}

// IsDeliveryReport reports whether a reason is one of rows that tell of a mail of ours that did not arrive.
func (x Reasons) IsDeliveryReport(reason string) bool {
	return x.in.Any(func(t *words.Texts) bool { return strings.HasPrefix(reason, t.Intake.DeliveryReport) })
}

// WasDamaged reports whether a reason says that something could not be read.
func (x Reasons) WasDamaged(reason string) bool {
	return x.in.Any(func(t *words.Texts) bool { return strings.Contains(reason, t.Layout.UnreadMark) })
}

// WithoutRemark is a reason without what putBackOutcome has added.
func (x Reasons) WithoutRemark(reason string) string {
	for _, l := range x.in.All() {
		t := l.Texts()
		for _, begins := range []string{t.Typed.Remark.Beginning(), t.Typed.RemarkIsLead.Beginning(),
			t.Typed.Undone.Beginning()} {
			reason, _, _ = strings.Cut(reason, begins)
		}
	}
	return strings.TrimSuffix(strings.TrimSuffix(reason, ". "), "; ")
}

func (x Reasons) realText(summary string) string {
	if x.in.Any(func(t *words.Texts) bool { return summary == t.Activity.NoText }) {
		return ""
	}
	return summary
}

// IsAside reports whether a reason says that the lead of its row is none, because of what was typed into Intake.
func (x Reasons) IsAside(reason string) bool {
	return reason != "" && x.in.Any(func(t *words.Texts) bool {
		return strings.Contains(reason, t.Typed.NotALead.Beginning()) ||
			strings.Contains(reason, t.Typed.TakenBack.Beginning())
	})
}

// IsTakenBack reports whether a reason says that the lead of its row was taken back with its file.
func (x Reasons) IsTakenBack(reason string) bool { return TakenBack(x.in, reason) }

// TakenBack is Reasons.IsTakenBack for a language.
func TakenBack(in words.Language, reason string) bool {
	return reason != "" && in.Any(func(t *words.Texts) bool {
		return strings.Contains(reason, t.Typed.TakenBack.Beginning())
	})
}

// WithoutAside is a reason without all that leadsheet has added to it because of what was typed into Intake.
func (x Reasons) WithoutAside(reason string) string {
	reason = x.WithoutRemark(reason)
	for _, l := range x.in.All() {
		say := &l.Texts().Typed
		for _, begins := range []string{say.NotALead.Beginning(), say.TakenBack.Beginning(), say.CameAgain.Beginning(),
			say.LeadAgain.Beginning()} {
			reason, _, _ = strings.Cut(reason, begins)
		}
	}
	return strings.TrimSuffix(reason, "; ")
}

// MadeWith is what a row says whose lead is one again: its outcome, and its reason with one more.
func (x Reasons) MadeWith(r *lead.IntakeRow, reason string) (lead.Outcome, string) {
	was := x.WithoutAside(r.Reason)
	if x.WasDamaged(was) {
		return lead.Damaged, JoinReasons(was, reason)
	}
	return lead.NewLead, JoinReasons(was, reason)
}

// JoinReasons are two reasons in one; the first one may be blank.
func JoinReasons(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// BroughtBy is the place of the file that brought a record again which had been taken back; "" for another record.
func (x Reasons) BroughtBy(r *lead.IntakeRow) string {
	place := ""
	x.in.Any(func(t *words.Texts) bool {
		_, after, found := strings.Cut(r.Reason, t.Typed.CameAgain.Beginning())
		if found {
			place, _, _ = strings.Cut(after, ", row ")
		}
		return found
	})
	return place
}
