package reading

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"leadsheet/lead"
)

// hostileMail is a mail as broken or malicious senders make it, and what the row must say.
type hostileMail struct {
	name    string
	raw     []byte
	kind    lead.MessageKind
	email   string
	who     string
	need    string // a part of it
	problem string // a part of it
}

func levels(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
	}
	return b.String()
}

func attachedDeep(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString("Content-Type: message/rfc822\n\nFrom: a@ours.example\nSubject: Fwd: x\n")
	}
	return b.String() + "\nthe end"
}

func hostileMails() []hostileMail {
	const jane = "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\nSubject: Roof\n"
	const addr, name = "jane@customer.example", "Jane Doe"
	return []hostileMail{
		{"no From", msgMail("Subject: Roof", "A roof."), lead.Direct, "", "", "A roof.", "no sender"},
		{"an empty From", msgMail("From: \nSubject: Roof", "A roof."), lead.Direct, "", "", "A roof.", "no sender"},
		{"no From, but Reply-To", msgMail("Reply-To: Jane Doe <jane@customer.example>\nSubject: Roof", "A roof."),
			lead.Direct, addr, name, "A roof.", ""},
		{"From without address", msgMail("From: Jane Doe\nSubject: Roof", "A roof."), lead.Direct, "", "", "A roof.",
			"no sender"},
		{"From with an open bracket", msgMail("From: Jane Doe <jane@customer.example\nSubject: Roof", "A roof."), lead.Direct,
			addr, name, "A roof.", ""},
		{"From with brackets in the name", msgMail("From: Jane Doe [Acme] <jane@customer.example>\nSubject: Roof", "A roof."),
			lead.Direct, addr, name, "A roof.", ""},
		{"From with an at sign in the name", msgMail("From: Jane Doe @ Acme <jane@customer.example>\nSubject: Roof",
			"A roof."), lead.Direct, addr, name, "A roof.", ""},
		{"From via a service", msgMail("From: Jane Doe via Portal <jane@customer.example>\nSubject: Roof", "A roof."),
			lead.Direct, addr, name, "A roof.", ""},
		{"From twice", msgMail("From: Jane Doe <jane@customer.example>\nFrom: x@evil.example\nSubject: Roof", "A roof."),
			lead.Direct, addr, name, "A roof.", ""},
		{"nothing at all", []byte(""), lead.Unreadable, "", "", "", "could not be read"},
		{"only line ends", []byte("\r\n\r\n\r\n"), lead.Unreadable, "", "", "", "could not be read"},
		{"no header", []byte("\r\nhello there\r\n"), lead.Unreadable, "", "", "", "damaged"},
		{"binary rubbish", []byte{0, 1, 2, 255, 254, 10, 13, 7}, lead.Unreadable, "", "", "", "damaged"},
		{"empty body", msgMail(jane, ""), lead.Direct, addr, name, "Roof", ""},
		{"blank body", msgMail(jane, " \n\t\n"), lead.Direct, addr, name, "Roof", ""},
		{"eight-bit header, Latin-1", msgMail("From: J\xf6rg M\xfcller <jane@customer.example>\nSubject: Gr\xfc\xdfe",
			"Hallo"), lead.Direct, addr, "Jörg Müller", "Hallo", ""},
		{"eight-bit header, UTF-8", msgMail("From: Jörg Müller <jane@customer.example>\nSubject: Grüße", "Hallo"),
			lead.Direct, addr, "Jörg Müller", "Hallo", ""},
		{"a letter parted between encoded words",
			msgMail("From: =?utf-8?q?J=C3?= =?utf-8?q?=B6rg?= <jane@customer.example>\nSubject: Roof", "Hallo"), lead.Direct,
			addr, "Jörg", "Hallo", ""},
		{"blanks in an encoded word", msgMail("From: =?utf-8?Q?Jane Doe?= <jane@customer.example>\nSubject: Roof", "Hallo"),
			lead.Direct, addr, name, "Hallo", ""},
		{"an unknown charset in the header", msgMail("From: =?x-unknown?q?Jane?= <jane@customer.example>\nSubject: Roof",
			"Hallo"), lead.Direct, addr, "Jane", "Hallo", ""},
		{"wrong charset: UTF-8 as ASCII", msgMail(jane+"Content-Type: text/plain; charset=us-ascii", "café"), lead.Direct,
			addr, name, "café", ""},
		{"wrong charset: UTF-8 as Latin-1", msgMail(jane+"Content-Type: text/plain; charset=iso-8859-1", "café"), lead.Direct,
			addr, name, "café", ""},
		{"wrong charset: Latin-1 as UTF-8", msgMail(jane+"Content-Type: text/plain; charset=utf-8", "caf\xe9"), lead.Direct,
			addr, name, "caf", ""},
		{"unknown charset", msgMail(jane+"Content-Type: text/plain; charset=klingon", "caf\xe9"), lead.Direct, addr, name,
			"café", ""},
		{"type without semicolon", msgMail(jane+"Content-Type: text/plain charset=utf-8", "café"), lead.Direct, addr, name,
			"café", ""},
		{"type of one word", msgMail(jane+"Content-Type: text", "café"), lead.Direct, addr, name, "café", ""},
	}
}

