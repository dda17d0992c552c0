package typed

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"leadsheet/lead/language"
)

// Day is a day as somebody typed it, perhaps with a time of day.
type Day struct {
	Year  int // 0 where the text has none
	Month time.Month
	Day   int
	// Minute is the minute of the day; -1 where the text has no time of day.
	Minute int
}

// Day reads a day: 2026-12-05, 5.12.2026, 5.12., 12/5/2026, 5 Dec 2026, Saturday, December 5th 2026, 2026年12月5日, each
// perhaps with a time of day behind it. Of two numbers with a slash or a dash between them, the country says which is
// the month, unless only one of them can be. ok is false for a day that does not exist, and for days that are counted
// from another (tomorrow, Monday): what such a cell means would change from day to day.
func (r Reader) Day(text string) (d Day, ok bool) {
	if len(text) > longest {
		return Day{}, false
	}
	fields := strings.Fields(strings.NewReplacer(",", " ", "年", "-", "月", "-", "日", " ").Replace(plain(text)))
	fields, d.Minute = cutClock(fields)
	if d.Minute == noClock {
		return Day{}, false
	}
	var parts []string
	var marks []byte // the sign behind each part
	for _, f := range fields {
		if weekdays[strings.TrimSuffix(f, ".")] || f == "de" || f == "del" || f == "of" || f == "the" || f == "den" {
			continue
		}
		if !split(f, &parts, &marks) {
			return Day{}, false
		}
	}
	if d.Year, d.Month, d.Day, ok = r.date(parts, marks); !ok || !exists(d) {
		return Day{}, false
	}
	return d, true
}

// cutClock takes the time of day off the end; -1 for none, noClock for something that must be one and is not.
func cutClock(fields []string) (rest []string, minute int) {
	if len(fields) == 0 {
		return fields, -1
	}
	if day, clock, ok := strings.Cut(fields[len(fields)-1], "t"); ok && len(day) == 10 && strings.Contains(clock, ":") {
		fields = append(fields[:len(fields)-1:len(fields)-1], day, strings.TrimSuffix(clock, "z"))
	}
	for n := max(1, len(fields)-3); n < len(fields); n++ {
		f := withoutFirst(strings.Join(fields[n:], " "), atTime)
		if !strings.ContainsAny(f, ":hm") && !isHour(f) && !(len(f) == 5 && f[2] == '.' && !strings.HasSuffix(f, ".")) {
			continue
		}
		if m, ok := clock(f); ok {
			rest = fields[:n]
			for len(rest) > 0 && atTime[rest[len(rest)-1]] {
				rest = rest[:len(rest)-1]
			}
			return rest, m
		}
	}
	if strings.Contains(fields[len(fields)-1], ":") {
		return fields, noClock
	}
	return fields, -1
}

const noClock = -2

// isHour reports whether a text ends in a word for o'clock.
func isHour(s string) bool {
	for word := range oClock {
		if strings.HasSuffix(s, word) {
			return true
		}
	}
	return false
}

// split takes a field apart into numbers and words; false for other signs.
func split(f string, parts *[]string, marks *[]byte) bool {
	for f != "" {
		n := strings.IndexFunc(f, func(r rune) bool { return !unicode.IsDigit(r) })
		if n == 0 {
			n = strings.IndexFunc(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
		}
		if n == 0 {
			return false
		}
		if n < 0 {
			n = len(f)
		}
		part, mark := f[:n], byte(' ')
		if f = f[n:]; f != "" && strings.IndexByte("./-", f[0]) >= 0 {
			mark, f = f[0], f[1:]
		}
		if ordinals[part] && len(*parts) > 0 { // 5th
			(*marks)[len(*marks)-1] = mark
			continue
		}
		*parts, *marks = append(*parts, part), append(*marks, mark)
	}
	return true
}

// date makes a date of its parts, with the year where there is one.
func (r Reader) date(parts []string, marks []byte) (year int, month time.Month, day int, ok bool) {
	numbers := make([]int, len(parts))
	named := -1
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			m, isMonth := language.Month(p)
			if !isMonth || named >= 0 {
				return 0, 0, 0, false
			}
			named, n = i, int(m)
		}
		numbers[i] = n
	}
	switch {
	case len(parts) < 2 || len(parts) > 3:
	case named >= 0:
		return withName(parts, numbers, named)
	case len(parts) == 3 && len(parts[0]) == 4:
		return numbers[0], time.Month(numbers[1]), numbers[2], true
	case len(parts) == 3 && len(parts[2]) != 4 && len(parts[2]) != 2:
	case marks[0] == ' ' || len(parts) == 3 && marks[1] != marks[0] || len(parts[0]) > 2 || len(parts[1]) > 2:
	default:
		if len(parts) == 3 {
			year = fullYear(parts[2], numbers[2])
		}
		month, day, ok = r.monthAndDay(numbers[0], numbers[1], marks[0])
		return year, month, day, ok
	}
	return 0, 0, 0, false
}

