package outgoing

import (
	"fmt"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// firstMonth is how long messages have been sent before there is a report of a month.
const firstMonth = 30 * 24 * time.Hour

// reports sends the report of each week, at the start of the first day of work of the next one, and of each month where
// that is wanted. Who does not run leadsheet at that moment gets it later in the same week, or month.
func (t *teller) reports() {
	if t.Policy.Notices.NoReport {
		return
	}
	today := policy.DayAfter(t.now.In(t.Policy.Location()), 0)
	monday := policy.DayAfter(today, -(int(today.Weekday())+6)%7)
	for _, first := range []time.Time{monday, policy.DayAfter(monday, 7)} {
		year, week := first.AddDate(0, 0, -7).ISOWeek()
		t.report(lead.TellWeek, fmt.Sprintf("%d-W%02d", year, week), t.beginOf(first, policy.DayAfter(first, 7)),
			policy.Midnight(first), t.began)
	}
	if !t.Policy.Notices.Monthly {
		return
	}
	month := policy.DayAfter(today, 1-today.Day())
	for _, first := range []time.Time{month, month.AddDate(0, 1, 0)} {
		t.report(lead.TellMonth, first.AddDate(0, -1, 0).Format("2006-01"), t.beginOf(first, first.AddDate(0, 1, 0)),
			policy.Midnight(first), t.began.Add(firstMonth))
	}
}

// beginOf is when the first day of work of a week or month begins; where all of its days are without work, the first of
// them does at the usual hour.
func (t *teller) beginOf(first, end time.Time) time.Time {
	for day := first; day.Before(end); day = policy.DayAfter(day, 1) {
		if begins, _, works := t.Policy.Calendar.Day(day); works {
			return begins
		}
	}
	begins, _, _ := policy.Calendar{Zone: t.Policy.Location()}.Day(first)
	return begins
}

// report sends the report of a time that has ended, from a moment on. Of one that ended before notBefore there is none:
// messages have been sent for too short a time.
func (t *teller) report(occasion lead.Occasion, key string, at, ended, notBefore time.Time) {
	if ended.Before(notBefore) {
		return
	}
	for _, m := range t.readers(occasion) {
		from := at
		if person := t.Policy.FindPerson(m.Person); person != nil {
			from = person.QuietUntil(at, t.Policy.Location())
		}
		if t.now.Before(from) {
			t.at(from)
			continue
		}
		m.Key, m.Export = key, occasion == lead.TellWeek && t.Policy.Notices.AttachExport
		t.want(m)
	}
}

// readers are who receives the reports: the addresses of Settings, by mail, or else the system owner.
func (t *teller) readers(occasion lead.Occasion) []Intent {
	var out []Intent
	if len(t.Policy.Notices.ReportTo) == 0 {
		m := t.Policy.FindPerson(t.Policy.SystemOwner)
		if m == nil || m.Silent || len(Ways(m, t.Input.Ways)) == 0 {
			return nil
		}
		return []Intent{t.to(listener{person: m, ways: Ways(m, t.Input.Ways)}, occasion)}
	}
	if !t.Input.Ways[lead.WayMail] {
		return nil
	}
	for _, address := range t.Policy.Notices.ReportTo {
		m := Intent{Message: lead.Message{Occasion: occasion, To: address, Ways: []lead.Way{lead.WayMail}}}
		if person := t.Policy.PersonOf(address); person != nil {
			m.Person = person.Name
		}
		out = append(out, m)
	}
	return out
}
