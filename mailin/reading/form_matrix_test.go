package reading

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"leadsheet/lead"
)

// formWords are the labels of a contact form in one language, and what its mail says of itself.
type formWords struct {
	code, name, email, phone, company, message string
	own                                        string // a question that is no field of a lead
	subject                                    string
	date, page, agent, ip, powered             string // what Elementor writes below
	text                                       string
}

var formLanguages = []formWords{
	{"en", "Your name", "E-mail address", "Phone number", "Company", "Message", "Favourite colour",
		"New message from \"Site\"", "Date", "Page URL", "User Agent", "Remote IP", "Powered by",
		"Please send an offer for a roof.\nIt is urgent."},
	{"de", "Ihr Name", "E-Mail-Adresse", "Telefonnummer", "Firma", "Ihre Nachricht", "Lieblingsfarbe",
		"Neue Nachricht von \"Site\"", "Datum", "Seiten-URL", "Benutzeragent", "Remote-IP", "Bereitgestellt von",
		"Bitte ein Angebot für ein Dach.\nEs eilt."},
	{"fr", "Votre nom", "Adresse e-mail", "Téléphone", "Société", "Votre message", "Couleur préférée",
		"Nouveau message de \"Site\"", "Date", "URL de la page", "Agent utilisateur", "IP distante", "Propulsé par",
		"Merci de m'envoyer un devis.\nC'est urgent."},
	{"es", "Nombre", "Correo electrónico", "Teléfono", "Empresa", "Mensaje", "Color favorito", "Nuevo mensaje de \"Site\"",
		"Fecha", "URL de la página", "Agente de usuario", "IP remota", "Desarrollado por",
		"Necesito un presupuesto.\nEs urgente."},
	{"it", "Nome e cognome", "Indirizzo email", "Telefono", "Azienda", "Messaggio", "Colore preferito",
		"Nuovo messaggio da \"Site\"", "Data", "URL della pagina", "Agente utente", "IP remoto", "Powered by",
		"Vorrei un preventivo.\nÈ urgente."},
	{"nl", "Naam", "E-mailadres", "Telefoonnummer", "Bedrijf", "Bericht", "Lievelingskleur", "Nieuw bericht van \"Site\"",
		"Datum", "Pagina-URL", "User Agent", "Extern IP", "Powered by", "Graag een offerte.\nMet spoed."},
	{"pl", "Imię i nazwisko", "Adres e-mail", "Telefon", "Firma", "Wiadomość", "Ulubiony kolor",
		"Nowa wiadomość z \"Site\"", "Data", "Adres URL strony", "Przeglądarka", "Zdalny adres IP", "Powered by",
		"Proszę o ofertę.\nPilne."},
	{"pt", "Nome completo", "E-mail", "Telefone", "Empresa", "Mensagem", "Cor favorita", "Nova mensagem de \"Site\"",
		"Data", "URL da página", "Agente do usuário", "IP remoto", "Powered by", "Preciso de um orçamento.\nÉ urgente."},
	{"ru", "Ваше имя", "Электронная почта", "Телефон", "Компания", "Сообщение", "Любимый цвет", "Новое сообщение с сайта",
		"Дата", "URL страницы", "Браузер", "IP-адрес", "Powered by", "Прошу прислать смету.\nСрочно."},
	{"uk", "Ваше ім'я", "Електронна пошта", "Телефон", "Компанія", "Повідомлення", "Улюблений колір", "Нове повідомлення",
		"Дата", "Page URL", "User Agent", "Remote IP", "Powered by", "Прошу надіслати кошторис.\nТерміново."},
	{"tr", "Ad Soyad", "E-posta", "Telefon", "Şirket", "Mesaj", "En sevilen renk", "Yeni mesaj", "Tarih", "Sayfa URL",
		"Tarayıcı", "IP adresi", "Powered by", "Bir teklif rica ediyorum.\nAcil."},
	{"sv", "Ditt namn", "E-postadress", "Telefonnummer", "Företag", "Meddelande", "Favoritfärg", "Nytt meddelande",
		"Datum", "Sidans URL", "Webbläsare", "IP-adress", "Powered by", "Vi behöver ett tak.\nDet brådskar."},
	{"no", "Navn", "E-postadresse", "Telefon", "Bedrift", "Melding", "Yndlingsfarge", "Ny melding", "Dato", "Side-URL",
		"Nettleser", "IP-adresse", "Powered by", "Vi trenger et tak.\nDet haster."},
	{"da", "Dit navn", "E-mailadresse", "Telefonnummer", "Virksomhed", "Besked", "Yndlingsfarve", "Ny besked", "Dato",
		"Side-URL", "Browser", "IP-adresse", "Powered by", "Vi skal bruge et tag.\nDet haster."},
	{"fi", "Nimi", "Sähköpostiosoite", "Puhelinnumero", "Yritys", "Viesti", "Lempiväri", "Uusi viesti", "Päivämäärä",
		"Sivun URL", "Selain", "IP-osoite", "Powered by", "Tarvitsemme katon.\nKiireellinen."},
	{"cs", "Jméno a příjmení", "E-mailová adresa", "Telefonní číslo", "Název firmy", "Zpráva", "Oblíbená barva",
		"Nová zpráva", "Datum", "URL stránky", "Prohlížeč", "IP adresa", "Powered by", "Potřebujeme střechu.\nSpěchá to."},
	{"sk", "Meno a priezvisko", "E-mailová adresa", "Telefónne číslo", "Spoločnosť", "Správa", "Obľúbená farba",
		"Nová správa", "Dátum", "URL stránky", "Prehliadač", "IP adresa", "Powered by", "Potrebujeme strechu.\nSúri to."},
	{"hu", "Név", "E-mail cím", "Telefonszám", "Cégnév", "Üzenet", "Kedvenc szín", "Új üzenet", "Dátum", "Oldal URL",
		"Böngésző", "IP-cím", "Powered by", "Tetőre van szükségünk.\nSürgős."},
	{"ro", "Nume și prenume", "Adresa de e-mail", "Număr de telefon", "Companie", "Mesaj", "Culoarea preferată",
		"Mesaj nou", "Data", "URL pagină", "Browser", "Adresă IP", "Powered by", "Avem nevoie de un acoperiș.\nEste urgent."},
	{"el", "Ονοματεπώνυμο", "Διεύθυνση e-mail", "Τηλέφωνο", "Εταιρεία", "Μήνυμα", "Αγαπημένο χρώμα", "Νέο μήνυμα",
		"Ημερομηνία", "URL σελίδας", "Πρόγραμμα περιήγησης", "Διεύθυνση IP", "Powered by", "Θέλουμε μια στέγη.\nΕπείγει."},
	{"hr", "Ime i prezime", "E-mail adresa", "Broj telefona", "Tvrtka", "Poruka", "Omiljena boja", "Nova poruka",
		"Datum", "URL stranice", "Preglednik", "IP adresa", "Powered by", "Trebamo krov.\nHitno je."},
	{"bg", "Вашето име", "Имейл адрес", "Телефон", "Фирма", "Съобщение", "Любим цвят", "Ново съобщение", "Дата",
		"URL на страницата", "Браузър", "IP адрес", "Powered by", "Трябва ни покрив.\nСпешно е."},
	{"ja", "お名前", "メールアドレス", "お電話番号", "会社名", "お問い合わせ内容", "好きな色", "新しいお問い合わせ", "日付", "ページURL",
		"ブラウザ", "IPアドレス", "Powered by", "屋根の見積もりをお願いします。\n急ぎです。"},
	{"zh", "姓名", "电子邮箱", "联系电话", "公司名称", "留言内容", "喜欢的颜色", "新留言", "日期", "页面网址", "浏览器", "IP地址",
		"Powered by", "我们需要一个屋顶。\n很急。"},
	{"ko", "성함", "이메일", "연락처", "회사명", "문의 내용", "좋아하는 색", "새 메시지", "날짜", "페이지 URL", "브라우저", "IP 주소",
		"Powered by", "지붕 견적을 부탁드립니다.\n급합니다."},
	{"he", "שם מלא", "דוא\"ל", "מספר טלפון", "שם החברה", "תוכן ההודעה", "צבע אהוב", "הודעה חדשה", "תאריך", "כתובת הדף", "דפדפן",
		"כתובת IP", "Powered by", "אנחנו צריכים גג.\nזה דחוף."},
	{"ar", "الاسم الكامل", "البريد الإلكتروني", "رقم الهاتف", "اسم الشركة", "الرسالة", "اللون المفضل", "رسالة جديدة", "التاريخ",
		"رابط الصفحة", "المتصفح", "عنوان IP", "Powered by", "نحتاج إلى سقف.\nالأمر عاجل."},
}

