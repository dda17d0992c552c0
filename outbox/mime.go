package outbox

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	netmail "net/mail"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Limits of a message. What exceeds them is cut or left out, so that no message is too large to be sent.
const (
	maxSubject    = 250       // runes; a line of a header has at most 998 bytes
	maxText       = 256 << 10 // bytes of the text
	maxHTML       = 512 << 10 // bytes; a longer alternative is left out
	maxFiles      = 15 << 20  // bytes of all files together, before they grow by a third
	maxReferences = 20        // the first and the last ones
	maxID         = 250       // bytes of a Message-ID
)

// Header that marks every message of leadsheet, by which it knows its own.
const (
	Mark      = "X-Leadsheet"
	MarkValue = "1"
)

// errNoAddress says that there is nobody to write to.
var errNoAddress = errors.New("there is no mail address to write to")

// letter is a message as it goes over the wire.
type letter struct {
	from, to string // of the envelope
	utf8     bool   // the recipient's address needs a server that can write such ones
	raw      []byte
}

// compose writes a message as mail, with the date now. The error is for people.
func compose(m *lead.Message, from netmail.Address, now time.Time) (letter, error) {
	if strings.TrimSpace(m.To) == "" {
		return letter{}, errNoAddress
	}
	to, err := address(m.To)
	if err != nil {
		return letter{}, errors.New("the recipient's address is no mail address: correct it")
	}
	id := messageID(m.ID)
	if id == "" {
		return letter{}, errors.New("the message has no Message-ID") // a fault of the program
	}
	if name := displayName(m.FromName); name != "" {
		from.Name = name
	}
	w := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithCharset(mail.CharsetUTF8),
		mail.WithEncoding(mail.EncodingQP))
	w.FromMailAddress(&from)
	w.ToMailAddress(&netmail.Address{Address: to.Address})
	if reply, err := address(m.ReplyTo); err == nil && ascii(reply.Address) &&
		!strings.EqualFold(reply.Address, from.Address) {
		w.ReplyToMailAddress(&reply)
	}
	w.SetDateWithValue(now)
	w.SetMessageIDWithValue(strings.Trim(id, "<>"))
	w.SetGenHeader(mail.HeaderSubject, encodedWords(oneLine(m.Subject, maxSubject)))
	for name, value := range headers(m) {
		w.SetGenHeader(mail.Header(name), value)
	}
	w.SetBodyString(mail.TypeTextPlain, body(m.Text))
	if m.HTML != "" && len(m.HTML) <= maxHTML {
		w.AddAlternativeString(mail.TypeTextHTML, crlf(strings.ToValidUTF8(m.HTML, "\ufffd")))
	}
	attach(w, m.Files)
	var raw bytes.Buffer
	if _, err := w.WriteTo(&raw); err != nil {
		return letter{}, fmt.Errorf("write the message: %w", err)
	}
	return letter{from: from.Address, to: to.Address, utf8: !ascii(to.Address), raw: raw.Bytes()}, nil
}

// headers are those that say what the message is. They follow RFC 3834, so that no automatic answer comes back.
func headers(m *lead.Message) map[string]string {
	h := map[string]string{Mark: MarkValue, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
	if m.Occasion.ToCustomer() {
		h["Auto-Submitted"] = "auto-replied"
	}
	if id := messageID(m.InReplyTo); id != "" {
		h["In-Reply-To"] = id
	}
	if refs := references(m.References); refs != "" {
		h["References"] = refs
	}
	return h
}

// references joins Message-IDs, with blanks where a header may be folded. A long thread keeps its first message, by
// which mail programs know it, and the last ones.
func references(all []string) string {
	var ids []string
	for _, r := range all {
		if id := messageID(r); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > maxReferences {
		ids = append(ids[:1:1], ids[len(ids)-maxReferences+1:]...)
	}
	return strings.Join(ids, " ")
}

// messageID is the ID with its angle brackets, or "" when it is none that a header can have.
func messageID(s string) string {
	s = strings.TrimSpace(s)
	inner := strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
	unfit := func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }
	if inner == "" || len(inner) > maxID || strings.ContainsFunc(inner, unfit) {
		return ""
	}
	return "<" + inner + ">"
}

// encodedWords is a text as a header has it: as it stands, or as encoded words. They are short, so that the first one
// stands on the line of the header's name. What looks like an encoded word is encoded, too: it could hold anything.
func encodedWords(text string) string {
	if ascii(text) && !strings.Contains(text, "=?") {
		return text
	}
	var out []string
	const most = 30 // bytes of text in a word: three times as long when each has to be encoded
	for len(text) > 0 {
		end := len(text)
		if end > most {
			for end = most; !utf8.RuneStart(text[end]); end-- {
			}
		}
		out = append(out, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(text[:end]))+"?=")
		text = text[end:]
	}
	return strings.Join(out, " ")
}

// body makes a text fit to be sent: valid, within the limit, with the ends of lines of mail.
func body(text string) string {
	return crlf(cut(strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", ""), maxText))
}

// cut ends a text after at most so many bytes, at the end of a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const end = " […]"
	i := most - len(end)
	for i > 0 && !utf8.RuneStart(text[i]) {
		i--
	}
	return text[:i] + end
}

func crlf(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.ReplaceAll(s, "\n", "\r\n")
}

// withoutFiles is a message that says that its files were left out.
func withoutFiles(m *lead.Message) *lead.Message {
	left := *m
	said := words.Language{}.Texts().Outbox.FilesLeftOut
	left.Files, left.Text = nil, said+"\n\n"+m.Text
	if at := bodyTag.FindStringIndex(m.HTML); m.HTML != "" {
		end := 0
		if at != nil {
			end = at[1]
		}
		left.HTML = m.HTML[:end] + "<p>" + html.EscapeString(said) + "</p>" + m.HTML[end:]
	}
	return &left
}

var bodyTag = regexp.MustCompile(`(?i)<body[^>]*>`)

// attach adds the files as far as they fit.
func attach(w *mail.Msg, files []lead.File) {
	left := maxFiles
	for _, f := range files {
		if left -= len(f.Content); left < 0 {
			return
		}
		name := oneLine(path.Base(strings.ReplaceAll(f.Name, "\\", "/")), maxName)
		kind := f.Type
		if kind == "" || strings.ContainsFunc(kind, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '"' }) {
			kind = "application/octet-stream"
		}
		w.AttachReadSeeker(name, bytes.NewReader(f.Content), mail.WithFileContentType(mail.ContentType(kind)))
	}
}
