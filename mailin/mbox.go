package mailin

import (
	"bytes"
	"path/filepath"
	"strings"
)

// Handles reports whether a file of this name is read by this package: .eml and .mbox.
func Handles(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".eml", ".mbox":
		return true
	}
	return false
}

// Mbox splits a file of messages at its "From " lines and takes the quoting off lines that start with ">From ".
// A file without such lines is one message. A file in which there is nothing holds none.
func Mbox(data []byte) [][]byte {
	whole := data
	data = begun(data)
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	if !bytes.HasPrefix(data, []byte("From ")) {
		return [][]byte{whole}
	}
	out := splitMbox(lineEnds(data))
	if len(out) == 0 || len(out) == 1 && len(data) < len(whole) {
		return [][]byte{whole}
	}
	return out
}

// begun leaves out what programs and people put before a message: the mark of an encoding, blank lines.
func begun(data []byte) []byte {
	for {
		rest := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), "\r\n\x00")
		if len(rest) == len(data) {
			return data
		}
		data = rest
	}
}

// lineEnds gives a message plain line ends when its header, or what parts its body, has lines that end with a carriage
// return alone. Any other message stays as it is.
func lineEnds(raw []byte) []byte {
	head := raw[:min(len(raw), maxHeader)]
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

// loneReturn reports whether a carriage return is not followed by a line feed, whatever other returns are between them.
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

// splitMbox splits a file that begins with a "From " line.
func splitMbox(data []byte) [][]byte {
	var out [][]byte
	var current []byte
	blank, started := true, false
	flush := func() {
		if started && len(bytes.TrimSpace(current)) > 0 {
			out = append(out, bytes.TrimRight(current, "\r\n"))
			out[len(out)-1] = append(out[len(out)-1], '\n')
		}
		current = nil
	}
	for len(data) > 0 {
		n := bytes.IndexByte(data, '\n') + 1
		if n == 0 {
			n = len(data)
		}
		l := data[:n]
		data = data[n:]
		if blank && bytes.HasPrefix(l, []byte("From ")) && (!started || separates(l, data)) {
			flush()
			started, blank = true, false
			continue
		}
		blank = len(bytes.TrimRight(l, "\r\n")) == 0
		if quoted := bytes.TrimLeft(l, ">"); len(quoted) < len(l) && bytes.HasPrefix(quoted, []byte("From ")) {
			l = l[1:]
		}
		current = append(current, l...)
	}
	flush()
	return out
}

// separates reports whether a "From " line after a blank line begins a message and not a sentence: a header field
// follows it.
func separates(l, next []byte) bool {
	if len(bytes.Fields(l)) < 3 {
		return false
	}
	first, _, _ := bytes.Cut(next, []byte("\n"))
	name, _, ok := bytes.Cut(first, []byte(":"))
	return ok && len(name) > 0 && len(name) < 80 && !bytes.ContainsAny(name, " \t")
}
