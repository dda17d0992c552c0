package reading

import (
	"regexp"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

const maxNeed = 2000

// signOffWords close a letter; signOff is a line that holds nothing else but perhaps a name.
const signOffWords = `(best|kind|kindest|warm|warmest|many|with (best|kind)) (regards|wishes|thanks)|(kind |best )?regards|all the best|sincerely( yours)?|yours( (sincerely|faithfully|truly))?|respectfully|cheers|many thanks|thanks( (and|&) regards| in advance| again| a lot| so much)?|thank you( (very|so) much| in advance| and (best|kind) regards)?|best|` +
	`(mit )?(freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|schöne[nm]?|herzliche[nm]?|sonnige[nm]?) gr(ü|ue|u)(ß|ss)(en?)?( aus .{2,30})?|gr(ü|ue|u)(ß|ss)e?|mfg|vg|lg|bg|hochachtungsvoll|vielen dank( (im voraus|und (viele|beste|freundliche|liebe) grüße))?|danke( (im voraus|und (viele|beste|liebe) grüße))?|besten dank|` +
	`cordialement|bien cordialement|bien à vous|salutations.{0,20}|meilleures salutations|sincères salutations|merci( d'avance| beaucoup)?|saludos( cordiales)?|un saludo|un cordial saludo|atentamente|(muchas )?gracias( de antemano)?|cordiali saluti|distinti saluti|(i migliori |cari )?saluti|grazie( mille| in anticipo)?|` +
	`(met )?(vriendelijke|hartelijke) groet(en)?|mvg|groet(en|jes)?|(alvast )?bedankt|hartelijk dank|pozdrawiam( serdecznie)?|z poważaniem|serdecznie pozdrawiam|z góry dziękuję|dziękuję|atenciosamente|att|(com os melhores )?cumprimentos|abraços?|obrigad[oa]|с уважением|с наилучшими пожеланиями|спасибо( заранее)?|заранее спасибо|` +
	`saygılarım(la|ızla)|saygılar|iyi çalışmalar|teşekkürler|teşekkür ederim|med vänlig hälsning|vänliga hälsningar|med venlig hilsen|med vennlig hilsen|mvh|terveisin|ystävällisin terveisin|s pozdravem|s pozdravom|üdvözlettel|з повагою`

var (
	signOff    = regexp.MustCompile(`(?i)^\s*[*_]?(` + signOffWords + `)[\s,.!:;*_–—-]*((?-i:(\p{Lu}[\p{L}.'’-]*\s*){1,4}))?[*_]?\s*$`)
	deviceLine = regexp.MustCompile(`(?i)^\s*[-_]*\s*(sent from (my |yahoo|outlook|mail for|samsung|proton|myMail|gmail|the )|get outlook for|sent (with|via|using) |von meinem .{1,30} gesendet|gesendet (von|mit|über|aus) |diese nachricht wurde von meinem|envoyé (de mon|depuis|à partir|avec)|télécharger outlook|enviado desde (mi|outlook|yahoo)|enviado (do meu|con|com|a partir)|obtener outlook|inviato (da|dal|con)|scarica outlook|verstuurd (vanaf|met|via)|verzonden (vanaf|met|via)|outlook voor|wysłane z|wysłano z|pobierz aplikację outlook|отправлено (с|из)|iphone'?umdan gönderildi|.{2,20}[ıiuü]mdan gönderildi|skickat från|sendt fra|lähetetty )`)
	disclaimer = regexp.MustCompile(`(?i)^\s*\**(disclaimer|legal notice|haftungsausschluss|rechtlicher hinweis|confidentiality( notice)?\b|confidential:|this (e-?mail|message|communication|transmission)( and any| \(| is confidential|,? including| may contain| is intended|.{0,60}confidential)|the (information|content)s?( contained)? (in|of) this (e-?mail|message)|if you (are not the intended|have received this)|diese (e-?mail|nachricht).{0,60}vertraulich|der inhalt dieser e-?mail|die(se)? information(en)? in dieser|ce (message|courriel|e-?mail).{0,80}confidentiel|este (mensaje|correo|e-?mail).{0,80}confidencial|la información contenida|questo messaggio.{0,80}riservat|le informazioni contenute|questa e-?mail.{0,80}riservat|dit (e-?mail)?bericht.{0,60}vertrouwelijk|de informatie in dit|ta wiadomość.{0,80}poufn|niniejsza wiadomość|esta mensagem.{0,60}confidencia|это (сообщение|письмо).{0,60}конфиденциальн|данное (сообщение|письмо)|bu (e-?posta|ileti|mesaj).{0,60}gizli|please consider the environment|think before you print|bitte denken sie an die umwelt|virus-free|virenfrei|this email has been (checked|scanned))`)
	banner     = regexp.MustCompile(`(?i)^\s*[\[*<(]*\s*(\[?external( e-?mail| sender)?\]?[\s:!.*\]-]*$|caution\s*[:!]|warning\s*[:!] .{0,40}(external|outside)|this (e-?mail|message) (originated|came|was sent) from (outside|an external)|achtung\s*[:!].{0,60}extern|externe e-?mail|vorsicht\s*[:!].{0,60}extern|you don't often get e-?mail from|sie erhalten nicht (oft|häufig) e-?mails?|vous n'obtenez pas souvent|no suele recibir|some people who received this message don't often)`)
	ruler      = regexp.MustCompile(`^\s*[_=*-]{6,}\s*$`)
)

// splitText divides what the person of that name wrote into the new text and the signature; quotes, disclaimers and
// the warnings that mail servers put on top are left out.
func splitText(lines []message.Line, name string) (text, signature []message.Line) {
	lines = newLines(lines)
	sign, left := -1, 0
	for i := len(lines) - 1; i >= 0 && left <= 30; i-- {
		s := strings.TrimSpace(lines[i].Text)
		if s == "" {
			continue
		}
		// Of several, the first begins the signature, unless the letter goes on between them.
		if left++; begins(lines, i, left) && (sign < 0 || !hasProse(lines[i+1:sign])) {
			sign = i
		}
	}
	if sign < 0 {
		sign = bareSignature(lines, name)
	}
	return withPostscript(lines[:sign], lines[sign:])
}

// begins reports whether a signature may begin at line i.
func begins(lines []message.Line, i, left int) bool {
	s := strings.TrimSpace(lines[i].Text)
	switch {
	case s == "--" || s == "—":
		return true
	case len(s) < 120 && deviceLine.MatchString(s):
		return true
	case i == 0:
		return false
	case ruler.MatchString(s):
		next := i + 1
		for next < len(lines) && strings.TrimSpace(lines[next].Text) == "" {
			next++
		}
		return next == len(lines) || !isProse(lines[next].Text) || disclaimer.MatchString(lines[next].Text)
	}
	return len(s) < 90 && signOff.MatchString(s) && closes(lines, i, left)
}

// isProse reports whether a line is a sentence, as letters have them and signatures do not.
func isProse(s string) bool {
	s = strings.TrimSpace(s)
	if len([]rune(s)) > 75 {
		return true
	}
	return len(strings.Fields(s)) >= 3 && (strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!")) && !company.MatchString(s) && !signOff.MatchString(s)
}

func hasProse(lines []message.Line) bool {
	for _, l := range lines {
		if isProse(l.Text) {
			return true
		}
	}
	return false
}

var postscript = regexp.MustCompile(`^\s*(?i:p\.?\s?s\.?)\s*[:.!–—-]?\s+\S|^\s*(PS|P\.S\.)[:.]`)

// withPostscript takes what somebody added under the signature back into the letter.
func withPostscript(text, signature []message.Line) ([]message.Line, []message.Line) {
	for i, l := range signature {
		if i == 0 || i > 12 || !postscript.MatchString(l.Text) {
			continue
		}
		end := i
		for end < len(signature) && strings.TrimSpace(signature[end].Text) != "" {
			end++
		}
		out := append(append([]message.Line{}, text...), message.Line{})
		return append(out, signature[i:end]...), append(append([]message.Line{}, signature[:i]...), signature[end:]...)
	}
	return text, signature
}

// closes reports whether a closing phrase at line i ends the letter: what follows looks like a signature, not like
// more of the letter.
func closes(lines []message.Line, i, left int) bool {
	if left > 16 {
		return false
	}
	long := 0
	for _, l := range lines[i+1:] {
		s := strings.TrimSpace(l.Text)
		if len([]rune(s)) > 90 || strings.HasSuffix(s, "?") {
			long++
		}
	}
	return long <= 2
}

// contactLine is a line of a signature that gives a number or an address and nothing else.
var contactLine = regexp.MustCompile(`(?i)^\s*[*_]*((t|tel|telefon|telephone|phone|ph|mob|mobil|mobile|m|cell|handy|tél|téléphone|portable|teléfono|móvil|telefono|cell|cellulare|telefoon|telefone|celular|komórka|тел|телефон|моб|fax|e-?mail|mail|web|website|whatsapp|f|e|w)\.?[*_]*\s*[:.|]\s*[*_]*\S|(https?://|www\.)\S+\s*$|\+?[\d\s()/.-]{7,25}$|[^\s@]+@[^\s@]+\.[^\s@]+$)`)

// bareSignature finds a signature that no closing phrase introduces: the writer's name at the end, or a last
// paragraph of short lines among which are a number or an address. It returns the number of lines when there is none.
func bareSignature(lines []message.Line, name string) int {
	seen, contact, first := 0, false, strings.ToLower(name)
	if f := strings.Fields(first); len(f) > 0 && len([]rune(f[0])) > 1 {
		first = f[0]
	}
	for i := len(lines) - 1; i > 0 && seen < 10; i-- {
		s := strings.TrimSpace(lines[i].Text)
		if s == "" {
			if contact {
				return i
			}
			continue
		}
		seen++
		if low := strings.ToLower(strings.Trim(s, " ,-–—*")); name != "" && (low == strings.ToLower(name) || low == first) {
			return i
		}
		if len([]rune(s)) > 70 || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, ".") && !company.MatchString(s) {
			break
		}
		contact = contact || contactLine.MatchString(s)
	}
	return len(lines)
}

// newLines leaves out what the sender did not write now: quoted messages, disclaimers, warnings.
func newLines(lines []message.Line) []message.Line {
	var out []message.Line
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if strings.HasPrefix(l.Text, ">") || len(out) < 6 && len(l.Text) < 400 && banner.MatchString(l.Text) {
			continue
		}
		if _, n := wroteAt(lines, i); n > 0 {
			if answers := below(lines[i+n:]); answers != nil {
				return append(out, answers...)
			}
			break
		}
		if _, found := forwardMarker(l.Text); found || len(out) > 0 && len(l.Text) > 10 && disclaimer.MatchString(l.Text) {
			break
		}
		if f, _ := blockField(l.Text); f == "from" || f == "date" {
			if head, _ := readBlock(lines, i); len(head) >= 3 && head["from"] != "" {
				break
			}
		}
		out = append(out, l)
	}
	for len(out) > 0 && (strings.TrimSpace(out[len(out)-1].Text) == "" || ruler.MatchString(out[len(out)-1].Text)) {
		out = out[:len(out)-1]
	}
	return out
}

