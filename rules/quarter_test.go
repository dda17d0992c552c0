package rules_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

var updateQuarter = flag.Bool("update-quarter", false, "write the golden file of the simulated quarter")

// quarter is a team of four over thirteen weeks: customers write at all hours, people answer, call, forget, are away,
// and one leaves. The same seed tells the same story.
type quarter struct {
	*book
	random *rand.Rand
	tasks  []task         // in the order of their times
	inbox  []lead.Inquiry // what has come since the last pass
	came   int
}

// task is what somebody does at a time.
type task struct {
	at time.Time
	do func()
}

const (
	quarterBegins = "2026-09-07 08:00" // a Monday
	quarterWeeks  = 13
	dayDiLeaves   = "2026-11-02"
)

// quarterCells are the rule tabs of the team: Ann leads, Cy is away for two weeks and Bo for three days.
func quarterCells() []setting {
	set := func(name, value string) setting { return setting{lead.TabSettings, name, lead.ColValue, value} }
	out := []setting{set("Time zone", "Europe/Berlin"), set("Country", "DE"), set("Business name", "Studio Nord"),
		set("Currency", "EUR"), set("Holidays", "2026-10-05, 2026-11-18"), set("Team domains", "studio.example"),
		{lead.TabTeam, "Owner", lead.ColName, "Ann"}}
	for _, name := range []string{"Ann", "Bo", "Cy", "Di"} {
		out = append(out, setting{lead.TabTeam, name, lead.ColTakesLeads, "TRUE"},
			setting{lead.TabTeam, name, lead.ColShare, "1"},
			setting{lead.TabTeam, name, lead.ColEmail, strings.ToLower(name) + "@studio.example"},
			setting{lead.TabTeam, name, lead.ColBackup, map[string]string{"Bo": "Ann", "Cy": "Di", "Di": "Bo"}[name]})
	}
	return append(out, setting{lead.TabTeam, "Cy", lead.ColAwayFrom, "2026-09-28"},
		setting{lead.TabTeam, "Cy", lead.ColAwayUntil, "2026-10-09"},
		setting{lead.TabTeam, "Bo", lead.ColAwayFrom, "2026-11-11"},
		setting{lead.TabTeam, "Bo", lead.ColAwayUntil, "2026-11-13"})
}

func newQuarter(t testing.TB) *quarter {
	tables := tablesWith(quarterCells()...)
	q := &quarter{book: newBook(t, tables, quarterBegins), random: rand.New(rand.NewPCG(13, 4))}
	begin := q.now
	for day := range 7 * quarterWeeks {
		morning := begin.AddDate(0, 0, day)
		most := 4
		if !q.state.Policy.Calendar.WorksOn(morning) {
			most = 1
		}
		for range q.random.IntN(most + 1) {
			q.after(morning.Add(time.Duration(q.random.IntN(13*60))*time.Minute), q.request)
		}
		q.after(morning.Add(65*time.Minute), func() {}) // at five past nine somebody looks
	}
	left, err := time.ParseInLocation(time.DateOnly, dayDiLeaves, q.state.Policy.Location())
	if err != nil {
		t.Fatal(err)
	}
	q.after(left.Add(8*time.Hour), q.diLeaves)
	return q
}

func (q *quarter) after(at time.Time, do func()) {
	n, _ := slices.BinarySearchFunc(q.tasks, at, func(t task, at time.Time) int {
		return cmp.Or(t.at.Compare(at), -1) // behind those of the same time
	})
	q.tasks = slices.Insert(q.tasks, n, task{at, do})
}

// inWork plans something after so many minutes of working time.
func (q *quarter) inWork(minutes int, do func()) {
	q.after(q.state.Policy.Calendar.AddWork(q.now, time.Duration(minutes)*time.Minute), do)
}

func (q *quarter) chance(percent int) bool { return q.random.IntN(100) < percent }

// diLeaves takes Di out of the tab Team.
func (q *quarter) diLeaves() {
	tables := tablesWith(quarterCells()...)
	team := tables[lead.TabTeam]
	team.Rows = slices.DeleteFunc(slices.Clone(team.Rows), func(r []string) bool { return r[0] == "Di" })
	for i := range team.Rows { // and Cy has another stand-in
		team.Rows[i] = slices.Clone(team.Rows[i])
		if at := slices.Index(team.Columns, lead.ColBackup); team.Rows[i][at] == "Di" {
			team.Rows[i][at] = "Bo"
		}
	}
	tables[lead.TabTeam] = team
	q.state.Policy = newBook(q.t, tables, quarterBegins).state.Policy
}

