package forms

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
)

// order says how a column writes dates of numbers.
type order uint8

const (
	dayFirst order = iota
	monthFirst
)

var (
	dateYear    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?$`)
	dateNumbers = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,]+(.*))?$`)
	clock       = regexp.MustCompile(`(?i)^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(a\.?m\.?|p\.?m\.?)?$`)
	zoneTail    = regexp.MustCompile(`(?i)\s*(?:(?:GMT|UTC)\s*([+-])(\d{1,2}):?(\d{2})?|([+-])(\d{2}):?(\d{2})|(Z|UTC|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST))$`)
	zoneName    = regexp.MustCompile(`\s*\([^()]*\)$`)
)

// zoneHours are the abbreviations that mean one thing.
var zoneHours = map[string]int{"Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2}

// wordLayouts are dates with the month as an English word, of which the time of day has been cut off.
var wordLayouts = []string{"Mon Jan 2 2006 15:04:05", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006 15:04:05", "Jan 2, 2006 15:04", "Jan 2, 2006",
	"January 2, 2006 3:04 PM", "January 2, 2006 15:04", "January 2, 2006", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 2006", "2 January 2006 15:04", "2 January 2006",
	"Mon, 2 Jan 2006 15:04:05", "2-Jan-2006 15:04:05", "2-Jan-2006"}

// dateOrder decides for a whole column whether the day or the month comes first. sure is false when no value shows it
// or when they contradict each other, and there is a value for which it matters.
func dateOrder(values []string, country string) (o order, sure bool) {
	days, months, open := 0, 0, 0
	for _, v := range values {
		m := dateNumbers.FindStringSubmatch(tidyDate(v))
		if m == nil {
			continue
		}
		a, b := number(m[1]), number(m[2])
		switch {
		case a > 12 || strings.Contains(v[:min(len(v), 3)], "."): // dots are written between day and month only
			days++
		case b > 12:
			months++
		case a != b:
			open++
		}
	}
	switch {
	case days > 0 && months == 0:
		return dayFirst, true
	case months > 0 && days == 0:
		return monthFirst, true
	case strings.EqualFold(country, "US"):
		return monthFirst, open == 0
	}
	return dayFirst, open == 0
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func tidyDate(s string) string {
	return strings.Trim(strings.Join(strings.Fields(lead.SafeText(s, 200)), " "), `'" `)
}

// parseTime reads a time as exports write it; zone is for those that name none.
func parseTime(s string, o order, zone *time.Location, date1904 bool) (time.Time, bool) {
	if at, ok := zonedTime(s); ok {
		return at, sane(at)
	}
	s = tidyDate(s)
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return numericTime(f, zone, date1904)
	}
	at, ok := wallTime(s, o, zone)
	return at, ok && sane(at)
}

func sane(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2100 }

// numericTime reads a spreadsheet's serial day, or seconds or milliseconds of Unix time.
func numericTime(f float64, zone *time.Location, date1904 bool) (time.Time, bool) {
	switch {
	case f > 1e12 && f < 5e12:
		return time.UnixMilli(int64(f)), true
	case f > 5e8 && f < 5e9:
		return time.Unix(int64(f), 0), true
	case f >= 20000 && f <= 80000:
		if date1904 {
			f += 1462
		}
		return lead.Value{Kind: lead.Date, Num: f}.Time(zone)
	}
	return time.Time{}, false
}

// zonedTime reads a time that names its zone, and whose day cannot be taken for a month.
func zonedTime(s string) (time.Time, bool) {
	s = zoneName.ReplaceAllString(tidyDate(s), "")
	m := zoneTail.FindStringSubmatchIndex(s)
	if m == nil || !strings.ContainsAny(s[:m[0]], ":") {
		return time.Time{}, false
	}
	part := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return s[m[2*i]:m[2*i+1]]
	}
	sign, hours, minutes := part(1)+part(4), number(part(2)+part(5)), number(part(3)+part(6))
	if name := strings.ToUpper(part(7)); name != "" {
		hours = zoneHours[name]
	}
	seconds := hours*3600 + minutes*60
	if sign == "-" {
		seconds = -seconds
	}
	if seconds < -15*3600 || seconds > 15*3600 || dateNumbers.MatchString(s[:m[0]]) {
		return time.Time{}, false
	}
	return wallTime(s[:m[0]], dayFirst, time.FixedZone("", seconds))
}

// wallTime reads a date, with or without a time of day, as a clock in zone shows it.
func wallTime(s string, o order, zone *time.Location) (time.Time, bool) {
	var year, month, day int
	var rest string
	if m := dateYear.FindStringSubmatch(s); m != nil {
		year, month, day, rest = number(m[1]), number(m[2]), number(m[3]), m[4]
	} else if m := dateNumbers.FindStringSubmatch(s); m != nil {
		day, month, year, rest = number(m[1]), number(m[2]), number(m[3]), m[4]
		if (o == monthFirst || month > 12) && day <= 12 {
			day, month = month, day
		}
		if year < 100 {
			year += 2000
		}
	} else {
		for _, layout := range wordLayouts {
			if t, err := time.ParseInLocation(layout, s, zone); err == nil {
				return t, true
			}
		}
		return time.Time{}, false
	}
	hour, minute, second, ok := clockTime(rest)
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, zone)
	if !ok || month < 1 || month > 12 || time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return time.Time{}, false
	}
	return t, true
}

func clockTime(s string) (hour, minute, second int, ok bool) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, 0, 0, true
	}
	m := clock.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, 0, false
	}
	hour, minute, second = number(m[1]), number(m[2]), number(m[3])
	if half := strings.ToLower(m[4]); half != "" {
		hour %= 12
		if half[0] == 'p' {
			hour += 12
		}
	}
	return hour, minute, second, hour < 24 && minute < 60 && second < 60
}
