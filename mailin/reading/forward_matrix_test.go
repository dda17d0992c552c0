package reading

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"leadsheet/lead"
)

// tongue is how clients set in one language write the header of a forwarded message.
type tongue struct {
	code                       string
	from, date, sent, to, subj string
	apple, bird, yahoo, orig   string // the lines above it, by client
	outlook                    string // the subject's prefix
	wrote                      string // %s: name and address
	customer, town, need       string
	note                       string
}

var tongues = []tongue{
	{"en", "From", "Date", "Sent", "To", "Subject", "Begin forwarded message", "Forwarded Message", "Forwarded Message",
		"Original message", "FW", `On 3/3/25, 10:00, %s wrote:`, "Jane Doe", "Leeds", "We need a new roof before autumn.",
		"Please call her today."},
	{"de", "Von", "Datum", "Gesendet", "An", "Betreff", "Anfang der weitergeleiteten Nachricht",
		"Weitergeleitete Nachricht", "Weitergeleitete Nachricht", "Ursprüngliche Nachricht", "WG",
		`Am 03.03.25, 10:00 schrieb %s:`, "Jörg Müller", "Köln", "Wir brauchen vor dem Herbst ein neues Dach.",
		"Bitte heute anrufen."},
	{"fr", "De", "Date", "Envoyé", "À", "Objet", "Début du message réexpédié", "Message transféré", "Message transmis",
		"Message d'origine", "TR", `Le 03/03/2025 10:00, %s a écrit :`, "Hélène Lefèvre", "Nantes",
		"Il nous faut un nouveau toit avant l'automne.", "Merci de l'appeler."},
	{"es", "De", "Fecha", "Enviado", "Para", "Asunto", "Inicio del mensaje reenviado", "Mensaje reenviado",
		"Mensaje reenviado", "Mensaje original", "RV", `El 3/3/25 10:00, %s escribió:`, "José Núñez", "Vigo",
		"Necesitamos un tejado nuevo antes del otoño.", "Llámale hoy, por favor."},
	{"it", "Da", "Data", "Inviato", "A", "Oggetto", "Inizio messaggio inoltrato", "Messaggio Inoltrato",
		"Messaggio inoltrato", "Messaggio originale", "I", `Il giorno 03/03/25 10:00, %s ha scritto:`, "Niccolò Bassi",
		"Parma", "Ci serve un tetto nuovo prima dell'autunno.", "Chiamalo oggi."},
	{"nl", "Van", "Datum", "Verzonden", "Aan", "Onderwerp", "Begin doorgestuurd bericht", "Doorgestuurd bericht",
		"Doorgestuurd bericht", "Oorspronkelijk bericht", "FW", `Op 03-03-25 10:00 heeft %s geschreven:`, "Daniël de Wit",
		"Breda", "Wij hebben voor de herfst een nieuw dak nodig.", "Graag vandaag bellen."},
	{"pl", "Od", "Data", "Wysłano", "Do", "Temat", "Początek przekazywanej wiadomości", "Treść przekazanej wiadomości",
		"Przekazana wiadomość", "Wiadomość oryginalna", "PD", `Dnia 3 mar 2025 o 10:00 %s napisał(a):`, "Łukasz Żak",
		"Gdynia", "Potrzebujemy nowego dachu przed jesienią.", "Proszę zadzwonić."},
	{"pt", "De", "Data", "Enviado", "Para", "Assunto", "Início da mensagem reencaminhada", "Mensagem reencaminhada",
		"Mensagem reencaminhada", "Mensagem original", "ENC", `Em 03/03/2025 10:00, %s escreveu:`, "João Conceição", "Braga",
		"Precisamos de um telhado novo antes do outono.", "Liga-lhe hoje."},
	{"ru", "От", "Дата", "Отправлено", "Кому", "Тема", "Начало переадресованного сообщения", "Перенаправленное сообщение",
		"Пересылаемое сообщение", "Исходное сообщение", "FW", `03.03.2025, 10:00, пользователь %s написал:`, "Ольга Петрова",
		"Тверь", "Нам нужна новая крыша до осени.", "Позвоните ей сегодня."},
	{"tr", "Kimden", "Tarih", "Gönderilen", "Kime", "Konu", "İleti başlangıcı", "İletilen İleti", "İletilmiş Mesaj",
		"Orijinal ileti", "İLT", `%s, 3 Mar 2025 Pzt, 10:00 tarihinde şunu yazdı:`, "Gülşen Çelik", "İzmir",
		"Sonbahardan önce yeni bir çatıya ihtiyacımız var.", "Bugün arayın."},
}

