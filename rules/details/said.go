package details

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// SaidMore is what an inquiry says otherwise than the row, or besides it, without what stands in Details already. own
// reports whether the team has a column of its own for a question.
func SaidMore(l *lead.Lead, q *lead.Inquiry, of *policy.Policy, own func(question string) bool) []lead.Answer {
	var out []lead.Answer
	add := func(question, value string) {
		a := lead.Answer{Question: question, Value: strings.Join(strings.Fields(value), " ")}
		if a.Value != "" && !Holds(l.Details, question, value) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	addOther := func(column, is, now string, alike bool) {
		if strings.TrimSpace(is) != "" && strings.TrimSpace(now) != "" && !alike {
			add(of.Words.Column(lead.TabLeads, column), now)
		}
	}
	is, now := lead.ContactOf(l), lead.ContactIn(q)
	addOther(lead.ColName, is.Name, now.Name, words.Same(is.Name, now.Name) || lead.SimilarName(is.Name, now.Name))
	// The sender of a mail stands in Activity and in Intake.
	addOther(lead.ColEmail, is.Email, now.Email, lead.SameAddress(is.Email, now.Email) ||
		lead.SameAddress(q.From, now.Email))
	addOther(lead.ColPhone, is.Phone, now.Phone, samePhone(is, now, of.Country))
	addOther(lead.ColCompany, is.Company, now.Company, words.Same(is.Company, now.Company))
	addOther(lead.ColCampaign, l.Campaign, q.Campaign, words.Same(l.Campaign, q.Campaign))
	if lead.OfForm(q) && q.Source != "" {
		source, _ := of.SourceOf(q)
		addOther(lead.ColSource, l.Source, q.Source, words.Same(l.Source, source) || words.Same(l.Source, q.Source))
	}
	for _, a := range q.Answers {
		if !own(a.Question) || ExtraOf(l, a.Question) != strings.TrimSpace(a.Value) {
			add(a.Question, a.Value)
		}
	}
	return out
}

// ExtraOf is what a row holds in a column of the team's own.
func ExtraOf(l *lead.Lead, question string) string {
	for _, a := range l.Extra {
		if words.Fold(a.Question) == words.Fold(question) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

func samePhone(a, b lead.Contact, country string) bool {
	x, y := a.PhoneKey(country), b.PhoneKey(country)
	return x == y && x != "" || x == "" && y == "" && words.Same(a.Phone, b.Phone)
}
