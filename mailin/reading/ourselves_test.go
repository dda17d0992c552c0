package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// What a colleague's mails and those of the website begin with.
const (
	tomHead = "From: Tom Berger <tom@ours.example>\nTo: intake@ours.example\nMessage-ID: <t1@ours.example>\n" +
		"Content-Type: text/plain; charset=utf-8\n"
	siteHead = "From: noreply@ours.example\nTo: intake@ours.example\nMessage-ID: <s1@ours.example>\n" +
		"Content-Type: text/plain; charset=utf-8\n"
	replyField = "Reply-To: Jane Doe <jane@customer.example>\n"
)

// ownMails are mails of the team with and without an outsider in them.
var ownMails = []struct {
	name, head, body   string
	kind               lead.MessageKind
	email, phone, need string // need: a part of it
	problem            string // a part of it; "" for none
}{
	{"prose through a colleague's login", tomHead + replyField + "Subject: Website", "We need a roof.", lead.Notification,
		"jane@customer.example", "", "a roof", ""},
	{"labels of a language that nobody knows", siteHead + "Subject: Ny",
		"Ainm: Jane Doe\nSeoladh: jane@customer.example\nTeachtaireacht: roof please\n", lead.Notification,
		"jane@customer.example", "", "roof please", "From our own site, not understood"},
	{"in one line", siteHead + "Subject: Ny", "Jane Doe, jane@customer.example, roof please", lead.Notification,
		"jane@customer.example", "", "roof please", "From our own site"},
	{"a number only", siteHead + "Subject: Rückruf", "Bitte um Rückruf: 0170 1234567 (Frau Doe)", lead.Notification, "",
		"0170 1234567", "Frau Doe", "From our own site"},
	{"a telephone's voicemail", "From: FRITZ!Box <fritzbox@ours.example>\nTo: intake@ours.example\n" +
		"Subject: Anruf von 01701234567", "Neue Nachricht\n\nAnrufer: 01701234567\nDatum: 20.11.26 10:00\n",
		lead.Notification, "", "01701234567", "Neue Nachricht", "From our own site"},
	{"a fax", "From: Fax <fax@ours.example>\nTo: intake@ours.example\nSubject: Fax", "Fax von +49 30 901820, 2 Seiten\n",
		lead.Notification, "", "+49 30 901820", "2 Seiten", "From our own site"},
	{"a fax that is told of in the subject", "From: FRITZ!Box <fritzbox@ours.example>\nTo: intake@ours.example\n" +
		"Subject: Fax von 030901820 (2 Seiten)", "Siehe Anhang.", lead.Notification, "", "030901820", "Siehe Anhang.",
		"From our own site"},
	{"a call in the subject", tomHead + "Subject: Frau Doe 0170 1234567 wegen Dach anrufen", "", lead.Forwarded, "",
		"0170 1234567", "Frau Doe", "Written by"},
	{"a call that a colleague writes down", tomHead + "Subject: Anruf",
		"Jane Doe braucht ein Dach.\nTel. +49 170 1234567\njane@customer.example\n", lead.Forwarded, "jane@customer.example",
		"+49 170 1234567", "braucht ein Dach", "Written by tom@ours.example"},
	{"with the number in a paragraph of its own", tomHead + "Subject: Anruf",
		"Frau Doe braucht ein Dach, bitte anrufen.\n\nTel. +49 170 1234567\n", lead.Forwarded, "", "+49 170 1234567",
		"braucht ein Dach", "Written by"},
	{"a number that no word announces", tomHead + "Subject: Anruf",
		"Herr Yilmaz, 0176 12345678, will ein Angebot.\n\nLG Tom\n-- \nTom Berger | T +49 89 1234567\n", lead.Forwarded, "",
		"0176 12345678", "Yilmaz", "Written by"},
	{"with a signature", tomHead + "Subject: Anruf", "Bitte Frau Doe anrufen, jane@customer.example.\n\nViele Grüße\n" +
		"Tom Berger\nTel. +49 89 555555\n", lead.Forwarded, "jane@customer.example", "", "Frau Doe", "Written by"},

	{"lunch", tomHead + "Subject: Lunch", "Lunch?", lead.OwnMail, "", "", "", ""},
	{"lunch, with a signature", tomHead + "Subject: Lunch", "Who comes?\n\nBest regards\nTom Berger\n" +
		"Tel. +49 89 555555\n" +
		"tom@ours.example\n", lead.OwnMail, "", "", "", ""},
	{"lunch, with a name and a number", tomHead + "Subject: Lunch", "Who comes?\n\nTom\n+49 89 555555\n", lead.OwnMail, "",
		"", "", ""},
	{"lunch, after two dashes", tomHead + "Subject: Lunch", "Who comes?\n\n-- \nSales, +49 89 555555\n" +
		"www.partner.example, office@partner.example\n", lead.OwnMail, "", "", "", ""},
	{"the number of the signature in the text", tomHead + "Subject: Lunch",
		"Call me at +49 89 555555 when you are there.\n\nTom Berger\nTel. +49 89 555555\n", lead.OwnMail, "", "", "", ""},
	{"numbers that nobody dials", tomHead + "Subject: Rechnung",
		"Rechnung Nr. 0012345678 vom 01.12.2026 10:00, IBAN DE02 1203 0000 0000 2020 51, 1.234,56 EUR, Auftrag 01761234567.",
		lead.OwnMail, "", "", "", ""},
	{"addresses of our own", tomHead + "Subject: Lunch",
		"Ask anna@ours.example, and no-reply@shop.example is the caterer.",
		lead.OwnMail, "", "", "", ""},
	{"an answer among colleagues", tomHead + "In-Reply-To: <x@ours.example>\nReferences: <x@ours.example>\n" +
		"Subject: Re: Roof",
		"Ask jane@customer.example.", lead.OwnMail, "", "", "", ""},
	{"a quotation", tomHead + "Subject: Roof", "Who does this?\n\n> From jane@customer.example, +49 170 1234567\n",
		lead.OwnMail, "", "", "", ""},
	{"a colleague's private address", tomHead + "Reply-To: Tom Berger <tom.berger@gmail.com>\nSubject: Lunch", "Lunch?",
		lead.OwnMail, "", "", "", ""},
	{"to an outsider", "From: Tom Berger <tom@ours.example>\nTo: jane@customer.example\nCc: intake@ours.example\n" +
		"Subject: Offer", "Call us: +49 89 555555.", lead.OwnMail, "", "", "", ""},
	{"a new user of our site", "From: WordPress <wordpress@ours.example>\nTo: intake@ours.example\n" +
		"Subject: [Ours] New User Registration", "New user registration on your site:\n\nUsername: bot1\n\n" +
		"Email: bot1@else.example\n", lead.OwnMail, "", "", "", ""},
	{"a program of our server", "From: root@server.ours.example\nTo: intake@ours.example\n" +
		"Auto-Submitted: auto-generated\nSubject: Cron", "mail to jane@customer.example deferred", lead.OwnMail, "",
		"", "", ""},
	{"our own newsletter", "From: news@ours.example\nTo: intake@ours.example\n" +
		"List-Unsubscribe: <https://ours.example/u>\nSubject: News", "Call +49 89 555555, or office@partner.example",
		lead.OwnMail, "", "", "", ""},
}

