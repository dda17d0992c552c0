package figures

import (
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// FunnelDays is how many days back the leads of the report's funnel came in (docs/definitions.md, section 7).
const FunnelDays = 90

// rankNames are the stages by their names for users.
func rankNames(say *words.ReportTexts) [facts.Ranks]string {
	return [facts.Ranks]string{say.AllLeads, say.Contacted, say.Qualifying, say.Deal, say.Won}
}

// Stage is one step of the funnel. Those who reached it have moved on, are still there, are lost, or were won there.
type Stage struct {
	Name    string
	Reached int // leads that came this far or further, each once
	Moved   int // of those: came further
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

// Next is how many of those who reached a stage came to the next one. The last stage has none: its sample is 0.
func (f Funnel) Next(stage int) Share {
	if stage+1 >= len(f.Stages) {
		return Share{}
	}
	return Share{f.Stages[stage].Moved, f.Stages[stage].Reached}
}

// Cumulative is how many of all leads of the funnel reached a stage.
func (f Funnel) Cumulative(stage int) Share {
	return Share{f.Stages[stage].Reached, f.Stages[0].Reached}
}

func (b dataset) newFunnel() Funnel {
	f := Funnel{Stages: make([]Stage, facts.Ranks)}
	for r, name := range rankNames(&b.Say.Report) {
		f.Stages[r].Name = name
	}
	return f
}

func (f *Funnel) add(c *facts.Lead) {
	at := c.Track.Furthest
	for r := facts.RankAll; r <= at; r++ {
		f.Stages[r].Reached++
		if r < at {
			f.Stages[r].Moved++
		}
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

// funnels are the one of the leads that came in lately, and the one of all leads.
func (b dataset) funnels() (recent, all Funnel) {
	recent, all = b.newFunnel(), b.newFunnel()
	from := b.Now.AddDate(0, 0, -FunnelDays)
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		all.add(c)
		if cameWithin(c.Received, from, b.Now) {
			recent.add(c)
		}
	}
	return recent, all
}

// cameWithin reports whether a moment lies in a stretch of time, both ends with it.
func cameWithin(t, from, to time.Time) bool { return !t.IsZero() && !t.Before(from) && !t.After(to) }
