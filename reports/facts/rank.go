package facts

import "leadsheet/rules/policy"

// Rank is how far a lead came.
type Rank int

// The ranks, and how many there are.
const (
	RankAll Rank = iota
	RankContacted
	RankQualifying
	RankDeal
	RankWon
	Ranks
)

// rankOf returns how far a status shows that a lead came. Postponed, unqualified and closed say nothing about it: what
// was reached before does.
func rankOf(k policy.StatusKind) Rank {
	switch k {
	case policy.KindContacted:
		return RankContacted
	case policy.KindQualifying:
		return RankQualifying
	case policy.KindDeal:
		return RankDeal
	case policy.KindWon:
		return RankWon
	}
	return RankAll
}
