package reading

import (
	"net/url"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// metaWords are labels of what a form says of itself and of the visitor's machine; none of them is ever a field.
const metaWords = "page url|page link|page address|page title|source url|source page|referrer|referer|referrer url|http referer|user agent|useragent|browser|browser agent|operating system|device|device type|remote ip|remote address|ip|ip address|ip-address|user ip|client ip|sender ip|visitor ip|" +
	"form|form name|form id|page submitted on|page submitted|submitted page|form title|form link|form url|entry id|entry url|submission id|submission url|submission link|submission time|submission date|submitted on|submitted at|submitted by user|submitted from|date created|site|site name|site url|site id|landing page|landing page url|conversion page|post id|post title|post url|powered by|" +
	"recaptcha|captcha|hcaptcha|honeypot|nonce|token|session id|user id|screen resolution|screen size|language code|locale|timezone|" +
	"seiten-url|seiten url|seite|seitentitel|seitenadresse|formular|formularname|formular-id|absendeseite|gesendet von seite|benutzeragent|benutzer-agent|remote-ip|ip-adresse|ip adresse|browserkennung|datum der übermittlung|eingegangen am|eintrags-id|bereitgestellt von|" +
	"url de la page|adresse ip|agent utilisateur|navigateur|formulaire|nom du formulaire|propulsé par|ip distante|url de la página|dirección ip|agente de usuario|navegador|formulario|ip remota|desarrollado por|con la tecnología de|url da página|endereço ip|agente do usuário|formulário|" +
	"url della pagina|indirizzo ip|modulo|ip remoto|pagina-url|ip-adres|formulier|gebruikersagent|extern ip|adres ip|adres url strony|formularz|przeglądarka|zdalny adres ip|url страницы|адрес страницы|ip-адрес|ip адрес|ip|форма|браузер|страница|sayfa url|sayfa url'si|ip adresi|tarayıcı|kullanıcı aracısı"

// trailerWords are such labels only below the fields: above, a form may ask for a date.
const trailerWords = "date|time|url|page|datum|zeit|uhrzeit|fecha|hora|heure|data|ora|tijd|godzina|дата|время|tarih|saat|zaman|id|source|quelle|name of form"

var (
	metaSet    = wordSet(metaWords)
	trailerSet = wordSet(trailerWords)
)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(words, "|") {
		m[w] = true
	}
	return m
}

// isMeta reports whether a label speaks of the form and not of the visitor.
func isMeta(label string, trailer bool) bool {
	key := lowerFold(strings.Trim(label, " \t*:_[]"))
	return metaSet[key] || metaSet[strings.NewReplacer("_", " ", "-", " ").Replace(key)] || trailer && trailerSet[key]
}

// campaign reads source and campaign out of the address of a page that a form reports.
func (r *reader) campaign(q *Reading, value string) {
	if !strings.Contains(value, "utm_") && !strings.Contains(value, "gclid=") {
		return
	}
	at := strings.Index(value, "http")
	if at < 0 {
		return
	}
	u, err := url.Parse(strings.Trim(strings.Fields(value[at:])[0], "<>()[]\"'"))
	if err != nil {
		return
	}
	values := u.Query()
	if s := values.Get("utm_source"); s != "" {
		q.Source = message.Clean(s, 100)
	}
	if s := values.Get("utm_campaign"); s != "" && q.Campaign == "" {
		q.Campaign = message.Clean(s, 200)
	}
	for _, name := range []string{"utm_medium", "gclid"} {
		if s := values.Get(name); s != "" && !hasAnswer(q, name) {
			q.Answers = append(q.Answers, lead.Answer{Question: name, Value: message.Clean(s, 300)})
		}
	}
}

func hasAnswer(q *Reading, question string) bool {
	for _, a := range q.Answers {
		if a.Question == question {
			return true
		}
	}
	return false
}
