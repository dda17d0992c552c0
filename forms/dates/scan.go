// Package dates reads dates and times of day as programs and people write them into exports: with months in any of
// some twenty-five languages, words around them, and zones. It says only what is written: whether 3/4 is in March or in
// April is decided by who knows the whole column.
package dates

import (
	"time"
	"unicode"
	"unicode/utf8"
)

// Written is what a text says about a time.
type Written struct {
	Year, Month, Day int
	// Open says that the date is of numbers of which the year is the last: First and Other are then the day and the
	// month, in either order, and Month and Day are 0.
	Open         bool
	First, Other int
	Dots         bool // there is a dot between them, which is written between day and month only

	Clock                bool // there is a time of day
	Hour, Minute, Second int

	Zoned  bool   // the text names its zone
	Offset int    // of the zone, in seconds east of UTC
	Zone   string // a name of a zone that means several; only the place tells which
}

// The limits of a text that is read.
const (
	least     = 6
	most      = 120 // bytes
	maxTokens = 40
)

// Scan reads a date with or without a time of day. ok is false when the text is none, or leaves a doubt.
func Scan(s string) (w Written, ok bool) {
	var p parser
	if len(s) < least || len(s) > most || !p.split(s) || !p.read() || !p.date() {
		return Written{}, false
	}
	return p.Written, p.sound()
}

// Clock reads a time of day without a date: 14:05, 2:05 p. m., 14h05, 02:05 PM UTC.
func Clock(s string) (w Written, ok bool) {
	var p parser
	p.clockOnly = true
	if len(s) == 0 || len(s) > most || !p.split(s) || !p.read() {
		return Written{}, false
	}
	dated := p.count > 0 || p.Month > 0 || p.Year > 0 || p.Day > 0
	return p.Written, !dated && p.Written.Clock && p.unknown == 0 && p.sound()
}

// Zone reads the name of a zone: UTC, GMT+1, (UTC+05:30), CET. offset is in seconds east of UTC.
func Zone(s string) (offset int, ok bool) {
	var p parser
	if len(s) == 0 || len(s) > most || !p.split(s) {
		return 0, false
	}
	return p.zoneIn(0, p.n)
}

// Time is the time in question. monthFirst decides what is open; zone is that of a text that names none.
func (w Written) Time(monthFirst bool, zone *time.Location) (time.Time, bool) {
	year, month, day := w.Year, w.Month, w.Day
	if w.Open {
		day, month = w.First, w.Other
		if (monthFirst || month > 12) && day <= 12 {
			day, month = month, day
		}
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return time.Time{}, false
	}
	if w.Zoned {
		at := time.Date(year, time.Month(month), day, w.Hour, w.Minute, w.Second, 0, time.UTC)
		return at.Add(-time.Duration(w.Offset) * time.Second), true
	}
	at := time.Date(year, time.Month(month), day, w.Hour, w.Minute, w.Second, 0, zone)
	if w.Zone != "" {
		if name, _ := at.Zone(); name != w.Zone {
			return time.Time{}, false
		}
	}
	return at, true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// kind is that of a token.
type kind uint8

const (
	number kind = iota
	word
	symbol
	unit // a sign behind a number that says what it counts: 年, 月, 시
)

// token is a part of a text.
type token struct {
	kind   kind
	gap    bool // there is a blank before it
	digits uint8
	value  int    // of a number
	sym    rune   // a symbol, or a unit: y m d H M S
	text   string // of a word, as written
}

// parser reads a text.
type parser struct {
	Written
	tokens [maxTokens]token
	n, i   int

	numbers    [3]token // of the date
	seps       [3]rune  // what stands before each
	count      int
	sep        rune
	named      bool // the month is a word
	headMonth  bool // and nothing stood before it
	basic      bool // the date is one number of eight digits
	half       rune // a or p
	introduced bool // a word says that a time of day follows
	clockOnly  bool
	unknown    int  // words before the date that say nothing
	between    bool // there is such a word between date and time of day
}

// split cuts a text into tokens.
func (p *parser) split(s string) bool {
	gap := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if r == ' ' || r == '\t' || r >= utf8.RuneSelf && unicode.IsSpace(r) {
			gap = true
			i += size
			continue
		}
		if r >= utf8.RuneSelf && unicode.In(r, unicode.Mn, unicode.Cf) {
			i += size
			continue
		}
		if p.n == maxTokens || r == utf8.RuneError {
			return false
		}
		t := &p.tokens[p.n]
		t.gap = gap
		gap = false
		switch {
		case r >= '0' && r <= '9':
			for i < len(s) && s[i] >= '0' && s[i] <= '9' {
				if t.digits++; t.digits > 14 {
					return false
				}
				t.value = t.value*10 + int(s[i]-'0')
				i++
			}
			p.n++
			continue
		case units[r] != 0 && p.n > 0 && p.tokens[p.n-1].kind == number:
			t.kind, t.sym = unit, units[r]
		case unicode.IsLetter(r) || r == 'º' || r == 'ª':
			t.kind = word
			from := i
			for i < len(s) {
				if r, size = utf8.DecodeRuneInString(s[i:]); !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
					break
				}
				i += size
			}
			if i == from {
				i += size
			}
			t.text = s[from:i]
			p.n++
			continue
		default:
			t.kind, t.sym = symbol, r
		}
		p.n++
		i += size
	}
	return p.n > 0
}

