package rules_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules"
)

// A month of a business of two people, made by chance, of which every figure is computed from the acts alone: by what
// this file says, without any code of the reports or the rules. Customers ask, are answered, won and lost, ask again, and
// write about their orders; the team hands over, moves follow-ups, merges, deletes, corrects, and takes back.

// monthSpans are the working hours, in minutes of the day.
func monthSpans(day time.Time) [][2]int {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || day.Format(time.DateOnly) == "2026-11-02" {
		return nil
	}
	return [][2]int{{9 * 60, 13 * 60}, {14 * 60, 18 * 60}}
}

func minuteOf(day time.Time, m int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), m/60, m%60, 0, 0, day.Location())
}

// monthWork is the working time between two moments, in minutes.
func monthWork(a, b time.Time) float64 {
	sum := 0.0
	for day := minuteOf(a, 0); day.Before(b); day = minuteOf(day.AddDate(0, 0, 1), 0) {
		for _, s := range monthSpans(day) {
			from, to := minuteOf(day, s[0]), minuteOf(day, s[1])
			if from.Before(a) {
				from = a
			}
			if to.After(b) {
				to = b
			}
			sum += max(0, to.Sub(from).Minutes())
		}
	}
	return sum
}

// monthDue is when so many minutes of working time have passed.
func monthDue(a time.Time, minutes float64) time.Time {
	for day := minuteOf(a, 0); ; day = minuteOf(day.AddDate(0, 0, 1), 0) {
		for _, s := range monthSpans(day) {
			from, to := minuteOf(day, s[0]), minuteOf(day, s[1])
			if from.Before(a) {
				from = a
			}
			room := to.Sub(from).Minutes()
			if room <= 0 {
				continue
			}
			if minutes <= room {
				return from.Add(time.Duration(minutes * float64(time.Minute)))
			}
			minutes -= room
		}
	}
}

// working is the next moment in working hours.
func working(t time.Time) time.Time {
	for {
		m := t.Hour()*60 + t.Minute()
		if slices.ContainsFunc(monthSpans(t), func(s [2]int) bool { return s[0] <= m && m < s[1] }) {
			return t
		}
		t = t.Add(7 * time.Minute)
	}
}

type monthEnd struct {
	at     time.Time
	status string
	reason string
	value  float64
	owner  string
}

// monthRow is a lead as the acts make it.
type monthRow struct {
	who, id, source   string
	received, deal    time.Time
	response          time.Time
	status            string
	value             float64
	plan              time.Time
	owner, firstOwner string
	far               int
	ends              []monthEnd
	dup, gone         bool
	turns             [][2]time.Time // later messages: when, and when answered
	moves             []time.Time    // hand-overs
	moveTo            []string
}

var monthRanks = map[string]int{"Contact established": 1, "Qualification": 2, "Moved to deal": 3, "Won": 4}

func (r *monthRow) ended() bool {
	return r.status == "Won" || r.status == "Closed" || r.status == "Unqualified"
}

type monthAct struct {
	at  time.Time
	row *monthRow
	do  func(m *month)
}

// month is a business while it is played.
type month struct {
	*book
	rnd     *rand.Rand
	rows    []*monthRow
	acts    []monthAct
	gone    int // rows deleted in the last 30 days
	correct int // corrections in the last 30 days
	end     time.Time
}

func (m *month) plan(at time.Time, r *monthRow, do func(m *month)) {
	if !at.After(m.end) {
		m.acts = append(m.acts, monthAct{at, r, do})
	}
}

func (m *month) later(t time.Time, days float64) time.Time {
	return working(t.Add(time.Duration(days*24*60)*time.Minute + time.Duration(m.rnd.IntN(200))*time.Minute))
}

// pass does what the rules want, with events that say when they were written.
func (m *month) pass(items ...lead.Inquiry) {
	work := rules.Plan(m.state, items, m.now)
	for i := range work.Events {
		work.Events[i].No, work.Events[i].Recorded = len(m.state.History)+i+1, m.now
	}
	m.apply(work)
}

func (m *month) leadOf(r *monthRow) *lead.Lead {
	for i := range m.state.Leads {
		if l := &m.state.Leads[i]; l.ID == r.id {
			return l
		}
	}
	m.t.Fatalf("there is no lead %s of %s", r.id, r.who)
	return nil
}

