package reading

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/quotations"
)

// What a customer says in a letter: the request as it was written, and name, telephone and company from wherever
// people put them.
func TestLetters(t *testing.T) {
	tests := []struct{ name, from, body, need, who, phone, works string }{
		{"a closing phrase and a signature", "Jane Doe <jane@northwind.example>",
			"We need a roof.\n\nKind regards\nJane Doe\nNorthwind Traders Ltd, 1 Mill Lane\nTel: +44 113 496 0000\n",
			"We need a roof.", "Jane Doe", "+44 113 496 0000", "Northwind Traders Ltd"},
		{"two dashes", "Karl Kunde <karl@gmx.de>", "Was kostet ein Carport?\n\nLG Karl\n\n-- \nKarl Kunde\n" +
			"Mobil 0170/1234567\n", "Was kostet ein Carport?", "Karl Kunde", "0170/1234567", ""},
		{"a telephone's line", "Jane Doe <jane.doe@gmail.com>", "Do you do flat roofs? Call me on +44 7700 900123\n\n" +
			"Sent from my iPhone\n", "Do you do flat roofs? Call me on +44 7700 900123", "Jane Doe", "+44 7700 900123", ""},
		{"no closing phrase", "Jane Doe <jane@northwind.example>",
			"We need a roof.\n\nJane Doe\nHead of Procurement | Northwind GmbH | M +49 170 1234567\n", "We need a roof.",
			"Jane Doe", "+49 170 1234567", "Northwind GmbH"},
		{"a last paragraph of numbers", "jane@northwind.example", "We need a roof.\n\nTel: +49 30 901820\n" +
			"www.northwind.example\n", "We need a roof.", "", "+49 30 901820", ""},
		{"a postscript", "Jane Doe <jane@gmail.com>", "We need a roof.\n\nThanks,\nJane\n\nPS: We also need gutters.\n",
			"We need a roof.\n\nPS: We also need gutters.", "Jane Doe", "", ""},
		{"thanks at the beginning", "Jane Doe <jane@gmail.com>", "Thank you!\n\nI would like a quote for windows.\n" +
			"Could you send it by Friday?\n\nBest\nJane Doe\n", "Thank you!\n\nI would like a quote for windows.\n" +
			"Could you send it by Friday?", "Jane Doe", "", ""},
		{"thanks in the middle", "Jane Doe <jane@gmail.com>", "We need doors.\n\nThanks in advance\n\n" +
			"Do you deliver to Wales? We are far from everything.\n\nKind regards,\nJane Doe\n",
			"We need doors.\n\nThanks in advance\n\nDo you deliver to Wales? We are far from everything.", "Jane Doe", "", ""},
		{"a rule in the middle", "Jane Doe <jane@gmail.com>", "Please quote:\n- 12 windows\n--------------------\n" +
			"Delivery in May.\n\nJane Doe\n", "Please quote:\n- 12 windows\n--------------------\nDelivery in May.",
			"Jane Doe", "", ""},
		{"a disclaimer", "Jane Doe <jane@gmail.com>", "We need a roof.\n\n" +
			"This e-mail and any attachments are confidential and may be privileged.\n", "We need a roof.", "Jane Doe", "", ""},
		{"a warning on top", "Jane Doe <jane@gmail.com>",
			"CAUTION: This email originated from outside of the organization.\n\nWe need a roof.\n", "We need a roof.",
			"Jane Doe", "", ""},
		{"answers between the quotes", "Jane Doe <jane@gmail.com>",
			"On Mon, 3 Mar 2025 at 09:00, Anna <anna@ours.example> wrote:\n> How many windows?\n\nTwelve.\n\n> By when?\n\n" +
				"May.\n", "Twelve.\n\nMay.", "Jane Doe", "", ""},
		{"no display name, but a signature", "j77@gmail.com", "We need a roof.\n\nKind regards\nJane Doe\n",
			"We need a roof.", "Jane Doe", "", ""},
		{"no display name, but an introduction", "j77@gmail.com", "Je m'appelle Hélène Lefèvre. Un devis, svp.\n\n" +
			"Merci d'avance,\nHélène\n06 12 34 56 78\n", "Je m'appelle Hélène Lefèvre. Un devis, svp.",
			"Hélène Lefèvre", "", ""},
		{"a company as display name", "Northwind GmbH <info@northwind.example>",
			"Ein Angebot bitte.\n\nMit freundlichen Grüßen\nPetra Schmidt\nTel. 030 901820\n", "Ein Angebot bitte.",
			"Petra Schmidt", "030 901820", "Northwind GmbH"},
		{"a company in the display name", "\"Jane Doe | Northwind\" <jane@gmail.com>", "A roof.", "A roof.", "Jane Doe", "",
			"Northwind"},
		{"last name first", "\"Doe, Jane (Northwind)\" <jane@northwind.example>", "A roof.", "A roof.", "Jane Doe", "",
			"Northwind"},
		{"a company called like its domain", "Jane Doe <jane@becker-roofing.example>",
			"A gate.\n\nRegards\nJane Doe\nBecker Roofing\n", "A gate.", "Jane Doe", "", "Becker Roofing"},
		{"a fax is no telephone", "Jane Doe <jane@gmail.com>", "A gate.\n\nRegards\nJane\nFax: +49 30 901820 99\n" +
			"Tel: +49 30 901820 11\n", "A gate.", "Jane Doe", "+49 30 901820 11", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := Parse(msgMail("From: "+tt.from+"\nTo: info@ours.example\nSubject: Hello\n"+
				"Content-Type: text/plain; charset=utf-8", tt.body), Envelope{}, msgOptions)
			if q.Kind != lead.Direct || q.Need != tt.need || q.Name != tt.who || q.Company != tt.works || tt.phone != "" &&
				q.Phone != tt.phone {
				t.Errorf("kind %q\nneed %q\nwant %q\nname %q phone %q company %q", q.Kind, q.Need, tt.need, q.Name,
					q.Phone, q.Company)
			}
		})
	}
}

