package reading

import (
	"fmt"
	"strings"
	"testing"

	"leadsheet/lead"
)

// strangeTongue is how clients write a header in a language of which the language files know nothing, or little.
type strangeTongue struct {
	code, from, sent, to, subj, day, above, prefix, wrote string // wrote: %s is name and address
	who, need                                             string
}

var strangeTongues = []strangeTongue{
	{"ar", "من", "تاريخ الإرسال", "إلى", "الموضوع", "الجمعة، 20 نوفمبر 2026 10:00", "رسالة محولة", "إعادة توجيه",
		"في الجمعة، 20 نوفمبر 2026 في 10:00 كتب %s:", "سارة علي", "نحتاج إلى عشرين كرسيا"},
	{"lv", "No", "Nosūtīts", "Kam", "Temats", "piektdiena, 2026. gada 20. novembris 10:00", "Pārsūtīta vēstule", "Pārs",
		"Piektd., 2026. g. 20. nov., plkst. 10:00, lietotājs %s rakstīja:", "Jānis Ozols", "Mums vajag divdesmit krēslus"},
	{"th", "จาก", "ส่งเมื่อ", "ถึง", "เรื่อง", "วันศุกร์ที่ 20 พฤศจิกายน 2569 10:00", "ข้อความที่ส่งต่อ", "ส่งต่อ",
		"ในวันที่ ศ. 20 พ.ย. 2026 เวลา 10:00 %s เขียนว่า:", "สมชาย ใจดี", "เราต้องการเก้าอี้ยี่สิบตัว"},
	{"ko", "보낸 사람", "보낸 날짜", "받는 사람", "제목", "2026년 11월 20일 금요일 오전 10:00", "전달된 메시지", "전달",
		"2026년 11월 20일 (금) 오전 10:00, %s님이 작성:", "김민수", "의자 20개 견적을 부탁드립니다"},
	{"el", "Από", "Στάλθηκε", "Προς", "Θέμα", "Παρασκευή, 20 Νοεμβρίου 2026 10:00", "Προωθημένο μήνυμα", "ΠΡΘ",
		"Στις Παρ 20 Νοε 2026 στις 10:00 π.μ., ο χρήστης %s έγραψε:", "Μαρία Παππά", "Χρειαζόμαστε είκοσι καρέκλες"},
	{"vi", "Từ", "Đã gửi", "Đến", "Chủ đề", "Thứ Sáu, 20 tháng 11, 2026 10:00", "Thư chuyển tiếp", "Chuyển tiếp",
		"Vào 10:00, Th 6, 20 thg 11, 2026, %s đã viết:", "Nguyễn An", "Chúng tôi cần hai mươi chiếc ghế"},
	{"hi", "प्रेषक", "भेजा गया", "प्रति", "विषय", "शुक्रवार, 20 नवंबर 2026 10:00", "अग्रेषित संदेश", "अग्रे",
		"शुक्र, 20 नव॰ 2026, 10:00 बजे %s ने लिखा:", "अनिल वर्मा", "हमें बीस कुर्सियाँ चाहिए"},
	{"eu", "Nork", "Bidalia", "Nori", "Gaia", "ostirala, 2026ko azaroaren 20a 10:00", "Birbidalitako mezua", "Birb",
		"2026-11-20 10:00(e)an, %s(e)k idatzi du:", "Ane Etxeberria", "Hogei aulki behar ditugu"},
}

