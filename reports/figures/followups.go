package figures

import "leadsheet/reports/facts"

// FollowUps is how follow-ups were kept in a period (docs/definitions.md, section 10).
type FollowUps struct {
	// OnTime are the steps that were due in the period, without those that a reply, an end or a postponement cancelled
	// first: those that were done by the end of their due day.
	OnTime       Share
	OnTimeBefore Share // of the period before
	Moved        int   // of these: moved to another day, or taken away, after they were due; they count as late
	// ByPlan are of the steps done in time: nothing tells of it but that a person wrote another next step or status with
	// another day.
	ByPlan int
	// Postponed are steps of the period that a person moved or took away before their day was over: they are in no rate.
	Postponed int
	// Covered are the open leads, of any age: those with a next contact today or later.
	Covered Share
	// Cadence are the leads that ended in the period as "no response": those that were given every step before.
	Cadence Share
	// Ended are turns of the period that ended without a mail or a call: somebody ended the lead or the turn.
	Ended int
}

func (b dataset) followUps() FollowUps {
	var f FollowUps
	recent, before := b.Recent(), b.Before()
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		b.Steps(c, func(s facts.Step) bool {
			switch {
			case recent.Has(s.Due):
				f.count(&s)
				f.OnTime.step(&s)
			case before.Has(s.Due):
				f.OnTimeBefore.step(&s)
			}
			return true
		})
		if c.Open && c.Memory == nil {
			f.Covered.Of++
			if !c.NextContact.IsZero() && !b.DueDay(c).Before(b.Today) {
				f.Covered.Part++
			}
		}
		for k := range c.Track.Ends {
			e := &c.Track.Ends[k]
			if !recent.Has(e.At) || !b.IsNoResponse(e) {
				continue
			}
			if all, ok := b.WasGivenAll(c, e); ok {
				f.Cadence.add(all)
			}
		}
	}
	return f
}

// count counts what stands beside the rate.
func (f *FollowUps) count(s *facts.Step) {
	switch s.Outcome {
	case facts.StepMoved:
		f.Moved++
	case facts.StepByPlan:
		f.ByPlan++
	case facts.StepPostponed:
		f.Postponed++
	}
}

// step adds a follow-up to the rate of those that were done in time. One that was postponed was not due.
func (s *Share) step(x *facts.Step) {
	if x.Outcome != facts.StepPostponed {
		s.add(x.Outcome == facts.StepInTime || x.Outcome == facts.StepByPlan)
	}
}

// add adds one more to the sample.
func (s *Share) add(counts bool) {
	s.Of++
	if counts {
		s.Part++
	}
}
