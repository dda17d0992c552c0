package figures

import (
	"cmp"
	"slices"

	"leadsheet/rules/policy"
)

// ReasonGroup is what refusals have in common.
type ReasonGroup = policy.ReasonGroup

// The groups.
const (
	GroupQuality = policy.GroupQuality
	GroupPrice   = policy.GroupPrice
	GroupSpeed   = policy.GroupSpeed
	GroupOffer   = policy.GroupOffer
	GroupOther   = policy.GroupOther
)

// Group is how many leads ended for reasons of one group.
type Group struct {
	Group ReasonGroup
	Count int
}

// groups are the groups of the refusals of a period, the largest first; those with none are left out.
func (b dataset) groups(reasons []Reason) []Group {
	count := map[ReasonGroup]int{}
	for _, r := range reasons {
		count[b.Policy.GroupOf(r.Name)] += r.Count
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
