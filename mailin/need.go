package mailin

import (
	"regexp"
	"strings"

	"leadsheet/lead"
)

const maxNeed = 2000

var (
	signOff    = regexp.MustCompile(`(?i)^\s*((best|kind|warm|many)\s+(regards|wishes|thanks)|(kind |best )?regards|sincerely|yours\b.{0,20}|cheers|thanks and regards|(mit )?(freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|schöne[nm]?) gr(ü|ue)(ß|ss)en?|mfg|vg|cordialement|bien à vous|salutations.{0,20}|saludos( cordiales)?|un saludo|atentamente|cordiali saluti|distinti saluti|saluti|met vriendelijke groet(en)?|groeten|pozdrawiam|z poważaniem|atenciosamente|cumprimentos|с уважением)\s*[,.!]*\s*$`)
	deviceLine = regexp.MustCompile(`(?i)^\s*(sent from my |sent from (yahoo|outlook|mail for)|get outlook for|von meinem .{1,30} gesendet|gesendet (von|mit) |envoyé (de mon|depuis)|enviado desde mi|inviato da|verstuurd vanaf|wysłane z|enviado do meu|отправлено с)`)
	disclaimer = regexp.MustCompile(`(?i)^\s*\**(disclaimer|confidentiality notice|confidential(ity)?:|this (e-?mail|message)( and any| is confidential|, including| may contain| is intended|.{0,40}confidential)|diese (e-?mail|nachricht).{0,60}vertraulich|der inhalt dieser e-?mail|ce (message|courriel).{0,60}confidentiel|este (mensaje|correo).{0,60}confidencial|questo messaggio.{0,60}riservat|dit (e-?mail)?bericht.{0,60}vertrouwelijk|please consider the environment|esta mensagem.{0,60}confidencia)`)
	ruler      = regexp.MustCompile(`^\s*[_=]{8,}\s*$`)
)

// split divides what a person wrote into the new text and the signature; quotes and disclaimers are left out.
func splitText(lines []line) (text, signature []line) {
	cut := len(lines)
	for i, l := range lines {
		_, quoted := wroteAt(lines, i)
		if quoted > 0 || forwardLine.MatchString(l.text) || originalLine.MatchString(l.text) || disclaimer.MatchString(l.text) {
			cut = i
			break
		}
		if blockField(l.text) == "from" {
			if head, _ := readBlock(lines, i); len(head) >= 3 {
				cut = i
				break
			}
		}
	}
	sign := -1
	for i, l := range lines[:cut] {
		if strings.HasPrefix(l.text, ">") {
			continue
		}
		switch {
		case l.text == "--" || l.text == "-- " || deviceLine.MatchString(l.text):
			sign = i
		case len(l.text) < 60 && signOff.MatchString(l.text) && cut-i <= 25 && i > 0:
			sign = i
		case ruler.MatchString(l.text) && i > 0:
			sign = i
		default:
			if i == sign {
				sign = -1
			}
		}
		if sign >= 0 {
			break
		}
	}
	end := cut
	if sign >= 0 {
		end, signature = sign, lines[sign:cut]
	}
	for _, l := range lines[:end] {
		if !strings.HasPrefix(l.text, ">") {
			text = append(text, l)
		}
	}
	return text, signature
}

// needOf returns the request in the lines of a mail; the whole text when nothing is left of it without quotes.
func needOf(lines []line) (need string, signature []line) {
	text, signature := splitText(lines)
	need = tidy(joinLines(text))
	if need == "" {
		need = tidy(joinLines(lines))
	}
	return clean(need, maxNeed), signature
}

var manyBlank = regexp.MustCompile(`\n{3,}`)

func tidy(s string) string { return strings.TrimSpace(manyBlank.ReplaceAllString(s, "\n\n")) }

var (
	phoneLike = regexp.MustCompile(`(?:\+|00|\(0|\b0|\b\(?[1-9])[\d\s().\/-]{5,22}\d`)
	phoneWord = regexp.MustCompile(`(?i)\b(t|tel|telefon|telephone|phone|ph|mobil|mobile|m|cell|handy|call|ring|tél|téléphone|teléfono|móvil|telefono|cellulare|telefoon|gsm|whatsapp|komórka|telefone|celular|тел|телефон|number|rufnummer)\b`)
	faxWord   = regexp.MustCompile(`(?i)\bfax\b`)
	company   = regexp.MustCompile(`(?:^|\s)(GmbH|AG|UG|KG|OHG|e\.K\.|Ltd\.?|Limited|LLC|LLP|Inc\.?|Corp\.?|PLC|plc|SARL|SAS|S\.A\.|SA|B\.V\.|BV|S\.L\.|SL|S\.r\.l\.|Srl|S\.p\.A\.|Sp\. z o\.o\.|Lda\.?|ООО|Oy|AB|A/S|ApS)(?:[\s,.|]|$)`)
)

// phoneOf finds a telephone number that can be dialled: first in the signature, then in the text where a word or a
// plus says that it is one.
func phoneOf(text, signature []line, country string) string {
	for n, list := range [][]line{signature, text} {
		for i, l := range list {
			if i > 200 || len(l.text) > 1000 || faxWord.MatchString(l.text) && !phoneWord.MatchString(l.text) {
				continue
			}
			for _, m := range phoneLike.FindAllString(l.text, 3) {
				m = strings.TrimSpace(m)
				if n == 1 && !strings.HasPrefix(m, "+") && !phoneWord.MatchString(l.text) {
					continue
				}
				if before, _, _ := strings.Cut(l.text, m); faxWord.MatchString(lastWord(before)) {
					continue
				}
				if _, ok := lead.NormalizePhone(m, country); ok {
					return lead.CleanPhone(m)
				}
			}
		}
	}
	return ""
}

func lastWord(s string) string {
	f := strings.Fields(s)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// companyOf is the company of a signature, or the domain of an address that is no free mail provider's.
func companyOf(signature []line, address string) string {
	for i, l := range signature {
		if s := strings.Trim(l.text, " *|"); i < 15 && len(s) < 80 && company.MatchString(s) {
			return clean(s, 100)
		}
	}
	_, domain, _ := strings.Cut(address, "@")
	if domain == "" || lead.FreeMail(domain) {
		return ""
	}
	return domain
}

// nameOf is the name that stands under a signature's greeting.
func nameOf(signature []line) string {
	for i, l := range signature {
		s := strings.Trim(l.text, " *,-|")
		if s == "" || i == 0 && signOff.MatchString(l.text) {
			continue
		}
		words := strings.Fields(s)
		if len(words) < 2 || len(words) > 4 || len(s) > 50 || strings.ContainsAny(s, "@0123456789:/|") || deviceLine.MatchString(l.text) || company.MatchString(s) {
			return ""
		}
		return clean(s, 100)
	}
	return ""
}
