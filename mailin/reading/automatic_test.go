package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

const janeHead = "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\n"

// exchangeNote is how Exchange marks the notes of its users, in whatever language they are.
const exchangeNote = "In-Reply-To: <o1@ours.example>\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n" +
	"X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n"

// Absence notes and acknowledgements are known by their headers, whatever language they are in.
func TestAutomaticByHeader(t *testing.T) {
	for _, c := range []struct{ name, head, body string }{
		{"comment in Auto-Submitted", "Auto-Submitted: auto-replied (vacation)\nSubject: Re: Offer", "Im Urlaub."},
		{"nested comment before it", "Auto-Submitted: (a (b)) Auto-Replied; x=y\nSubject: Re: Offer", "Away."},
		{"Pigeonhole", "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\nSubject: Auto: Offer", "Away."},
		{"Exchange, Korean", exchangeNote + "Subject: 자동 회신: 견적", "휴가 중입니다."},
		{"Exchange, Thai", exchangeNote + "Subject: ตอบกลับอัตโนมัติ: ใบเสนอราคา", "ลาพักร้อน"},
		{"Exchange, own subject", exchangeNote + "Subject: On annual leave Re: Offer", "Back on Monday."},
		{"Exchange, Re:", exchangeNote + "Subject: Re: Offer", "Back on Monday."},
		{"Exchange without its agent", strings.Replace(exchangeNote, "X-MS-Exchange-Generated-Message-Source: Mailbox Rules "+
			"Agent\n", "", 1) + "Subject: Odsutan: Ponuda", "Na odmoru."},
		{"autoresponder", "X-Autoresponder: yes\nSubject: Thanks", "Away."},
		{"tag before the words", "Subject: [EXTERNAL] Automatic reply: Offer", "Away."},
		{"two tags", "Subject: [EXT] ***SPAM*** Abwesenheitsnotiz: Angebot", "Im Urlaub."},
		{"until a day", "In-Reply-To: <o1@ours.example>\nSubject: Out of office until 5 May", "Away."},
		{"ticket system", "In-Reply-To: <o1@ours.example>\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n" +
			"Subject: Ticket Received - 286614 - Offer", "Your ticket has been received."},
		{"ticket system, only words", "Subject: [Request received] Offer",
			"##- Please type your reply above this line -##\n\nYour request (12345) has been received and is being reviewed."},
		{"thanks for the message", "Subject: Vielen Dank für Ihre Nachricht",
			"Wir haben Ihre Nachricht erhalten und melden uns.\n\nDies ist eine automatisch erzeugte E-Mail."},
		{"thanks for the message, French", "Subject: Accusé de réception",
			"Nous avons bien reçu votre message.\nCeci est un message automatique, merci de ne pas répondre."},
		{"spam filter's question", "Subject: Please confirm your message", "Your message to Jane Doe has not been delivered " +
			"yet.\nPlease click the link below to confirm that you are human:\nhttps://filter.example/c?x=1"},
		{"read receipt without a return path", "In-Reply-To: <o1@ours.example>\nSubject: Read: Offer 12",
			"Your message\n\n   To: Jane Doe\n   Subject: Offer 12\n   Sent: Monday\n\nwas read on Monday."},
		{"unread receipt, Dutch", "In-Reply-To: <o1@ours.example>\nSubject: Niet gelezen: Offerte",
			"Uw bericht\n\nAan: Jane Doe\nOnderwerp: Offerte\n\nis verwijderd."},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(janeHead+c.head, c.body), Envelope{}, msgOptions)
			if q.Kind != lead.AutoReply || q.Ignore == "" || q.Rule == "" {
				t.Errorf("kind %q ignore %q rule %q", q.Kind, q.Ignore, q.Rule)
			}
		})
	}
}

