package reading

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// eventMail is a mail with a calendar part.
func eventMail(head, text, method, event string) []byte {
	return msgMail(head+"\nContent-Type: multipart/alternative; boundary=b",
		"--b\nContent-Type: text/plain; charset=utf-8\n\n"+text+"\n--b\nContent-Type: text/calendar; charset=utf-8; method="+
			method+"\n\nBEGIN:VCALENDAR\nPRODID:-//Test//EN\nMETHOD:"+method+"\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\n"+
			"DTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:Site visit\nLOCATION:Berlin\n"+
			"DTSTART:20261130T100000Z\nORGANIZER;CN=Anna Own:mailto:anna@ours.example\n"+event+"\nEND:VEVENT\nEND:VCALENDAR\n--b--")
}

// An acceptance is quiet. A refusal, a "perhaps", another time and a typed comment are messages of the customer.
func TestAnswersToInvitations(t *testing.T) {
	const status = "ATTENDEE;CN=Jane Doe;PARTSTAT="
	const me = ":mailto:jane@customer.example"
	google := "Jane Doe has accepted this invitation.\n\nSite visit\nMonday Nov 30, 2026 ⋅ 10am – 10:30am\nBerlin\n\n" +
		"Organizer\nAnna Own\nanna@ours.example\n\nInvitation from Google Calendar: https://calendar.google.com/calendar/"
	for _, c := range []struct{ name, subject, text, method, event, need string }{
		{"accepted", "Accepted: Site visit", "", "REPLY", status + "ACCEPTED" + me, ""},
		{"accepted, unknown language", "Прието: Site visit", "Jane Doe прие поканата.\n\nSite visit", "REPLY",
			status + "ACCEPTED" + me, ""},
		{"accepted, Google", "Accepted: Site visit @ Mon Nov 30", google, "REPLY", status + "ACCEPTED" + me, ""},
		{"accepted, details", "Zugesagt: Site visit", "Wann: Montag, 30. November 2026 10:00\nWo: Berlin\n", "REPLY",
			status + "ACCEPTED" + me, ""},
		{"accepted, with a comment", "Accepted: Site visit", "Please bring the samples.", "REPLY", status + "ACCEPTED" + me,
			"bring the samples"},
		{"accepted, comment of the calendar", "Accepted: Site visit", google, "REPLY",
			"COMMENT:Please bring\\, if you can\\, the samples\n" + status + "ACCEPTED" + me, "if you can, the samples"},
		{"accepted, comment of Google", "Accepted: Site visit", google, "REPLY",
			"ATTENDEE;PARTSTAT=ACCEPTED;CN=Jane Doe;X-RESPONSE-COMMENT=\"Bring: samples\"" + me, "Bring: samples"},
		{"declined", "Declined: Site visit", "", "REPLY", status + "DECLINED" + me, "Declined: Site visit"},
		{"declined, folded", "Abgelehnt: Site visit", "Geht leider nicht, Freitag?", "REPLY",
			"ATTENDEE;CN=Jane Doe;\n PARTSTAT=DECLINED" + me, "Freitag?"},
		{"tentative", "Tentative: Site visit", "", "REPLY", status + "TENTATIVE" + me, "Tentative"},
		{"another time", "New time proposed: Site visit", "Could we meet later?", "COUNTER", status + "TENTATIVE" + me, "later?"},
		{"an invitation", "Site visit", "Site visit\nMonday Nov 30, 2026 10am\n________________________________\n" +
			"Join the meeting now\nMeeting ID: 123", "REQUEST", status + "NEEDS-ACTION" + me, ""},
		{"an invitation that asks", "Besichtigung", "Hallo, können Sie vorbeikommen und ein Angebot machen?\n\nJane Doe",
			"REQUEST", "", "vorbeikommen"},
		{"withdrawn", "Canceled: Site visit", "", "CANCEL", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(eventMail(janeHead+"Subject: "+c.subject, c.text, c.method, c.event), Envelope{}, msgOptions)
			if quiet := q.Kind == lead.Calendar && q.Ignore != ""; quiet != (c.need == "") || !strings.Contains(q.Need, c.need) {
				t.Errorf("kind %q ignore %q rule %q need %q", q.Kind, q.Ignore, q.Rule, q.Need)
			}
			if c.need != "" && (q.Email != "jane@customer.example" || q.Name != "Jane Doe") {
				t.Errorf("name %q email %q", q.Name, q.Email)
			}
			if !strings.HasPrefix(q.Rule, "calendar: ") {
				t.Errorf("rule %q", q.Rule)
			}
		})
	}
	q := Parse(eventMail(janeHead+"Subject: New time proposed: x", "", "COUNTER", ""), Envelope{}, msgOptions)
	if !slices.ContainsFunc(q.Answers, func(a lead.Answer) bool { return a.Value == "2026-11-30 10:00 UTC" }) {
		t.Errorf("the proposed time is missing: %+v", q.Answers)
	}
}