// hostileParts are broken parts, and mails that cost much or deceive.
func hostileParts() []hostileMail {
	const jane = "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\nSubject: Roof\n"
	const addr, name = "jane@customer.example", "Jane Doe"
	mixed := "Content-Type: multipart/mixed; boundary=b"
	return []hostileMail{
		{"the text as an attachment",
			msgMail(jane+"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt", "A roof."), lead.Direct,
			addr, name, "A roof.", ""},
		{"parts without a type", msgMail(jane+mixed, "--b\n\nA roof.\n--b--"), lead.Direct, addr, name, "A roof.", ""},
		{"truncated multipart", msgMail(jane+mixed, "--b\nContent-Type: text/plain\n\nA roof, and"), lead.Direct, addr, name,
			"A roof, and", ""},
		{"truncated in a part's header", msgMail(jane+mixed, "--b\n\nA roof.\n--b\nContent-Ty"), lead.Direct, addr, name,
			"A roof.", ""},
		{"truncated base64", msgMail(jane+"Content-Transfer-Encoding: base64", "QSByb29mLg"), lead.Direct, addr, name,
			"A roof.", ""},
		{"multipart without a boundary", msgMail(jane+"Content-Type: multipart/mixed", "A roof."), lead.Direct, addr, name,
			"A roof.", ""},
		{"a boundary that never comes", msgMail(jane+mixed, "A roof."), lead.Direct, addr, name, "A roof.", ""},
		{"100,000 parts", msgMail(jane+mixed, strings.Repeat("--b\n\nx\n", 100_000)), lead.Unreadable, addr, name, "Roof",
			"more than 500 parts"},
		{"4,000 levels", msgMail(jane+"Content-Type: multipart/mixed; boundary=b0", levels(4000)), lead.Unreadable, addr,
			name, "Roof", "only the header was read: it has more than"},
		{"5,000 header fields", msgMail(jane+strings.Repeat("X-A: b\n", 5000), "A roof."), lead.Unreadable, addr, name,
			"Roof", "more than 1000 fields"},
		{"a header of a megabyte", msgMail(jane+"X-A: "+strings.Repeat("a", 1<<20), "A roof."), lead.Unreadable, addr, name,
			"Roof", "longer than 256 KB"},
		{"a line of 30 MB", msgMail(jane, strings.Repeat("a", 29<<20)), lead.Direct, addr, name, "aaa", ""},
		{"more than 30 MB", msgMail(jane, strings.Repeat("a", 31<<20)), lead.Unreadable, addr, name, "Roof",
			"larger than 30 MB"},
		{"header injection", msgMail("From: =?utf-8?q?Jane_Doe=0D=0ABcc:_x@evil.example?= <jane@customer.example>\n"+
			"Subject: =?utf-8?q?Roof=0D=0AX-A:_b?=", "A roof."), lead.Direct, addr, "Jane Doe Bcc:", "A roof.", ""},
		{"an address hidden in the name", msgMail("From: =?utf-8?q?boss=40ours.example?= <jane@customer.example>\n"+
			"Subject: Roof", "A roof."), lead.Direct, addr, "", "A roof.", ""},
		{"name and address encoded together", msgMail("From: =?utf-8?q?Jane_Doe_=3Cjane=40customer.example=3E?=\n"+
			"Subject: Roof", "A roof."), lead.Direct, addr, name, "A roof.", ""},
		{"a right-to-left name", msgMail("From: =?utf-8?b?"+"4oCuSmFuZSBEb2U="+"?= <jane@customer.example>\nSubject: Roof",
			"A roof."), lead.Direct, addr, name, "A roof.", ""},
		{"a zero-width name", msgMail("From: Ja\u200bne\u200d Do\ufeffe <jane@customer.example>\nSubject: Roof", "A roof."),
			lead.Direct, addr, name, "A roof.", ""},
		{"an address as a name", msgMail("From: \"boss@ours.example\" <jane@customer.example>\nSubject: Roof", "A roof."),
			lead.Direct, addr, "", "A roof.", ""},
		{"Outlook's own format only", msgMail(jane+mixed, "--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"+
			"Content-Disposition: attachment; filename=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+Ig==\n--b--"),
			lead.Direct, addr, name, "Roof", "winmail.dat"},
		{"attached messages, deep", msgMail("From: anna@ours.example\nSubject: Fwd: x\n"+attachedDeep(50), ""),
			lead.Forwarded, "", "", "", "original sender not found"},
		{"quoted marks only", msgMail(jane, strings.Repeat("> ", 50_000)), lead.Direct, addr, name, ">", ""},
	}
}

