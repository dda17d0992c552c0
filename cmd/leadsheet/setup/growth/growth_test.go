package growth

import (
	"math"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

func TestYears(t *testing.T) {
	now := time.Date(2029, 6, 1, 0, 0, 0, 0, time.UTC)
	events := func(months ...int) (out []lead.Event) {
		for _, m := range months {
			out = append(out, lead.Event{Recorded: now.AddDate(0, -m, 0)})
		}
		return out
	}
	for _, c := range []struct {
		what    string
		cells   int64
		history []lead.Event
		years   float64 // -1: it cannot be told
	}{
		{"half of four years' cells came in the last one", 4_000_000, events(47, 40, 30, 20, 10, 8, 6, 4, 2, 1)[1:], 6.0e6 / (4.0e6 * 6 / 9)},
		{"a half year old", 1_000_000, events(6, 5, 4, 3, 2, 1), 9e6 / 1e6 / 2},
		{"full", 11_000_000, events(20, 1), 0},
		{"too young", 1_000_000, events(2, 1), -1},
		{"nothing happens any more", 1_000_000, events(40, 30), -1},
		{"a local workbook", 0, events(40, 1), -1},
	} {
		years, ok := Years(c.cells, c.history, now)
		if ok != (c.years >= 0) || ok && math.Abs(years-c.years) > 0.05 {
			t.Errorf("%s: %v, %t, want %v", c.what, years, ok, c.years)
		}
	}
}

// Whoever cannot keep leads for a shorter time is not told to, and leads that cannot go are named.
func TestNotes_WhatCanBeDone(t *testing.T) {
	now := time.Date(2029, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		what string
		b    Workbook
		do   string // part of what the only note says to do
	}{
		{"kept for three years", Workbook{Google: true, Archive: true, KeepFor: 36, Leads: 25_000}, "fewer months"},
		{"kept as short as can be", Workbook{Google: true, Archive: true, KeepFor: 24, Leads: 25_000}, "cannot be shorter"},
		{"a formula", Workbook{Google: true, Archive: true, KeepFor: 24, Leads: 9, Stuck: []string{"L-1001"}}, "take these out"},
	} {
		if notes := Notes(&c.b, now); len(notes) != 1 || !strings.Contains(notes[0].Do, c.do) {
			t.Errorf("%s: %+v", c.what, notes)
		}
	}
}
