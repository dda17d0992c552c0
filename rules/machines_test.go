package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Whom a program writes about is found by what is the person's own, never by the program's address, whoever typed it.
func TestAMachinesAddressJoinsNobody(t *testing.T) {
	w := newWorld(t)
	const machine = "no-reply@portal.example"
	notice := func(key, name, phone string) lead.Inquiry {
		q := w.mail(key)
		q.From, q.Email, q.Name, q.Phone, q.Company = machine, "", name, phone, ""
		return q
	}
	work := w.pass(notice("a", "", "+49 170 1234567"), notice("b", "", "+49 171 7654321"), notice("c", "Jane D.", ""), notice("d", "Rob R.", ""))
	if len(work.NewLeads) != 4 {
		t.Fatalf("%d leads", len(work.NewLeads))
	}
	// The same caller once more; and one by another machine.
	again, other := notice("e", "", "+49 170 1234567"), notice("f", "", "0171 7654321")
	other.From = "voicemail@other.example"
	if work := w.pass(again, other); len(work.NewLeads) != 0 || work.Intake[0].Lead != "L-1001" || work.Intake[1].Lead != "L-1002" {
		t.Errorf("%+v", work.Intake)
	}
	// Two rows in which somebody typed the address.
	for i := range w.state.Leads[2:4] {
		w.state.Leads[2+i].Email = machine
	}
	w.pass()
	typed := notice("g", "", "")
	typed.Email = "No-Reply@portal.example"
	if work := w.pass(typed); len(work.NewLeads) != 1 {
		t.Errorf("%+v", work.Intake)
	}
	// All answer the same message of the machine, one of them by a colleague's forward.
	first := notice("h", "Ann A.", "")
	first.MessageID = "common@portal.example"
	second, third := notice("i", "Bea B.", ""), notice("j", "", "")
	second.InReplyTo, second.References = "common@portal.example", []string{"common@portal.example"}
	third.References, third.Kind, third.From, third.ForwardedBy = second.References, lead.Forwarded, "kim@ours.example", "kim@ours.example"
	second.Received, third.Received = first.Received.Add(time.Second), first.Received.Add(2*time.Second)
	if work := w.pass(first, second, third); len(work.NewLeads) != 3 {
		t.Errorf("%+v", work.Intake)
	}
	// What people make a lead of by hand.
	w.state.Intake = append(w.state.Intake, lead.IntakeRow{Ref: len(w.state.Intake), Outcome: lead.MakeLead, From: machine, Subject: "Jane wants a roof", Channel: lead.ByMail, Key: "m:x"})
	if work := w.pass(); len(work.NewLeads) != 1 || work.NewLeads[0].Email != "" {
		t.Errorf("%+v", work.NewLeads)
	}
}

// Who passes on messages of different people has a lead for each, with a hint at the other; the same message twice is
// one.
func TestForwardsByOutsidersAreLeadsOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	kim := func(key, about string) lead.Inquiry {
		q := w.mail(key)
		q.From, q.Email, q.Name, q.About, q.MessageID = "kim@else.example", "kim@else.example", "Kim Berger", about, key+"@else.example"
		q.Need = "Chairs for " + about
		if about != "" {
			q.Problem = "Forwarded by kim@else.example: one of yours? Write them into Team"
		}
		return q
	}
	w.pass(kim("a", ""))
	for i, about := range []string{"ines@customer.example", "rob@second.example", "Eva Ek"} {
		work := w.pass(kim(fmt.Sprint("f", i), about))
		if len(work.NewLeads) != 1 || work.Intake[0].Outcome != lead.NewLead {
			t.Fatalf("%s: %+v", about, work.Intake)
		}
		said := ""
		for _, e := range work.Events {
			if e.What == lead.Noted {
				said += e.Why + ";"
			}
		}
		if !strings.Contains(said, "one of yours?") || !strings.Contains(said, "Same sender as L-100") {
			t.Errorf("%s: %q", about, said)
		}
	}
	// The first of them once more, by another way.
	same := kim("f0", "ines@customer.example")
	same.Key = "by another way"
	if work := w.pass(same); len(work.NewLeads) != 0 || work.Intake[0].Outcome != lead.Duplicate || work.Intake[0].Lead != "L-1002" {
		t.Errorf("%+v", work.Intake)
	}
	// What Kim writes herself goes on being hers.
	if work := w.pass(kim("z", "")); len(work.NewLeads) != 0 {
		t.Errorf("%+v", work.Intake)
	}
}

// A domain in which anybody may have an address is refused, with what to do; the good ones beside it stay.
func TestTeamDomainsThatAreNobodysOwn(t *testing.T) {
	for _, text := range []string{"gmail.com", "ours.example, @Web.de", "ours.example; outlook.com", "co.uk", "gmail.com, co.uk, ours.example"} {
		tables := map[string]policy.Table{}
		for _, tab := range policy.DefaultTables() {
			tables[tab.Title] = tab
		}
		setCell(tables, lead.TabSettings, "Team domains", 1, text)
		p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
		said := ""
		for _, c := range checks {
			said += c.Text
		}
		if !strings.Contains(said, "tab Team") || strings.Contains(said, "\n") {
			t.Errorf("%s: %q", text, said)
		}
		team := p.TeamAddresses()
		if team.Has("jane@gmail.com") || team.Has("jane@web.de") || team.Has("jane@outlook.com") || team.Has("jane@firm.co.uk") || team.Has("anna@ours.example") != strings.Contains(text, "ours.example") {
			t.Errorf("%s: %v", text, team)
		}
	}
}