// What comes from ourselves is no request only when it brings nobody from outside.
func TestMailsOfOurOwnThatBringSomebody(t *testing.T) {
	for _, c := range ownMails {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(c.head, c.body), Envelope{}, msgOptions)
			if q.Kind != c.kind || (c.kind == lead.OwnMail) != (q.Ignore != "") {
				t.Fatalf("kind %q, ignored %q", q.Kind, q.Ignore)
			}
			if q.Email != c.email || q.Phone != c.phone || !strings.Contains(q.Need, c.need) {
				t.Errorf("email %q, phone %q, need %q", q.Email, q.Phone, q.Need)
			}
			if (c.problem == "") != (q.Problem == "") || !strings.Contains(q.Problem, c.problem) {
				t.Errorf("problem %q", q.Problem)
			}
			if q.Problem != "" && q.NoAnswer == "" {
				t.Error("a program would answer it")
			}
		})
	}
}

// An address in the mailbox's own domain that nobody has written into Team may be our site's: answers go to the
// visitor.
func TestOurSiteThatIsNotInTeam(t *testing.T) {
	opts := Options{Team: lead.Team{Addresses: []string{"kim@ours.example"}}, Country: "DE"}
	q := Parse(msgMail("From: Ours <info@ours.example>\nReply-To: Tom Fresh <tom@customer.example>\n"+
		"To: kim@ours.example\nSubject: Contact", "I would like a roof."), Envelope{}, opts)
	if q.Email != "tom@customer.example" || q.Name != "Tom Fresh" || q.Kind != lead.Notification ||
		q.Need != "I would like a roof." {
		t.Errorf("%+v", q)
	}
	q = Parse(msgMail("From: noreply@ours.example\nTo: kim@ours.example\nSubject: Ny",
		"Ainm: Anna Ek\nSeoladh: anna@customer.example\nTeachtaireacht: ett tak\n"), Envelope{}, opts)
	if q.Email != "anna@customer.example" || q.Kind != lead.Notification ||
		!strings.Contains(q.Problem, "From our own site") {
		t.Errorf("%+v", q)
	}
}

