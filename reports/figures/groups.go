package figures

import (
	"cmp"
	"slices"

	"leadsheet/lead/words"
)

// ReasonGroup is what refusals have in common: the leads were the wrong ones, the price, the speed, or the offer.
type ReasonGroup string

// The groups.
const (
	GroupQuality ReasonGroup = "quality"
	GroupPrice   ReasonGroup = "price"
	GroupSpeed   ReasonGroup = "speed"
	GroupOffer   ReasonGroup = "offer"
	GroupOther   ReasonGroup = "other"
)

// reasonGroups are the groups of the reasons of a new workbook, by their names in package words.
var reasonGroups = map[string]ReasonGroup{
	"Too expensive":         GroupPrice,
	"No budget":             GroupPrice,
	"Chose a competitor":    GroupOffer,
	"Not relevant":          GroupQuality,
	"No response":           GroupSpeed,
	"Product does not fit":  GroupOffer,
	"Timeline does not fit": GroupOffer,
	"Unqualified request":   GroupQuality,
	"Decision postponed":    GroupOther,
}

// Group is how many leads ended for reasons of one group.
type Group struct {
	Group ReasonGroup
	Count int
}

// groups are the groups of the refusals of a period, the largest first; those with none are left out.
func (b dataset) groups(reasons []Reason) []Group {
	count := map[ReasonGroup]int{}
	for _, r := range reasons {
		count[b.groupOf(r.Name)] += r.Count
	}
	var out []Group
	for _, g := range []ReasonGroup{GroupQuality, GroupPrice, GroupSpeed, GroupOffer, GroupOther} {
		if n := count[g]; n > 0 {
			out = append(out, Group{g, n})
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Compare(b.Count, a.Count) })
	return out
}

// groupOf is the group of a reason, in the words of any language.
func (b dataset) groupOf(reason string) ReasonGroup {
	if name, ok := b.Policy.Words.Name(words.Reasons, reason); ok {
		return reasonGroups[name]
	}
	return GroupOther
}
