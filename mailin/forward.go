package mailin

import (
	"regexp"
	"strings"
)

// forwardWords are the words for "forwarded message" that clients put between dashes or write before it, in
// en de es fr it nl pl pt ru and a few more.
var forwardLine = regexp.MustCompile(`(?i)^[\s>*_-]*(forwarded message|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten (nachricht|e-mail)|message transféré|message réexpédié|début du message (réexpédié|transféré)|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato|inizio (del )?messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|treść przekazanej wiadomości|wiadomość przekazana|przekazana wiadomość|początek przekazywanej wiadomości|mensagem (re)?encaminhada|início da mensagem (re)?encaminhada|пересылаемое сообщение|перенаправленное сообщение|пересланное сообщение|начало переадресованного сообщения|vidarebefordrat meddelande|videresendt melding|videresendt meddelelse)\s*:?[\s*_-]*$`)

// originalLine is Outlook's line above a forwarded message and above a quoted one.
var originalLine = regexp.MustCompile(`(?i)^[\s>*_-]*-{2,}\s*(original message|ursprüngliche nachricht|originalnachricht|message d.origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht|wiadomość oryginalna|mensagem original|исходное сообщение)\s*-{2,}\s*$`)

// forwardSubject is the subject of a forwarded message.
var forwardSubject = regexp.MustCompile(`(?i)^\s*(\[[^\]]{1,40}\]\s*)?(fwd?|wg|tr|rv|i|doorst|pd|enc|пересл|vb|vs|vl|fs)\s*(\[\d+\])?\s*:\s*`)

// replySubject is the subject of a reply.
var replySubject = regexp.MustCompile(`(?i)^\s*(re|aw|antw|sv|odp|rif|res|ref|r|отв)\s*(\[\d+\])?\s*:\s*`)

// blockLine is one line of the header that clients write above a forwarded or quoted message.
var blockLine = regexp.MustCompile(`^[\s>*|]*([\p{L}][\p{L} '’.-]{0,24}?)\s*\*?\s*[:：]\s*\*?\s*(.*?)\s*\*?\s*$`)

// blockWords are the words of that header.
var blockWords = wordTable(map[string]string{
	"from":    "from|von|absender|de|expéditeur|da|mittente|van|afzender|od|nadawca|remetente|remitente|от|от кого|отправитель|från|fra|lähettäjä|feladó|від",
	"date":    "date|sent|datum|gesendet|gesendet am|envoyé|envoyé le|fecha|enviado|enviado el|enviado em|enviada em|data|inviato|data invio|verzonden|verzonden op|wysłano|wysłane|data wysłania|дата|отправлено|skickat|sendt|dato|lähetetty",
	"to":      "to|an|empfänger|à|a|para|aan|do|кому|till|til|per|destinataire",
	"subject": "subject|betreff|objet|asunto|oggetto|onderwerp|temat|assunto|тема|ämne|emne|aihe",
	"cc":      "cc|kopie|copie à|kopia|копия|dw|bcc|con copia",
	"reply":   "reply-to|antwort an|répondre à|responder a|rispondi a|odpowiedz do|ответить",
})

func wordTable(t map[string]string) map[string]string {
	m := map[string]string{}
	for field, words := range t {
		for w := range strings.SplitSeq(words, "|") {
			m[w] = field
		}
	}
	return m
}

// forwarded is a message found inside the text of another.
type forwarded struct {
	above []line            // what the forwarder wrote
	head  map[string]string // from date to subject cc reply
	body  []line
	sure  bool // a line said that this was forwarded
}

// findForward finds the first forwarded or quoted message's header in lines. loose accepts a header of two fields.
func findForward(lines []line, loose bool) (forwarded, bool) {
	marked := -100
	for i, l := range lines {
		if forwardLine.MatchString(l.text) || loose && originalLine.MatchString(l.text) {
			marked = i
			continue
		}
		if blockField(l.text) == "" {
			continue
		}
		head, end := readBlock(lines, i)
		near := i-marked <= 4
		if head["from"] == "" || len(head) < 2 || len(head) < 3 && !near && !loose {
			continue
		}
		top := i
		if near {
			top = marked
		}
		return forwarded{above: lines[:top], head: head, body: unquote(lines[end:], quoteDepth(l.text)), sure: near}, true
	}
	return forwarded{}, false
}

