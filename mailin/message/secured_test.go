package message

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// der makes a value of definite length, ber one of open length.
func der(tag byte, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	switch n := len(all); {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, all...)
	default:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, all...)
	}
}

func ber(tag byte, content ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(content, nil)...), 0, 0)
}

// signedCMS makes what a mail program sends as signed-data, without certificates and signatures.
func signedCMS(value func(byte, ...[]byte) []byte, content []byte) []byte {
	data := append([]byte{}, oidSigned...)
	data[len(data)-1] = 1
	inner := der(0x04, content)
	if open := value(0x30); open[1] == 0x80 { // in pieces
		half := len(content) / 2
		inner = value(0x24, der(0x04, content[:half]), der(0x04, content[half:]))
	}
	return value(0x30, der(0x06, oidSigned), value(0xa0, value(0x30, der(0x02, []byte{1}),
		der(0x31, der(0x30, der(0x06, oidSigned))), value(0x30, der(0x06, data), value(0xa0, inner)), der(0x31))))
}

func smimeMail(kind string, body []byte) []byte {
	encoded := base64.StdEncoding.EncodeToString(body)
	var lines []string
	for len(encoded) > 64 {
		lines, encoded = append(lines, encoded[:64]), encoded[64:]
	}
	return []byte("From: Jane Doe <jane@customer.example>\nSubject: Chairs\nMIME-Version: 1.0\n" +
		"Content-Type: application/pkcs7-mime; smime-type=" + kind + "; name=smime.p7m\n" +
		"Content-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\n" +
		strings.Join(append(lines, encoded), "\n") + "\n")
}

func TestSignedMails(t *testing.T) {
	plain := []byte("Content-Type: text/plain; charset=utf-8\r\n\r\nwe need twenty chairs\r\n")
	parts := []byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>we need twenty chairs</p>\r\n" +
		"--b\r\nContent-Type: application/pdf; name=plan.pdf\r\n\r\nx\r\n--b--\r\n")
	twice := smimeMail("signed-data", signedCMS(der, plain))
	twice = twice[bytes.Index(twice, []byte("Content-Type")):]
	for name, raw := range map[string][]byte{
		"definite": smimeMail("signed-data", signedCMS(der, plain)), "open": smimeMail("signed-data", signedCMS(ber, plain)),
		"parts": smimeMail("signed-data", signedCMS(ber, parts)), "without a header": smimeMail("signed-data", signedCMS(der, []byte("we need twenty chairs"))),
		"twice": smimeMail("signed-data", signedCMS(der, twice)),
	} {
		msg := Parse(raw)
		if text := JoinLines(msg.Text) + JoinLines(msg.HTML); !strings.Contains(text, "we need twenty chairs") || msg.Problem != "" {
			t.Errorf("%s: text %q, problem %q", name, text, msg.Problem)
		}
		if name == "parts" && len(msg.Attachments) != 1 {
			t.Errorf("attachments %q", msg.Attachments)
		}
	}
}

func TestEncryptedMails(t *testing.T) {
	armoured := "-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n=abcd\n-----END PGP MESSAGE-----\n"
	head := "From: jane@customer.example\nSubject: x\n"
	for name, raw := range map[string]string{
		"enveloped":       string(smimeMail("enveloped-data", der(0x30, der(0x06, oidEnveloped), der(0xa0, der(0x30))))),
		"auth enveloped":  string(smimeMail("authEnveloped-data", ber(0x30, der(0x06, oidAuthEnveloped), ber(0xa0, der(0x30))))),
		"without a type":  strings.ReplaceAll(string(smimeMail("x", der(0x30, der(0x06, oidEnveloped), der(0xa0)))), "application/pkcs7-mime", "application/octet-stream"),
		"PGP in the text": head + "\n" + armoured,
		"PGP/MIME": head + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\n" +
			"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n" + armoured + "--b--\n",
	} {
		msg := Parse([]byte(raw))
		if !strings.Contains(msg.Problem, "is encrypted") || strings.Contains(JoinLines(msg.Text), "PGP") {
			t.Errorf("%s: problem %q, text %q", name, msg.Problem, JoinLines(msg.Text))
		}
	}
	msg := Parse([]byte(head + "\nHello, see below.\n" + armoured))
	if !strings.HasPrefix(msg.Problem, "a part of the message is encrypted") || !strings.Contains(JoinLines(msg.Text), "see below") {
		t.Errorf("%q %q", msg.Problem, JoinLines(msg.Text))
	}
}

func TestArmour(t *testing.T) {
	for _, c := range [][2]string{
		{"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello,\n- - a list\nwe need chairs.\n\n-----BEGIN PGP SIGNATURE-----\n\niQ\n=ab\n-----END PGP SIGNATURE-----\n",
			"Hello,\n- a list\nwe need chairs."},
		{"Hello\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ\n-----END PGP PUBLIC KEY BLOCK-----\nBye", "Hello\nBye"},
		{"What is\n-----BEGIN PGP PUBLIC KEY BLOCK-----\nin your mail?", "What is\n-----BEGIN PGP PUBLIC KEY BLOCK-----\nin your mail?"},
	} {
		out, encrypted := withoutArmour(TextLines(c[0]))
		if got := Tidy(JoinLines(out)); got != c[1] || encrypted {
			t.Errorf("%q, want %q", got, c[1])
		}
	}
}

// Structures that a sender has made to hurt are refused quickly.
func TestHostileCMS(t *testing.T) {
	deep := bytes.Repeat([]byte{0x30, 0x80}, 1<<20)
	for _, b := range [][]byte{nil, {0x30}, {0x30, 0x80}, deep, {0x30, 0x84, 0xff, 0xff, 0xff, 0xff}, {0x1f, 0x81}, signedCMS(der, []byte("x"))[:30]} {
		if content, encrypted, err := openCMS(b); err == nil {
			t.Errorf("%d bytes: %q %v", len(b), content, encrypted)
		}
	}
}

func FuzzOpenCMS(f *testing.F) {
	f.Add(signedCMS(der, []byte("Content-Type: text/plain\n\nx")))
	f.Add(signedCMS(ber, []byte("Content-Type: text/plain\n\nx")))
	f.Fuzz(func(t *testing.T, b []byte) {
		if content, _, _ := openCMS(b); len(content) > len(b) {
			t.Errorf("%d bytes of %d", len(content), len(b))
		}
		Parse(smimeMail("signed-data", b))
	})
}
