package attention

import (
	"strconv"

	"leadsheet/lead"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/scoring"
)

// deal proposes to make a deal of a lead with a high score. A person who has said a lower quality does not want it.
func (p *Phrases) deal(l *lead.Lead, rec *history.Record, kind policy.StatusKind) string {
	if !p.policy.Scoring || !l.HasScore || l.ScoreReasons == "" || l.Score < p.policy.DealFrom ||
		!scoring.BeforeDeal(kind) {
		return ""
	}
	status := p.policy.StatusOf(policy.KindDeal)
	q, best := p.policy.FindQuality(l.Quality), p.policy.FindQuality(p.policy.QualityOf(l.Score))
	overruled := l.Quality != "" && rec.Quality == history.SetByPerson &&
		(q == nil || best != nil && q.ScoreFrom < best.ScoreFrom)
	if status == "" || overruled {
		return ""
	}
	return p.texts.Scoring.Propose.With(strconv.FormatFloat(l.Score, 'f', -1, 64), strconv.Quote(status))
}
