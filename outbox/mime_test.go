package outbox_test

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/outbox"
)

var composed = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// known are all headers that a message may have.
var known = []string{"Auto-Submitted", "Date", "In-Reply-To", "Mime-Version", "Message-Id", "References", "Subject",
	"X-Auto-Response-Suppress", "X-Leadsheet", "From", "To", "Reply-To", "Content-Type", "Content-Transfer-Encoding"}

// Whatever a sender has written, it stays in its place: no header is added, no line is too long, and what was meant to
// be read comes out again.
func TestCompose_NoHeaderLine(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z =?:<>"@\r\n\t]{0,80}`),
		rapid.SampledFrom([]string{"a\r\nBcc: x@y.example", "=?utf-8?q?=0ABcc:_x@y.example?=", strings.Repeat("ä",
			2000),
			strings.Repeat("x", 3000), "\u2028Bcc: x@y", "a\x00b", "\xff\xfe", ".\r\n.\r\nQUIT"}))
	rapid.Check(t, func(t *rapid.T) {
		m := &lead.Message{ID: "<L-1.0123456789abcdef@example.com>", To: "anna@customer.example", Lead: "L-1",
			FromName: text.Draw(t, "name"), Subject: text.Draw(t, "subject"), Text: text.Draw(t, "text"),
			HTML: text.Draw(t, "html"), ReplyTo: text.Draw(t, "reply to"), InReplyTo: text.Draw(t, "in reply to"),
			References: rapid.SliceOf(text).Draw(t, "references"),
			Files: []lead.File{{Name: text.Draw(t, "file"), Type: text.Draw(t, "type"),
				Content: []byte(text.Draw(t, "content"))}}}
		raw, err := outbox.Compose(m, "Sales <sales@example.com>", composed)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		for line := range bytes.Lines(append(head, "\r\n"...)) {
			if len(line) > 998 || !bytes.HasSuffix(line, []byte("\r\n")) || bytes.ContainsFunc(line,
				func(r rune) bool { return r > 0x7e }) {
				t.Fatalf("a line of the header is %q", line)
			}
		}
		parsed, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range parsed.Header {
			if !slices.Contains(known, name) || len(values) != 1 {
				t.Fatalf("the header has %s %d times: %q", name, len(values), head)
			}
		}
		from, err := mail.ParseAddress(parsed.Header.Get("From"))
		if err != nil || from.Address != "sales@example.com" || strings.ContainsAny(from.Name, "\r\n") {
			t.Fatalf("from is %v, %v", from, err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject"))
		if err != nil || strings.ContainsAny(subject, "\r\n") {
			t.Fatalf("the subject is %q, %v", subject, err)
		}
	})
}

func TestCompose_Subject(t *testing.T) {
	for _, c := range []struct{ subject, want string }{
		{"Re: Quote", "Re: Quote"},
		{"Re: Angebot für Überraschungen 日本語の件名はとても長いので何回も折り返されます", ""},
		{"=?utf-8?q?=0ABcc:_x?=", ""},
		{"a\r\nBcc: b", "a Bcc: b"},
		{"", ""},
		{strings.Repeat("wort ", 100), strings.TrimSpace(strings.Repeat("wort ", 50)[:249]) + "…"},
	} {
		if c.want == "" {
			c.want = c.subject
		}
		m := message()
		m.Subject = c.subject
		raw, err := outbox.Compose(m, "sales@example.com", composed)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject")); err != nil || got != c.want {
			t.Errorf("%q became %q, %v", c.subject, got, err)
		}
	}
}

// A thread stays together, however long it is.
func TestCompose_References(t *testing.T) {
	m := message()
	m.InReplyTo = "<last@customer.example>"
	for i := range 300 {
		m.References = append(m.References, fmt.Sprintf("<%d.%s@customer.example>", i, strings.Repeat("x", 50)))
	}
	m.References = append(m.References, "not an id", "<two words@x>", "<last@customer.example>",
		"<last@customer.example>")
	raw, err := outbox.Compose(m, "sales@example.com", composed)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	refs := strings.Fields(parsed.Header.Get("References"))
	if len(refs) != 20 || !strings.HasPrefix(refs[0], "<0.") || refs[19] != "<last@customer.example>" ||
		!strings.HasPrefix(refs[18], "<299.") {
		t.Errorf("%d references: %v", len(refs), refs)
	}
	if got := parsed.Header.Get("In-Reply-To"); got != m.InReplyTo {
		t.Errorf("in reply to %q", got)
	}
}

// Ten megabytes of text, and files that no server takes, do not keep a message from being sent.
func TestCompose_Limits(t *testing.T) {
	m := message()
	m.Text, m.HTML = strings.Repeat("wörd ", 2<<20), strings.Repeat("<p>x</p>", 2<<20)
	m.Files = []lead.File{{Name: "leads.xlsx", Content: make([]byte, 40<<20)}}
	raw, err := outbox.Compose(m, "sales@example.com", composed)
	if err != nil || len(raw) > 1<<20 {
		t.Fatalf("%d bytes, %v", len(raw), err)
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || !strings.HasPrefix(parsed.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("%v, %v", parsed.Header, err)
	}
}

// A message for people has the text first, then its alternative, then the files.
func TestCompose_Parts(t *testing.T) {
	m := message()
	m.Files = []lead.File{{Name: "../leads.xlsx", Type: "application/x-leads", Content: []byte("rows")}}
	raw, err := outbox.Compose(m, "sales@example.com", composed)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := parts(t, parsed.Header.Get("Content-Type"), parsed.Body), []string{"text/plain", "text/html",
		"application/x-leads leads.xlsx"}; !slices.Equal(got, want) {
		t.Errorf("the parts are %q, want %q", got, want)
	}
}

// parts are the types of all parts with the names of files.
func parts(t *testing.T, contentType string, body io.Reader) (all []string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(body, params["boundary"])
	for {
		part, err := r.NextPart()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(kind, "multipart/") {
			all = append(all, parts(t, part.Header.Get("Content-Type"), part)...)
			continue
		}
		all = append(all, strings.TrimSpace(kind+" "+part.FileName()))
	}
}
