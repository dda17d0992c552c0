package moments

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// rowIn is a row of Leads whose own times are shown in a zone, as it is read in UTC.
func rowIn(l lead.Lead, z *time.Location) lead.Lead {
	for _, own := range ownColumns {
		if p := own.at(&l); !p.IsZero() {
			*p, _ = lead.DateValue(*p, z).Time(time.UTC)
		}
	}
	return l
}

// readIn is how the rows are read while a zone is in force.
func readIn(walls []lead.Lead, z *time.Location) []lead.Lead {
	out := make([]lead.Lead, len(walls))
	for i, l := range walls {
		for _, own := range ownColumns {
			if p := own.at(&l); !p.IsZero() {
				*p, _ = lead.DateValue(*p, time.UTC).Time(z)
			}
		}
		out[i] = l
	}
	return out
}

// created is the history of a lead that came in at a moment and is due at another.
func created(id string, received, due time.Time) lead.Event {
	facts := []lead.Fact{{Name: "received", Text: received.Format(time.RFC3339)}, {Name: "respond_by", Text: due.Format(time.RFC3339)}}
	return lead.Event{Time: received.Add(time.Minute), Lead: id, What: lead.Created, By: lead.ByLeadsheet,
		To: lead.FormatFacts(facts)}
}

// Whatever zones a workbook goes through, and wherever a pass has stopped in between: each cell that leadsheet has
// written means the moment that it meant, also in an hour that a clock shows twice, or that the new zone does not have.
func TestResolve_KeepsMoments(t *testing.T) {
	names := []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "America/Santiago",
		"Pacific/Kiritimati", "Pacific/Pago_Pago"}
	rng := rand.New(rand.NewPCG(1, 2))
	anyZone := func() *time.Location { return zone(t, names[rng.IntN(len(names))]) }
	from := at(t, "2026-01-01T00:00:00Z")
	for range 3000 {
		z := policy.Zones{Journals: anyZone(), Leads: anyZone(), Shown: anyZone()}
		for _, before := range []*time.Location{z.Shown, anyZone()} {
			if before.String() != z.Leads.String() {
				z.Before = append(z.Before, before)
			}
		}
		if len(z.Before) == 0 {
			continue
		}
		received := from.Add(time.Duration(rng.IntN(365*86400)) * time.Second)
		if rng.IntN(2) == 0 { // around the changes of clocks
			days := []string{"2026-10-25T00:59:30Z", "2026-03-29T01:00:10Z", "2026-11-01T05:30:00Z", "2026-03-08T07:10:00Z",
				"2026-04-04T15:10:00Z"}
			received = at(t, days[rng.IntN(len(days))]).Add(time.Duration(rng.IntN(7200)-3600) * time.Second)
		}
		due := received.Add(31 * time.Minute)
		l := lead.Lead{ID: "L-1001", Received: received, RespondBy: due, LastActivity: received, WaitingSince: received}
		shown := append([]*time.Location{z.Leads}, z.Before...)[rng.IntN(len(z.Before)+1)]
		walls := []lead.Lead{rowIn(l, shown)}
		b := Book{Zones: z, Leads: readIn(walls, z.Leads), Walls: walls, History: []lead.Event{created("L-1001", received, due)}}
		stale, open := b.Resolve()
		for _, own := range ownColumns {
			if got, want := *own.at(&b.Leads[0]), *own.at(&l); !got.Equal(want) {
				t.Fatalf("%s, shown in %s while %v is in force: %v, want %v", own.title, shown, z.Leads, got, want)
			}
		}
		same := cmp.Equal(rowIn(l, z.Leads), walls[0])
		if open || (len(stale) == 0) != same {
			t.Fatalf("in %s while %v is in force, stale are %v", shown, z.Leads, stale)
		}
	}
}