func blockField(s string) string {
	if len(s) > 2000 {
		return ""
	}
	m := blockLine.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return blockWords[strings.ToLower(strings.TrimSpace(m[1]))]
}

// readBlock reads the header that starts at line i and returns the index behind it. A long From goes on in the next line.
func readBlock(lines []line, i int) (map[string]string, int) {
	head := map[string]string{}
	last, blanks := "", 0
	for ; i < len(lines) && len(head) < 7; i++ {
		text := lines[i].text
		bare := strings.Trim(text, " >*|")
		if bare == "" {
			// Some clients put an empty line between the fields; the body begins when no field follows.
			if blanks++; blanks > 1 || len(head) >= 4 || i+1 >= len(lines) || blockField(lines[i+1].text) == "" {
				break
			}
			continue
		}
		f := blockField(text)
		if f != "" && head[f] == "" {
			head[f] = blockLine.FindStringSubmatch(text)[2]
			last, blanks = f, 0
			continue
		}
		open := last == "from" && (!strings.Contains(head[last], "@") || strings.Count(head[last], "<") > strings.Count(head[last], ">"))
		if last != "" && blanks == 0 && len(head[last]) < 500 && (open || (last == "to" || last == "cc") && strings.Contains(bare, "@") && len(bare) < 300) {
			head[last] += " " + bare
			continue
		}
		break
	}
	return head, i
}

func quoteDepth(s string) int {
	n := 0
	for _, c := range s {
		if c == '>' {
			n++
		} else if c != ' ' {
			break
		}
	}
	return n
}

// unquote takes depth quote marks off every line.
func unquote(lines []line, depth int) []line {
	if depth == 0 {
		return lines
	}
	out := make([]line, len(lines))
	for i, l := range lines {
		s := l.text
		for range depth {
			s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(s, " "), ">"), " ")
		}
		out[i] = line{text: s, bold: l.bold}
	}
	return out
}

// wrote is the line above a quoted message: "On Monday Jane Doe <jane@example.com> wrote:".
var wrote = regexp.MustCompile(`(?i)^[\s>]*(on|am|le|el|il|op|w dniu|em|den|dnia|\d{1,4}[./-]\d|[\p{L}]{2,9},? ).{0,300}(wrote|schrieb[^:]{0,80}|a écrit|escribió|ha scritto|schreef[^:]{0,80}|napisał\(?a?\)?|escreveu|пишет|написал\(?а?\)?|skrev[^:]{0,80})\s*:\s*$`)

// wroteAt reports whether a quoted message is introduced at line i, and over how many lines.
func wroteAt(lines []line, i int) (string, int) {
	s := lines[i].text
	if len(s) > 400 {
		return "", 0
	}
	if strings.HasSuffix(strings.TrimSpace(s), ":") && wrote.MatchString(s) {
		return s, 1
	}
	if i+1 < len(lines) && s != "" && len(lines[i+1].text) < 300 && strings.HasSuffix(strings.TrimSpace(lines[i+1].text), ":") {
		if two := s + " " + strings.TrimLeft(lines[i+1].text, "> "); wrote.MatchString(two) {
			return two, 2
		}
	}
	return "", 0
}

// findQuoted finds the message that the newest one of a forwarded thread answers.
func findQuoted(lines []line) (forwarded, bool) {
	for i := range lines {
		if intro, n := wroteAt(lines, i); n > 0 {
			body := lines[i+n:]
			depth := 0
			for _, l := range body {
				if l.text != "" {
					depth = quoteDepth(l.text)
					break
				}
			}
			return forwarded{above: lines[:i], head: map[string]string{"from": intro}, body: unquote(body, depth)}, true
		}
	}
	return forwarded{}, false
}

// introduced is the name before the address in the line above a quoted message.
var introduced = regexp.MustCompile(`([\p{L}][\p{L} .'’-]*?)"?\s*<[^<>]*@`)

// introName is who wrote a quoted message, out of the line above it.
func introName(intro string) string {
	m := introduced.FindStringSubmatch(intro)
	if m == nil {
		return ""
	}
	name := m[1]
	for _, w := range []string{"schrieb ", "Uhr ", "schreef ", "a.m. ", "p.m. ", "AM ", "PM "} {
		name = strings.TrimPrefix(strings.TrimSpace(name)+" ", w)
	}
	return oneLine(name, 200)
}
