package message

import (
	"bytes"
	"errors"
)

// The kinds of a CMS structure (RFC 5652), by the last bytes of their object identifiers.
var (
	oidSigned    = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
	oidEnveloped = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03}
	oidEncrypted = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06}
	// authEnvelopedData, of newer Outlook and Apple Mail.
	oidAuthEnveloped = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17}
)

var errNoCMS = errors.New("it is no S/MIME content")

// maxBERDepth is how deep values of indefinite length may be nested. The content of a signed message lies six deep.
const maxBERDepth = 30

// openCMS reads what a mail of type application/pkcs7-mime holds: the content that a signature covers, or that it is
// encrypted. Signatures are not verified. It reads no more of the structure than leads to the content, since libraries
// read certificates too, fail at odd ones, and descend as deep as a sender likes.
func openCMS(b []byte) (content []byte, encrypted bool, err error) {
	info, _, err := berValue(b, 0x30)
	if err != nil {
		return nil, false, err
	}
	kind, info, err := berValue(info, 0x06)
	if err != nil {
		return nil, false, err
	}
	for _, oid := range [][]byte{oidEnveloped, oidEncrypted, oidAuthEnveloped} {
		if bytes.Equal(kind, oid) {
			return nil, true, nil
		}
	}
	if !bytes.Equal(kind, oidSigned) {
		return nil, false, errNoCMS
	}
	// [0] SEQUENCE { version, digest algorithms, SEQUENCE { kind, [0] OCTET STRING } ... }
	signed, _, err := berPath(info, 0xa0, 0x30)
	if err != nil {
		return nil, false, err
	}
	for _, tag := range []byte{0x02, 0x31} {
		if _, signed, err = berValue(signed, tag); err != nil {
			return nil, false, err
		}
	}
	inner, _, err := berValue(signed, 0x30)
	if err != nil {
		return nil, false, err
	}
	if _, inner, err = berValue(inner, 0x06); err != nil {
		return nil, false, err
	}
	if inner, _, err = berValue(inner, 0xa0); err != nil {
		return nil, false, err
	}
	content, err = octets(inner)
	return content, false, err
}

// octets returns an octet string, also one in pieces.
func octets(b []byte) ([]byte, error) {
	if whole, _, err := berValue(b, 0x04); err == nil {
		return whole, nil
	}
	pieces, _, err := berValue(b, 0x24)
	if err != nil {
		return nil, err
	}
	var out []byte
	for len(pieces) > 0 {
		piece, rest, err := berValue(pieces, 0x04)
		if err != nil {
			return nil, err
		}
		out, pieces = append(out, piece...), rest
	}
	return out, nil
}

// berPath opens values that lie in each other.
func berPath(b []byte, tags ...byte) (content, rest []byte, err error) {
	content = b
	for _, tag := range tags {
		if content, rest, err = berValue(content, tag); err != nil {
			return nil, nil, err
		}
	}
	return content, rest, nil
}

// berValue returns the content of the first value, which must have this tag, and what follows it.
func berValue(b []byte, tag byte) (content, rest []byte, err error) {
	if len(b) == 0 || b[0] != tag {
		return nil, nil, errNoCMS
	}
	head, length, err := berHead(b)
	if err != nil {
		return nil, nil, err
	}
	if length >= 0 {
		return b[head : head+length], b[head+length:], nil
	}
	// A value of indefinite length ends where all such values in it have ended.
	open, at := 1, head
	for {
		if bytes.HasPrefix(b[at:], []byte{0, 0}) {
			if open--; open == 0 {
				return b[head:at], b[at+2:], nil
			}
			at += 2
			continue
		}
		n, length, err := berHead(b[at:])
		if err != nil {
			return nil, nil, err
		}
		if at += n; length >= 0 {
			at += length
		} else if open++; open > maxBERDepth {
			return nil, nil, errNoCMS
		}
	}
}

// berHead reads tag and length of a value: how long they are, and how long the content is; -1 when that is indefinite.
func berHead(b []byte) (head, length int, err error) {
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return 0, 0, errNoCMS
	}
	head, length = 2, int(b[1])
	switch {
	case b[1] == 0x80 && b[0]&0x20 != 0:
		return head, -1, nil
	case b[1] >= 0x80:
		n := int(b[1] & 0x7f)
		if n == 0 || n > 4 || len(b) < 2+n {
			return 0, 0, errNoCMS
		}
		length = 0
		for _, c := range b[2 : 2+n] {
			length = length<<8 | int(c)
		}
		head += n
	}
	if length < 0 || length > len(b)-head {
		return 0, 0, errNoCMS
	}
	return head, length, nil
}
