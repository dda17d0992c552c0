// Package replay computes what would have been late with other rules: the arrivals, answers and owners that Activity
// tells of, beside the due times that other settings would have given.
//
// Everything here is computed from its arguments.
package replay

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Input is what happened, and the rules to try.
type Input struct {
	Policy  policy.Policy // in force
	Other   policy.Policy // the one that is tried
	Leads   []lead.Lead
	History []lead.Event // the tab Activity in the order in which it was written
	// Journals is the zone in which Activity is written; nil: that of the policy.
	Journals *time.Location
	Since    time.Time // customers who have waited since then or later count
}

// Result is what was and what would have been. All times are in the zone of the business.
type Result struct {
	Since time.Time `json:"since"`
	AsOf  time.Time `json:"as_of"`
	// First is about first responses, Next about answers to later messages.
	First Pair `json:"first"`
	Next  Pair `json:"next"`
	// LateBy is who was late: the owner when it fell due.
	LateBy []Owner `json:"late_by"`
	// Changed are the waits that would have been late and were not, or the reverse, the latest first.
	Changed []Change `json:"changed"`
}

// Pair is what was, and what would have been.
type Pair struct {
	Was   Figures `json:"was"`
	Would Figures `json:"would"`
}

// Figures are how fast customers were answered, as the tab Report counts (docs/definitions.md, section 4).
type Figures struct {
	InTime      int `json:"in_time"`
	Late        int `json:"late"`
	Waiting     int `json:"waiting"`
	WaitingLate int `json:"waiting_late"`
	Ended       int `json:"ended_unanswered"`
	// Attainment is the percentage in time of those that were in time, late, or are waiting and late; nil for none of
	// them. Median is in minutes of working time, of answered ones; nil for none.
	Attainment *float64 `json:"attainment"`
	Median     *float64 `json:"median_min"`
	// Warned are those that had no answer when their warning was due: Settings, Warn before.
	Warned int `json:"warned"`
}

// Owner is how often an owner was late.
type Owner struct {
	Name  string `json:"owner"`
	Was   int    `json:"was"`
	Would int    `json:"would"`
}

// Change is a wait that would have ended otherwise.
type Change struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	First bool   `json:"first"`
	Late  bool   `json:"late"` // it would have been late and was not; else the reverse
	// Owner had the lead when it would have fallen due, or, where it would not have been late, when it did.
	Owner    string     `json:"owner"`
	Since    time.Time  `json:"since"`
	WasDue   time.Time  `json:"was_due"`
	WouldDue time.Time  `json:"would_be_due"`
	Answered *time.Time `json:"answered,omitempty"`
}

// Run replays what happened until now.
func Run(in Input, now time.Time) Result {
	zone := in.Policy.Location()
	r := Result{Since: in.Since.In(zone), AsOf: now.In(zone), LateBy: []Owner{}, Changed: []Change{}}
	was := side{policy: &in.Policy, late: map[string]int{}}
	would := side{policy: &in.Other, late: map[string]int{}}
	all := waitsOf(&in)
	for i := range all {
		w := &all[i]
		if w.since.Before(in.Since) || w.since.After(now) {
			continue
		}
		due := dueBy(&in.Other, w)
		before, after := was.count(w, w.due, now), would.count(w, due, now)
		if before == after {
			continue
		}
		c := Change{ID: w.lead.ID, Name: title(w.lead), First: w.first, Late: after, Owner: w.owner(due),
			Since: w.since.In(zone), WasDue: w.due.In(zone), WouldDue: due.In(zone)}
		if !after {
			c.Owner = w.owner(w.due)
		}
		if !w.answered.IsZero() {
			at := w.answered.In(zone)
			c.Answered = &at
		}
		r.Changed = append(r.Changed, c)
	}
	slices.SortStableFunc(r.Changed, func(a, b Change) int { return b.Since.Compare(a.Since) })
	r.First = Pair{was.first.figures(), would.first.figures()}
	r.Next = Pair{was.next.figures(), would.next.figures()}
	r.LateBy = owned(was.late, would.late)
	return r
}

// side is one policy while waits are counted.
type side struct {
	policy      *policy.Policy
	first, next tally
	late        map[string]int
}

// tally is what is counted of one sort of waits.
type tally struct {
	Figures
	times []time.Duration
}

// count counts a wait that was due then, and reports whether it was or is late.
func (s *side) count(w *wait, due, now time.Time) bool {
	t := &s.next
	if w.first {
		t = &s.first
	}
	if w.ended {
		t.Ended++
		return false
	}
	until := w.answered
	if until.IsZero() {
		until = now
	}
	if s.policy.Calendar.WorkBetween(until, due) < s.policy.WarnAfter {
		t.Warned++
	}
	late := until.After(due)
	switch {
	case w.answered.IsZero() && late:
		t.WaitingLate++
	case w.answered.IsZero():
		t.Waiting++
	case late:
		t.Late++
	default:
		t.InTime++
	}
	if !w.answered.IsZero() {
		t.times = append(t.times, s.policy.Calendar.WorkBetween(w.since, w.answered))
	}
	if late {
		s.late[w.owner(due)]++
	}
	return late
}

func (t *tally) figures() Figures {
	f := t.Figures
	if n := f.InTime + f.Late + f.WaitingLate; n > 0 {
		share := 100 * float64(f.InTime) / float64(n)
		f.Attainment = &share
	}
	if n := len(t.times); n > 0 {
		slices.Sort(t.times)
		median := ((t.times[(n-1)/2] + t.times[n/2]) / 2).Minutes()
		f.Median = &median
	}
	return f
}

// owned are who was late and who would have been, the most frequent first.
func owned(was, would map[string]int) []Owner {
	names := map[string]bool{}
	out := []Owner{}
	for _, of := range []map[string]int{was, would} {
		for name := range of {
			if !names[name] {
				names[name] = true
				out = append(out, Owner{name, was[name], would[name]})
			}
		}
	}
	slices.SortFunc(out, func(a, b Owner) int {
		return cmp.Or(b.Would-a.Would, b.Was-a.Was, cmp.Compare(a.Name, b.Name))
	})
	return out
}

// title is how a lead is called.
func title(l *lead.Lead) string {
	return strings.TrimSpace(cmp.Or(l.Name, l.Company, l.Email, l.Phone))
}
