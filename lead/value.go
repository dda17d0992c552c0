package lead

import (
	"math"
	"strconv"
	"time"
)

// ValueKind is the type of a cell's content.
type ValueKind uint8

// The kinds of values. Date is a number with a date's format; a workbook that is read back may call it Number.
const (
	Empty ValueKind = iota
	Text
	Number
	Date
	Bool
)

// Value is what a cell holds. Dates are serial days since 1899-12-30 in the workbook's own time zone, as
// spreadsheets keep them.
type Value struct {
	Kind ValueKind
	Text string
	Num  float64 // Number, Date; 1 for a true Bool
}

// TextValue returns s as text; "" is an empty cell.
func TextValue(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Kind: Text, Text: s}
}

// NumberValue returns a number.
func NumberValue(f float64) Value { return Value{Kind: Number, Num: f} }

// BoolValue returns a tick.
func BoolValue(b bool) Value {
	if b {
		return Value{Kind: Bool, Num: 1}
	}
	return Value{Kind: Bool}
}

// DateValue returns t as the serial number of its wall clock in loc, to the second; a zero t is an empty cell. In the
// hour that a clock shows twice, the second time round is stored a quarter of a second later: no program shows that,
// and Time knows it by it.
func DateValue(t time.Time, loc *time.Location) Value {
	if t.IsZero() {
		return Value{}
	}
	t = t.In(loc)
	seconds := float64(wallSeconds(t))
	if !inWall(wallSeconds(t), loc).Equal(t.Truncate(time.Second)) {
		seconds += secondRound
	}
	return Value{Kind: Date, Num: seconds / day}
}

const (
	epoch = -2209161600 // 1899-12-30 as seconds of Unix time
	day   = 86400       // seconds

	lastDay = 2958466 // as a serial day: the end of the year 9999

	// secondRound is what is added, in seconds, to a time of the hour that a clock shows for the second time.
	secondRound = 0.25
)

// wallSeconds are the seconds from 1899-12-30 to what the clock shows at t, in t's own zone.
func wallSeconds(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC).Unix() - epoch
}

// WallTime returns when a clock in loc shows, to the second, what t shows in its own zone: of two such moments the
// first. It is false outside of the days that a workbook knows.
func WallTime(t time.Time, loc *time.Location) (time.Time, bool) {
	seconds := wallSeconds(t)
	if seconds < day || seconds > lastDay*day {
		return time.Time{}, false
	}
	return inWall(seconds, loc), true
}

// inWall is when a clock in loc shows a time: of two such moments the first.
func inWall(seconds int64, loc *time.Location) time.Time {
	w := time.Unix(seconds+epoch, 0).UTC()
	t := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, loc)
	if loc == time.UTC {
		return t
	}
	start, _ := t.ZoneBounds()
	if start.IsZero() || t.Sub(start) > mostPutBack {
		return t
	}
	if first := t.Add(forward(start)); wallSeconds(first) == seconds {
		return first
	}
	return t
}

// mostPutBack is longer than any clock is put back by.
const mostPutBack = 48 * time.Hour

// forward is by how much a clock is put forward at a change: less than zero where it is put back.
func forward(change time.Time) time.Duration {
	_, before := change.Add(-time.Second).Zone()
	_, after := change.Zone()
	return time.Duration(after-before) * time.Second
}

// Time returns the moment that serial day v means in loc, to the second. In the hour that a clock shows twice it is the
// first, unless DateValue has written the second.
func (v Value) Time(loc *time.Location) (time.Time, bool) {
	if (v.Kind != Number && v.Kind != Date) || v.Num < 1 || v.Num > lastDay {
		return time.Time{}, false
	}
	seconds := math.Round(v.Num * day)
	t := inWall(int64(seconds), loc)
	if v.isSecondRound() {
		if _, end := t.ZoneBounds(); !end.IsZero() {
			if again := t.Add(-forward(end)); wallSeconds(again) == int64(seconds) {
				return again, true
			}
		}
	}
	return t, true
}

// isSecondRound reports whether a number has the quarter of a second that DateValue adds.
func (v Value) isSecondRound() bool {
	rest := v.Num*day - math.Round(v.Num*day)
	return math.Abs(rest-secondRound) < secondRound/4
}

// IsEmpty reports whether there is nothing in the cell.
func (v Value) IsEmpty() bool { return v.Kind == Empty || v.Kind == Text && v.Text == "" }

// Equal reports whether two cells hold the same: numbers and dates to a tenth of a second, everything else exactly.
func (v Value) Equal(w Value) bool {
	if v.IsEmpty() || w.IsEmpty() {
		return v.IsEmpty() && w.IsEmpty()
	}
	num := func(k ValueKind) bool { return k == Number || k == Date }
	if num(v.Kind) && num(w.Kind) {
		return v.Num == w.Num || math.Abs(v.Num-w.Num) < 0.1/day
	}
	return v.Kind == w.Kind && v.Text == w.Text && v.Num == w.Num
}

// String returns the content as plain text: numbers in their shortest form, ticks as TRUE and FALSE, dates as
// 2006-01-02 or 2006-01-02 15:04.
func (v Value) String() string {
	switch v.Kind {
	case Text:
		return v.Text
	case Number:
		return strconv.FormatFloat(v.Num, 'f', -1, 64)
	case Bool:
		if v.Num != 0 {
			return "TRUE"
		}
		return "FALSE"
	case Date:
		t, ok := v.Time(time.UTC)
		if !ok {
			return strconv.FormatFloat(v.Num, 'f', -1, 64)
		}
		if t.Hour() == 0 && t.Minute() == 0 {
			return t.Format("2006-01-02")
		}
		return t.Format("2006-01-02 15:04")
	}
	return ""
}
