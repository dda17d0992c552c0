package reading

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading/quotations"
)

var msgOptions = Options{Team: lead.Team{Domains: []string{"ours.example"}}, Country: "DE",
	Self: []string{"intake@ours.example"}}

// msgMail builds a message from header lines and a body.
func msgMail(head, body string) []byte {
	return []byte(strings.ReplaceAll(strings.TrimSpace(head)+"\n\n"+body, "\n", "\r\n"))
}

func msgHTML(head, body string) []byte {
	return msgMail(head+"\nContent-Type: text/html; charset=utf-8", body)
}

const msgAnna = "From: Anna Own <anna@ours.example>\nTo: intake@ours.example\nMessage-ID: <f1@ours.example>\n"

const msgJane = "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\n"

// readTests are one mail of each kind.
var readTests = []struct {
	name                       string
	raw                        []byte
	kind                       lead.MessageKind
	who, email, need           string // need: a part of it
	phone, company, by, source string
}{
	{"direct", msgMail(msgJane+"Subject: Roof", "Hello,\n\nwe need a new roof.\n\nKind regards\nJane Doe\n"+
		"Northwind GmbH\nTel: +49 30 901820\n"),
		lead.Direct, "Jane Doe", "jane@customer.example", "we need a new roof.", "+49 30 901820", "Northwind GmbH",
		"", "Email"},
	{"gmail forward with a wrapped sender", msgMail(msgAnna+"Subject: Fwd: Roof",
		"please take this\n\n---------- Forwarded message ---------\nFrom: Jane Margaret Doe-Longname <\n"+
			"jane@customer.example>\nDate: Mon, 3 Mar 2025 at 10:00\nSubject: Roof\nTo: <info@ours.example>\n\n\n"+
			"A roof please.\n"),
		lead.Forwarded, "Jane Margaret Doe-Longname", "jane@customer.example", "A roof please.", "", "",
		"anna@ours.example", "Email"},
	{"outlook forward", msgMail(msgAnna+"Subject: FW: Roof", "fyi\n\nFrom: Jane Doe <jane@customer.example>\n"+
		"Sent: Monday, March 3, 2025 10:00 AM\nTo: info@ours.example\nSubject: Roof\n\nA roof please.\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "A roof please.", "", "", "anna@ours.example", ""},
	{"outlook forward, German", msgMail(msgAnna+"Subject: WG: Dach\nContent-Type: text/plain; charset=utf-8",
		"Von: Jörg Müller <joerg@customer.example>\nGesendet: Montag, 3. März 2025 10:00\nAn: info@ours.example\n"+
			"Betreff: Dach\n\nEin Dach bitte.\n"),
		lead.Forwarded, "Jörg Müller", "joerg@customer.example", "Ein Dach bitte.", "", "", "anna@ours.example", ""},
	{"apple forward", msgMail(msgAnna+"Subject: Fwd: Roof", "Begin forwarded message:\n\n"+
		"> From: Jane Doe <jane@customer.example>\n> Subject: Roof\n> Date: 3 March 2025 at 10:00:00 CET\n"+
		"> To: info@ours.example\n>\n> A roof please.\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "A roof please.", "", "", "anna@ours.example", ""},
	{"apple forward, German", msgMail(msgAnna+"Subject: Fwd: Dach",
		"Anfang der weitergeleiteten Nachricht:\n\nVon: Jane Doe <jane@customer.example>\nBetreff: Dach\n"+
			"Datum: 3. Maerz 2025\nAn: info@ours.example\n\nEin Dach bitte.\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "Ein Dach bitte.", "", "", "anna@ours.example", ""},
	{"forward of a forward", msgMail(msgAnna+"Subject: Fwd: Fwd: Roof",
		"---------- Forwarded message ---------\nFrom: Bob Own <bob@ours.example>\nDate: Mon, 3 Mar 2025\n"+
			"Subject: Fwd: Roof\nTo: anna@ours.example\n\n---------- Forwarded message ---------\n"+
			"From: Jane Doe <jane@customer.example>\nDate: Mon, 3 Mar 2025\nSubject: Roof\nTo: bob@ours.example\n\n"+
			"A roof please.\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "A roof please.", "", "", "anna@ours.example", ""},
	{"forward of our own answer", msgMail(msgAnna+"Subject: Fwd: Roof",
		"---------- Forwarded message ---------\nFrom: Bob Own <bob@ours.example>\nDate: Mon, 3 Mar 2025\n"+
			"Subject: Re: Roof\nTo: Jane\n\nWe will call.\n\n"+
			"On Mon, 3 Mar 2025 at 09:00, Jane Doe <jane@customer.example> wrote:\n> A roof please.\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "A roof please.", "", "", "anna@ours.example", ""},
	{"forward of our own answer that quotes without address", msgMail(msgAnna+"Subject: Fwd: Roof",
		"---------- Forwarded message ---------\nFrom: Bob Own <bob@ours.example>\nDate: Mon, 3 Mar 2025\n"+
			"Subject: Re: Roof\nTo: Bob Own <b@else.example>; Jane Doe <jane@customer.example>\n\nWe will call.\n\n"+
			"On 3/3/25 09:00, Jane Doe wrote:\n> A roof please.\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "A roof please.", "", "", "anna@ours.example", ""},
	{"outsider's forward stays the outsider's", msgMail(msgJane+"Subject: Fwd: Offer",
		"can you beat this?\n\n---------- Forwarded message ---------\nFrom: Rival <sales@rival.example>\n"+
			"Date: Mon, 3 Mar 2025\nSubject: Offer\nTo: jane@customer.example\n\nOur price.\n"),
		lead.Direct, "Jane Doe", "jane@customer.example", "can you beat this?", "", "", "", ""},
	{"forward as attachment", msgMail(msgAnna+"Subject: Fwd: Roof\nContent-Type: multipart/mixed; boundary=b1",
		"--b1\n\nsee attached\n--b1\nContent-Type: message/rfc822\n\nFrom: Jane Doe <jane@customer.example>\n"+
			"Subject: Roof\n\nA roof please.\n--b1--\n"),
		lead.Forwarded, "Jane Doe", "jane@customer.example", "A roof please.", "", "", "anna@ours.example", ""},
	{"forward without a sender", msgMail(msgAnna+"Subject: Fwd: Roof", "someone wants a roof"),
		lead.Forwarded, "", "", "someone wants a roof", "", "", "anna@ours.example", ""},
	{"contact form 7", msgMail("From: Site <wordpress@ours.example>\nReply-To: jane@customer.example\n"+
		"Subject: Site \"Roof\"", "From: Jane Doe jane@customer.example\nSubject: Roof\n\nMessage Body:\nA roof.\n"+
		"Budget: open\n\n-- \nThis is a notification that a contact form was submitted on your website (Site).\n"),
		lead.Notification, "Jane Doe", "jane@customer.example", "A roof.\nBudget: open", "", "", "", "Website form"},
	{"squarespace with hidden doubles", msgHTML("From: Squarespace <form-submission@squarespace.info>\n"+
		"Subject: Form Submission - Contact\nList-Unsubscribe: <https://x.example>",
		"<div style=\"display:none\">Name: Jane Doe Email: jane@customer.example</div><p>Sent via form submission from "+
			"<a>Site</a></p><p><b>Name:</b> <span>Jane Doe</span></p><p><b>Email:</b> "+
			"<span>jane@customer.example</span></p><p><b>Message:</b> <span>A roof.</span></p><p>Manage Submissions</p>"),
		lead.Notification, "Jane Doe", "jane@customer.example", "A roof.", "", "", "", "Website form"},
	{"generic notification", msgMail("From: no-reply@mailer.example\nAuto-Submitted: auto-generated\n"+
		"Subject: New submission", "Name: Jane Doe\nE-mail: jane@customer.example\nPhone: +49 30 901820\n"+
		"Favourite colour: red\nMessage: A roof.\nSoon.\n"),
		lead.Notification, "Jane Doe", "jane@customer.example", "A roof.\nSoon.", "+49 30 901820", "", "", "Website form"},
	{"notification as a table", msgHTML("From: no-reply@mailer.example\nSubject: New submission",
		"<table><tr><td>Name:</td><td>Jane "+
			"Doe</td></tr><tr><td>Email:</td><td>jane@customer.example</td></tr><tr><td>Message:</td><td>A "+
			"roof.</td></tr></table>"),
		lead.Notification, "Jane Doe", "jane@customer.example", "A roof.", "", "", "", "Website form"},
	{"notification on two lines",
		msgMail("From: Site <notifications@wix-forms.com>\nSubject: Contact got a new submission",
			"A site visitor just submitted your form Contact on Site\nSubmission summary:\nName:\nJane Doe\nEmail:\n"+
				"jane@customer.example\nMessage:\nA roof.\nView Submissions\n"),
		lead.Notification, "Jane Doe", "jane@customer.example", "A roof.", "", "", "", "Website form"},
	{"newsletter", msgMail("From: News <news@shop.example>\nList-Unsubscribe: <https://x.example>\nSubject: Sale",
		"Buy now"), lead.BulkMail, "", "", "", "", "", "", ""},
	{"auto-reply", msgMail(msgJane+"Auto-Submitted: auto-replied\nSubject: away", "I am away"), lead.AutoReply, "", "",
		"", "", "", "", ""},
	{"auto-submitted no is a person", msgMail(msgJane+"Auto-Submitted: no\nSubject: Roof", "A roof."), lead.Direct,
		"Jane Doe", "jane@customer.example", "A roof.", "", "", "", ""},
	{"bounce", msgMail("From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\n"+
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "--b\n\nfailed\n--b--\n"), lead.Bounce,
		"", "", "", "", "", "", ""},
	{"reply", msgMail(msgJane+"Subject: Re: Offer\nIn-Reply-To: <o1@ours.example>",
		"Yes, please start.\n\nOn Mon, 3 Mar 2025 Anna <anna@ours.example> wrote:\n> Our offer\n"), lead.Reply, "Jane Doe",
		"jane@customer.example", "Yes, please start.", "", "", "", ""},
	{"own mail", msgMail(msgAnna+"Subject: lunch", "who comes?"), lead.OwnMail, "", "", "", "", "", "", ""},
	{"html only",
		msgHTML(msgJane+"Subject: Roof",
			"<html><head><style>p{}</style></head><body><p>Hello</p><p>A roof, please.</p></body></html>"), lead.Direct,
		"Jane Doe", "jane@customer.example", "A roof, please.", "", "", "", ""},
	{"latin-1", msgMail("From: =?iso-8859-1?Q?J=F6rg?= <joerg@customer.example>\nSubject: Dach\n"+
		"Content-Type: text/plain; charset=iso-8859-1", "Gr\xfc\xdfe aus K\xf6ln"), lead.Direct, "Jörg",
		"joerg@customer.example", "Grüße aus Köln", "", "", "", ""},
	{"utf-8 called ascii", msgMail(msgJane+"Subject: x\nContent-Type: text/plain; charset=us-ascii", "café"), lead.Direct,
		"Jane Doe", "jane@customer.example", "café", "", "", "", ""},
	{"sender that is no address", msgMail("From: John @ Acme <john@customer.example\nSubject: x", "A roof."), lead.Direct,
		"", "john@customer.example", "A roof.", "", "", "", ""},
	{"no sender", msgMail("Subject: Roof", "A roof."), lead.Direct, "", "", "A roof.", "", "", "", ""},
}

func TestRead(t *testing.T) {
	for _, tt := range readTests {
		t.Run(tt.name, func(t *testing.T) {
			q := Parse(tt.raw, Envelope{Where: "here"}, msgOptions)
			if q.Kind != tt.kind || q.Email != tt.email || q.ForwardedBy != tt.by {
				t.Errorf("kind %q email %q by %q, want %q %q %q", q.Kind, q.Email, q.ForwardedBy, tt.kind, tt.email, tt.by)
			}
			if !strings.HasPrefix(q.Need, tt.need) && !strings.HasSuffix(q.Need, tt.need) {
				t.Errorf("need %q, want %q", q.Need, tt.need)
			}
			if tt.who != "" && q.Name != tt.who || tt.phone != "" && q.Phone != tt.phone || tt.company != "" &&
				q.Company != tt.company || tt.source != "" && q.Source != tt.source {
				t.Errorf("name %q phone %q company %q source %q", q.Name, q.Phone, q.Company, q.Source)
			}
			ignored := tt.kind == lead.BulkMail || tt.kind == lead.AutoReply || tt.kind == lead.Bounce || tt.kind == lead.OwnMail
			if ignored != (q.Ignore != "") {
				t.Errorf("ignore %q", q.Ignore)
			}
			asked := tt.kind == lead.Direct && quotations.ForwardSubject().MatchString(q.Subject) // whether the sender is one of ours
			if wantProblem := !ignored && tt.email == "" || asked; wantProblem != (q.Problem != "") {
				t.Errorf("problem %q", q.Problem)
			}
		})
	}
}

func TestReadGuards(t *testing.T) {
	var nested strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&nested, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
	}
	tests := []struct{ name, head, body, problem string }{
		{"parts", "Content-Type: multipart/mixed; boundary=b", strings.Repeat("--b\n\nx\n", 100000), "more than 500 parts"},
		{"depth", "Content-Type: multipart/mixed; boundary=b0", nested.String(), "only the header was read"},
		{"fields", strings.Repeat("X-A: b\n", 2000) + "X-B: c", "text", "more than 1000 fields"},
		{"header", "X-A: " + strings.Repeat("a", 300<<10), "text", "longer than 256 KB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := Parse(msgMail(msgJane+"Subject: Roof\n"+tt.head, tt.body), Envelope{}, msgOptions)
			if q.Kind != lead.Unreadable || q.Email != "jane@customer.example" || q.Need != "Roof" ||
				!strings.Contains(q.Problem, tt.problem) {
				t.Errorf("got %q %q %q %q", q.Kind, q.Email, q.Need, q.Problem)
			}
		})
	}
}

func TestReadHeaderInjection(t *testing.T) {
	q := Parse(msgMail("From: Jane <jane@customer.example>\nSubject: =?utf-8?Q?Roof=0D=0ABcc:_x@evil.example?=", "text"),
		Envelope{}, msgOptions)
	if q.Email != "jane@customer.example" || strings.ContainsAny(q.Subject, "\r\n") {
		t.Errorf("email %q subject %q", q.Email, q.Subject)
	}
}

func TestReadReceived(t *testing.T) {
	raw := msgMail(msgJane+"Date: Mon, 3 Mar 2025 10:00:00 +0100\nSubject: x", "y")
	if got := Parse(raw, Envelope{}, msgOptions).Received; !got.Equal(time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("from the header: %v", got)
	}
	at := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	if got := Parse(raw, Envelope{Received: at}, msgOptions).Received; !got.Equal(at) {
		t.Errorf("from the mailbox: %v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(msgMail(msgAnna+"Subject: Fwd: x", "---------- Forwarded message ---------\nFrom: Jane <\n"+
		"jane@customer.example>\nDate: x\n\ny"))
	f.Add(msgHTML("From: no-reply@mailer.example\nSubject: New submission",
		"<table><tr><td>Name</td><td>x</td></tr></table>"))
	f.Add([]byte("0:\n\n\n\v\n0000000")) // a line of nothing but a tabulator
	f.Fuzz(func(t *testing.T, raw []byte) {
		if q := Parse(raw, Envelope{}, msgOptions); q.Kind == "" || q.Key == "" {
			t.Errorf("kind %q key %q", q.Kind, q.Key)
		}
		mailin.Mbox(raw)
	})
}

func BenchmarkRead(b *testing.B) {
	raw := msgMail(msgJane+"Subject: Roof", strings.Repeat("Hello, we need a roof. ", 50)+"\n\nKind regards\nJane Doe\n")
	for b.Loop() {
		Parse(raw, Envelope{}, msgOptions)
	}
}

// Contact Form 7 with the site's own labelled fields under "Message Body:".
func TestReadContactFormWithLabelledBody(t *testing.T) {
	raw := "From: Site <wordpress@site.example>\r\nTo: hello@site.example\r\nReply-To: tom@roofs.example\r\n" +
		"Subject: Site \"Contact\"\r\n\r\n" +
		"From: Tom Becker tom@roofs.example\r\nSubject: Contact\r\n\r\nMessage Body:\r\nName: Tom Becker\r\n" +
		"Email: tom@roofs.example\r\nPhone: +49 30 901820 340\r\n" +
		"Company: Becker Roofing\r\nBudget: 5000\r\nMessage: A new logo,\r\nand vans to match.\r\n\r\n-- \r\n" +
		"This is a notification that a contact form was submitted on your website (Site).\r\n"
	q := Parse([]byte(raw), Envelope{}, Options{})
	if q.Phone != "+49 30 901820 340" || q.Company != "Becker Roofing" || q.Need != "A new logo,\nand vans to match." ||
		q.Email != "tom@roofs.example" {
		t.Errorf("%+v", q)
	}
}
