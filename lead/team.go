package lead

import "strings"

// Team is the team's own addresses: only a colleague's forwards are unwrapped, and mails of the team are no inquiries.
type Team struct {
	Addresses []string // anna@example.com
	Domains   []string // example.com
}

// Has reports whether the mail address belongs to the team.
func (t Team) Has(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" {
		return false
	}
	for _, a := range t.Addresses {
		if strings.EqualFold(strings.TrimSpace(a), address) {
			return true
		}
	}
	if !strings.Contains(address, "@") {
		return false
	}
	for _, d := range t.Domains {
		if InDomain(address, d) {
			return true
		}
	}
	return false
}
