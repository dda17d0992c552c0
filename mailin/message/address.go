package message

import (
	"net/mail"
	"strings"

	"leadsheet/lead"
)

// addressLike is what looks like an address.
var addressLike = lazy(`[\p{L}\d.!#$%&'*+/=?^_{|}~-]{1,64}@[\p{L}\d-]{1,63}(\.[\p{L}\d-]{1,63})+`)

// splitAddress takes the first name and address out of a header value that may be no valid address at all.
func SplitAddress(s string) (name, address string) {
	if len(s) > 4000 {
		s = strings.ToValidUTF8(s[:4000], "")
	}
	if list, err := mail.ParseAddressList(s); err == nil && len(list) > 0 {
		name, address = list[0].Name, strings.ToLower(list[0].Address)
	} else if loc := addressLike().FindStringIndex(s); loc != nil {
		address = strings.ToLower(strings.TrimPrefix(s[loc[0]:loc[1]], "mailto:"))
		name = s[:loc[0]]
	} else {
		name = s
	}
	if a, ok := lead.NormalizeEmail(address); ok {
		address = a
	}
	for {
		cut := strings.TrimSuffix(strings.TrimRight(strings.TrimSpace(name), "<([ \t"), "mailto:")
		if cut == name {
			break
		}
		name = cut
	}
	return strings.Trim(name, " \t\"'“”„«»‘’"), address
}

// Addresses returns what looks like an address in a text, as it stands there, and no more than most of them.
func Addresses(s string, most int) []string { return addressLike().FindAllString(s, most) }

// HasAddress reports whether something in a text looks like an address.
func HasAddress(s string) bool { return addressLike().MatchString(s) }
