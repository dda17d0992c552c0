package daemon

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"leadsheet/reports"
	"leadsheet/reports/facts"
)

// inputAsOf is what the reports are computed from as it was recorded by the end of a day, such as 2026-10-31, and the
// last second of that day, as of which they are. The error is a WrongSetting.
func (v *view) inputAsOf(day string, now time.Time) (reports.Input, time.Time, error) {
	in := v.reportInput()
	end, err := endOfDay(&in, day, now)
	if err != nil {
		return reports.Input{}, time.Time{}, WrongSetting{fmt.Errorf("--as-of: %w", err)}
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