// monthAndDay decides which of two numbers is the month. A point stands behind the day.
func (r Reader) monthAndDay(a, b int, mark byte) (time.Month, int, bool) {
	switch {
	case mark == '.' || a > 12 || a == b:
		return time.Month(b), a, true
	case b > 12 || monthFirst[r.Country]:
		return time.Month(a), b, true
	case r.Country == "CA": // both are usual there
		return 0, 0, false
	}
	return time.Month(b), a, true
}

// monthFirst are the countries where the month is written before the day (Unicode CLDR).
var monthFirst = wordSet("US PR GU VI AS MP UM FM MH PW PH BZ")

// withName reads a date whose month is a word, which stands at named.
func withName(parts []string, numbers []int, named int) (year int, month time.Month, day int, ok bool) {
	month = time.Month(numbers[named])
	var rest []int
	for i := range parts {
		if i != named {
			rest = append(rest, i)
		}
	}
	day = numbers[rest[0]]
	if len(rest) == 2 {
		switch a, b := rest[0], rest[1]; {
		case len(parts[a]) == 4: // 2026 Dec 5
			return numbers[a], month, numbers[b], true
		case len(parts[b]) == 4 || len(parts[b]) == 2:
			year = fullYear(parts[b], numbers[b])
		default:
			return 0, 0, 0, false
		}
	}
	return year, month, day, len(parts[rest[0]]) <= 2
}

// fullYear is the year of two digits or four; two are of this century.
func fullYear(text string, n int) int {
	if len(text) == 2 {
		return 2000 + n
	}
	return n
}

func exists(d Day) bool {
	year := d.Year
	if year == 0 {
		year = 2024 // a leap year
	}
	t := time.Date(year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return year >= 1900 && year <= 9999 && d.Month >= 1 && d.Month <= 12 && t.Day() == d.Day && t.Month() == d.Month
}

// Time reads a day with the time of day behind it, midnight where there is none, in the reader's zone. A day without a
// year is the one that is nearest to Now, rather in the future: at most three months ago. noYear says that it had none.
func (r Reader) Time(text string) (t time.Time, noYear, ok bool) {
	d, ok := r.Day(text)
	if !ok || d.Year == 0 && r.Now.IsZero() {
		return time.Time{}, false, false
	}
	if d.Year != 0 {
		return d.In(d.Year, r.zone()), false, true
	}
	now := r.Now.In(r.zone())
	for year := now.Year() - 1; year <= now.Year()+2; year++ {
		t = d.In(year, r.zone())
		if d.existsIn(year) && t.After(now.AddDate(0, -3, 0)) {
			return t, true, true
		}
	}
	return time.Time{}, false, false
}

// Days reads a day, or a stretch from one day to another: 24.12. to 26.12., 24.-26.12., 2026-12-24 - 2027-01-06.
func (r Reader) Days(text string) (from, to Day, ok bool) {
	if from, ok = r.Day(text); ok {
		return from, from, true
	}
	if len(text) > longest {
		return Day{}, Day{}, false
	}
	s := between(plain(text), untils, "-")
	for i := range len(s) {
		if s[i] != '-' {
			continue
		}
		if to, ok = r.Day(s[i+1:]); !ok {
			continue
		}
		first := strings.TrimSpace(s[:i])
		if from, ok = r.Day(first); ok {
			return from, to, true
		}
		if n, err := strconv.Atoi(strings.TrimSuffix(first, ".")); err == nil {
			if from = (Day{to.Year, to.Month, n, -1}); exists(from) && n <= to.Day {
				return from, to, true
			}
		}
	}
	return Day{}, Day{}, false
}

func (d Day) existsIn(year int) bool { d.Year = year; return exists(d) }

// In is the day in a year, at its time of day or at midnight.
func (d Day) In(year int, zone *time.Location) time.Time {
	minute := max(0, d.Minute)
	return time.Date(year, d.Month, d.Day, minute/60, minute%60, 0, 0, zone)
}
