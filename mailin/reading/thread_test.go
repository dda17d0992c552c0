package reading

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"leadsheet/lead"
)

// replyWay is a way in which people answer: the new text, and the answered message below or above it.
type replyWay struct {
	name  string
	write func(t tongue, words, ours string) (contentType, body string)
}

var replyWays = []replyWay{
	{"above a quote", func(t tongue, words, ours string) (string, string) {
		return "text/plain", words + "\n\n" + fmt.Sprintf(t.wrote,
			"Anna Own <anna@ours.example>") + "\n\n" + quoted(ours)
	}},
	{"below a quote", func(t tongue, words, ours string) (string, string) {
		return "text/plain", fmt.Sprintf(t.wrote, "Anna Own <anna@ours.example>") + "\n" + quoted(ours) + "\n" + words + "\n"
	}},
	{"above Outlook's header", func(t tongue, words, ours string) (string, string) {
		return "text/plain", words + "\n\n" + block(t.from, "Anna Own <anna@ours.example>", t.sent,
			"Monday, 3 March 2025 10:00", t.to, "x@customer.example", t.subj, "Offer") + "\n" + ours
	}},
	{"in HTML", func(t tongue, words, ours string) (string, string) {
		return "text/html", "<div>" + asHTML(words) + `</div><br><div class="gmail_quote"><div class="gmail_attr">` +
			html.EscapeString(fmt.Sprintf(t.wrote, "Anna Own <anna@ours.example>")) + "<br></div><blockquote>" +
			paragraphs(ours) + "</blockquote></div>"
	}},
}

var replyPrefixes = map[string]string{"de": "AW", "nl": "Antw", "pl": "Odp", "it": "R", "pt": "RES", "tr": "YNT"}

// A customer answers: what is new is the need, what we had written is not.
func TestReplies(t *testing.T) {
	n := 0
	for i, to := range tongues {
		for _, way := range replyWays {
			n++
			t.Run(to.code+" "+way.name, func(t *testing.T) {
				const ours = "Dear customer, this is our offer.\n\nKind regards\nAnna Own\nTel: +49 30 999999"
				ct, body := way.write(to, to.need, ours)
				prefix := replyPrefixes[to.code]
				if prefix == "" {
					prefix = "Re"
				}
				head := "From: " + encoded(to.customer) + " <p@customer.example>\nTo: info@ours.example\nSubject: " + prefix +
					": Offer\nContent-Type: " + ct + "; charset=utf-8"
				if i%2 == 0 {
					head += "\nIn-Reply-To: <o2@ours.example>\nReferences: <o1@ours.example>\n <o2@ours.example>"
				}
				q := Parse(msgMail(head, body), Envelope{}, msgOptions)
				if q.Kind != lead.Reply || q.Email != "p@customer.example" || q.Name != to.customer ||
					q.Need != to.need ||
					q.Phone != "" || q.Ignore+q.Problem != "" {
					t.Errorf("kind %q name %q email %q need %q phone %q ignore %q", q.Kind, q.Name, q.Email, q.Need,
						q.Phone, q.Ignore)
					t.Logf("%s", body)
				}
				if i%2 == 0 && (q.InReplyTo != "o2@ours.example" || !slices.Equal(q.References,
					[]string{"o1@ours.example", "o2@ours.example"})) {
					t.Errorf("in reply to %q, references %q", q.InReplyTo, q.References)
				}
			})
		}
	}
	if n < 40 {
		t.Errorf("only %d replies", n)
	}
}

