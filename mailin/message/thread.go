package message

import (
	"leadsheet/lead"
)

var messageID = lazy(`<([^<>\s]{1,500})>`)

func firstID(s string) string {
	if m := messageID().FindStringSubmatch(s); m != nil {
		return Clean(m[1], 500)
	}
	return Clean(s, 500)
}

// Thread returns the ID of the message, the ID that it answers, and all IDs that it refers to, the oldest first.
func (msg *Message) Thread() (id, inReplyTo string, references []string) {
	id = firstID(msg.Header.Get("message-id"))
	if m := messageID().FindStringSubmatch(msg.Header.Get("in-reply-to")); m != nil {
		inReplyTo = Clean(m[1], 500) // some clients write a sentence there
	}
	seen := map[string]bool{}
	for _, m := range messageID().FindAllStringSubmatch(msg.Header.Get("references")+" "+
		msg.Header.Get("in-reply-to"), 200) {
		if id := Clean(m[1], 500); !seen[id] {
			seen[id] = true
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
			for _, a := range addressLike().FindAllString(v, 200) {
				if a, ok := lead.NormalizeEmail(a); ok {
					out = append(out, a)
				}
			}
		}
	}
	return out
}
