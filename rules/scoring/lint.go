package scoring

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/conditions"
	"leadsheet/rules/policy"
)

// The limits of a model of points: a guide to lead scoring advises 5 to 7 rows about behaviour and 3 to 5 about who the
// lead is, and to look at the model again after 30 days. Below enough leads nothing is said about a row, below enough
// ended ones nothing about the model.
const (
	leastBehaviour, mostBehaviour = 5, 7
	leastFit, mostFit             = 3, 5
	lookedAt                      = 90 * 24 * time.Hour
	enoughLeads                   = 20
	refineAfter                   = 30 * 24 * time.Hour
	enoughEnded                   = 10
	namedRows                     = 3
)

// Sample is a lead that a model is judged by.
type Sample struct {
	*lead.Lead
	Kind policy.StatusKind
}

// Lint says what is wrong with the model of a workbook, a line of text for each finding in the workbook's language;
// none while scoring is off, or where all is well. leads are those that count. history is the tab Activity; it tells
// since when leads are scored.
func Lint(p *policy.Policy, leads []Sample, history []lead.Event, now time.Time) []string {
	m := New(p, nil)
	if m == nil {
		return nil
	}
	say := &p.Words.Texts().ScoringLint
	var out []string
	fit := 0
	for i := range m.rows {
		if m.rows[i].Fit {
			fit++
		}
	}
	if n := len(m.rows) - fit; n < leastBehaviour || n > mostBehaviour {
		out = append(out, say.Behaviour.With(itoa(n), itoa(leastBehaviour), itoa(mostBehaviour)))
	}
	if fit < leastFit || fit > mostFit {
		out = append(out, say.Fit.With(itoa(fit), itoa(leastFit), itoa(mostFit)))
	}
	out = append(out, m.idleRows(say, leads, history, now)...)
	if text := m.review(say, leads, history, now); text != "" {
		out = append(out, text)
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

// idleRows names the rows that hold for no lead, or for every one, of those that came in last.
func (m *Model) idleRows(say *words.ScoringLintTexts, leads []Sample, history []lead.Event, now time.Time) []string {
	recent := slices.DeleteFunc(slices.Clone(leads), func(s Sample) bool { return now.Sub(s.Received) > lookedAt })
	if len(recent) < enoughLeads {
		return nil
	}
	ids := make([]string, len(recent))
	for i := range recent {
		ids[i] = recent[i].ID
	}
	heard := conditions.Hear(ids, history)
	hits := make([]int, len(m.rows))
	for i := range recent {
		about := conditions.Lead{Lead: recent[i].Lead, Heard: *heard[recent[i].ID]}
		for k := range m.rows {
			if m.rows[k].holds.Holds(&about) {
				hits[k]++
			}
		}
	}
	var never, always, out []string
	for k, n := range hits {
		switch name := strconv.Quote(m.rows[k].Label); n {
		case 0:
			never = append(never, name)
		case len(recent):
			always = append(always, name)
		}
	}
	if len(never) > 0 {
		out = append(out, say.Never.With(itoa(len(recent)), some(never)))
	}
	if len(always) > 0 {
		out = append(out, say.Always.With(itoa(len(recent)), some(always)))
	}
	return out
}

// some are the first of several names.
func some(names []string) string {
	text := strings.Join(names[:min(len(names), namedRows)], ", ")
	if len(names) > namedRows {
		text += ", …"
	}
	return text
}

// review compares the scores of those who were won with those of those who were lost, once leads have been scored for
// long enough; "" where the former are clearly higher, or there are too few.
func (m *Model) review(say *words.ScoringLintTexts, leads []Sample, history []lead.Event, now time.Time) string {
	since := switchedOn(history)
	if since.IsZero() || now.Sub(since) < refineAfter {
		return ""
	}
	var won, lost []float64
	for _, s := range leads {
		switch {
		case !s.HasScore || s.ScoreReasons == "":
		case s.Kind == policy.KindWon:
			won = append(won, s.Score)
		case s.Kind == policy.KindClosed || s.Kind == policy.KindUnqualified:
			lost = append(lost, s.Score)
		}
	}
	if len(won) < enoughEnded || len(lost) < enoughEnded {
		return ""
	}
	// Points that separate put those who are won a class higher, and classes are twenty points wide or more.
	if x, y := median(won), median(lost); x < y+20 {
		return say.Review.With(number(x), itoa(len(won)), number(y), itoa(len(lost)))
	}
	return ""
}

func median(of []float64) float64 {
	slices.Sort(of)
	return (of[(len(of)-1)/2] + of[len(of)/2]) / 2
}

// switchedOn is since when leads are scored, as Activity says; zero for never.
func switchedOn(history []lead.Event) time.Time {
	var since time.Time
	for i := range history {
		e := &history[i]
		if e.Lead == lead.Workbook && e.What == lead.Changed && e.Column == policy.SettingScoring {
			if since = e.Time; e.To != "yes" {
				since = time.Time{}
			}
		}
	}
	return since
}
