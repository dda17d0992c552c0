package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// scored is a world in which leads are scored by these rows; without any, by those of a new workbook.
func scored(t testing.TB, rows ...[]string) *world {
	w := newWorld(t, func(tables map[string]policy.Table) {
		setCell(tables, lead.TabSettings, "Scoring", 1, "yes")
		if len(rows) > 0 {
			tab := tables[lead.TabScoring]
			tab.Rows = rows
			tables[lead.TabScoring] = tab
		}
	})
	w.state.LeadColumns = append(w.state.LeadColumns, lead.ColScore, lead.ColScoreReasons)
	return w
}

// guide are the points that the guides to lead scoring give as examples.
var guide = [][]string{
	{"20", "Anywhere", "has", "pricing guide", "Pricing guide", "", ""},
	{"15", "Anywhere", "has", "webinar", "Webinar", "", ""},
	{"30", "Messages", "at least", "1", "Wrote again", "", ""},
	{"-10", "Anywhere", "has", "unsubscribe", "Unsubscribed", "", ""},
	{"10", "Employees", "over", "100", "Large", "", ""},
	{"15", "Company", "filled", "", "Company", "", ""},
}

func (w *world) events(what lead.EventKind, column string) (out []lead.Event) {
	for _, e := range w.state.History {
		if e.What == what && e.Column == column {
			out = append(out, e)
		}
	}
	return out
}

func TestScore_SumsWithReasons(t *testing.T) {
	w := scored(t, guide...)
	q := w.mail("ann")
	q.Need, q.Company = "Please send the pricing guide. I saw your webinar.", "Sand"
	q.Answers = []lead.Answer{{Question: "Employees", Value: "120 people"}}
	work := w.pass(q)
	l := w.lead("L-1001")
	if l.Score != 60 || !l.HasScore || l.ScoreReasons !=
		"fit 25, behaviour 35: +20 Pricing guide, +15 Webinar, +10 Large, +15 Company. fits and is active: call" {
		t.Errorf("score %v: %s", l.Score, l.ScoreReasons)
	}
	if l.Quality != "warm" {
		t.Errorf("quality %q", l.Quality)
	}
	e := w.events(lead.Changed, lead.ColQuality)
	if len(e) != 1 || e[0].By != lead.ByLeadsheet ||
		!strings.HasPrefix(e[0].Why, "score 60: fit 25, behaviour 35: +20") {
		t.Errorf("events %+v of %s", e, what(work))
	}

	w.later(time.Hour) // a further message is 30 more: hot, and the deal is proposed
	again := w.mail("ann")
	again.Key, again.Need, again.Subject = "ann2", "And when could you begin?", q.Subject
	w.pass(again)
	if l = w.lead("L-1001"); l.Score != 90 || l.Quality != "hot" ||
		!strings.Contains(l.Attention, `Score 90: move it to "Moved to deal"?`) {
		t.Errorf("score %v, quality %q, attention %q", l.Score, l.Quality, l.Attention)
	}
	if e := w.events(lead.Noted, lead.ColScore); len(e) != 1 || !strings.Contains(e[0].Why, "score 90") {
		t.Errorf("notes %+v", e)
	}

	w.later(time.Hour) // what speaks against it takes points away, and the quality follows
	stop := w.mail("ann")
	stop.Key, stop.Need, stop.Subject = "ann3", "Unsubscribe me.", q.Subject
	w.pass(stop)
	if l = w.lead("L-1001"); l.Score != 80 || l.Quality != "hot" || strings.Contains(l.Attention, "Score") {
		t.Errorf("score %v, quality %q, attention %q", l.Score, l.Quality, l.Attention)
	}
}

