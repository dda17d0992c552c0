package lead

import (
	"cmp"
	"regexp"
	"strings"
	"sync"
)

// Readership says who reads what is sent to an address.
type Readership uint8

const (
	// Somebody may read it: nothing is known to the contrary.
	Somebody Readership = iota
	// OnePerson reads it: a portal made the address for one conversation, or for one person.
	OnePerson
	// Unsure: both programs and people write from such addresses.
	Unsure
	// Nobody reads it: it is a program's address and identifies no person.
	Nobody
)

// senderRow is a kind of sender that is not a person. Its addresses are separated by blanks. They have three forms:
//
//	example.com        every address in that domain and the domains below it
//	news@example.com   that local part in them
//	news@              that local part in any domain
//
// Of a vendor with a domain in each country, each domain is listed.
type senderRow struct {
	readers   Readership
	anywhere  bool // the local parts also count between . _ + -: shop-no-reply@
	form      bool // a maker of web forms
	always    bool // every mail of this vendor is a form's notification
	addresses string
}

// senderTable is the table of addresses that do not identify a person. Of several rows the first counts.
var senderTable = []senderRow{
	// Addresses that portals and mail programs make for one conversation, or for one person. A reply to one arrives.
	{readers: OnePerson, addresses: "messaging.yelp.com convo.zillow.com lsa.google.com txt.voice.google.com " +
		"guest.booking.com guest.airbnb.com reply.airbnb.com " +
		"members.ebay.com members.ebay.de members.ebay.co.uk members.ebay.fr members.ebay.it members.ebay.es " +
		"mail.kleinanzeigen.de mail.ebay-kleinanzeigen.de mail.marktplaats.nl " +
		"marketplace.amazon.com marketplace.amazon.de marketplace.amazon.co.uk marketplace.amazon.fr marketplace.amazon.it " +
		"marketplace.amazon.es " +
		"reply.craigslist.org sale.craigslist.org serv.craigslist.org hous.craigslist.org"},

	// No-reply addresses, in the languages of our users.
	{readers: Nobody, anywhere: true, addresses: "noreply@ donotreply@ dontreply@ noresponse@ donotrespond@ " +
		"unmonitored@ notmonitored@ unattended@ devnull@ " +
		"nichtantworten@ bittenichtantworten@ keineantwort@ nepasrepondre@ sansreponse@ pasdereponse@ noresponder@ " +
		"noresponda@ norespondas@ nocontestar@ " +
		"nonrispondere@ norispondere@ naoresponda@ naoresponder@ semresposta@ nietbeantwoorden@ nietantwoorden@ " +
		"geenantwoord@ nieodpowiadac@ nieodpowiadaj@ bezodpowiedzi@ " +
		"neotvechat@ neotvechayte@ neodpovidat@ neodpovidejte@ neodpovedat@ neodpovedajte@ nevalaszolj@ nevalaszoljon@ " +
		"nuraspunde@ nuraspundeti@ svarikke@ ikkesvar@ ikkebesvar@ " +
		"svaraej@ svarainte@ ejsvar@ alavastaa@ yanitlamayin@ yanitlamayiniz@ cevaplamayin@ cevaplamayiniz@ neodgovaraj@ " +
		"neodgovarajte@"},

	// What mail servers, sites and telephones write as.
	{readers: Nobody, anywhere: true, addresses: "mailerdaemon@ maildaemon@ wordpress@ wwwdata@ automailer@ " +
		"autoresponder@ autoreply@ bounces@ bounce@ " +
		"notification@ notifications@ notificaciones@ notificacion@ notificacoes@ notifiche@ benachrichtigung@ " +
		"benachrichtigungen@ meldingen@ powiadomienia@ powiadomienie@ bildirim@ " +
		"kontaktformular@ contactform@ contactformulier@ formresponses@ formsubmission@ formsubmissions@ webform@ " +
		"webforms@ webformular@ formmailer@ formmail@ " +
		"voicemail@ voicemails@ missedcall@ missedcalls@ anrufbeantworter@ fritzbox@ telefonanlage@ faxserver@ fax2mail@ " +
		"mail2fax@ messagerievocale@"},
	{readers: Nobody, addresses: "root@ daemon@ cron@ crond@ apache@ nginx@ nagios@ notify@ringcentral.com " +
		"service@ringcentral.com " +
		"callrail.com calltrackingmetrics.com whatconverts.com grasshopper.com"},

	// Makers of web forms whose every mail is that of a form, and those that write other mails, too.
	{readers: Nobody, form: true, always: true, addresses: "wix-forms.com no-reply-forms@webflow.com " +
		"formresponses@netlify.com formspree.io jotform.com jotform.net jotformeu.com jotformpro.com " +
		"followups.typeform.com forms-receipts-noreply@google.com formsubmit.co getform.io usebasin.com tally.so " +
		"cognitoforms.com 123formbuilder.com 123formbuilder.io 123contactform.com"},
	{readers: Nobody, form: true, addresses: "squarespace.com squarespace.info mailer@shopify.com calendly.com"},

	// Portals, messengers, chats and calendars that write about a person in their own name.
	{readers: Nobody, addresses: "email.angi.com newlead@angi.com newleads@angi.com leads@angi.com homeadvisor.com " +
		"thumbtack.com bark.com networx.com buildzoom.com mybuilder.com ratedpeople.com " +
		"realtor.com trulia.com streeteasy.com rightmove.com rightmove.co.uk immobilienscout24.de immobilienscout24.at " +
		"immoscout24.de immoscout24.ch immowelt.de immowelt.at immonet.de " +
		"kleinanzeigen.de ebay-kleinanzeigen.de my-hammer.de myhammer.de aroundhome.de blauarbeit.de werkspot.nl " +
		"habitissimo.es prontopro.it " +
		"facebookmail.com mail.instagram.com calendar-notification@google.com hello@cal.com acuityscheduling.com " +
		"setmore.com simplybook.me youcanbook.me " +
		"tidio.net tawk.to smartsupp.com userlike.com"},

	// Local parts that a site's program may have, or a person.
	{readers: Unsure, anywhere: true, addresses: "mailer@ wp@ form@ forms@ formular@ formulaire@ formulario@ formulier@ " +
		"notify@ website@ webmaster@ web@"},
	{readers: Unsure, addresses: "www@ fax@ voice@ alert@ alerts@ system@ auto@ robot@ abuse@"},
}

