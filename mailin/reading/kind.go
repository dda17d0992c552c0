package reading

import (
	"regexp"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

var (
	// autoSubject is how the subjects of absence notes begin, in the languages of the clients that write them.
	autoSubject = regexp.MustCompile(`(?i)^\s*((re|aw)\s*:\s*)?(auto(matic|mated)?[- ]?(reply|response)|auto[- ]?re(ply|sponder)?|out of (the )?office( reply)?|ooo|abwesenheitsnotiz|abwesenheitsmeldung|abwesenheitsbenachrichtigung|abwesend|automatische (antwort|abwesenheitsnotiz)|autom\. antwort|` +
		`réponse automatique|réponse d['’]absence|absence du bureau|absent\(e\) du bureau|message d['’]absence|respuesta automática|fuera de la oficina|ausente de la oficina|resposta automática|ausência temporária|fora do escritório|` +
		`risposta automatica|fuori sede|fuori ufficio|assente dall'ufficio|automatisch antwoord|automatische reactie|afwezig(heidsbericht)?|niet aanwezig|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|nieobecność|poza biurem|` +
		`автоответ|автоматический ответ|нет на месте|вне офиса|otomatik yanıt|otomatik cevap|ofis dışında|autosvar|automatiskt svar|automatisk svar|frånvaro|fravær(smelding)?|automaattinen vastaus|automatická odpověď|automatická odpoveď|automatikus válasz|răspuns automat|automatski odgovor|автоматична відповідь|自动回复|自動応答)` +
		`(\s*[:：!–—-]|\s*$|\b)`)
	bounceFrom = regexp.MustCompile(`(?i)^(mailer-daemon|mail-daemon|postmaster|maildaemon|mailerdaemon|microsoftexchange[0-9a-f]+)@`)
	bounceSubj = regexp.MustCompile(`(?i)(undeliver|un?deliverable|delivery (status notification|failure|has failed|delayed|incomplete|notification|problem)|returned (mail|to sender)|mail delivery (failed|subsystem|system|failure)|failure notice|delayed mail|message delayed|could not be delivered|not delivered|` +
		`unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|verzögerte (zustellung|nachricht)|non remis|non distribuable|échec de (la )?(remise|distribution)|no se puede entregar|no se ha podido entregar|devuelto al remitente|devolución|mancata consegna|impossibile recapitare|non recapitabile|` +
		`onbestelbaar|niet bezorgd|niet te bezorgen|niedostarczon|nie można dostarczyć|não entregue|falha na entrega|não foi possível entregar|недоставлен|не доставлено|не может быть доставлено|teslim edilemedi|iletilemedi|kunde inte levereras|kunne ikke leveres|olevererat|недоставлено)`)
	receiptSubj = regexp.MustCompile(`(?i)^\s*(read|gelesen|lu|leído|letto|gelezen|przeczytano|lida|прочитано|okundu|read receipt|lesebestätigung|delivered|zugestellt)\s*:`)

	calendarSubj = regexp.MustCompile(`(?i)^\s*(invitation|updated invitation|accepted|declined|tentative(ly accepted)?|cancel(l)?ed( event)?|einladung|aktualisierte einladung|zugesagt|abgelehnt|mit vorbehalt|abgesagt|angenommen|abgesagter termin|invitation mise à jour|accepté|refusé|annulé|provisoire|invitación|aceptado|rechazado|cancelado|` +
		`invito|accettato|rifiutato|annullato|uitnodiging|geaccepteerd|afgewezen|geannuleerd|zaproszenie|zaakceptowano|odrzucono|odwołano|convite|aceito|recusado|приглашение|принято|отклонено|отменено|davet|kabul edildi|reddedildi|iptal edildi)\s*[:：]`)
)

// reportKind recognises what mail systems write about mails: delivery reports, receipts, complaints.
func reportKind(l *message.Message, from string) (lead.Kind, string) {
	ct := strings.ToLower(l.Header.Get("content-type"))
	subject := l.Header.Get("subject")
	report := strings.HasPrefix(ct, "multipart/report")
	empty := strings.TrimSpace(l.Header.Get("return-path")) == "<>"
	system := bounceFrom.MatchString(from)
	switch {
	case l.Complaint || report && strings.Contains(ct, "feedback-report"):
		return lead.Complaint, "complaint: a mail provider reports that one of our mails was called spam"
	case l.Receipt || report && strings.Contains(ct, "disposition-notification"):
		return lead.AutoReply, "read receipt"
	case l.Report || report && strings.Contains(ct, "delivery-status"):
		return lead.Bounce, "delivery report"
	case system && (bounceSubj.MatchString(subject) || strings.HasPrefix(strings.ToLower(from), "mail") || l.Header.Get("x-failed-recipients") != ""):
		return lead.Bounce, "delivery report"
	case (empty || l.Header.Get("x-failed-recipients") != "") && bounceSubj.MatchString(subject):
		return lead.Bounce, "delivery report"
	case empty && receiptSubj.MatchString(subject):
		return lead.AutoReply, "read receipt"
	}
	return "", ""
}

// autoReason says why l is an automatic reply, "" when it is none. A subject alone is believed only when it has the
// form that programs give it: somebody may well write about out of office chairs.
func autoReason(l *message.Message) string {
	auto, _, _ := strings.Cut(strings.ToLower(l.Header.Get("auto-submitted")), ";")
	auto = strings.TrimSpace(auto)
	if auto == "auto-replied" {
		return "automatic reply"
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply"} {
		if v := l.Header.Get(strings.ToLower(name)); v != "" && !strings.EqualFold(v, "no") {
			return "automatic reply (" + name + ")"
		}
	}
	if strings.EqualFold(l.Header.Get("x-autogenerated"), "reply") {
		return "automatic reply (X-Autogenerated)"
	}
	for _, name := range []string{"precedence", "x-precedence"} {
		if strings.EqualFold(l.Header.Get(name), "auto_reply") {
			return "automatic reply (Precedence: auto_reply)"
		}
	}
	subject := l.Header.Get("subject")
	m := autoSubject.FindString(subject)
	if m == "" {
		return ""
	}
	backed := auto != "" && auto != "no" || l.Header.Get("in-reply-to") != "" || l.Header.Get("references") != "" ||
		l.Header.Get("x-auto-response-suppress") != "" || l.Header.Get("precedence") != "" || strings.TrimSpace(l.Header.Get("return-path")) == "<>"
	rest := strings.TrimSpace(subject[len(m):])
	if backed || rest == "" || strings.ContainsAny(m[len(m)-1:], ":!-") || strings.HasSuffix(m, "：") || strings.HasSuffix(m, "–") || strings.HasSuffix(m, "—") {
		return "automatic reply, by its subject"
	}
	return ""
}

// calendarReason says that l is an invitation or an answer to one, "" when it is neither. A calendar file that
// somebody attached to a letter makes no invitation of it.
func calendarReason(l *message.Message) string {
	switch method := l.Calendar; {
	case method == "request" || method == "counter" || method == "add":
		return "calendar: an invitation"
	case method == "reply":
		return "calendar: an answer to an invitation"
	case method == "cancel":
		return "calendar: an invitation was withdrawn"
	case method != "" && calendarSubj.MatchString(l.Header.Get("subject")):
		return "calendar"
	}
	return ""
}

var (
	unsubscribe = regexp.MustCompile(`(?i)(unsubscribe|abmelden|abbestellen|austragen|désabonner|se désinscrire|désinscription|darse de baja|cancelar (la )?suscripción|disiscriv|cancella(re)? l'iscrizione|afmelden|uitschrijven|wypisz|rezygnacja z|cancelar (a )?(inscrição|subscrição)|отписаться|abonelikten|aboneliği|manage (your )?preferences|view (this email )?in (your )?browser)`)
	newsFrom    = regexp.MustCompile(`(?i)^(news(letter)?s?|mailing|marketing|campaigns?|promo(tions?)?|offers?|deals|updates?|digest|announce|bulletin|infoletter)([._+-].*)?@|[._+-](news(letter)?|marketing|mailing)@`)
)

// bulkReason says why l is a mailing or a machine's notice, "" when it is neither. A list of our own is how some
// teams get their mail at all, so its marks say nothing.
func (r *reader) bulkReason(l *message.Message, from string) string {
	if lead.ReaderOf(from) == lead.OnePerson {
		return "" // a portal puts such marks on what its customers write, too
	}
	listed := l.Header.Get("list-id")
	if i := strings.LastIndexByte(listed, '<'); i >= 0 {
		listed = listed[i:]
	}
	own := listed != "" && r.oursDomain(listed)
	if !own {
		for _, name := range []string{"List-Id", "List-Unsubscribe", "List-Post"} {
			if l.Header.Get(strings.ToLower(name)) != "" {
				return "mailing (" + name + ")"
			}
		}
		for _, name := range []string{"Precedence", "X-Precedence"} {
			switch p := strings.ToLower(l.Header.Get(strings.ToLower(name))); p {
			case "bulk", "list", "junk":
				return "mailing (" + name + ": " + p + ")"
			}
		}
	}
	machine := machineLike(from)
	letters := machine || newsFrom.MatchString(from)
	if l.Header.Get("feedback-id") != "" && letters {
		return "mailing (Feedback-ID)"
	}
	if letters && unsubscribe.MatchString(message.JoinLines(linesOf(l))) {
		return "mailing (it can be unsubscribed from)"
	}
	auto, _, _ := strings.Cut(strings.ToLower(l.Header.Get("auto-submitted")), ";")
	if auto = strings.TrimSpace(auto); (auto == "auto-generated" || auto == "auto-notified") && machine && r.replyTo(l) == "" && !formSubject.MatchString(l.Header.Get("subject")) {
		return "a machine's notice (Auto-Submitted: " + auto + ")"
	}
	return ""
}
