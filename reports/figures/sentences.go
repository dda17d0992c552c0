package figures

import (
	"math"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
)

// Sentence is what the figures say and what to do about it, in words, with its figure and its sample.
type Sentence struct {
	Text string
	N    int // the sample; where two are compared, the smaller one
	// Figures are the names in FigureNames on which it rests.
	Figures []string
}

// mostSentences is how many are said: who reads ten, does none of what they say.
const mostSentences = 3

// sentences are one to three, the most important first; none where nothing is worth saying, or every sample is under
// RankSample (docs/definitions.md, section 9). None names a cause: figures do not show one.
func (b dataset) sentences(n *Numbers) []Sentence {
	s := speaker{n: n, all: b.Say, say: &b.Say.Says, noReason: b.Say.Figures.NoReason, groupOf: b.Policy.GroupOf}
	var out []Sentence
	for _, rule := range []func() (Sentence, bool){s.answers, s.followUps, s.pipeline, s.funnel, s.refusals,
		s.poorSource, s.goodSource, s.hygiene, s.praise} {
		if len(out) == mostSentences {
			break
		}
		if x, ok := rule(); ok {
			out = append(out, x)
		}
	}
	return out
}

// speaker makes sentences of figures.
type speaker struct {
	n        *Numbers
	all      *words.Texts
	say      *words.SaysTexts
	noReason string
	groupOf  func(reason string) ReasonGroup
	poor     int // leads of the source that was said to bring few deals
}

// From which share on something is said, in percent.
const (
	fewInTime    = 70 // answers and follow-ups in time: below
	manyInTime   = 90 // praise: from
	manyOverdue  = 25 // of the planned follow-ups: from
	fewWon       = 20 // of the deals that have ended: below
	fewDeals     = 10 // of the requests: below
	fewQualified = 30 // of the requests: below
	oneReason    = 60 // of the refusals: above
	manyUnknown  = 33 // without a reason, without a source, incomplete: above
	smallSource  = 33 // of all leads: a source up to this share may be worth more effort
	largeSource  = 20 // of all leads: a source from this share on brings many
)

func (s Share) below(percent int) bool { return s.Part*100 < percent*s.Of }
func (s Share) above(percent int) bool { return s.Part*100 > percent*s.Of }

// enough reports whether a sample is large enough for something to be said about it.
func (s Share) enough() bool { return s.Of >= RankSample }

func (s *speaker) count(n int) string {
	if n == 0 {
		return s.say.None
	}
	return canvas.Thousands(s.all, n)
}

// counts are the texts of the sample and of the part.
func (s *speaker) counts(x Share) (n, part string) { return s.count(x.Of), s.count(x.Part) }

func (s *speaker) time(d time.Duration) string {
	if d%time.Hour == 0 {
		return s.say.Hours.Count(int(d / time.Hour))
	}
	return s.say.Minutes.Count(int(d / time.Minute))
}

// answers says that slow answers led to fewer deals, or else that few came in time.
func (s *speaker) answers() (Sentence, bool) {
	for _, split := range [][2]time.Duration{{30 * time.Minute, 4 * time.Hour}, {30 * time.Minute, 30 * time.Minute},
		{4 * time.Hour, 4 * time.Hour}, {15 * time.Minute, 15 * time.Minute}} {
		fast, slow := dealsBySpeed(s.n.Buckets, split[0], split[1])
		if !isLess(slow, fast) {
			continue
		}
		n, a := s.counts(slow)
		m, b := s.counts(fast)
		text := s.say.Waited.With(s.say.Slow.With(n, s.time(split[1]), a), s.say.Fast.With(m, s.time(split[0]), b))
		return Sentence{text, min(slow.Of, fast.Of), []string{"response_first_median_min", "conversion"}}, true
	}
	if in := s.n.Response.Attainment(); in.enough() && in.below(fewInTime) {
		n, a := s.counts(in)
		return Sentence{s.say.NotInTime.With(n, a), in.Of, []string{"response_first_attainment"}}, true
	}
	return Sentence{}, false
}

// dealsBySpeed are the deals of what was answered within a time, and of what took longer than another.
func dealsBySpeed(buckets []Bucket, within, over time.Duration) (fast, slow Share) {
	from := time.Duration(0)
	for _, x := range buckets {
		switch {
		case x.UpTo > 0 && x.UpTo <= within:
			fast.Part, fast.Of = fast.Part+x.Deals.Part, fast.Of+x.Deals.Of
		case from >= over:
			slow.Part, slow.Of = slow.Part+x.Deals.Part, slow.Of+x.Deals.Of
		}
		from = x.UpTo
	}
	return fast, slow
}