// What somebody outside the team forwards keeps both texts, and says whom it is about.
func TestForwardsByOutsiders(t *testing.T) {
	inner := "---------- Forwarded message ---------\nFrom: Ines Almeida <ines@second.example>\n" +
		"Date: Mon, 3 Mar 2025 at 10:00\nSubject: Roof\nTo: <kim@else.example>\n\nForty chairs please, 0170 1234567.\n"
	kim := "From: Kim Berger <kim@else.example>\nTo: info@ours.example\n"
	outlook := "Von: Ines Almeida <ines@second.example>\nGesendet: Montag, 3. März 2025 10:00\nAn: kim@else.example\n" +
		"Betreff: Dach\n\nVierzig Stühle bitte.\n"
	for _, c := range []struct {
		name, head, body string
		need             []string
		about            string
	}{
		{"with a note", kim + "Subject: Fwd: Roof", "This one is hot.\n\nKim\n\n" + inner,
			[]string{"This one is hot.", "ines@second.example", "Forty chairs please"}, "ines@second.example"},
		{"without one", kim + "Subject: Fwd: Roof", inner, []string{"ines@second.example", "Forty chairs please"},
			"ines@second.example"},
		{"another subject", kim + "Subject: please", "Bitte aufnehmen.\n\n" + inner,
			[]string{"Bitte aufnehmen.", "Forty chairs please"}, "ines@second.example"},
		{"outlook", kim + "Subject: WG: Dach\nContent-Type: text/plain; charset=utf-8", "Bitte aufnehmen.\n\n" + outlook,
			[]string{"Bitte aufnehmen.", "Vierzig Stühle"}, "ines@second.example"},
		{"attached", kim + "Subject: Fwd: Roof\nContent-Type: multipart/mixed; boundary=b1",
			"--b1\n\nplease\n--b1\nContent-Type: message/rfc822\n\nFrom: Ines Almeida <ines@second.example>\nSubject: Roof\n\n" +
				"Forty chairs please.\n--b1--\n", []string{"please", "ines@second.example", "Forty chairs please."},
			"ines@second.example"},
		{"an answer of hers that she passes on", kim + "Subject: Fwd: Roof",
			"Here again.\n\n" + strings.ReplaceAll(inner, "Ines Almeida <ines@second.example>",
				"Kim Berger <kim@private.example>"), []string{"Here again.", "Forty chairs"}, ""},
		{"our own offer", kim + "Subject: Fwd: Roof", "Can you do better?\n\n" +
			strings.ReplaceAll(inner, "Ines Almeida <ines@second.example>", "Anna <anna@ours.example>"),
			[]string{"Can you do better?"}, ""},
		{"an answer with a quotation", kim + "Subject: Re: Roof\nIn-Reply-To: <a@ours.example>", "Yes please.\n\n" + outlook,
			[]string{"Yes please."}, ""},
		{"a long one", kim + "Subject: Fwd: Roof", "This one is hot.\n\n" + inner + strings.Repeat("More of it. ", 1000),
			[]string{"This one is hot.", "Forty chairs please"}, "ines@second.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(c.head, c.body), Envelope{}, msgOptions)
			if q.Email != "kim@else.example" || q.Ignore != "" || q.About != c.about || len([]rune(q.Need)) > maxNeed {
				t.Errorf("email %q, about %q, ignored %q, %d letters", q.Email, q.About, q.Ignore, len(q.Need))
			}
			for _, want := range c.need {
				if !strings.Contains(q.Need, want) {
					t.Errorf("need lacks %q: %q", want, q.Need)
				}
			}
			if asks := q.Problem == "Forwarded by kim@else.example: one of yours? "+
				"Write them into Team"; asks != (c.about != "") {
				t.Errorf("problem %q", q.Problem)
			}
		})
	}
}
