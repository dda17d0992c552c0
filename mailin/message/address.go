package message

import (
	"net/mail"
	"strings"

	"leadsheet/lead"
)

// addressLike matches what looks like an address.
var addressLike = lazy(`[\p{L}\d.!#$%&'*+/=?^_{|}~-]{1,64}@[\p{L}\d-]{1,63}(\.[\p{L}\d-]{1,63})+`)

// SplitAddress returns the display name and the address of the first mailbox in a header value, which need not be
// valid. The address is in lower case, "" when there is none. The name is as written, without quotes.
func SplitAddress(s string) (name, address string) {
	if len(s) > 4000 {
		s = strings.ToValidUTF8(s[:4000], "")
	}
	if list, err := mail.ParseAddressList(s); err == nil && len(list) > 0 {
		name, address = list[0].Name, strings.ToLower(list[0].Address)
	} else if loc := addressLike().Full().FindStringIndex(s); loc != nil {
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
	name = strings.Trim(name, " \t\"'“”„«»‘’")
	return strings.TrimRight(name, " ,;"), address
}

// Addresses returns at most the given number of strings in s that look like addresses, as written.
func Addresses(s string, most int) []string {
	if !strings.Contains(s, "@") {
		return nil
	}
	return addressLike().Full().FindAllString(s, most)
}

// HasAddress reports whether s contains something that looks like an address.
func HasAddress(s string) bool { return strings.Contains(s, "@") && addressLike().MatchString(s) }