// at is the token so many places further on; its kind is symbol and its sign 0 behind the end.
func (p *parser) at(ahead int) token {
	if i := p.i + ahead; i >= 0 && i < p.n {
		return p.tokens[i]
	}
	return token{kind: symbol}
}

// joined reports whether the token so many places further on is a number that stands close to what is before it.
func (p *parser) joined(ahead int, digits ...uint8) bool {
	t := p.at(ahead)
	if t.kind != number || t.gap {
		return false
	}
	for _, d := range digits {
		if t.digits == d {
			return true
		}
	}
	return len(digits) == 0
}

// is reports whether the token so many places further on is that symbol, close to what is before it.
func (p *parser) is(ahead int, sym rune) bool {
	t := p.at(ahead)
	return t.kind == symbol && t.sym == sym && !t.gap
}

// dated reports whether all of a date has been read.
func (p *parser) dated() bool {
	switch {
	case p.basic:
		return true
	case p.named:
		return p.count >= 2
	case p.Year > 0:
		return p.Month > 0 && p.Day > 0
	}
	return p.count >= 3
}

// read goes through all tokens.
func (p *parser) read() bool {
	for p.i < p.n {
		t := p.tokens[p.i]
		ok := false
		switch t.kind {
		case number:
			ok = p.number(t)
		case word:
			ok = p.word(t)
		case symbol:
			ok = p.symbol(t)
		}
		if !ok {
			return false
		}
	}
	return true
}

// date makes a date of the numbers that were read.
func (p *parser) date() bool {
	a, b, c := p.numbers[0], p.numbers[1], p.numbers[2]
	switch {
	case p.between && !p.Clock:
		return false
	case p.basic:
		return p.count == 0 && !p.named
	case p.named && p.count == 2 && a.digits == 4 && b.digits <= 2:
		p.Year, p.Day = a.value, b.value
	case p.named && p.count == 2 && a.digits <= 2 && (b.digits == 4 || b.digits == 2):
		p.Day, p.Year = a.value, b.value
	case p.named:
		return false
	case p.Year > 0:
		return p.count == 0 && p.Month > 0 && p.Day > 0
	case p.count != 3 || p.seps[1] == 0 || p.seps[2] == 0:
		return false
	case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
		p.Year, p.Month, p.Day = a.value, b.value, c.value
	case a.digits <= 2 && b.digits <= 2 && (c.digits == 4 || c.digits == 2):
		p.Open, p.First, p.Other, p.Year = true, a.value, b.value, c.value
		p.Dots = p.seps[1] == '.'
	default:
		return false
	}
	if p.Year < 100 {
		p.Year += 2000
	}
	return true
}

// sound makes the hour one of 24 and reports whether the time of day exists.
func (p *parser) sound() bool {
	if p.half != 0 {
		if !p.Clock {
			return false
		}
		if p.Hour %= 12; p.half == 'p' {
			p.Hour += 12
		}
	}
	return p.Hour < 24 && p.Minute < 60 && p.Second < 60 && p.Offset >= -15*3600 && p.Offset <= 15*3600
}