// below is what somebody wrote under the lines of a quoted message; nil when they wrote above it, or nothing.
// A paragraph counts: the rest of a line that a mail client broke does not.
func below(lines []message.Line) []message.Line {
	quoted, blank, any := false, false, false
	var out []message.Line
	for i, l := range lines {
		s := strings.TrimSpace(l.Text)
		switch {
		case strings.HasPrefix(l.Text, ">"):
			quoted, blank = true, false
		case s == "":
			blank = true
			if any {
				out = append(out, message.Line{})
			}
		case !quoted:
			return nil
		case blank || any && !strings.HasPrefix(lines[i-1].Text, ">"):
			if _, n := wroteAt(lines, i); n > 0 {
				return out
			}
			out, any = append(out, l), true
		}
	}
	return out
}

// needOf returns the request in the lines of somebody's mail; the whole text when nothing is left of it without quotes.
func needOf(lines []message.Line, name string) (need string, signature []message.Line) {
	text, signature := splitText(lines, name)
	need = message.Tidy(message.JoinLines(text))
	if need == "" {
		need = message.Tidy(message.JoinLines(newLines(lines)))
	}
	if need == "" {
		need = message.Tidy(message.JoinLines(lines))
	}
	return message.Clean(need, maxNeed), signature
}

// introductions are how people say their name in a letter.
var introductions = regexp.MustCompile(`(?:(?i:my name is|mein name ist|ich heiße|je m'appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|mijn naam is|ik heet|nazywam się|meu nome é|me chamo|chamo-me|меня зовут|моё имя|benim adım|adım))\s+((?:\p{Lu}[\p{L}'’-]+)(?:\s+(?:(?:van|von|de|der|den|da|di|del|la|le)\s+){0,2}\p{Lu}[\p{L}'’-]+){0,3})`)

