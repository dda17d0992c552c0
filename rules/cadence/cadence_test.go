package cadence

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// week is a calendar of Monday to Friday, and a moment of it.
func week(t testing.TB, wall string) (policy.Calendar, time.Time) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := policy.Calendar{Zone: zone, Off: map[int]bool{1225: true, 1226: true}}
	for d := 1; d <= 5; d++ {
		c.Week[d] = []policy.Span{{From: 9 * 60, To: 18 * 60}}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, zone)
	if err != nil {
		t.Fatal(err)
	}
	return c, at
}

// Days are counted to working days: a weekend, a holiday, the days of a clock change.
func TestDecide_Days(t *testing.T) {
	for _, c := range []struct {
		contact string
		day     int
		want    string
	}{
		{"2026-11-23 10:00", 1, "2026-11-24"},
		{"2026-11-20 17:59", 1, "2026-11-23"}, // Friday
		{"2026-11-21 23:30", 0, "2026-11-23"}, // Saturday
		{"2026-12-24 10:00", 1, "2026-12-28"}, // two holidays and a Sunday
		{"2026-10-23 10:00", 3, "2026-10-26"}, // the clocks are put back
		{"2026-03-27 10:00", 3, "2026-03-30"},
	} {
		cal, at := week(t, c.contact)
		s := &State{}
		s.Add(&lead.Event{What: lead.Answered, Time: at, To: at.Format(time.RFC3339), By: "ann@ours.example"})
		d := s.Decide(&Row{Open: true}, []policy.Step{{Day: c.day, After: policy.AfterContact, Do: "Ask"}}, cal,
			"Again", at)
		if got := d.Due.Format("2006-01-02 15:04"); got != c.want+" 00:00" || d.Next.Do != "Ask" {
			t.Errorf("%s + %d: %s, want %s", c.contact, c.day, got, c.want)
		}
	}
}

// A step is for all leads, or for those of a quality or a status.
func TestDecide_For(t *testing.T) {
	cal, at := week(t, "2026-11-23 10:00")
	steps := []policy.Step{{Day: 1, After: policy.AfterContact, Do: "hot", For: []string{"hot", "warm"}},
		{Day: 2, After: policy.AfterContact, Do: "deal", For: []string{"Moved to deal"}},
		{Day: 3, After: policy.AfterContact, Do: "all"}}
	for _, c := range []struct{ quality, status, want string }{{"hot", "New lead", "hot"}, {"Warm", "New lead", "hot"},
		{"cold", "moved to deal", "deal"}, {"cold", "New lead", "all"}} {
		s := &State{Contact: at, Last: at}
		d := s.Decide(&Row{Open: true, Quality: c.quality, Status: c.status}, steps, cal, "", at)
		if d.Next.Do != c.want {
			t.Errorf("%+v: %q", c, d.Next.Do)
		}
	}
}

// What is known in two ways counts as one try, and older mails that are found later do no step.
func TestState_Tries(t *testing.T) {
	_, at := week(t, "2026-11-23 10:00")
	s := &State{}
	mail := func(at time.Time) {
		s.Add(&lead.Event{What: lead.Answered, Time: at, To: at.Format(time.RFC3339), By: "ann@ours.example"})
	}
	mail(at)
	mail(at)
	s.Add(&lead.Event{What: lead.Planned, To: lead.FormatFacts(Mark{policy.AfterContact, 1, "Ask"}.Facts())})
	mail(at.Add(-time.Hour))
	if s.Touches != 2 || s.Fulfilled() {
		t.Errorf("%+v", s)
	}
	mail(at.Add(time.Hour))
	if s.Touches != 3 || !s.Fulfilled() {
		t.Errorf("%+v", s)
	}
}

func TestOfferIn(t *testing.T) {
	for text, want := range map[string]bool{"Your offer": true, "Offer_118.pdf (application/pdf)": true,
		"Re: ANGEBOT 12": true, "We offered tea": false, "Angebotsanfrage": false, "Coffered ceiling": false,
		"devis-2026.pdf": true, "見積書.pdf": true, "御見積書ご送付": true, "Коммерческое предложение": true,
		"": false, "Price list": false} {
		if _, got := OfferIn(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// That leadsheet empties the First response says that nobody has contacted the lead. That it empties another cell, or
// takes a remark back, does not.
func TestAdd_EmptiedCells(t *testing.T) {
	_, at := week(t, "2026-11-23 10:00")
	for _, c := range []struct {
		column    string
		contacted bool
	}{{lead.ColFirstResponse, false}, {lead.ColAttention, true}, {lead.ColCompany, true}} {
		s := &State{}
		s.Add(&lead.Event{What: lead.Responded, Time: at, To: at.Format(time.RFC3339), By: "ann@ours.example"})
		s.Add(&lead.Event{What: lead.Changed, Time: at, Column: c.column, By: lead.ByLeadsheet})
		if s.Contact.IsZero() == c.contacted || (s.Touches == 1) != c.contacted {
			t.Errorf("%s: contacted %v, %d times", c.column, s.Contact, s.Touches)
		}
	}
}