// sentBy is somebody whose message was forwarded.
type sentBy struct{ name, address, to, body string }

func (s sentBy) mailbox() string { return s.name + " <" + s.address + ">" }

// client writes a forward: the lines above and the body, plain and as HTML. It returns the subject's prefix too.
type client struct {
	name  string
	write func(t tongue, s sentBy, subject string) (prefix, text, page string)
}

func block(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString(pairs[i] + ": " + pairs[i+1] + "\n")
	}
	return b.String()
}

func blockHTML(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString("<b>" + pairs[i] + ":</b> " + html.EscapeString(pairs[i+1]) + "<br>\n")
	}
	return b.String()
}

func paragraphs(s string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(s, "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>")
	}
	return b.String()
}

func quoted(s string) string {
	return "> " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n> ") + "\n"
}

func indented(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") + "\n" }

var forwardClients = []client{
	{"gmail", func(t tongue, s sentBy, subject string) (string, string, string) {
		// Gmail breaks a long sender behind the bracket.
		return "Fwd", "---------- Forwarded message ---------\n" + t.from + ": " + s.name + " <\n" + s.address + ">\n" +
				block(t.date, "Mon, 3 Mar 2025 at 10:00", t.subj, subject, t.to, "<"+s.to+">") + "\n\n" + s.body,
			`<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>` + t.from +
				`: <strong class="gmail_sendername" dir="auto">` + s.name +
				`</strong> <span dir="auto">&lt;<a href="mailto:` + s.address + `">` + s.address + `</a>&gt;</span><br>` + t.date +
				": Mon, 3 Mar 2025<br>" + t.subj + ": " + subject + "<br>" + t.to + ": &lt;" + s.to + "&gt;<br></div><br><br>" +
				paragraphs(s.body) + "</div>"
	}},
	{"outlook", func(t tongue, s sentBy, subject string) (string, string, string) {
		pairs := []string{t.from, s.name + " [mailto:" + s.address + "]", t.sent, "Monday, 3 March 2025 10:00", t.to, s.to,
			t.subj, subject}
		return t.outlook, block(pairs...) + "\n" + s.body,
			`<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">` +
				blockHTML(t.from, s.mailbox(), t.sent, "Monday, 3 March 2025 10:00", t.to, s.to, t.subj, subject) + "</p></div>" +
				paragraphs(s.body)
	}},
	{"outlook web", func(t tongue, s sentBy, subject string) (string, string, string) {
		return t.outlook, "________________________________\n" + block(t.from, s.mailbox(), t.sent,
				"Monday, March 3, 2025 10:00 AM", t.to, s.to+" <"+s.to+">", t.subj, subject) + "\n" + s.body,
			`<div id="appendonsend"></div><hr style="display:inline-block;width:98%">` +
				`<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">` +
				blockHTML(t.from, s.mailbox(), t.sent, "Monday, March 3, 2025", t.to, s.to, t.subj, subject) +
				`</font><div>&nbsp;</div></div>` + paragraphs(s.body)
	}},
	{"outlook mac", func(t tongue, s sentBy, _ string) (string, string, string) {
		intro := fmt.Sprintf(t.wrote, `"`+s.name+`" <`+s.address+">")
		return t.outlook, intro + "\n\n" + indented(s.body), "<p>" + html.EscapeString(intro) + "</p><blockquote>" +
			paragraphs(s.body) + "</blockquote>"
	}},
	{"apple", func(t tongue, s sentBy, subject string) (string, string, string) {
		pairs := []string{t.from, s.mailbox(), t.subj, subject, t.date, "3 March 2025 at 10:00:00 CET", t.to, s.to}
		return "Fwd", t.apple + ":\n\n" + quoted(block(pairs...)+"\n"+s.body), `<div><blockquote type="cite"><div>` +
			t.apple + `:</div><br><div style="margin: 0px">` + blockHTML(pairs...) + "</div><br><div>" + paragraphs(s.body) +
			"</div></blockquote></div>"
	}},
	{"thunderbird", func(t tongue, s sentBy, subject string) (string, string, string) {
		row := func(label, value string) string {
			return `<tr><th align="RIGHT" nowrap valign="BASELINE">` + label + `: </th><td>` + html.EscapeString(value) +
				"</td></tr>"
		}
		return "Fwd", "-------- " + t.bird + " --------\n" + strings.ReplaceAll(block(t.subj, "\t"+subject, t.date,
				"\tMon, 3 Mar 2025 10:00:00 +0100", t.from, "\t"+s.mailbox(), t.to, "\t"+s.to), ": \t", " : \t") +
				"\n\n\n" + s.body,
			`<div class="moz-forward-container"><br><br>-------- ` + t.bird +
				` --------<table class="moz-email-headers-table" border="0"><tbody>` + row(t.subj, subject) +
				row(t.date, "Mon, 3 Mar 2025") + row(t.from, s.mailbox()) + row(t.to, s.to) + "</tbody></table><br><br>" +
				paragraphs(s.body) + "</div>"
	}},
	{"yahoo", func(t tongue, s sentBy, subject string) (string, string, string) {
		return "Fw", "   ----- " + t.yahoo + " ----- " + t.from + ": " + s.mailbox() + t.to + ": \"" + s.to + "\" <" + s.to +
				">" + t.sent + ": Monday, 3 March 2025, 10:00:00 CET" + t.subj + ": " + subject + "\n " + s.body,
			`<div class="yahoo_quoted"><div>----- ` + t.yahoo + ` -----</div><div><b>` + t.from + ":</b> " +
				html.EscapeString(s.mailbox()) + "</div><div><b>" + t.to + ":</b> " + s.to + "</div><div><b>" + t.sent +
				":</b> Monday</div><div><b>" + t.subj + ":</b> " + subject + "</div><div><br></div><div>" + paragraphs(s.body) +
				"</div></div>"
	}},
	{"samsung", func(t tongue, s sentBy, subject string) (string, string, string) {
		return "Fwd", "-------- " + t.orig + " --------" + t.from + ": " + s.mailbox() + " " + t.date +
				": 03.03.25  10:00  (GMT+01:00) " + t.to + ": " + s.to + " " + t.subj + ": " + subject + " \n" + s.body,
			"<div>-------- " + t.orig + " --------</div><div>" + t.from + ": " + html.EscapeString(s.mailbox()) +
				" </div><div>" + t.date + ": 03.03.25  10:00  (GMT+01:00) </div><div>" + t.to + ": " + s.to + " </div><div>" +
				t.subj + ": " + subject + " </div><div><br></div>" + paragraphs(s.body)
	}},
	{"gmx", func(t tongue, s sentBy, subject string) (string, string, string) {
		pairs := []string{t.sent, "Montag, 3. März 2025 um 10:00 Uhr", t.from, `"` + s.name + `" <` + s.address + ">", t.to,
			s.to, t.subj, subject}
		return "Fw", block(pairs...) + "\n" + s.body, `<div name="quote" style="margin:10px 5px">` + blockHTML(pairs...) +
			`<div name="quoted-content">` + paragraphs(s.body) + "</div></div>"
	}},
	{"proton", func(t tongue, s sentBy, subject string) (string, string, string) {
		pairs := []string{t.from, s.mailbox(), t.date, "On Monday, March 3rd, 2025 at 10:00", t.subj, subject, t.to, s.to}
		return "Fw", "------- Forwarded Message -------\n" + block(pairs...) + "\n" + quoted(s.body),
			`<div class="protonmail_quote">------- Forwarded Message -------<br>` + blockHTML(pairs...) +
				`<br><blockquote class="protonmail_quote" type="cite">` + paragraphs(s.body) + "</blockquote></div>"
	}},
	{"ionos", func(t tongue, s sentBy, subject string) (string, string, string) {
		pairs := []string{t.from, s.mailbox(), t.to, `"` + s.to + `" <` + s.to + ">", t.date, "03/03/2025 10:00 AM CET",
			t.subj, subject}
		return "Fwd", quoted("---------- " + t.orig + " ----------\n" + block(pairs...) + " \n" + s.body),
			`<blockquote type="cite"><div>---------- ` + t.orig + ` ----------</div>` + blockHTML(pairs...) + "<div>" +
				paragraphs(s.body) + "</div></blockquote>"
	}},
}

// forwardCase is one forward with what should come of it.
type forwardCase struct {
	name      string
	raw       []byte
	customer  string
	email     string
	need      string
	forwarder string
	note      string
}

const forwardHead = "From: Anna Own <anna@ours.example>\nTo: intake@ours.example\nMessage-ID: <fwd@ours.example>\n" +
	"MIME-Version: 1.0\nSubject: "

// forwardCases generates clients x languages x (text, HTML, attached, nested).
func forwardCases() []forwardCase {
	var out []forwardCase
	for i, t := range tongues {
		subject := "Anfrage " + t.town
		address := fmt.Sprintf("person%d@customer%d.example", i, i)
		s := sentBy{t.customer, address, "info@ours.example", t.need + "\n\nTel: +49 30 901820 " + fmt.Sprint(100+i) +
			"\n" + t.town}
		want := forwardCase{customer: t.customer, email: address, need: t.need, forwarder: "anna@ours.example", note: t.note}
		add := func(name, head, body string) {
			c := want
			c.name, c.raw = t.code+" "+name, msgMail(forwardHead+head, body)
			out = append(out, c)
		}
		for _, c := range forwardClients {
			prefix, text, page := c.write(t, s, subject)
			add(c.name+" text", prefix+": "+subject+"\nContent-Type: text/plain; charset=utf-8", t.note+"\n\n"+text)
			add(c.name+" html", prefix+": "+subject+"\nContent-Type: text/html; charset=utf-8", "<html><body><p>"+t.note+"</p>"+
				page+"</body></html>")
			// A colleague forwarded it to a colleague, with another client.
			outer := forwardClients[(i+len(c.name))%len(forwardClients)]
			bob := sentBy{"Bob Own", "bob@ours.example", "anna@ours.example", "Can you take this one?\n\n" + text}
			_, twice, _ := outer.write(t, bob, prefix+": "+subject)
			add(c.name+" nested in "+outer.name, "Fwd: "+prefix+": "+subject+"\nContent-Type: text/plain; charset=utf-8",
				t.note+"\n\n"+twice)
		}
		inner := "From: " + encoded(t.customer) + " <" + address +
			">\nTo: info@ours.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n" + s.body + "\n"
		add("attached", "Fwd: "+subject+"\nContent-Type: multipart/mixed; boundary=bb",
			"--bb\nContent-Type: text/plain; charset=utf-8\n\n"+t.note+"\n--bb\nContent-Type: message/rfc822\n\n"+inner+
				"\n--bb--\n")
	}
	return out
}

func encoded(s string) string {
	var b strings.Builder
	b.WriteString("=?utf-8?q?")
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "=%02X", c)
	}
	return b.String() + "?="
}

