package figures_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"
	_ "time/tzdata"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/clocks"
	"leadsheet/rules/policy"
)

// office is a business in Berlin that works from Monday to Friday, 9:00 to 18:00, and answers within 30 minutes.
func office(t testing.TB, edit ...func(*policy.Policy)) policy.Policy {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	p := policy.Policy{Zone: zone, RespondWithin: 30 * time.Minute, AnswerLater: 4 * time.Hour,
		Calendar: policy.Calendar{Zone: zone}}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	for d := time.Monday; d <= time.Friday; d++ {
		p.Calendar.Week[d] = []policy.Span{{From: 540, To: 1080}}
	}
	for _, e := range edit {
		e(&p)
	}
	return p
}

// clock is a time in Berlin, of 2026 where it has no year.
func clock(t testing.TB, p *policy.Policy, s string) time.Time {
	t.Helper()
	if len(s) == len("01-02 15:04") {
		s = "2026-" + s
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, p.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The table of edge cases, computed by hand. 20 November 2026 is a Friday; clocks went back on 25 October.
func TestFirstResponse_EdgeCases(t *testing.T) {
	lunch := func(p *policy.Policy) {
		for d := time.Monday; d <= time.Friday; d++ {
			p.Calendar.Week[d] = []policy.Span{{From: 540, To: 780}, {From: 840, To: 1080}}
		}
	}
	holiday := func(p *policy.Policy) { p.Calendar.Off = map[int]bool{20261123: true} }
	always := func(p *policy.Policy) { p.Calendar.Week = [7][]policy.Span{} }
	nights := func(p *policy.Policy) {
		for d := range p.Calendar.Week {
			p.Calendar.Week[d] = []policy.Span{{From: 0, To: 1440}}
		}
	}
	const year = 365 * 24 * time.Hour
	noon := func(p *policy.Policy) { p.AnswerBy = 12 * 60 }
	for _, c := range []struct {
		name, arrived, due, reply string
		met                       bool
		work, wall                time.Duration
		edit                      func(*policy.Policy)
	}{
		{"Friday 17:50", "11-20 17:50", "11-23 09:20", "11-23 09:20", true, 30 * time.Minute, 3810 * time.Minute, nil},
		{"and a minute later",
			"11-20 17:50", "11-23 09:20", "11-23 09:21", false, 31 * time.Minute, 3811 * time.Minute, nil},
		{"Friday 18:00 is closed",
			"11-20 18:00", "11-23 09:30", "11-23 09:30", true, 30 * time.Minute, 3810 * time.Minute, nil},
		{"Saturday", "11-14 15:00", "11-16 09:30", "11-16 09:10", true, 10 * time.Minute, 2530 * time.Minute, nil},
		{"Sunday night", "11-15 23:00", "11-16 09:30", "11-16 09:40", false, 40 * time.Minute, 640 * time.Minute, nil},
		{"before opening", "11-16 07:00", "11-16 09:30", "11-16 08:00", true, 0, time.Hour, nil},
		{"Monday is a holiday", "11-20 18:00", "11-24 09:30", "11-23 12:00", true, 0, 66 * time.Hour, holiday},
		{"lunch", "11-20 12:50", "11-20 14:20", "11-20 14:20", true, 30 * time.Minute, 90 * time.Minute, lunch},
		{"a reply on Saturday night", "11-14 15:00", "11-16 09:30", "11-14 20:00", true, 0, 5 * time.Hour, nil},
		{"next morning by noon",
			"11-19 20:00", "11-20 12:00", "11-20 11:00", true, 2 * time.Hour, 15 * time.Hour, noon},
		{"without hours every minute counts",
			"11-14 15:00", "11-14 15:30", "11-14 20:00", false, 5 * time.Hour, 5 * time.Hour, always},
		{"over the change of clocks",
			"10-24 22:00", "10-24 22:30", "10-25 04:00", false, 7 * time.Hour, 7 * time.Hour, nights},
		{"by a clock that is slow", "11-20 10:00", "11-20 10:30", "11-20 09:00", true, 0, 0, nil},
		{"seconds after closing time",
			"11-19 17:59", "11-20 09:29", "11-19 18:00", true, time.Minute, time.Minute, nil},
		{"a year was mistyped",
			"11-20 10:00", "11-20 10:30", "2036-11-20 10:00", false, 5 * year, 3653 * 24 * time.Hour, always},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := office(t)
			if c.edit != nil {
				c.edit(&p)
			}
			now := clock(t, &p, "2026-11-23 18:00")
			l := lead.Lead{ID: "L-1", Status: "working", Received: clock(t, &p, c.arrived),
				FirstResponse: clock(t, &p, c.reply)}
			l.RespondBy = clocks.First(&p, "", "", l.Received)
			if want := clock(t, &p, c.due); !l.RespondBy.Equal(want) {
				t.Errorf("due %s, want %s", l.RespondBy, want)
			}
			n := figures.Of(facts.New(facts.Input{Policy: p, Leads: []lead.Lead{l}}, now))
			r, met, missed := n.Response, 0, 1
			if c.met {
				met, missed = 1, 0
			}
			if r.Met != met || r.Missed != missed || r.Median != c.work || r.Average != c.work || r.P90 != c.work ||
				r.Wall != c.wall {
				t.Errorf("%+v", r)
			}
			if early := l.FirstResponse.Before(l.Received); (r.Clamped == 1) != early {
				t.Errorf("clamped %d", r.Clamped)
			}
		})
	}
}

