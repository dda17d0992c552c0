package forms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/forms/dates"
	"leadsheet/lead"
)

// submitted is how the times of one column are read.
type submitted struct {
	col     int // -1: no column
	started int // the column that stands in for it, -1: none
	clock   int // the column of the time of day, where col has days only; -1: none
	order   order
	sure    bool // whether the order is known, not guessed
	zone    *time.Location
}

// submittedColumn chooses the column of the submit time and decides how its dates are written. A column that says that
// it is the time, but holds none that can be read, is chosen all the same: every row then says that.
func (t formTable) submittedColumn(m *mapping, opts Options, e *Export) submitted {
	none := submitted{col: -1, started: -1, clock: -1, zone: opts.Zone}
	best, bestFit, unread := none, 0, none
	for i := range m.columns {
		c := &m.columns[i]
		if c.field != lead.FieldSubmitted {
			continue
		}
		s := none
		s.col, s.started = i, t.column(m.profile.started)
		s.zone = cmp.Or(c.zone, opts.Zone)
		if m.profile.utc || c.zone == nil && strings.Contains(" "+c.fold+" ", " utc ") {
			s.zone = time.UTC
		}
		values := make([]string, 0, len(t.Rows))
		t.sample(i, -1, func(v string) bool {
			values = append(values, m.profile.clean(v))
			return true
		})
		s.order, s.sure = dateOrder(values, m.profile.months || strings.EqualFold(opts.Country, "US"), opts.Modified)
		fit, tried := 0, values[:min(len(values), 500)]
		for _, v := range tried {
			if _, ok := parseTime(v, s.order, s.zone, t.Date1904); ok {
				fit++
			}
		}
		few := !mostly(fit, len(tried))
		if few && len(tried) > 0 && unread.col < 0 && !c.guessed {
			unread = s
		}
		if few || fit <= bestFit {
			continue
		}
		best, bestFit = s, fit
	}
	if best.col < 0 {
		best = unread
	}
	best.clock = t.clockColumn(m, best)
	if note := best.note(t, opts, bestFit); note != "" {
		e.Notes = append(e.Notes, note)
	}
	return best
}

// note is what is to be said about the column of the times, "" for nothing.
func (s submitted) note(t formTable, opts Options, fit int) string {
	switch {
	case s.col < 0:
		return ""
	case fit == 0:
		return fmt.Sprintf("most of the times in column %q could not be read; where that is so, the file's own time "+
			"(%s) stands for them", t.Titles[s.col], opts.Modified.In(s.zone).Format("2006-01-02 15:04"))
	case !s.sure:
		return fmt.Sprintf("the dates in column %q may be day/month or month/day; "+
			"they were read with the %s first", t.Titles[s.col], s.order)
	}
	return ""
}

// String says what comes first.
func (o order) String() string {
	if o == monthFirst {
		return "month"
	}
	return "day"
}

// submitted reads the time of the record; false leaves the value to be kept as an answer.
func (x *rowReader) submitted(v string, when submitted, clock string, date1904 bool) bool {
	if v == "" {
		return false
	}
	at, ok := parseTime(v, when.order, when.zone, date1904)
	if !ok {
		x.problem("the time of submission could not be read; the file's own time is used")
		return false
	}
	if clock != "" {
		if at, x.clocked = atClock(at, clock, when.zone); !x.clocked {
			x.problem("the time of day of the submission could not be read")
		}
	}
	x.q.Received, x.q.Dated = at, true
	if !when.sure && openDate(v) {
		x.problem(fmt.Sprintf("the date %s was read with the %s first, but nothing in the file says so", v, when.order))
	}
	return true
}

// atClock is a day at the time of day that another cell says: as people write it, or as a part of the day, as a
// workbook keeps it.
func atClock(day time.Time, clock string, zone *time.Location) (time.Time, bool) {
	y, m, d := day.In(zone).Date()
	if f, ok := decimal(clock); ok && f < 1 && strings.ContainsAny(clock, ".,") {
		second := int(f*86400 + 0.5)
		return time.Date(y, m, d, 0, 0, second, 0, zone), true
	}
	w, ok := dates.Clock(tidyDate(clock))
	if !ok {
		return day, false
	}
	w.Year, w.Month, w.Day = y, int(m), d
	at, ok := w.Time(false, zone)
	if !ok {
		return day, false
	}
	return at, true
}

// clockTitles are what a column of the time of day is called beside one of the day.
const clockTitles = "time|submission time|time of submission|time submitted|submit time|entry time|created time|" +
	"time created|time of day|hour|uhrzeit|zeit|heure|heure de soumission|hora|horário|hora de envío|" +
	"hora de envio|ora|" +
	"orario|ora di invio|tijd|tijdstip|godzina|czas|время|час|tid|klokkeslæt|klokkeslett|klockslag|aika|" +
	"kellonaika|čas|idő|" +
	"időpont|óra|ώρα|saat|vrijeme|vreme|laiks|laikas|时间|時間|時刻|시간|שעה|الوقت"

// clockColumn finds the column of the time of day, where the one of the times holds days only; -1 for none.
func (t formTable) clockColumn(m *mapping, s submitted) int {
	if s.col < 0 {
		return -1
	}
	bare := true // no value of it has a time of day
	t.sample(s.col, 200, func(v string) bool {
		at, ok := parseTime(m.profile.clean(v), s.order, s.zone, t.Date1904)
		h, min, sec := at.In(s.zone).Clock()
		bare = !ok || h+min+sec == 0
		return bare
	})
	if !bare {
		return -1
	}
	twin := strings.Replace(" "+m.columns[s.col].fold+" ", " date ", " time ", 1)
	for i := range m.columns {
		c := &m.columns[i]
		called := has(clockTitles, c.bareFold) || " "+c.fold+" " == twin
		if c.field != lead.FieldNone || !called || i == s.col {
			continue
		}
		filled, fit := 0, 0
		t.sample(i, 200, func(v string) bool {
			filled++
			v = m.profile.clean(v)
			f, number := decimal(v)
			if _, ok := dates.Clock(tidyDate(v)); ok || number && f < 1 {
				fit++
			}
			return true
		})
		if mostly(fit, filled) {
			c.why = "the time of day of the submission"
			return i
		}
	}
	return -1
}

// cell is a cleaned cell of a row, "" for one that is not there.
func (m *mapping) cell(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return m.profile.clean(cells[i])
}

// headerZone takes the zone off a title of a time: Created (UTC), Create Date (GMT+1), date_created_gmt. Signs between
// words that hide an elision become blanks.
func headerZone(header string) (bare string, zone *time.Location) {
	bare = strings.TrimSpace(header)
	if strings.ContainsAny(bare, "'’") {
		bare = strings.ReplaceAll(bare, "_", " ") // nom_de_l'entreprise
	}
	if n := len(bare); n > 2 && (bare[n-1] == ')' || bare[n-1] == ']') {
		if from := strings.LastIndexAny(bare, "(["); from > 0 {
			if offset, ok := dates.Zone(bare[from+1 : n-1]); ok {
				return strings.TrimSpace(bare[:from]), zoneOf(offset)
			}
		}
		return bare, nil
	}
	words := strings.FieldsFunc(bare, func(r rune) bool { return r == ' ' || r == '_' || r == '-' })
	if n := len(words); n > 1 && slices.Contains([]string{"utc", "gmt"}, strings.ToLower(words[n-1])) {
		return strings.Join(words[:n-1], " "), time.UTC
	}
	return bare, nil
}

func zoneOf(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}
