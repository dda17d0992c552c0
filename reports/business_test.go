package reports

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// business is a workbook that looks like one of a real business: n leads that came in over so many days before now, from
// channels of different worth, answered and followed up by four people.
func business(n, days int) Input {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	b := maker{in: Input{Policy: businessPolicy(), Mailbox: "hello@garden.example"}, r: r}
	for i := range n {
		at := now.Add(-time.Duration(float64(days) * float64(n-i) / float64(n) * float64(24*time.Hour)))
		hour := 7 + r.IntN(13)
		b.lead(time.Date(at.Year(), at.Month(), at.Day(), hour, r.IntN(60), 0, 0, time.UTC))
	}
	slices.SortStableFunc(b.in.History, func(x, y lead.Event) int { return x.Time.Compare(y.Time) })
	return b.in
}

func businessPolicy() policy.Policy {
	p := examplePolicy()
	p.Business, p.Currency = "Garden & Gate", "EUR"
	for i, name := range []string{"Anna Berg", "Ben Ortiz", "Chidi Okafor", "Dana Levi"} {
		p.Team = append(p.Team, policy.Person{Name: name, TakesLeads: true,
			Email: fmt.Sprintf("%c@garden.example", 'a'+rune(i))})
	}
	p.Sources = []policy.Source{{Name: "Website form"}, {Name: "Google Ads", Cost: 900}, {Name: "Referral"},
		{Name: "Trade fair", Cost: 400}}
	return p
}

// maker makes leads one after the other.
type maker struct {
	in Input
	r  *rand.Rand
}

// channel is where leads come from, of 100, and how many of 100 become deals.
type channel struct {
	name         string
	share, deals int
}

var (
	businessChannels = [...]channel{{"Website form", 40, 22}, {"Google Ads", 22, 10}, {"Referral", 14, 48},
		{"Phone", 12, 30}, {"Trade fair", 7, 18}, {"", 5, 12}}
	businessNames = [...]string{"Keller", "Moreau", "Rossi", "Novak", "Silva", "Jansen", "Kowalski", "Haddad",
		"Lindqvist",
		"O'Brien", "Papadopoulos", "Weber", "Tanaka", "Schmitt-Rodriguez", "Yilmaz", "Nguyen"}
	businessKinds = [...]string{"Gardens", "Bau GmbH", "Hotel", "Architects", "Farm", "Logistics", "Residence"}
	businessNo    = [...]string{"Too expensive", "Too expensive", "No budget", "Chose a competitor", "No response",
		"Timeline does not fit", "Product does not fit"}
)

func (m *maker) lead(at time.Time) {
	id := fmt.Sprint("L-", 1001+len(m.in.Leads))
	l := lead.Lead{ID: id, Received: at, Status: "new", RespondBy: at.Add(30 * time.Minute)}
	l.Name = businessNames[m.r.IntN(len(businessNames))] + " " + businessKinds[m.r.IntN(len(businessKinds))]
	team := m.in.Policy.Team
	l.Owner = team[len(m.in.Leads)%len(team)].Name
	c := businessChannels[0]
	for at := m.r.IntN(100); at >= 0; {
		for _, c = range businessChannels {
			if at -= c.share; at < 0 {
				break
			}
		}
	}
	l.Source = c.name
	m.event(id, at, lead.Event{What: lead.Created, To: lead.FormatFacts([]lead.Fact{
		{Name: "received", Text: at.Format(time.RFC3339)}, {Name: "status", Text: "new"},
		{Name: "owner", Text: l.Owner}})})
	m.walk(&l, c, at)
	m.in.Leads = append(m.in.Leads, l)
}

// walk is what becomes of a lead.
func (m *maker) walk(l *lead.Lead, c channel, at time.Time) {
	took := time.Duration(4+m.r.ExpFloat64()*50) * time.Minute
	if m.r.IntN(10) == 0 {
		took *= 12
	}
	answered := at.Add(took)
	if answered.After(now) || m.r.IntN(60) == 0 {
		return
	}
	l.FirstResponse = answered
	m.event(l.ID, answered, lead.Event{What: lead.Responded, By: "a@garden.example", To: answered.Format(time.RFC3339)})
	m.to(l, answered, "contacted")
	next := answered
	for _, stage := range [...]struct {
		status string
		of     int
	}{{"qualifying", 65}, {"deal", c.deals * 100 / 65}, {"won", 55}} {
		next = next.Add(time.Duration(12+m.r.IntN(160)) * time.Hour)
		if next.After(now) {
			m.plan(l)
			return
		}
		if m.r.IntN(100) >= stage.of {
			l.RefusalReason = businessNo[m.r.IntN(len(businessNo))]
			m.event(l.ID, next, lead.Event{What: lead.Changed, Column: lead.ColRefusalReason, To: l.RefusalReason})
			to := "closed"
			if m.r.IntN(4) == 0 {
				to = "unqualified"
			}
			m.to(l, next.Add(time.Minute), to)
			return
		}
		if stage.status == "deal" {
			l.Value, l.HasValue = float64(400+100*m.r.IntN(90)), true
			m.event(l.ID, next, lead.Event{What: lead.Changed, Column: lead.ColValue, To: fmt.Sprint(l.Value)})
		}
		m.to(l, next.Add(time.Minute), stage.status)
	}
}

// plan gives an open lead its next contact.
func (m *maker) plan(l *lead.Lead) {
	if m.r.IntN(8) == 0 {
		return
	}
	l.NextStep, l.NextContact = "Call", ago(3-m.r.IntN(12))
	if m.r.IntN(5) == 0 {
		l.NextContact = ago(4 + m.r.IntN(20))
	}
}

func (m *maker) to(l *lead.Lead, at time.Time, status string) {
	m.event(l.ID, at, lead.Event{What: lead.Changed, Column: lead.ColStatus, From: l.Status, To: status})
	l.Status = status
}

func (m *maker) event(id string, at time.Time, e lead.Event) {
	e.Lead, e.Time = id, at
	if e.By == "" {
		e.By = lead.ByTeam
	}
	m.in.History = append(m.in.History, e)
}
