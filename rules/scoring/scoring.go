// Package scoring gives leads points by the tab Scoring: who a lead is (fit) and what it does (behaviour), with the
// reasons. It also says what is wrong with a model of points.
//
// Everything here is computed from its arguments.
package scoring

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/conditions"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// Model is the tab Scoring, ready to be asked about many leads.
type Model struct {
	policy *policy.Policy
	say    *words.ScoringTexts
	rows   []row
	// mostFit and mostBehaviour are the points that a lead can get.
	mostFit, mostBehaviour float64
	// unseen says that a row is about a column of the team's own: Activity does not tell when that changes.
	unseen bool
	digest string
}

type row struct {
	policy.ScoreRow
	holds conditions.Condition
}

// New returns the model of a policy; nil while scoring is off. columns are the titles of the tab Leads.
func New(p *policy.Policy, columns []string) *Model {
	if !p.Scoring {
		return nil
	}
	m := &Model{policy: p, say: &p.Words.Texts().Scoring}
	sum := fnv.New64a()
	for _, r := range p.Scores {
		// No condition of the tab Scoring is about days.
		m.rows = append(m.rows, row{r, conditions.New(r.Condition, p, time.Time{})})
		if r.Fit {
			m.mostFit += max(r.Points, 0)
		} else {
			m.mostBehaviour += max(r.Points, 0)
		}
		for _, f := range r.Fields {
			m.unseen = m.unseen || lead.LeadColumn(f) == nil && words.Among(columns, f)
		}
		_, _ = sum.Write([]byte(r.Label + "\x00" + strconv.Quote(r.String()) + "\x01")) // writing to a hash never fails
	}
	for _, q := range p.Qualities {
		_, _ = sum.Write([]byte(q.Name + "\x00" + number(q.ScoreFrom) + "\x01"))
	}
	_, _ = sum.Write([]byte(p.Country + p.Words.Tag()))
	m.digest = strconv.FormatUint(sum.Sum64(), 36)
	return m
}

// Score is what a lead is worth in points.
type Score struct {
	Points, Fit, Behaviour float64
	Reasons                string // for people, in the workbook's language
	// Quality is the one that it suggests in the place of the one that the lead has, which may be none. Why is the
	// reason; "" where the lead keeps what it has.
	Quality, Why string
}

// Of is the score of a lead of which so much has been heard since its request.
func (m *Model) Of(l *lead.Lead, heard conditions.Heard) Score {
	var s Score
	var reasons []string
	about := conditions.Lead{Lead: l, Heard: heard}
	for i := range m.rows {
		r := &m.rows[i]
		if !r.holds.Holds(&about) {
			continue
		}
		if r.Fit {
			s.Fit += r.Points
		} else {
			s.Behaviour += r.Points
		}
		sign := "+"
		if r.Points < 0 {
			sign = ""
		}
		reasons = append(reasons, sign+number(r.Points)+" "+r.Label)
	}
	s.Points = s.Fit + s.Behaviour
	text := m.say.None
	if len(reasons) > 0 {
		text = strings.Join(reasons, ", ")
	}
	s.Reasons = m.say.Reasons.With(number(s.Fit), number(s.Behaviour), text)
	if advice := m.advice(s); advice != "" {
		s.Reasons += ". " + advice
	}
	return s
}

// advice is what the two parts of a score say together: who fits and is active is called, who only fits is kept in
// touch with. A part is high from half of the points that it can give.
func (m *Model) advice(s Score) string {
	switch {
	case m.mostFit == 0 || m.mostBehaviour == 0 || s.Fit < m.mostFit/2:
		return ""
	case s.Behaviour >= m.mostBehaviour/2:
		return m.say.Call
	}
	return m.say.Nurture
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Pass is one look at all leads. It asks again about a lead only when what its score depends on may have changed.
type Pass struct {
	*Model
	all   bool // the tab Scoring is not what the leads were scored by
	heard map[string]*conditions.Heard
}

// Begin begins a look at the leads with that history; nil while scoring is off. An event of the workbook itself says by
// which model all leads were scored last.
func Begin(p *policy.Policy, columns []string, history []lead.Event) *Pass {
	m := New(p, columns)
	if m == nil {
		return nil
	}
	last := ""
	for i := range history {
		if e := &history[i]; e.Column == lead.TabScoring && e.What == lead.Noted && e.Lead == lead.Workbook {
			last = e.To
		}
	}
	return &Pass{Model: m, all: last != m.digest}
}

// Wants reports whether an open lead is to be scored: it has changed in this pass, it has no score yet, or the model is
// another. What stands in the column Score without reasons is a person's, and stays.
func (p *Pass) Wants(l *lead.Lead, changed bool) bool {
	if l.HasScore && l.ScoreReasons == "" {
		return false
	}
	return changed || p.all || p.unseen || !l.HasScore
}

// Hear makes known what the customers of some leads have sent. Leads that are not named have sent nothing.
func (p *Pass) Hear(ids []string, histories ...[]lead.Event) {
	p.heard = conditions.Hear(ids, histories...)
}

// Score is the score of the lead with that ID.
func (p *Pass) Score(id string, l *lead.Lead) Score {
	if h := p.heard[id]; h != nil {
		return p.Of(l, *h)
	}
	return p.Of(l, conditions.Heard{})
}

// Done is the event that says that all leads are scored by the model; false where that is known.
func (p *Pass) Done() (lead.Event, bool) {
	return lead.Event{Lead: lead.Workbook, What: lead.Noted, Column: lead.TabScoring, To: p.digest,
		By: lead.ByLeadsheet, Why: p.say.Scored}, p.all
}

// Changes reports whether the score is another than the one that a lead has, or suggests another quality.
func (s *Score) Changes(l *lead.Lead) bool {
	return s.Why != "" || !l.HasScore || l.Score != s.Points || l.ScoreReasons != s.Reasons
}

// Suggest sets the quality that a score suggests for a lead, with the reason. A lead keeps what a person has said. What
// a word of the request has said can be raised by a score, and not lowered.
func (p *Pass) Suggest(s *Score, l *lead.Lead, by history.Setter) {
	has := p.policy.FindQuality(l.Quality)
	if l.Quality != "" && (by == history.SetByPerson || has == nil || has.ScoreFrom == 0) {
		return
	}
	quality := p.policy.QualityOf(s.Points)
	if words.Same(quality, l.Quality) {
		return
	}
	if by == history.SetBySignal && has != nil {
		if q := p.policy.FindQuality(quality); q == nil || q.ScoreFrom < has.ScoreFrom {
			return
		}
	}
	s.Quality, s.Why = quality, p.say.Suggests.With(number(s.Points), s.Reasons)
}

// Proposes is the reason for which a score proposes the deal; ok is false where it does not, or has done so before.
func (p *Pass) Proposes(before *lead.Lead, s Score) (why string, ok bool) {
	deal := p.policy.StatusOf(policy.KindDeal)
	kind, _ := p.policy.KindOf(before.Status)
	if deal == "" || s.Points < p.policy.DealFrom || !BeforeDeal(kind) ||
		before.HasScore && before.Score >= p.policy.DealFrom {
		return "", false
	}
	return p.say.Proposes.With(number(s.Points), s.Reasons, strconv.Quote(deal)), true
}

// BeforeDeal reports whether a lead of that kind may become a deal.
func BeforeDeal(kind policy.StatusKind) bool {
	return slices.Contains([]policy.StatusKind{policy.KindNew, policy.KindWorking, policy.KindContacted,
		policy.KindQualifying}, kind)
}
