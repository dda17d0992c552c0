package reading

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
)

// pitchSign is a sign that a mail asks for nothing that we sell. One sign proves nothing: customers use such words,
// too.
type pitchSign struct {
	pitch   lead.Pitch
	weight  int    // 2 for words that say enough alone
	phrases string // literal parts of the text, in small letters, separated by |; all of a row are one sign
}

// pitchSigns is the table of the signs in words. Phrases speak of "your" site, sales and people: a customer who needs
// such a thing speaks of "our".
var pitchSigns = []pitchSign{
	{lead.SalesPitch, 1, "we are a factory|we are a leading|we are a professional|" +
		"we are a manufacturer|are manufacturer|" +
		"our agency|we specialize in|we specialise in|we help companies|we help businesses|" +
		"we help brands|companies like yours|" +
		"businesses like yours|our factory|manufacturer from|supplier from|wir sind eine agentur|" +
		"wir sind ein führender|" +
		"wir helfen unternehmen|unternehmen wie ihr|nous aidons les entreprises|" +
		"nous sommes une agence|somos una agencia|" +
		"ayudamos a empresas|aiutiamo le aziende|siamo un'agenzia|wij helpen bedrijven|" +
		"experience in this field|years experience"},
	{lead.SalesPitch, 2, "first page of google|dofollow|do-follow|guest post|guest article|" +
		"sponsored post|sponsored article|" +
		"link insertion|domain authority|backlinks to your|ranking of your website|" +
		"your google ranking|your search ranking|" +
		"boost your ranking|your seo|seo audit|gastbeitrag|linkaufbau|ihr google-ranking|" +
		"auf seite 1 bei google|" +
		"première page de google|primera página de google|prima pagina di google|article invité"},
	{lead.SalesPitch, 1, "increase your sales|grow your business|boost your sales|boost your|" +
		"double your|more traffic|your revenue|" +
		"more leads|more customers for|lead generation|appointment setting|qualified leads|" +
		"your online presence|your conversion|" +
		"mehr kunden|neukundengewinnung|mehr umsatz|ihre sichtbarkeit|qualifizierte leads|" +
		"plus de clients|más clientes|" +
		"más ventas|più clienti|meer klanten|meer omzet"},
	{lead.SalesPitch, 1, "quick question|quick call|quick chat|short call|15 minutes|15-minute|" +
		"15 min|hop on a call|book a demo|" +
		"free audit|free consultation|free demo|right person to|worth a chat|open to a call|" +
		"schedule a call|kurzes telefonat|" +
		"kostenloses erstgespräch|unverbindliches erstgespräch|kostenfreies erstgespräch|15 minuten|" +
		"richtige ansprechpartner|" +
		"court appel|appel de 15|una llamada rápida|breve chiamata|kort gesprek|vrijblijvend gesprek"},
	{lead.SalesPitch, 1, "top of your inbox|bumping this|bump this|circling back|following up on my|" +
		"follow up on my|" +
		"just following up|did you have a chance|did you get a chance|haven't heard back|" +
		"my previous email|my last email|" +
		"meine letzte e-mail|meine letzte mail|noch einmal nachhaken|kurz nachhaken|relance de mon|" +
		"mi correo anterior|" +
		"la mia precedente"},
	{lead.SalesPitch, 1, "came across your|ran across|stumbled upon your|visited your website|" +
		"visited your site|" +
		"looking at your website|reviewing your website|your linkedin|on your website and noticed|" +
		"noticed your website|" +
		"found your website|auf ihre website gestoßen|auf ihre webseite gestoßen|auf ihre seite gestoßen|" +
		"auf ihr unternehmen gestoßen|ihre website angesehen|tombé sur votre site|visité votre site|" +
		"he visto su web|" +
		"visitando su web|visitato il vostro sito|uw website gezien"},
	{lead.SalesPitch, 1, "to unsubscribe|unsubscribe here|opt out|opt-out|not to hear from|" +
		"reply stop|reply \"stop\"|reply \"no\"|" +
		"not interested, |if you are not interested|keine weiteren e-mails|vom verteiler|" +
		"ne plus recevoir|no desea recibir|" +
		"non ricevere più"},
	{lead.SalesPitch, 1, "dear purchasing|dear manager|dear business owner|dear owner|" +
		"dear website owner|dear webmaster|" +
		"dear sir or madam, we|glad to know|glad to learn|our catalog|our catalogue|our price list|" +
		"best price|" +
		"competitive price|moq|fob |high quality products|oem|odm|see our products"},
	{lead.SalesPitch, 1, "web design services|website redesign|mobile app development|" +
		"virtual assistant|email list|" +
		"database of|business loan|business funding|merchant cash|bitcoin|crypto|no obligation|" +
		"guaranteed results|" +
		"money back|special offer for you|limited time|explainer video|outsourc"},

	{lead.Application, 1, "bewerbe ich mich|bewerbe mich|bewerbung als|bewerbung um|" +
		"initiativbewerbung|ihre stellenanzeige|" +
		"ausbildungsplatz|praktikumsplatz|um ein praktikum|job application|" +
		"application for the position|applying for|" +
		"apply for the|apply for a job|interested in the position|your job posting|open position|" +
		"looking for a job|" +
		"looking for work|internship|candidature|je postule|offre d'emploi|solicitud de empleo|" +
		"candidatura|me interesa el puesto|" +
		"sollicitatie|solliciteer|podanie o pracę|aplikuję na|werkstudent"},
	{lead.Application, 1, "my cv|my resume|my résumé|attached cv|attached resume|curriculum vitae|" +
		"lebenslauf|mon cv|mi cv|" +
		"mi currículum|il mio cv|mijn cv|moje cv|cover letter|motivation letter|anschreiben|" +
		"lettre de motivation|" +
		"gehaltsvorstellung|zeugnisse|references available"},

	{lead.Newsletter, 1, "you are receiving this|you're receiving this|" +
		"you received this email because|because you signed up|" +
		"because you subscribed|view in browser|view this email in|update your preferences|" +
		"manage preferences|" +
		"sie erhalten diese|im browser ansehen|im browser anzeigen|vous recevez ce|" +
		"recibes este correo|ricevi questa|" +
		"je ontvangt deze|u ontvangt deze"},
}

