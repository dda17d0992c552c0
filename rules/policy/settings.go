package policy

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// setting is a row of the tab Settings: its default, what it means, and how it is read into a policy.
type setting struct {
	name, value, meaning string
	read                 func(p *Policy, value string) error
	older                string // the value in a workbook of an earlier version, where that is another
}

// settings returns the known settings in the order of the tab, with values and meanings in a language.
func settings(in words.Language) []setting {
	set := func(name, value string, read func(*Policy, string) error) setting {
		return setting{name: name, value: value, meaning: in.Word(words.SettingMeanings, name), read: read}
	}
	span := func(name, n string, field func(*Policy) *time.Duration) setting {
		return set(name, minutes(in, n), readTime(in, field))
	}
	choice := func(name string) string { return in.Word(words.Choices, name) }
	list := []setting{
		set("Business name", "", func(p *Policy, v string) error { p.Business = v; return nil }),
		set(settingZone, defaultZone, readZone),
		set(settingCountry, "US", readCountry),
	}
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		hours := "09:00-18:00"
		if day == time.Saturday || day == time.Sunday {
			hours = choice(closed)
		}
		list = append(list, setting{name: day.String(), value: hours,
			meaning: in.Word(words.SettingMeanings, "Working hours"),
			read:    func(p *Policy, v string) (err error) { p.Calendar.Week[day], err = parseSpans(in, v); return err }})
	}
	return append(list,
		set("Holidays", "", func(p *Policy, v string) error { return readHolidays(in, p, v) }),
		span("Respond within", "30", func(p *Policy) *time.Duration { return &p.RespondWithin }),
		set("Answer later messages within", "4 "+in.Word(words.Units, "h"),
			readTime(in, func(p *Policy) *time.Duration { return &p.AnswerLater })),
		span("Warn before", "15", func(p *Policy) *time.Duration { return &p.WarnAfter }),
		span("Hot alert", "5", func(p *Policy) *time.Duration { return &p.HotAlert }),
		set("Stale after days", "14", readStale),
		set("Broken rules", choice(flag), func(p *Policy, v string) error { return readRevert(in, p, v) }),
		set(settingOwner, "", func(p *Policy, v string) error { p.SystemOwner = v; return nil }),
		set("Team domains", "", readDomains),
		set("Customer after winning", "90 "+in.Word(words.Units, "days"),
			func(p *Policy, v string) error { return readCustomer(in, p, v) }),
		set("Contacts a person and day", "5", readContacts),
		set(settingCurrency, "", readCurrency),
		setting{name: SettingShow, value: choice(no), meaning: in.Word(words.SettingMeanings, SettingShow),
			read: func(p *Policy, v string) error { return readShowAll(in, p, v) }, older: Shows(in)},
	)
}

// What a cell of a rule tab may say, by its name in package words.
const (
	flag   = "flag"
	revert = "revert"
	ignore = "ignore"
	closed = "closed"
	until  = "to"
	yes    = "yes"
	no     = "no"
)

func settingsTable(in words.Language) Table {
	var rows [][]string
	for _, s := range settings(in) {
		rows = append(rows, []string{s.name, s.value, s.meaning, ""})
	}
	return newTable(lead.TabSettings, rows)
}

func readZone(p *Policy, v string) error {
	z, err := lead.ParseZone(v)
	if err == nil {
		p.Zone = z
	}
	return err
}

func readCountry(p *Policy, v string) error {
	country, err := lead.ParseCountry(v)
	if err == nil {
		p.Country = country
	}
	return err
}

// mostCurrency is how many characters the name of a currency has: EUR, CHF, kr.
const mostCurrency = 5

func readCurrency(p *Policy, v string) error {
	if v = strings.TrimSpace(v); utf8.RuneCountInString(v) > mostCurrency || strings.ContainsAny(v, "0123456789") {
		return words.NewFault(nil, func(t *words.Texts) string { return t.Settings.NoCurrency.With(strconv.Quote(v)) })
	}
	p.Currency = v
	return nil
}

func readTime(in words.Language, field func(*Policy) *time.Duration) func(*Policy, string) error {
	return func(p *Policy, v string) error {
		d, err := parseDuration(in, v)
		if err == nil {
			*field(p) = d
		}
		return err
	}
}

func readStale(p *Policy, v string) error {
	v, _, _ = strings.Cut(strings.TrimSpace(v), " ")
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 3650 {
		return words.NewFault(err, func(t *words.Texts) string { return t.Settings.NoDays.With(strconv.Quote(v)) })
	}
	p.StaleAfter = n
	return nil
}

// readCustomer reads a number of days, 0 with them; a unit other than days is a slip.
func readCustomer(in words.Language, p *Policy, v string) error {
	number, unit, _ := strings.Cut(strings.TrimSpace(v), " ")
	n, err := strconv.Atoi(number)
	name, known := in.Name(words.Units, strings.TrimSpace(unit))
	if err != nil || n < 0 || n > 3650 || unit != "" && (!known || name != "day" && name != "days") {
		return words.NewFault(err, func(t *words.Texts) string { return t.Settings.NoDays.With(strconv.Quote(v)) })
	}
	p.CustomerFor = n
	return nil
}