// followUps says that many are overdue, or else that few were done by their day.
func (s *speaker) followUps() (Sentence, bool) {
	late := Share{len(s.n.Overdue.Items), s.n.Overdue.Planned}
	if late.enough() && !late.below(manyOverdue) {
		n, a := s.counts(late)
		oldest := s.n.Overdue.Items[0].Days
		return Sentence{s.say.Overdue.With(n, a, s.say.Days.With(oldest, canvas.Thousands(s.all, oldest))), late.Of,
			[]string{"overdue_followups"}}, true
	}
	if done := s.n.FollowUps.OnTime; done.enough() && done.below(fewInTime) {
		n, a := s.counts(done)
		return Sentence{s.say.OnTime.With(n, a), done.Of, []string{"on_time_rate"}}, true
	}
	return Sentence{}, false
}

// pipeline says that few deals were won, of those that have ended.
func (s *speaker) pipeline() (Sentence, bool) {
	for _, f := range []*Funnel{&s.n.Funnel, &s.n.FunnelAll} {
		deal, won := f.Stages[facts.RankDeal], f.Stages[facts.RankWon]
		ended := Share{won.Reached - won.Open - won.Lost, deal.Reached - deal.Open - won.Open}
		if !ended.enough() {
			continue // of all leads it may be enough
		}
		if !ended.below(fewWon) {
			break
		}
		n, a := s.counts(ended)
		return Sentence{s.say.Deals.With(n, a), ended.Of, []string{"became_deals", "won"}}, true
	}
	return Sentence{}, false
}

// funnel says where most requests are left behind: before they are qualified, or before they are deals. A funnel that
// is not mature says nothing.
func (s *speaker) funnel() (Sentence, bool) {
	f, when := &s.n.Funnel, s.say.Recently
	if !f.Mature() || f.Open.Of < RankSample {
		f, when = &s.n.FunnelAll, s.say.Ever
	}
	if !f.Mature() {
		return Sentence{}, false
	}
	all, qualified, deals := f.Cumulative(int(facts.RankAll)).Of, f.Cumulative(int(facts.RankQualifying)),
		f.Cumulative(int(facts.RankDeal))
	ofQualified := f.Next(int(facts.RankQualifying))
	switch {
	case all < RankSample || !deals.below(fewDeals):
		return Sentence{}, false
	case ofQualified.enough() && !qualified.below(fewQualified):
		n, a := s.counts(ofQualified)
		return Sentence{s.say.Qualified.With(n, when, a), ofQualified.Of, []string{"conversion"}}, true
	}
	n, a := s.counts(deals)
	text := s.say.Requests.With(n, when, s.count(qualified.Part), a)
	return Sentence{text, all, []string{"leads_in", "conversion"}}, true
}

// refusals says that most leads are lost for one reason, or for reasons of one kind.
func (s *speaker) refusals() (Sentence, bool) {
	figures := []string{"win_rate"}
	for _, r := range s.n.Reasons {
		if x := (Share{r.Count, s.n.Refused}); r.Name != s.noReason && x.enough() && x.above(oneReason) {
			n, a := s.counts(x)
			_, look := s.kind(s.groupOf(r.Name))
			return Sentence{joined(s.say.Reason.With(n, a, name(r.Name)), look), x.Of, figures}, true
		}
	}
	for _, g := range s.n.Groups {
		if x := (Share{g.Count, s.n.Refused}); g.Group != GroupOther && x.enough() && x.above(oneReason) {
			n, a := s.counts(x)
			kind, look := s.kind(g.Group)
			return Sentence{joined(s.say.Kind.With(n, a, kind), look), x.Of, figures}, true
		}
	}
	return Sentence{}, false
}

// kind is what the reasons of a group have in common, and what to look at; "" for other reasons.
func (s *speaker) kind(g ReasonGroup) (kind, look string) {
	switch g {
	case GroupQuality:
		return s.say.Quality, s.say.LookQuality
	case GroupPrice:
		return s.say.Price, s.say.LookPrice
	case GroupSpeed:
		return s.say.Speed, s.say.LookSpeed
	case GroupOffer:
		return s.say.Offer, s.say.LookOffer
	}
	return "", ""
}

