package lead

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// entries are all addresses of the table, with the row they stand in.
func entries(do func(entry string, m senderRow)) {
	for _, m := range senderTable {
		for _, e := range strings.Fields(m.addresses) {
			do(e, m)
		}
	}
}

func inTable(domain string) (found bool) {
	entries(func(e string, _ senderRow) { found = found || !strings.Contains(e, "@") && InDomain(domain, e) })
	return found
}

// A sender in a domain that merely contains that of a maker or portal is nobody that the table knows.
func TestSenders_NoRowMatchesALongerDomain(t *testing.T) {
	label := rapid.StringMatching(`[a-z][a-z0-9]{0,8}`)
	entries(func(e string, m senderRow) {
		local, domain, isAddress := strings.Cut(e, "@")
		if !isAddress {
			local, domain = "anna", e
		}
		if domain == "" {
			return // a local part, in any domain
		}
		if local == "anna" && ReadershipOf(local+"@"+domain) != m.readers ||
			ReadershipOf(local+"@mail."+domain) < OnePerson {
			t.Errorf("%s is not found in itself and below", e)
		}
		rapid.Check(t, func(t *rapid.T) {
			x := label.Draw(t, "x")
			first, _, _ := strings.Cut(domain, ".")
			for _, other := range []string{domain + "." + x + ".test", x + domain, x + "-" + domain, first + "." + x + ".test", domain + x, strings.ReplaceAll(domain, ".", x+".") + ".test"} {
				// amail.example.com is not mail.example.com, but it is in example.com, if that is in the table, too.
				is, _ := FormMaker(local + "@" + other)
				if InDomain(other, domain) || !inTable(other) && (is || ReadershipOf("anna@"+other) != Somebody) {
					t.Errorf("%s passes for %s", other, e)
				}
			}
		})
	})
}

// Each local part of the table is found in any domain, in the ways in which people write it, and not inside a word.
func TestSenders_EveryLocalPartIsFound(t *testing.T) {
	entries(func(e string, m senderRow) {
		local, domain, isAddress := strings.Cut(e, "@")
		if !isAddress || domain != "" {
			return
		}
		for _, a := range []string{local, strings.ToUpper(local), local + "2"} {
			if got := ReadershipOf(a + "@shop.example"); got != m.readers {
				t.Errorf("%s@shop.example: %d, want %d", a, got, m.readers)
			}
		}
		if got := ReadershipOf("shop-" + local + "@shop.example"); m.anywhere && got != m.readers ||
			!m.anywhere && got != Somebody {
			t.Errorf("shop-%s@shop.example: %d", local, got)
		}
		if got := ReadershipOf("qz" + local + "qz@shop.example"); got != Somebody {
			t.Errorf("qz%sqz@shop.example: %d", local, got)
		}
		if got := ReadershipOf("anna@" + local + ".example"); got != Somebody {
			t.Errorf("anna@%s.example: %d", local, got)
		}
	})
}

func TestSenders_ReadershipOf(t *testing.T) {
	for address, want := range map[string]Readership{
		"jane@customer.example":                     Somebody,
		"jane@meier-web.example":                    Somebody, // the domain is no local part
		"info@mailer.example":                       Somebody,
		"jane.root@customer.example":                Somebody,
		"postmaster@smallfirm.example":              Somebody,
		"noreply@evil.example":                      Nobody,
		"No-Reply@shop.example":                     Nobody,
		"do_not.reply@shop.example":                 Nobody,
		"voice-noreply@google.com":                  Nobody,
		"noreplyservice@shop.example":               Nobody,
		"nicht-antworten@shop.example":              Nobody,
		"ne-pas-repondre@boutique.example":          Nobody,
		"svara-ej@butik.example":                    Nobody,
		"bounces+12-jane=customer.example@shop.org": Nobody,
		"leads@email.angi.com":                      Nobody,
		"hello@cal.com":                             Nobody,
		"web@customer.example":                      Unsure,
		"forms2@customer.example":                   Unsure,
		"reply+abc@messaging.yelp.com":              OnePerson,
		"xyz@convo.zillow.com":                      OnePerson,
		"abc123@lsa.google.com":                     OnePerson,
		"no-reply@messaging.yelp.com":               Nobody,
		"a1b2c3d4e5@thumbtack.com":                  OnePerson,
		"reply+q7w8@mail.thumbtack.com":             OnePerson,
		"noreply@jotform.evil.test":                 Nobody, // by its local part, not as the maker
		"anna@evil-jotform.com":                     Somebody,
		"":                                          Somebody,
		"noreply":                                   Somebody,
		"@":                                         Somebody,
	} {
		if got := ReadershipOf(address); got != want {
			t.Errorf("%s: %d, want %d", address, got, want)
		}
	}
	if is, _ := FormMaker("noreply@jotform.evil.test"); is {
		t.Error("an outsider passes for a maker of forms")
	}
}

// What a program writes for all is no key by which anybody is found.
func TestSenders_ProgramIsNoContact(t *testing.T) {
	a, b := Contact{Name: "Jane Doe", Email: "no-reply@portal.example"}, Contact{Name: "Rob Ray", Email: "No-Reply@portal.example"}
	if a.EmailKey() != "" || SameContact(a, b, "DE") != NoMatch {
		t.Errorf("%q, %d", a.EmailKey(), SameContact(a, b, "DE"))
	}
	x, y := Contact{Email: "abc1@convo.zillow.com"}, Contact{Email: "abc2@convo.zillow.com"}
	if SameContact(x, y, "US") != NoMatch || SameContact(x, x, "US") != Same {
		t.Error("who writes through a portal has its domain in common with others, and the address with nobody")
	}
}

func TestTeamDomain(t *testing.T) {
	for in, want := range map[string]string{"example.com": "example.com", " @Our.Example.com. ": "our.example.com", "ourco.example": "ourco.example", "firm.co.uk": "firm.co.uk"} {
		if got, err := TeamDomain(in); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{"gmail.com": "tab Team", "WEB.de": "tab Team", "@outlook.com": "tab Team", "privaterelay.appleid.com": "tab Team",
		"co.uk": "example.co.uk", "com.br": "example.com.br", "github.io": "companies have theirs below it",
		"": "no mail domain", "example": "no mail domain", "kim@example.com": "no mail domain", "https://example.com": "no mail domain"} {
		if got, err := TeamDomain(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	team := Team{Domains: []string{"ours.example"}}
	for address, want := range map[string]bool{"a@ours.example": true, "a@mail.Ours.example": true, "a@evil-ours.example": false, "a@ours.example.evil.test": false, "ours.example": false} {
		if team.Has(address) != want {
			t.Errorf("%s: %t", address, !want)
		}
	}
}