// introducedAs is the name by which the writer introduces himself, "" when he does not.
func introducedAs(text []message.Line) string {
	for i, l := range text {
		if i > 60 {
			break
		}
		if len(l.Text) < 3000 {
			if m := introductions.FindStringSubmatch(l.Text); m != nil {
				return message.Clean(m[1], 100)
			}
		}
	}
	return ""
}

var (
	phoneLike = regexp.MustCompile(`(?:\+|00|\(0|\b0|\b\(?[1-9])[\d\s().\/-]{5,22}\d`)
	phoneWord = regexp.MustCompile(`(?i)\b(t|tel|telefon|telephone|phone|ph|mobil|mobile|mob|m|cell|handy|call|ring|tél|téléphone|portable|teléfono|tlf|móvil|telefono|cellulare|cell|telefoon|mobiel|gsm|whatsapp|komórka|telefone|celular|telemóvel|number|rufnummer|cep)\b|тел|моб|телефон`)
	faxWord   = regexp.MustCompile(`(?i)\b(fax|telefax|факс|faks)\b`)
	company   = regexp.MustCompile(`(?:^|\s)(g?GmbH|mbH|AG|UG|KG|OHG|GbR|e\.\s?K\.|e\.\s?V\.|Ltd\.?|Limited|LLC|L\.L\.C\.|LLP|Inc\.?|Incorporated|Corp\.?|Corporation|PLC|plc|SARL|S\.A\.R\.L\.|SAS|EURL|S\.A\.|SA|B\.\s?V\.|BV|N\.V\.|S\.L\.U?\.?|SLU?|S\.r\.l\.|Srl|SRL|S\.p\.A\.|SpA|S\.n\.c\.|Sp\. ?z ?o\.? ?o\.?|Sp\. ?k\.|S\.A|Lda\.?|Ltda\.?|ООО|ЗАО|АО|ИП|ТОВ|A\.Ş\.|Ltd\. Şti\.|Oyj?|AB|A/S|AS|ApS|s\.r\.o\.|a\.s\.|Kft\.?|d\.o\.o\.|Pty)(?:[\s,.;|)]|$)`)
)