// What a customer writes is read, whatever words and headers it has.
func TestPeopleWhoLookAutomatic(t *testing.T) {
	for _, c := range []struct{ name, head, body string }{
		{"answers our autoresponder", "In-Reply-To: <a1@ours.example>\nSubject: Re: Automatic reply: Chairs",
			"Please make it 25 chairs."},
		{"the same, German", "In-Reply-To: <a1@ours.example>\nSubject: AW: Automatische Antwort: Stühle",
			"Bitte 25 Stühle."},
		{"the same with a tag", "References: <a1@ours.example>\nSubject: [EXT] Re: Out of Office: Chairs", "25 chairs."},
		{"a company called OOO", "In-Reply-To: <o1@ours.example>\nSubject: Re: OOO Romashka - order", "25 chairs."},
		{"the same without Re:", "In-Reply-To: <o1@ours.example>\nSubject: OOO Romashka - order", "25 chairs."},
		{"the same at first", "X-Auto-Response-Suppress: OOF\nSubject: OOO Romashka: order", "25 chairs."},
		{"out of office chairs", "In-Reply-To: <o1@ours.example>\nX-Auto-Response-Suppress: OOF\n" +
			"Subject: Out of office chairs?", "Do you have more?"},
		{"absent in July", "In-Reply-To: <o1@ours.example>\nSubject: Abwesend im Juli, Angebot trotzdem?", "25 Stühle."},
		{"through a ticket system", "In-Reply-To: <o1@ours.example>\nAuto-Submitted: auto-generated\n" +
			"X-Auto-Response-Suppress: All\nSubject: Re: Offer [#4711]", "We take the 25 chairs."},
		{"a purchasing system", "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n" +
			"Subject: [PO-4711] Request for quotation", "Please quote 20 chairs until Friday."},
		{"through a sales tool", "List-Unsubscribe: <https://crm.customer.example/u/1>\nSubject: Request for a quote",
			"We need twenty chairs.\n\nJane Doe"},
		{"through a group", "List-Id: <staff.customer.example>\nPrecedence: list\nList-Post: <mailto:staff@customer.example>\n" +
			"List-Unsubscribe: <mailto:staff+u@customer.example>\nSubject: Request", "We need twenty chairs."},
		{"a relay", "Precedence: bulk\nSubject: Request", "We need twenty chairs."},
		{"undelivered chairs", "Return-Path: <>\nSubject: 20 chairs not delivered", "Two are missing. Jane, jane2@x.example"},
		{"read our list", "In-Reply-To: <o1@ours.example>\nSubject: Read: our requirements", "Please see the list: 20 chairs."},
		{"thanks and asks", "In-Reply-To: <o1@ours.example>\nSubject: Thank you for your message",
			"We have received your offer and will get back to you. Could you deliver on Monday?"},
		{"an order of a customer", "Auto-Submitted: auto-generated\nSubject: Purchase order 4711", "20 chairs, see attachment."},
		{"about a code", "Subject: Your verification code feature", "We need such a thing."},
		{"about a parcel", "Subject: Your delivery update", "When will the chairs come?"},
		{"about an invoice", "Subject: Your invoice 4711", "Why two chairs?"},
		{"asks to click", "Subject: Our plans", "Please click the link below to see our plans and confirm the date:\n" +
			"https://plans.customer.example/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(janeHead+c.head, c.body), Envelope{}, msgOptions)
			if q.Ignore != "" || q.Email != "jane@customer.example" || q.Need == "" {
				t.Errorf("kind %q ignore %q rule %q email %q need %q", q.Kind, q.Ignore, q.Rule, q.Email, q.Need)
			}
		})
	}
	for _, c := range []struct{ from, subject, head, body string }{
		{"Karl Klein <postmaster@smallfirm.example>", "Delivery problem with your chairs", "", "Please quote 5 more."},
		{"Jane Doe <marketing@hotel.example>", "Chairs", "", "We need 20.\n\nNewsletter: subscribe | unsubscribe"},
		{"Jane Doe <offers@hotel.example>", "Booking", "", "To manage your preferences we need a form."},
		{"Portal <do-not-reply@tenders.example>", "You are invited to quote", "Auto-Submitted: auto-generated\n",
			"Please quote 20 chairs. Contact: Jane Doe, jane@customer.example"},
	} {
		q := Parse(msgMail("From: "+c.from+"\nTo: info@ours.example\n"+c.head+"Subject: "+c.subject, c.body), Envelope{}, msgOptions)
		if q.Ignore != "" || q.Email == "" {
			t.Errorf("%s: ignore %q rule %q email %q", c.from, q.Ignore, q.Rule, q.Email)
		}
	}
}

// Delivery reports without the parts of a report have a machine as their sender, or its form.
func TestDeliveryReportsByWords(t *testing.T) {
	for _, c := range []struct{ from, subject, head, body string }{
		{"QQ邮箱团队 <PostMaster@qq.com>", "系统退信/The email is returned", "", "收件人: jane@qq.com"},
		{"Postmaster@163.com", "系统退信", "", "抱歉，您的邮件被退回来了…"},
		{"postmaster@customer.example", "Casella piena: messaggio non recapitato", "Return-Path: <>\n", "La casella è piena."},
		{"System Administrator <postmaster@customer.example>", "Delivery Failure", "", "The message could not be sent."},
		{"Mail Delivery <mailer-daemon@mx.example>", "Warning: message 1abc delayed 24 hours", "", "retrying"},
		{"MDaemon at mx.example <MDaemon@mx.example>", "Permanent Delivery Failure", "", "jane@customer.example: 550 5.1.1"},
		{"Jane Doe <postmaster@customer.example>", "Undeliverable: Offer", "", "x"},
	} {
		q := Parse(msgMail("From: "+c.from+"\nTo: info@ours.example\n"+c.head+"Subject: "+c.subject, c.body), Envelope{}, msgOptions)
		if q.Kind != lead.Bounce || !strings.HasPrefix(q.Ignore, "delivery report") {
			t.Errorf("%s: kind %q ignore %q", c.from, q.Kind, q.Ignore)
		}
	}
}

