package lead

import (
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
	{reads: OnePerson, who: "messaging.yelp.com convo.zillow.com lsa.google.com txt.voice.google.com guest.booking.com guest.airbnb.com reply.airbnb.com " +
		"members.ebay.com members.ebay.de members.ebay.co.uk members.ebay.fr members.ebay.it members.ebay.es mail.kleinanzeigen.de mail.ebay-kleinanzeigen.de mail.marktplaats.nl " +
		"marketplace.amazon.com marketplace.amazon.de marketplace.amazon.co.uk marketplace.amazon.fr marketplace.amazon.it marketplace.amazon.es " +
		"reply.craigslist.org sale.craigslist.org serv.craigslist.org hous.craigslist.org"},

	// No-reply and its kin.
	{reads: Nobody, parts: true, who: "noreply@ donotreply@ dontreply@ noresponse@ donotrespond@ unmonitored@ notmonitored@ unattended@ devnull@ " +
		"nichtantworten@ bittenichtantworten@ keineantwort@ nepasrepondre@ sansreponse@ pasdereponse@ noresponder@ noresponda@ norespondas@ nocontestar@ " +
		"nonrispondere@ norispondere@ naoresponda@ naoresponder@ semresposta@ nietbeantwoorden@ nietantwoorden@ geenantwoord@ nieodpowiadac@ nieodpowiadaj@ bezodpowiedzi@ " +
		"neotvechat@ neotvechayte@ neodpovidat@ neodpovidejte@ neodpovedat@ neodpovedajte@ nevalaszolj@ nevalaszoljon@ nuraspunde@ nuraspundeti@ svarikke@ ikkesvar@ ikkebesvar@ " +
		"svaraej@ svarainte@ ejsvar@ alavastaa@ yanitlamayin@ yanitlamayiniz@ cevaplamayin@ cevaplamayiniz@ neodgovaraj@ neodgovarajte@"},

	// What mail servers, sites and telephones write as.
	{reads: Nobody, parts: true, who: "mailerdaemon@ maildaemon@ wordpress@ wwwdata@ automailer@ autoresponder@ autoreply@ bounces@ bounce@ " +
		"notification@ notifications@ notificaciones@ notificacion@ notificacoes@ notifiche@ benachrichtigung@ benachrichtigungen@ meldingen@ powiadomienia@ powiadomienie@ bildirim@ " +
		"kontaktformular@ contactform@ contactformulier@ formresponses@ formsubmission@ formsubmissions@ webform@ webforms@ webformular@ formmailer@ formmail@ " +
		"voicemail@ voicemails@ missedcall@ missedcalls@ anrufbeantworter@ fritzbox@ telefonanlage@ faxserver@ fax2mail@ mail2fax@ messagerievocale@"},
	{reads: Nobody, who: "root@ daemon@ cron@ crond@ apache@ nginx@ nagios@ notify@ringcentral.com service@ringcentral.com " +
		"callrail.com calltrackingmetrics.com whatconverts.com grasshopper.com"},

	// Makers of web forms whose every mail is that of a form, and those that write other mails, too.
	{reads: Nobody, form: true, always: true, who: "wix-forms.com no-reply-forms@webflow.com formresponses@netlify.com formspree.io jotform.com jotform.net jotformeu.com jotformpro.com " +
		"followups.typeform.com forms-receipts-noreply@google.com formsubmit.co getform.io usebasin.com tally.so cognitoforms.com 123formbuilder.com 123formbuilder.io 123contactform.com"},
	{reads: Nobody, form: true, who: "squarespace.com squarespace.info mailer@shopify.com calendly.com"},

	// Portals, messengers, chats and calendars that write about a person in their own name.
	{reads: Nobody, who: "email.angi.com newlead@angi.com newleads@angi.com leads@angi.com homeadvisor.com thumbtack.com bark.com networx.com buildzoom.com mybuilder.com ratedpeople.com " +
		"realtor.com trulia.com streeteasy.com rightmove.com rightmove.co.uk immobilienscout24.de immobilienscout24.at immoscout24.de immoscout24.ch immowelt.de immowelt.at immonet.de " +
		"kleinanzeigen.de ebay-kleinanzeigen.de my-hammer.de myhammer.de aroundhome.de blauarbeit.de werkspot.nl habitissimo.es prontopro.it " +
		"facebookmail.com mail.instagram.com calendar-notification@google.com hello@cal.com acuityscheduling.com setmore.com simplybook.me youcanbook.me " +
		"tidio.net tawk.to smartsupp.com userlike.com"},

	// Local parts that a site's program may have, or a person.
	{reads: Unsure, parts: true, who: "mailer@ wp@ form@ forms@ formular@ formulaire@ formulario@ formulier@ notify@ website@ webmaster@ web@"},
	{reads: Unsure, who: "www@ fax@ voice@ alert@ alerts@ system@ auto@ robot@ abuse@"},
}

// machineTable is the table in the form in which it is asked.
type machineTable struct {
	words   map[string]machine // by local part
	exact   map[string]machine // by address
	domains map[string]machine
}

var machineIndex = sync.OnceValue(func() machineTable {
	t := machineTable{map[string]machine{}, map[string]machine{}, map[string]machine{}}
	for _, m := range machines {
		for _, entry := range strings.Fields(m.who) {
			local, domain, isAddress := strings.Cut(entry, "@")
			to, key := t.exact, entry
			switch {
			case !isAddress:
				to, key = t.domains, entry
			case domain == "":
				to, key = t.words, local
			}
			if _, there := to[key]; !there {
				to[key] = m
			}
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

// machineOf finds the row of an address.
func machineOf(address string) machine {
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at+1 == len(address) {
		return machine{}
	}
	t, local := machineIndex(), address[:at]
	word := machineWord(t, local)
	for d := domainOf(address); d != ""; _, d, _ = strings.Cut(d, ".") {
		if m, ok := t.exact[local+"@"+d]; ok {
			return m
		}
		m, ok := t.domains[d]
		switch {
		case !ok:
		case m.reads == OnePerson && word.reads == Nobody:
			return word
		case m.reads == Nobody && !m.form && word.reads != Nobody && token.MatchString(local):
			return machine{reads: OnePerson} // the portal made it for a conversation
		default:
			return m
		}
	}
	return word
}

// maxRun is how many words of a local part are put together: do.not.reply.
const maxRun = 4

// machineWord finds the row of a local part, whatever its domain. The surest that is found counts.
func machineWord(t machineTable, local string) (found machine) {
	if m, ok := t.words[strings.TrimRight(local, "0123456789")]; ok {
		return m
	}
	parts := strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._+-", r) })
	for i := range parts {
		run := ""
		for j := i; j < len(parts) && j < i+maxRun; j++ {
			run += strings.TrimRight(parts[j], "0123456789")
			if m := t.words[run]; m.parts && m.reads > found.reads {
				found = m
			}
		}
		for _, word := range []string{"noreply", "donotreply"} { // noreplyinfo, ourshopnoreply
			if strings.HasPrefix(parts[i], word) || strings.HasSuffix(parts[i], word) {
				return t.words[word]
			}
		}
	}
	return found
}

// token is what a local part that was made for one conversation looks like: reply+abc123, letters and digits mixed.
var token = regexp.MustCompile(`^[a-z0-9._-]{0,40}\+[a-z0-9=_.-]{3,}$|^(?:[a-z-]{0,12}[-_.])?(?:[a-z]+\d|\d+[a-z])[a-z0-9-]{4,}$`)

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