// What a person has typed stays as typed: a first response, and when a row came in that they have added; what leadsheet
// has filled in there is its own.
func TestResolve_WhatPeopleTyped(t *testing.T) {
	utc, york := time.UTC, zone(t, "America/New_York")
	nine, ten := at(t, "2026-11-20T09:00:00Z"), at(t, "2026-11-20T10:00:00Z")
	due := ten.Add(30 * time.Minute)
	facts := func(received time.Time) string {
		return lead.FormatFacts([]lead.Fact{{Name: "received", Text: received.Format(time.RFC3339)},
			{Name: "respond_by", Text: due.Format(time.RFC3339)}})
	}
	typed := (words.Language{}).Texts().Activity.Typed
	history := []lead.Event{
		{Lead: "L-1", Time: ten, What: lead.Adopted, By: lead.ByTeam, To: facts(nine)},
		{Lead: "L-2", Time: ten, What: lead.Adopted, By: lead.ByTeam, To: facts(ten)},
		{Lead: "L-3", Time: ten, What: lead.Typed, By: lead.ByTeam, To: "{}"},
		{Lead: "L-3", Time: ten.Add(time.Hour), What: lead.Adopted, By: lead.ByTeam, To: facts(ten)},
		created("L-4", nine, due),
		{Lead: "L-4", Time: ten, What: lead.Responded, By: lead.ByTeam, Why: typed, To: "2026-11-20T09:30:00Z"},
		created("L-5", nine, due),
		{Lead: "L-5", Time: ten, What: lead.Responded, By: "kim@team.example", To: "2026-11-20T09:30:00Z"},
		created("L-6", nine, due),
	}
	half := nine.Add(30 * time.Minute)
	walls := []lead.Lead{{ID: "L-1", Received: nine, RespondBy: due}, {ID: "L-2", Received: ten, RespondBy: due},
		{ID: "L-3", Received: ten}, {ID: "L-4", Received: nine, FirstResponse: half},
		{ID: "L-5", Received: nine, FirstResponse: half}, {ID: "L-6", Received: nine.Add(7 * time.Minute)}, {Received: nine}}
	for i := range walls {
		walls[i].Ref = i
	}
	b := Book{Zones: policy.Zones{Journals: utc, Leads: york, Shown: utc, Before: []*time.Location{utc}},
		Leads: readIn(walls, york), Walls: walls, History: history}
	stale, open := b.Resolve()
	want := []Cell{{0, lead.ColRespondBy}, {1, lead.ColReceived}, {1, lead.ColRespondBy}, {2, lead.ColReceived},
		{3, lead.ColReceived}, {4, lead.ColReceived}, {4, lead.ColFirstResponse}}
	if open || len(stale) != len(want) {
		t.Fatalf("stale are %v, want %v", stale, want)
	}
	for i := range want {
		if stale[i] != want[i] {
			t.Errorf("stale is %v, want %v", stale[i], want[i])
		}
	}
	const five = 5 * time.Hour // what was typed means as much later in New York
	for _, c := range []struct {
		got, want time.Time
	}{
		{b.Leads[0].Received, nine.Add(five)}, {b.Leads[0].RespondBy, due}, {b.Leads[3].FirstResponse, half.Add(five)},
		{b.Leads[4].FirstResponse, half}, {b.Leads[5].Received, nine.Add(5*time.Hour + 7*time.Minute)},
		{b.Leads[6].Received, nine.Add(five)},
	} {
		if !c.got.Equal(c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

// A lead of an earlier version, of which the history does not say what its row held: its cells are read in the zone in
// which all were last, and wait there until the history says it.
func TestResolve_WithoutFacts(t *testing.T) {
	berlin, tokyo := zone(t, "Europe/Berlin"), zone(t, "Asia/Tokyo")
	received := at(t, "2026-11-20T09:00:00Z")
	l := lead.Lead{ID: "L-1001", Received: received, RespondBy: received.Add(time.Hour), LastActivity: received}
	walls := []lead.Lead{rowIn(l, berlin)}
	b := Book{Zones: policy.Zones{Journals: berlin, Leads: tokyo, Shown: berlin, Before: []*time.Location{berlin}},
		Leads: readIn(walls, tokyo), Walls: walls,
		History: []lead.Event{{Lead: "L-1001", Time: received.Add(time.Minute), What: lead.Created, By: lead.ByLeadsheet}}}
	stale, open := b.Resolve()
	if !open || len(stale) > 0 || !b.Leads[0].Received.Equal(received) || !b.Leads[0].RespondBy.Equal(l.RespondBy) {
		t.Errorf("open %v, stale %v, %+v", open, stale, b.Leads[0])
	}
}