var (
	firstNames = []string{"Ada", "Ben", "Cleo", "Dan", "Elif", "Finn", "Gesa", "Hugo", "Ines", "Jan", "Kim", "Lena", "Marek"}
	lastNames  = []string{"Abel", "Brandt", "Conrad", "Dorn", "Engel", "Falk", "Graf", "Hahn", "Jung", "Kern", "Lang"}
	wishes     = []string{"We would like an offer for a fence of 20 metres.", "What does a terrace of 30 square metres cost?",
		"Our gate is broken. Can you come as soon as possible?", "I am looking for somebody who builds a garden shed.",
		"Do you also build carports? Just a general question.", "Please call me about a pergola: 040 555 01%02d."}
)

// customer is one of those who write.
type customer struct {
	name, address string
	last          string // Message-ID of their last mail
	mails         int
	patience      int // messages that they will still write
}

// request is a new customer who writes.
func (q *quarter) request() {
	q.came++
	name := firstNames[q.random.IntN(len(firstNames))] + " " + lastNames[q.random.IntN(len(lastNames))]
	c := &customer{name: name, patience: q.random.IntN(3),
		address: fmt.Sprintf("%s.%d@mail.example", strings.ToLower(strings.Fields(name)[0]), q.came)}
	wish := wishes[q.random.IntN(len(wishes))]
	if strings.Contains(wish, "%") {
		wish = fmt.Sprintf(wish, q.came%100)
	}
	q.writes(c, "Request", wish)
	delay := 3 + q.random.IntN(40)
	if q.chance(15) {
		delay = 60 + q.random.IntN(900)
	}
	if !q.chance(4) { // some are forgotten
		q.inWork(delay, func() { q.firstContact(c) })
	}
}

// writes is a mail of a customer.
func (q *quarter) writes(c *customer, subject, text string) {
	c.mails++
	id := fmt.Sprintf("c%d.%s", c.mails, c.address)
	header := []string{}
	if c.last != "" {
		header = append(header, "In-Reply-To: <"+c.last+">")
	}
	q.inbox = append(q.inbox, q.mail(c.name+" <"+c.address+">", "hello@studio.example", subject, id, text, header...))
	c.last = id
}

// lead is the row of a customer, and who works on it now; nil when it is gone or has ended.
func (q *quarter) lead(c *customer) (*lead.Lead, string) {
	for i := range q.state.Leads {
		l := &q.state.Leads[i]
		if l.Email != c.address {
			continue
		}
		if kind, _ := q.state.Policy.KindOf(l.Status); !kind.Open() {
			return nil, ""
		}
		who := l.Owner
		for range 3 {
			m := q.state.Policy.FindPerson(who)
			if m != nil && !m.Away(q.now) {
				return l, m.Name
			}
			if who = "Ann"; m != nil && m.Backup != "" {
				who = m.Backup
			}
		}
		return l, "Ann"
	}
	return nil, ""
}

// answers is a mail of a member of the team to a customer, with a copy to the inbox.
func (q *quarter) answers(c *customer, who, text string) {
	c.mails++
	id := fmt.Sprintf("t%d.%s", c.mails, c.address)
	q.inbox = append(q.inbox, q.mail(who+" <"+strings.ToLower(who)+"@studio.example>", c.address, "Re: Request", id, text,
		"Cc: hello@studio.example", "In-Reply-To: <"+c.last+">"))
	c.last = id
}

// firstContact answers a request, by mail or by telephone, and plans what comes next.
func (q *quarter) firstContact(c *customer) {
	l, who := q.lead(c)
	if l == nil {
		return
	}
	if q.chance(20) {
		l.Do = "called"
	} else {
		q.answers(c, who, "Thank you for your request. Here is what we can offer. When may we call you?")
	}
	q.inWork(5+q.random.IntN(120), func() { q.plansNext(c) })
	if c.patience > 0 {
		q.after(q.now.Add(time.Duration(30+q.random.IntN(4000))*time.Minute), func() { q.writesAgain(c) })
	}
}

// writesAgain is a customer's next message, which somebody answers, mostly soon.
func (q *quarter) writesAgain(c *customer) {
	c.patience--
	if q.chance(25) {
		q.writes(c, "Re: Request", "Thank you very much!")
		return
	}
	q.writes(c, "Re: Request", "That sounds good. How soon could you begin, and what would it cost with oak?")
	q.inWork(20+q.random.IntN(400), func() {
		if l, who := q.lead(c); l != nil {
			q.answers(c, who, "We could begin in three weeks.")
		}
	})
	if c.patience > 0 {
		q.after(q.now.Add(time.Duration(500+q.random.IntN(6000))*time.Minute), func() { q.writesAgain(c) })
	}
}

