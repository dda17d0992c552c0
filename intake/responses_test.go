package intake_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// tabs is a spreadsheet with responses in memory.
type tabs struct {
	named bool
	rows  map[string][][]lead.Value
	err   error
	looks int
}

func (s *tabs) String() string { return "google:tabs" }

func (s *tabs) Read(_ context.Context, take func(string, string, bool, *time.Location, [][]lead.Value)) error {
	s.looks++
	if s.err != nil {
		return s.err
	}
	for _, tab := range []string{"Form responses", "Prices"} {
		if rows := s.rows[tab]; rows != nil {
			take("Roof/enquiries", tab, s.named, time.FixedZone("", 7200), rows)
		}
	}
	return nil
}

func cells(values ...any) []lead.Value {
	var out []lead.Value
	for _, v := range values {
		if f, ok := v.(float64); ok {
			out = append(out, lead.NumberValue(f))
		} else {
			out = append(out, lead.TextValue(fmt.Sprint(v)))
		}
	}
	return out
}

func TestResponses_Tabs(t *testing.T) {
	clock := now
	place := &tabs{rows: map[string][][]lead.Value{
		"Form responses": {cells("Timestamp", "Email Address", "Your name", "Message"), cells(46268.75026620370, "zoe@example.com", "Zoe", "a shed"), cells(46269.25046296296, "ada@example.com", "Ada", "a roof")},
		"Prices":         {cells("Item", "Email"), cells("Roof", "shop@example.com")},
	}}
	r := &intake.Responses{Places: []intake.ResponseTabs{place}, Now: func() time.Time { return clock }}
	known := intake.Known{Keys: map[string]bool{}, Zone: time.UTC}
	take := func() (out []lead.Inquiry) {
		t.Helper()
		items, err := r.Collect(context.Background(), known)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range items {
			if !known.Keys[in.Key] {
				out = append(out, in)
			}
		}
		return out
	}
	got := take()
	if !slices.Equal(named(got), []string{"Ada", "Zoe"}) || got[0].Where != "responses of Roof/enquiries, tab Form responses, row 2" || got[0].Subject != "Roof-enquiries" ||
		got[0].Received.Format(time.RFC3339) != "2026-09-03T18:00:23+02:00" || !got[0].Live || !got[0].Dated {
		t.Fatalf("%+v", got)
	}
	// The workbook was open elsewhere: what could not be stored is handed over again, without another look.
	if got := take(); len(got) != 2 || place.looks != 1 {
		t.Fatalf("%d, %d looks", len(got), place.looks)
	}
	for _, in := range got {
		known.Keys[in.Key] = true
	}
	for range 5 {
		clock = clock.Add(15 * time.Second)
		if got := take(); len(got) != 0 {
			t.Fatal(got)
		}
	}
	if place.looks != 2 {
		t.Errorf("%d looks in 75 seconds", place.looks)
	}
	for range 4 * 60 {
		clock = clock.Add(15 * time.Second)
		take()
	}
	if place.looks > 2+15 {
		t.Errorf("%d looks in a quiet hour", place.looks)
	}
	// An edited response has another time, too.
	place.rows["Form responses"][2] = cells(46270.5000462963, "ada@example.com", "Ada", "a roof and a cellar")
	clock = clock.Add(time.Hour)
	if got := take(); len(got) != 1 || got[0].Kind != lead.Edited || got[0].Need != "a roof and a cellar" {
		t.Errorf("%+v", got)
	}
}

func TestResponses_UnreadableTab(t *testing.T) {
	clock := now
	good := &tabs{named: true, rows: map[string][][]lead.Value{"Prices": {cells("Name", "Email"), cells("Zoe", "zoe@example.com")}}}
	bad := &tabs{err: intake.NeedsPerson(errors.New("share the spreadsheet"))}
	r := &intake.Responses{Places: []intake.ResponseTabs{bad, good}, Now: func() time.Time { return clock }}
	known := intake.Known{Keys: map[string]bool{}}
	items, err := r.Collect(context.Background(), known)
	if slices.ContainsFunc(items, func(in lead.Inquiry) bool { return in.Live }) {
		t.Errorf("no form has written %+v", items)
	}
	if err != nil || len(items) != 2 || !slices.ContainsFunc(items, func(in lead.Inquiry) bool { return strings.Contains(in.Ignore, "share the spreadsheet") }) {
		t.Errorf("%+v %v", items, err)
	}
	for _, in := range items {
		known.Keys[in.Key] = true
	}
	// No network is no matter for a person: the error is that of the pass, and the next pass tries again.
	bad.err = errors.New("no answer")
	clock = clock.Add(2 * time.Minute)
	if items, err := r.Collect(context.Background(), known); err == nil || len(items) > 2 {
		t.Error(items, err)
	}
	bad.err, bad.rows = nil, map[string][][]lead.Value{"Prices": {cells("Item", "Price"), cells("Roof", "1")}}
	clock = clock.Add(time.Second)
	items, err = r.Collect(context.Background(), known)
	if err != nil || !slices.ContainsFunc(items, func(in lead.Inquiry) bool { return strings.Contains(in.Ignore, "no tab of google:tabs looks like") }) {
		t.Errorf("%+v %v", items, err)
	}
	bad.rows = map[string][][]lead.Value{"Form responses": {cells("Timestamp", "Name")}} // nobody has filled it in yet
	clock = clock.Add(10 * time.Minute)
	if items, err = r.Collect(context.Background(), known); err != nil || slices.ContainsFunc(items, func(in lead.Inquiry) bool { return in.Ignore != "" }) {
		t.Errorf("%+v %v", items, err)
	}
}

// The form that somebody has named may ask for no name: each of its responses is a request all the same. A tab of
// another kind that names nobody is held back.
func TestResponses_FormWithoutNames(t *testing.T) {
	for title, c := range map[string]struct {
		header, row []lead.Value
		held        bool
	}{
		"Form responses": {cells("Timestamp", "What do you need?"), cells("2026-11-20 10:00:00", "twenty chairs"), false},
		"Prices":         {cells("Item", "Price"), cells("Roof", "1"), true},
	} {
		source := &tabs{named: true, rows: map[string][][]lead.Value{title: {c.header, c.row}}}
		r := &intake.Responses{Places: []intake.ResponseTabs{source}, Now: func() time.Time { return now }}
		items, err := r.Collect(context.Background(), intake.Known{Keys: map[string]bool{}})
		if err != nil || len(items) != 1 || (items[0].Ignore != "") != c.held {
			t.Errorf("%s: %+v %v", title, items, err)
		}
	}
}