// A person's quality stays, whatever the score; a blank one is filled.
func TestScore_APersonsQualityWins(t *testing.T) {
	w := scored(t, []string{"95", "Company", "filled", "", "Company", "", ""})
	q := w.mail("ann")
	w.pass(q)
	w.lead("L-1001").Quality = "cold"
	w.later(time.Minute)
	w.pass()
	w.lead("L-1001").Company = "Sand"
	w.later(time.Minute)
	w.pass()
	if l := w.lead("L-1001"); l.Score != 95 || l.Quality != "cold" || strings.Contains(l.Attention, "Score 95") {
		t.Errorf("score %v, quality %q, attention %q", l.Score, l.Quality, l.Attention)
	}
	w.lead("L-1001").Quality = ""
	w.later(time.Minute)
	w.pass()
	if l := w.lead("L-1001"); l.Quality != "hot" || !strings.Contains(l.Attention, "Score 95") {
		t.Errorf("blank is filled: quality %q, attention %q", l.Quality, l.Attention)
	}
	w.lead("L-1001").Status = "Moved to deal"
	w.later(time.Minute)
	w.pass()
	if l := w.lead("L-1001"); strings.Contains(l.Attention, "Score 95") {
		t.Errorf("a deal is proposed again: %q", l.Attention)
	}
}

// What a customer writes says more than points do: a score raises the quality of a signal, and does not lower it.
func TestScore_ASignalIsTheLeast(t *testing.T) {
	w := scored(t, []string{"30", "Company", "filled", "", "Company", "", ""},
		[]string{"55", "Phone", "filled", "", "Phone", "", ""})
	hot, quote := w.mail("ann"), w.mail("bea")
	hot.Need, hot.Company = "It is urgent.", "Sand"
	quote.Need, quote.Company, quote.Phone = "A quote, please.", "Sand", "030 1234567"
	w.pass(hot, quote)
	if a, b := w.lead("L-1001"), w.lead("L-1002"); a.Quality != "hot" || a.Score != 30 || b.Quality != "hot" ||
		b.Score != 85 {
		t.Errorf("%q with %v, %q with %v", a.Quality, a.Score, b.Quality, b.Score)
	}
	if l := w.lead("L-1002"); !l.RespondBy.Equal(w.now.Add(5 * time.Minute)) {
		t.Errorf("respond by %s: hot leads are more urgent", l.RespondBy)
	}
}

// Other rules give other scores, at once and for all open leads; those that have ended keep theirs, and so does what a
// person has written into the column.
func TestScore_FollowsTheTab(t *testing.T) {
	w := scored(t, []string{"30", "Company", "filled", "", "Company", "", ""})
	var items []lead.Inquiry
	for _, name := range []string{"ann", "bea", "cem"} {
		q := w.mail(name)
		q.Company = name
		items = append(items, q)
	}
	w.pass(items...)
	w.lead("L-1002").Status, w.lead("L-1002").RefusalReason = "Closed", "No budget"
	w.lead("L-1003").Score, w.lead("L-1003").ScoreReasons = 7, ""
	w.pass()
	w.state.Policy.Scores[0].Points = 40
	w.later(time.Minute)
	if work := PlanSome(w.state, nil, w.now, 0); len(work.Events) != 1 || work.Events[0].Lead != lead.Workbook {
		t.Errorf("events %+v", work.Events)
	}
	w.pass()
	var got []float64
	for _, l := range w.state.Leads {
		got = append(got, l.Score)
	}
	if !slices.Equal(got, []float64{40, 30, 7}) {
		t.Errorf("scores %v", got)
	}
}

// In limited passes all leads are scored in the end, and nothing says so before.
func TestScore_InLimitedPasses(t *testing.T) {
	w := scored(t, []string{"30", "Company", "filled", "", "Company", "", ""})
	w.state.Policy.Scoring = false
	var items []lead.Inquiry
	for _, name := range strings.Fields("a b c d e f g") {
		q := w.mail(name)
		q.Company = name
		items = append(items, q)
	}
	w.pass(items...)
	w.state.Policy.Scoring = true
	for n := range 4 {
		work := PlanSome(w.state, nil, w.now, 2)
		w.apply(work)
		if said := len(w.events(lead.Noted, lead.TabScoring)); said != n/3 {
			t.Errorf("pass %d: %d events say that all are scored; left %d", n, said, work.Left)
		}
	}
	for _, l := range w.state.Leads {
		if l.Score != 30 {
			t.Errorf("%s has %v", l.ID, l.Score)
		}
	}
	if work := Plan(w.state, nil, w.now); !work.Empty() {
		t.Errorf("still %+v", work)
	}
}