// arrive lets a customer write; the mail came when the row says.
func (m *month) arrive(r *monthRow, subject string) {
	m.now = r.received.Add(time.Minute)
	n := len(m.state.Leads)
	m.pass(m.mail(r.who, "hello@studio.example", subject,
		fmt.Sprintf("%s-%d@c.example", strings.ReplaceAll(r.who, "@", "."), m.mails),
		"I need a fence of some metres. Please call me."))
	if len(m.state.Leads) != n+1 {
		m.t.Fatalf("%s wrote at %s, and %d leads came of it", r.who, r.received, len(m.state.Leads)-n)
	}
	l := m.state.Leads[n]
	r.id, r.status, r.owner, r.firstOwner, r.source = l.ID, "New lead", l.Owner, l.Owner, l.Source
}

// answer lets a colleague answer by mail.
func (m *month) answer(r *monthRow) {
	at := m.now
	m.now = at.Add(time.Minute)
	m.pass(m.mail("kim@studio.example", r.who, "Re: Question", fmt.Sprintf("a%d@studio.example", m.mails),
		"Dear customer, here it is.",
		"Cc: hello@studio.example"))
	if r.response.IsZero() {
		r.response = at
	}
	for i := range r.turns {
		if r.turns[i][1].IsZero() {
			r.turns[i][1] = at
		}
	}
}

// set lets a person edit a row.
func (m *month) set(r *monthRow, edit func(l *lead.Lead)) {
	edit(m.leadOf(r))
	m.pass()
}

// move lets a person give a lead another status.
func (m *month) move(r *monthRow, status, reason string) {
	m.set(r, func(l *lead.Lead) { l.Status, l.RefusalReason = status, reason })
	was := r.status
	r.status = status
	if was == "New lead" && r.response.IsZero() && !r.ended() {
		r.response = m.now
	}
	r.far = max(r.far, monthRanks[status])
	if r.deal.IsZero() && r.far >= 3 {
		r.deal = m.now
	}
	if r.ended() {
		r.ends = append(r.ends, monthEnd{m.now, status, reason, r.value, r.owner})
	}
}

func (m *month) recent(t time.Time) bool {
	return !t.IsZero() && !t.Before(m.end.AddDate(0, 0, -30)) && !t.After(m.end)
}

// corrected counts a correction, if it is a recent one.
func (m *month) corrected() {
	if m.recent(m.now) {
		m.correct++
	}
}

// live plans the life of a lead that has come in.
func (m *month) live(r *monthRow) {
	path := []string{"new", "wait", "contacted", "deal", "won", "won", "won", "closed", "closed", "unqualified",
		"duplicate", "fix",
		"slip", "worth", "service", "again", "merge", "gone"}[m.rnd.IntN(18)]
	first := working(monthDue(r.received, []float64{3, 8, 20, 25, 29, 31, 45, 90, 200, 600}[m.rnd.IntN(10)]))
	if path == "new" {
		return
	}
	if path == "merge" {
		m.merge(r, first)
	}
	if m.rnd.IntN(2) == 0 {
		m.plan(first, r, func(m *month) { m.answer(r) })
	} else {
		m.plan(first, r, func(m *month) { m.move(r, "In progress", "") })
	}
	t := m.later(first, 0.4)
	m.plan(t, r, func(m *month) {
		r.plan = minuteOf(m.now.AddDate(0, 0, 1+m.rnd.IntN(9)), 0)
		m.set(r, func(l *lead.Lead) { l.NextStep, l.NextContact = "call", r.plan })
	})
	if m.rnd.IntN(3) == 0 { // moved
		t = m.later(t, 0.3)
		m.plan(t, r, func(m *month) {
			r.plan = minuteOf(m.now.AddDate(0, 0, 2+m.rnd.IntN(20)), 0)
			m.set(r, func(l *lead.Lead) { l.NextContact = r.plan })
		})
	}
	if m.rnd.IntN(4) == 0 { // handed over
		t = m.later(t, 0.3)
		m.plan(t, r, func(m *month) {
			r.owner = map[string]string{"Kim": "Lee", "Lee": "Kim"}[r.owner]
			m.set(r, func(l *lead.Lead) { l.Owner = r.owner })
			r.moves, r.moveTo = append(r.moves, m.now), append(r.moveTo, r.owner)
		})
	}
	if path != "wait" && path != "merge" {
		m.further(r, path, t)
	}
}

// merge lets the customer write from another address before anybody has answered, and somebody see that.
func (m *month) merge(r *monthRow, first time.Time) {
	gap := first.Sub(r.received)
	if gap < 20*time.Minute {
		return
	}
	other := &monthRow{who: "other." + r.who, received: r.received.Add(gap / 3).Truncate(time.Minute), dup: true}
	m.plan(other.received, other, func(m *month) { m.arrive(other, "Question from elsewhere") })
	m.plan(r.received.Add(gap/2).Truncate(time.Minute).Add(2*time.Minute), other, func(m *month) {
		m.set(other, func(l *lead.Lead) { l.Do = "same as " + r.id })
		other.owner = ""
	})
	m.rows = append(m.rows, other)
}

