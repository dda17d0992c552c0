package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// revertShown is how long Attention shows that a status was put back.
const revertShown = 24 * time.Hour

// attention is the text of the column Attention: what is wrong or due with a lead, worst first.
func (w *planner) attention(i int) string {
	l, rec := &w.rows[i].l, w.rows[i].rec
	kind, known := w.p.KindOf(l.Status)
	open := !known || kind.Open()
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	turn, waiting := w.turnOf(i)
	switch {
	case waiting && turn.First:
		add(w.responseDue(turn.Due))
	case waiting:
		add(w.waitsFor(i, &turn))
		add(w.plans(l))
	}
	if open && (kind == KindNew || !known) {
		for _, n := range rec.notes {
			add(n)
		}
	}
	for _, a := range rec.asks {
		add(a.text)
	}
	parts = append(parts, w.standingRemarks(l, rec)...)
	parts = append(parts, w.broken(l, rec, known)...)
	if open {
		add(w.followUp(l, kind))
		if !waiting {
			add(w.stale(l, kind))
		}
		if strings.TrimSpace(l.Email) == "" && strings.TrimSpace(l.Phone) == "" {
			add(w.say.Attention.Unreachable)
		}
	}
	parts = append(parts, w.loose(l)...)
	for _, b := range l.Bad {
		add(w.say.Attention.CannotRead.With(w.title(b.Column), strconv.Quote(shorten(b.Text, 40))))
	}
	if !l.FirstResponse.IsZero() && l.FirstResponse.Before(l.Received) && open {
		add(w.say.Attention.ResponseTooEarly)
	}
	return strings.Join(parts, " · ")
}

// broken returns texts about the rules that a row breaks.
func (w *planner) broken(l *lead.Lead, rec *record, known bool) []string {
	var parts []string
	switch {
	case l.Status == "":
		parts = append(parts, w.say.Attention.StatusMissing)
	case !known:
		parts = append(parts, w.notIn(lead.ColStatus, l.Status, lead.TabStatuses))
	default:
		if rec.base != "" && !w.unrestricted && !w.p.allows(rec.base, l.Status) {
			parts = append(parts, w.notAfter(l.Status, rec.base))
		}
		if rec.reverted != "" && w.now.Sub(rec.revertedAt) < revertShown {
			parts = append(parts, w.say.Attention.PutBack.With(rec.reverted))
		}
		if m := w.missing(l); len(m) > 0 {
			parts = append(parts, w.say.Attention.Missing.With(w.titles(m)))
		}
	}
	if !known || w.open(l) {
		if strings.TrimSpace(l.Owner) == "" {
			parts = append(parts, w.say.Attention.OwnerMissing)
		} else if w.p.person(l.Owner) == nil {
			parts = append(parts, w.notIn(lead.ColOwner, l.Owner, lead.TabTeam))
		}
	}
	if l.Source != "" && w.p.source(l.Source) == nil && !w.p.Words.Means(words.Sources, l.Source, unknownSource) {
		parts = append(parts, w.notIn(lead.ColSource, l.Source, lead.TabSources))
	}
	if l.Quality != "" && w.p.quality(l.Quality) == nil {
		parts = append(parts, w.notIn(lead.ColQuality, l.Quality, lead.TabQuality))
	}
	return parts
}

func (w *planner) notIn(column, value, tab string) string {
	return w.say.Attention.NotInTab.With(w.title(column), strconv.Quote(shorten(value, 40)), w.p.Words.Tab(tab))
}

func (w *planner) notAfter(status, base string) string {
	return w.say.Attention.NotAfter.With(strconv.Quote(status), strconv.Quote(base))
}

// missing names the columns that the lead's status requires and that are blank.
func (w *planner) missing(l *lead.Lead) []string {
	s := w.p.status(l.Status)
	if s == nil {
		return nil
	}
	var m []string
	for _, c := range s.Requires {
		if w.blank(l, c) {
			m = append(m, c)
		}
	}
	return m
}

