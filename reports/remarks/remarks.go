// Package remarks reads the remarks of the column Attention back: which of them the page Today says in lines of its
// own.
//
// Everything here is computed from its arguments.
package remarks

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Shown are the remarks in Attention that this page makes itself, in steps that change seldom, in small letters
// and in all languages: their beginnings, and whole ones, of which a longer list of columns is shown as it is.
type Shown struct {
	begins, whole []string
	waits         []*words.Texts // whose sentences about who waits begin with a name
	ends          []string       // beginnings of what asks for an end instead of a next step
}

// New are the remarks in all languages of a catalogue.
func New(in words.Language) Shown {
	var out Shown
	for _, l := range in.All() {
		say := &l.Texts().Attention
		out.waits = append(out.waits, l.Texts())
		for _, s := range []string{say.RespondBy.Beginning(), say.RespondByLate.Beginning(), say.FollowUpDue.Beginning(),
			say.YouPlan.Beginning(), say.OwnerMissing} {
			out.begins = append(out.begins, words.OneLine(strings.ToLower(s)))
		}
		for _, s := range []string{l.Texts().Follow.Close.Beginning(), l.Texts().Follow.WantsNoneEnd.Beginning()} {
			out.ends = append(out.ends, words.OneLine(strings.ToLower(s)))
		}
		title := func(column string) string { return l.Column(lead.TabLeads, column) }
		step, contact := title(lead.ColNextStep), title(lead.ColNextContact)
		for _, s := range []string{say.WhatAndWhen.With(step, contact), say.WhatNext.With(step), say.When.With(contact),
			say.Missing.With(title(lead.ColOwner)), say.Missing.With(step), say.Missing.With(contact)} {
			out.whole = append(out.whole, strings.ToLower(s))
		}
	}
	return out
}

// Others returns the remarks of Attention that the page has no line for yet.
func (x *Shown) Others(attention string) []string {
	var out []string
	for part := range strings.SplitSeq(attention, "·") {
		part = words.OneLine(part)
		low := strings.ToLower(part)
		if part == "" || slices.Contains(x.whole, low) ||
			slices.ContainsFunc(x.begins, func(p string) bool { return strings.HasPrefix(low, p) }) ||
			slices.ContainsFunc(x.waits, func(t *words.Texts) bool {
				return t.Attention.Waits.Matches(part) || t.Attention.WaitsLate.Matches(part)
			}) {
			continue
		}
		out = append(out, part)
	}
	return out
}

// PlansNothing reports whether Attention proposes to close the lead, or says that nobody is to be contacted.
func (x *Shown) PlansNothing(attention string) bool {
	for part := range strings.SplitSeq(attention, "·") {
		low := strings.ToLower(words.OneLine(part))
		if slices.ContainsFunc(x.ends, func(p string) bool { return strings.HasPrefix(low, p) }) {
			return true
		}
	}
	return false
}
