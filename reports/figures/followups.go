package figures

// FollowUps is how follow-ups were kept in a period (docs/definitions.md, section 10).
type FollowUps struct {
	// OnTime are the steps that were due in the period, without those that a reply, an end or a postponement cancelled
	// first: those that were done by the end of their due day.
	OnTime Share
	Moved  int // of these: moved to another day, or taken away, after they were due; they count as late
	ByPlan int // of the steps done in time: nothing tells of it but that a person wrote another next step
	// Postponed are steps of the period that a person moved or took away before their day was over: they are in no rate.
	Postponed int
	// Covered are the open leads, of any age: those with a next contact today or later.
	Covered Share
	// Cadence are the leads that ended in the period as "no response": those that were given every step before.
	Cadence Share
	// Ended are turns of the period that ended without a mail or a call: somebody ended the lead or the turn.
	Ended int
}

func (b dataset) followUps() FollowUps { return FollowUps{} }
