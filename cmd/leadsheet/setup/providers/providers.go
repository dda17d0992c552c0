// Package providers knows the mail servers of well-known providers: from a mail address it tells where the mailbox is
// read, where mail is sent, and what the provider asks of programs. What it knows is a table; a guess is offered to the
// person who sets leadsheet up, and never used unseen.
package providers

import "strings"

// Provider is what is known of a mail provider.
type Provider struct {
	Name   string // "" when the servers are a guess from the address alone
	IMAP   string // where mail is read, a host; "" for none
	SMTP   string // where mail is sent
	OAuth  bool   // a person can sign in in the browser
	Only   bool   // there is no other way to sign in: passwords are refused
	Advice string // what to prepare there, a sentence; "" for nothing

	domains   []string // of addresses
	exchanges []string // ends of the names of mail exchangers, for companies that are with the provider
}

// What providers want to be prepared.
const (
	appPassword = "It wants an app password, which you make in the security settings of the account; the usual " +
		"password does not work."
	switchOn = "Mail programs must be allowed once in its settings (POP3 and IMAP)."
)

// table is what is known. The providers' own help pages say so; a new one is a row.
func table() []Provider {
	return []Provider{
		{Name: "Gmail", IMAP: "imap.gmail.com", SMTP: "smtp.gmail.com", OAuth: true, Advice: appPassword,
			domains: []string{"gmail.com", "googlemail.com"}, exchanges: []string{"google.com", "googlemail.com"}},
		{Name: "Microsoft 365", IMAP: "outlook.office365.com", SMTP: "smtp.office365.com", OAuth: true, Only: true,
			Advice:    "It takes no passwords from programs: sign in in the browser.",
			domains:   []string{"outlook.com", "hotmail.com", "live.com", "msn.com"},
			exchanges: []string{"mail.protection.outlook.com"}},
		{Name: "iCloud", IMAP: "imap.mail.me.com", SMTP: "smtp.mail.me.com", Advice: appPassword,
			domains: []string{"icloud.com", "me.com", "mac.com"}, exchanges: []string{"mail.icloud.com"}},
		{Name: "Yahoo", IMAP: "imap.mail.yahoo.com", SMTP: "smtp.mail.yahoo.com", Advice: appPassword,
			domains:   []string{"yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.uk", "ymail.com"},
			exchanges: []string{"yahoodns.net"}},
		{Name: "AOL", IMAP: "imap.aol.com", SMTP: "smtp.aol.com", Advice: appPassword, domains: []string{"aol.com"}},
		{Name: "Fastmail", IMAP: "imap.fastmail.com", SMTP: "smtp.fastmail.com", Advice: appPassword,
			domains: []string{"fastmail.com", "fastmail.fm"}, exchanges: []string{"messagingengine.com"}},
		{Name: "Zoho Mail", IMAP: "imap.zoho.com", SMTP: "smtp.zoho.com", Advice: switchOn,
			domains: []string{"zoho.com", "zohomail.com"}, exchanges: []string{"zoho.com"}},
		{Name: "Zoho Mail", IMAP: "imap.zoho.eu", SMTP: "smtp.zoho.eu", Advice: switchOn,
			domains: []string{"zoho.eu", "zohomail.eu"}, exchanges: []string{"zoho.eu"}},
		{Name: "GMX", IMAP: "imap.gmx.net", SMTP: "mail.gmx.net", Advice: switchOn,
			domains: []string{"gmx.de", "gmx.net", "gmx.at", "gmx.ch"}},
		{Name: "GMX", IMAP: "imap.gmx.com", SMTP: "mail.gmx.com", Advice: switchOn,
			domains: []string{"gmx.com", "gmx.us", "gmx.co.uk"}},
		{Name: "WEB.DE", IMAP: "imap.web.de", SMTP: "smtp.web.de", Advice: switchOn, domains: []string{"web.de"}},
		{Name: "T-Online", IMAP: "secureimap.t-online.de", SMTP: "securesmtp.t-online.de",
			Advice:  "It wants the password for mail programs, which you set in its customer centre.",
			domains: []string{"t-online.de"}},
		{Name: "IONOS", IMAP: "imap.ionos.de", SMTP: "smtp.ionos.de", exchanges: []string{"kundenserver.de", "ionos.de"}},
		{Name: "IONOS", IMAP: "imap.ionos.com", SMTP: "smtp.ionos.com", exchanges: []string{"1and1.com", "ionos.com"}},
		{Name: "STRATO", IMAP: "imap.strato.de", SMTP: "smtp.strato.de", exchanges: []string{"rzone.de"}},
		{Name: "Hetzner", IMAP: "mail.your-server.de", SMTP: "mail.your-server.de",
			exchanges: []string{"your-server.de"}},
		{Name: "mailbox.org", IMAP: "imap.mailbox.org", SMTP: "smtp.mailbox.org", domains: []string{"mailbox.org"},
			exchanges: []string{"mailbox.org"}},
		{Name: "Posteo", IMAP: "posteo.de", SMTP: "posteo.de", domains: []string{"posteo.de", "posteo.net"}},
		{Name: "Infomaniak", IMAP: "mail.infomaniak.com", SMTP: "mail.infomaniak.com",
			exchanges: []string{"infomaniak.ch"}},
		{Name: "OVHcloud", IMAP: "ssl0.ovh.net", SMTP: "ssl0.ovh.net", exchanges: []string{"ovh.net"}},
		{Name: "Gandi", IMAP: "mail.gandi.net", SMTP: "mail.gandi.net", exchanges: []string{"gandi.net"}},
		{Name: "Orange", IMAP: "imap.orange.fr", SMTP: "smtp.orange.fr", domains: []string{"orange.fr", "wanadoo.fr"}},
		{Name: "Seznam", IMAP: "imap.seznam.cz", SMTP: "smtp.seznam.cz", domains: []string{"seznam.cz", "email.cz"},
			exchanges: []string{"seznam.cz"}},
		{Name: "Proton Mail", domains: []string{"proton.me", "protonmail.com", "pm.me"},
			exchanges: []string{"protonmail.ch"},
			Advice:    "It lets programs in only through Proton Mail Bridge, which says where and with which password."},
	}
}