// An edit of a column of the team's own is in no event, and counts all the same.
func TestScore_OfAColumnOfTheirOwn(t *testing.T) {
	w := scored(t, []string{"30", "Seats", "over", "10", "Seats", "", ""})
	w.state.LeadColumns = append(w.state.LeadColumns, "Seats")
	w.pass(w.mail("ann"))
	if l := w.lead("L-1001"); l.Score != 0 || l.ScoreReasons != "fit 0, behaviour 0: no row of the tab Scoring holds" {
		t.Errorf("score %v: %s", l.Score, l.ScoreReasons)
	}
	w.lead("L-1001").Extra = []lead.Answer{{Question: "Seats", Value: "12"}}
	w.pass()
	if l := w.lead("L-1001"); l.Score != 30 || l.Quality != "cold" {
		t.Errorf("score %v, quality %q", l.Score, l.Quality)
	}
}

// While scoring is off nothing is scored, also where the columns are there.
func TestScore_Off(t *testing.T) {
	w := newWorld(t)
	w.state.LeadColumns = append(w.state.LeadColumns, lead.ColScore, lead.ColScoreReasons)
	w.pass(w.mail("ann"))
	if l := w.lead("L-1001"); l.HasScore || l.ScoreReasons != "" || l.Quality != "" {
		t.Errorf("%+v", l)
	}
}

// A signal word in a later message raises the quality, with the word in Activity, and the time to respond with it. What
// a person has chosen stays, nothing is lowered, and what is taken back or asks for nothing raises nothing.
func TestSignals_OfLaterMessages(t *testing.T) {
	for _, c := range []struct {
		name, had, says string
		byPerson        bool
		want            string
	}{
		{"blank", "", "We need it as soon as possible, can you come?", false, "hot"},
		{"taken back", "", "It is not urgent, when can you come?", false, ""},
		{"a word of a lower one", "hot", "Just looking around: do you have a catalogue?", false, "hot"},
		{"a person's", "cold", "We need it as soon as possible, can you come?", true, "cold"},
		{"emptied by a person", "", "We need it as soon as possible, can you come?", true, "hot"},
		{"another word of theirs", "vip", "We need it as soon as possible, can you come?", true, "vip"},
		{"no signal", "", "Can you come on Tuesday?", false, ""},
	} {
		w := newWorld(t, ours)
		q := w.letter("a", "kim@firm.example")
		q.Need = "A fence, please."
		if c.had == "hot" {
			q.Need = "A fence as soon as possible, please."
		}
		w.pass(q)
		if c.byPerson {
			w.lead("L-1001").Quality = "warm"
			w.pass()
			w.lead("L-1001").Quality = c.had
			w.pass()
		}
		before := w.lead("L-1001").RespondBy
		w.later(time.Minute)
		work := w.pass(w.again("b", c.says))
		l := w.lead("L-1001")
		if l.Quality != c.want {
			t.Errorf("%s: %q, want %q", c.name, l.Quality, c.want)
		}
		raised := slices.ContainsFunc(work.Events, func(e lead.Event) bool {
			return e.Column == lead.ColQuality && e.Why == "a later message, signal: as soon as possible"
		})
		if raised != (c.want == "hot" && c.had != "hot") || raised && !l.RespondBy.Before(before) {
			t.Errorf("%s: raised %v, respond by %s, was %s: %+v", c.name, raised, l.RespondBy, before, work.Events)
		}
	}
}