// plansNext is what a person writes into the row after the first contact.
func (q *quarter) plansNext(c *customer) {
	l, _ := q.lead(c)
	if l == nil {
		return
	}
	if q.chance(10) { // some rows are forgotten until somebody looks at Today
		q.inWork(2000, func() { q.plansNext(c) })
		return
	}
	l.Status = "In progress"
	l.NextStep = "Call about the offer"
	days := 2 + q.random.IntN(8)
	l.NextContact = q.midnight(q.now.AddDate(0, 0, days))
	q.after(l.NextContact.Add(10*time.Hour), func() { q.followsUp(c) })
}

func (q *quarter) midnight(t time.Time) time.Time {
	y, m, d := t.In(q.state.Policy.Location()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, q.state.Policy.Location())
}

// followsUp is the next contact: the lead is won, lost, put off, or called again.
func (q *quarter) followsUp(c *customer) {
	l, who := q.lead(c)
	switch {
	case l == nil:
	case q.chance(10): // forgotten for some days
		q.inWork(1500, func() { q.followsUp(c) })
	case !q.state.Policy.Calendar.WorksOn(q.now):
		q.inWork(q.random.IntN(60), func() { q.followsUp(c) })
	case q.chance(30):
		l.Status, l.Value, l.HasValue = "Moved to deal", float64(500*(1+q.random.IntN(20))), true
		l.NextStep, l.NextContact = "Sign", q.midnight(q.now.AddDate(0, 0, 7))
		q.inWork(3000, func() { q.closes(c) })
	case q.chance(35):
		l.Status, l.RefusalReason = "Closed", []string{"Too expensive", "No budget", "No response"}[q.random.IntN(3)]
	case q.chance(15):
		l.Status, l.NextContact = "Postponed", q.midnight(q.now.AddDate(0, 0, 30))
	default:
		q.answers(c, who, "Have you had time to look at our offer?")
		l.NextStep, l.NextContact = "Call again", q.midnight(q.now.AddDate(0, 0, 7))
		q.after(l.NextContact.Add(11*time.Hour), func() { q.followsUp(c) })
	}
}

// closes ends a deal.
func (q *quarter) closes(c *customer) {
	l, _ := q.lead(c)
	switch {
	case l == nil:
	case q.chance(70):
		l.Status = "Won"
	default:
		l.Status, l.RefusalReason = "Closed", "Chose a competitor"
	}
}

// play plays the story to its end, and calls morning on each day of work, at the look into the workbook.
func (q *quarter) play(morning func()) {
	end := q.now.AddDate(0, 0, 7*quarterWeeks)
	for len(q.tasks) > 0 && q.tasks[0].at.Before(end) {
		slot := q.tasks[0].at.Truncate(5 * time.Minute).Add(5 * time.Minute)
		for len(q.tasks) > 0 && q.tasks[0].at.Before(slot) {
			next := q.tasks[0]
			q.tasks = q.tasks[1:]
			q.now = next.at.Truncate(time.Second)
			next.do()
		}
		q.now = slot
		items := q.inbox
		q.inbox = nil
		work := rules.Plan(q.state, items, q.now)
		q.apply(work)
		isMorning := slot.In(q.state.Policy.Location()).Format("15:04") == "09:10"
		if isMorning {
			if again := rules.Plan(q.state, items, q.now); !again.Empty() {
				q.t.Fatalf("%s: the second pass still wants something:\n%+v\n%+v", q.now, again.Changes, again.Events)
			}
		}
		q.check(work)
		if isMorning && q.state.Policy.Calendar.WorksOn(q.now) {
			morning()
		}
	}
}

// check is what holds after every pass.
func (q *quarter) check(work rules.Work) {
	for i := range q.state.Leads {
		l := &q.state.Leads[i]
		switch {
		case strings.TrimSpace(l.Owner) == "":
			q.t.Fatalf("%s: %s has no owner", q.now, l.ID)
		case !l.RespondBy.IsZero() && l.RespondBy.Before(l.Received):
			q.t.Fatalf("%s: %s is to be answered before it came", q.now, l.ID)
		case l.WaitingSince.After(q.now), l.FirstResponse.After(q.now), l.LastActivity.After(q.now):
			q.t.Fatalf("%s: %s has times of the future", q.now, l.ID)
		case strings.Contains(l.Attention, " -"), strings.Contains(l.Attention, " 0 h late"):
			q.t.Fatalf("%s: %s: %s", q.now, l.ID, l.Attention)
		}
	}
	for i := range work.Events {
		if work.Events[i].Time.After(q.now) {
			q.t.Fatalf("%s: an event of the future: %+v", q.now, work.Events[i])
		}
	}
}

