package lead

import (
	"cmp"
	"regexp"
	"strings"
	"sync"
)

// Reader says who reads what is sent to an address.
type Reader uint8

const (
	// Somebody may read it: nothing speaks against it.
	Somebody Reader = iota
	// OnePerson reads it: a portal made the address for one conversation, or for one person.
	OnePerson
	// Unsure: programs write from such an address, and so do people.
	Unsure
	// Nobody reads it: a program's address, and so no person's identity.
	Nobody
)

// machine is a kind of sender that is no person. Its addresses are parted by blanks and are of three kinds:
//
//	example.com        every address in that domain and the domains below it
//	news@example.com   that local part in them
//	news@              that local part in any domain
//
// A maker that has a domain in each country has each of them in the list.
type machine struct {
	reads  Reader
	parts  bool // the local parts are looked for between . _ + - too: shop-no-reply@
	form   bool // a maker of web forms
	always bool // of which every mail is that of a form
	who    string
}

// machines is the one table of addresses that are no person's identity. Of several rows the first counts.
var machines = []machine{
	// What portals and mail programs make for one conversation, or for one person. It is a way to answer.
	{reads: OnePerson, who: "messaging.yelp.com convo.zillow.com lsa.google.com txt.voice.google.com guest.booking.com " +
		"guest.airbnb.com reply.airbnb.com " +
		"members.ebay.com members.ebay.de members.ebay.co.uk members.ebay.fr members.ebay.it members.ebay.es " +
		"mail.kleinanzeigen.de mail.ebay-kleinanzeigen.de mail.marktplaats.nl " +
		"marketplace.amazon.com marketplace.amazon.de marketplace.amazon.co.uk marketplace.amazon.fr marketplace.amazon.it " +
		"marketplace.amazon.es " +
		"reply.craigslist.org sale.craigslist.org serv.craigslist.org hous.craigslist.org"},

	// No-reply and its kin.
	{reads: Nobody, parts: true, who: "noreply@ donotreply@ dontreply@ noresponse@ donotrespond@ unmonitored@ " +
		"notmonitored@ unattended@ devnull@ " +
		"nichtantworten@ bittenichtantworten@ keineantwort@ nepasrepondre@ sansreponse@ pasdereponse@ noresponder@ " +
		"noresponda@ norespondas@ nocontestar@ " +
		"nonrispondere@ norispondere@ naoresponda@ naoresponder@ semresposta@ nietbeantwoorden@ nietantwoorden@ " +
		"geenantwoord@ nieodpowiadac@ nieodpowiadaj@ bezodpowiedzi@ " +
		"neotvechat@ neotvechayte@ neodpovidat@ neodpovidejte@ neodpovedat@ neodpovedajte@ nevalaszolj@ nevalaszoljon@ " +
		"nuraspunde@ nuraspundeti@ svarikke@ ikkesvar@ ikkebesvar@ " +
		"svaraej@ svarainte@ ejsvar@ alavastaa@ yanitlamayin@ yanitlamayiniz@ cevaplamayin@ cevaplamayiniz@ neodgovaraj@ " +
		"neodgovarajte@"},

	// What mail servers, sites and telephones write as.
	{reads: Nobody, parts: true, who: "mailerdaemon@ maildaemon@ wordpress@ wwwdata@ automailer@ autoresponder@ " +
		"autoreply@ bounces@ bounce@ " +
		"notification@ notifications@ notificaciones@ notificacion@ notificacoes@ notifiche@ benachrichtigung@ " +
		"benachrichtigungen@ meldingen@ powiadomienia@ powiadomienie@ bildirim@ " +
		"kontaktformular@ contactform@ contactformulier@ formresponses@ formsubmission@ formsubmissions@ webform@ " +
		"webforms@ webformular@ formmailer@ formmail@ " +
		"voicemail@ voicemails@ missedcall@ missedcalls@ anrufbeantworter@ fritzbox@ telefonanlage@ faxserver@ fax2mail@ " +
		"mail2fax@ messagerievocale@"},
	{reads: Nobody, who: "root@ daemon@ cron@ crond@ apache@ nginx@ nagios@ notify@ringcentral.com " +
		"service@ringcentral.com " +
		"callrail.com calltrackingmetrics.com whatconverts.com grasshopper.com"},

	// Makers of web forms whose every mail is that of a form, and those that write other mails, too.
	{reads: Nobody, form: true, always: true, who: "wix-forms.com no-reply-forms@webflow.com formresponses@netlify.com " +
		"formspree.io jotform.com jotform.net jotformeu.com jotformpro.com " +
		"followups.typeform.com forms-receipts-noreply@google.com formsubmit.co getform.io usebasin.com tally.so " +
		"cognitoforms.com 123formbuilder.com 123formbuilder.io 123contactform.com"},
	{reads: Nobody, form: true, who: "squarespace.com squarespace.info mailer@shopify.com calendly.com"},

	// Portals, messengers, chats and calendars that write about a person in their own name.
	{reads: Nobody, who: "email.angi.com newlead@angi.com newleads@angi.com leads@angi.com homeadvisor.com " +
		"thumbtack.com bark.com networx.com buildzoom.com mybuilder.com ratedpeople.com " +
		"realtor.com trulia.com streeteasy.com rightmove.com rightmove.co.uk immobilienscout24.de immobilienscout24.at " +
		"immoscout24.de immoscout24.ch immowelt.de immowelt.at immonet.de " +
		"kleinanzeigen.de ebay-kleinanzeigen.de my-hammer.de myhammer.de aroundhome.de blauarbeit.de werkspot.nl " +
		"habitissimo.es prontopro.it " +
		"facebookmail.com mail.instagram.com calendar-notification@google.com hello@cal.com acuityscheduling.com " +
		"setmore.com simplybook.me youcanbook.me " +
		"tidio.net tawk.to smartsupp.com userlike.com"},

	// Local parts that a site's program may have, or a person.
	{reads: Unsure, parts: true, who: "mailer@ wp@ form@ forms@ formular@ formulaire@ formulario@ formulier@ notify@ " +
		"website@ webmaster@ web@"},
	{reads: Unsure, who: "www@ fax@ voice@ alert@ alerts@ system@ auto@ robot@ abuse@"},
}

