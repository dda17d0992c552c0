package policy

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
)

// Notices is what Settings say about the messages to the team.
type Notices struct {
	On bool // the team is told
	// ReportTo are the addresses that the report of Monday goes to; none: the system owner. NoReport says that it goes
	// to nobody.
	ReportTo []string
	NoReport bool
	Monthly  bool // there is a report of each month, too
	// IntakeWaits is after how long the system owner hears that nothing can be taken in; 0: never.
	IntakeWaits  time.Duration
	AttachExport bool // the report of Monday brings the export as a file
}

// Telling is how and when somebody of the team is told something. The zero value is by mail, at any hour.
type Telling struct {
	Ways   []lead.Way // none: by mail
	Silent bool       // the person is told nothing
	// Quiet is when the person is told nothing, by weekdays: no span goes over midnight. They may overlap.
	Quiet [7][]Span
}

// noticeSettings are the settings about messages to the team, in their order.
func noticeSettings(in words.Language) []setting {
	set := func(name, value string, read func(*Policy, string) error) setting {
		return setting{name: name, value: value, meaning: in.Word(words.SettingMeanings, name), read: read}
	}
	choice := func(name, value string, field func(*Notices) *bool) setting {
		return set(name, in.Word(words.Choices, value),
			func(p *Policy, v string) error { return readYesOrNo(in, v, field(&p.Notices)) })
	}
	return []setting{
		choice("Notify the team", yes, func(n *Notices) *bool { return &n.On }),
		set("Tell when intake waits", minutes(in, "15"), func(p *Policy, v string) error {
			return readSpanOrNo(in, v, &p.Notices.IntakeWaits)
		}),
		set("Report to", "", func(p *Policy, v string) error { return readReportTo(in, p, v) }).ofItems(),
		choice("Monthly report", no, func(n *Notices) *bool { return &n.Monthly }),
		choice("Attach the export", no, func(n *Notices) *bool { return &n.AttachExport }),
	}
}

// readReportTo reads the addresses to which the report of Monday goes.
func readReportTo(in words.Language, p *Policy, v string) error {
	p.Notices.ReportTo, p.Notices.NoReport = nil, in.Means(words.Choices, v, no)
	if p.Notices.NoReport {
		return nil
	}
	var bad []error
	for _, item := range list(v) {
		a, err := mail.ParseAddress(item)
		if err != nil {
			bad = append(bad, words.NewFault(err, func(t *words.Texts) string {
				return t.Settings.NoReportTo.With(strconv.Quote(item))
			}))
			continue
		}
		same := func(b string) bool { return lead.SameAddress(a.Address, b) }
		if !slices.ContainsFunc(p.Notices.ReportTo, same) {
			p.Notices.ReportTo = append(p.Notices.ReportTo, a.Address)
		}
	}
	return words.Join(bad...)
}

// way reads a way to be told.
func (r *row) way(text string) (lead.Way, bool) {
	if words.SameFolded(text, "email") || words.SameFolded(text, "e-mail") {
		return lead.WayMail, true
	}
	name, ok := r.words.Name(words.Ways, text)
	return lead.Way(name), ok
}

// telling reads the columns Tell by and Quiet hours.
func (r *row) telling() (t Telling) {
	var unknown []string
	for _, item := range list(r.get(lead.ColTellBy)) {
		way, known := r.way(item)
		switch {
		case r.words.Means(words.Choices, item, no):
			t.Silent = true
		case !known:
			unknown = append(unknown, strconv.Quote(item))
		case !slices.Contains(t.Ways, way):
			t.Ways = append(t.Ways, way)
		}
	}
	say := &r.words.Texts().Team
	switch {
	case t.Silent && len(t.Ways)+len(unknown) > 0: // what is told is no secret, and what is not told is lost
		r.fault(say.TellOrNot)
		t.Silent = false
	case len(unknown) > 0:
		r.fault(say.NoWay.With(strings.Join(unknown, ", ")))
	}
	if t.Quiet = r.quiet(); t.Always() {
		r.fault(say.AlwaysQuiet)
		t.Quiet = [7][]Span{}
	}
	return t
}

// quiet reads when a person is told nothing: 20:00-07:00, or by weekdays: Fri 18:00-24:00; Sat-Sun.
func (r *row) quiet() (week [7][]Span) {
	on := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	for _, item := range list(r.get(lead.ColQuiet)) {
		days, rest := r.weekdaysBefore(item + " -") // days alone are whole ones
		if rest = strings.TrimSpace(strings.TrimSuffix(rest, "-")); days != nil {
			on = days
		}
		spans, ok := typed.HoursOverNight(rest)
		if rest == "" && days != nil {
			spans, ok = []typed.Span{{From: 0, To: wholeDay}}, true
		}
		if !ok || len(spans) == 0 {
			r.fault(r.words.Texts().Team.NoQuiet.With(strconv.Quote(item)))
			return [7][]Span{}
		}
		for _, s := range spans {
			for _, day := range on {
				week[day] = append(week[day], Span{From: s.From, To: min(s.To, wholeDay)})
				if s.To > wholeDay {
					next := (day + 1) % 7
					week[next] = append(week[next], Span{From: 0, To: s.To - wholeDay})
				}
			}
		}
	}
	return week
}

const wholeDay = 24 * 60

// QuietUntil is when the quiet hours of a person end in which a moment lies; the moment itself where it lies in none. A
// clock that is put forward over their end ends them with its change. zone is that of the business.
func (t *Telling) QuietUntil(at time.Time, zone *time.Location) time.Time {
	c, end := Calendar{Zone: zone}, at
	for range 16 { // spans that follow each other, over midnight and into the next days
		local, moved := end.In(zone), false
		for _, s := range t.Quiet[local.Weekday()] {
			if from, to := c.Bounds(local, s); !end.Before(from) && end.Before(to) {
				end, moved = to, true
			}
		}
		if !moved {
			return end
		}
	}
	return end
}

// Always reports whether the quiet hours cover the whole week.
func (t *Telling) Always() bool {
	for _, spans := range t.Quiet {
		sorted := slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return a.From - b.From })
		covered := 0
		for _, s := range sorted {
			if s.From > covered {
				return false
			}
			covered = max(covered, s.To)
		}
		if covered < wholeDay {
			return false
		}
	}
	return true
}
