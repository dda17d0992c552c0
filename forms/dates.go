package forms

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/forms/dates"
)

// order says how a column writes dates of numbers.
type order uint8

const (
	dayFirst order = iota
	monthFirst
)

// dateOrder decides for a whole column whether the day or the month comes first: by values above 12, else by what the
// other reading would make of the column (days that have not come yet, a list out of order), else by the vendor's habit
// and the country. sure is false when none of the values decides it, or when they contradict each other.
func dateOrder(values []string, months bool, modified time.Time) (o order, sure bool) {
	days, monthly, open := 0, 0, [][3]int{}
	for _, v := range values {
		if len(v) > 4 && v[4] == '-' {
			continue // the year comes first: as most exports write
		}
		w, ok := dates.Scan(tidyDate(v))
		if !ok || !w.Open {
			continue
		}
		switch {
		case w.First > 12 || w.Dots: // dots are written between day and month only
			days++
		case w.Other > 12:
			monthly++
		case w.First != w.Other:
			open = append(open, [3]int{w.Year % 100, w.First, w.Other})
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
	w, ok := dates.Scan(tidyDate(v))
	return ok && w.Open && w.First <= 12 && w.Other <= 12 && w.First != w.Other
}

// parseTime reads a time as exports write it; zone is for those that name none.
func parseTime(s string, o order, zone *time.Location, date1904 bool) (time.Time, bool) {
	if n, ok := plainParts(s); ok {
		at := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, zone)
		return at, n[0] > 1990 && n[0] < 2099 || sane(at)
	}
	s = tidyDate(s)
	if f, ok := decimal(s); ok {
		if at, ok := numericTime(f, zone, date1904); ok {
			return at, sane(at)
		}
	}
	w, ok := dates.Scan(s)
	if !ok {
		return time.Time{}, false
	}
	at, ok := w.Time(o == monthFirst, zone)
	return at, ok && sane(at)
}

// decimal reads a number without a sign and an exponent: one that a spreadsheet has rounded is no time.
func decimal(s string) (float64, bool) {
	points := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case (c == '.' || c == ',') && points == 0 && i > 0:
			points++
		default:
			return 0, false
		}
	}
	if s == "" || len(s) > 30 {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return f, err == nil
}

func sane(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2100 }

// plainTime reads 2006-01-02 15:04:05 without looking further; most exports write so.
func plainTime(s string, zone *time.Location) (time.Time, bool) {
	n, ok := plainParts(s)
	if !ok {
		return time.Time{}, false
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, zone), true
}

// plainParts are the year, the month, the day, and the time of day of a plain time.
func plainParts(s string) (n [6]int, ok bool) {
	if len(s) != 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return n, false
	}
	century := two(s[0:2])
	n = [6]int{century*100 + two(s[2:4]), two(s[5:7]), two(s[8:10]), two(s[11:13]), two(s[14:16]), two(s[17:19])}
	if century < 0 || n[0] < 0 || n[3] < 0 || n[4] < 0 || n[5] < 0 {
		return [6]int{}, false
	}
	last := 30 + (n[1]+n[1]/8)%2
	if n[1] == 2 {
		last = 28 // time.Parse knows about leap years
	}
	if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > last || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return n, false
	}
	return n, true
}

// two reads two digits; it is far below zero when one is none.
func two(s string) int {
	tens, units := s[0]-'0', s[1]-'0'
	if tens > 9 || units > 9 {
		return -1_000_000
	}
	return int(tens)*10 + int(units)
}
