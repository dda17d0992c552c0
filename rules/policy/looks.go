package policy

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// looks reads who looks at a source by hand, and how often. Where only one of the two is said, it is the system owner,
// or every day.
func (r *row) looks(s *Source, p *Policy) {
	by, every, last := r.get(lead.ColCheckedBy), r.get(lead.ColCheckedEvery), r.get(lead.ColLastChecked)
	say := &r.words.Texts().Looks
	if last != "" {
		d, ok := r.typed.Day(last)
		if ok && d.Year > 0 {
			s.LastChecked = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, p.Location())
		} else {
			r.fault(say.NoDay.With(r.title(lead.ColLastChecked), strconv.Quote(last)))
		}
	}
	if by == "" && every == "" {
		return
	}
	s.CheckedBy, s.CheckedEvery = p.SystemOwner, 1
	if m := p.FindPerson(by); m != nil {
		s.CheckedBy = m.Name
	} else if by != "" {
		r.fault(say.NotInTeam.With(r.title(lead.ColCheckedBy), strconv.Quote(by), p.SystemOwner))
	}
	if n, ok := r.days(every); ok {
		s.CheckedEvery = n
	} else if every != "" {
		r.fault(say.NoEvery.With(r.title(lead.ColCheckedEvery), strconv.Quote(every)))
	}
}

// mostDays is the longest distance between two looks.
const mostDays = 366

// days reads a number of whole days: 2, 2 days, 1 week, daily.
func (r *row) days(text string) (n int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	n = 1
	if digits > 0 {
		n, _ = strconv.Atoi(text[:min(digits, 4)]) // digits only; more are too many days
	}
	unit := strings.TrimSpace(text[digits:])
	if name, known := r.words.Name(words.Units, unit); known {
		unit = name
	}
	switch {
	case unit == "w", unit == "week", unit == "weeks", unit == "weekly" && digits == 0:
		n *= 7
	case unit == "d", unit == "day", unit == "days", unit == "daily" && digits == 0, unit == "" && digits > 0:
	default:
		return 0, false
	}
	return n, n > 0 && n <= mostDays
}