// activity are the events of a lead as the tab Activity shows them, facts shortened.
func (q *quarter) activity(id string) string {
	var b strings.Builder
	for i := range q.state.History {
		e := &q.state.History[i]
		if e.Lead != id {
			continue
		}
		to := e.To
		if strings.HasPrefix(to, "{") && len(to) > 60 {
			to = to[:60] + "…"
		}
		var parts []string
		for _, cell := range []string{e.Time.In(q.state.Policy.Location()).Format("Mon 2 Jan 15:04"), string(e.What), e.Column,
			e.From, to, e.By, e.Why} {
			if cell = strings.TrimSpace(cell); cell != "" {
				parts = append(parts, cell)
			}
		}
		fmt.Fprintln(&b, strings.Join(parts, " | "))
	}
	return b.String()
}

// counts are what the quarter came to.
func (q *quarter) counts() string {
	by := func(of func(*lead.Lead) string) string {
		n := map[string]int{}
		for i := range q.state.Leads {
			n[of(&q.state.Leads[i])]++
		}
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(n)) {
			parts = append(parts, fmt.Sprintf("%s %d", cmp.Or(name, "(none)"), n[name]))
		}
		return strings.Join(parts, ", ")
	}
	kinds := map[string]int{}
	for i := range q.state.History {
		kinds[string(q.state.History[i].What)]++
	}
	var events []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		events = append(events, fmt.Sprintf("%s %d", kind, kinds[kind]))
	}
	return fmt.Sprintf("leads: %d\nby status: %s\nby owner: %s\nby quality: %s\nevents: %s\n", len(q.state.Leads),
		by(func(l *lead.Lead) string { return l.Status }), by(func(l *lead.Lead) string { return l.Owner }),
		by(func(l *lead.Lead) string { return l.Quality }), strings.Join(events, ", "))
}

// TestQuarter plays a quarter of a team of four, with holidays, absences and one who leaves, and shows how it reads: the
// page Today of three mornings, and Activity of three leads.
func TestQuarter(t *testing.T) {
	q := newQuarter(t)
	var golden strings.Builder
	mornings := []string{"2026-09-30", "2026-11-03", "2026-12-01"}
	q.play(func() {
		if slices.Contains(mornings, q.now.In(q.state.Policy.Location()).Format(time.DateOnly)) {
			pages := q.pages()
			fmt.Fprintf(&golden, "== Today, %s\n\n%s\n", q.now.In(q.state.Policy.Location()).Format("Mon 2 Jan 2006, 15:04"),
				pageText(&pages[slices.IndexFunc(pages, isToday)]))
		}
	})
	for _, id := range q.tellingLeads() {
		fmt.Fprintf(&golden, "== Activity of %s\n\n%s\n", id, q.activity(id))
	}
	fmt.Fprintf(&golden, "== The quarter\n\n%s", q.counts())
	file := filepath.Join("testdata", "quarter.golden")
	if *updateQuarter {
		if err := os.WriteFile(file, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), golden.String()); diff != "" {
		t.Errorf("the quarter reads otherwise; run with -update-quarter and look (-want +got):\n%s", diff)
	}
}

// tellingLeads are three leads: the one with most events, one that was won, and one that changed its owner.
func (q *quarter) tellingLeads() []string {
	events, moved := map[string]int{}, map[string]bool{}
	for i := range q.state.History {
		e := &q.state.History[i]
		events[e.Lead]++
		if e.What == lead.Changed && e.Column == lead.ColOwner && e.By == lead.ByLeadsheet {
			moved[e.Lead] = true
		}
	}
	most, won, changed := "", "", ""
	for i := range q.state.Leads {
		l := &q.state.Leads[i]
		kind, _ := q.state.Policy.KindOf(l.Status)
		switch {
		case kind == policy.KindWon && won == "" && events[l.ID] > 5:
			won = l.ID
		case moved[l.ID] && changed == "":
			changed = l.ID
		case events[l.ID] > events[most]:
			most = l.ID
		}
	}
	return slices.DeleteFunc([]string{won, changed, most}, func(id string) bool { return id == "" })
}

func isToday(p sheets.Page) bool { return p.Title == lead.TabToday }
