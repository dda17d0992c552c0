package lead

import (
	"fmt"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// TeamDomain returns a mail domain as people type it (@Example.com) in the form in which a team has it. Its error says
// why that cannot be a team's own: it is no domain, anybody may have an address in it, or companies register below it.
// All who write from there would be taken for colleagues, and their requests be lost.
func TeamDomain(s string) (string, error) {
	d := strings.ToLower(strings.Trim(strings.TrimPrefix(strings.TrimSpace(s), "@"), "."))
	if !strings.Contains(d, ".") || strings.ContainsAny(d, "@ /\t") {
		return "", fmt.Errorf("%q is no mail domain; write it like example.com", strings.TrimSpace(s))
	}
	if FreeMail(d) {
		return "", fmt.Errorf("%q is a mail provider's domain, and customers write from there, too; "+
			"leave it out, and write the addresses of your people into the tab Team", d)
	}
	if suffix, _ := publicsuffix.PublicSuffix(d); suffix == d {
		return "", fmt.Errorf("%q is no domain of a single company: companies have theirs below it; "+
			"write your own, like example.%s, or the addresses of your people into the tab Team", d, d)
	}
	return d, nil
}