// senderIndex is the table in the form in which it is asked.
type senderIndex struct {
	words   map[string]*senderRow // by local part
	domains map[string]domainRows
}

// domainRows is what the table says of a domain, and of single addresses in it.
type domainRows struct {
	all    *senderRow // nil for nothing
	locals map[string]*senderRow
}

var indexedSenders = sync.OnceValue(func() *senderIndex {
	t := &senderIndex{map[string]*senderRow{}, map[string]domainRows{}}
	for i := range senderTable {
		m := &senderTable[i]
		for _, entry := range strings.Fields(m.addresses) {
			local, domain, isAddress := strings.Cut(entry, "@")
			if isAddress && domain == "" {
				if t.words[local] == nil {
					t.words[local] = m
				}
				continue
			}
			d := t.domains[cmp.Or(domain, entry)]
			switch {
			case !isAddress && d.all == nil:
				d.all = m
			case isAddress && d.locals[local] == nil:
				if d.locals == nil {
					d.locals = map[string]*senderRow{}
				}
				d.locals[local] = m
			}
			t.domains[cmp.Or(domain, entry)] = d
		}
	}
	return t
})

// InDomain reports whether an address, or a domain, is in the given domain or in one below it. Whole labels are
// compared, from the end: neither evil-example.com nor example.com.evil.test is in example.com.
func InDomain(address, domain string) bool {
	have := domainOf(address)
	domain = strings.ToLower(strings.Trim(strings.TrimSpace(domain), "@."))
	if domain == "" || !strings.HasSuffix(have, domain) {
		return false
	}
	return len(have) == len(domain) || have[len(have)-len(domain)-1] == '.'
}

