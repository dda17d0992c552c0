package figures

import (
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// rankNames are the stages by their names for users.
func rankNames(say *words.ReportTexts) [facts.Ranks]string {
	return [facts.Ranks]string{say.AllLeads, say.Contacted, say.Qualifying, say.Deal, say.Won}
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

func (b dataset) funnel() Funnel {
	f := Funnel{Stages: make([]Stage, facts.Ranks)}
	names := rankNames(&b.Say.Report)
	for r := range f.Stages {
		f.Stages[r].Name = names[r]
	}
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		at := c.Track.Furthest
		for r := facts.RankAll; r <= at; r++ {
			f.Stages[r].Reached++
		}
		f.Open.Of++
		switch {
		case c.Open:
			f.Open.Part++
			f.Stages[at].Open++
		case c.Kind != policy.KindWon:
			f.Stages[at].Lost++
		}
	}
	return f
}