// further plans how a lead goes on once it was begun with.
func (m *month) further(r *monthRow, path string, t time.Time) {
	step := func(days float64, do func(m *month)) {
		t = m.later(t, days)
		m.plan(t, r, do)
	}
	status := func(days float64, name, reason string) {
		step(days, func(m *month) { m.move(r, name, reason) })
	}
	value := []float64{500, 1200, 3000, 8000}[m.rnd.IntN(4)]
	reason := []string{"Too expensive", "No budget", "Chose a competitor"}[m.rnd.IntN(3)]
	switch path {
	case "unqualified":
		status(0.3, "Unqualified", "Unqualified request")
		return
	case "duplicate":
		step(0.3, func(m *month) {
			m.leadOf(r).Quality = "duplicate"
			m.move(r, "Closed", "Duplicate")
			r.dup = true
		})
		return
	}
	status(0.5, "Contact established", "")
	if path == "contacted" {
		return
	}
	if path == "closed" {
		status(1.5, "Closed", reason)
		return
	}
	status(1.2, "Qualification", "")
	status(1.6, "Moved to deal", "")
	step(0.1, func(m *month) {
		r.value = value
		m.set(r, func(l *lead.Lead) { l.Value, l.HasValue = value, true })
	})
	if path == "deal" {
		return
	}
	if path == "gone" && m.rnd.IntN(2) == 0 {
		m.delete(r, m.later(t, 1.2))
		return
	}
	status(2, "Won", "")
	switch path {
	case "gone":
		m.delete(r, m.later(t, 1.2))
	case "fix": // the order is withdrawn
		step(2.5, func(m *month) {
			r.ends = nil
			m.move(r, "Closed", reason)
			m.corrected()
		})
	case "slip": // taken back within a day
		m.slip(r, t)
	case "worth": // it was worth less
		step(2, func(m *month) {
			r.value /= 2
			r.ends[0].value = r.value
			m.set(r, func(l *lead.Lead) { l.Value = r.value })
			m.corrected()
		})
	case "service":
		m.service(r, t)
	case "again":
		next := &monthRow{who: r.who, received: m.later(t, 3).Add(11 * time.Minute)}
		m.plan(next.received, next, func(m *month) { m.arrive(next, "Something new") })
		m.rows = append(m.rows, next)
	}
}

// slip takes a win back on the same day, where there is time.
func (m *month) slip(r *monthRow, won time.Time) {
	back := working(won.Add(20 * time.Minute))
	if back.Sub(won) >= 23*time.Hour || back.After(m.end) {
		return
	}
	m.plan(back, r, func(m *month) {
		r.ends, r.far = nil, 3
		m.move(r, "Moved to deal", "")
	})
}

func (m *month) delete(r *monthRow, at time.Time) {
	m.plan(at, r, func(m *month) {
		m.state.Leads = slices.DeleteFunc(slices.Clone(m.state.Leads), func(l lead.Lead) bool { return l.ID == r.id })
		for i := range m.state.Leads {
			m.state.Leads[i].Ref = i
		}
		m.pass()
		r.gone = true
		if m.recent(m.now) {
			m.gone++
		}
	})
}

// service lets a customer write about the order, in its thread, and be answered, or not.
func (m *month) service(r *monthRow, won time.Time) {
	asked := m.later(won, 1.5)
	m.plan(asked, r, func(m *month) {
		at := m.now
		m.now = at.Add(time.Minute)
		first := fmt.Sprintf("%s-%d@c.example", strings.ReplaceAll(r.who, "@", "."), r.mailNo(m))
		m.pass(m.mail(r.who, "hello@studio.example", "Re: Question", fmt.Sprintf("s%d@c.example", m.mails),
			"When will the fence come, and who brings it?", "In-Reply-To: <"+first+">", "References: <"+first+">"))
		r.turns = append(r.turns, [2]time.Time{at})
	})
	if m.rnd.IntN(4) > 0 {
		m.plan(working(monthDue(asked, []float64{10, 100, 230, 250, 600}[m.rnd.IntN(5)])).Add(2*time.Minute), r,
			func(m *month) { m.answer(r) })
	}
}

