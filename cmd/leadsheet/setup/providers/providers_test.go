package providers

import "testing"

// The servers of an address are known, found by the domain's mail exchanger, or guessed from its domain.
func TestOf(t *testing.T) {
	exchangers := func(domain string) []string {
		return map[string][]string{
			"studio.de":   {"mx01.kundenserver.de."},
			"chairs.com":  {"ASPMX.L.GOOGLE.COM."},
			"tables.com":  {"tables-com.mail.protection.outlook.com"},
			"notours.com": {"mx.notgoogle.com"},
		}[domain]
	}
	for _, c := range []struct{ address, name, imap, smtp string }{
		{"Kim@GMail.com", "Gmail", "imap.gmail.com", "smtp.gmail.com"},
		{"kim@web.de", "WEB.DE", "imap.web.de", "smtp.web.de"},
		{"hello@studio.de", "IONOS", "imap.ionos.de", "smtp.ionos.de"},
		{"hello@chairs.com", "Gmail", "imap.gmail.com", "smtp.gmail.com"},
		{"hello@tables.com", "Microsoft 365", "outlook.office365.com", "smtp.office365.com"},
		{"hello@notours.com", "", "imap.notours.com", "smtp.notours.com"},
		{"hello@proton.me", "Proton Mail", "", ""},
		{"hello", "", "", ""},
		{"hello@local", "", "", ""},
		{"", "", "", ""},
	} {
		p := Of(c.address, exchangers)
		if p.Name != c.name || p.IMAP != c.imap || p.SMTP != c.smtp {
			t.Errorf("%s: %+v", c.address, p)
		}
	}
	Of("hello@studio.example", func(domain string) []string {
		t.Errorf("somebody was asked about %s", domain)
		return nil
	})
}

func TestSends(t *testing.T) {
	for server, want := range map[string]string{
		"imap.gmail.com": "smtp.gmail.com", "outlook.office365.com:993": "smtp.office365.com",
		"imap.studio.example:993": "smtp.studio.example", "mail.studio.example": "mail.studio.example",
		"127.0.0.1:143": "127.0.0.1", "": "",
	} {
		if got := Sends(server); got != want {
			t.Errorf("%s: %s, want %s", server, got, want)
		}
	}
}

// Every row of the table can be found by something, and names its servers or says why it has none.
func TestTable(t *testing.T) {
	for _, p := range table() {
		if p.Name == "" || len(p.domains)+len(p.exchanges) == 0 || (p.IMAP == "" || p.SMTP == "") && p.Advice == "" {
			t.Errorf("%+v", p)
		}
	}
}
