package forms

import (
	"fmt"
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

// dateOrder decides for a whole column whether the day or the month comes first: by values above 12, else by what the
// other reading would make of the column (days that have not come yet, a list out of order), else by the vendor's habit
// and the country. sure is false when none of the values decides it, or when they contradict each other.
func dateOrder(values []string, months bool, modified time.Time) (o order, sure bool) {
	days, monthly, open := 0, 0, [][3]int{}
	for _, v := range values {
		v = tidyDate(v)
		if len(v) > 4 && v[4] == '-' || len(v) < 6 {
			continue // the year comes first: as most exports write
		}
		m := dateNumbers.FindStringSubmatch(v)
		if m == nil {
			continue
		}
		a, b := number(m[1]), number(m[2])
		switch {
		case a > 12 || strings.Contains(v[:3], "."): // dots are written between day and month only
			days++
		case b > 12:
			monthly++
		case a != b:
			open = append(open, [3]int{number(m[3]) % 100, a, b})
		}
	}
	switch {
	case days > 0 && monthly == 0:
		return dayFirst, true
	case monthly > 0 && days == 0:
		return monthFirst, true
	case len(open) > 0 && days+monthly == 0:
		if o, ok := orderByCourse(open, modified); ok {
			return o, true
		}
	}
	if months || monthly > days {
		return monthFirst, len(open) == 0
	}
	return dayFirst, len(open) == 0
}

// orderByCourse looks at what either reading makes of dates that allow both.
func orderByCourse(open [][3]int, modified time.Time) (o order, ok bool) {
	read := func(d [3]int, o order) int {
		if o == monthFirst {
			return d[0]*10000 + d[1]*100 + d[2]
		}
		return d[0]*10000 + d[2]*100 + d[1]
	}
	var future, broken [2]bool
	last := modified.AddDate(0, 0, 1)
	for _, o := range []order{dayFirst, monthFirst} {
		up, down := true, true
		for i, d := range open {
			n := read(d, o)
			future[o] = future[o] || !modified.IsZero() && n > last.Year()%100*10000+int(last.Month())*100+last.Day()
			if i > 0 {
				before := read(open[i-1], o)
				up, down = up && n >= before, down && n <= before
			}
		}
		broken[o] = !up && !down
	}
	switch {
	case future[dayFirst] != future[monthFirst]:
		return map[bool]order{true: monthFirst, false: dayFirst}[future[dayFirst]], true
	case len(open) >= 5 && broken[dayFirst] != broken[monthFirst]:
		return map[bool]order{true: monthFirst, false: dayFirst}[broken[dayFirst]], true
	}
	return dayFirst, false
}

// openDate reports whether a value can be read with the day or the month first.
func openDate(v string) bool {
	m := dateNumbers.FindStringSubmatch(tidyDate(v))
	if m == nil {
		return false
	}
	a, b := number(m[1]), number(m[2])
	return a <= 12 && b <= 12 && a != b && a > 0 && b > 0
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

// parseTime reads a time as exports write it; zone is for those that name none.
func parseTime(s string, o order, zone *time.Location, date1904 bool) (time.Time, bool) {
	if at, ok := plainTime(s, zone); ok {
		return at, sane(at)
	}
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

// plainTime reads 2006-01-02 15:04:05 without looking further; most exports write so.
func plainTime(s string, zone *time.Location) (time.Time, bool) {
	if len(s) != 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	var n [6]int
	for i, at := range [6]int{0, 5, 8, 11, 14, 17} {
		end := at + 2
		if i == 0 {
			end = 4
		}
		for _, c := range []byte(s[at:end]) {
			if c < '0' || c > '9' {
				return time.Time{}, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	last := 30 + (n[1]+n[1]/8)%2
	if n[1] == 2 {
		last = 28 // time.Parse knows about leap years
	}
	if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > last || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return time.Time{}, false
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, zone), true
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
			return "", false
		}
	}
	at = at.UTC()
	if !sane(at) {
		return "", false
	}
	if way == quarter && at.Second() != 0 {
		return fmt.Sprintf("%02d:%02d", at.Minute()%15, at.Second()), true
	}
	day, month := at.Day(), int(at.Month())
	if !zoned && day <= 12 {
		day, month = max(day, month), min(day, month)
	}
	b := make([]byte, 0, 20)
	b = append(strconv.AppendInt(b, int64(at.Year()), 10), '-')
	b = append(twoDigits(append(twoDigits(b, month), '-'), day), 'T')
	b = append(twoDigits(append(twoDigits(b, at.Hour()), ':'), at.Minute()), ':')
	b = twoDigits(b, at.Second())
	if zoned {
		b = append(b, 'Z')
	}
	return string(b), true
}

func twoDigits(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