// Of returns the provider of a mail address. exchangers returns the names of a domain's mail exchangers, and is asked
// only about a domain that is not known; nil asks nobody. For an unknown provider the servers are the usual names below
// the domain; without an address there is none.
func Of(address string, exchangers func(domain string) []string) Provider {
	_, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if !ok || !strings.Contains(domain, ".") {
		return Provider{}
	}
	known := table()
	for _, p := range known {
		for _, d := range p.domains {
			if d == domain {
				return p
			}
		}
	}
	if exchangers != nil && !reserved(domain) {
		for _, host := range exchangers(domain) {
			if p, ok := byExchange(known, host); ok {
				return p
			}
		}
	}
	return Provider{IMAP: "imap." + domain, SMTP: "smtp." + domain}
}

// byExchange finds the provider of a mail exchanger.
func byExchange(known []Provider, host string) (Provider, bool) {
	host = "." + strings.ToLower(strings.TrimSuffix(host, "."))
	for _, p := range known {
		for _, end := range p.exchanges {
			if strings.HasSuffix(host, "."+end) {
				return p, true
			}
		}
	}
	return Provider{}, false
}

// At returns the provider of a mail server by its name, as far as it is known.
func At(server string) Provider {
	host, _, _ := strings.Cut(strings.ToLower(server), ":")
	for _, p := range table() {
		if host != "" && (host == p.IMAP || host == p.SMTP) {
			return p
		}
	}
	return Provider{}
}

// Sends guesses where mail is sent for a mailbox that is read at server.
func Sends(server string) string {
	if p := At(server); p.SMTP != "" {
		return p.SMTP
	}
	host, _, _ := strings.Cut(server, ":")
	for _, begin := range []string{"imap.", "imaps.", "mail.", "pop."} {
		if rest, ok := strings.CutPrefix(host, begin); ok && begin != "mail." {
			return "smtp." + rest
		}
	}
	return host
}

// reserved reports whether a domain can belong to nobody (RFC 6761), so that nobody need be asked about it.
func reserved(domain string) bool {
	top := domain[strings.LastIndex(domain, ".")+1:]
	return top == "example" || top == "test" || top == "invalid" || top == "localhost" ||
		strings.HasSuffix("."+domain, ".example.com") || strings.HasSuffix("."+domain, ".example.net") ||
		strings.HasSuffix("."+domain, ".example.org")
}