// Whatever client a colleague uses, in whatever language: the customer is the one who wrote first, the need is what the
// customer wrote, and the colleague's own words are kept apart.
func TestForwards(t *testing.T) {
	cases := forwardCases()
	if len(cases) < 150 {
		t.Fatalf("only %d forwards", len(cases))
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(c.raw, Envelope{}, msgOptions)
			if q.Kind != lead.Forwarded || q.ForwardedBy != c.forwarder || q.Email != c.email || q.Name != c.customer ||
				q.OriginalFrom != c.email {
				t.Errorf("kind %q by %q customer %q <%s> from %q; want %q <%s>", q.Kind, q.ForwardedBy, q.Name, q.Email,
					q.OriginalFrom, c.customer, c.email)
			}
			if !strings.HasPrefix(q.Need, c.need) || strings.Contains(q.Need, c.note) ||
				strings.Contains(q.Need, "ours.example") {
				t.Errorf("need %q, want %q", q.Need, c.need)
			}
			if q.Note != c.note {
				t.Errorf("note %q, want %q", q.Note, c.note)
			}
			if !strings.HasPrefix(q.Phone, "+49 30") || q.Problem != "" || q.Ignore != "" {
				t.Errorf("phone %q problem %q ignore %q", q.Phone, q.Problem, q.Ignore)
			}
			if t.Failed() {
				t.Logf("%s", c.raw)
			}
		})
	}
}