// strangeLayouts write the header and the text as clients do.
var strangeLayouts = []struct {
	name  string
	html  bool
	write func(w strangeTongue, from, to, text string) string
}{
	{"Outlook", false, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf("%s: %s\n%s: %s\n%s: %s\n%s: Chairs\n\n%s\n", w.from, from, w.sent, w.day, w.to, to, w.subj, text)
	}},
	{"Outlook with a line", false, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf("________________________________\n%s: %s\n%s: %s\n%s: %s\n%s: Chairs\n\n%s\n", w.from, from, w.sent,
			w.day, w.to, to, w.subj, text)
	}},
	{"Outlook HTML", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>%s:</b> %s<br><b>%s:</b> `+
			`%s<br><b>%s:</b> %s<br><b>%s:</b> Chairs<div>&nbsp;</div></div><div>%s</div>`, w.from, asHTML(from), w.sent, w.day,
			w.to, asHTML(to), w.subj, text)
	}},
	{"Outlook for Windows", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>`+
			`<p class=MsoNormal><b>%s:</b> %s<br><b>%s:</b> %s<br><b>%s:</b> %s<br><b>%s:</b> Chairs</p></div>`+
			`<p class=MsoNormal>%s</p>`, w.from, asHTML(from), w.sent, w.day, w.to, asHTML(to), w.subj, text)
	}},
	{"Gmail", false, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf("---------- Forwarded message ---------\n%s: %s\nDate: %s\nSubject: Chairs\nTo: %s\n\n\n%s\n", w.from,
			from, w.day, to, text)
	}},
	{"Gmail HTML", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- %s ---------<br>%s: %s<br>`+
			`%s: %s<br>%s: Chairs<br>%s: %s<br></div><br>%s</div>`, w.above, w.from, asHTML(from), w.sent, w.day, w.subj, w.to,
			asHTML(to), text)
	}},
	{"Apple", false, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf("%s:\n\n> %s: %s\n> %s: Chairs\n> %s: %s\n> %s: %s\n> \n> %s\n", w.above, w.from, from, w.subj, w.sent,
			w.day, w.to, to, text)
	}},
	{"Apple HTML", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<div><br><blockquote type="cite"><div>%s:</div><br><div><b>%s: </b>%s<br></div><div><b>%s: </b>`+
			`Chairs<br></div><div><b>%s: </b>%s<br></div><div><b>%s: </b>%s<br></div><br><div>%s</div></blockquote></div>`, w.above,
			w.from, asHTML(from), w.subj, w.sent, w.day, w.to, asHTML(to), text)
	}},
	{"Thunderbird", false, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf("-------- %s --------\n%s: \tChairs\n%s: \t%s\n%s: \t%s\n%s: \t%s\n\n%s\n", w.above, w.subj, w.sent,
			w.day, w.from, from, w.to, to, text)
	}},
	{"Thunderbird HTML", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<div class="moz-forward-container">-------- %s --------<table class="moz-email-headers-table">`+
			`<tr><th>%s: </th><td>Chairs</td></tr><tr><th>%s: </th><td>%s</td></tr><tr><th>%s: </th><td>%s</td></tr>`+
			`<tr><th>%s: </th><td>%s</td></tr></table><br>%s</div>`, w.above, w.subj, w.sent, w.day, w.from, asHTML(from), w.to,
			asHTML(to), text)
	}},
	{"NetEase", false, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf("---- %s ----\n| %s | %s |\n| %s | %s |\n| %s | %s |\n| %s | Chairs |\n\n%s\n", w.above, w.from, from,
			w.sent, w.day, w.to, to, w.subj, text)
	}},
	{"Zimbra HTML", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>%s: </b>%s<br><b>%s: `+
			`</b>%s<br><b>%s: </b>%s<br><b>%s: </b>Chairs<br></div><div data-marker="__QUOTED_TEXT__">%s</div>`, w.from,
			asHTML(from), w.to, asHTML(to), w.sent, w.day, w.subj, text)
	}},
	{"GMX HTML", true, func(w strangeTongue, from, to, text string) string {
		return fmt.Sprintf(`<div name="quote" style="margin:10px"><div><b>%s:</b> %s<br><b>%s:</b> %s<br><b>%s:</b> %s<br>`+
			`<b>%s:</b> Chairs</div><div>%s</div></div>`, w.sent, w.day, w.from, asHTML(from), w.to, asHTML(to), w.subj, text)
	}},
}

// A colleague's forward from every client in languages that no list knows: the sender is found by structure.
func TestForwardsInStrangeLanguages(t *testing.T) {
	for _, w := range strangeTongues {
		for _, layout := range strangeLayouts {
			for _, prefix := range []string{"FW", w.prefix, ""} {
				t.Run(strings.Join([]string{w.code, layout.name, prefix}, " "), func(t *testing.T) {
					body := layout.write(w, w.who+" <kim@customer.example>", "Anna Own <anna@ours.example>", w.need)
					head, subject := "\nContent-Type: text/plain; charset=utf-8", "Chairs"
					if body = "FYI\n\n" + body; layout.html {
						head, body = "\nContent-Type: text/html; charset=utf-8", "<div>FYI</div>"+body[5:]
					}
					if prefix != "" {
						subject = prefix + ": Chairs"
					}
					q := Parse(msgMail(forwardHead+subject+head, body), Envelope{}, msgOptions)
					if q.Kind != lead.Forwarded || q.Name != w.who || q.Email != "kim@customer.example" || q.Need != w.need ||
						q.Note != "FYI" || q.Problem != "" {
						t.Errorf("kind %q name %q email %q need %q note %q problem %q\n%s", q.Kind, q.Name, q.Email, q.Need, q.Note,
							q.Problem, body)
					}
				})
			}
		}
	}
}

