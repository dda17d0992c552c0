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
	{"Anna", "anna@" + domain, 12, 45, 0.6, 0.95},
	{"Ben", "ben@" + domain, 75, 150, 0.9, 0.55},
	{"Cem", "cem@" + domain, 22, 70, 0.8, 0.88},
	{"Dana", "dana@" + domain, 20, 60, 0.7, 0.9},
}

func personOf(name string) *person {
	for i := range team {
		if team[i].name == name {
			return &team[i]
		}
	}
	return nil
}

// longestWait is how long nobody waits, in working time.
const longestWait = 40 * time.Hour

// delay is how long somebody takes whose median is known. Now and then something is forgotten for a while.
func delay(r *rand.Rand, median, spread float64) time.Duration {
	minutes := median * math.Exp(spread*r.NormFloat64())
	switch n := r.IntN(100); {
	case n < 6:
		minutes *= 12
	case n < 18:
		minutes *= 4
	}
	return min(time.Duration(max(2, math.Round(minutes)))*time.Minute, longestWait)
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
