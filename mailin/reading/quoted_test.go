package reading

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// quoteWay is how a mail program set in one language writes what stands above the mail that is answered. It was sent on
// 2026-11-20 at 10:15 by Anna Own.
type quoteWay struct{ program, above string }

const annaOwn = "Anna Own <anna@ours.example>"

func outlookQuote(from, sent, to, subject, date string) string {
	return block(from, annaOwn, sent, date, to, "Jane Doe <jane@customer.example>", subject, "Offer")
}

var quoteWays = []quoteWay{
	{"Gmail en", "On Fri, Nov 20, 2026 at 10:15\u202fAM " + annaOwn + " wrote:"},
	{"Gmail en-GB", "On Fri, 20 Nov 2026 at 10:15, " + annaOwn + " wrote:"},
	{"Gmail de", "Am Fr., 20. Nov. 2026 um 10:15 Uhr schrieb " + annaOwn + ":"},
	{"Gmail fr", "Le ven. 20 nov. 2026 à 10:15, " + annaOwn + " a écrit :"},
	{"Gmail es", "El vie, 20 nov 2026 a las 10:15, Anna Own (<anna@ours.example>) escribió:"},
	{"Gmail it", "Il giorno ven 20 nov 2026 alle ore 10:15 " + annaOwn + " ha scritto:"},
	{"Gmail nl", "Op vr 20 nov 2026 om 10:15 schreef " + annaOwn + ":"},
	{"Gmail pt", "Em sex., 20 de nov. de 2026 às 10:15, " + annaOwn + " escreveu:"},
	{"Gmail pl", "pt., 20 lis 2026 o 10:15 " + annaOwn + " napisał(a):"},
	{"Gmail ru", "пт, 20 нояб. 2026 г. в 10:15, " + annaOwn + ":"},
	{"Gmail sv", "Den fre 20 nov. 2026 kl 10:15 skrev " + annaOwn + ":"},
	{"Gmail da", "Den fre. 20. nov. 2026 kl. 10.15 skrev " + annaOwn + ":"},
	{"Gmail cs", "pá 20. 11. 2026 v 10:15 odesílatel " + annaOwn + " napsal:"},
	{"Gmail tr", annaOwn + ", 20 Kas 2026 Cum, 10:15 tarihinde şunu yazdı:"},
	{"Gmail hu", annaOwn + " ezt írta (időpont: 2026. nov. 20., P, 10:15):"},
	{"Gmail fi", "pe 20. marrask. 2026 klo 10.15 " + annaOwn + " kirjoitti:"},
	{"Gmail zh", annaOwn + " 于2026年11月20日周五 上午10:15写道："},
	{"Apple en", "On Nov 20, 2026, at 10:15 AM, " + annaOwn + " wrote:"},
	{"Apple en-GB", "On 20 Nov 2026, at 10:15, " + annaOwn + " wrote:"},
	{"Apple de", "Am 20.11.2026 um 10:15 schrieb " + annaOwn + ":"},
	{"Apple fr", "Le 20 nov. 2026 à 10:15, " + annaOwn + " a écrit :"},
	{"Apple es", "El 20 nov 2026, a las 10:15, " + annaOwn + " escribió:"},
	{"Thunderbird en", "On 11/20/26 10:15, " + annaOwn + " wrote:"},
	{"Thunderbird en-GB", "On 20/11/2026 10:15, " + annaOwn + " wrote:"},
	{"Thunderbird de", "Am 20.11.26 um 10:15 schrieb " + annaOwn + ":"},
	{"Thunderbird fr", "Le 20/11/2026 à 10:15, " + annaOwn + " a écrit :"},
	{"Thunderbird es", "El 20/11/26 a las 10:15, " + annaOwn + " escribió:"},
	{"Thunderbird it", "Il 20/11/2026 10:15, " + annaOwn + " ha scritto:"},
	{"Outlook en", outlookQuote("From", "Sent", "To", "Subject", "Friday, November 20, 2026 10:15 AM")},
	{"Outlook en-GB", outlookQuote("From", "Sent", "To", "Subject", "20 November 2026 10:15")},
	{"Outlook de", outlookQuote("Von", "Gesendet", "An", "Betreff", "Freitag, 20. November 2026 10:15")},
	{"Outlook fr", outlookQuote("De", "Envoyé", "À", "Objet", "vendredi 20 novembre 2026 10:15")},
	{"Outlook es", outlookQuote("De", "Enviado el", "Para", "Asunto", "viernes, 20 de noviembre de 2026 10:15")},
	{"Outlook it", outlookQuote("Da", "Inviato", "A", "Oggetto", "venerdì 20 novembre 2026 10:15")},
	{"Outlook nl", outlookQuote("Van", "Verzonden", "Aan", "Onderwerp", "vrijdag 20 november 2026 10:15")},
	{"Outlook pl", outlookQuote("Od", "Wysłano", "Do", "Temat", "piątek, 20 listopada 2026 10:15")},
	{"GMX", outlookQuote("Von", "Gesendet", "An", "Betreff", "Freitag, 20. November 2026 um 10:15 Uhr")},
	{"Yahoo", "On Friday, November 20, 2026 at 10:15:00 AM GMT+1, " + annaOwn + " wrote:"},
	{"Proton", "On Friday, November 20th, 2026 at 10:15 AM, " + annaOwn + " wrote:"},
	{"IONOS", "Am 20.11.2026 10:15 CET schrieb " + annaOwn + ":"},
	{"Roundcube", "On 2026-11-20 10:15, " + annaOwn + " wrote:"},
}

