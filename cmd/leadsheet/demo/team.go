package demo

import (
	"math"
	"math/rand/v2"
	"time"
)

// person is one of the four of Studio North, and how they work.
type person struct {
	name, email string
	first       float64 // the median of the minutes until a first answer
	next        float64 // and until a later one
	spread      float64 // of their logarithms
	diligence   float64 // the share of follow-ups that are done on their day
}

// team are the people of the tab Team. The first is the system owner; the second takes their time.
var team = []person{
	{"Anna", "anna@" + domain, 5, 45, 0.6, 0.95},
	{"Ben", "ben@" + domain, 50, 150, 0.9, 0.45},
	{"Cem", "cem@" + domain, 11, 70, 0.7, 0.85},
	{"Dana", "dana@" + domain, 8, 60, 0.7, 0.9},
}

func personOf(name string) *person {
	for i := range team {
		if team[i].name == name {
			return &team[i]
		}
	}
	return nil
}

// delay is how long somebody takes whose median is known, at most two days of work.
func delay(r *rand.Rand, median, spread float64) time.Duration {
	minutes := median * math.Exp(spread*r.NormFloat64())
	if chance(r, 0.1) {
		minutes *= 4
	}
	return min(time.Duration(max(2, math.Round(minutes)))*time.Minute, 2*day)
}

// forgotten is how long a request is overlooked, whoever has it: 0 for most.
func forgotten(r *rand.Rand) time.Duration {
	hours := 0
	switch n := r.IntN(100); {
	case n < 4:
		hours = 25 + r.IntN(12)
	case n < 15:
		hours = 4 + r.IntN(16)
	}
	return time.Duration(hours)*time.Hour + time.Duration(r.IntN(60))*time.Minute*time.Duration(min(hours, 1))
}

// chance is true for a share of all times.
func chance(r *rand.Rand, share float64) bool { return r.Float64() < share }

// onDuty is who takes a call: anybody who is there.
func (p *play) onDuty(c *customer) *person {
	for n := c.random.IntN(len(team)); ; n++ {
		who := &team[n%len(team)]
		if m := p.state.Policy.FindPerson(who.name); m == nil || !m.Away(p.now) {
			return who
		}
	}
}