const formPage = "https://site.example/contact?utm_source=newsletter&utm_medium=mail&utm_campaign=autumn"

// formShape writes the mail of a form in one of the layouts of the makers of forms.
type formShape struct {
	name, from string
	write      func(w formWords, rows [][2]string) (contentType, body string)
}

func formRows(w formWords) [][2]string {
	return [][2]string{{w.name, "Jane Doe"}, {w.email, "jane@customer.example"}, {w.phone, "+49 30 901820"},
		{w.company, "Northwind GmbH"}, {w.own, "red"}, {w.message, w.text}}
}

func eachRow(rows [][2]string, format string, value func(string) string) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, format, r[0], value(r[1]))
	}
	return b.String()
}

func asHTML(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br>\n") }
func asText(s string) string { return s }

var formShapes = []formShape{
	{"label: value", "site@mailer.example", func(_ formWords, rows [][2]string) (string, string) {
		return "text/plain", eachRow(rows, "%s: %s\n", asText)
	}},
	{"elementor", "email@site.example", func(w formWords, rows [][2]string) (string, string) {
		return "text/html", eachRow(rows, "%s: %s<br>", asHTML) + "<br>---<br><br>" + w.date +
			": March 3, 2025<br>Time: 10:00<br>" + w.page + ": <a href=\"" + html.EscapeString(formPage) + "\">" +
			html.EscapeString(formPage) + "</a><br>" +
			w.agent + ": Mozilla/5.0 (X11; Linux x86_64)<br>AppleWebKit/537.36 (KHTML, like Gecko)<br>" + w.ip +
			": 192.0.2.7<br>" + w.powered + ": Elementor<br>"
	}},
	{"gravity", "wordpress@site.example", func(_ formWords, rows [][2]string) (string, string) {
		return "text/html", `<table width="99%" border="0"><tr><td><table>` +
			eachRow(rows,
				`<tr bgcolor="#EAF2FA"><td colspan="2"><font style="font-size:12px"><strong>%s</strong></font></td></tr>`+
					`<tr bgcolor="#FFFFFF"><td width="20">&nbsp;</td><td><font>%s</font></td></tr>`, asHTML) +
			"</table></td></tr></table>"
	}},
	{"wpforms", "wordpress@site.example", func(_ formWords, rows [][2]string) (string, string) {
		return "text/plain", eachRow(rows, "--- %s ---\n\n%s\n\n", asText)
	}},
	{"ninja", "no-reply@site.example", func(_ formWords, rows [][2]string) (string, string) {
		return "text/html", "<table>" + eachRow(rows, "<tr><td>%s:</td><td>%s</td></tr>", asHTML) + "</table>"
	}},
	{"two lines", "notifications@site.example", func(_ formWords, rows [][2]string) (string, string) {
		return "text/plain", "A visitor wrote to you.\n\n" + eachRow(rows, "%s:\n%s\n\n", asText) + "View submission\n"
	}},
	{"bold lines", "forms@site.example", func(_ formWords, rows [][2]string) (string, string) {
		return "text/html", eachRow(rows, "<p><b>%s</b><br>%s</p>", asHTML) + `<p>Remote IP: 192.0.2.7</p>`
	}},
}

type formCase struct {
	name                        string
	raw                         []byte
	who, email, phone, works    string
	need, source, campaign, own string
}

// formCases generates layouts x languages.
func formCases() []formCase {
	var out []formCase
	for _, w := range formLanguages {
		for _, s := range formShapes {
			ct, body := s.write(w, formRows(w))
			c := formCase{name: w.code + " " + s.name, who: "Jane Doe", email: "jane@customer.example", phone: "+49 30 901820",
				works: "Northwind GmbH", need: w.text, source: "Website form", own: w.own,
				raw: msgMail("From: Site <"+s.from+">\nTo: info@ours.example\nAuto-Submitted: auto-generated\nSubject: "+w.subject+
					"\nContent-Type: "+ct+"; charset=utf-8", body)}
			if s.name == "elementor" {
				c.source, c.campaign = "newsletter", "autumn"
			}
			out = append(out, c)
		}
	}
	return out
}

// Every maker's layout in every language: the visitor is in the fields, what the form says of itself is nowhere.
func TestNotifications(t *testing.T) {
	cases := formCases()
	if len(cases) < 60 {
		t.Fatalf("only %d notifications", len(cases))
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(c.raw, Envelope{}, msgOptions)
			if q.Kind != lead.Notification || q.Name != c.who || q.Email != c.email || q.Phone != c.phone ||
				q.Company != c.works {
				t.Errorf("kind %q name %q email %q phone %q company %q", q.Kind, q.Name, q.Email, q.Phone, q.Company)
			}
			if q.Need != c.need || q.Source != c.source || q.Campaign != c.campaign || q.Ignore+q.Problem != "" ||
				q.NoAnswer != "" {
				t.Errorf("need %q source %q campaign %q ignore %q problem %q answer %q", q.Need, q.Source, q.Campaign, q.Ignore,
					q.Problem, q.NoAnswer)
			}
			found := false
			for _, a := range q.Answers {
				found = found || a.Question == c.own && a.Value == "red"
				if strings.Contains(a.Value, "Mozilla") || strings.Contains(a.Value, "192.0.2.7") ||
					strings.Contains(a.Value, "Elementor") || strings.Contains(a.Question, "URL") {
					t.Errorf("metadata became an answer: %+v", a)
				}
			}
			if !found {
				t.Errorf("the answer to %q is missing: %+v", c.own, q.Answers)
			}
			if t.Failed() {
				t.Logf("%s", c.raw)
			}
		})
	}
}

