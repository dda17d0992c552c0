package lead

import (
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"

	"leadsheet/lead/words"
)

// TeamDomain returns a mail domain as people type it (@Example.com) in the form in which a team has it. Its error says
// why that cannot be a team's own: it is not a domain, it gives addresses to the public, or companies register below
// it. Otherwise all customers who write from there would be taken for colleagues, and their requests would be lost.
func TeamDomain(s string) (string, error) {
	d := strings.ToLower(strings.Trim(strings.TrimPrefix(strings.TrimSpace(s), "@"), "."))
	if !strings.Contains(d, ".") || strings.ContainsAny(d, "@ /\t") {
		return "", words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.NoDomain.With(strconv.Quote(strings.TrimSpace(s)))
		})
	}
	switch SharedDomain(d) {
	case OfProvider:
		return "", words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.DomainOfMany.With(strconv.Quote(d))
		})
	case OfRegistrars:
		return "", words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.DomainOfAState.With(strconv.Quote(d), d)
		})
	}
	return d, nil
}

// SameOrganization reports whether two addresses, or domains, belong to one registered domain: that of
// a@mail.example.co.uk is example.co.uk.
func SameOrganization(a, b string) bool {
	own := func(s string) string {
		registered, err := publicsuffix.EffectiveTLDPlusOne(domainOf(s))
		if err != nil {
			return ""
		}
		return registered
	}
	registered := own(a)
	return registered != "" && registered == own(b)
}
