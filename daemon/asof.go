package daemon

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

// inputAt is what the reports are computed from, and the time as of which they are. Without a day that is now, and what
// people have edited counts as the next pass will find it. With one, such as 2026-10-31, it is what was recorded by the
// end of that day, up to its last second; a note for the user says so where the day is not over. The error is a
// WrongSetting.
func (v *view) inputAt(day string, now time.Time) (reports.Input, time.Time, error) {
	if day == "" {
		return v.inputAfter(rules.Plan(v.state, nil, now)), now, nil
	}
	in := v.reportInput()
	end, err := endOfDay(&in, day, now)
	if err != nil {
		return reports.Input{}, time.Time{}, WrongSetting{fmt.Errorf("--as-of: %w", err)}
	}
	if end.After(now) {
		v.snap.Notes = append(slices.Clip(v.snap.Notes), strings.TrimSpace(day)+" is not over: its figures may still change")
	}
	if n := lead.LeftSince(in.History, end, policy.LeastKept, in.Policy.Location()); n > 0 {
		v.snap.Notes = append(slices.Clip(v.snap.Notes), fmt.Sprintf("%d leads of the two years before %s are in the "+
			"archive by now: the figures of that day were higher", n, strings.TrimSpace(day)))
	}
	return in.AsOf(end), end, nil
}

// endOfDay reads a day of the business and returns its last second. The error, for people, says what is wrong with the
// day and what to do: it is none, lies in the future, or before anything was written down.
func endOfDay(in *reports.Input, text string, now time.Time) (time.Time, error) {
	zone := in.Policy.Location()
	day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(text), zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no day: write it like 2026-10-31", text)
	}
	if today := now.In(zone); day.After(now) {
		return time.Time{}, fmt.Errorf("%s lies in the future: choose a day up to today, which is %s in the zone of "+
			"the business (%s)", day.Format(time.DateOnly), today.Format(time.DateOnly), zone)
	}
	end := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone).Add(-time.Second)
	if len(in.History) == 0 {
		return time.Time{}, errors.New("nothing has been written down in the tab Activity yet: leave the day out for the " +
			"figures of now")
	}
	first := facts.Recorded(&in.History[0])
	for i := range in.History {
		if at := facts.Recorded(&in.History[i]); at.Before(first) {
			first = at
		}
	}
	if first.After(end) {
		return time.Time{}, fmt.Errorf("%s is too early: the first thing was written down on %s; choose that day or a "+
			"later one", day.Format(time.DateOnly), first.In(zone).Format(time.DateOnly))
	}
	return end, nil
}
