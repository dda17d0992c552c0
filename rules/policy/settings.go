package policy

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
)

// setting is a row of the tab Settings: its default, what it means, and how it is read into a policy.
type setting struct {
	name, value, meaning string
	read                 func(p *Policy, value string) error
	older                string // the value in a workbook of an earlier version, where that is another
	// items says that the value is a list, of which what can be read counts.
	items bool
	// gone says that a new workbook does not have the setting, because nothing follows it. Rows of earlier versions stay,
	// and Check says so.
	gone bool
}

func (s setting) ofItems() setting { s.items = true; return s }

// settings returns the known settings in the order of the tab, with values and meanings in a language.
func settings(in words.Language) []setting {
	set := func(name, value string, read func(*Policy, string) error) setting {
		return setting{name: name, value: value, meaning: in.Word(words.SettingMeanings, name), read: read}
	}
	span := func(name, n string, field func(*Policy) *time.Duration) setting {
		return set(name, minutes(in, n), readTime(in, field))
	}
	choice := func(name string) string { return in.Word(words.Choices, name) }
	onOff := func(name string, field func(*Policy) *bool) setting {
		return set(name, choice(no), func(p *Policy, v string) error { return readYesOrNo(in, v, field(p)) })
	}
	list := []setting{
		set(settingBusiness, "", func(p *Policy, v string) error { p.Business = v; return nil }),
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
			read: func(p *Policy, v string) error {
				spans, err := parseSpans(in, v)
				if err == nil {
					p.Calendar.Week[day] = spans
				}
				return err
			}})
	}
	list = append(list,
		set(settingHolidays, "", readHolidays).ofItems(),
		span("Respond within", "30", func(p *Policy) *time.Duration { return &p.RespondWithin }),
		set(settingAnswerBy, "", func(p *Policy, v string) error { return readAnswerBy(p, v) }),
		set("Answer later messages within", "4 "+in.Word(words.Units, "h"),
			readTime(in, func(p *Policy) *time.Duration { return &p.AnswerLater })),
		span("Warn before", "15", func(p *Policy) *time.Duration { return &p.WarnAfter }),
		setting{name: "Hot alert", read: func(*Policy, string) error { return nil }, gone: true},
		set("Stale after days", "14", readStale),
		set("Broken rules", choice(flag), func(p *Policy, v string) error { return readRevert(in, p, v) }),
		setting{name: settingFollows, value: choice(yes), meaning: in.Word(words.SettingMeanings, settingFollows),
			read: func(p *Policy, v string) error { return readYesOrNo(in, v, &p.StatusFollows) }, older: choice(no)},
		set(settingOwner, "", func(p *Policy, v string) error { p.SystemOwner = v; return nil }),
		set("Team domains", "", readDomains).ofItems(),
		set("Customer after winning", "90 "+in.Word(words.Units, "days"),
			func(p *Policy, v string) error { return readCustomer(in, p, v) }),
		set("Contacts a person and day", "5", readContacts),
		set(settingCurrency, "", readCurrency),
		set(settingChecks, "", func(p *Policy, v string) error { return readServers(in, p, v) }),
		onOff(SettingScoring, func(p *Policy) *bool { return &p.Scoring }),
		set(settingDeal, "90", readDeal),
		onOff(SettingBoard, func(p *Policy) *bool { return &p.Board }),
		onOff(SettingLists, func(p *Policy) *bool { return &p.Lists }))
	list = append(list, noticeSettings(in)...)
	return append(list,
		setting{name: SettingShow, value: choice(no), meaning: in.Word(words.SettingMeanings, SettingShow),
			read: func(p *Policy, v string) error { return readYesOrNo(in, v, &p.ShowAll) }, older: Shows(in)},
		setting{name: settingHandOver, value: "2 " + in.Word(words.Units, "h"), older: choice(no),
			meaning: in.Word(words.SettingMeanings, settingHandOver),
			read:    func(p *Policy, v string) error { return readHandOver(in, p, v) }},
		onOff(lead.SettingAcknowledge, func(p *Policy) *bool { return &p.Acknowledge }),
		set(settingBooking, "", readBooking),
		set(settingCovers, choice(string(Cover30Days)), func(p *Policy, v string) error { return readCovers(in, p, v) }),
		set(SettingKeep, "", readKeep),
	)
}

