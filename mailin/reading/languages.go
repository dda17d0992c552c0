package reading

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// The words by which mail clients show that a message was forwarded or quoted. They are compared in lower case and
// without the dashes, stars and colons around them; a new client or language is a word in one of these tables.
const (
	// forwardWords stand in a line of their own above a forwarded message.
	forwardWords = "forwarded message|begin forwarded message|forwarded email|forwarded mail|start of forwarded message|fwd.msg|" +
		"weitergeleitete nachricht|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|weitergeleitete e-mail|weitergeleitete mail|" +
		"message transféré|message transmis|message réexpédié|début du message réexpédié|début du message transféré|courriel transféré|" +
		"mensaje reenviado|inicio del mensaje reenviado|mensaje transferido|" +
		"messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato|" +
		"doorgestuurd bericht|begin doorgestuurd bericht|doorgestuurde bericht|begin van doorgestuurd bericht|" +
		"treść przekazanej wiadomości|przekazana wiadomość|wiadomość przekazana|wiadomość przesłana dalej|początek przekazywanej wiadomości|początek wiadomości przekazanej|" +
		"mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|" +
		"пересылаемое сообщение|перенаправленное сообщение|пересланное сообщение|начало переадресованного сообщения|начало пересылаемого сообщения|" +
		"iletilmiş mesaj|iletilen ileti|yönlendirilen ileti|yönlendirilmiş ileti|yönlendirilmiş mesaj|iletilen mesaj|ileti başlangıcı|iletilmiş ileti başlangıcı|" +
		"vidarebefordrat meddelande|vidarebefordrat mejl|videresendt melding|videresendt meddelelse|start på videresendt besked|" +
		"välitetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti|välitetty viesti / fwd.msg|továbbított üzenet|továbbított levél kezdete|" +
		"přeposlaná zpráva|začátek přeposílané zprávy|preposlaná správa|začiatok preposlanej správy|preposlaná správa --- forwarded message|" +
		"mesaj redirecționat|începe mesajul redirecționat|proslijeđena poruka|započni proslijeđenu poruku|edastatud kiri|" +
		"переслане повідомлення|перенаправлене повідомлення|початок листа, що пересилається|" +
		"メッセージを転送|転送されたメッセージ|转发的邮件|转发邮件|轉寄郵件|הודעה שהועברה"

	// originalWords stand, between dashes, above a forwarded and above a quoted message alike.
	originalWords = "original message|original email|original e-mail|original mail|original appointment|ursprüngliche nachricht|originalnachricht|original-nachricht|ursprüngliche e-mail|original nachricht|" +
		"message d'origine|message d’origine|message original|message initial|mensaje original|correo original|messaggio originale|messaggio orig.|" +
		"oorspronkelijk bericht|origineel bericht|oryginalna wiadomość|wiadomość oryginalna|wiadomość pierwotna|mensagem original|исходное сообщение|оригинальное сообщение|" +
		"orijinal mesaj|orijinal ileti|özgün ileti|asıl mesaj|ursprungligt meddelande|opprinnelig melding|oprindelig meddelelse|alkuperäinen viesti|eredeti üzenet|" +
		"původní zpráva|pôvodná správa|mesaj original|mesajul original|originalna poruka|вихідне повідомлення|原始邮件|原始郵件|元のメッセージ"
)

// blockTable are the labels of the header that clients write above a forwarded or quoted message.
var blockTable = []struct{ field, words string }{
	{"from", "from|von|absender|de|expéditeur|da|mittente|van|afzender|od|nadawca|remetente|remitente|от|от кого|отправитель|kimden|gönderen|från|fra|lähettäjä|feladó|від|від кого|відправник|" +
		"šalje|expeditorul|expeditor|de la|saatja|发件人|寄件者|送信元|差出人|מאת"},
	{"date", "date|sent|sent at|sent on|datum|gesendet|gesendet am|gesendet um|date d'envoi|envoyé|envoyé le|fecha|enviado|enviado el|enviado em|enviada em|enviada|data|inviato|inviato il|data invio|verzonden|verzonden op|" +
		"wysłano|wysłane|wysłany|data wysłania|data wiadomości|дата|отправлено|дата отправки|tarih|gönderilen|gönderildi|gönderme tarihi|gönderim tarihi|skickat|skickades|sendt|dato|lähetetty|päivämäärä|päiväys|" +
		"dátum|elküldve|küldve|odesláno|odoslané|odoslaná|dată|trimis|відправлено|надіслано|poslano|kuupäev|发送时间|日期|寄件日期|日付|送信日時|נשלח|תאריך"},
	{"to", "to|an|empfänger|à|a|para|aan|do|adresat|кому|получатель|kime|alıcı|till|til|per|pour|destinataire|destinatario|destinatário|komu|vastaanottaja|címzett|prima|către|destinatarul|pre|saaja|" +
		"收件人|收件者|送信先|宛先|אל"},
	{"subject", "subject|betreff|objet|sujet|asunto|oggetto|onderwerp|temat|assunto|тема|konu|ämne|emne|aihe|předmět|predmet|tárgy|subiect|subiectul|naslov|teema|主题|主旨|件名|נושא"},
	{"cc", "cc|bcc|kopie|kopie (cc)|copie à|copie|kopia|копия|копія|dw|udw|con copia|copia|cópia|kopi|kopio|másolat|másolatot kap|kópia|bilgi|抄送|副本|blindkopie"},
	{"reply", "reply-to|reply to|antwort an|antworten an|répondre à|responder a|rispondi a|odpowiedz do|odpowiedź-do|odpowiedź do|ответить|ответ-кому|antwoord aan|svar til|svara till|vastaus|válaszcím|yanıt adresi|" +
		"odpověď na|odpovedať-pre|răspuns către|odgovori na|кому відповісти"},
	{"other", "importance|wichtigkeit|priorität|priority|importancia|attachments|anlagen|anhang|pièces jointes|adjuntos|allegati|bijlagen|załączniki|anexos|вложения|ekler|resent-from|organization"},
}

