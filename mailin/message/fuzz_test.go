package message

import (
	"testing"
	"unicode/utf8"
)

// FuzzLimits reads the header of whatever comes and looks for the limits of a message in it.
func FuzzLimits(f *testing.F) {
	f.Add([]byte("From: =?utf-8?q?J=C3?= =?utf-8?q?=B6rg?= <a@b.example>\r\nSubject: x\r\n y\r\n\r\nbody"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, _, _ := ParseHeader(raw)
		for name, values := range h {
			for _, v := range values {
				if !utf8.ValidString(v) {
					t.Errorf("%s: %q", name, v)
				}
			}
		}
		overLimit(raw)
	})
}