// machineTable is the table in the form in which it is asked.
type machineTable struct {
	words   map[string]*machine // by local part
	domains map[string]machineDomain
}

// machineDomain is what the table says of a domain, and of single addresses in it.
type machineDomain struct {
	all    *machine // nil for nothing
	locals map[string]*machine
}

var machineIndex = sync.OnceValue(func() *machineTable {
	t := &machineTable{map[string]*machine{}, map[string]machineDomain{}}
	for i := range machines {
		m := &machines[i]
		for _, entry := range strings.Fields(m.who) {
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
					d.locals = map[string]*machine{}
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

// one is the row of an address that a portal made for a conversation; none that of an address nothing is known of.
var one, none = &machine{reads: OnePerson}, &machine{}

// machineOf finds the row of an address.
func machineOf(address string) *machine {
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at+1 == len(address) {
		return none
	}
	t, local := machineIndex(), address[:at]
	word := machineWord(t, local)
	for d := address[at+1:]; d != ""; _, d, _ = strings.Cut(d, ".") {
		row := t.domains[d]
		if m := row.locals[local]; m != nil {
			return m
		}
		switch m := row.all; {
		case m == nil:
		case m.reads == OnePerson && word.reads == Nobody:
			return word
		case m.reads == Nobody && !m.form && word.reads != Nobody && token.MatchString(local):
			return one
		default:
			return m
		}
	}
	return word
}

// maxRun is how many words of a local part are put together: do.not.reply.
const maxRun = 4

// machineWord finds the row of a local part, whatever its domain. The surest that is found counts. It is asked for
// every contact of every pass, so it makes no copies.
func machineWord(t *machineTable, local string) *machine {
	found := none
	if m, ok := t.words[strings.TrimRight(local, "0123456789")]; ok {
		return m
	}
	var letters [64]byte // the local part without what stands between its words, and without numbers behind them
	var ends [64]int     // where each word of it ends
	n, words := 0, 0
	for i := 0; i < len(local) && i < len(letters); {
		from := n
		for ; i < len(local) && i < len(letters) && !between(local[i]); i++ {
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
		for j := i; j < words && j < i+maxRun; j++ {
			if m := t.words[string(letters[from:ends[j]])]; m != nil && m.parts && m.reads > found.reads {
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

func between(c byte) bool { return c == '.' || c == '_' || c == '+' || c == '-' }

// token is what a local part that was made for one conversation looks like: reply+abc123, letters and digits mixed.
var token = regexp.MustCompile(`^[a-z0-9._-]{0,40}\+[a-z0-9=_.-]{3,}$|` +
	`^(?:[a-z-]{0,12}[-_.])?(?:[a-z]+\d|\d+[a-z])[a-z0-9-]{4,}$`)

// forOne reports whether addresses in a domain are made for one conversation each.
func forOne(domain string) bool {
	for t := machineIndex(); domain != ""; _, domain, _ = strings.Cut(domain, ".") {
		if m := t.domains[domain].all; m != nil {
			return m.reads == OnePerson
		}
	}
	return false
}

// ReaderOf says who reads what is sent to the address.
func ReaderOf(address string) Reader {
	return machineOf(address).reads
}

// Unread reports whether nobody reads what is sent to the address. It is then no way to reach anybody, and says nothing
// of who somebody is.
func Unread(address string) bool { return ReaderOf(address) == Nobody }

// FormMaker reports whether a maker of web forms writes from the address, and whether all that it writes are forms.
func FormMaker(address string) (is, always bool) {
	m := machineOf(address)
	return m.form, m.always
}
