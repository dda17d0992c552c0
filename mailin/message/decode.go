package message

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// decodeTransfer decodes a transfer encoding as far as it is valid.
func decodeTransfer(b []byte, encoding string) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return decodeBase64(b)
	case "quoted-printable":
		return decodeQuoted(b)
	}
	return b
}

func decodeBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		if isBase64(c) {
			clean = append(clean, c)
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean) // every byte is in the alphabet
	return out[:n]
}

// decodeQuoted decodes quoted-printable. Invalid escapes stay as they are: mime/quotedprintable would stop there.
func decodeQuoted(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		end := i + 1
		for end < len(b) && (b[end] == ' ' || b[end] == '\t' || b[end] == '\r') {
			end++
		}
		if end < len(b) && b[end] == '\n' { // a soft line break
			i = end
			continue
		}
		if i+2 < len(b) {
			hi, lo := unhex(b[i+1]), unhex(b[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, '=')
	}
	return out
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// charsetNames are the names of charsets that senders use for another one, or that the standard of the web lacks.
// GB18030 and ISO-2022-JP contain what is called GB2312 and what Microsoft has added.
var charsetNames = map[string]string{
	"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "euc-cn": "gb18030", "x-gbk": "gb18030",
	"cp936": "gb18030", "windows-936": "gb18030", "ms936": "gb18030", "hz-gb-2312": "hz-gb-2312",
	"iso-2022-jp-ms": "iso-2022-jp", "iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp",
	"iso-2022-jp-3": "iso-2022-jp", "iso-2022-jp-2004": "iso-2022-jp", "cp50220": "iso-2022-jp",
	"cp50221": "iso-2022-jp", "cp50222": "iso-2022-jp", "x-windows-iso2022jp": "iso-2022-jp",
	"cp932": "shift_jis", "ms932": "shift_jis", "windows-932": "shift_jis", "x-sjis-jp": "shift_jis",
	"cp949": "euc-kr", "ms949": "euc-kr", "uhc": "euc-kr", "x-windows-949": "euc-kr", "ks_c_5601-1987": "euc-kr",
	"cp950": "big5", "x-x-big5": "big5", "big5-hkscs": "big5", "cp1251": "windows-1251", "win-1251": "windows-1251",
	"cp1250": "windows-1250", "cp1252": "windows-1252", "cp1253": "windows-1253", "cp1254": "windows-1254",
	"cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257", "utf-7": "utf-7",
	"unicode-1-1-utf-7": "utf-7", "utf7": "utf-7", "iso-2022-kr": "iso-2022-kr", "csiso2022kr": "iso-2022-kr",
}

// undeclared are what senders write for a charset that they do not know.
var undeclared = map[string]bool{"": true, "us-ascii": true, "ascii": true, "utf-8": true, "utf8": true,
	"unknown-8bit": true, "x-unknown": true, "unknown": true, "default": true, "8bit": true, "binary": true,
	"default_charset": true, "ansi_x3.4-1968": true}

// toUTF8 decodes text of a charset. Valid UTF-8 is kept unless the charset is a wide or shifted one: senders declare a
// wrong 8-bit charset more often than 8-bit text happens to be valid UTF-8.
func toUTF8(b []byte, charset string) string {
	charset = strings.ToLower(strings.Trim(strings.TrimSpace(charset), `"'`))
	charset = strings.TrimPrefix(charset, "charset=")
	if name := charsetNames[charset]; name != "" {
		charset = name
	}
	if undeclared[charset] {
		charset = guessCharset(b, charset)
	}
	switch wide := strings.HasPrefix(charset, "utf-16") || strings.HasPrefix(charset, "iso-2022") ||
		strings.HasPrefix(charset, "hz-"); {
	case charset == "utf-7":
		return decodeUTF7(b)
	case charset == "iso-2022-kr":
		b, charset = withHighBits(b), "euc-kr"
	case utf8.Valid(b) && !wide:
		return string(b)
	case charset == "utf-8":
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		enc = charmap.Windows1252
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// mostlyUTF8 reports whether b is UTF-8 with some damaged bytes rather than text in an 8-bit charset.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > 4*bad
}