// quotePlaces are where the new text stands.
var quotePlaces = []struct {
	name  string
	write func(above, ours, words string) string
}{
	{"above", func(above, ours, words string) string { return words + "\n\n" + above + "\n\n" + ours }},
	{"below", func(above, ours, words string) string { return above + "\n" + ours + "\n" + words + "\n" }},
	{"between", func(above, ours, words string) string {
		return "Hello Anna,\n\n" + above + "\n" + ours + "\n" + words + "\n\n" + ours
	}},
}

const replyHead = "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\nSubject: Re: Offer\n" +
	"Date: Fri, 20 Nov 2026 12:00:00 +0100\nIn-Reply-To: <o1@mail.example>\nReferences: <r1@customer.example> <o1@mail.example>\n"

// Whatever program a customer answers with, in whatever language and wherever: the mail of the team that is answered is
// seen, and when it was sent.
func TestQuotedMailsOfOurs(t *testing.T) {
	want := time.Date(2026, 11, 20, 9, 15, 0, 0, time.UTC)
	check := func(t *testing.T, body string) {
		t.Helper()
		q := Parse(msgMail(replyHead+"Content-Type: text/plain; charset=utf-8", body), Envelope{}, msgOptions)
		if len(q.Ours) == 0 {
			t.Fatalf("nothing of ours in\n%s", body)
		}
		if m := q.Ours[0]; m.From != "anna@ours.example" || !m.At.Equal(want) || m.Local || m.Within >= time.Minute ||
			m.ID != "o1@mail.example" || m.OurID {
			t.Errorf("%+v in\n%s", m, body)
		}
	}
	for _, way := range quoteWays {
		for _, place := range quotePlaces {
			t.Run(way.program+" "+place.name, func(t *testing.T) {
				ours := quoted("Dear Jane,\n\nthis is our offer of 3 March 2025.\n\nAnna Own")
				if strings.Contains(way.program, "Outlook") || way.program == "GMX" {
					ours = "Dear Jane,\n\nthis is our offer.\n\nAnna Own\n"
					if place.name != "above" {
						t.Skip("such programs quote below")
					}
				}
				check(t, place.write(way.above, ours, "Can you start in May?"))
			})
		}
		t.Run(way.program+" in HTML", func(t *testing.T) {
			body := "<div>Can you start in May?</div><br><div>" + strings.ReplaceAll(html.EscapeString(way.above), "\n", "<br>") +
				"</div><blockquote>" + paragraphs("this is our offer") + "</blockquote>"
			q := Parse(msgMail(replyHead+"Content-Type: text/html; charset=utf-8", body), Envelope{}, msgOptions)
			if len(q.Ours) == 0 || !q.Ours[0].At.Equal(want) {
				t.Errorf("%+v in\n%s", q.Ours, body)
			}
		})
	}
}

