package reading

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

var outlineTime = time.Date(2026, 3, 2, 9, 30, 15, 0, time.UTC)

func TestReadOutline(t *testing.T) {
	opts := Options{Team: lead.Team{Domains: []string{"example.org"}}, Self: []string{"sales@example.org"}}
	env := Envelope{Received: outlineTime, Where: "INBOX:7:2"}
	for name, test := range map[string]struct {
		raw    string
		kind   lead.MessageKind
		email  string
		need   string
		ignore bool
	}{
		"a customer": {"From: Jane Roe <jane@example.com>\r\nSubject: Two chairs\r\n\r\n", lead.Unreadable,
			"jane@example.com", "Two chairs", false},
		"a colleague": {"From: Kim <kim@example.org>\r\nSubject: Fwd: Two chairs\r\n\r\n", lead.Unreadable, "",
			"Fwd: Two chairs", false},
		"a newsletter": {"From: News <news@example.com>\r\nSubject: Issue 3\r\nList-Id: <news.example.com>\r\n" +
			"List-Unsubscribe: <https://example.com>\r\nPrecedence: bulk\r\n\r\n",
			lead.BulkMail, "", "", true},
		"nothing": {"", lead.Unreadable, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			q := ParseOutline([]byte(test.raw), env, opts)
			if q.Kind != test.kind || q.Email != test.email || q.Ignore != "" != test.ignore || !test.ignore &&
				q.Need != test.need {
				t.Errorf("read as %+v", q)
			}
			if !strings.Contains(q.Problem, "INBOX:7:2") || q.Where != "INBOX:7:2" || !q.Received.Equal(outlineTime) ||
				q.Key == "" {
				t.Errorf("nobody finds it: %+v", q)
			}
		})
	}
	other := env
	other.Where = "INBOX:7:3"
	if ParseOutline(nil, env, opts).Key == ParseOutline(nil, other, opts).Key {
		t.Error("two messages without a header are one")
	}
}

func TestReadSent(t *testing.T) {
	for _, c := range []struct{ name, head, to, answers string }{
		{"an answer", "From: Hello <hello@ours.example>\nTo: Jane <Jane@customer.example>, bob@ours.example\n" +
			"Cc: max@other.example\nSubject: Re: Roof\nIn-Reply-To: <j1@customer.example>",
			"jane@customer.example max@other.example", "j1@customer.example"},
		{"a new mail", "From: hello@ours.example\nTo: jane@customer.example\nSubject: Your roof",
			"jane@customer.example", ""},
		{"passed on", "From: hello@ours.example\nTo: wood@supplier.example\nSubject: WG: Roof\n" +
			"In-Reply-To: <j1@customer.example>", "wood@supplier.example", ""},
		{"to a colleague", "From: hello@ours.example\nTo: bob@ours.example\nSubject: Re: Roof\n" +
			"In-Reply-To: <j1@customer.example>", "", "j1@customer.example"},
		{"an acknowledgement", "From: hello@ours.example\nTo: jane@customer.example\nAuto-Submitted: auto-replied\n" +
			"Subject: Re: Roof", "", ""},
		{"an absence note", "From: hello@ours.example\nTo: jane@customer.example\nSubject: Automatic reply: Roof\n" +
			"X-Auto-Response-Suppress: All", "", ""},
		{"a newsletter", "From: hello@ours.example\nTo: jane@customer.example\nSubject: News\n" +
			"List-Unsubscribe: <mailto:x@ours.example>", "", ""},
		{"without anything", "X: y", "", ""},
		{"to nobody", "From: hello@ours.example\nTo: undisclosed-recipients:;\nSubject: Spring", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := time.Unix(1_700_000_000, 0)
			raw := msgMail(c.head+"\nDate: Mon, 1 Jan 2001 00:00:00 +0000", "")
			in := ParseSent(raw, Envelope{Received: at, Where: "Sent:7:5"}, msgOptions)
			if strings.Join(in.AnsweredTo, " ") != c.to || in.InReplyTo != c.answers || in.Kind != lead.SentMail ||
				!in.Received.Equal(at) || in.Ignore == "" || !strings.HasPrefix(in.Key, "s:") {
				t.Errorf("read %+v", in)
			}
		})
	}
}
