package main

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/mailin/mailtest"
)

// A message that went to the wrong lead becomes one of its own by a word in Intake, once; what is not possible is said.
func TestStoryTheWayBackInIntake(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		mail := func(name, subject, head, text string) {
			in.drop(name, "From: Ada Quist <ada@quist.example>\nTo: hello@studio.example\nSubject: "+subject+"\nMessage-ID: <"+name+"@quist.example>\n"+head+"\n"+text+"\n", at)
		}
		mail("1.eml", "A shed", "Date: Fri, 20 Nov 2026 08:10:00 +0000\n", "Please send an offer for a shed.")
		mail("2.eml", "A gate", "Date: Fri, 20 Nov 2026 08:20:00 +0000\n", "My neighbour Bo wants a gate.")
		mail("3.eml", "News", "Date: Fri, 20 Nov 2026 08:30:00 +0000\nList-Id: <n.quist.example>\nFeedback-ID: 1:2:quist\nPrecedence: bulk\n", "News.")
		in.run("once", "--at", "2026-11-20T09:00:00Z")
		in.edit("Intake", "Where=file 2.eml", "Outcome=LEAD")
		in.edit("Intake", "Where=file 1.eml", "Outcome=lead")
		in.edit("Intake", "Where=file 3.eml", "Outcome=please")
		if out := in.run("once", "--at", "2026-11-20T10:00:00Z"); !strings.Contains(out, "Nothing came in; 1 lead made by hand. 2 leads in") {
			t.Errorf("it said %s", out)
		}
		leads := in.leads()
		if len(leads) != 2 || leads["L-1002"]["Need"] != "My neighbour Bo wants a gate." {
			t.Errorf("the leads are %v", leads)
		}
		want := map[string]string{
			"file 1.eml": "new lead L-1001 is lead L-1001 already",
			"file 2.eml": "new lead L-1002 made a lead by hand, taken out of L-1001",
			"file 3.eml": `ignored  mailing (List-Id). What was typed into Outcome here, "please", is not understood: type lead to make it a lead`,
		}
		for _, r := range in.table("Intake") {
			if got := r["Outcome"] + " " + r["Lead"] + " " + r["Reason"]; got != want[r["Where"]] {
				t.Errorf("%s: %s", r["Where"], got)
			}
		}
		told := false
		for _, r := range in.table("Activity") {
			told = told || r["Lead"] == "L-1001" && strings.HasPrefix(r["Why"], "taken out by hand: the message of 2026-11-20 08:20 ") && strings.HasSuffix(r["Why"], "is L-1002 now")
		}
		if !told {
			t.Error("the old lead does not say that the message was taken out of it")
		}
		if out := in.run("once", "--at", "2026-11-20T10:00:00Z"); !strings.HasPrefix(out, "Nothing new.") {
			t.Errorf("the next pass: %s", out)
		}

		// Two leadsheets see the word at the same time: one lead.
		in.edit("Intake", "Where=file 3.eml", "Outcome=lead")
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() { _, _ = in.command("once", "--at", "2026-11-20T11:00:00Z").CombinedOutput() })
		}
		all.Wait()
		in.run("once", "--at", "2026-11-20T11:00:00Z")
		if leads := in.leads(); len(leads) != 3 {
			t.Errorf("two at once made %d leads", len(leads)-2)
		}
	})
}

