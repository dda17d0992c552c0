package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// listed are the leads of the page Today, in its order.
func listed(p sheets.Page) (ids []string) {
	cells := slices.Clone(p.Cells)
	slices.SortStableFunc(cells, func(x, y sheets.PageCell) int { return x.Row - y.Row })
	for _, c := range cells {
		if c.Col == 0 && c.LinkTab == lead.TabLeads {
			ids = append(ids, c.LinkKey)
		}
	}
	return ids
}

func withTeam(names ...string) Input {
	in := Input{Policy: examplePolicy()}
	for _, n := range names {
		in.Policy.Team = append(in.Policy.Team, policy.Person{Name: n, TakesLeads: true})
	}
	in.Policy.Qualities = []policy.Quality{{Name: "hot", ScoreFrom: 80}, {Name: "warm", ScoreFrom: 50},
		{Name: "cold", ScoreFrom: 20}, {Name: "unqualified"}}
	return in
}

// An owner in other letters than in the tab Team has no block of his own.
func TestOwnersInOtherLettersAreOnePerson(t *testing.T) {
	in := withTeam("Kim", "Ann")
	for i, owner := range []string{"kim", "Kim", " KIM ", "Ann"} {
		l := came(fmt.Sprint("L-", i+1), 2, "contacted")
		l.Owner = owner
		in.Leads = append(in.Leads, l)
	}
	got := todayText(in, now)
	if !strings.Contains(got, "Kim – 3 leads") || strings.Count(got, "Ann – 1 lead") != 1 || strings.Count(got, "Kim –") != 1 {
		t.Errorf("kim, Kim and KIM are one person:\n%s", got)
	}
}

