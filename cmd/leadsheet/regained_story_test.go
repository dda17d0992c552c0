package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// Tom is not in the tab Team, so what he sends on becomes leads of Tom. Once he is there, his mails are read again: what
// nobody has touched is set right, and what somebody has worked on stays and is named.
func TestStoryOfAColleagueWhoComesLater(t *testing.T) {
	t.Parallel()
	server := dovecottest.StartDovecot(t)
	in := install(t, server)
	in.once()
	start := time.Now().UTC().Add(-5 * time.Hour).Truncate(time.Minute)
	forward := func(n int, who string) {
		text := "---------- Forwarded message ---------\nFrom: " + who + " Roe <" + strings.ToLower(who) + "@visitor.example>\nDate: Mon, 3 Mar 2025\nSubject: Doors\nTo: <tom@office.example>\n\nA door for " + who + ", please.\n"
		server.DeliverAt(mail{from: "Tom Berger <tom@office.example>", to: inbox, subject: "Fwd: Doors", id: fmt.Sprintf("t%d@office.example", n), text: "Please look.\n\n" + text}.bytes(), start.Add(time.Duration(n)*time.Minute))
	}
	forward(1, "Jane")
	forward(2, "Rob")
	forward(3, "Eva")
	server.DeliverAt(mail{from: "Tom Berger <tom@office.example>", to: inbox, subject: "Lunch", id: "t4@office.example", text: "Who comes along?"}.bytes(), start.Add(4*time.Minute))
	in.once()
	of := func(n int) map[string]string {
		t.Helper()
		return in.row("Leads", "ID", in.row("Intake", "Message-ID", fmt.Sprintf("t%d@office.example", n))["Lead"])
	}
	for n := 1; n <= 3; n++ {
		if l := of(n); l["Email"] != "tom@office.example" {
			t.Fatalf("before: %v", l)
		}
	}
	ids := []string{of(1)["ID"], of(2)["ID"], of(3)["ID"]}
	in.set("Leads", ids[1], "Comment", "I called him")
	in.once()
	in.edit("Team", "Name=Tom", "Email=tom@office.example")
	t.Log(in.once())
	for n, who := range map[int]string{1: "Jane", 3: "Eva"} {
		l := in.row("Leads", "Email", strings.ToLower(who)+"@visitor.example")
		if l["ID"] != ids[n-1] || l["Name"] != who+" Roe" || !strings.HasPrefix(l["Need"], "A door for "+who) || !strings.Contains(l["Attention"], "Set right: tom@office.example had sent it on") {
			t.Errorf("%s: %v", who, l)
		}
		if r := in.row("Intake", "Message-ID", fmt.Sprintf("t%d@office.example", n)); r["Outcome"] != "new lead" || !strings.Contains(r["Reason"], "read again, for tom@office.example is in your team now") {
			t.Errorf("%s: Intake %v", who, r)
		}
	}
	left := in.row("Leads", "ID", ids[1])
	if left["Email"] != "tom@office.example" || left["Comment"] != "I called him" {
		t.Errorf("what somebody has worked on: %v", left)
	}
	wants(t, left["Attention"], "Sent by tom@office.example, who is in your team now. It is about: Rob Roe rob@visitor.example. Somebody has worked on this row, so it stays as it is")
	if r := in.row("Intake", "Message-ID", "t4@office.example"); r["Outcome"] != "ignored" {
		t.Errorf("a word among colleagues: %v", r)
	}
	quiet(t, in)
}
