package message

import (
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// maxSigned is how many signed contents of one message are opened: signed mails may be signed again.
const maxSigned = 4

// smime reads a part of S/MIME that holds the text itself: of a signed one the content is read as a part of the
// message, of an encrypted one nothing can be read. It reports whether the part is one of these.
func (w *walker) smime(p *enmime.Part, mediatype, encoding string, depth int) bool {
	switch mediatype {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
	case "application/octet-stream":
		if name := strings.ToLower(p.FileName); name != "smime.p7m" {
			return false
		}
	default:
		return false
	}
	content, encrypted, err := openCMS(decodeTransfer(p.Content, encoding))
	switch {
	case encrypted:
		w.message.Encrypted = "S/MIME"
	case err != nil || w.signed >= maxSigned || len(content) > maxInner:
		return false
	default:
		return w.signedContent(PlainLineEnds(content), depth)
	}
	return false // it stays in the list of attachments
}

// signedContent reads the content of a signed message.
func (w *walker) signedContent(content []byte, depth int) bool {
	w.signed++
	h, body, limit := ParseHeader(content)
	if limit != "" || overLimit(content) != "" {
		return false
	}
	if len(h) == 0 {
		w.message.Text = append(w.message.Text, TextLines(toUTF8(content[:min(len(content), MaxText)], ""))...)
		return true
	}
	root, err := readParts(newParser(), content)
	if err != nil {
		inner := &Message{Header: h}
		inner.fallback(body)
		w.message.Text, w.message.HTML = append(w.message.Text, inner.Text...), append(w.message.HTML, inner.HTML...)
		return true
	}
	w.walk(root, depth+1)
	return true
}

// The lines of armour of OpenPGP.
const (
	pgpSigned    = "-----BEGIN PGP SIGNED MESSAGE-----"
	pgpSignature = "-----BEGIN PGP SIGNATURE-----"
	pgpMessage   = "-----BEGIN PGP MESSAGE-----"
	pgpKey       = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
	pgpEnd       = "-----END PGP "
)

// withoutArmour removes what OpenPGP writes around a signed text, and keys. encrypted reports that the lines hold an
// encrypted text, which is removed too.
func withoutArmour(lines []Line) (out []Line, encrypted bool) {
	const text, headers, skipped = 0, 1, 2
	state, signed, any := text, false, false
	for _, l := range lines {
		any = any || strings.Contains(l.Text, "-----BEGIN PGP ")
	}
	if !any {
		return lines, false
	}
	last := len(lines) - 1
	for last > 0 && !strings.HasPrefix(strings.TrimSpace(lines[last].Text), pgpEnd) {
		last--
	}
	for i, l := range lines {
		s := strings.TrimSpace(l.Text)
		switch {
		case state == skipped:
			if strings.HasPrefix(s, pgpEnd) {
				state = text
			}
		case s == pgpSigned:
			state, signed = headers, true
		case i < last && (s == pgpSignature && signed || s == pgpKey):
			state = skipped
		case s == pgpMessage:
			state, encrypted = skipped, true
		case state == headers:
			if s == "" {
				state = text
			} else if !strings.HasPrefix(s, "Hash:") && !strings.HasPrefix(s, "Charset:") &&
				!strings.HasPrefix(s, "Comment:") {
				state, out = text, append(out, l)
			}
		default:
			if signed {
				l.Text = strings.TrimPrefix(l.Text, "- ") // a line that begins with a dash is escaped
			}
			out = append(out, l)
		}
	}
	return out, encrypted
}

// secured removes the armour from the text and says what could not be read because it is encrypted.
func (msg *Message) secured() {
	var text, page bool
	msg.Text, text = withoutArmour(msg.Text)
	msg.HTML, page = withoutArmour(msg.HTML)
	if text || page {
		msg.Encrypted = "PGP"
	}
	if msg.Encrypted == "" || msg.Problem != "" {
		return
	}
	what := "the message is encrypted (" + msg.Encrypted + "), so that its text could not be read"
	if strings.TrimSpace(JoinLines(msg.Text)+JoinLines(msg.HTML)) != "" {
		what = "a part of the message is encrypted (" + msg.Encrypted + ") and could not be read"
	}
	msg.Problem = what + "; open it in your mail program and write into the lead what the customer wants, or ask for it " +
		"without encryption"
}
