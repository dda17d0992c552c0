package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// The tab Senders has the last word about a sender, both ways, and Intake names its row. leadsheet proposes rows itself.
func TestStoryOfSenders(t *testing.T) {
	t.Parallel()
	server := dovecottest.StartDovecot(t)
	in := install(t, server)
	in.once()
	in.set("Settings", "Team domains", "Value", "studio.example")
	if tabs := in.seenTabs(); strings.Contains(tabs, "Senders") {
		t.Errorf("seen in a new workbook: %s", tabs)
	}
	const use = "Use=TRUE"
	in.edit("Senders", "Sender or domain=pitch.example", "Then=ignore", "Subject has=offer", use)
	in.edit("Senders", "Sender or domain=@shop.example", "Then=lead", use)
	in.edit("Senders", "Sender or domain=portal.example", "Then=relay", use)
	in.edit("Senders", "Sender or domain=gmail.com", "Then=ignore", use)
	in.edit("Senders", "Sender or domain=ask@nobody.example", "Then=delete", use)
	deliver := func(id, from, subject, more, text string) {
		server.Deliver(mail{from: from, to: inbox, subject: subject, id: id, more: more, text: text}.bytes())
	}
	deliver("p1@x", "Pat Pitch <pat@pitch.example>", "Our OFFER for you", "", "We sell links.")
	deliver("p2@x", "Pat Pitch <pat@pitch.example>", "A chair", "", "I need a chair.")
	deliver("s1@x", "Sam Shop <sam@shop.example>", "Ten tables", "List-Unsubscribe: <https://shop.example/u>\r\nPrecedence: bulk\r\n", "We need ten tables.")
	deliver("r1@x", "Portal <leads@portal.example>", "A lead for you", "List-Id: <l.portal.example>\r\n", "Name: Vera Roe\nEmail: vera@visitor.example\nMessage: A door, please.")
	deliver("r2@x", "Portal <leads@portal.example>", "A lead for you", "In-Reply-To: <r1@x>\r\n", "Rob Ray wants a gate and can be called: 030 7654321.")
	deliver("g1@x", "Gil Gray <gil@gmail.com>", "A fence", "", "A fence, please.")
	deliver("n1@x", "Nobody Else <ask@nobody.example>", "A roof", "", "A roof, please.")
	in.once()
	for id, want := range map[string]string{
		"p1@x": `ignored the tab Senders says that its sender is to be ignored: pitch.example, "offer"`, "p2@x": "new lead",
		"s1@x": "new lead the tab Senders says that its sender's mails are leads: shop.example",
		"r1@x": "new lead the tab Senders says that its sender passes on what others want: portal.example",
		"r2@x": "new lead the tab Senders says that its sender passes on what others want: portal.example", "g1@x": "new lead", "n1@x": "new lead",
	} {
		if r := in.row("Intake", "Message-ID", id); !strings.HasPrefix(r["Outcome"]+" "+r["Reason"], want) {
			t.Errorf("%s: %s %s", id, r["Outcome"], r["Reason"])
		}
	}
	if vera := in.row("Leads", "Email", "vera@visitor.example"); vera["Name"] != "Vera Roe" || !strings.Contains(vera["Need"], "A door") {
		t.Errorf("the first whom the portal passes on: %v", vera)
	}
	if rob := in.row("Leads", "Phone", "030 7654321"); rob["Email"] != "" || strings.Contains(rob["Name"], "Portal") {
		t.Errorf("the second: %v", rob)
	}
	if c := in.row("Senders", "Sender or domain", "gmail.com")["Check"]; !strings.Contains(c, "customers write from there") {
		t.Errorf("Check of gmail.com: %q", c)
	}
	if c := in.row("Senders", "Sender or domain", "ask@nobody.example")["Check"]; !strings.Contains(c, `"delete" is none of ignore, lead, relay`) {
		t.Errorf("Check of a word: %q", c)
	}
	quiet(t, in)
	proposed(t, in, server)
}

// proposed plays a program that writes five times without being answered, and a person who ticks what is proposed.
func proposed(t *testing.T, in *installation, server *dovecottest.Dovecot) {
	t.Helper()
	notice := func(n int) {
		server.Deliver(mail{from: "Billing <billing@saas.example>", to: inbox, subject: fmt.Sprint("Your plan ", n), id: fmt.Sprintf("b%d@x", n), more: "Auto-Submitted: auto-generated\r\n",
			text: fmt.Sprintf("Your plan number %d was renewed.", n)}.bytes())
		in.once()
	}
	for n := 1; n <= 5; n++ {
		notice(n)
	}
	last := in.row("Leads", "ID", in.row("Intake", "Message-ID", "b5@x")["Lead"])
	if !strings.Contains(last["Attention"], "5 mails came from billing@saas.example, and none was answered") {
		t.Errorf("Attention: %s", last["Attention"])
	}
	row := in.row("Senders", "Sender or domain", "billing@saas.example")
	if row["Then"] != "ignore" || row["Use"] != "FALSE" || row["Check"] != "" || !strings.Contains(row["Why"], "Tick Use") {
		t.Errorf("proposed: %v", row)
	}
	quiet(t, in)
	in.set("Senders", "billing@saas.example", "Use", "TRUE")
	notice(6)
	if r := in.row("Intake", "Message-ID", "b6@x"); r["Outcome"] != "ignored" || !strings.Contains(r["Reason"], "billing@saas.example") {
		t.Errorf("after the tick: %v", r)
	}
	quiet(t, in)
}

// The tab is seen as soon as leadsheet writes into it for the first time, and stays hidden once people have hidden it.
func TestSendersAreSeenWhenUsed(t *testing.T) {
	both(t, func(t *testing.T, in *installation) {
		block := func(id, from string) {
			in.drop(id+".eml", string(mail{from: from, to: inbox, subject: "Links", id: id + "@x", text: "We sell links."}.bytes()), time.Now().Add(-time.Hour))
			in.once()
			in.edit("Leads", "ID="+id, "Do=block sender")
			in.once()
		}
		in.once()
		block("L-1001", "Pat Pitch <pat@pitch.example>")
		if tabs := in.seenTabs(); !strings.Contains(tabs, "Senders") {
			t.Errorf("seen: %s", tabs)
		}
		in.hideTab("Senders", true)
		block("L-1002", "Pia Pitch <pia@pitch.example>")
		if tabs := in.seenTabs(); strings.Contains(tabs, "Senders") || len(in.table("Senders")) != 2 {
			t.Errorf("people have hidden it; seen: %s; %v", tabs, in.table("Senders"))
		}
	})
}
