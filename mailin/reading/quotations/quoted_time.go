package quotations

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead/language"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/reading/phrases"
)

// sentAt is when a quoted message was sent: no earlier than at, and no later than within after it. Programs write
// minutes, and some days.
type sentAt struct {
	At     time.Time
	Within time.Duration
	// local says that the zone is not known: at is the local time, written as if it were UTC.
	Local bool
}

var (
	// yearFirst is 2026-11-20, also of Chinese, Japanese and Hungarian.
	yearFirst = phrases.Lazy(`\b((?:19|20)\d\d)(?:\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?|\.\s(\p{L}{1,12})\.?\s)(\d{1,2})\b`)
	// dayAndMonth is "20. November 2026", "20 de nov. de 2026" and "20th Nov 2026".
	dayAndMonth = phrases.Lazy(`\b(\d{1,2})(?:st|nd|rd|th|er|[.º])?[\s-]*` +
		`(?:de\s|of\s)?\s*(\p{L}{2,14})[.,]*(?:\s+del?)?[\s-]*` +
		`((?:19|20)\d\d)\b`)
	// monthAndDay is "November 20th, 2026".
	monthAndDay = phrases.Lazy(`(\p{L}{2,14})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b`)
	// inNumbers is 20.11.26 and 11/20/2026.
	inNumbers = phrases.Lazy(`\b(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?((?:20)?\d\d)\b`)

	timeOfDay = phrases.Pattern(`({{before noon}}|{{after noon}})?\s?\b(\d{1,2})[:.h](\d\d)(?:[:.](\d\d))?\s?` +
		`({{before noon}}|{{after noon}})?`)
	beforeNoon = phrases.Pattern(`{{before noon}}`)
	afterNoon  = phrases.Pattern(`{{after noon}}`)

	zoneOffset = phrases.Lazy(`^[\s(,]*(?:(?:gmt|utc)\s?([+-]\d{1,2})(?::?(\d\d))?|([+-]\d\d):?(\d\d))\b`)
	zoneName   = phrases.Lazy(`^[\s(,]*([a-z]{3,4})\b`)
)

// zoneNames are the abbreviations of zones that mean one everywhere, with their hours.
var zoneNames = map[string]int{"utc": 0, "gmt": 0, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "edt": -4, "pst": -8,
	"pdt": -7}

// ReadSentAt reads the time out of the line above a quoted message or the date of its header. zone is where its reader
// is, nil when that is not known; dayFirst says which order 3/4/26 has. It is false for what cannot be read, or can be
// read in two ways.
func ReadSentAt(text string, zone *time.Location, dayFirst bool) (sentAt, bool) {
	if len(text) > 500 {
		return sentAt{}, false
	}
	text = strings.Join(strings.Fields(phrases.Fold(text)), " ") // narrow blanks, too
	day, rest, ok := readDay(text, dayFirst)
	if !ok {
		return sentAt{}, false
	}
	s := sentAt{At: day, Within: 24*time.Hour - time.Second}
	if c, ok := readClock(rest); ok {
		s.At, s.Within = day.Add(c.time), c.within
		if z := readZone(c.behind); z != nil {
			zone = z
		}
	}
	if s.Local = zone == nil; !s.Local {
		y, m, d := s.At.Date()
		s.At = time.Date(y, m, d, s.At.Hour(), s.At.Minute(), s.At.Second(), 0, zone)
	}
	return s, true
}

// readDay finds the day in a text and returns what stands around it.
func readDay(text string, dayFirst bool) (day time.Time, rest string, ok bool) {
	for _, form := range []struct {
		find             *dfa.Regexp
		year, month, day int // groups
	}{{yearFirst(), 1, 2, 4}, {dayAndMonth(), 3, 2, 1}, {monthAndDay(), 3, 1, 2}} {
		for _, loc := range form.find.FindAllStringSubmatchIndex(text, 5) {
			group := func(n int) string {
				if loc[2*n] < 0 {
					return ""
				}
				return text[loc[2*n]:loc[2*n+1]]
			}
			month := group(form.month)
			if form.month == 2 && month == "" {
				month = group(3) // yearFirst with a word
			}
			if day, ok := dayOf(group(form.year), month, group(form.day)); ok {
				return day, text[:loc[0]] + " " + text[loc[1]:], true
			}
		}
	}
	loc := inNumbers().FindStringSubmatchIndex(text)
	if loc == nil {
		return day, text, false
	}
	a, sign, b, year := text[loc[2]:loc[3]], text[loc[4]:loc[5]], text[loc[6]:loc[7]], text[loc[8]:loc[9]]
	if len(year) == 2 {
		year = "20" + year
	}
	rest = text[:loc[0]] + " " + text[loc[1]:]
	dm, dmOK := dayOf(year, b, a)
	md, mdOK := dayOf(year, a, b)
	c, _ := readClock(rest)
	switch {
	case !mdOK, sign == ".", dayFirst && dmOK, dm.Equal(md):
		return dm, rest, dmOK
	case !dmOK, c.half: // twelve hours: as in America
		return md, rest, true
	}
	return day, text, false
}

func dayOf(year, month, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(day)
	n, err := strconv.Atoi(month)
	m := time.Month(n)
	if err != nil {
		m, _ = language.Month(strings.TrimSuffix(month, "."))
	}
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t, m >= 1 && t.Day() == d && t.Month() == m
}

// clock is a time of day.
type clock struct {
	time, within time.Duration
	half         bool // it is one of twelve hours
	behind       string
}

// readClock finds the time of day in a text.
func readClock(text string) (clock, bool) {
	for _, loc := range timeOfDay().FindAllStringSubmatchIndex(text, 5) {
		group := func(n int) string {
			if loc[2*n] < 0 {
				return ""
			}
			return text[loc[2*n]:loc[2*n+1]]
		}
		h, _ := strconv.Atoi(group(2))
		m, _ := strconv.Atoi(group(3))
		s, err := strconv.Atoi(group(4))
		half := group(1) + group(5)
		if h > 23 || m > 59 || s > 59 {
			continue
		}
		if afterNoon().MatchString(half) && h < 12 {
			h += 12
		} else if beforeNoon().MatchString(half) && h == 12 {
			h = 0
		}
		c := clock{time: time.Duration((h*60+m)*60+s) * time.Second, half: half != "", behind: text[loc[1]:]}
		if err != nil {
			c.within = time.Minute - time.Second
		}
		return c, true
	}
	return clock{}, false
}

// readZone reads the zone behind a time of day, nil when there is none.
func readZone(text string) *time.Location {
	if m := zoneOffset().FindStringSubmatch(text); m != nil {
		h, _ := strconv.Atoi(m[1] + m[3])
		minutes, _ := strconv.Atoi(m[2] + m[4])
		if strings.HasPrefix(m[1]+m[3], "-") {
			minutes = -minutes
		}
		return time.FixedZone("", (h*60+minutes)*60)
	}
	if m := zoneName().FindStringSubmatch(text); m != nil {
		if h, ok := zoneNames[m[1]]; ok {
			return time.FixedZone("", h*3600)
		}
	}
	return nil
}
