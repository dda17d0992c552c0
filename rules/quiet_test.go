package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// Text that is thanks, greetings and names and nothing else asks for nothing. Everything more is a turn.
func TestQuietTexts(t *testing.T) {
	for _, c := range []struct {
		text  string
		quiet bool
	}{
		{"Thanks, got it", true},
		{"Thank you very much!\n\nBest regards,\nKim Example", true},
		{"Hi Ann,\n\nmany thanks for the quick reply.\n\nKind regards\nKim", true},
		{"THANKS!!!", true},
		{"👍", true},
		{"❤️ 🙏🏽", true},
		{"Thank you 😊", true},
		{"👍 Kim Example reacted to your message via Gmail", true},
		{"Yes", false},
		{"Thanks, go ahead", false},
		{"Thank you. When can you start?", false},
		{"Thanks, 12 please", false},
		{"No, thank you", false},
		{"Best regards, Kim", false},
		{"Kim", false},
		{"", false},
		{"Thanks. Call me", false},
		{"Thank you, yours is too expensive", false},
		{"ok", false},
	} {
		w := answeredLead(t)
		q := w.again("b", c.text)
		if c.text == "" {
			q.Subject = ""
		}
		work := w.pass(q)
		l := w.lead("L-1001")
		if quiet := l.WaitingSince.IsZero(); quiet != c.quiet || quiet != (what(work) == "quiet message,changed Status,") {
			t.Errorf("%q: quiet %v, events %s", c.text, quiet, what(work))
		}
		if !l.LastActivity.Equal(q.Received) {
			t.Errorf("%q: last activity %s", c.text, l.LastActivity)
		}
	}
}

// What is attached, or comes another way than as a letter, is looked at; a copy in Cc is not for us.
func TestQuietMessages(t *testing.T) {
	for _, c := range []struct {
		name  string
		edit  func(q *lead.Inquiry)
		quiet bool
	}{
		{"thanks", func(*lead.Inquiry) {}, true},
		{"an attachment", func(q *lead.Inquiry) { q.Answers = []lead.Answer{{Question: "Attachments", Value: "plan.pdf"}} }, false},
		{"a form", func(q *lead.Inquiry) { q.Kind, q.Channel = lead.ExportRow, lead.ByForm }, false},
		{"not readable", func(q *lead.Inquiry) { q.Kind, q.Problem = lead.Unreadable, "Could not read it" }, false},
		{"a copy in Cc", func(q *lead.Inquiry) { q.Need, q.OnlyCc = "Dear Robin, when do you come?", true }, true},
	} {
		w := answeredLead(t)
		q := w.again("b", "Thanks")
		c.edit(&q)
		w.pass(q)
		if quiet := w.lead("L-1001").WaitingSince.IsZero(); quiet != c.quiet {
			t.Errorf("%s: quiet %v", c.name, quiet)
		}
	}
}

// Thanks end no turn, open none beside it, and make no lead anew of one that has ended.
func TestThanksChangeNothing(t *testing.T) {
	w := answeredLead(t)
	came := w.now.Add(-time.Minute)
	w.pass(w.again("b", "Can you start in May?"))
	w.later(time.Hour)
	w.pass(w.again("c", "Thanks!"))
	if l := w.lead("L-1001"); !l.WaitingSince.Equal(came) || !strings.Contains(l.Attention, "May?") {
		t.Errorf("waiting since %s, %s", l.WaitingSince, l.Attention)
	}
	w = answeredLead(t, func(l *lead.Lead) { l.Status, l.RefusalReason = "Closed", "No budget" })
	for _, q := range []lead.Inquiry{w.again("d", "Thank you for the offer"), w.letter("e", "kim@firm.example")} {
		q.Need = "Thank you for the offer"
		w.pass(q)
		if r := w.last(); r.Outcome != lead.AddedTo || r.Lead != "L-1001" || !w.lead("L-1001").WaitingSince.IsZero() {
			t.Errorf("it became %+v", r)
		}
	}
}
