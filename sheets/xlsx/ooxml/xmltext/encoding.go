package xmltext

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"unicode/utf16"

	"golang.org/x/text/encoding/htmlindex"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`

// UnknownError is the name of an encoding that is not known.
type UnknownError string

// Error names it.
func (e UnknownError) Error() string { return "unknown encoding " + string(e) }

// UTF8 converts a part to UTF-8. The format allows UTF-16 too, and some libraries write code pages. An encoding that
// is not known is an UnknownError.
func UTF8(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return fromUTF16(data[2:], binary.BigEndian), nil
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return fromUTF16(data[2:], binary.LittleEndian), nil
	case bytes.HasPrefix(data, []byte{0, '<'}):
		return fromUTF16(data, binary.BigEndian), nil
	case bytes.HasPrefix(data, []byte{'<', 0}):
		return fromUTF16(data, binary.LittleEndian), nil
	}
	m := declared.FindSubmatch(data[:min(len(data), 200)])
	if m == nil || bytes.EqualFold(m[1], []byte("utf-8")) || bytes.EqualFold(m[1], []byte("us-ascii")) {
		return data, nil
	}
	e, err := htmlindex.Get(string(m[1]))
	if err != nil {
		return nil, UnknownError(m[1])
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return nil, err
	}
	return redeclared(out), nil
}

// declared finds the encoding that an XML declaration names.
var declared = regexp.MustCompile(`^\x{FEFF}?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// fromUTF16 converts a part without its byte order mark.
func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return redeclared([]byte(string(utf16.Decode(units))))
}

// redeclared replaces an XML declaration by one that says UTF-8.
func redeclared(data []byte) []byte {
	head, body, ok := bytes.Cut(data, []byte("?>"))
	if !ok || !bytes.HasPrefix(head, []byte("<?xml")) {
		return data
	}
	return append([]byte(xmlHead), body...)
}