// Forwards in the other languages of the clients: one header each, with and without the line above it.
func TestForwardsElsewhere(t *testing.T) {
	for _, c := range []struct{ code, mark, from, date, subject, to string }{
		{"cs", "---------- Přeposlaná zpráva ----------", "Od", "Datum", "Předmět", "Komu"},
		{"da", "Start på videresendt besked:", "Fra", "Dato", "Emne", "Til"},
		{"no", "-------- Videresendt melding --------", "Fra", "Dato", "Emne", "Til"},
		{"fi", "-------- Välitetty viesti / Fwd.Msg --------", "Lähettäjä", "Päiväys", "Aihe", "Vastaanottaja"},
		{"hu", "Továbbított levél kezdete:", "Feladó", "Dátum", "Tárgy", "Címzett"},
		{"sv", "-------- Vidarebefordrat meddelande --------", "Från", "Skickat", "Ämne", "Till"},
		{"sk", "-------- Preposlaná správa --- Forwarded Message --------", "Od", "Dátum", "Predmet", "Pre"},
		{"ro", "Începe mesajul redirecționat:", "Expeditorul", "Dată", "Subiectul", "Către"},
		{"hr", "-------- Proslijeđena poruka --------", "Šalje", "Datum", "Naslov", "Prima"},
		{"uk", "-------- Переслане повідомлення --------", "Від кого", "Дата", "Тема", "Кому"},
		{"et", "---------- Forwarded message ---------", "Saatja", "Date", "Subject", "To"},
		{"pt-br", "Início da mensagem encaminhada:", "De", "Data", "Assunto", "Para"},
		{"ja", "---------- メッセージを転送 ---------", "送信元", "日付", "件名", "送信先"},
		{"zh", "---------- 转发的邮件 ---------", "发件人", "发送时间", "主题", "收件人"},
		{"he", "---------- Forwarded message ---------", "\u200fמאת", "Date", "Subject", "To"},
	} {
		block := c.from + ": Jane Doe <jane@customer.example>\n" + c.date + ": 3. 3. 2025\n" + c.subject + ": Roof\n" + c.to +
			": <info@ours.example>\n\nA roof please.\n"
		for name, body := range map[string]string{"marked": c.mark + "\n\n" + block, "bare": block, "wide": c.mark + "\n" +
			fullwidth(block)} {
			t.Run(c.code+" "+name, func(t *testing.T) {
				q := Parse(msgMail(forwardHead+"Fwd: Roof\nContent-Type: text/plain; charset=utf-8", body), Envelope{}, msgOptions)
				if q.Kind != lead.Forwarded || q.Name != "Jane Doe" || q.Email != "jane@customer.example" ||
					q.Need != "A roof please." || q.Problem != "" {
					t.Errorf("kind %q name %q email %q need %q problem %q", q.Kind, q.Name, q.Email, q.Need, q.Problem)
				}
			})
		}
	}
}

