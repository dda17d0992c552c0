package message

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// encodedWord matches an encoded word of RFC 2047, also with blanks inside, as some senders write it.
var encodedWord = lazy(`=\?([A-Za-z0-9_.:+-]{1,40})(?:\*[A-Za-z-]{1,20})?\?([bBqQ])\?([^?]{0,998})\?=`)

// decodeWords decodes the encoded words of a header value. Adjacent words of one charset are decoded together, because
// some senders split a character between two of them.
func decodeWords(s string) string { return decodeWith(s, nil) }

// decodeAddress decodes a header field of addresses. When the field has an unencoded address, the encoded words are
// names: addresses and line ends inside them are removed, since they are there to deceive.
func decodeAddress(s string) string {
	if !strings.Contains(s, "=?") || !addressLike().MatchString(encodedWord().ReplaceAllString(s, " ")) {
		return decodeWords(s)
	}
	return decodeWith(s, func(name string) string {
		return strings.NewReplacer("<", "", ">", "", "\r", " ", "\n", " ").Replace(addressLike().ReplaceAllString(name, ""))
	})
}

// addressFields are the header fields that hold addresses.
var addressFields = map[string]bool{"from": true, "reply-to": true, "sender": true, "to": true, "cc": true,
	"resent-from": true, "x-original-from": true, "x-original-sender": true}

func decodeWith(s string, fix func(string) string) string {
	if !utf8.ValidString(s) {
		s = toUTF8([]byte(s), "")
	}
	if !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	var pending []byte
	charset := ""
	flush := func() {
		if text := toUTF8(pending, charset); fix != nil {
			out.WriteString(fix(text))
		} else {
			out.WriteString(text)
		}
		pending = nil
	}
	rest := s
	for n := 0; n < 2000; n++ {
		m := encodedWord().FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		between := rest[:m[0]]
		if len(pending) == 0 || strings.TrimSpace(between) != "" {
			flush()
			out.WriteString(between) // blanks between two encoded words are no text
		}
		if cs := strings.ToLower(rest[m[2]:m[3]]); cs != charset {
			flush()
			charset = cs
		}
		pending = append(pending, decodeWord(rest[m[4]:m[5]], rest[m[6]:m[7]])...)
		rest = rest[m[1]:]
	}
	flush()
	out.WriteString(rest)
	return strings.ToValidUTF8(out.String(), "\uFFFD")
}

func decodeWord(encoding, text string) []byte {
	if strings.EqualFold(encoding, "q") {
		return decodeQuoted([]byte(strings.ReplaceAll(text, "_", " ")))
	}
	if b, err := base64.StdEncoding.DecodeString(text); err == nil {
		return b
	}
	return decodeBase64([]byte(text))
}