// A line above a quotation that a client has wrapped, and the name alone.
func TestQuotedByNameOrWrapped(t *testing.T) {
	for _, body := range []string{
		"Yes.\n\nOn Fri, Nov 20, 2026 at 10:15 AM Anna Own <anna@ours.example>\nwrote:\n\n> Offer\n",
		"Yes.\n\nAm 20.11.26 um 10:15 schrieb Anna Own:\n> Offer\n",
	} {
		q := Parse(msgMail(replyHead, body), Envelope{}, msgOptions)
		if len(q.Ours) != 1 || q.Ours[0].Name != "Anna Own" || q.Ours[0].At.Hour() != 10 {
			t.Errorf("%+v in\n%s", q.Ours, body)
		}
	}
}

// What a message quotes, vague or hostile, and what of it counts as ours.
func TestVagueQuotations(t *testing.T) {
	const by = "On Fri, 20 Nov 2026 at 10:15, %s wrote:\n> Offer\n"
	for _, c := range []struct{ name, head, body, want string }{
		{"the customer's own mail", "", fmt.Sprintf(by, "Jane Doe <jane@customer.example>"), ""},
		{"the customer's own mail, by the name", "", fmt.Sprintf(by, "Jane Doe"), ""},
		{"a third party's", "", fmt.Sprintf(by, "Eve <eve@else.example>"), ""},
		{"a third party's, with our address in the name", "", fmt.Sprintf(by, `"anna@ours.example" <eve@else.example>`), ""},
		{"a third party's, with our Message-ID", "In-Reply-To: <o2@ours.example>", fmt.Sprintf(by, "Eve <eve@else.example>"), ""},
		{"a third party's that quotes ours", "", "> On Fri, 20 Nov 2026 at 10:25, Eve <eve@else.example> wrote:\n>\n>> " +
			"On Fri, 20 Nov 2026 at 10:15, Anna Own <anna@ours.example> wrote:\n>> > Offer\n", "anna@ours.example 10:15"},
		{"a third party's that quotes ours without a date", "", "> On Fri, 20 Nov 2026 at 10:25, Eve <eve@else.example> wrote:\n" +
			">\n>> From: Anna Own <anna@ours.example>\n>> To: eve@else.example, jane@customer.example\n>> Subject: Offer\n>>\n" +
			">> Offer\n", ""},
		{"a program of ours", "", fmt.Sprintf(by, "Our shop <no-reply@ours.example>"), ""},
		{"our mail to somebody else", "", block("From", annaOwn, "Sent", "Friday, 20 November 2026 10:15", "To",
			"Eve <eve@else.example>", "Subject", "Offer") + "\nOffer", ""},
		{"our mail with a copy", "", block("From", annaOwn, "Sent", "Friday, 20 November 2026 10:15", "To",
			"Eve <eve@else.example>", "Cc", "jane@customer.example", "Subject", "Offer") + "\nOffer", "anna@ours.example 10:15"},
		{"our absence note", "", block("From", annaOwn, "Sent", "Friday, 20 November 2026 10:15", "To",
			"jane@customer.example", "Subject", "Automatic reply: Roof") + "\nI am away", ""},
		{"an answer to our absence note", "Subject: Re: Automatic reply: Roof", fmt.Sprintf(by, annaOwn), ""},
		{"no date", "", block("From", annaOwn, "To", "jane@customer.example", "Subject", "Offer") + "\nOffer",
			"anna@ours.example -"},
		{"a date that cannot be read", "", block("From", annaOwn, "Sent", "last Friday", "To", "jane@customer.example",
			"Subject", "Offer") + "\nOffer", "anna@ours.example -"},
		{"a date that two readers read differently", "", "On 3/4/26 10:15, " + annaOwn + " wrote:\n> Offer\n",
			"anna@ours.example -"},
		{"a day without an hour", "", "On 20 November 2026, " + annaOwn + " wrote:\n> Offer\n", "anna@ours.example 00:00 vague"},
		{"words with our address", "", "Anna (anna@ours.example) said on 20.11.2026 10:15 that you can.", ""},
		{"nothing, and our Message-ID", "In-Reply-To: <o2@ours.example>", "", "o2@ours.example -"},
		{"nothing, and our Message-ID further up", "References: <o2@ours.example> <j2@customer.example>\n" +
			"In-Reply-To: <j2@customer.example>", "", "o2@ours.example -"},
		{"nothing, and a mail of leadsheet", "In-Reply-To: <L-1001.abc@ours.example>", "", ""},
		{"an hour of the server's", "Date: Fri, 20 Nov 2026 11:00:00 +0000", fmt.Sprintf(by, annaOwn),
			"anna@ours.example 10:15 local"},
	} {
		t.Run(c.name, func(t *testing.T) {
			head := "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\n" + c.head
			for _, field := range []string{"Subject: Re: Offer", "Date: Fri, 20 Nov 2026 12:00:00 +0100"} {
				if name, _, _ := strings.Cut(field, ":"); !strings.Contains(head, name+":") {
					head = strings.TrimSuffix(head, "\n") + "\n" + field
				}
			}
			q := Parse(msgMail(head, "Can you start in May?\n\n"+c.body), Envelope{}, msgOptions)
			got := ""
			for _, m := range q.Ours {
				got = m.From + m.Name
				if m.From != "" {
					got = m.From
				} else if m.OurID {
					got = m.ID
				}
				switch {
				case m.At.IsZero():
					got += " -"
				default:
					got += m.At.Format(" 15:04")
				}
				if m.Within > time.Hour {
					got += " vague"
				}
				if m.Local {
					got += " local"
				}
			}
			if got != c.want {
				t.Errorf("%q, want %q: %+v", got, c.want, q.Ours)
			}
		})
	}
}