// mailNo is the number in the Message-ID of the first mail of a lead.
func (r *monthRow) mailNo(m *month) int {
	for i := range m.state.Intake {
		if in := &m.state.Intake[i]; in.Lead == r.id && in.Outcome == lead.NewLead {
			var n int
			_, text, _ := strings.Cut(in.MessageID, "-")
			if _, err := fmt.Sscanf(text, "%d@c.example", &n); err == nil {
				return n
			}
		}
	}
	m.t.Fatalf("no mail of %s", r.id)
	return 0
}

// playBusiness plays one.
func playBusiness(t *testing.T, seed uint64) *month {
	t.Helper()
	cells := []setting{{lead.TabSettings, "Time zone", "Value", "Europe/Berlin"},
		{lead.TabSettings, "Country", "Value", "DE"},
		{lead.TabSettings, "Holidays", "Value", "2026-11-02"}, {lead.TabSettings, "Hand over after", "Value", "no"},
		{lead.TabTeam, "Kim", "Email", "kim@studio.example"}, {lead.TabTeam, "Kim", "Takes leads", "TRUE"},
		{lead.TabTeam, "Lee", "Email", "lee@studio.example"}, {lead.TabTeam, "Lee", "Takes leads", "TRUE"}}
	for _, day := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"} {
		cells = append(cells, setting{lead.TabSettings, day, "Value", "09:00-13:00, 14:00-18:00"})
	}
	tables := tablesWith(cells...)
	steps, team := tables[lead.TabFollowUp], tables[lead.TabTeam]
	steps.Rows = nil
	team.Rows = slices.DeleteFunc(team.Rows, func(row []string) bool { return row[0] != "Kim" && row[0] != "Lee" })
	tables[lead.TabFollowUp], tables[lead.TabTeam] = steps, team
	m := &month{book: newBook(t, tables, "2026-09-01 08:00"), rnd: rand.New(rand.NewPCG(seed, 17))}
	zone := m.state.Policy.Location()
	m.end = time.Date(2026, 11, 20, 17, 0, 0, 0, zone)
	at := time.Date(2026, 9, 10, 10, 0, 0, 0, zone)
	for i := range 60 {
		r := &monthRow{who: fmt.Sprintf("u%d@c%d.example", i, i), received: at}
		m.rows = append(m.rows, r)
		m.plan(at, r, func(m *month) { m.arrive(r, "Question") })
		m.live(r)
		from, to := time.Date(2026, 9, 22, 8, 0, 0, 0, zone), m.end.Add(-20*time.Minute)
		at = from.Add(time.Duration(m.rnd.IntN(int(to.Sub(from).Minutes()))) * time.Minute)
	}
	slices.SortStableFunc(m.acts, func(a, b monthAct) int { return a.at.Compare(b.at) })
	for _, a := range m.acts {
		if m.now = a.at; a.row.id != "" || a.at.Equal(a.row.received) {
			a.do(m)
		}
	}
	m.rows = slices.DeleteFunc(m.rows, func(r *monthRow) bool { return r.id == "" })
	m.now = m.end
	m.pass()
	return m
}

func middle(times []float64) float64 {
	slices.Sort(times)
	n := len(times)
	if n == 0 {
		return math.NaN()
	}
	return (times[(n-1)/2] + times[n/2]) / 2
}

func percent(part, of int) float64 {
	if of < 5 {
		return math.NaN()
	}
	return 100 * float64(part) / float64(of)
}

