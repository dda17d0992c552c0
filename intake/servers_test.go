package intake

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// Which name is learnt from the mails of one run, and what it takes to give up a known one.
func TestServerName(t *testing.T) {
	for name, test := range map[string]struct {
		known Known
		host  string
		mails string // whose field is on top; - for none, "team X" and "bounce X" for such mails
		want  string
	}{
		"the first mail of a new mailbox":      {mails: "mx.host.example", want: "mx.host.example"},
		"nothing but mails of the team":        {mails: "team mx.host.example", want: ""},
		"the server's own report has no field": {mails: "mx.host.example, bounce -", want: "mx.host.example"},
		"a server that checks nothing":         {mails: "-, -, -", want: NoServer},
		"not yet":                              {mails: "-, mx.forger.example", want: ""},
		"mixed, then three in a row":           {mails: "-, mx.host.example, mx2.host.example, mx.host.example", want: "mx.host.example"},
		"mixed, of our own domain":             {mails: "-, mx.studio.example", want: "mx.studio.example"},
		"of the provider":                      {known: Known{Outsiders: true}, host: "imap.gmail.com:993", mails: "mx.google.com", want: "mx.google.com"},
		"without a name":                       {known: Known{Outsiders: true}, host: "imaps://outlook.office365.com", mails: "unnamed", want: "unnamed"},
		"of the provider's domain":             {known: Known{Outsiders: true}, host: "imap.host.example", mails: "mx.host.example", want: "mx.host.example"},
		"an older mailbox, one mail":           {known: Known{Outsiders: true}, mails: "mx.forger.example", want: ""},
		"an older mailbox, three":              {known: Known{Outsiders: true}, mails: "mx.host.example, mx.host.example, mx.host.example", want: "mx.host.example"},
		"a forger in a mailbox without checks": {mails: "-, -, -, mx.forger.example, -", want: NoServer},
		"known, and another comes":             {known: learnt("mx.host.example"), mails: "mx.forger.example, -, mx.host.example", want: "mx.host.example"},
		"known, and the server has changed":    {known: learnt("mx.host.example"), mails: "mx.new.example, mx.new.example, mx.new.example, mx.new.example, mx.new.example", want: "mx.new.example"},
		"known, and it checks no more":         {known: learnt("mx.host.example"), mails: "-, -, -, -, -", want: NoServer},
	} {
		account := mailin.Mailbox{User: "hello@studio.example", Addr: test.host}
		team := lead.Team{Addresses: []string{"ann@firm.example"}}
		var s serverName
		s.begin(test.known, account.User)
		for m := range strings.SplitSeq(test.mails, ", ") {
			r := reading.Reading{Inquiry: lead.Inquiry{From: "kim@customer.example", Kind: lead.Direct}}
			if rest, is := strings.CutPrefix(m, "team "); is {
				m, r.From = rest, "ann@firm.example"
			}
			if rest, is := strings.CutPrefix(m, "bounce "); is {
				m, r.Kind = rest, lead.Bounce
			}
			r.Server = strings.Trim(m, "-")
			s.observe(&r, team, &account)
		}
		if s.name != test.want {
			t.Errorf("%s: %q, want %q", name, s.name, test.want)
		}
	}
}

func learnt(name string) Known {
	return Known{Outsiders: true, Learnt: map[string]string{"hello@studio.example": name}}
}
