package message

import (
	"slices"
	"strings"
	"unicode/utf8"

	"leadsheet/lead"
)

// maxReferences is how many messages are looked at to which one refers.
const maxReferences = 200

// maxID is how many characters the ID of a message may have.
const maxID = 500

// nextID returns the first ID in a header value, without its brackets, and what stands behind it. Many clients write
// sentences there, too.
func nextID(s string) (id, rest string, ok bool) {
	for {
		_, s, ok = strings.Cut(s, "<")
		end := strings.IndexAny(s, "<> \t\n\f\r")
		if !ok || end < 0 {
			return "", "", false
		}
		if id = s[:end]; s[end] == '>' && id != "" && utf8.RuneCountInString(id) <= maxID {
			return id, s[end+1:], true
		}
		s = s[end:]
	}
}

func firstID(s string) string {
	if id, _, ok := nextID(s); ok {
		return Clean(id, maxID)
	}
	return Clean(s, maxID)
}

// Thread returns the ID of the message, the ID that it answers, and all IDs that it refers to, the oldest first.
func (msg *Message) Thread() (id, inReplyTo string, references []string) {
	id = firstID(msg.Header.Get("message-id"))
	if id, _, ok := nextID(msg.Header.Get("in-reply-to")); ok {
		inReplyTo = Clean(id, maxID)
	}
	rest := msg.Header.Get("references") + " " + msg.Header.Get("in-reply-to")
	for range maxReferences {
		id, behind, ok := nextID(rest)
		if !ok {
			break
		}
		rest = behind
		if id = Clean(id, maxID); !slices.Contains(references, id) {
			references = append(references, id)
		}
	}
	return id, inReplyTo, references
}

// Recipients returns the addresses of To and Cc in lower case.
func (msg *Message) Recipients() []string { return msg.AddressesIn("to", "cc") }

// AddressesIn returns the addresses of header fields in lower case.
func (msg *Message) AddressesIn(names ...string) []string {
	var out []string
	for _, name := range names {
		for _, v := range msg.Header[name] {
			if len(v) > 20000 {
				v = v[:20000]
			}
			for _, a := range Addresses(v, 200) {
				if a, ok := lead.NormalizeEmail(a); ok {
					out = append(out, a)
				}
			}
		}
	}
	return out
}