// A customer's answer above our mail, from every client in languages that no list knows: the need is what is new, and
// our telephone number is not the customer's.
func TestAnswersInStrangeLanguages(t *testing.T) {
	const ours = "Our price is 99 EUR, call +49 89 555555."
	for _, w := range strangeTongues {
		check := func(name, head, body string) {
			t.Run(w.code+" "+name, func(t *testing.T) {
				q := Parse(msgMail("From: Kim <kim@customer.example>\nTo: info@ours.example\nSubject: Re: Chairs\n"+
					"In-Reply-To: <o1@ours.example>\nContent-Type: "+head+"; charset=utf-8", body), Envelope{}, msgOptions)
				if q.Kind != lead.Reply || q.Need != w.need || q.Phone != "" {
					t.Errorf("kind %q need %q phone %q\n%s", q.Kind, q.Need, q.Phone, body)
				}
			})
		}
		const anna = "Anna Own <anna@ours.example>"
		for _, layout := range strangeLayouts {
			if layout.name == "Gmail HTML" || layout.name == "Gmail" {
				continue // answers have a sentence there
			}
			body, head := w.need+"\n\n"+layout.write(w, anna, "Kim <kim@customer.example>", ours), "text/plain"
			if layout.html {
				body, head = "<div>"+w.need+"</div>"+layout.write(w, anna, "Kim", ours), "text/html"
			}
			check(layout.name, head, body)
		}
		intro := fmt.Sprintf(w.wrote, anna)
		names := fmt.Sprintf("%s: Anna Own\n%s: %s\n%s: Kim\n%s: RE: Chairs\n", w.from, w.sent, w.day, w.to, w.subj)
		check("no addresses", "text/plain", w.need+"\n\n________________________________\n"+names+"\n"+ours)
		check("no addresses in HTML", "text/html", "<div>"+w.need+"</div><div id=divRplyFwdMsg>"+asHTML(names)+"</div><div>"+
			ours+"</div>")
		check("a sentence", "text/plain", w.need+"\n\n"+intro+"\n\n"+ours+"\n")
		check("a sentence above a quotation", "text/plain", w.need+"\n\n"+intro+"\n> "+ours+"\n")
		check("Gmail's sentence", "text/html", "<div dir=ltr>"+w.need+"</div><br><div class=gmail_quote><div "+
			"class=gmail_attr>"+asHTML(intro)+"<br></div><blockquote class=gmail_quote>"+ours+"</blockquote></div>")
		check("Thunderbird's sentence", "text/html", "<p>"+w.need+"</p><div class=moz-cite-prefix>"+asHTML(intro)+
			"</div><blockquote type=cite cite=mid:o1@ours.example>"+ours+"</blockquote>")
		check("Yahoo's sentence", "text/html", "<div>"+w.need+"</div><div id=ydp7yahoo_quoted class=ydp7yahoo_quoted><div>"+
			asHTML(intro)+"</div><div><br></div><div>"+ours+"</div></div>")
		check("Proton's sentence", "text/html", "<div>"+w.need+"</div><div class=protonmail_quote>"+asHTML(intro)+
			"<br><blockquote class=protonmail_quote type=cite>"+ours+"</blockquote></div>")
		check("a plain blockquote", "text/html", "<div>"+w.need+"</div><div>"+asHTML(intro)+"</div><blockquote>"+ours+
			"</blockquote>")
		check("a blockquote above", "text/html", "<div>"+asHTML(intro)+"</div><blockquote>"+ours+"</blockquote><div>"+w.need+
			"</div>")
	}
}