// A colleague answers a customer, with a copy to the inbox: no lead, but the first response, and it says to whom.
func TestColleaguesAnswers(t *testing.T) {
	for _, c := range []struct {
		name, head, body string
		kind             lead.MessageKind
		to               string
	}{
		{"copied to the inbox", "To: Jane Doe <jane@customer.example>\nCc: intake@ours.example\nSubject: Re: Roof\n" +
			"In-Reply-To: <r1@customer.example>",
			"We will call.\n\nOn Mon, 3 Mar 2025 at 09:00, Jane Doe <jane@customer.example> wrote:\n> A roof please.\n",
			lead.ColleagueAnswer, "jane@customer.example"},
		{"blind copy", "To: jane@customer.example\nSubject: AW: Dach", "Wir rufen an.", lead.ColleagueAnswer,
			"jane@customer.example"},
		{"with the header of Outlook below", "To: jane@customer.example\nSubject: RE: Roof",
			"We will call.\n\nFrom: Jane Doe <jane@customer.example>\nSent: Monday\nTo: Anna\nSubject: Roof\n\nA roof.",
			lead.ColleagueAnswer, "jane@customer.example"},
		{"another subject, same thread", "To: jane@customer.example\nSubject: Your roof\nIn-Reply-To: <r1@customer.example>",
			"We will call.", lead.ColleagueAnswer, "jane@customer.example"},
		{"the customer among the copies", "To: bob@ours.example\nCc: jane@customer.example\nSubject: Re: Roof",
			"Bob will call.", lead.ColleagueAnswer, "jane@customer.example"},
		{"to a colleague only", "To: bob@ours.example\nSubject: Re: Roof\nIn-Reply-To: <r1@ours.example>",
			"Who takes it?",
			lead.OwnMail, ""},
		{"a new mail to a customer", "To: jane@customer.example\nSubject: Your roof", "We would like to see it first.",
			lead.OwnMail, "jane@customer.example"},
		{"an acknowledgement of ours", "To: jane@customer.example\nSubject: Re: Roof\nIn-Reply-To: <r1@customer.example>\n" +
			"Auto-Submitted: auto-generated", "We have got it.", lead.ColleagueAnswer, ""},
		{"an absence note of a colleague", "To: jane@customer.example\nSubject: Automatic reply: Roof\n" +
			"In-Reply-To: <r1@customer.example>", "I am away.", lead.AutoReply, ""},
		{"a newsletter of ours", "To: jane@customer.example\nSubject: Spring offer\n" +
			"List-Unsubscribe: <mailto:x@news.example>", "Roofs!", lead.OwnMail, ""},
		{"copied by way of our own list", "To: jane@customer.example\nCc: team@ours.example\nSubject: Re: Roof\n" +
			"List-Id: <team.ours.example>\nPrecedence: list\nIn-Reply-To: <r1@customer.example>", "We will call.",
			lead.ColleagueAnswer, "jane@customer.example"},
		{"a forward to a partner with a copy", "To: partner@other.example\nCc: intake@ours.example\nSubject: Fwd: Roof",
			"---------- Forwarded message ---------\nFrom: Jane Doe <jane@customer.example>\nDate: Mon, 3 Mar 2025\n" +
				"Subject: Roof\nTo: <info@ours.example>\n\nA roof please.\n", lead.Forwarded, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail("From: Anna Own <anna@ours.example>\nMessage-ID: <a1@ours.example>\n"+c.head, c.body),
				Envelope{},
				msgOptions)
			if q.Kind != c.kind || len(q.AnsweredTo) > 0 && q.AnsweredTo[0] != c.to ||
				(c.to != "") != (len(q.AnsweredTo) > 0) {
				t.Errorf("kind %q to %q", q.Kind, q.AnsweredTo)
			}
			if q.NoAnswer == "" {
				t.Error("a program would answer it")
			}
		})
	}
}