// figures are computed from the rows alone; what is not known is no number.
func (m *month) figures() map[string]float64 {
	want := map[string]float64{"deleted_by_hand": float64(m.gone), "won": 0, "won_value": 0, "open_value": 0,
		"leads_in":     0,
		"became_deals": 0, "closed_unqualified": 0, "overdue_followups": 0, "not_processed": 0, "waiting": 0,
		"waiting_late": 0,
		"no_lead":      0}
	var first, next []float64
	met, clocks, nextMet, nextClocks, deals, ends, covered, open := 0, 0, 0, 0, 0, 0, 0, 0
	for _, r := range m.rows {
		if r.dup {
			continue
		}
		if m.recent(r.received) {
			want["leads_in"]++
			if r.response.IsZero() && r.status == "New lead" {
				want["not_processed"]++
			}
			if r.far >= 3 {
				deals++
			}
			due := monthDue(r.received, 30)
			switch {
			case !r.response.IsZero():
				first = append(first, monthWork(r.received, r.response))
				clocks++
				if !r.response.After(due) {
					met++
				}
			case r.ended():
			case m.end.After(due):
				want["waiting_late"]++
				clocks++
			default:
				want["waiting"]++
			}
		}
		for _, turn := range r.turns {
			switch due := monthDue(turn[0], 240); {
			case !m.recent(turn[0]):
			case !turn[1].IsZero():
				next = append(next, monthWork(turn[0], turn[1]))
				nextClocks++
				if !turn[1].After(due) {
					nextMet++
				}
			case m.end.After(due):
				nextClocks++
			}
		}
		if m.recent(r.deal) {
			want["became_deals"]++
		}
		for _, e := range r.ends {
			if !m.recent(e.at) {
				continue
			}
			ends++
			switch e.status {
			case "Won":
				want["won"]++
				want["won_value"] += e.value
			case "Unqualified":
				want["closed_unqualified"]++
			}
		}
		if r.gone || r.ended() {
			continue
		}
		want["open_value"] += r.value
		open++
		if due := r.plan; !due.IsZero() {
			if !due.Before(minuteOf(m.end, 0)) {
				covered++
			}
			for len(monthSpans(due)) == 0 {
				due = due.AddDate(0, 0, 1)
			}
			if due.Before(minuteOf(m.end, 0)) {
				want["overdue_followups"]++
			}
		}
	}
	want["response_first_n"], want["response_first_median_min"] = float64(len(first)), middle(first)
	want["response_first_attainment"] = percent(met, clocks)
	want["response_next_n"], want["response_next_median_min"] = float64(len(next)), middle(next)
	want["response_next_attainment"] = percent(nextMet, nextClocks)
	want["conversion"] = percent(deals, int(want["leads_in"]))
	want["win_rate"] = percent(int(want["won"]), ends)
	want["coverage"] = percent(covered, open)
	return want
}

func TestAMonthByHand(t *testing.T) {
	seeds := 15
	if testing.Short() {
		seeds = 4
	}
	for seed := range uint64(seeds) {
		m := playBusiness(t, seed+1)
		in := facts.Input{Policy: m.state.Policy, Leads: m.state.Leads, History: m.state.History}
		d := figures.NewDocument(facts.New(in, m.end))
		for name, want := range m.figures() {
			got := math.NaN()
			if v := d.Figures[name].Value; v != nil {
				got = *v
			}
			if !near(got, want) {
				t.Errorf("seed %d: %s is %v, by hand %v", seed+1, name, got, want)
			}
		}
		m.compare(t, seed+1, &d)
		then := figures.NewDocument(facts.New(in.AsOf(m.end), m.end))
		if !reflect.DeepEqual(then, d) {
			t.Errorf("seed %d: as recorded by then it is another month:\n%+v\n%+v", seed+1, then, d)
		}
	}
}

func near(a, b float64) bool { return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 0.02 }

// compare compares what is counted by source, reason, person and month.
func (m *month) compare(t *testing.T, seed uint64, d *figures.Document) {
	t.Helper()
	refusals, received, won, taken, passed := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{},
		map[string]int{}
	in, wonIn, sources, sourceWon := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range m.rows {
		if r.dup {
			continue
		}
		sources[r.source]++
		in[r.received.Format("2006-01")]++
		if m.recent(r.received) {
			received[r.firstOwner]++
		}
		for i, at := range r.moves {
			if m.recent(at) {
				taken[r.moveTo[i]]++
				passed[map[string]string{"Kim": "Lee", "Lee": "Kim"}[r.moveTo[i]]]++
			}
		}
		for _, e := range r.ends {
			switch {
			case e.status == "Won":
				sourceWon[r.source]++
				wonIn[e.at.Format("2006-01")]++
				if m.recent(e.at) {
					won[e.owner]++
				}
			case m.recent(e.at):
				refusals[e.reason]++
			}
		}
	}
	check := func(what string, got, want int) {
		if got != want {
			t.Errorf("seed %d: %s is %d, by hand %d", seed, what, got, want)
		}
	}
	for reason, n := range refusals {
		check(reason, d.Refusals[reason], n)
	}
	check("refusals", len(d.Refusals), len(refusals))
	for _, who := range []string{"Kim", "Lee"} {
		p := d.People[who]
		check(who+" received", p.Received, received[who])
		check(who+" won", p.Won, won[who])
		check(who+" taken over", p.TakenOver, taken[who])
		check(who+" passed on", p.PassedOn, passed[who])
	}
	for _, name := range []string{"2026-09", "2026-10", "2026-11"} {
		check(name+" leads", d.Months[name].LeadsIn, in[name])
		check(name+" won", d.Months[name].Won, wonIn[name])
	}
	for name, n := range sources {
		check(name+" leads", d.Sources[name].Leads, n)
		check(name+" won", d.Sources[name].Won, sourceWon[name])
	}
	check("corrections", len(d.Corrections), m.correct)
}
