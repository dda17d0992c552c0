package reports

import (
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// rank is how far a lead came.
type rank int

const (
	rankAll rank = iota
	rankContacted
	rankQualifying
	rankDeal
	rankWon
	ranks
)

// rankNames are the stages by their names for users.
func rankNames(say *words.ReportTexts) [ranks]string {
	return [ranks]string{say.AllLeads, say.Contacted, say.Qualifying, say.Deal, say.Won}
}

// rankOf returns how far a status shows that a lead came. Postponed, unqualified and closed say nothing about it: what
// was reached before does.
func rankOf(k policy.StatusKind) rank {
	switch k {
	case policy.KindContacted:
		return rankContacted
	case policy.KindQualifying:
		return rankQualifying
	case policy.KindDeal:
		return rankDeal
	case policy.KindWon:
		return rankWon
	}
	return rankAll
}

// Stage is one step of the funnel.
type Stage struct {
	Name    string
	Reached int // leads that came this far or further, each once
	Open    int // of those that came exactly this far: still open
	Lost    int // and ended without being won
}

// Funnel counts leads at the furthest stage that each has reached. Skipped stages fill in, moves back subtract nothing
// (docs/definitions.md, section 7).
type Funnel struct {
	Stages []Stage
	Open   Share // leads without an end; above a fifth the cohort is not mature
}

// Mature reports whether few enough leads are open for the funnel to be final.
func (f Funnel) Mature() bool { return f.Open.Part*5 <= f.Open.Of }

func (b *dataset) funnel() Funnel {
	f := Funnel{Stages: make([]Stage, ranks)}
	names := rankNames(&b.say.Report)
	for r := range f.Stages {
		f.Stages[r].Name = names[r]
	}
	for i := range b.leads {
		c := &b.leads[i]
		if c.duplicate {
			continue
		}
		at := c.track.furthest
		for r := rankAll; r <= at; r++ {
			f.Stages[r].Reached++
		}
		f.Open.Of++
		switch {
		case c.open:
			f.Open.Part++
			f.Stages[at].Open++
		case c.kind != policy.KindWon:
			f.Stages[at].Lost++
		}
	}
	return f
}