// Whatever comes in is a row: with what can be known of it, and with the reason when something could not be read.
func TestHostileMails(t *testing.T) {
	for _, c := range slices.Concat(hostileMails(), hostileParts()) {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(c.raw, Envelope{Where: "INBOX 1"}, msgOptions)
			if q.Kind != c.kind || q.Email != c.email || c.who != "" && q.Name != c.who || !strings.Contains(q.Need, c.need) {
				t.Errorf("kind %q name %q email %q need %.60q, want %q %q %q %q", q.Kind, q.Name, q.Email, q.Need, c.kind, c.who,
					c.email, c.need)
			}
			if (c.problem == "") != (q.Problem == "") || !strings.Contains(q.Problem, c.problem) {
				t.Errorf("problem %q, want %q", q.Problem, c.problem)
			}
			for _, s := range []string{q.Name, q.Email, q.Subject, q.From, q.MessageID} {
				for _, r := range s {
					if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
						t.Errorf("%q has the character %U", s, r)
					}
				}
			}
			if q.Key == "" || q.Where == "" {
				t.Error("without key or place")
			}
		})
	}
}

// A Message-ID that is used twice with two texts is two messages.
func TestMessageIDTwice(t *testing.T) {
	head := msgJane + "Message-ID: <same@customer.example>\nSubject: Roof"
	a, b := Parse(msgMail(head, "A roof."), Envelope{}, msgOptions),
		Parse(msgMail(head, "A gate."), Envelope{}, msgOptions)
	if a.Key == b.Key || a.MessageID != b.MessageID || a.Need == b.Need {
		t.Errorf("%q %q, %q %q", a.Key, b.Key, a.MessageID, b.MessageID)
	}
}

// What is attached is listed by its name.
func TestAttachments(t *testing.T) {
	q := Parse(msgMail(msgJane+"Subject: Roof\nContent-Type: multipart/mixed; boundary=b",
		"--b\n\nSee the plan.\n--b\nContent-Type: application/pdf; name=\"=?utf-8?q?Pl=C3=A4ne.pdf?=\"\n"+
			"Content-Disposition: attachment\n\nx\n--b\nContent-Type: application/ms-tnef\n"+
			"Content-Disposition: attachment; filename=winmail.dat\n\nx\n--b--"), Envelope{}, msgOptions)
	if len(q.Answers) != 1 || q.Answers[0].Question != "Attachments" ||
		q.Answers[0].Value != "Pläne.pdf (application/pdf), winmail.dat (application/ms-tnef)" {
		t.Errorf("%+v", q.Answers)
	}
}