// What a cell of a rule tab may say, by its name in package words.
const (
	flag   = "flag"
	revert = "revert"
	closed = "closed"
	until  = "to"
	yes    = "yes"
	no     = "no"
)

func settingsTable(in words.Language) Table {
	var rows [][]string
	for _, s := range settings(in) {
		if !s.gone {
			rows = append(rows, []string{s.name, s.value, s.meaning, ""})
		}
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

// readServers reads the names of mail servers. None of them has a blank.
func readServers(in words.Language, p *Policy, v string) error {
	p.Servers, p.Unchecked = nil, in.Means(words.Choices, v, no)
	if p.Unchecked {
		return nil
	}
	for _, name := range list(v) {
		if strings.ContainsAny(name, " @/=") {
			p.Servers = nil
			return words.NewFault(nil, func(t *words.Texts) string {
				return t.Settings.NoServer.With(strconv.Quote(name))
			})
		}
		p.Servers = append(p.Servers, strings.ToLower(name))
	}
	return nil
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
	n, ok := numberOfDays(v)
	if !ok {
		return words.NewFault(nil, func(t *words.Texts) string { return t.Settings.NoDays.With(strconv.Quote(v)) })
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

// longestHoliday is the longest stretch of days that is read as one holiday.
const longestHoliday = 366 * 24 * time.Hour

// readHolidays reads single days, days of every year and stretches of days.
func readHolidays(p *Policy, v string) error {
	p.Calendar.Off = map[int]bool{}
	var bad error
	read := p.Typed(time.Time{})
	for _, item := range list(v) {
		from, to, ok := read.Days(item)
		if t, err := time.Parse("01-02", item); err == nil { // wherever the day comes first otherwise
			from = typed.Day{Month: t.Month(), Day: t.Day()}
			to, ok = from, true
		}
		if !ok || !closeDays(&p.Calendar, from, to) {
			bad = words.NewFault(nil, func(t *words.Texts) string {
				return t.Settings.NoHoliday.With(strconv.Quote(item))
			})
		}
	}
	return bad
}

// closeDays closes the days from one to another, both included; without years those of every year. It reports whether
// that is a stretch of at most a year.
func closeDays(c *Calendar, from, to typed.Day) bool {
	everyYear := from.Year == 0
	if everyYear != (to.Year == 0) {
		return false
	}
	first, last := stretch(from, to, everyYear, time.UTC)
	if last.Before(first) || last.Sub(first) > longestHoliday {
		return false
	}
	for ; !last.Before(first); first = first.AddDate(0, 0, 1) {
		key := int(first.Month())*100 + first.Day()
		if !everyYear {
			key += first.Year() * 10000
		}
		c.Off[key] = true
	}
	return true
}

// stretch returns the noons of the first day and of the last. Where they are of every year, the first is in a leap
// year, since 29 February may be among them, and the last in the year after if they go over the turn of the year.
func stretch(from, to typed.Day, everyYear bool, zone *time.Location) (first, last time.Time) {
	if everyYear {
		from.Year, to.Year = 2024, 2024
		if to.In(to.Year, zone).Before(from.In(from.Year, zone)) {
			to.Year++
		}
	}
	return DayAfter(from.In(from.Year, zone), 0), DayAfter(to.In(to.Year, zone), 0)
}

// parseSpans reads the working hours of a day; "closed" and nothing are a day without any.
func parseSpans(in words.Language, v string) ([]Span, error) {
	if v = strings.TrimSpace(v); v == "" || in.Means(words.Choices, v, closed) {
		return nil, nil
	}
	for _, word := range in.Spellings(words.Choices, until) {
		v = strings.ReplaceAll(v, " "+word+" ", " - ")
	}
	read, ok := typed.Hours(v)
	if !ok {
		return nil, words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.NoHours.With(strconv.Quote(v))
		})
	}
	var spans []Span
	for _, s := range read {
		if n := len(spans); n > 0 && s.From < spans[n-1].To {
			return nil, words.NewFault(nil, func(t *words.Texts) string { return t.Settings.HoursOverlap })
		}
		spans = append(spans, Span(s))
	}
	return spans, nil
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