// A phone's acceptance has no calendar part. A customer's subject may begin like one.
func TestAcceptanceWithoutCalendar(t *testing.T) {
	for subject, quiet := range map[string]bool{
		"Accepted: Site visit @ Mon Nov 30, 2026 10am (CET) (Anna Own)": true,
		"Zugesagt: Ortstermin @ Mo 30. Nov. 2026 10:00":                 true,
		"Invitation: please quote for our new office":                   false,
		"Declined: Site visit @ Mon Nov 30, 2026 10am":                  false,
	} {
		body := "Jane Doe has accepted this invitation."
		if !quiet {
			body = "Please quote for 20 chairs by Friday."
		}
		q := Parse(msgMail(janeHead+"In-Reply-To: <o1@ours.example>\nSubject: "+subject, body), Envelope{}, msgOptions)
		if (q.Ignore != "") != quiet {
			t.Errorf("%s: kind %q ignore %q", subject, q.Kind, q.Ignore)
		}
	}
	q := Parse(msgMail(janeHead+"Subject: Accepted: your offer of Monday", "We take the chairs, please deliver."), Envelope{},
		msgOptions)
	if q.Ignore != "" {
		t.Errorf("a customer accepts an offer: %q", q.Ignore)
	}
}

// Our own invitation is a mail of ours to those whom it invites, in the mailbox and in the folder of sent mails.
func TestOurInvitations(t *testing.T) {
	jane := "ATTENDEE;CN=Jane Doe:mailto:jane@customer.example\nATTENDEE:mailto:info@ours.example"
	q := Parse(eventMail(msgAnna+"Subject: Site visit", "Site visit", "REQUEST", jane), Envelope{}, msgOptions)
	if q.Kind != lead.OwnMail || !slices.Equal(q.AnsweredTo, []string{"jane@customer.example"}) || q.Ignore == "" {
		t.Errorf("kind %q to %q ignore %q", q.Kind, q.AnsweredTo, q.Ignore)
	}
	q = Parse(eventMail(msgAnna+"Subject: Team lunch", "", "REQUEST", "ATTENDEE:mailto:info@ours.example"), Envelope{}, msgOptions)
	if q.Kind != lead.Calendar || len(q.AnsweredTo) > 0 {
		t.Errorf("between colleagues: kind %q to %q", q.Kind, q.AnsweredTo)
	}
	for _, head := range []string{"Sender: Google Calendar <calendar-notification@google.com>\n",
		"Content-Class: urn:content-classes:calendarmessage\n", "Content-Type: text/calendar; method=REQUEST\n"} {
		sent := ParseSent(msgMail("From: Anna Own <anna@ours.example>\nTo: jane@customer.example\nMessage-ID: <i1@ours.example>\n"+
			"Auto-Submitted: auto-generated\n"+head+"Subject: Invitation: Site visit", ""), Envelope{Received: time.Now()}, msgOptions)
		if !slices.Equal(sent.AnsweredTo, []string{"jane@customer.example"}) {
			t.Errorf("%s: answered %q", head, sent.AnsweredTo)
		}
	}
}