// domainOf is the domain of an address, or the domain itself.
func domainOf(address string) string {
	address = strings.ToLower(strings.Trim(strings.TrimSpace(address), "<>. "))
	return address[strings.LastIndexByte(address, '@')+1:]
}

// conversationRow is the row of an address that a portal made for one conversation, unknownRow that of an address of
// which nothing is known.
var conversationRow, unknownRow = &senderRow{readers: OnePerson}, &senderRow{}

// senderOf finds the row of an address.
func senderOf(address string) *senderRow {
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at+1 == len(address) {
		return unknownRow
	}
	t, local := indexedSenders(), address[:at]
	word := localPartRow(t, local)
	for d := address[at+1:]; d != ""; _, d, _ = strings.Cut(d, ".") {
		row := t.domains[d]
		if m := row.locals[local]; m != nil {
			return m
		}
		switch m := row.all; {
		case m == nil:
		case m.readers == OnePerson && word.readers == Nobody:
			return word
		case m.readers == Nobody && !m.form && word.readers != Nobody && conversationToken.MatchString(local):
			return conversationRow
		default:
			return m
		}
	}
	return word
}

// maxJoinedWords is how many words of a local part are joined for a comparison: do.not.reply has three.
const maxJoinedWords = 4

// localPartRow finds the row of a local part, whatever its domain. The row with the most certain Readership counts. It
// runs for every contact in every pass, so it does not allocate.
func localPartRow(t *senderIndex, local string) *senderRow {
	found := unknownRow
	if m, ok := t.words[strings.TrimRight(local, "0123456789")]; ok {
		return m
	}
	var letters [64]byte // the local part without what stands between its words, and without numbers behind them
	var ends [64]int     // where each word of it ends
	n, words := 0, 0
	for i := 0; i < len(local) && i < len(letters); {
		from := n
		for ; i < len(local) && i < len(letters) && !isSeparator(local[i]); i++ {
			letters[n] = local[i]
			n++
		}
		for n > from && letters[n-1] >= '0' && letters[n-1] <= '9' {
			n--
		}
		if n > from {
			ends[words] = n
			words++
		}
		i++
	}
	for i, from := 0, 0; i < words; from, i = ends[i], i+1 {
		for j := i; j < words && j < i+maxJoinedWords; j++ {
			if m := t.words[string(letters[from:ends[j]])]; m != nil && m.anywhere && m.readers > found.readers {
				found = m
			}
		}
		// noreplyinfo, ourshopnoreply
		for _, word := range []string{"noreply", "donotreply"} {
			w := letters[from:ends[i]]
			if len(w) > len(word) && (string(w[:len(word)]) == word || string(w[len(w)-len(word):]) == word) {
				return t.words[word]
			}
		}
	}
	return found
}

func isSeparator(c byte) bool { return c == '.' || c == '_' || c == '+' || c == '-' }

// conversationToken matches a local part that was made for one conversation: reply+abc123, or letters and digits mixed.
var conversationToken = regexp.MustCompile(`^[a-z0-9._-]{0,40}\+[a-z0-9=_.-]{3,}$|` +
	`^(?:[a-z-]{0,12}[-_.])?(?:[a-z]+\d|\d+[a-z])[a-z0-9-]{4,}$`)

// isConversationDomain reports whether addresses in a domain are made for one conversation each.
func isConversationDomain(domain string) bool {
	for t := indexedSenders(); domain != ""; _, domain, _ = strings.Cut(domain, ".") {
		if m := t.domains[domain].all; m != nil {
			return m.readers == OnePerson
		}
	}
	return false
}

// ReadershipOf says who reads what is sent to the address.
func ReadershipOf(address string) Readership {
	return senderOf(address).readers
}

// Unread reports whether mail to the address is never read. Such an address neither reaches a person nor identifies
// one.
func Unread(address string) bool { return ReadershipOf(address) == Nobody }

// FormMaker reports whether a vendor of web forms writes from the address, and whether all its mails are forms'
// notifications.
func FormMaker(address string) (is, always bool) {
	m := senderOf(address)
	return m.form, m.always
}