// blank reports whether a column that is required is there and has nothing in the row. Content that cannot be read is
// named elsewhere.
func (w *planner) blank(l *lead.Lead, title string) bool {
	k := foldTitle(title)
	for _, b := range l.Bad {
		if foldTitle(b.Column) == k {
			return false
		}
	}
	table := lead.LeadTable()
	for i := range table {
		c := &table[i]
		switch {
		case foldTitle(c.Title) != k:
			continue
		case c.Text != nil:
			return strings.TrimSpace(*c.Text(l)) == ""
		case c.Time != nil:
			return c.Time(l).IsZero()
		}
		return c.Value(l, w.p.zone()).IsEmpty()
	}
	if !slices.ContainsFunc(w.s.LeadColumns, func(c string) bool { return foldTitle(c) == k }) {
		return false // the column is missing, for which the lead is not to blame
	}
	return !slices.ContainsFunc(l.Extra, func(a lead.Answer) bool {
		return foldTitle(a.Question) == k && strings.TrimSpace(a.Value) != ""
	})
}

// responseDue says that a first response is due soon or late. Lateness is shown in coarse steps, so that passes in
// which nothing happened seldom write.
func (w *planner) responseDue(due time.Time) string {
	at := due.In(w.p.zone())
	now := w.now.In(w.p.zone())
	clock := at.Format("15:04")
	if at.YearDay() != now.YearDay() || at.Year() != now.Year() {
		clock = at.Format("2006-01-02 15:04")
	}
	late := now.Sub(due)
	if late <= 0 {
		if -late > 14*24*time.Hour || w.p.Calendar.WorkBetween(now, due) > w.p.WarnAfter {
			return ""
		}
		return w.say.Attention.RespondBy.With(clock)
	}
	return w.say.Attention.RespondByLate.With(clock, w.lateness(late))
}

func (w *planner) lateness(d time.Duration) string {
	say := &w.say.Attention
	switch {
	case d < 15*time.Minute:
		return say.Late
	case d < time.Hour:
		return counted(&say.MinutesLate, int(d/(15*time.Minute))*15)
	case d < 24*time.Hour:
		return counted(&say.HoursLate, int(d/time.Hour))
	}
	return counted(&say.DaysLate, int(d/(24*time.Hour)))
}

// counted is a sentence with its number.
func counted(text *words.Plural1, n int) string { return text.With(n, strconv.Itoa(n)) }

// followUp says that the next contact is due, or that none is planned after the first contact. A contact that is due on
// a day without work is due on the next working day.
func (w *planner) followUp(l *lead.Lead, kind StatusKind) string {
	contacted := kind != KindNew || !l.FirstResponse.IsZero()
	if l.NextContact.IsZero() {
		s := w.p.status(l.Status)
		requires := func(c string) bool {
			return s != nil && slices.ContainsFunc(s.Requires, func(r string) bool { return foldTitle(r) == foldTitle(c) })
		}
		switch {
		case !contacted:
		case strings.TrimSpace(l.NextStep) == "" && !requires(lead.ColNextStep):
			return w.say.Attention.NextStepMissing
		case !requires(lead.ColNextContact) && len(l.Bad) == 0:
			return w.say.Attention.NextContactMissing
		}
		return ""
	}
	now, at := w.now.In(w.p.zone()), l.NextContact.In(w.p.zone())
	if now.Before(at) {
		return w.noStep(l, contacted)
	}
	today, day := dayAfter(now, 0), dayAfter(at, 0)
	for n := 0; n < 31 && !w.p.Calendar.WorksOn(day); n++ {
		day = dayAfter(day, 1)
	}
	switch days := int(today.Sub(day).Round(24*time.Hour) / (24 * time.Hour)); {
	case days < 0:
		return w.noStep(l, contacted)
	case days == 0:
		return w.say.Attention.FollowUpDue.With(at.Format(time.DateOnly))
	default:
		return w.say.Attention.FollowUpOverdue.With(days, strconv.Itoa(days), at.Format(time.DateOnly))
	}
}

func (w *planner) noStep(l *lead.Lead, contacted bool) string {
	if contacted && strings.TrimSpace(l.NextStep) == "" && !slices.Contains(w.missing(l), lead.ColNextStep) {
		return w.say.Attention.NextStepMissing
	}
	return ""
}

// stale says that no mail came or went for too long, unless a next contact is planned.
func (w *planner) stale(l *lead.Lead, kind StatusKind) string {
	last := l.Received
	if l.LastActivity.After(last) {
		last = l.LastActivity
	}
	if l.FirstResponse.After(last) {
		last = l.FirstResponse
	}
	if w.p.StaleAfter <= 0 || last.IsZero() || l.NextContact.After(w.now) || kind == KindPostponed {
		return ""
	}
	if days := int(w.now.Sub(last) / (24 * time.Hour)); days >= w.p.StaleAfter {
		return counted(&w.say.Attention.NoContact, max(w.p.StaleAfter, days/7*7))
	}
	return ""
}
