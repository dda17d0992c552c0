package outbox

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"leadsheet/lead/hint"
)

const (
	maxName    = 100 // runes of a name before an address
	maxAddress = 254 // bytes, RFC 5321
)

// sender reads From.
func (s Server) sender() (mail.Address, error) {
	if strings.TrimSpace(s.From) == "" {
		return mail.Address{}, fmt.Errorf("there is no address that messages come from: set %v, for example "+
			"sales@example.com", hint.SendFrom)
	}
	parsed, err := mail.ParseAddress(s.From)
	if err != nil {
		return mail.Address{}, hint.Because(err, "%v is no mail address: write for example sales@example.com, or "+
			"Sales <sales@example.com>", hint.SendFrom)
	}
	from, err := address(parsed.Address)
	if err != nil || !ascii(from.Address) {
		return mail.Address{}, hint.Because(err, "%v is no mail address that every server takes: write one in plain "+
			"Latin letters, for example sales@example.com", hint.SendFrom)
	}
	from.Name = displayName(parsed.Name)
	return from, nil
}

// address reads one bare mail address. The domain comes back as mail servers know it (Punycode); the part before it
// stays as it is.
func address(text string) (mail.Address, error) {
	bad := errors.New("it is no mail address")
	text = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(text)
	// A list, a name or a comment in a cell for an address is not sent to in part.
	if err != nil || strings.TrimSuffix(strings.TrimPrefix(text, "<"), ">") != parsed.Address {
		return mail.Address{}, bad
	}
	i := strings.LastIndexByte(parsed.Address, '@')
	local, domain := parsed.Address[:i], parsed.Address[i+1:]
	if local == "" || strings.ContainsFunc(local, unfitLocal) || strings.HasPrefix(domain, "[") {
		return mail.Address{}, bad
	}
	if !ascii(domain) {
		domain, err = idna.Lookup.ToASCII(domain)
	}
	if err != nil || domain == "" || strings.ContainsFunc(domain, unfitDomain) ||
		len(local)+1+len(domain) > maxAddress {
		return mail.Address{}, bad
	}
	return mail.Address{Address: local + "@" + domain}, nil
}

// unfitLocal tells of a character that an unquoted local part cannot have. Quoted local parts are legal, but nobody has
// one, and they are the usual way to smuggle commands.
func unfitLocal(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune("\"\\<>()[],;:@", r) || unicode.IsControl(r) ||
		unicode.IsSpace(r) ||
		r == utf8.RuneError
}

func unfitDomain(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._", r)
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// displayName is a name that can stand before an address. The library writes a backslash so that it cannot be read
// again.
func displayName(s string) string { return oneLine(strings.ReplaceAll(s, `\`, " "), maxName) }

// oneLine makes a text fit for a header or for a line of a message: what is no letter, digit or mark becomes a blank,
// blanks are joined, and it ends after so many runes.
func oneLine(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.IsSpace(r), invisible(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > most {
		s = strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
	}
	return s
}

// invisible tells of the marks that turn the direction of writing, by which a text can show something else than it
// says, and of line and paragraph separators.
func invisible(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029 || r == 0xfeff
}