// phoneOf finds a telephone number that can be dialled: first in the signature, then in the text where a word or a
// plus says that it is one.
func phoneOf(text, signature []message.Line, country string) string {
	for n, list := range [][]message.Line{signature, text} {
		for i, l := range list {
			if i > 200 || len(l.Text) > 1000 || len(l.Text) < 7 || !strings.ContainsAny(l.Text, "0123456789") ||
				faxWord.MatchString(l.Text) && !phoneWord.MatchString(l.Text) {
				continue
			}
			for _, m := range phoneLike.FindAllString(l.Text, 3) {
				m = strings.TrimSpace(m)
				if n == 1 && !strings.HasPrefix(m, "+") && !phoneWord.MatchString(l.Text) {
					continue
				}
				before, _, _ := strings.Cut(l.Text, m)
				if faxWord.MatchString(lastWords(before, 1)) {
					continue
				}
				_, ok := lead.NormalizePhone(m, country)
				// A number of another country than ours cannot be dialled as it stands, but people can read it.
				if !ok && phoneWord.MatchString(lastWords(before, 4)) {
					n := digits(m)
					ok = n >= 7 && n <= 15
				}
				if ok {
					return lead.CleanPhone(m)
				}
			}
		}
	}
	return ""
}

func digits(s string) int {
	n := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// lastWords are the last n words of s.
func lastWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[max(0, len(f)-n):], " ")
}

// companyOf is the company of a signature, what the sender's display name adds, a line of the signature that is called
// like the domain, or the domain of an address that is no free mail provider's.
func companyOf(signature []message.Line, works, address string) string {
	label := domainLabel(address)
	named := ""
	for i, l := range signature {
		if i >= 15 || len(l.Text) > 200 {
			continue
		}
		for _, part := range strings.FieldsFunc(l.Text, func(r rune) bool { return strings.ContainsRune("|·•*\t", r) }) {
			if _, value, ok := strings.Cut(part, ": "); ok {
				part = value
			}
			part = strings.Trim(part, " ,-–—")
			if len(part) < 90 && company.MatchString(part) && !signOff.MatchString(part) {
				return message.Clean(uptoForm(part), 100)
			}
			if named == "" && len(part) < 60 && label != "" && !strings.ContainsAny(part, "@/:") && !strings.Contains(part, label+".") && alike(part, label) {
				named = part
			}
		}
	}
	switch {
	case works != "":
		return works
	case named != "":
		return message.Clean(named, 100)
	}
	_, domain, _ := strings.Cut(address, "@")
	if domain == "" || lead.FreeMail(domain) {
		return ""
	}
	return domain
}

// uptoForm cuts what follows a company's legal form in the same line: its street, its role.
func uptoForm(s string) string {
	if before, _, ok := strings.Cut(s, ", "); ok && company.MatchString(before) {
		return before
	}
	return s
}

// nameOf is the name that stands under a signature's greeting, or beside it.
func nameOf(signature []message.Line) string {
	for i, l := range signature {
		if i == 0 {
			if m := signOff.FindStringSubmatch(l.Text); m != nil {
				if name := strings.TrimSpace(m[len(m)-2]); name != "" {
					return message.Clean(name, 100)
				}
				continue
			}
		}
		s := strings.Trim(l.Text, " *,-–—|")
		if strings.TrimSpace(s) == "" || signOff.MatchString(l.Text) {
			continue
		}
		s, _, _ = strings.Cut(s, " | ")
		words := strings.Fields(s)
		if len(words) == 0 || len(words) > 4 || len(s) > 50 || strings.ContainsAny(s, "@0123456789:/|") || deviceLine.MatchString(l.Text) || company.MatchString(s) || !startsUpper(words[0]) {
			return ""
		}
		return message.Clean(s, 100)
	}
	return ""
}

var upperStart = regexp.MustCompile(`^\p{Lu}`)

func startsUpper(s string) bool { return upperStart.MatchString(s) }