// The same mails, forwarded by a colleague: still the visitor's.
func TestForwardedNotifications(t *testing.T) {
	for i, c := range formCases() {
		t.Run(c.name, func(t *testing.T) {
			head, body, _ := strings.Cut(strings.ReplaceAll(string(c.raw), "\r\n", "\n"), "\n\n")
			from, ct := strings.TrimPrefix(strings.SplitN(head, "\n", 2)[0], "From: "),
				head[strings.Index(head, "Content-Type: "):]
			lines := []string{"---------- Forwarded message ---------", "From: " + from, "Date: Mon, 3 Mar 2025 at 10:00",
				"Subject: New message", "To: <info@ours.example>", "", ""}
			above := strings.Join(lines, "\n")
			if strings.Contains(ct, "html") {
				above = asHTML(above)
			}
			if i%3 == 0 { // our own website's
				above = strings.ReplaceAll(above, "site.example", "ours.example")
			}
			q := Parse(msgMail(forwardHead+"Fwd: New message\n"+ct, above+body), Envelope{}, msgOptions)
			if q.Kind != lead.Forwarded || q.ForwardedBy != "anna@ours.example" || q.Name != c.who || q.Email != c.email ||
				q.Need != c.need || q.Company != c.works || q.Problem != "" {
				t.Errorf("kind %q by %q name %q email %q need %q company %q problem %q", q.Kind, q.ForwardedBy, q.Name, q.Email,
					q.Need, q.Company, q.Problem)
				t.Logf("%s%s", above, body)
			}
		})
	}
}