// poorSource says which source brings many requests and few deals, or few orders, fewer than the others.
func (s *speaker) poorSource() (Sentence, bool) {
	for _, text := range []*words.Text5{&s.say.FewDeals, &s.say.FewOrders} {
		x, ok := s.source(text, text == &s.say.FewOrders, func(own, others Share) bool {
			part := Share{own.Of, own.Of + others.Of}
			if part.below(largeSource) || !own.below(fewDeals) || !isLess(own, others) {
				return false
			}
			s.poor = own.Of
			return true
		})
		if ok {
			return x, true
		}
	}
	return Sentence{}, false
}

// goodSource says which source brings few requests and more deals than the others.
func (s *speaker) goodSource() (Sentence, bool) {
	return s.source(&s.say.ManyDeals, false, func(own, others Share) bool {
		// With two sources the poor one has said it.
		return !Share{own.Of, own.Of + others.Of}.above(smallSource) && isLess(others, own) && others.Of != s.poor
	})
}

// source is the sentence about the largest source of whose deals, or wins, something holds.
func (s *speaker) source(text *words.Text5, won bool, holds func(own, others Share) bool) (Sentence, bool) {
	of := func(x *Source) Share {
		if won {
			return Share{min(x.Won, x.Leads), x.Leads} // a lead may have been won twice
		}
		return Share{x.Deals, x.Leads}
	}
	all := Share{}
	for i := range s.n.Sources {
		x := of(&s.n.Sources[i])
		all.Part, all.Of = all.Part+x.Part, all.Of+x.Of
	}
	for i := range s.n.Sources { // most leads first
		x := &s.n.Sources[i]
		own := of(x)
		others := Share{all.Part - own.Part, all.Of - own.Of}
		if x.Unknown || !holds(own, others) {
			continue
		}
		n, a := s.counts(own)
		m, b := s.counts(others)
		return Sentence{text.With(n, name(x.Name), a, m, b), min(own.Of, others.Of), []string{"conversion"}}, true
	}
	return Sentence{}, false
}

// hygiene says what keeps figures from saying more.
func (s *speaker) hygiene() (Sentence, bool) {
	for _, r := range s.n.Reasons {
		if x := (Share{r.Count, s.n.Refused}); r.Name == s.noReason && x.enough() && x.above(manyUnknown) {
			n, a := s.counts(x)
			return Sentence{s.say.NoReason.With(n, a), x.Of, []string{"win_rate"}}, true
		}
	}
	unknown := Share{}
	for i := range s.n.Sources {
		x := &s.n.Sources[i]
		if unknown.Of += x.Leads; x.Unknown {
			unknown.Part += x.Leads
		}
	}
	if unknown.enough() && unknown.above(manyUnknown) {
		n, a := s.counts(unknown)
		return Sentence{s.say.NoSource.With(n, a), unknown.Of, []string{"leads_in"}}, true
	}
	h := &s.n.Hygiene
	lacking := Share{h.Complete.Of - h.Complete.Part, h.Complete.Of}
	if lacking.enough() && lacking.above(manyUnknown) && len(h.Missing) > 0 {
		n, a := s.counts(lacking)
		return Sentence{s.say.Incomplete.With(n, a, h.Missing[0].Name), lacking.Of, []string{"completeness"}}, true
	}
	return Sentence{}, false
}

// praise says that most answers came in time.
func (s *speaker) praise() (Sentence, bool) {
	in := s.n.Response.Attainment()
	if !in.enough() || in.below(manyInTime) {
		return Sentence{}, false
	}
	n, a := s.counts(in)
	return Sentence{s.say.InTime.With(n, a), in.Of, []string{"response_first_attainment"}}, true
}

// name is what people wrote, in a sentence.
func name(text string) string { return words.Shorten(words.OneLine(text), 40) }

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}

// byChance is how seldom a difference must come about by chance for it to be said.
const byChance = 0.05

// isLess reports whether one share is less than another, of two samples that are large enough, and by more than chance
// alone would often bring about (Fisher's exact test, one-sided).
func isLess(less, more Share) bool {
	return less.enough() && more.enough() && less.Part*more.Of < more.Part*less.Of && chance(less, more) <= byChance
}

// chance is how probable it is that the first sample has so few or fewer of the parts, if each element of both had the
// same prospect.
func chance(less, more Share) float64 {
	k, parts := less.Part, less.Part+more.Part
	term := math.Exp(choose(less.Of, k) + choose(more.Of, more.Part) - choose(less.Of+more.Of, parts))
	sum := term
	for ; k > 0 && term > sum*1e-9; k-- { // each term from the one before
		term *= float64(k) * float64(more.Of-parts+k) / (float64(less.Of-k+1) * float64(parts-k+1))
		sum += term
	}
	return sum
}

// choose is the logarithm of how many ways there are to choose k of n.
func choose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