// Whatever became of something that came in, the word "lead" over its outcome has all of it read again: who asks, for
// what, and what a form's fields say.
func TestStoryTheWayBackReadsTheOriginal(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		const text = "Hello,\n\nwe need a gate, 3 m wide.\n\nBest regards\nBo Lund\nLund Ltd\nTel. +49 30 7654321\n"
		mail := func(name, head, text string) {
			in.drop(name, "From: Bo Lund <"+strings.TrimSuffix(name, ".eml")+"@lund.example>\nTo: hello@studio.example\nSubject: A gate "+name+"\nMessage-ID: <"+name+"@lund.example>\nDate: Fri, 20 Nov 2026 08:10:00 +0000\n"+head+"\n"+text, at)
		}
		mail("bulk.eml", "List-Id: <n.lund.example>\nFeedback-ID: 1:2:lund\nPrecedence: bulk\n", text)
		mail("auto.eml", "Auto-Submitted: auto-replied\n", text)
		mail("invite.eml", "Content-Type: multipart/alternative; boundary=b\n", "--b\nContent-Type: text/plain\n\n"+text+"\n--b\nContent-Type: text/calendar; method=CANCEL\n\nBEGIN:VCALENDAR\nMETHOD:CANCEL\nEND:VCALENDAR\n--b--\n")
		mail("first.eml", "", text)
		in.drop("joined.eml", "From: Bo Lund <first@lund.example>\nTo: hello@studio.example\nSubject: Re: A gate first.eml\nMessage-ID: <j@lund.example>\nIn-Reply-To: <first.eml@lund.example>\nDate: Fri, 20 Nov 2026 08:20:00 +0000\n\nMy neighbour wants a fence, too: call +49 30 1112223.\n", at.Add(time.Minute))
		in.drop("form.csv", "Entry Date,Name,Email,Message,Colour\n2026-11-20 08:00:00,Ada,ada@example.com,a shed,red\n2026-11-20 08:02:00,Ada,ada@example.com,a shed,red\n", at)
		in.run("once", "--at", "2026-11-20T09:00:00Z")
		outcomes := map[string]string{"file bulk.eml": "ignored", "file auto.eml": "ignored", "file invite.eml": "ignored", "file joined.eml": "added to", "file form.csv, row 3": "duplicate"}
		for where, want := range outcomes {
			for _, r := range in.table("Intake") {
				if r["Where"] == where && r["Outcome"] != want {
					t.Fatalf("%s: %s", where, r["Outcome"])
				}
			}
			in.edit("Intake", "Where="+where, "Outcome=lead")
		}
		if out := in.run("once", "--at", "2026-11-20T10:00:00Z"); !strings.Contains(out, "5 leads made by hand") {
			t.Errorf("it said %s", out)
		}
		leads, made := map[string]map[string]string{}, map[string]map[string]string{}
		for _, l := range in.table("Leads") {
			leads[l["ID"]] = l
		}
		for _, r := range in.table("Intake") {
			if outcomes[r["Where"]] == "" {
				continue
			}
			if made[r["Where"]] = leads[r["Lead"]]; r["Outcome"] != "new lead" || !strings.HasPrefix(r["Reason"], "made a lead by hand") {
				t.Errorf("%s: %s %s %s", r["Where"], r["Outcome"], r["Lead"], r["Reason"])
			}
		}
		for _, name := range []string{"bulk", "auto", "invite"} {
			l := made["file "+name+".eml"]
			if l["Name"] != "Bo Lund" || l["Email"] != name+"@lund.example" || l["Company"] != "Lund Ltd" || l["Phone"] == "" || !strings.Contains(l["Need"], "we need a gate, 3 m wide.") || strings.Contains(l["Attention"], "by hand") {
				t.Errorf("%s: %v", name, l)
			}
		}
		if l := made["file joined.eml"]; l["Phone"] == "" || !strings.HasPrefix(l["Need"], "My neighbour wants a fence") {
			t.Errorf("joined: %v", l)
		}
		if l := made["file form.csv, row 3"]; l["Name"] != "Ada" || l["Need"] != "a shed" || !strings.Contains(l["Details"], "Colour: red") {
			t.Errorf("the record: %v", l)
		}
		if out := in.run("once", "--at", "2026-11-20T10:00:00Z"); !strings.HasPrefix(out, "Nothing new.") {
			t.Errorf("the next pass: %s", out)
		}
	})
}

// The mailbox is down when somebody types "lead": the word stands, and the program says so. The next run finds the mail
// in the folder to which it was moved, and makes a lead of it.
func TestStoryTheWayBackToTheMailbox(t *testing.T) {
	both(t, func(t *testing.T, in *installation) {
		server, err := mailtest.NewMemory("intake", "x")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Close() })
		at := time.Date(2026, 11, 20, 8, 10, 0, 0, time.UTC)
		mail := "From: Bo Lund <bo@lund.example>\r\nTo: hello@studio.example\r\nSubject: A gate\r\nMessage-ID: <1@lund.example>\r\nList-Id: <n.lund.example>\r\nFeedback-ID: 1:2:lund\r\n\r\nHello,\r\n\r\nwe need a gate, 3 m wide.\r\n\r\nBest regards\r\nBo Lund\r\nLund Ltd\r\nTel. +49 30 7654321\r\n"
		if err := errors.Join(server.Deliver("INBOX", []byte(mail), at), server.Deliver("Done", enquiry(9), at.AddDate(0, -1, 0))); err != nil {
			t.Fatal(err)
		}
		in.env = append(in.env, "LEADSHEET_IMAP_ADDR="+server.Addr(), "LEADSHEET_IMAP_SECURITY=none", "LEADSHEET_IMAP_USER=intake", "LEADSHEET_IMAP_PASSWORD=x", "LEADSHEET_IMAP_AFTER=move:Done")
		in.run("once", "--at", "2026-11-20T09:00:00Z")
		in.edit("Intake", "Subject=A gate", "Outcome=lead")
		env := in.env
		in.env = append(slices.Clone(env), "LEADSHEET_IMAP_PASSWORD=wrong")
		out, err := in.command("once", "--at", "2026-11-20T10:00:00Z").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "the message of 2026-11-20 08:10 (INBOX) is not made a lead yet") || strings.Contains(string(out), "bo@lund") {
			t.Errorf("it said %s, %v", out, err)
		}
		if rows := in.table("Intake"); rows[0]["Outcome"] != "lead" || len(in.table("Leads")) != 0 {
			t.Errorf("the row says %v", rows)
		}
		in.env = env
		if out := in.run("once", "--at", "2026-11-20T11:00:00Z"); !strings.Contains(out, "Nothing came in; 1 lead made by hand. 1 lead in") {
			t.Errorf("it said %s", out)
		}
		if l := in.table("Leads")[0]; l["Name"] != "Bo Lund" || l["Email"] != "bo@lund.example" || l["Company"] != "Lund Ltd" || l["Phone"] == "" || !strings.Contains(l["Need"], "we need a gate, 3 m wide.") {
			t.Errorf("made %v", l)
		}
		if out := in.run("once", "--at", "2026-11-20T11:00:00Z"); !strings.HasPrefix(out, "Nothing new.") {
			t.Errorf("the next pass: %s", out)
		}
	})
}
