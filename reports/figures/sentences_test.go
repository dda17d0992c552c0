package figures

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// quiet are figures of which nothing is to be said.
func quiet() *Numbers {
	return &Numbers{Funnel: staged(20, 15, 10, 8, 5), FunnelAll: staged(20, 15, 10, 8, 5)}
}

// staged is a funnel of leads that have all ended, by how many reached each stage.
func staged(reached ...int) Funnel {
	f := Funnel{Open: Share{0, reached[0]}}
	for i, n := range reached {
		s := Stage{Reached: n}
		if i+1 < len(reached) {
			s.Moved, s.Lost = reached[i+1], n-reached[i+1]
		}
		f.Stages = append(f.Stages, s)
	}
	return f
}

// speeds are buckets by their deals and leads: up to 15 and 30 minutes, 4 and 24 hours, and more.
func speeds(deals ...Share) []Bucket {
	out := newBuckets()
	for i, d := range deals {
		out[i].Leads, out[i].Deals = d.Of, d
	}
	return out
}

// overdueOf are so many overdue follow-ups, the first one by as many days.
func overdueOf(n, planned, days int) Overdue {
	o := Overdue{Items: make([]Late, n), Planned: planned}
	for i := range o.Items {
		o.Items[i].Days = max(1, days-i)
	}
	return o
}

func said(n *Numbers) []string {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	b := dataset{facts.New(facts.Input{Policy: policy.Policy{Zone: time.UTC}}, now)}
	var out []string
	for _, s := range b.sentences(n) {
		known := FigureNames()
		for _, f := range s.Figures {
			if !strings.Contains(" "+strings.Join(known, " ")+" ", " "+f+" ") {
				out = append(out, "no figure "+f)
			}
		}
		out = append(out, fmt.Sprintf("%s n=%d", s.Text, s.N))
	}
	return out
}

