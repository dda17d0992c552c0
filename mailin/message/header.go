package message

import (
	"bytes"
	"fmt"
	"strings"
)

// ParseHeader reads the header of a message, even a broken one. It returns the body, and the exceeded limit as text, or
// "".
func ParseHeader(raw []byte) (h Header, body []byte, limit string) {
	h = Header{}
	name, value, fields, size := "", strings.Builder{}, 0, 0
	flush := func() {
		if name != "" {
			decode := decodeWords
			if addressFields[name] {
				decode = decodeAddress
			}
			h[name] = append(h[name], strings.TrimSpace(decode(value.String())))
		}
		name = ""
		value.Reset()
	}
	for len(raw) > 0 {
		l, rest, _ := bytes.Cut(raw, []byte("\n"))
		size += len(l) + 1
		if size > MaxHeader {
			flush()
			return h, nil, fmt.Sprintf("its header is longer than %d KB", MaxHeader>>10)
		}
		raw = rest
		l = bytes.TrimRight(l, "\r")
		if len(l) == 0 {
			break
		}
		if l[0] == ' ' || l[0] == '\t' {
			value.WriteByte(' ')
			value.Write(bytes.TrimSpace(l))
			continue
		}
		key, v, ok := bytes.Cut(l, []byte(":"))
		if !ok || len(key) == 0 || len(key) > 100 || bytes.ContainsAny(bytes.TrimSpace(key), " \t") {
			continue // no field; some broken senders write text between the fields
		}
		flush()
		if fields++; fields > maxFields {
			return h, nil, fmt.Sprintf("its header has more than %d fields", maxFields)
		}
		name = strings.ToLower(string(bytes.TrimSpace(key)))
		value.Write(bytes.TrimSpace(v))
	}
	flush()
	return h, raw, ""
}

// boundaryParam matches the declaration of a boundary.
var boundaryParam = lazy(`(?i)^boundary\s*(\*[0-9]*\*?)?\s*=\s*(?:"([^"\r\n]{0,200})"|([^\s;"]{1,200}))`)

// boundaries finds the declarations of boundaries anywhere in a message, in upper or lower case. It scans the bytes
// once and applies the expression only to short windows, so that its cost stays linear.
func boundaries(raw []byte) [][][]byte {
	const window, overlap, most = 64 << 10, 7, 20 * maxParts
	word := []byte("boundary")
	var out [][][]byte
	buf := make([]byte, 0, window)
	for start := 0; start < len(raw); start += window - overlap {
		buf = buf[:0]
		for _, c := range raw[start:min(start+window, len(raw))] {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf = append(buf, c)
		}
		for at := 0; ; {
			i := bytes.Index(buf[at:], word)
			if i < 0 {
				break
			}
			at += i + len(word)
			from := start + at - len(word)
			if m := boundaryParam().Full().FindSubmatch(raw[from:min(from+2048, len(raw))]); m != nil {
				if out = append(out, m); len(out) >= most {
					return out
				}
			}
		}
	}
	return out
}

// overLimit checks a message before it is parsed and returns the exceeded limit as text, or "". It scans the bytes
// once.
func overLimit(raw []byte) string {
	if len(raw) > maxMessage {
		return fmt.Sprintf("it is larger than %d MB", maxMessage>>20)
	}
	declared := map[string]bool{}
	split := false // a boundary in pieces (RFC 2231): every line that may be one counts
	for _, m := range boundaries(raw) {
		split = split || len(m[1]) > 0
		declared[strings.TrimSpace(string(m[2])+string(m[3]))] = true
	}
	if len(declared) == 0 {
		return ""
	}
	if len(declared) > maxParts {
		return fmt.Sprintf("it has more than %d parts", maxParts)
	}
	var stack []string
	parts, heading := 0, -1 // heading counts the bytes of a part's header, -1 outside
	for len(raw) > 0 {
		l, rest, _ := bytes.Cut(raw, []byte("\n"))
		raw = rest
		if len(l) > maxLine {
			return fmt.Sprintf("one of its lines is longer than %d MB", maxLine>>20)
		}
		trimmed := bytes.TrimRight(l, " \t\r")
		if heading >= 0 {
			if heading += len(l); heading > MaxHeader {
				return fmt.Sprintf("the header of a part is longer than %d KB", MaxHeader>>10)
			}
			if len(trimmed) == 0 {
				heading = -1
			}
		}
		if len(trimmed) < 2 || trimmed[0] != '-' || trimmed[1] != '-' || len(trimmed) > 300 {
			continue
		}
		name := string(trimmed[2:])
		if closing := strings.TrimSuffix(name, "--"); closing != name && declared[closing] {
			stack = popTo(stack, closing)
			continue
		}
		if !declared[name] {
			if split {
				parts++
			}
			if parts > maxParts {
				return fmt.Sprintf("it has more than %d parts", maxParts)
			}
			continue
		}
		heading = 0
		if parts++; parts > maxParts {
			return fmt.Sprintf("it has more than %d parts", maxParts)
		}
		stack = append(popTo(stack, name), name)
		if len(stack) > maxDepth {
			return fmt.Sprintf("its parts are nested more than %d deep", maxDepth)
		}
	}
	return ""
}

// popTo cuts the stack of open boundaries before name. It returns the stack unchanged when name is not open.
func popTo(stack []string, name string) []string {
	for i, s := range stack {
		if s == name {
			return stack[:i]
		}
	}
	return stack
}

// OfMail reports whether the header has a field that mails have. Other text may have lines that look like fields.
func (h Header) OfMail() bool {
	for _, name := range []string{"from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "received",
		"return-path", "delivered-to", "resent-from"} {
		if _, ok := h[name]; ok {
			return true
		}
	}
	return false
}