// fullwidth writes the colons behind labels as East Asian clients do.
func fullwidth(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r == ':' && i+1 < len(out) && out[i+1] == ' ' {
			out[i] = '：'
		}
	}
	return string(out)
}

// The sentence above a quoted message, as clients write it in their languages.
func TestQuoteIntroductions(t *testing.T) {
	for _, intro := range []string{
		`On Mon, 3 Mar 2025 at 10:00, Jane Doe <jane@customer.example> wrote:`,
		`On Mar 3, 2025, at 10:00 AM, Jane Doe <jane@customer.example> wrote:`,
		`On 03/03/2025 10:00, Jane Doe wrote:`,
		`Am 03.03.25 um 10:00 schrieb Jane Doe:`,
		`Am Mo., 3. März 2025 um 10:00 Uhr schrieb Jane Doe <jane@customer.example>:`,
		`Am 03.03.2025 um 10:00 schrieb "Jane Doe" <jane@customer.example>:`,
		`Le lun. 3 mars 2025 à 10:00, Jane Doe <jane@customer.example> a écrit :`,
		`Le 03/03/2025 10:00, « Jane Doe » <jane@customer.example> a écrit :`,
		`El lun, 3 mar 2025 a las 10:00, Jane Doe (<jane@customer.example>) escribió:`,
		`Il giorno lun 3 mar 2025 alle ore 10:00 Jane Doe <jane@customer.example> ha scritto:`,
		`Op ma 3 mrt 2025 om 10:00 schreef Jane Doe <jane@customer.example>:`,
		`Op 03-03-2025 10:00 heeft "Jane Doe" <jane@customer.example> geschreven:`,
		`pon., 3 mar 2025 o 10:00 Jane Doe <jane@customer.example> napisał(a):`,
		`Dnia 3.03.2025 10:00 „Jane Doe” <jane@customer.example> napisał:`,
		`Em seg., 3 de mar. de 2025 às 10:00, Jane Doe <jane@customer.example> escreveu:`,
		`Jane Doe <jane@customer.example> escreveu no dia segunda, 3/03/2025 à(s) 10:00:`,
		`пн, 3 мар. 2025 г. в 10:00, Jane Doe <jane@customer.example>:`,
		`03.03.2025, 10:00, пользователь "Jane Doe" <jane@customer.example> написал:`,
		`Jane Doe <jane@customer.example>, 3 Mar 2025 Pzt, 10:00 tarihinde şunu yazdı:`,
		`Den mån 3 mars 2025 kl 10:00 skrev Jane Doe <jane@customer.example>:`,
		`Den 2025-03-03 10:00 skrev "Jane Doe" <jane@customer.example> följande:`,
		`Jane Doe <jane@customer.example> skrev følgende den 03.03.2025 10:00:`,
		`Jane Doe <jane@customer.example> kirjoitti 3.3.2025 kello 10.00:`,
		`2025. 03. 03. 10:00 időpontban Jane Doe <jane@customer.example> ezt írta:`,
		`Dne 3. 3. 2025 10:00, "Jane Doe" <jane@customer.example> napsal(a):`,
		`3. 3. 2025 10:00, používateľ "Jane Doe" (<jane@customer.example>) napísal:`,
		"On Monday, the third of March 2025 at ten past 10:00 in the morning,\nJane Doe <jane@customer.example> wrote:",
		"On Mon, 3 Mar 2025 at 10:00, Jane Doe\n<jane@customer.example> wrote:",
		"On Mon, 3 Mar 2025 at 10:00, Jane Doe <\njane@customer.example> wrote:",
	} {
		t.Run(intro, func(t *testing.T) {
			lines := message.TextLines("Yes.\n\n" + intro + "\n\n> A roof please.\n")
			f, ok := quotations.FindQuoted(lines)
			name := quotations.IntroName(f.Head["from"])
			if !ok || len(f.Above) != 2 || name != "Jane Doe" {
				t.Errorf("found %v, above %d, name %q in %q", ok, len(f.Above), name, f.Head["from"])
			}
			if need, _ := quotations.RequestOf(lines, ""); need != "Yes." {
				t.Errorf("need %q", need)
			}
		})
	}
}
