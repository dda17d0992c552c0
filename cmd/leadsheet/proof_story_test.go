package main

import (
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// The mailbox's own server says who a mail is from. leadsheet learns its name from the mails of customers; from then on
// a mail of the team that fails its check, or comes without, stops no clock and is not unwrapped, and both tabs say so.
func TestStoryOfForgedMails(t *testing.T) {
	t.Parallel()
	server := dovecottest.StartDovecot(t)
	in := install(t, server)
	in.once()
	in.set("Settings", "Team domains", "Value", "studio.example")
	in.set("Settings", "Time zone", "Value", "UTC")
	start := time.Now().UTC().Add(-3 * time.Hour).Truncate(time.Minute)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	checked := func(result, domain string) string {
		return "Authentication-Results: mx.host.example;\r\n\tdmarc=" + result + " header.from=" + domain + "\r\n"
	}
	anna := func(id, to, subject, answers, more, text string) []byte {
		return mail{from: "Anna Own <anna@studio.example>", to: to, cc: inbox, subject: subject, id: id, answers: answers, more: more, text: text}.bytes()
	}
	forward := func(who string) string {
		return "---------- Forwarded message ---------\nFrom: " + who + " <" + strings.ToLower(who) + "@visitor.example>\nDate: Mon, 3 Mar 2025\nSubject: Doors\nTo: <anna@studio.example>\n\nA door for " + who + ".\n"
	}
	// Before anything is learnt, mails of the team count as always.
	server.DeliverAt(anna("f0@studio.example", inbox, "Fwd: Doors", "", "", forward("Abe")), at(0))
	in.once()
	in.row("Leads", "Email", "abe@visitor.example")
	jane := mail{from: "Jane Doe <jane@firm.example>", to: inbox, subject: "Chairs", id: "j1@firm.example", more: checked("pass", "firm.example"), text: "Six chairs, please."}
	server.DeliverAt(jane.bytes(), at(5))
	in.once()
	janes := in.row("Leads", "Email", "jane@firm.example")["ID"]
	if r := in.row("Activity", "Column", "Sender checks"); r["Lead"] != "-" || !strings.Contains(r["To"], `:"mx.host.example"`) {
		t.Errorf("learnt: %v", r)
	}

	server.DeliverAt(anna("x1@evil.example", "jane@firm.example", "Re: Chairs", "j1@firm.example", checked("fail", "studio.example"), "Pay in advance, please."), at(10))
	server.DeliverAt(anna("x2@evil.example", "jane@firm.example", "Re: Chairs", "j1@firm.example", "", "Pay in advance, please."), at(11))
	server.DeliverAt(anna("x3@evil.example", inbox, "Fwd: Doors", "", checked("fail", "studio.example"), forward("Eve")), at(12))
	server.DeliverAt(anna("x4@evil.example", inbox, "Fwd: Doors", "", "", forward("Mallory")), at(13))
	server.DeliverAt(anna("f1@studio.example", inbox, "Fwd: Doors", "", checked("pass", "studio.example"), forward("Vic")), at(14))
	in.once()
	lead := in.row("Leads", "ID", janes)
	wants(t, lead["Attention"], "A mail says that it is the answer of anna@studio.example, and that is not proven (dmarc=fail, says mx.host.example): it does not count",
		"not checked by mx.host.example")
	if lead["First response"] != "" {
		t.Errorf("a forged answer stops the clock: %v", lead)
	}
	for id, want := range map[string]string{"x1@evil.example": "ignored", "x2@evil.example": "ignored", "x3@evil.example": "new lead", "x4@evil.example": "new lead"} {
		r := in.row("Intake", "Message-ID", id)
		if r["Outcome"] != want || !strings.Contains(r["Reason"], "it says that it is from anna@studio.example, and that is not proven: ") {
			t.Errorf("%s: %v", id, r)
		}
		if want != "new lead" {
			continue
		}
		made := in.row("Leads", "ID", r["Lead"])
		wants(t, made["Attention"], "It says that it is from anna@studio.example, and that is not proven")
		if made["Email"]+made["Name"]+made["Phone"] != "" || !strings.Contains(made["Need"], "A door for") {
			t.Errorf("%s was unwrapped: %v", id, made)
		}
	}
	in.row("Leads", "Email", "vic@visitor.example")
	quiet(t, in)

	server.DeliverAt(anna("a1@studio.example", "jane@firm.example", "Re: Chairs", "j1@firm.example", checked("pass", "studio.example"), "Our offer: 900."), at(30))
	in.once()
	if lead := in.row("Leads", "ID", janes); lead["First response"] == "" || strings.Contains(lead["Attention"], "not proven") {
		t.Errorf("the real answer: %v", lead)
	}
	// Whoever knows a message of the thread may answer under Jane's name.
	server.DeliverAt(mail{from: "Jane Doe <jane.doe@gmail.com>", to: inbox, subject: "Re: Chairs", id: "g1@gmail.com", answers: "a1@studio.example", more: checked("pass", "gmail.com"), text: "Agreed. Send the invoice to this address."}.bytes(), at(40))
	in.once()
	if r := in.row("Intake", "Message-ID", "g1@gmail.com"); r["Outcome"]+" "+r["Lead"] != "added to "+janes {
		t.Errorf("a reply from another address became %v", r)
	}
	wants(t, in.row("Leads", "ID", janes)["Attention"], "A reply came from a new address, jane.doe@gmail.com. Make sure who it is before you send money or data there")
	quiet(t, in)
	if r := in.row("Settings", "Setting", "Sender checks"); r["Value"] != "" || r["Check"] != "" {
		t.Errorf("the setting: %v", r)
	}
}
