package mailin

import (
	"bytes"
	"path/filepath"
	"strings"

	"leadsheet/mailin/message"
)

// Handles reports whether a file of this name is read by this package: .eml and .mbox.
func Handles(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".eml", ".mbox":
		return true
	}
	return false
}

// Mbox splits a file of messages at its "From " lines and unquotes lines that begin with ">From ". A file without
// "From " lines is one message, an empty file none.
func Mbox(data []byte) [][]byte {
	whole := data
	data = message.TrimLeadIn(data)
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	if !bytes.HasPrefix(data, []byte("From ")) {
		return [][]byte{whole}
	}
	out := splitMbox(message.PlainLineEnds(data))
	if len(out) == 0 || len(out) == 1 && len(data) < len(whole) {
		return [][]byte{whole}
	}
	return out
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

// separates reports whether a "From " line after a blank line begins a message: a header field follows it.
func separates(l, next []byte) bool {
	if len(bytes.Fields(l)) < 3 {
		return false
	}
	first, _, _ := bytes.Cut(next, []byte("\n"))
	name, _, ok := bytes.Cut(first, []byte(":"))
	return ok && len(name) > 0 && len(name) < 80 && !bytes.ContainsAny(name, " \t")
}
