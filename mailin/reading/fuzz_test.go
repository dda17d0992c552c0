package reading

import (
	"strings"
	"testing"
	"unicode/utf8"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// Each parser gets whatever comes: none may fail, hang or return what no cell can hold.

func FuzzForward(f *testing.F) {
	for i, c := range forwardCases() {
		if i%17 == 0 {
			_, body, _ := strings.Cut(string(c.raw), "\r\n\r\n")
			f.Add(body, i%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, text string, loose bool) {
		lines := quotations.SplitJoined(message.TextLines(text))
		r := &reader{opts: msgOptions}
		q := Reading{}
		if level, ok := quotations.NextLevel(lines, loose); ok && len(level.Above) > len(lines) {
			t.Errorf("%d of %d lines above", len(level.Above), len(lines))
		}
		r.findCustomer(&q, lines, loose)
		quotations.Divide(lines, "Jane Doe")
	})
}

func FuzzFields(f *testing.F) {
	for i, c := range formCases() {
		if i%9 == 0 {
			_, body, _ := strings.Cut(string(c.raw), "\r\n\r\n")
			f.Add(body)
		}
	}
	// A message, a line about the visitor's browser, and a label behind it.
	f.Add(strings.Repeat("0", 134) + "<Br>BeriCht:0000000000000000000<B><Br>User Agent<Br>0")
	f.Fuzz(func(t *testing.T, text string) {
		msg := &message.Message{Header: message.Header{}, Text: message.TextLines(text), HTML: message.HTMLLines(text)}
		fields, _, _ := (&reader{opts: msgOptions}).readFormMail(msg, "no-reply@site.example")
		for _, x := range fields.List {
			if !utf8.ValidString(x.Value) {
				t.Errorf("value %q", x.Value)
			}
		}
	})
}

func FuzzHeader(f *testing.F) {
	f.Add([]byte("From: =?utf-8?q?J=C3?= =?utf-8?q?=B6rg?= <a@b.example>\r\nSubject: x\r\n y\r\n\r\nbody"))
	f.Add([]byte("From: Jane Doe [Acme] <a@b.example\r\nTo: \"Doe, Jane\" <c@d.example>\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, _, _ := message.ParseHeader(raw)
		for _, values := range h {
			for _, v := range values {
				name, address := letter.SplitSender(v)
				if !utf8.ValidString(name) || strings.ContainsAny(name, "\r\n\x00") {
					t.Errorf("name %q", name)
				}
				letter.SplitDisplay(name, address)
			}
		}
	})
}