// What a customer sets in a blockquote is the customer's text unless a client marks it as a quotation.
func TestAuthoredBlockquotes(t *testing.T) {
	for name, c := range map[string]struct{ body, need string }{
		"Outlook's indent": {`<div>Hello,</div><blockquote style="margin-left:40px" class="elementToProof"><div>we need ` +
			`chairs</div></blockquote><div>Thank you</div>`, "we need chairs"},
		"Gmail's indent": {`<div>Please quote:<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>20 chairs</div>` +
			`<div>4 tables</div></blockquote>Delivery to Berlin.</div>`, "Please quote:\n20 chairs\n4 tables\nDelivery to Berlin."},
		"a bar in a first mail": {`<p>Your site says:</p><blockquote style="border-left:2px solid #ccc">chairs from 99</blockquote>` +
			`<p>Is this per chair?</p>`, "Your site says:\nchairs from 99\n\nIs this per chair?"},
		"within a list": {`<ul><li>One<blockquote>twenty chairs</blockquote></li></ul>`, "- One\ntwenty chairs"},
		"cited":         {`<p>Twenty.</p><blockquote type="cite">How many chairs?</blockquote>`, "Twenty."},
	} {
		t.Run(name, func(t *testing.T) {
			q := Parse(msgHTML(msgJane+"Subject: Chairs", c.body), Envelope{}, msgOptions)
			if q.Need != c.need {
				t.Errorf("need %q, want %q", q.Need, c.need)
			}
		})
	}
}

// Lines of a customer's own that look like a header are the customer's text.
func TestNoHeaders(t *testing.T) {
	for name, body := range map[string]string{
		"contacts of a site": "We need a roof.\n\nSite: Villa Berlin\nForeman: Tom Roe <tom@second.example>\n" +
			"Architect: Eve Loe <eve@third.example>\nStart: 20.11.2026\n\nCall either of them.",
		"a list of facts": "We need a roof.\n\nSize: 240 m\nStart: 2026-11-20\nPlace: Leeds\n\nWhen can you come?",
		"one address":     "Please write to\nBuyer: Eve Loe <eve@third.example>\nby 12:00 on 20.11.2026. We need a roof.",
		"a sentence": "On 20.11.2026 at 10:00 Tom <tom@second.example> told me:\n\nyou make roofs. Do you?\n\n" +
			"We need one.",
	} {
		t.Run(name, func(t *testing.T) {
			q := Parse(msgMail(msgJane+"Subject: Roof", body), Envelope{}, msgOptions)
			if q.Need != body {
				t.Errorf("need %q, want %q", q.Need, body)
			}
		})
	}
}

// Layouts of a header that are neither lines of a known shape nor a known sentence.
func TestForwardsInOddLayouts(t *testing.T) {
	frame := func(label, value string) string {
		return "|------------>\n| " + label + ":   |\n|------------>\n  >" + strings.Repeat("-", 56) + "|\n  |" + value +
			strings.Repeat(" ", 20) + "|\n  >" + strings.Repeat("-", 56) + "|\n"
	}
	const jane = "Jane Doe <jane@customer.example>"
	for name, body := range map[string]string{
		"Notes, in frames": frame("From", jane) + frame("To", "anna@ours.example") + frame("Date", "20.11.2026 10:00") +
			frame("Subject", "Chairs"),
		"Notes, in frames of another language": frame("Von wem", jane) + frame("An wen", "anna@ours.example") +
			frame("Wann", "20.11.2026 10:00") + frame("Worum", "Chairs"),
		"QQ": "------------------ Original ------------------\nFrom:  \"Jane Doe\"<jane@customer.example>;\n" +
			"Date:  Fri, Nov 20, 2026 10:00 AM\nTo:  \"anna\"<anna@ours.example>;\nSubject:  Chairs\n",
		"Zoho":                     "---- On Fri, 20 Nov 2026 10:00:00 +0100 " + jane + " wrote ----\n",
		"Zoho in another language": "---- Pk., 20 Nov 2026 10:00:00 +0100 " + jane + " rakstīja ----\n",
		"a sentence":               "На пт, 20.11.2026 г. в 10:00 Jane Doe <jane@customer.example> написа:\n",
		"the word on its own":      "Fri, Nov 20th, 2026 at 10:00 AM,  Jane Doe jane@customer.example\n\nskribis:\n",
	} {
		for _, prefix := range []string{"FW", "Преп"} {
			t.Run(name+" "+prefix, func(t *testing.T) {
				q := Parse(msgMail(forwardHead+prefix+": Chairs\nContent-Type: text/plain; charset=utf-8",
					"FYI\n\n"+body+"\nTwenty chairs."), Envelope{}, msgOptions)
				if q.Kind != lead.Forwarded || q.Email != "jane@customer.example" || q.Need != "Twenty chairs." ||
					q.Note != "FYI" || q.Name != "Jane Doe" {
					t.Errorf("kind %q name %q email %q need %q note %q", q.Kind, q.Name, q.Email, q.Need, q.Note)
				}
			})
		}
	}
}