// A mailing has more than one sign, and what machines write to everybody is put aside with its name.
func TestNoticesAndMailings(t *testing.T) {
	for _, c := range []struct{ name, from, head, subject, body, reason string }{
		{"report of DMARC", "dmarc@provider.example", "", "Report Domain: ours.example Submitter: provider.example Report-ID: <1>",
			"--b\n\nreport\n--b\nContent-Type: application/gzip\nContent-Disposition: attachment; filename=r.xml.gz\n\nx\n--b--",
			"DMARC report"},
		{"report of TLS", "tls@provider.example", "TLS-Report-Domain: ours.example\n", "Report Domain: ours.example", "x",
			"TLS report"},
		{"code", "IONOS <noreply@ionos.example>", "", "Ihr Bestätigungscode", "Ihr Code lautet: 482913", "sign-in code"},
		{"code, Spanish", "X <no-reply@x.example>", "", "Tu código de verificación", "482913", "sign-in code"},
		{"alert", "Google <no-reply@accounts.google.example>", "", "Security alert", "A new sign-in on Windows", "security alert"},
		{"alert, French", "X <no-reply@x.example>", "", "Nouvelle connexion à votre compte", "Paris", "security alert"},
		{"parcel", "DHL <noreply@dhl.example>", "", "Ihr Paket ist unterwegs", "Heute", "parcel notice"},
		{"parcel, Dutch", "PostNL <noreply@postnl.example>", "", "Je pakket is onderweg", "Vandaag", "parcel notice"},
		{"order", "Amazon <bestellbestaetigung@amazon.example>", "Auto-Submitted: auto-generated\nFeedback-ID: x:y\n",
			`Bestellt: "USB-Kabel"`, "Vielen Dank.", "order confirmation"},
		{"order, Italian", "X <noreply@x.example>", "", "Conferma ordine 4711", "Grazie", "order confirmation"},
		{"invoice", "Tool <no-reply@tool.example>", "Reply-To: support@tool.example\n", "Your invoice for November", "$9",
			"invoice or payment receipt"},
		{"receipt", "Acme <invoice+statements@stripe.com>", "", "Your receipt from Acme #2045", "$9", "invoice or payment receipt"},
		{"renewal", "Names <no-reply@names.example>", "", "Your domain ours.example expires in 30 days", "Renew",
			"notice about an account or a contract"},
		{"monitor", "Robot <alert@uptime.example>", "", "Monitor is DOWN: ours.example", "down",
			"report about a site or a system"},
		{"search console", "Google <sc-noreply@google.example>", "", "New reason preventing pages from being indexed", "x",
			"report about a site or a system"},
		{"network", "Net <notifications@net.example>", "", "Jane wants to connect", "x", "notice of a social network"},
		{"newsletter of a firm", "Notely <hello@notely.example>", "List-Unsubscribe: <https://n.example>\n", "5 tips",
			"Hi, 5 tips.\n\nYou get this because you signed up.\nUnsubscribe", "mailing (List-Unsubscribe)"},
		{"newsletter of a person", "Anna Bell <anna@notely.example>", "List-Unsubscribe: <https://n.example>\nFeedback-ID: 1:2\n",
			"5 tips", "Hi, 5 tips.", "mailing (List-Unsubscribe)"},
		{"discussion list", "Jane Doe <jane@customer.example>", "List-Id: <talk.lists.example>\nList-Post: " +
			"<mailto:talk@lists.example>\n", "[talk] Chairs", "I like chairs.", "mailing (List-Id)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			to := "To: info@ours.example\n"
			if strings.Contains(c.head, "lists.example") {
				to = "To: talk@lists.example\n"
			}
			if strings.HasPrefix(c.body, "--b") {
				c.head += "Content-Type: multipart/mixed; boundary=b\n"
			}
			q := Parse(msgMail("From: "+c.from+"\n"+to+c.head+"Subject: "+c.subject, c.body), Envelope{}, msgOptions)
			if q.Ignore != c.reason || q.Rule == "" {
				t.Errorf("kind %q ignore %q rule %q, want %q", q.Kind, q.Ignore, q.Rule, c.reason)
			}
		})
	}
}