// wanted are phrases of people who want something from us, separated by |. They outweigh two signs.
const wanted = "we need|i need|we are looking for|i am looking for|i'm looking for|" +
	"we're looking for|" +
	"please quote|request for quotation|send us an offer|send me an offer|send a quote|" +
	"could you quote|can you make an offer|" +
	"wir brauchen|ich brauche|wir benötigen|ich benötige|wir suchen|ich suche|um ein angebot|ein angebot für|" +
	"nous cherchons|je cherche|nous avons besoin|j'ai besoin|un devis|necesitamos|necesito|buscamos|" +
	"un presupuesto|" +
	"abbiamo bisogno|cerchiamo|un preventivo|we zoeken|wij zoeken|een offerte"

// applicationFile matches the names of the files that come with an application.
var applicationFile = lazy(`(?i)\b(cv|lebenslauf|resume|résumé|bewerbung|curriculum|anschreiben|motivation)` +
	`[^/]{0,40}\.(pdf|docx?|odt)`)

// maxPitchText is how much of a text is searched for signs.
const maxPitchText = 4000

// pitchOf says whether a request looks like one for something else than what we sell, by several signs. An answer in a
// thread of ours is none.
func (r *reader) pitchOf(q *Reading, msg *message.Message) lead.Pitch {
	if q.Ignore != "" || strings.HasPrefix(q.Rule, "portal") || strings.HasPrefix(q.Rule, "telephone") ||
		strings.HasPrefix(q.Rule, "booking") || q.Kind == lead.Unreadable || q.Kind == lead.Reply && !r.ownThread(q) {
		return lead.NoPitch
	}
	text := strings.ToLower(strings.Join(strings.Fields(q.Subject+" . "+q.Need), " "))
	text = text[:min(len(text), maxPitchText)]
	points := map[lead.Pitch]int{}
	there := pairsOf(text)
	for _, s := range pitchSigns {
		for phrase := range strings.SplitSeq(s.phrases, "|") {
			if there.mayHold(phrase) && strings.Contains(text, phrase) {
				points[s.pitch] += s.weight
				break
			}
		}
	}
	if holdsAny(text, wanted) {
		points[lead.SalesPitch], points[lead.Newsletter] = points[lead.SalesPitch]-2, points[lead.Newsletter]-2
	}
	if slices.ContainsFunc(msg.Attachments, applicationFile().MatchString) {
		points[lead.Application]++
	}
	if r.ownThread(q) {
		points[lead.SalesPitch]++
	}
	if q.Kind != lead.Forwarded && q.Kind != lead.Notification {
		many := r.sentToMany(msg, q.From) != ""
		leave := (many || points[lead.SalesPitch] > 0 || points[lead.Newsletter] > 0) && canLeave(letter.LinesOf(msg))
		for _, sign := range []bool{leave, many, len(msg.Recipients()) > 10} {
			if sign {
				points[lead.SalesPitch]++
				points[lead.Newsletter]++
			}
		}
		if !leave {
			points[lead.Newsletter] = 0
		}
	}
	for _, pitch := range []lead.Pitch{lead.Application, lead.SalesPitch, lead.Newsletter} {
		if points[pitch] >= 2 {
			return pitch
		}
	}
	return lead.NoPitch
}

// ownThread reports whether a mail answers messages of its own sender only: we never wrote in that thread.
func (r *reader) ownThread(q *Reading) bool {
	if len(q.References) == 0 || q.From == "" || lead.FreeMail(q.From[strings.LastIndexByte(q.From, '@')+1:]) {
		return false
	}
	for _, id := range q.References {
		if !lead.SameOrganization(id, q.From) {
			return false
		}
	}
	return len(q.Ours) == 0
}

// pairs are the pairs of bytes of a text: most phrases that it does not hold are refused by them, without a search.
type pairs [1 << 16 / 64]uint64

func pairsOf(text string) *pairs {
	var p pairs
	for i := 1; i < len(text); i++ {
		n := uint(text[i-1])<<8 | uint(text[i])
		p[n/64] |= 1 << (n % 64)
	}
	return &p
}

// mayHold reports whether all pairs of a phrase are there.
func (p *pairs) mayHold(phrase string) bool {
	for i := 1; i < len(phrase); i++ {
		if n := uint(phrase[i-1])<<8 | uint(phrase[i]); p[n/64]&(1<<(n%64)) == 0 {
			return false
		}
	}
	return true
}