// 15 and 30 minutes, 4 and 24 hours of working time, each inclusive, and more; 24 hours are nearly three days of work.
func TestBuckets(t *testing.T) {
	p := office(t)
	now := clock(t, &p, "2026-11-27 18:00")
	in := facts.Input{Policy: p}
	for i, c := range []struct{ reply, status string }{
		{"2026-11-16 10:00", "working"}, {"2026-11-16 10:15", "won"}, // up to 15 min
		{"2026-11-16 10:16", "working"}, {"2026-11-16 10:30", "deal"}, {"2026-11-16 10:30", "closed"}, // up to 30 min
		{"2026-11-16 14:00", "working"},                                  // up to 4 h
		{"2026-11-16 14:01", "unqualified"}, {"2026-11-18 16:00", "won"}, // up to 24 h
		{"2026-11-18 16:01", "working"}, {"2026-11-24 10:00", "working"}, // longer
		{"2026-11-16 10:05", "no lead"}, {"", "working"},
	} {
		l := lead.Lead{ID: fmt.Sprint("L-", i), Status: c.status, Received: clock(t, &p, "2026-11-16 10:00")}
		l.RespondBy = l.Received.Add(30 * time.Minute)
		if c.reply != "" {
			l.FirstResponse = clock(t, &p, c.reply)
		}
		in.Leads = append(in.Leads, l)
	}
	// Later messages: of a deal two that were answered within 15 minutes, and one after an hour; of another lead one.
	for i, id := range []string{"L-3", "L-3", "L-3", "L-0"} {
		asked := clock(t, &p, "2026-11-25 10:00").Add(time.Duration(i) * 2 * time.Hour)
		took := []time.Duration{5 * time.Minute, 15 * time.Minute, time.Hour, time.Minute}[i]
		in.History = append(in.History,
			lead.Event{Lead: id, What: lead.Responded, Column: lead.ColFirstResponse, To: "2026-11-16T10:15:00+01:00"},
			lead.Event{Lead: id, What: lead.Asked, Time: asked, From: fmt.Sprint("m:", i),
				To: asked.Add(4 * time.Hour).Format(time.RFC3339)},
			lead.Event{Lead: id, What: lead.TurnAnswered, Time: asked.Add(took), From: fmt.Sprint("m:", i)})
	}
	n := figures.Of(facts.New(in, now))
	of := func(parts ...int) (out []figures.Bucket) {
		for i, upTo := range []time.Duration{15 * time.Minute, 30 * time.Minute, 4 * time.Hour, 24 * time.Hour, 0} {
			out = append(out, figures.Bucket{UpTo: upTo, Leads: parts[3*i],
				Deals: figures.Share{Part: parts[3*i+1], Of: parts[3*i+2]}})
		}
		return out
	}
	if want := of(2, 1, 2, 3, 1, 3, 1, 0, 1, 2, 1, 2, 2, 0, 2); !reflect.DeepEqual(n.Buckets, want) {
		t.Errorf("first\n%+v\nwant\n%+v", n.Buckets, want)
	}
	if want := of(3, 1, 2, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0); !reflect.DeepEqual(n.NextBuckets, want) {
		t.Errorf("later\n%+v\nwant\n%+v", n.NextBuckets, want)
	}
	if r := n.Next; r.Met != 4 || r.Median != 10*time.Minute || r.Attainment() != (figures.Share{Part: 4, Of: 4}) {
		t.Errorf("%+v", r)
	}
}
