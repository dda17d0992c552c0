package clocks

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// hot is the name in package words of the quality of which people are told at any hour.
const hot = "hot"

// IsHot reports whether somebody is told of a lead at any hour: it has the quality hot, or the one that needs the
// highest score, its source is urgent, or it is answered around the clock.
func IsHot(p *policy.Policy, l *lead.Lead) bool {
	if s := p.FindSource(l.Source); s != nil && s.Urgent {
		return true
	}
	if _, emergency := p.Emergency(l.Source, l.Quality); emergency {
		return true
	}
	return IsHotQuality(p, l.Quality)
}

// IsHotQuality reports whether a quality is the one called hot in any language, or the one that needs the highest
// score. Where none needs a score it is the first one.
func IsHotQuality(p *policy.Policy, name string) bool {
	q := p.FindQuality(name)
	if q == nil {
		return false
	}
	if called, ok := p.Words.Name(words.Qualities, q.Name); ok && called == hot {
		return true
	}
	best := &p.Qualities[0]
	for i := range p.Qualities {
		if p.Qualities[i].ScoreFrom > best.ScoreFrom {
			best = &p.Qualities[i]
		}
	}
	return q == best
}
