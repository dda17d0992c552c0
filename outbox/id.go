package outbox

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"unicode"
)

// NewID returns a new Message-ID for a message about a lead, "" for none, of a sender with that address. Its 128 random
// bits cannot be guessed.
func NewID(lead, from string) string {
	about := strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '-' {
			return r
		}
		return -1
	}, lead)
	if about == "" || len(about) > 40 {
		about = "leadsheet"
	}
	var random [16]byte
	_, _ = rand.Read(random[:]) // it never fails
	domain := "leadsheet.invalid"
	if parsed, err := address(Server{From: from}.Address()); err == nil {
		_, domain, _ = strings.Cut(parsed.Address, "@")
	}
	return "<" + about + "." + strings.ToUpper(hex.EncodeToString(random[:])) + "@" + domain + ">"
}
