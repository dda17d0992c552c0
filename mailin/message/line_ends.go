package message

import "bytes"

// TrimLeadIn removes what some programs write before a message: a byte order mark, blank lines, null bytes.
func TrimLeadIn(data []byte) []byte {
	for {
		rest := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), "\r\n\x00")
		if len(rest) == len(data) {
			return data
		}
		data = rest
	}
}

// PlainLineEnds converts all line ends of a message to line feeds when lone carriage returns end lines of its header or
// boundaries. Any other message is returned unchanged.
func PlainLineEnds(raw []byte) []byte {
	head := raw[:min(len(raw), MaxHeader)]
	for _, end := range []string{"\n\n", "\n\r\n"} {
		if i := bytes.Index(head, []byte(end)); i >= 0 {
			head = head[:i]
		}
	}
	if !loneReturn(head) && !bytes.Contains(raw, []byte("\r--")) {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\r' {
			out = append(out, raw[i])
			continue
		}
		end := i
		for end < len(raw) && raw[end] == '\r' {
			end++
		}
		if end < len(raw) && raw[end] == '\n' {
			i = end - 1 // the line feed follows
			continue
		}
		out = append(out, '\n')
	}
	return out
}

// loneReturn reports whether s has carriage returns that no line feed follows.
func loneReturn(s []byte) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '\r' {
			continue
		}
		for i < len(s) && s[i] == '\r' {
			i++
		}
		if i < len(s) && s[i] != '\n' {
			return true
		}
	}
	return false
}