// wroteWords are the verbs in the line above a quoted message.
const wroteWords = "wrote|schrieb|a écrit|escribió|ha scritto|scrisse|schreef|geschreven|napisał|escreveu|пишет|написал|писал|yazdı|skrev|kirjoitti|ezt írta|napsal|napísal|a scris|je napisao|написав|пише|kirjutas|写道|のメール"

// forwardPrefixes and replyPrefixes are what clients put in front of a subject.
var (
	forwardSubject = regexp.MustCompile(`(?i)^\s*(\[[^\]]{1,40}\]\s*)?(fwd?|wg|tr|rv|i|doorst|pd|enc|пересл|vb|vs|vl|fs|[iİ]lt|videresend|redir\.?|továbbítás|转发|轉寄|転送)\s*(\[\d+\])?\s*[:：]\s*`)
	replySubject   = regexp.MustCompile(`(?i)^\s*(\[[^\]]{1,40}\]\s*)?(re|aw|antw|antwort|sv|odp|rif|res|resp|ref|r|bls|ynt|vá|отв|отг|回复|回覆|返信)\s*(\[\d+\])?\s*[:：]\s*`)
)

// phrases is the folded form of the tables above.
type phrases struct {
	marks  map[string]bool // true: surely forwarded; false: forwarded or quoted
	fields map[string]string
	verbs  []string
	glued  *regexp.Regexp // the labels with a capital, wherever they stand
}

// phraseIndex folds the tables once.
var phraseIndex = sync.OnceValue(func() *phrases {
	p := &phrases{marks: map[string]bool{}, fields: map[string]string{}, verbs: strings.Split(wroteWords, "|")}
	for w := range strings.SplitSeq(originalWords, "|") {
		p.marks[w] = false
	}
	for w := range strings.SplitSeq(forwardWords, "|") {
		p.marks[w] = true
	}
	var words []string
	for _, row := range blockTable {
		for w := range strings.SplitSeq(row.words, "|") {
			if p.fields[w] == "" {
				p.fields[w] = row.field
			}
			if r := []rune(w); row.field != "other" && unicode.IsUpper(unicode.ToUpper(r[0])) {
				words = append(words, regexp.QuoteMeta(string(unicode.ToUpper(r[0]))+string(r[1:])), regexp.QuoteMeta(strings.ToUpper(w)))
			}
		}
	}
	// The longest first: "Enviado el" before "Enviado".
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	p.glued = regexp.MustCompile(`(` + strings.Join(words, "|") + `)\s?[:：]\s`)
	return p
})

// markOf reports whether a line is one that clients put above a forwarded message, and whether it says so surely.
func forwardMarker(s string) (sure, found bool) {
	if len(s) > 160 {
		return false, false
	}
	core := strings.Trim(s, markTrim)
	if len(core) < 8 || len(core) > 80 {
		return false, false
	}
	sure, found = phraseIndex().marks[lowerFold(core)]
	if found && !sure && !strings.Contains(s, "--") && !strings.Contains(s, "__") {
		return false, false // "original message" in a sentence's place
	}
	return sure, found
}

const markTrim = " \t>*_-–—=:：.·|~#<\u00a0\u200e\u200f"

// lowerFold lowers s; the Turkish capital I with a dot becomes a plain i.
func lowerFold(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "i̇", "i")
}

// blockField is which header field a line such as "From: Jane" or "*Von:* | Jane" holds, "" when none.
func blockField(s string) (field, value string) {
	if len(s) > 2000 {
		return "", ""
	}
	i := strings.IndexByte(s, ':')
	if j := strings.Index(s, "："); j >= 0 && (i < 0 || j < i) {
		i = j
	}
	if i < 1 || i > 60 {
		return "", ""
	}
	label := strings.Trim(s[:i], " \t>*|_\u00a0\u200e\u200f")
	if label == "" || len(label) > 40 {
		return "", ""
	}
	field = phraseIndex().fields[lowerFold(label)]
	if field == "" {
		return "", ""
	}
	return field, strings.Trim(strings.TrimPrefix(s[i:], "："), ":*| \t\u00a0\u200e\u200f")
}