// A colleague forwards a customer's reply: what the customer quotes counts, not what the colleague has forwarded.
func TestOursInAForward(t *testing.T) {
	q := Parse(msgMail("From: Anna Own <anna@ours.example>\nTo: intake@ours.example\nSubject: Fwd: Re: Offer\n"+
		"In-Reply-To: <j2@customer.example>", "Please.\n\n---------- Forwarded message ---------\n"+
		"From: Jane Doe <jane@customer.example>\nDate: Fri, 20 Nov 2026 at 11:00\nSubject: Re: Offer\nTo: <anna@ours.example>\n\n"+
		"Can you start in May?\n\nOn Fri, 20 Nov 2026 at 10:15, Anna Own <anna@ours.example> wrote:\n\n> Offer\n"),
		Envelope{}, msgOptions)
	if q.Kind != lead.Forwarded || len(q.Ours) != 1 || !q.Ours[0].Local || q.Ours[0].At.Hour() != 10 || q.Ours[0].ID != "" {
		t.Errorf("%s: %+v", q.Kind, q.Ours)
	}
}

// Every language has all twelve months or none, and no word means two.
func TestMonthsAreComplete(t *testing.T) {
	if n := len(words("months")); n == 0 || n%12 != 0 {
		t.Errorf("%d lines of months", n)
	}
	seen := map[string]int{}
	for i, line := range words("months") {
		for _, w := range strings.Fields(line) {
			if m, twice := seen[w]; twice && m != i%12 {
				t.Errorf("%q is month %d and %d", w, m+1, i%12+1)
			}
			seen[w] = i % 12
		}
	}
}
