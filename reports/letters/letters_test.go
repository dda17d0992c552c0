package letters

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

var update = flag.Bool("update", false, "write the golden files")

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// business is the policy of a team of three: Anna is the system owner.
func business(t testing.TB) policy.Policy {
	t.Helper()
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	p.Zone, p.Calendar.Zone = berlin(t), berlin(t)
	p.Business, p.Country, p.Currency = "Example Fences", "DE", "EUR"
	p.Team = []policy.Person{{Name: "Anna Berg", Email: "anna@fences.example", TakesLeads: true, Share: 1},
		{Name: "Ben Cole", Email: "ben@fences.example", TakesLeads: true, Share: 1},
		{Name: "Cem", Email: "cem@fences.example", TakesLeads: true, Share: 1}}
	p.SystemOwner, p.NoTeam = "Anna Berg", false
	return p
}

// monday is Monday 23 November 2026, 08:00 in Berlin.
func monday(t testing.TB) time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, berlin(t)) }

const request = `Hello,

we need about 40 m of garden fence, 1.8 m high, with one gate. The old one has to go.
Could somebody come and measure before Christmas? We are at home on weekdays after 15:00.

Kind regards
Ulrike Sommer`

// week is a workbook with two weeks of requests as of Monday morning.
func week(t testing.TB) reports.Input {
	t.Helper()
	now := monday(t)
	in := reports.Input{Policy: business(t), Journals: berlin(t), Mailbox: "hello@fences.example", Checked: now,
		Watched: []lead.Watched{{Kind: lead.WatchedMailbox, Name: "hello@fences.example"}}}
	add := func(l lead.Lead, answered time.Duration) *lead.Lead {
		l.RespondBy = in.Policy.Calendar.Due(l.Received, 30*time.Minute)
		if l.Status == "" {
			l.Status = in.Policy.First()
		}
		to := `{"received":"` + l.Received.Format(time.RFC3339) + `","respond_by":"` + l.RespondBy.Format(time.RFC3339) +
			`","status":"` + in.Policy.First() + `","owner":"` + l.Owner + `","quality":"` + l.Quality + `","name":"` + l.Name + `"}`
		why := "email: INBOX 1 7; Quality hot, signal: before christmas; assigned: fewest in the last 30 days"
		in.History = append(in.History, lead.Event{Time: l.Received, Lead: l.ID, What: lead.Created, To: to,
			By: lead.ByLeadsheet, Why: why})
		if answered > 0 {
			l.FirstResponse, l.Status = l.Received.Add(answered), "Contacted"
			l.NextStep, l.NextContact = "Call about the offer", now.AddDate(0, 0, 3)
			in.History = append(in.History, lead.Event{Time: l.FirstResponse, Lead: l.ID, What: lead.Responded,
				Column: lead.ColFirstResponse, To: l.FirstResponse.Format(time.RFC3339), By: "ben@fences.example"})
		}
		in.Leads = append(in.Leads, l)
		in.CameIn = append(in.CameIn, lead.IntakeRow{Received: l.Received, Channel: lead.ByMail, From: l.Email,
			Subject: "Request " + l.ID, Outcome: lead.NewLead, Lead: l.ID, Key: l.ID,
			MessageID: l.ID + "@mail.example"})
		return &in.Leads[len(in.Leads)-1]
	}
	day := func(n, h, m int) time.Time { return time.Date(2026, 11, n, h, m, 0, 0, berlin(t)) }
	owners := []string{"Anna Berg", "Ben Cole", "Cem"}
	for k := range 19 {
		id := "L-" + string(rune('0'+k/10)) + string(rune('0'+k%10))
		received, after := day(9+k%5, 9, 10+k), 12*time.Minute
		if k >= 9 {
			received = day(16+k%5, 10, k)
		}
		if k%4 == 3 {
			after = 3 * time.Hour
		}
		add(lead.Lead{ID: "L-10" + id[2:], Name: "Customer " + id[2:], Email: "c" + id[2:] + "@mail.example",
			Received: received, Owner: owners[k%3], Source: "Website", Need: "A fence of 12 m"}, after)
	}
	add(lead.Lead{ID: "L-1042", Name: "Ulrike Sommer", Email: "ulrike.sommer@mail.example", Phone: "+49 30 901820 115",
		Company: "Sommer & Söhne GbR", Received: day(20, 16, 45), Owner: "Ben Cole", Quality: "hot", Source: "Website",
		Campaign: "autumn", Need: request, Details: "Postcode: 10115\nHow did you find us: a friend",
		Earlier: "L-1007 (Won, Mar 2026)", Attention: "Nobody has answered: due Fri 17:15, 1 h late · Same phone as L-1031"}, 0)
	add(lead.Lead{ID: "L-1044", Name: "Jonas Petersen", Email: "jonas@petersen.example", Phone: "0171 2345678",
		Received: day(21, 11, 5), Owner: "Cem", Source: "Website",
		Need: "Please call me about a sliding gate for my drive."}, 0)
	in.Mails = [][]lead.IntakeRow{in.CameIn}
	in.Leads[2].NextContact = day(18, 0, 0)
	in.Leads[3].NextContact = day(23, 14, 0)
	in.Leads[4].Owner = ""
	return in
}

