package clocks

import (
	"testing"
	"time"
	_ "time/tzdata"

	"leadsheet/rules/policy"
)

// team is a policy of a team that works Monday to Friday from nine to six, with half an hour to respond.
func team(t testing.TB, edit ...func(*policy.Policy)) *policy.Policy {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	p := &policy.Policy{Zone: zone, RespondWithin: 30 * time.Minute, AnswerLater: 4 * time.Hour,
		Calendar: policy.Calendar{Zone: zone},
		Sources: []policy.Source{{Name: "Email"}, {Name: "Emergency call", AfterHours: policy.AfterHours{On: true}},
			{Name: "Night desk", RespondWithin: time.Hour, AfterHours: policy.AfterHours{On: true, Within: 15 * time.Minute}},
			{Name: "WhatsApp", Urgent: true}, {Name: "Telegram", Urgent: true, RespondWithin: 20 * time.Minute},
			{Name: "Tender", RespondWithin: 48 * time.Hour}},
		Qualities: []policy.Quality{{Name: "hot", RespondWithin: 5 * time.Minute, AfterHours: policy.AfterHours{On: true}},
			{Name: "warm"}, {Name: "alarm", AfterHours: policy.AfterHours{On: true, Within: 10 * time.Minute}}}}
	for d := time.Monday; d <= time.Friday; d++ {
		p.Calendar.Week[d] = []policy.Span{{From: 540, To: 1080}}
	}
	for _, e := range edit {
		e(p)
	}
	return p
}

func byNoon(p *policy.Policy) { p.AnswerBy = 12 * 60 }

func lunch(p *policy.Policy) {
	for d := time.Monday; d <= time.Friday; d++ {
		p.Calendar.Week[d] = []policy.Span{{From: 540, To: 780}, {From: 840, To: 1080}}
	}
}

func clock(t testing.TB, p *policy.Policy, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, p.Location())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// 2026-11-20 is a Friday.
func TestFirst(t *testing.T) {
	afternoon := func(p *policy.Policy) {
		byNoon(p)
		for d := time.Monday; d <= time.Friday; d++ {
			p.Calendar.Week[d] = []policy.Span{{From: 13 * 60, To: 1080}}
		}
	}
	holiday := func(p *policy.Policy) { byNoon(p); p.Calendar.Off = map[int]bool{20261123: true} }
	always := func(p *policy.Policy) { byNoon(p); p.Calendar.Week = [7][]policy.Span{} }
	for _, c := range []struct {
		name, source, quality, arrived, want string
		edit                                 func(*policy.Policy)
	}{
		{name: "in hours", arrived: "2026-11-20 10:00", want: "2026-11-20 10:30"},
		{name: "over the weekend", arrived: "2026-11-20 17:50", want: "2026-11-23 09:20"},
		{name: "an emergency on Saturday night", source: "Email", quality: "hot", arrived: "2026-11-21 22:00", want: "2026-11-21 22:05"},
		{name: "an emergency in hours", quality: "hot", arrived: "2026-11-20 10:00", want: "2026-11-20 10:05"},
		{name: "an emergency at closing", quality: "hot", arrived: "2026-11-20 17:58", want: "2026-11-20 18:03"},
		{name: "a ticked source has the time of Settings", source: "emergency call", arrived: "2026-11-21 22:00", want: "2026-11-21 22:30"},
		{name: "and that of a quality", source: "Emergency call", quality: "hot", arrived: "2026-11-21 22:00", want: "2026-11-21 22:05"},
		{name: "a source with a time for the night", source: "Night desk", arrived: "2026-11-21 22:00", want: "2026-11-21 22:15"},
		{name: "which counts by day, too", source: "Night desk", arrived: "2026-11-20 10:00", want: "2026-11-20 10:15"},
		{name: "the earlier of two", source: "Night desk", quality: "alarm", arrived: "2026-11-21 22:00", want: "2026-11-21 22:10"},
		{name: "an emergency in the night of the clock change", quality: "hot", arrived: "2026-10-24 23:50", want: "2026-10-24 23:55"},
		{name: "an urgent source has the time of hot", source: "WhatsApp", arrived: "2026-11-20 10:00", want: "2026-11-20 10:05"},
		{name: "in working time", source: "WhatsApp", arrived: "2026-11-21 22:00", want: "2026-11-23 09:05"},
		{name: "unless it has its own", source: "Telegram", arrived: "2026-11-20 10:00", want: "2026-11-20 10:20"},
		{name: "next morning by noon", edit: byNoon, arrived: "2026-11-20 18:00", want: "2026-11-23 12:00"},
		{name: "before opening", edit: byNoon, arrived: "2026-11-23 07:00", want: "2026-11-23 12:00"},
		{name: "on a day off", edit: holiday, arrived: "2026-11-22 23:00", want: "2026-11-24 12:00"},
		{name: "what came in hours is due as ever", edit: byNoon, arrived: "2026-11-20 17:50", want: "2026-11-23 09:20"},
		{name: "a lunch break is no closing", edit: func(p *policy.Policy) { byNoon(p); lunch(p) },
			arrived: "2026-11-20 13:10", want: "2026-11-20 14:30"},
		{name: "a source's own time comes first", edit: byNoon, source: "Telegram", arrived: "2026-11-21 15:00", want: "2026-11-23 09:20"},
		{name: "and that of an emergency", edit: byNoon, quality: "alarm", arrived: "2026-11-21 15:00", want: "2026-11-21 15:10"},
		{name: "a day that opens later", edit: afternoon, arrived: "2026-11-21 15:00", want: "2026-11-23 13:30"},
		{name: "around the clock nothing closes", edit: always, arrived: "2026-11-21 15:00", want: "2026-11-21 15:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := team(t)
			if c.edit != nil {
				c.edit(p)
			}
			got := First(p, c.source, c.quality, clock(t, p, c.arrived))
			if want := clock(t, p, c.want); !got.Equal(want) || got.Location() != p.Zone {
				t.Errorf("due %s, want %s", got, want)
			}
		})
	}
	if p := team(t); !First(p, "", "hot", time.Time{}).IsZero() {
		t.Error("what came at no time is due")
	}
}

func TestLater(t *testing.T) {
	p := team(t, byNoon)
	for _, c := range []struct{ quality, at, want string }{
		{"", "2026-11-20 16:00", "2026-11-23 11:00"},
		{"", "2026-11-21 22:00", "2026-11-23 13:00"},
		{"hot", "2026-11-21 22:00", "2026-11-22 02:00"},
	} {
		if got := Later(p, "", c.quality, clock(t, p, c.at)); !got.Equal(clock(t, p, c.want)) {
			t.Errorf("%q at %s: due %s, want %s", c.quality, c.at, got, c.want)
		}
	}
}

func TestHotter(t *testing.T) {
	p := team(t)
	for _, c := range []struct{ quality, at, want string }{
		{"hot", "2026-11-20 10:10", "2026-11-20 10:15"},
		{"hot", "2026-11-21 22:00", "2026-11-21 22:05"},
		{"alarm", "2026-11-21 22:00", "2026-11-21 22:10"},
		{"warm", "2026-11-20 10:10", ""}, {"nonsense", "2026-11-20 10:10", ""},
	} {
		got, ok := Hotter(p, "Email", c.quality, clock(t, p, c.at))
		if ok != (c.want != "") || ok && !got.Equal(clock(t, p, c.want)) {
			t.Errorf("%s at %s: %s %t, want %s", c.quality, c.at, got, ok, c.want)
		}
	}
}
