package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// What a program says of itself is nobody's name, address or company.
func TestMachinesAreNobody(t *testing.T) {
	to := "\nTo: info@ours.example\nContent-Type: text/plain; charset=utf-8\n"
	for _, c := range []struct {
		name, head, body           string
		who, email, phone, company string
		problem                    bool
		need                       string // a part of it
	}{
		{"a voicemail", "From: Google Voice <voice-noreply@google.com>" + to + "Subject: New voicemail from (415) 555-0132",
			"We need a roof, call my office: +1 650 555 0199.", "", "", "(415) 555-0132", "", true, "a roof"},
		{"a missed call", "From: sipgate <no-reply@sipgate.de>" + to + "Subject: Verpasster Anruf",
			"Sie haben einen Anruf verpasst.\n\nAnrufer: +49 170 1234567\nIhre Nummer: +49 30 901820", "", "", "+49 170 1234567",
			"", true, "verpasst"},
		{"a text message", "From: \"(415) 555-0132 (SMS)\" <18005550100.14155550132.abc@txt.voice.google.com>" + to +
			"Subject: New text message", "Do you deliver?", "", "18005550100.14155550132.abc@txt.voice.google.com",
			"(415) 555-0132", "", false, "deliver"},
		{"a portal that speaks of somebody", "From: Thumbtack <do-not-reply@thumbtack.com>" + to +
			"Subject: Jane D. wants a quote", "Jane D. is looking for a painter.\nThumbtack, Inc.\n", "Jane D.", "", "", "", true,
			"painter"},
		{"somebody through a portal", "From: \"Jane Doe via Yelp\" <no-reply@yelp.com>" + to + "Subject: Message",
			"Do you paint?", "Jane Doe", "", "", "", true, "paint"},
		{"a way to answer", "From: \"Sarah W. via Yelp\" <reply+abc123@messaging.yelp.com>" + to +
			"List-Unsubscribe: <https://y.example>\nSubject: Message", "Do you paint?", "Sarah W.",
			"reply+abc123@messaging.yelp.com", "", "", false, "paint"},
		{"a visitor to answer", "From: Website Robot <noreply@host.example>" + to +
			"Reply-To: Jane Doe <jane@customer.example>\nSubject: Contact", "We need a roof.", "Jane Doe",
			"jane@customer.example", "", "", false, "a roof"},
		{"in the visitor's name", "From: Jane Doe <wordpress@host.example>" + to +
			"Reply-To: jane@customer.example\nSubject: Contact", "We need a roof.", "Jane Doe", "jane@customer.example", "",
			"", false, "a roof"},
		{"a chat", "From: Tidio <noreply@tidio.net>" + to + "Subject: Chat",
			"Visitor: Jane Doe\nEmail: jane@customer.example\n\n[10:01] Jane Doe: a roof please", "", "jane@customer.example",
			"", "", true, "a roof"},
		{"a robot's display name", "From: Website Robot <website@host.example>" + to + "Subject: Contact", "Roof please.", "",
			"", "", "", true, "Roof"},
		{"a person at such an address", "From: Jane Doe <web@customer.example>" + to + "Subject: Roof", "A roof.", "Jane Doe",
			"web@customer.example", "", "", false, "roof"},
		{"a person in such a domain", "From: Jane Doe <jane@meier-web.example>" + to + "Subject: Roof", "A roof.", "Jane Doe",
			"jane@meier-web.example", "", "", false, "roof"},
		{"forwarded by a colleague", msgAnna + "Subject: Fwd: Voicemail",
			"---------- Forwarded message ---------\nFrom: Google Voice <voice-noreply@google.com>\nDate: x\n" +
				"Subject: New voicemail from (415) 555-0132\nTo: <info@ours.example>\n\nA roof.\n", "", "", "(415) 555-0132", "",
			true, "A roof."},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(c.head, c.body), Envelope{}, Options{Team: msgOptions.Team, Country: "US"})
			if q.Ignore != "" || q.Name != c.who || q.Email != c.email || q.Phone != c.phone || q.Company != c.company {
				t.Errorf("ignored %q, name %q, email %q, phone %q, company %q", q.Ignore, q.Name, q.Email, q.Phone, q.Company)
			}
			if c.problem != strings.Contains(q.Problem, "nobody reads ") || !strings.Contains(q.Need, c.need) {
				t.Errorf("problem %q, need %q", q.Problem, q.Need)
			}
			if c.problem && q.NoAnswer == "" {
				t.Error("a program would answer it")
			}
		})
	}
}

// Nobody whose domain merely looks like that of a form's maker hands in exports, or is taken for a form.
func TestOnlyTheMakerItself(t *testing.T) {
	for from, files := range map[string]int{"noreply@jotform.com": 1, "reports@eu.jotform.com": 1,
		"noreply@jotform.evil.test": 0, "noreply@evil-jotform.com": 0,
		"noreply@jotform.com.evil.test": 0, "x@formspree.io.evil.test": 0, "mailer@shopify.com.evil.test": 0,
		"formspree.io@evil.test": 0} {
		checked := "Authentication-Results: mx.ours.example; dmarc=pass header.from=" + from[strings.IndexByte(from, '@')+1:]
		q := Parse(withFile("From: Forms <"+from+">\nTo: info@ours.example\n"+checked+"\nSubject: Report", "Here is your report.",
			"report.csv", "Name,Email\nZoe,zoe@customer.example\n"), Envelope{}, msgOptions)
		if len(q.Files) != files || files == 0 && q.Kind == lead.Notification {
			t.Errorf("%s: %d files, kind %s", from, len(q.Files), q.Kind)
		}
	}
}