const token = "0123456789abcdef0123456789abcdef"

// letters of each occasion, by their names.
func occasions(t testing.TB) map[string]outgoing.Intent {
	t.Helper()
	message := func(o lead.Occasion, id, person string) lead.Message {
		mark := id
		if id == "" {
			mark = "leadsheet"
		}
		return lead.Message{Occasion: o, Lead: id, Person: person, ID: "<" + mark + "." + token + "@fences.example>"}
	}
	several := message(lead.TellBreaches, "", "Anna Berg")
	several.Leads = []string{"L-1042", "L-1044"}
	burst := several
	burst.Occasion = lead.TellBurst
	burst.Leads = []string{"L-1001", "L-1002", "L-1003", "L-1004", "L-1005"}
	waits := several
	waits.Occasion, waits.Person = lead.TellWaits, "Ben Cole"
	return map[string]outgoing.Intent{
		"new":          {Message: message(lead.TellNew, "L-1044", "Cem")},
		"hot":          {Message: message(lead.TellHot, "L-1042", "Ben Cole"), Due: monday(t).Add(100 * time.Minute)},
		"waits":        {Message: message(lead.TellWaits, "L-1042", "Ben Cole"), Due: monday(t).Add(100 * time.Minute)},
		"handed-over":  {Message: message(lead.TellHandOver, "L-1042", "Anna Berg"), Who: "Ben Cole"},
		"bounced":      {Message: message(lead.TellBounced, "L-1042", "Ben Cole"), Who: "ulrike@mail.example"},
		"late":         {Message: several},
		"import":       {Message: burst, Say: "fair.csv"},
		"digest":       {Message: message(lead.TellDigest, "", "Ben Cole")},
		"digest-owner": {Message: message(lead.TellDigest, "", "Anna Berg")},
		"week":         {Message: message(lead.TellWeek, "", "")},
		"month":        {Message: message(lead.TellMonth, "", "")},
		"open": {Message: message(lead.TellWaiting, "", "Anna Berg"), Due: monday(t).Add(-20 * time.Minute),
			Why: "Kim has leads.xlsx open"},
		"stopped": {Message: message(lead.TellWaiting, "", "Anna Berg"), Due: monday(t).Add(-40 * time.Hour),
			Why: "the sign-in to the mailbox hello@fences.example has ended: run leadsheet setup"},
		"new-unstored": {Message: message(lead.TellNew, "L-1044", "Cem"), Unstored: "Kim (on KIM-LAPTOP) has it open."},
		"wait-several": {Message: waits},
		"done":         {Message: message(lead.TellDone, "L-1042", "Ben Cole"), Say: "called, tomorrow 10"},
		"not-done": {Message: message(lead.TellReturned, "L-1042", "Ben Cole"),
			Why: `"pass to Zoe" was not done: "Zoe" is not in the tab Team: Anna Berg, Ben Cole`},
		"not-done-two": {Message: message(lead.TellReturned, "", "Ben Cole"),
			Why: `"called" was not done: that message was about several leads`},
		"returned-two": {Message: message(lead.TellReturned, "L-1042", "Ben Cole"), Why: "Done: called",
			Say: "Dear Ulrike, it was good to talk."},
		"unreached": {Message: message(lead.TellUnreached, "", "Anna Berg"),
			Say: "A message of leadsheet to Cem did not arrive: correct the address in the tab Team"},
		"returned": {Message: message(lead.TellReturned, "L-1042", "Ben Cole"),
			Say: "Dear Ulrike,\n\nwe can come on Tuesday at 15:30.\n\nBen"},
	}
}

var links = Links{Workbook: "leads.xlsx"}

func TestGolden(t *testing.T) {
	for name, i := range occasions(t) {
		m := Compose(week(t), []outgoing.Intent{i}, links, monday(t))[0]
		golden(t, name+".txt", "Subject: "+m.Subject+"\nFrom: "+m.FromName+"\nReply-To: "+m.ReplyTo+"\n\n"+m.Text)
		golden(t, name+".html", m.HTML)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s (run with -update after looking at it): %v\n%s", name, err, strings.TrimSpace(got))
	}
}
