package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// original is what the source of a row of Intake has of it, read again.
func original(r *lead.IntakeRow) lead.Inquiry {
	return lead.Inquiry{Overrules: r.Key, Key: r.Key + "~later", Where: "Done:9:4", Kind: lead.BulkMail, Ignore: "newsletter",
		Channel: r.Channel, From: r.From, Subject: r.Subject, Name: "Bo Lund", Email: "bo@lund.example", Phone: "030 2222222",
		Company: "Lund Ltd", Need: "A gate, 3 m wide.\nBy May.", Source: "Email", MessageID: r.MessageID,
		Answers: []lead.Answer{{Question: "Colour", Value: "red"}}}
}

// Whatever became of a row: `lead` makes a lead of all that its original says. The reason to ignore it, the thread and
// the contact put nothing aside. What is the row's stays, and typed once more it is there already.
func TestALeadFromTheOriginal(t *testing.T) {
	for _, key := range []string{"again", "twice", "news", "gone"} {
		t.Run(key, func(t *testing.T) {
			w := intakeWorld(t)
			r := w.row(key)
			was, old := *r, r.Lead
			r.Outcome = "Lead"
			q := original(r)
			before := len(w.state.Leads)
			work := w.pass(q, w.mail("new"))
			r = w.row(key)
			if len(work.NewLeads) != 2 || len(w.state.Leads) != before+2 || r.Outcome != lead.NewLead || r.Lead == old {
				t.Fatalf("%d new leads, the row says %+v", len(work.NewLeads), r)
			}
			if r.Key != was.Key || r.Where != was.Where || len(work.IntakeChanges) != 1 || len(work.Intake) != 1 {
				t.Errorf("the row says %+v; %+v", r, work)
			}
			l := w.lead(r.Lead)
			if l.Name != q.Name || l.Email != q.Email || l.Phone != q.Phone || l.Company != q.Company || l.Need != q.Need ||
				l.Details != "Colour: red" || l.Source != "Email" || !l.Received.Equal(was.Received) {
				t.Errorf("made %+v", l)
			}
			if strings.Contains(l.Attention, "Made a lead by hand") {
				t.Errorf("nobody need look anything up: %s", l.Attention)
			}
			r.Outcome, r.Lead, r.Reason = "lead", old, ""
			if again := w.pass(original(r)); len(again.NewLeads) != 0 || r.Lead != l.ID {
				t.Errorf("once more: %d leads, the row says %+v", len(again.NewLeads), r)
			}
		})
	}
}

// While the source of a row cannot be asked, the word stands, the notes say so, and nothing else happens. A lead that
// is there already needs no source.
func TestTheWordWaitsForItsSource(t *testing.T) {
	w := intakeWorld(t)
	for _, key := range []string{"news", "again", "a"} {
		w.row(key).Outcome = " LEAD "
	}
	w.state.Later = map[string]bool{"news": true, "again": false, "a": true}
	work := w.pass()
	if len(work.NewLeads) != 0 || len(work.IntakeChanges) != 1 || w.row("news").Outcome != " LEAD " || w.row("again").Outcome != " LEAD " {
		t.Fatalf("did %+v", work)
	}
	if r := w.row("a"); r.Outcome != lead.NewLead || r.Reason != "is lead L-1001 already" {
		t.Errorf("the row of a lead says %+v", r)
	}
	note := `the message of 2026-11-20 09:59 (INBOX 1 news) is not made a lead yet`
	if len(work.Notes) != 1 || !strings.HasPrefix(work.Notes[0], note) {
		t.Errorf("the notes are %q", work.Notes)
	}
	w.state.Later = nil // it can be asked again; one of the two has its original no more
	if work = w.pass(original(w.row("news"))); len(work.NewLeads) != 2 {
		t.Fatalf("then %d leads", len(work.NewLeads))
	}
	if l := w.lead(w.row("news").Lead); l.Phone == "" || strings.Contains(l.Attention, "Made a lead") {
		t.Errorf("from the original: %+v", l)
	}
	if l := w.lead(w.row("again").Lead); l.Need != "And a second fence for my neighbour." || !strings.Contains(l.Attention, "Made a lead by hand: see the message of 2026-11-20 10:00") {
		t.Errorf("from the row: %+v", l)
	}
}

// The turn of the message ends on the lead that it is taken out of, and goes on where it belongs.
func TestTheTurnGoesWithItsMessage(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	w.state.Leads[0].Status = "In progress"
	w.now = w.now.Add(time.Hour)
	w.pass()
	again := w.mail("a")
	again.Key, again.Subject, again.Need, again.Received = "again", "A gate", "A gate for Bo, please.", w.now
	w.pass(again)
	if l := w.lead("L-1001"); l.WaitingSince.IsZero() {
		t.Fatalf("nobody waits: %+v", l)
	}
	w.row("again").Outcome = lead.MakeLead
	work := w.pass(original(w.row("again")))
	if l := w.lead("L-1001"); !l.WaitingSince.IsZero() || strings.Contains(l.Attention, "Another request") {
		t.Errorf("the old lead says %+v", l)
	}
	told := func(e lead.Event) bool { return e.Lead == "L-1001" && strings.HasSuffix(e.Why, "is L-1002 now") }
	if l := w.lead("L-1002"); l.WaitingSince.IsZero() || !slices.ContainsFunc(work.Events, told) {
		t.Errorf("the new one says %+v; %+v", l, work.Events)
	}
}

// The contact's ended leads are named, as for every further request; a colleague's address is never a customer's.
func TestTheOriginalsContact(t *testing.T) {
	w := newWorld(t)
	bo := w.mail("a")
	bo.Email = "bo@lund.example"
	news := w.mail("news")
	news.Kind = lead.BulkMail
	own := w.mail("own")
	own.Kind = lead.OwnMail
	w.pass(bo, news, own)
	w.state.Leads[0].Status = "Won"
	w.now = w.now.Add(time.Hour)
	w.pass()
	w.row("news").Outcome, w.row("own").Outcome = lead.MakeLead, lead.MakeLead
	mine := original(w.row("own"))
	mine.Email = "kim@studio.example"
	w.state.Policy.Team[0].Email = mine.Email
	w.pass(original(w.row("news")), mine)
	if l := w.lead(w.row("news").Lead); l.Earlier != "L-1001 (Won, Nov 2026)" {
		t.Errorf("made %+v", l)
	}
	if l := w.lead(w.row("own").Lead); l.Email != "" || l.Name != "" || l.Need != mine.Need {
		t.Errorf("made %+v", l)
	}
}