func TestWhatThisSays(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(n *Numbers)
		want   string // "" for nothing
	}{
		{"nothing at all", func(n *Numbers) {
			n.Funnel, n.FunnelAll = staged(0, 0, 0, 0, 0), staged(0, 0, 0, 0, 0)
		}, ""},
		{"nothing to say", func(*Numbers) {}, ""},

		{"slow answers", func(n *Numbers) {
			n.Buckets = speeds(Share{5, 12}, Share{2, 8}, Share{1, 4}, Share{0, 5}, Share{0, 7})
		}, "Of 12 requests that waited more than 4 hours, none led to a deal; of 20 " +
			"answered within " +
			"30 minutes, 7 did. See what keeps the others waiting. n=12"},
		{"slow answers, too few", func(n *Numbers) {
			n.Buckets = speeds(Share{5, 12}, Share{2, 8}, Share{1, 4}, Share{0, 5}, Share{0, 4})
			n.Buckets[2].Deals = Share{0, 0}
		}, ""},
		{"slow answers, perhaps by chance", func(n *Numbers) {
			n.Buckets = speeds(Share{4, 20}, Share{}, Share{}, Share{1, 20}, Share{})
		}, ""},
		{"slow answers did better", func(n *Numbers) {
			n.Buckets = speeds(Share{0, 20}, Share{}, Share{}, Share{15, 20}, Share{})
		}, ""},
		{"over 30 minutes is slow where few waited longer", func(n *Numbers) {
			n.Buckets = speeds(Share{10, 20}, Share{}, Share{1, 15}, Share{0, 2}, Share{})
		}, "Of 17 requests that waited more than 30 minutes, 1 led to a deal; of 20 " +
			"answered within " +
			"30 minutes, 10 did. See what keeps the others waiting. n=17"},
		{"few in time", func(n *Numbers) { n.Response = Response{Met: 6, Missed: 3, WaitingLate: 1} },
			"Of 10 requests, 6 got an answer in time. See who answers, and when requests come in. n=10"},
		{"few in time of nine", func(n *Numbers) { n.Response = Response{Met: 0, Missed: 9} }, ""},
		{"most in time", func(n *Numbers) { n.Response = Response{Met: 9, Missed: 1} },
			"Of 10 requests, 9 got an answer in time. Keep it so. n=10"},
		{"many in time", func(n *Numbers) { n.Response = Response{Met: 8, Missed: 2} }, ""},

		{"overdue", func(n *Numbers) { n.Overdue = overdueOf(3, 12, 21) },
			"Of 12 planned follow-ups, 3 are overdue, the oldest by 21 days. Do them, or plan another day. n=12"},
		{"few overdue", func(n *Numbers) { n.Overdue = overdueOf(2, 12, 21) }, ""},
		{"all of nine overdue", func(n *Numbers) { n.Overdue = overdueOf(9, 9, 21) }, ""},
		{"done too late", func(n *Numbers) { n.FollowUps.OnTime = Share{6, 15} },
			"Of 15 follow-ups that were due, 6 got done by their day. Plan fewer, or help those who have too " +
				"many. n=15"},

		{"deals that are not won", func(n *Numbers) { n.Funnel = staged(20, 18, 16, 14, 2) },
			"Of 14 deals that have ended, 2 turned into an order. Look at your offers, and at what happens " +
				"after them. n=14"},
		{"deals that are open", func(n *Numbers) {
			n.Funnel = staged(20, 18, 16, 14, 2)
			n.Funnel.Stages[facts.RankDeal].Open, n.Funnel.Stages[facts.RankDeal].Lost = 5, 7
		}, ""},
		{"of the last 90 days too few have ended", func(n *Numbers) {
			n.Funnel, n.FunnelAll = staged(20, 12, 12, 9, 0), staged(90, 80, 70, 40, 4)
		}, "Of 40 deals that have ended, 4 turned into an order. Look at your offers, and at what happens " +
			"after them. n=40"},

		{"many requests, few deals", func(n *Numbers) { n.Funnel = staged(60, 30, 8, 2, 1) },
			"Of 60 requests of the last 90 days, 8 got as far as qualifying and 2 as far as a deal. Look at " +
				"where they come " +
				"from, and whether they are for you. n=60"},
		{"many qualified, few deals", func(n *Numbers) { n.Funnel = staged(60, 50, 30, 2, 1) },
			"Of 30 leads of the last 90 days that got as far as qualifying, 2 got as far as a deal. Look at " +
				"which leads you " +
				"call qualified. n=30"},
		{"not mature", func(n *Numbers) {
			n.Funnel, n.FunnelAll = staged(60, 50, 30, 2, 1), staged(60, 50, 30, 2, 1)
			n.Funnel.Open.Part, n.FunnelAll.Open.Part = 13, 13
		}, ""},
		{"of all time", func(n *Numbers) {
			n.Funnel, n.FunnelAll = staged(60, 50, 30, 2, 1), staged(100, 20, 5, 0, 0)
			n.Funnel.Open.Part = 30
		}, "Of 100 requests of all time, 5 got as far as qualifying and none as far as a deal. Look at " +
			"where they come " +
			"from, and whether they are for you. n=100"},

		{"one reason", func(n *Numbers) {
			n.Reasons, n.Refused = []Reason{{"Too expensive", 10}, {"No response", 5}}, 15
		}, "Of 15 lost leads, 10 have the same reason: Too expensive. Look at your prices, or at whom you " +
			"reach. n=15"},
		{"one reason of their own", func(n *Numbers) {
			n.Reasons, n.Refused = []Reason{{"Too far away", 7}, {"No response", 3}}, 10
		}, "Of 10 lost leads, 7 have the same reason: Too far away. n=10"},
		{"one reason, 60 percent", func(n *Numbers) {
			n.Reasons, n.Refused = []Reason{{"Too far away", 6}, {"No response", 4}}, 10
		}, ""},
		{"one kind of reasons", func(n *Numbers) {
			n.Reasons = []Reason{{"Chose a competitor", 5}, {"Product does not fit", 4}, {"No budget", 2}}
			n.Refused = 11
			n.Groups = []Group{{GroupOffer, 9}, {GroupPrice, 2}}
		}, "Of 11 lost leads, 9 have reasons of one kind: what you offer. Look at what they wanted instead. n=11"},
		{"no reasons", func(n *Numbers) {
			n.Reasons, n.Refused = []Reason{{"No reason given", 9}, {"No budget", 2}}, 11
			n.Groups = []Group{{GroupOther, 9}, {GroupPrice, 2}}
		}, "Of 11 lost leads, 9 have no reason. Fill in the reason: without it nobody sees what to change. n=11"},

		{"a source without deals", func(n *Numbers) {
			n.Sources = []Source{{Name: "Website", Leads: 60, Deals: 18}, {Name: "Facebook", Leads: 40, Deals: 1}}
		}, "Of 40 requests from Facebook, 1 led to a deal; of 60 from elsewhere, 18 did. Look at what you " +
			"offer there, and to " +
			"whom. n=40"},
		{"few deals from a small source", func(n *Numbers) {
			n.Sources = []Source{{Name: "Website", Leads: 90, Deals: 28}, {Name: "Facebook", Leads: 20, Deals: 1}}
		}, ""},
		{"a source with deals and without orders", func(n *Numbers) {
			n.Sources = []Source{{Name: "Website", Leads: 60, Deals: 18, Won: 12}, {Name: "Ads", Leads: 33, Deals: 4}}
		}, "Of 33 requests from Ads, none led to an order; of 60 from elsewhere, 12 did. Look at what you " +
			"offer there, " +
			"and to whom. n=33"},
		{"the same of two sources is said once", func(n *Numbers) {
			n.Sources = []Source{{Name: "Website", Leads: 90, Deals: 2}, {Name: "Referral", Leads: 12, Deals: 8}}
		}, "Of 90 requests from Website, 2 led to a deal; of 12 from elsewhere, 8 did. Look at what you " +
			"offer there, and to " +
			"whom. n=12"},
		{"a few good ones", func(n *Numbers) {
			n.Sources = []Source{{Name: "Website", Leads: 90, Deals: 15}, {Name: "Referral", Leads: 12, Deals: 8}}
		}, "Of 12 requests from Referral, 8 led to a deal; of 90 from elsewhere, 15 did. More of them may " +
			"be worth an effort. n=12"},
		{"a source of nine", func(n *Numbers) {
			n.Sources = []Source{{Name: "Website", Leads: 90, Deals: 15}, {Name: "Referral", Leads: 9, Deals: 9}}
		}, ""},
		{"no sources known", func(n *Numbers) {
			n.Sources = []Source{{Name: "Unknown", Unknown: true, Leads: 8, Deals: 0},
				{Name: "Website", Leads: 4, Deals: 2}}
		}, "Of 12 leads, 8 have no known source. Ask customers how they heard of you. n=12"},
		{"incomplete", func(n *Numbers) {
			n.Hygiene = Hygiene{Complete: Share{12, 20}, Missing: []Reason{{"Owner", 8}}}
		}, "Of 20 open leads, 8 lack something that they need, most often Owner. Fill it in. n=20"},
	} {
		n := quiet()
		c.change(n)
		if got := strings.Join(said(n), " | "); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

// The most important three are said, in the same order each time.
func TestWhatThisSays_Order(t *testing.T) {
	n := quiet()
	n.Response = Response{Met: 5, Missed: 15}
	n.Overdue = overdueOf(12, 12, 30)
	n.Funnel = staged(60, 50, 30, 20, 1)
	n.Reasons, n.Refused = []Reason{{"Too expensive", 20}}, 20
	n.Hygiene = Hygiene{Complete: Share{0, 20}, Missing: []Reason{{"Owner", 20}}}
	got := said(n)
	if len(got) != 3 || !strings.Contains(got[0], "answer in time") || !strings.Contains(got[1], "overdue") ||
		!strings.Contains(got[2], "deals that have ended") || !reflect.DeepEqual(got, said(n)) {
		t.Errorf("%q", got)
	}
}

// Two shares are only called different where chance would not often make them so: compared with sums by hand.
func TestChance(t *testing.T) {
	for _, c := range []struct {
		less, more Share
		want       float64
	}{
		{Share{0, 12}, Share{7, 20}, 77520.0 / 3365856}, // 20 over 7, of 32 over 7
		{Share{0, 10}, Share{5, 10}, 252.0 / 15504},
		{Share{1, 10}, Share{5, 10}, (210.0 + 10*252) / 38760},
		{Share{3, 10}, Share{0, 10}, 1},
	} {
		if got := chance(c.less, c.more); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v and %v: %g, want %g", c.less, c.more, got, c.want)
		}
	}
}