// Owners whom the tab Team does not have are one block at the end, which says what to do. What a line has to say beside
// that is not drowned by it.
func TestOwnersWhoAreNotInTheTeam(t *testing.T) {
	in := withTeam("Kim")
	for i, owner := range []string{"Zoe", "Kim", "Al", "zoe", ""} {
		l := came(fmt.Sprint("L-", i+1), 2+i, "contacted")
		l.Owner, l.Attention = owner, fmt.Sprintf(`Owner "%s" is not in the tab Team`, owner)
		in.Leads = append(in.Leads, l)
	}
	in.Leads[1].Attention, in.Leads[0].Attention = "", in.Leads[0].Attention+" · Missing: Value"
	in.Leads[0].NextContact, in.Leads[2].NextContact = now.AddDate(0, 0, 5), now.AddDate(0, 0, 5)
	page := Build(in, now)[1]
	if got, want := listed(page), []string{"L-5", "L-2", "L-4", "L-3", "L-1"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
	got := todayText(in, now)
	for _, want := range []string{"Owners who are not in the tab Team – 3 leads",
		"These owners are not in the tab Team: Al, zoe. Add them there, or choose another Owner.", " Missing: Value "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Count(got, `Owner "`) != 2 { // that of L-5 was made up
		t.Errorf("only L-3, which has nothing else to say, says it:\n%s", got)
	}
	for i := range 12 {
		l := came(fmt.Sprint("L-9", i), 3, "contacted")
		l.Owner = fmt.Sprintf("P%02d", i)
		in.Leads = append(in.Leads, l)
	}
	if got := todayText(in, now); !strings.Contains(got, "Al, P00, P01, P02, P03, P04, P05, P06 and 6 more.") {
		t.Errorf("many strangers:\n%s", got)
	}
}

// Of what is equally late the urgent source comes first, then the better quality, then the higher score; what is later
// comes first whatever its quality.
func TestHotBeforeColdWhenEquallyLate(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 5, 0, 0, time.UTC)
	in := withTeam("Kim")
	in.Policy.Sources = []policy.Source{{Name: "Website"}, {Name: "Hotline", Urgent: true}}
	add := func(id, quality, source string, due time.Time, score float64) {
		l := came(id, 2, "new")
		l.Owner, l.Quality, l.Source, l.RespondBy, l.Received = "Kim", quality, source, due, due.Add(-30*time.Minute)
		l.Score, l.HasScore = score, score > 0
		in.Leads = append(in.Leads, l)
	}
	hour := at.Add(-65 * time.Minute) // 1 h late
	add("L-1", "cold", "Website", hour.Add(-10*time.Minute), 0)
	add("L-2", "", "Website", hour, 0)
	add("L-3", "hot", "Website", hour.Add(-2*time.Minute), 0)
	add("L-4", "warm", "Website", hour, 0)
	add("L-5", "warm", "Website", hour, 60)
	add("L-6", "cold", "Hotline", hour, 0)
	add("L-7", "cold", "Website", at.Add(-3*time.Hour), 0)
	add("L-8", "cold", "Website", at.Add(time.Minute), 0)
	add("L-9", "Hot", "Website", at.Add(time.Hour), 0)
	add("L-10", "hot", "Website", at.AddDate(0, 0, 3), 0)
	for id, quality := range map[string]string{"L-11": "cold", "L-12": "hot"} {
		l := came(id, 9, "contacted")
		l.Owner, l.Quality, l.NextContact, l.NextStep = "Kim", quality, ago(4), "call"
		in.Leads = append(in.Leads, l)
	}
	page := Build(in, at)[1]
	want := []string{"L-7", "L-6", "L-3", "L-5", "L-4", "L-2", "L-1", "L-9", "L-8", "L-10", "L-12", "L-11"}
	if got := listed(page); !slices.Equal(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
	got := todayText(in, at)
	for _, want := range []string{"urgent · Nobody has answered", "hot · Follow up: call", "hot · New: answer by"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "cold ·") || strings.Contains(got, "warm ·") {
		t.Errorf("only what stands in front says why:\n%s", got)
	}
}

// The counts at the top are of all that is listed, each lead once.
func TestCountsOfToday(t *testing.T) {
	in := withTeam("Kim")
	if got := todayText(in, now); strings.Contains(got, "waiting ·") {
		t.Errorf("nothing to do:\n%s", got)
	}
	for i := range 7 {
		l := came(fmt.Sprint("L-", i+1), 9, "contacted")
		switch i {
		case 0:
			l.Status, l.RespondBy = "new", ago(5)
		case 1:
			l.Status, l.RespondBy = "new", now.AddDate(0, 0, 2)
		case 2:
			l.NextContact, l.NextStep = ago(4), "call"
		case 3:
			l.NextContact, l.NextStep, l.Attention = now.AddDate(0, 0, 9), "call", "Missing: Value"
		case 4:
			l.Owner, l.NextContact, l.NextStep = "", now.AddDate(0, 0, 9), "call"
		}
		in.Leads = append(in.Leads, l)
	}
	want := "2 waiting, 1 of them late · 1 overdue · 1 without an owner · 2 without a next step · 1 to check"
	if got := todayText(in, now); !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// A telephone number is text and whole, whatever it looks like.
func TestPhonesAreWholeText(t *testing.T) {
	for _, phone := range []string{"+49 30 901820 115, +49 171 2345678 (mobile, after six)", "=1+1", "0049301234567", "-12"} {
		in := withTeam("Kim")
		l := came("L-1", 9, "contacted")
		l.Owner, l.Phone = "Kim", phone
		in.Leads = append(in.Leads, l)
		found := false
		for _, c := range Build(in, now)[1].Cells {
			found = found || c.Col == 4 && c.Cell == lead.TextValue(phone) && c.LinkURL == ""
		}
		if !found {
			t.Errorf("%q:\n%s", phone, todayText(in, now))
		}
	}
}

// A mail to a lead answers the last mail that the customer has written himself, and its address stays as short as Excel
// wants it.
func TestSubjectsOfMailsFromToday(t *testing.T) {
	mail := func(from, subject string) lead.IntakeRow {
		return lead.IntakeRow{Lead: "L-1", Channel: lead.ByMail, From: from, Subject: subject}
	}
	form := lead.IntakeRow{Lead: "L-1", Channel: lead.ByForm, From: "ann@x.example", Subject: "Contact form"}
	own := mail("Ann@X.example", "Three chairs & a table?")
	for name, c := range map[string]struct {
		mails [][]lead.IntakeRow
		want  string
	}{
		"none":             {nil, "Re:%20your%20request%20to%20Example%20Plumbing"},
		"a form":           {[][]lead.IntakeRow{{form}}, "Re:%20your%20request%20to%20Example%20Plumbing"},
		"a program's mail": {[][]lead.IntakeRow{{mail("web@ours.example", "New entry")}}, "Re:%20your%20request%20to%20Example%20Plumbing"},
		"her own":          {[][]lead.IntakeRow{{own, mail("web@ours.example", "New entry")}, nil}, "Re:%20Three%20chairs%20%26%20a%20table%3F"},
		"her last":         {[][]lead.IntakeRow{{own}, {mail("ann@x.example", "RE: Your offer")}}, "RE:%20Your%20offer"},
		"two lines":        {[][]lead.IntakeRow{{mail("ann@x.example", "a\r\nbcc: eve@x.example")}}, "Re:%20a%20bcc:%20eve@x.example"},
		"of another lead":  {[][]lead.IntakeRow{{{Lead: "L-2", Channel: lead.ByMail, From: "ann@x.example", Subject: "x"}}}, "Re:%20your%20request%20to%20Example%20Plumbing"},
	} {
		in := waitingLead("contacted")
		in.Leads[0].Email, in.Mailbox, in.Mails = "ann@x.example", "hello@ours.example", c.mails
		got := ""
		for _, cell := range Build(in, time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC))[1].Cells {
			got += cell.LinkURL
		}
		if want := "mailto:ann@x.example?cc=hello@ours.example&subject=" + c.want; got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

// Channels at which people look by hand stand with the person who looks, until somebody says that he has: by the day, or
// by a lead from there.
func TestChannelsToLookAt(t *testing.T) {
	monday := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	source := policy.Source{Name: "Telegram", CheckedBy: "Kim", CheckedEvery: 2}
	for name, c := range map[string]struct {
		change func(in *Input, s *policy.Source)
		at     time.Time
		want   string
	}{
		"nobody has to": {func(_ *Input, s *policy.Source) { *s = policy.Source{Name: "Telegram"} }, monday, ""},
		"never":         {func(*Input, *policy.Source) {}, monday, "Telegram: look at it (every 2 days; nobody has looked yet)"},
		"every day": {func(_ *Input, s *policy.Source) { s.CheckedEvery = 1 }, monday,
			"Telegram: look at it (every day; nobody has looked yet)"},
		"not on a Sunday": {func(*Input, *policy.Source) {}, now, ""},
		"today":           {func(_ *Input, s *policy.Source) { s.LastChecked = monday.Add(-8 * time.Hour) }, monday, ""},
		"yesterday":       {func(_ *Input, s *policy.Source) { s.LastChecked = ago(0) }, monday, ""},
		"on Saturday": {func(_ *Input, s *policy.Source) { s.LastChecked = ago(1) }, monday,
			"Telegram: look at it (every 2 days; last looked 21 Nov 2026)"},
		"on Thursday": {func(_ *Input, s *policy.Source) { s.LastChecked = ago(3) }, monday, "2 days late"},
		"in the future": {func(_ *Input, s *policy.Source) { s.LastChecked = ago(-5) }, monday,
			"Telegram: look at it (every 2 days; the day in Last checked lies in the future)"},
		"a lead came yesterday": {func(in *Input, _ *policy.Source) {
			in.Leads = []lead.Lead{{ID: "L-1", Source: "telegram", Status: "won", Received: ago(0)}}
		}, monday, ""},
		"a lead came long ago": {func(in *Input, s *policy.Source) {
			in.Leads = []lead.Lead{{ID: "L-1", Source: "telegram", Status: "won", Received: ago(9)}}
			s.LastChecked = ago(3)
		}, monday, "last looked 19 Nov 2026"},
	} {
		in, s := withTeam("Ann", "Kim"), source
		c.change(&in, &s)
		in.Policy.Sources = []policy.Source{{Name: "Website"}, s}
		got := todayText(in, c.at)
		if asks := strings.Contains(got, "look at it"); asks != (c.want != "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: no %q in\n%s", name, c.want, got)
		}
		if !strings.Contains(got, "Nobody is waiting") {
			t.Errorf("%s: a channel is no lead that waits\n%s", name, got)
		}
		if c.want != "" && (!strings.Contains(got, " Kim\n") || !strings.Contains(got, "Telegram > Telegram") ||
			!strings.Contains(got, "After looking, write the day into Last checked in the tab Sources")) {
			t.Errorf("%s: not with Kim, or not what to do:\n%s", name, got)
		}
	}
}

// What leadsheet asks or proposes stands on the page until somebody decides it, also when Attention has stopped asking.
func TestWhatIsToBeDecided(t *testing.T) {
	in := withTeam("Kim")
	const text = `Same phone as L-1 (Ann). Same request? Type "same as L-1", else "not same as L-1"`
	for i := range 3 {
		l := came(fmt.Sprint("L-", i+1), 40, "contacted")
		l.Owner, l.NextStep, l.NextContact = "Kim", "call", now.AddDate(0, 0, 9)
		in.Leads = append(in.Leads, l)
	}
	asked := lead.Event{Time: ago(30), Lead: "L-2", What: lead.Noted, Column: lead.ColID, From: "L-1", By: lead.ByLeadsheet, Why: text}
	in.History = []lead.Event{asked}
	if got := todayText(in, now); !strings.Contains(got, "To decide\n") || !strings.Contains(got, text) {
		t.Errorf("a pair that nobody has decided:\n%s", got)
	}
	for name, change := range map[string]func(in *Input){
		"Attention asks it": func(in *Input) { in.Leads[1].Attention = text },
		"decided": func(in *Input) {
			in.History = append(in.History, lead.Event{Time: ago(2), Lead: "L-2", What: lead.Did, To: `{"verb":"not same as","lead":"L-1"}`, By: "team"})
		},
		"the other row is gone": func(in *Input) { in.Leads = in.Leads[1:] },
		"it is no lead":         func(in *Input) { in.Leads[1].Status = "no lead" },
	} {
		x := in
		x.Leads, x.History = slices.Clone(in.Leads), slices.Clone(in.History)
		if change(&x); strings.Contains(todayText(x, now), "To decide") {
			t.Errorf("%s:\n%s", name, todayText(x, now))
		}
	}
	both := in
	back := asked
	back.Lead, back.From = "L-1", "L-2"
	both.History = append(slices.Clone(in.History), back)
	if got := todayText(both, now); strings.Count(got, "Same phone as") != 1 {
		t.Errorf("a pair of which both ask is one line:\n%s", got)
	}
	both.History = append(both.History, lead.Event{Time: ago(2), Lead: "L-1", What: lead.Did,
		To: `{"verb":"not same as","lead":"L-2"}`, By: "team"})
	if got := todayText(both, now); strings.Contains(got, "To decide") {
		t.Errorf("decided at the other row:\n%s", got)
	}
	for i := range 25 {
		pair := asked
		pair.From = "L-3"
		pair.Why = fmt.Sprint(text, i)
		in.History = append(in.History, pair)
	}
	if got := todayText(in, now); !strings.Contains(got, "and 6 more") {
		t.Errorf("many pairs:\n%s", got)
	}
	in = withTeam("Kim")
	in.Policy.Named = []string{"bot@x.example", "mine@x.example", "old@x.example"}
	in.Policy.Senders = lead.SenderRules{{Sender: "old@x.example"}}
	for _, s := range []string{"bot@x.example", "old@x.example", "deleted@x.example"} {
		in.History = append(in.History, policy.ProposedEvent(in.Policy.Words, s, ago(9)))
	}
	got := todayText(in, now)
	if !strings.Contains(got, "Put mails from bot@x.example aside from now on? Tick Use in the tab Senders") || strings.Count(got, "aside from") != 1 {
		t.Errorf("a proposed sender:\n%s", got)
	}
}

// However many leads need something, the page stays one that people read: each block is cut, and says how much more
// there is.
func TestTodayOfManyLeads(t *testing.T) {
	in := synthetic(5000)
	in.Policy.Team = []policy.Person{{Name: "Anna"}, {Name: "Ben"}}
	for i := range in.Leads {
		if in.Leads[i].Owner == "Cem" {
			in.Leads[i].Owner = fmt.Sprint("Gone ", i%40)
		}
	}
	page := Build(in, now)[1]
	rows := 0
	for _, c := range page.Cells {
		rows = max(rows, c.Row)
	}
	got := todayText(in, now)
	if rows > 4*(50+5) || strings.Count(got, "filter the tab Leads by Owner and Attention") != 4 {
		t.Errorf("%d rows", rows)
	}
	if !strings.Contains(got, " waiting, ") || !strings.Contains(got, "Owners who are not in the tab Team – ") {
		t.Errorf("%.900s", got)
	}
}