// Whether a program may answer is another question than whether it is a lead.
func TestAnswerable(t *testing.T) {
	jane := "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\nMessage-ID: <j1@customer.example>\n"
	for _, c := range []struct{ name, head, body, why string }{
		{"a customer", jane + "Subject: Roof", "A roof.", ""},
		{"Auto-Submitted: no is a person", jane + "Auto-Submitted: no\nSubject: Roof", "A roof.", ""},
		{"X-Auto-Response-Suppress: a lead all the same", jane + "X-Auto-Response-Suppress: All\nSubject: Roof",
			"A roof.",
			"wants no automatic answer"},
		{"no return path", jane + "Return-Path: <>\nSubject: Roof", "A roof.", "no return path"},
		{"a blind copy", "From: Jane Doe <jane@customer.example>\nTo: other@else.example\nSubject: Roof", "A roof.",
			"not addressed to us"},
		{"another address of the mailbox", "From: Jane Doe <jane@customer.example>\nTo: office@fences.example\n" +
			"X-Original-To: office@fences.example\nDelivered-To: intake@ours.example\nSubject: Roof", "A roof.", ""},
		{"a forged sender", "Authentication-Results: mx.ours.example; dmarc=fail header.from=customer.example\n" + jane +
			"Subject: Roof", "A roof.", "forged"},
		{"our own Message-ID", "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\n" +
			"Message-ID: <x@ours.example>\nSubject: Roof", "A roof.", "one of ours"},
		{"nobody reads it", "From: Shop <no-reply@shop.example>\nTo: info@ours.example\nSubject: Your order", "Thanks.",
			"nobody reads"},
		{"spam", jane + "X-Spam-Flag: YES\nSubject: Roof", "A roof.", "spam"},
		{"a visitor of our form", "From: no-reply@ours.example\nTo: info@ours.example\nAuto-Submitted: auto-generated\n" +
			"Subject: Contact form", "Name: Jane\nEmail: jane@customer.example\nMessage: A roof.\n", ""},
		{"a visitor who gave no address", "From: no-reply@ours.example\nTo: info@ours.example\nSubject: Contact form",
			"Name: Jane\nPhone: +49 30 901820\nMessage: A roof.\n", "no address"},
		{"forwarded", "From: anna@ours.example\nTo: intake@ours.example\nSubject: Fwd: Roof",
			"---------- Forwarded message ---------\nFrom: Jane Doe <jane@customer.example>\nDate: x\nSubject: Roof\n\nA roof.",
			"forwarded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(c.head, c.body), Envelope{}, msgOptions)
			if q.Ignore != "" {
				t.Errorf("ignored: %q", q.Ignore)
			}
			if (c.why == "") != (q.NoAnswer == "") || !strings.Contains(q.NoAnswer, c.why) {
				t.Errorf("no answer because %q, want %q", q.NoAnswer, c.why)
			}
		})
	}
}

// A delivery report says which mail of ours did not arrive, and at whom.
func TestReturnedMails(t *testing.T) {
	report := func(subject, from string) []byte {
		return msgMail("From: MAILER-DAEMON@mx.example\nTo: hello@ours.example\nSubject: "+subject+
			"\nIn-Reply-To: <bounced@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
			"--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; jane@customer.example\n"+
				"Action: failed\n--b\nContent-Type: message/rfc822\n\nFrom: "+from+
				"\nTo: Jane <jane@customer.example>, bob@ours.example\nMessage-ID: <a1@ours.example>\n"+
				"Subject: Re: Roof\n\nx\n--b--")
	}
	for _, c := range []struct{ name, subject, from, to, id string }{
		{"failed", "Undelivered Mail Returned to Sender", "hello@ours.example", "jane@customer.example",
			"a1@ours.example"},
		{"late", "Delayed Mail (still being retried)", "hello@ours.example", "", ""},
		{"sent by somebody else", "Undelivered Mail Returned to Sender", "eve@other.example", "", "bounced@mx.example"},
	} {
		q := Parse(report(c.subject, c.from), Envelope{}, msgOptions)
		if q.Kind != lead.Bounce || strings.Join(q.AnsweredTo, " ") != c.to || q.InReplyTo != c.id ||
			q.Ignore != "delivery report" {
			t.Errorf("%s: kind %q to %q, in reply to %q, ignored: %q", c.name, q.Kind, q.AnsweredTo, q.InReplyTo,
				q.Ignore)
		}
	}
}

// A mail that went to others and to us in Cc alone says so; one of which nobody knows whether it came to us does not.
func TestOnlyInCc(t *testing.T) {
	for _, c := range []struct {
		head string
		want bool
	}{
		{"To: wood@supplier.example\nCc: info@ours.example", true},
		{"To: Wood <wood@supplier.example>, x@y.example\nCc: z@y.example, Own <info@ours.example>", true},
		{"To: info@ours.example\nCc: wood@supplier.example", false},
		{"To: wood@supplier.example, info@ours.example\nCc: anna@ours.example", false},
		{"Cc: info@ours.example", false},
		{"To: wood@supplier.example", false},
		{"To: wood@supplier.example\nCc: shop@elsewhere.example", false},
		{"Delivered-To: shop@elsewhere.example\nTo: wood@supplier.example\nCc: shop@elsewhere.example", true},
		{"Delivered-To: shop@elsewhere.example\nTo: shop@elsewhere.example\nCc: info@ours.example", false},
	} {
		head := "From: Kim <kim@customer.example>\nSubject: Wood\n" + c.head
		if q := Parse(msgMail(head, "When does it come?"), Envelope{}, msgOptions); q.OnlyCc != c.want ||
			q.Kind != lead.Direct {
			t.Errorf("%s: only Cc %v, kind %s", c.head, q.OnlyCc, q.Kind)
		}
	}
}