func readContacts(p *Policy, v string) error {
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil || n < 1 || n > 1000 {
		return words.NewFault(err, func(t *words.Texts) string { return t.Settings.NoCount.With(strconv.Quote(v)) })
	}
	p.ContactsADay = n
	return nil
}

func readRevert(in words.Language, p *Policy, v string) error {
	choice, ok := in.Name(words.Choices, v)
	if !ok || choice != flag && choice != revert {
		return words.NewFault(nil, func(t *words.Texts) string { return t.Settings.NoChoice.With(strconv.Quote(v)) })
	}
	p.Revert = choice == revert
	return nil
}

func readDomains(p *Policy, v string) error {
	p.Domains = nil
	var bad []error
	for _, d := range list(v) {
		domain, err := lead.TeamDomain(d)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		p.Domains = append(p.Domains, domain)
	}
	return words.Join(bad...)
}

// readHolidays reads single days, days of every year and stretches of days.
func readHolidays(in words.Language, p *Policy, v string) error {
	p.Calendar.Off = map[int]bool{}
	var bad error
	for _, item := range list(v) {
		first, last, isRange := cutRange(in, item)
		if t, err := time.Parse("01-02", item); err == nil {
			p.Calendar.Off[int(t.Month())*100+t.Day()] = true
			continue
		}
		from, err := time.Parse(time.DateOnly, strings.TrimSpace(first))
		to := from
		if err == nil && isRange {
			to, err = time.Parse(time.DateOnly, strings.TrimSpace(last))
		}
		if err != nil || to.Before(from) || to.Sub(from) > 366*24*time.Hour {
			bad = words.NewFault(err, func(t *words.Texts) string {
				return t.Settings.NoHoliday.With(strconv.Quote(item))
			})
			continue
		}
		for ; !to.Before(from); from = from.AddDate(0, 0, 1) {
			p.Calendar.Off[from.Year()*10000+int(from.Month())*100+from.Day()] = true
		}
	}
	return bad
}

// parseSpans reads the working hours of a day; "closed" and nothing are a day without any.
func parseSpans(in words.Language, v string) ([]Span, error) {
	if v = strings.TrimSpace(v); v == "" || in.Means(words.Choices, v, closed) || v == "-" {
		return nil, nil
	}
	var spans []Span
	for _, item := range list(v) {
		a, b, ok := cutRange(in, item)
		if !ok {
			a, b, ok = strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(item), "-")
		}
		from, okFrom := parseClock(a)
		to, okTo := parseClock(b)
		if !ok || !okFrom || !okTo || from >= to {
			return nil, words.NewFault(nil, func(t *words.Texts) string {
				return t.Settings.NoHours.With(strconv.Quote(item))
			})
		}
		if n := len(spans); n > 0 && from < spans[n-1].To {
			return nil, words.NewFault(nil, func(t *words.Texts) string { return t.Settings.HoursOverlap })
		}
		spans = append(spans, Span{from, to})
	}
	return spans, nil
}

// parseClock reads 9, 9:00 or 24:00 as minutes since midnight.
func parseClock(s string) (int, bool) {
	h, m, hasMinutes := strings.Cut(strings.TrimSpace(s), ":")
	if !hasMinutes {
		m = "0"
	}
	hours, err1 := strconv.Atoi(h)
	minutes, err2 := strconv.Atoi(m)
	total := hours*60 + minutes
	return total, err1 == nil && err2 == nil && hours >= 0 && minutes >= 0 && minutes < 60 && total <= 1440
}

// cutRange takes "from to until" apart, in any language.
func cutRange(in words.Language, s string) (from, to string, ok bool) {
	for _, word := range in.Spellings(words.Choices, until) {
		if from, to, ok = strings.Cut(s, " "+word+" "); ok {
			return from, to, true
		}
	}
	return s, "", false
}

// parseDuration reads a duration as users write it: 30 min, 2 h, 1 day. A bare number is minutes; a day is 24 hours.
func parseDuration(in words.Language, v string) (time.Duration, error) {
	bad := words.NewFault(nil, func(t *words.Texts) string { return t.Settings.NoSpan.With(strconv.Quote(v)) })
	s := strings.ToLower(strings.TrimSpace(v))
	cut := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
	if cut < 0 {
		cut = len(s)
	}
	n, err := strconv.ParseFloat(strings.Replace(s[:cut], ",", ".", 1), 64)
	if err != nil || n <= 0 {
		return 0, bad
	}
	unit := time.Minute
	text := strings.TrimSuffix(strings.TrimSpace(s[cut:]), ".")
	if name, ok := in.Name(words.Units, text); ok {
		text = name
	}
	switch text {
	case "", "m", "min", "mins", "minute", "minutes":
	case "h", "hr", "hrs", "hour", "hours":
		unit = time.Hour
	case "d", "day", "days":
		unit = 24 * time.Hour
	default:
		return 0, bad
	}
	d := time.Duration(n * float64(unit))
	if n > 1e6 || d < time.Minute || d > 366*24*time.Hour {
		return 0, bad
	}
	return d, nil
}
