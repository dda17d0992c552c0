package mailin

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/mailin/reading"
)

// A mail is read whatever ends its lines, and whatever a program put before it.
func TestSavedMailsOfAllKinds(t *testing.T) {
	plain := "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\nSubject: Roof\n" +
		"Date: Fri, 20 Nov 2026 10:00:00 +0100\n\nHello,\nwe need a roof.\n"
	parts := "From: Jane Doe <jane@customer.example>\nSubject: Roof\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/alternative;\n boundary=b1\n\n--b1\nContent-Type: text/plain\n\nHello,\n" +
		"we need a roof.\n\n--b1\nContent-Type: text/html\n\n<p>Hello,</p><p>we need a roof.</p>\n--b1--\n"
	ends := func(end string) func(string) string {
		return func(s string) string { return strings.ReplaceAll(s, "\n", end) }
	}
	before := func(start string) func(string) string { return func(s string) string { return start + s } }
	from := "From jane@customer.example Fri Nov 20 10:00:00 2026\n"
	for name, change := range map[string]func(string) string{
		"plain": ends("\n"), "crlf": ends("\r\n"), "cr": ends("\r"), "cr cr lf": ends("\r\r\n"),
		"header cr, body lf": func(s string) string { h, b, _ := strings.Cut(s, "\n\n"); return ends("\r")(h) + "\r\r" + b },
		"header lf, body cr": func(s string) string { h, b, _ := strings.Cut(s, "\n\n"); return h + "\n\n" + ends("\r")(b) },
		"every other line": func(s string) string {
			lines := strings.Split(s, "\n")
			return strings.Join(lines[:2], "\r\n") + "\r" + strings.Join(lines[2:], "\n")
		},
		"a mark of the encoding": before("\xef\xbb\xbf"), "blank lines": before("\n\r\n\n"), "a From line": before(from),
		"a mark and a From line":      before("\xef\xbb\xbf" + from),
		"blank lines and a From line": before("\n\n" + from), "a quoted From line": before(">" + from),
		"a From line, cr": func(s string) string { return ends("\r")(from + s) },
		"a mark, crlf":    func(s string) string { return "\xef\xbb\xbf" + ends("\r\n")(s) },
	} {
		for kind, s := range map[string]string{"text": plain, "parts": parts} {
			t.Run(name+", "+kind, func(t *testing.T) {
				all := Mbox([]byte(change(s)))
				if len(all) != 1 {
					t.Fatalf("%d messages", len(all))
				}
				q := reading.Parse(all[0], reading.Envelope{}, testOptions)
				if q.Kind != lead.Direct || q.Email != "jane@customer.example" || q.Subject != "Roof" ||
					!strings.Contains(q.Need, "we need a roof.") || q.Problem != "" {
					t.Errorf("%+v", q)
				}
			})
		}
	}
	two := from + plain + "\n" + from + strings.ReplaceAll(plain, "Roof", "Wall")
	for name, end := range map[string]string{"lf": "\n", "crlf": "\r\n", "cr": "\r"} {
		if all := Mbox([]byte(ends(end)(two))); len(all) != 2 || reading.Parse(all[1], reading.Envelope{},
			testOptions).Subject != "Wall" {
			t.Errorf("%s: %d messages", name, len(all))
		}
	}
}

// What is no mail says so, and a mail's bytes stay what its key is made of.
func TestWhatIsNoMail(t *testing.T) {
	for name, raw := range map[string]string{"a picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00",
		"a letter": "Dear all,\nwe need a roof.\n", "lines that look like fields": "note: roof\nprice: 20\n\nwe need it\n",
		"a page": "<html><body>From us</body></html>"} {
		q := reading.Parse([]byte(raw), reading.Envelope{Where: "here"}, testOptions)
		if q.Kind != lead.Unreadable || !strings.Contains(q.Problem, "there is no mail in it") ||
			strings.ContainsRune(q.Need, '\x00') {
			t.Errorf("%s: %+v", name, q)
		}
	}
	if q := reading.Parse([]byte("Dear all,\nwe need a roof.\n"), reading.Envelope{},
		testOptions); !strings.Contains(q.Need, "we need a roof.") {
		t.Errorf("the text is gone: %+v", q)
	}
	if got := Mbox([]byte(" \r\n\t\n")); len(got) != 0 {
		t.Errorf("%q", got)
	}
	for _, raw := range []string{"From: a@b.example\r\rx", "\xef\xbb\xbfFrom: a@b.example\n\nx",
		"\n\nFrom x Fri Nov 20 10:00:00 2026\nFrom: a@b.example\n\nx\n"} {
		if got := Mbox([]byte(raw)); len(got) != 1 || string(got[0]) != raw {
			t.Errorf("%q became %q: it would come in a second time", raw, got)
		}
	}
}

func TestMbox(t *testing.T) {
	got := Mbox([]byte("From a@b Mon Mar  3 10:00:00 2025\nSubject: 1\n\n>From here on\n\nFrom what I know\n\n" +
		"From a@b Mon Mar  3 10:00:00 2025\nSubject: 2\n\nb\n"))
	if len(got) != 2 || !strings.Contains(string(got[0]), "\nFrom here on") ||
		!strings.Contains(string(got[0]), "From what") {
		t.Errorf("got %q", got)
	}
	if got := Mbox([]byte("Subject: 1\n\nx")); len(got) != 1 {
		t.Errorf("a single message: %q", got)
	}
}
