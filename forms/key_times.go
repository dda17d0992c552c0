package forms

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
)

// This file is how the keys of records understand times. It must stay as it is: a date that is understood in another
// way gives every record of an export another key, and all of them come in again. How times are read is in dates.go.

var (
	dateYear    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?$`)
	dateNumbers = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,]+(.*))?$`)
	clock       = regexp.MustCompile(`(?i)^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(a\.?m\.?|p\.?m\.?)?$`)
	zoneTail    = regexp.MustCompile(`(?i)\s*(?:(?:GMT|UTC)\s*([+-])(\d{1,2}):?(\d{2})?|([+-])(\d{2}):?(\d{2})|` +
		`(Z|UTC|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST))$`)
	zoneName = regexp.MustCompile(`\s*\([^()]*\)$`)
)

// zoneHours are the abbreviations that mean one thing.
var zoneHours = map[string]int{
	"Z":    0,
	"UTC":  0,
	"GMT":  0,
	"EST":  -5,
	"EDT":  -4,
	"CST":  -6,
	"CDT":  -5,
	"MST":  -7,
	"MDT":  -6,
	"PST":  -8,
	"PDT":  -7,
	"CET":  1,
	"CEST": 2,
}

// wordLayouts are dates with the month as an English word, of which the time of day has been cut off.
var wordLayouts = []string{
	"Mon Jan 2 2006 15:04:05",
	"Jan 2, 2006 3:04:05 PM",
	"Jan 2, 2006 3:04 PM",
	"Jan 2, 2006 15:04:05",
	"Jan 2, 2006 15:04",
	"Jan 2, 2006",
	"January 2, 2006 3:04 PM",
	"January 2, 2006 15:04",
	"January 2, 2006",
	"2 Jan 2006 15:04:05",
	"2 Jan 2006 15:04",
	"2 Jan 2006",
	"2 January 2006 15:04",
	"2 January 2006",
	"Mon, 2 Jan 2006 15:04:05",
	"2-Jan-2006 15:04:05",
	"2-Jan-2006",
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func tidyDate(s string) string {
	if simple(s) && s[0] != '\'' && s[0] != '"' {
		return s
	}
	return strings.Trim(strings.Join(strings.Fields(lead.SafeText(s, 200)), " "), `'" `)
}

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
	if len(s) == 19 && s[4] == '-' && s[10] == ' ' {
		return time.Time{}, false // 2006-01-02 15:04:05
	}
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
	if t, ok := plainTime(s, zone); ok {
		return t, true
	}
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

// quarter is how times of forms that one vendor exports in two zones are compared: see canonicalTime.
const quarter = "quarter"

// canonicalTime is a time as exports of one form have it in common, whatever their presentation: a clock with a zone as
// UTC; without one, what the clock shows, with day and month in the order of size, because which is which may be known
// in the next export only. way quarter leaves what every time zone shows alike, the minutes past the quarter and the
// seconds: Google's download names a zone, its sheet does not (docs/facts/forms.md). Times that a person seems to have
// typed stay whole.
func canonicalTime(v string, date1904 bool, way string) (string, bool) {
	b, ok := appendTime(nil, v, date1904, way)
	return string(b), ok
}

// maxKeyTime is the room for what appendTime appends.
const maxKeyTime = 24

// appendTime appends canonicalTime.
func appendTime(b []byte, v string, date1904 bool, way string) ([]byte, bool) {
	at, plain := plainTime(v, time.UTC)
	zoned := false
	if !plain {
		at, zoned = zonedTime(v)
	}
	if !plain && !zoned {
		s := tidyDate(v)
		ok := false
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			at, ok = numericTime(f, time.UTC, date1904)
		} else {
			at, ok = wallTime(s, dayFirst, time.UTC)
		}
		if !ok {
			return b, false
		}
	}
	at = at.UTC()
	if !sane(at) {
		return b, false
	}
	if way == quarter && at.Second() != 0 {
		return fmt.Appendf(b, "%02d:%02d", at.Minute()%15, at.Second()), true
	}
	year, month, day := at.Date()
	hour, minute, second := at.Clock()
	return appendParts(b, year, int(month), day, hour, minute, second, zoned), true
}

// appendParts appends a time as keys have it.
func appendParts(b []byte, year, month, day, hour, minute, second int, zoned bool) []byte {
	if !zoned && day <= 12 {
		day, month = max(day, month), min(day, month)
	}
	b = append(strconv.AppendInt(b, int64(year), 10), '-')
	b = append(twoDigits(append(twoDigits(b, month), '-'), day), 'T')
	b = append(twoDigits(append(twoDigits(b, hour), ':'), minute), ':')
	b = twoDigits(b, second)
	if zoned {
		b = append(b, 'Z')
	}
	return b
}

func twoDigits(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