const makersNeed = "A roof, please.\nBudget: open"

// makersMails are mails as the vendors of forms send them.
var makersMails = []struct{ name, head, body, who, email, need string }{
	{"contact form 7", "From: Site <wordpress@site.example>\nReply-To: jane@customer.example\nSubject: Site \"Roof\"",
		"From: Jane Doe <jane@customer.example>\nSubject: Roof\n\nMessage Body:\n" + makersNeed +
			"\n\n-- \nThis is a notification that a contact form was submitted on your website (Site https://site.example).\n",
		"Jane Doe", "jane@customer.example", makersNeed},
	{"contact form 7, German", "From: Site <wordpress@site.example>\nSubject: Site \"Dach\"",
		"Von: Jane Doe <jane@customer.example>\nBetreff: Dach\n\nNachrichtentext:\n" + makersNeed +
			"\n\n-- \nDiese E-Mail wurde von einem Kontaktformular von Site (https://site.example) gesendet\n", "Jane Doe",
		"jane@customer.example", makersNeed},
	{"contact form 7, our own site's in French", "From: Ours <wordpress@ours.example>\n" +
		"Reply-To: jane@customer.example\nSubject: Ours \"Devis\"",
		"De : Jane Doe <jane@customer.example>\nObjet : Devis\n\nCorps du message :\nUn toit.\n\n-- \n" +
			"Cet e-mail a été envoyé via le formulaire de contact de Ours\n", "Jane Doe", "jane@customer.example", "Un toit."},
	{"an unknown layout in our own name", "From: Ours <info@ours.example>\nReply-To: Jane Doe <jane@customer.example>\n" +
		"Subject: From the site", "Somebody wants a roof.\n", "Jane Doe", "jane@customer.example", "Somebody wants a roof."},
	{"contact form 7, older", "From: Jane Doe <wordpress@site.example>\nSubject: Roof",
		"From: Jane Doe jane@customer.example\nSubject: Roof\n\nMessage Body:\n" + makersNeed +
			"\n\n--\nThis e-mail was sent from a contact form on Site (https://site.example)\n", "Jane Doe",
		"jane@customer.example", makersNeed},
	{"formspree", "From: Formspree Team <noreply@formspree.io>\nSubject: New submission from site.example",
		"Hey there,\n\nSomeone just submitted your form on site.example. Here's what they had to say:\n\nname:\n" +
			"Jane Doe\n\nemail:\njane@customer.example\n\nmessage:\nA roof, please.\n\n" +
			"This form was submitted at 10:00 AM UTC - 03 March 2025.\n", "Jane Doe", "jane@customer.example",
		"A roof, please."},
	{"squarespace, with marketing", "From: Squarespace <form-submission@squarespace.info>\n" +
		"Subject: Form Submission - Contact", "Sent via form submission from Site\n\nName: Jane Doe\n\n" +
		"Email: jane@customer.example, accepts marketing: true\n\nMessage: A roof, please.\n\nManage Submissions\n\n" +
		"Does this submission look like spam? Report it here.\n", "Jane Doe", "jane@customer.example", "A roof, please."},
	{"wix", "From: Site <notifications@wix-forms.com>\nReply-To: jane@customer.example\n" +
		"Subject: Contact got a new submission", "A site visitor just submitted your form Contact on Site\n\n" +
		"Submission summary:\nFirst name:\nJane\nLast name:\nDoe\nMessage:\nA roof, please.\n\nView Submissions\n",
		"Jane Doe", "jane@customer.example", "A roof, please."},
	{"webflow", "From: Webflow forms <no-reply-forms@webflow.com>\nSubject: New form submission on Webflow for Site",
		"Form Contact Site Site\nSubmitted content\n\nfull-name: Jane Doe\nemail-2: jane@customer.example\n" +
			"message: A roof, please.\n", "Jane Doe", "jane@customer.example", "A roof, please."},
	{"netlify", "From: \"site\" <formresponses@netlify.com>\nReply-To: jane@customer.example\n" +
		"Subject: Form submission from site form: contact", "name: Jane Doe\nemail: jane@customer.example\n" +
		"message: A roof, please.\n", "Jane Doe", "jane@customer.example", "A roof, please."},
	{"shopify", "From: \"Store (Shopify)\" <mailer@shopify.com>\nReply-To: jane@customer.example\n" +
		"Subject: New customer message on March 3, 2025",
		"You received a new message from your online store's contact form.\n\nCountry Code:\nDE\n\nName:\nJane Doe\n\n" +
			"Email:\njane@customer.example\n\nBody:\nA roof, please.\n", "Jane Doe", "jane@customer.example",
		"A roof, please."},
	{"drupal", "From: Site <info@site.example>\nSubject: Webform submission from: Contact",
		"Submitted on Mon, 03/03/2025 - 10:00\nSubmitted by user: Anonymous\nSubmitted values are:\n\nName: Jane Doe\n" +
			"Email: jane@customer.example\nMessage: A roof, please.\n", "Jane Doe", "jane@customer.example", "A roof, please."},
	{"joomla", "From: Site <info@site.example>\nSubject: Site: Roof",
		"This is an enquiry email via https://site.example from:\nJane Doe <jane@customer.example>\n\nA roof, please.\n",
		"Jane Doe", "jane@customer.example", "A roof, please."},
	{"drupal's contact module", "From: Jane Doe <jane@customer.example>\nSubject: [Contact] Roof",
		"Jane Doe (jane@customer.example) sent a message using the contact form at https://site.example/contact.\n\n" +
			"A roof, please.\n", "Jane Doe", "jane@customer.example", "A roof, please."},
	{"a table with a header row", "From: no-reply@site.example\nSubject: New lead\n" +
		"Content-Type: text/html; charset=utf-8",
		"<table><tr><th>Name</th><th>Email</th><th>Phone</th><th>Message</th></tr><tr><td>Jane " +
			"Doe</td><td>jane@customer.example</td><td>+49 30 901820</td><td>A roof, please.</td></tr></table>", "Jane Doe",
		"jane@customer.example", "A roof, please."},
	{"the visitor as sender", "From: Jane Doe <jane@customer.example>\nSubject: Website",
		"Name: Jane Doe\nEmail: jane@customer.example\nMessage: A roof, please.\n", "Jane Doe", "jane@customer.example",
		"A roof, please."},
	{"the visitor in Reply-To only", "From: no-reply@site.example\nReply-To: Jane Doe <jane@customer.example>\n" +
		"Subject: Contact request", "Subject: Roof\nMessage: A roof, please.\nPhone: +49 30 901820\n", "Jane Doe",
		"jane@customer.example", "A roof, please."},
	{"a labelled address before Reply-To", "From: no-reply@site.example\nReply-To: other@customer.example\n" +
		"Subject: Contact request", "Name: Jane Doe\nEmail: jane@customer.example\nMessage: A roof, please.\n", "Jane Doe",
		"jane@customer.example", "A roof, please."},
	{"markup in the message", "From: no-reply@site.example\nSubject: Contact request",
		"Name: Jane Doe\nEmail: jane@customer.example\nMessage: A roof, <script>alert(1)</script>please.\n", "Jane Doe",
		"jane@customer.example", "A roof, please."},
	{"labels in the message", "From: no-reply@site.example\nSubject: Contact request",
		"Name: Jane Doe\nEmail: jane@customer.example\nMessage: We compared.\nOption A: slate\nOption B: tin\n", "Jane Doe",
		"jane@customer.example", "We compared.\nOption A: slate\nOption B: tin"},
	{"equals signs", "From: no-reply@site.example\nSubject: Form submission",
		"name = Jane Doe\nemail = jane@customer.example\nmessage = A roof, please.\n", "Jane Doe", "jane@customer.example",
		"A roof, please."},
}

// Makers of forms whose mails look like nobody else's.
func TestNotificationMakers(t *testing.T) {
	for _, c := range makersMails {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail(c.head+"\nTo: info@ours.example", c.body), Envelope{}, msgOptions)
			if q.Kind != lead.Notification || q.Name != c.who || q.Email != c.email || q.Need != c.need {
				t.Errorf("kind %q name %q email %q need %q answers %v", q.Kind, q.Name, q.Email, q.Need, q.Answers)
			}
		})
	}
}
