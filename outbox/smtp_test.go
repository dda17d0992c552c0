package outbox_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/outbox/sinktest"
)

// sink is a mail server that ends with the test, and a sender for it.
func sink(t *testing.T, o sinktest.Options, change func(*outbox.Server)) (*sinktest.Server, *outbox.SMTP) {
	t.Helper()
	server, err := sinktest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	settings := outbox.Server{Addr: server.Addr, Security: "none", From: "Sales <sales@example.com>"}
	switch {
	case o.TLS:
		settings.Security = "tls"
	case o.StartTLS:
		settings.Security = "starttls"
	}
	if server.CA != nil {
		settings.CAFile = filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(settings.CAFile, server.CA, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(&settings)
	}
	sender := outbox.NewSMTP(settings, func() time.Time { return time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC) })
	t.Cleanup(server.Close)
	t.Cleanup(sender.Flush)
	return server, sender
}

func message() *lead.Message {
	return &lead.Message{ID: "<L-1042.0123456789abcdef0123456789abcdef@example.com>", Occasion: lead.Acknowledge,
		Lead: "L-1042", To: "anna.kunde@customer.example", FromName: "Sales Team", Subject: "Re: Angebot für 12 " +
			"Fenster",
		Text: "Hello Anna,\n\n.we have your request.\n", HTML: "<p>Hello Anna</p>"}
}

// want checks the state of a result, and that Why says all of it and nothing of the customer.
func want(t *testing.T, got outbox.Result, state outbox.State, says ...string) {
	t.Helper()
	if got.State != state {
		t.Errorf("state %q (%s), want %q", got.State, got.Why, state)
	}
	for _, text := range says {
		if !strings.Contains(got.Why, text) {
			t.Errorf("why is %q, want it to say %q", got.Why, text)
		}
	}
	for _, secret := range []string{"anna.kunde", "Fenster", "correct horse", "\n"} {
		if strings.Contains(got.Why, secret) {
			t.Errorf("why is %q, which shows %q", got.Why, secret)
		}
	}
	if state != outbox.Sent && got.Why == "" {
		t.Error("nothing says why")
	}
}

// A message arrives in each way to be safe and to sign in, and says what it is.
func TestSMTP_Arrives(t *testing.T) {
	users := map[string]string{"sales@example.com": "correct horse"}
	for name, c := range map[string]struct {
		options sinktest.Options
		token   bool
	}{
		"no sign-in": {options: sinktest.Options{}},
		"plain":      {options: sinktest.Options{TLS: true, Users: users, Mechanisms: []string{"PLAIN"}}},
		"login":      {options: sinktest.Options{StartTLS: true, Users: users, Mechanisms: []string{"LOGIN"}}},
		"no safety":  {options: sinktest.Options{Users: users}},
		"token": {options: sinktest.Options{TLS: true, Token: func(s string) bool { return s == "good" }},
			token: true},
		"token, starttls": {options: sinktest.Options{StartTLS: true,
			Token: func(s string) bool { return s == "good" }}, token: true},
	} {
		t.Run(name, func(t *testing.T) {
			server, sender := sink(t, c.options, func(s *outbox.Server) {
				switch {
				case c.token:
					s.User, s.Token = "sales@example.com", func(context.Context, string) (string,
						error) {
						return "good", nil
					}
				case c.options.Users != nil:
					s.User, s.Password = "sales@example.com", "correct horse"
				}
			})
			want(t, sender.Send(t.Context(), message()), outbox.Sent)
			got := server.Received()
			if len(got) != 1 || got[0].From != "sales@example.com" || len(got[0].To) != 1 ||
				got[0].To[0] != "anna.kunde@customer.example" || got[0].TLS != (c.options.TLS || c.options.StartTLS) {
				t.Fatalf("received %+v", got)
			}
			mail, err := got[0].Mail()
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{"Message-Id": message().ID, "X-Leadsheet": "1",
				"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "User-Agent": "", "X-Mailer": "",
				"To": "<anna.kunde@customer.example>", "From": `"Sales Team" <sales@example.com>`,
				"Date": "Mon, 02 Mar 2026 09:30:00 +0000"} {
				if got := mail.Header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			if body, err := io.ReadAll(mail.Body); err != nil || !strings.Contains(string(body),
				"\r\n.we have your request.") {
				t.Errorf("the body is %q, %v", body, err)
			}
		})
	}
}

// What the server answers decides what becomes of the message.
func TestSMTP_Refusals(t *testing.T) {
	for name, c := range map[string]struct {
		at    sinktest.Stage
		fault sinktest.Fault
		state outbox.State
		says  []string
	}{
		"greeting 554": {sinktest.AtConnect, sinktest.Fault{Code: 554, Text: "No service"}, outbox.Later,
			[]string{"does not talk to this machine", "554 No service"}},
		"greeting 421": {sinktest.AtConnect, sinktest.Fault{Code: 421, Text: "Busy"}, outbox.Later,
			[]string{"421 Busy"}},
		"closed at greeting": {sinktest.AtConnect, sinktest.Fault{Drop: true}, outbox.Later, []string{"broke"}},
		"other protocol": {sinktest.AtConnect, sinktest.Fault{Code: 200, Text: "HTTP"}, outbox.Later,
			[]string{"is no mail server for sending"}},
		"hangs at greeting": {sinktest.AtConnect, sinktest.Fault{Hang: true}, outbox.Later,
			[]string{"does not answer in time"}},
		"hangs at hello": {sinktest.AtHello, sinktest.Fault{Hang: true}, outbox.Later, []string{"does not answer " +
			"in time"}},
		"sender 451": {sinktest.AtMail, sinktest.Fault{Code: 451, Text: "Later please"}, outbox.Later,
			[]string{"accept the sender: 451 Later please"}},
		"sender 550": {sinktest.AtMail, sinktest.Fault{Code: 550, Text: "5.7.60 SendAsDenied for sales@example.com"},
			outbox.Refused,
			[]string{"accept the sender: 550 5.7.60 SendAsDenied for sales@example.com"}},
		"must sign in": {sinktest.AtMail, sinktest.Fault{Code: 530, Text: "5.7.0 Authentication required"},
			outbox.Later, []string{"530", "{setting smtp user}"}},
		"recipient 450": {sinktest.AtRcpt, sinktest.Fault{Code: 450, Text: "4.2.0 <%s> greylisted"}, outbox.Later,
			[]string{"450 4.2.0 <(the recipient)> greylisted"}},
		"recipient 550": {sinktest.AtRcpt, sinktest.Fault{Code: 550, Text: "5.1.1 <%s>: user unknown, ask " +
			"Anna.Kunde@other.example"}, outbox.Refused,
			[]string{"accept the recipient: 550 5.1.1 <(the recipient)>: user unknown, ask (an address)"}},
		"limit of the day": {sinktest.AtRcpt, sinktest.Fault{Code: 550, Text: "5.4.5 Daily user sending limit " +
			"exceeded"}, outbox.Later,
			[]string{"as much as its provider allows"}},
		"closed at recipient": {sinktest.AtRcpt, sinktest.Fault{Drop: true}, outbox.Later, []string{"broke"}},
		"hangs at recipient": {sinktest.AtRcpt, sinktest.Fault{Hang: true}, outbox.Later, []string{"does not answer " +
			"in time"}},
		"data 451": {sinktest.AtData, sinktest.Fault{Code: 451, Text: "full"}, outbox.Later,
			[]string{"451 full"}},
		"data 554": {sinktest.AtData, sinktest.Fault{Code: 554, Text: "no"}, outbox.Refused,
			[]string{"554 no"}},
		"closed before dot": {sinktest.AtData, sinktest.Fault{Drop: true}, outbox.Later, []string{"broke"}},
		"after dot 452": {sinktest.AtDot, sinktest.Fault{Code: 452, Text: "full"}, outbox.Later,
			[]string{"452 full"}},
		"after dot 554": {sinktest.AtDot, sinktest.Fault{Code: 554, Text: "5.6.0 spam: Re: Angebot für 12 Fenster"},
			outbox.Refused,
			[]string{"554 5.6.0 spam: (the subject)"}},
		"closed after dot": {sinktest.AtDot, sinktest.Fault{Drop: true}, outbox.Unknown, []string{"may have arrived " +
			"or not"}},
		"hangs after dot": {sinktest.AtDot, sinktest.Fault{Hang: true}, outbox.Unknown, []string{"may have arrived " +
			"or not"}},
		"slow": {sinktest.AtDot, sinktest.Fault{Slow: 20 * time.Millisecond}, outbox.Sent, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, sender := sink(t, sinktest.Options{}, nil)
			if c.fault.Hang {
				sender.Hurry(2*time.Second, 2*time.Second)
			}
			server.Next(c.at, c.fault)
			want(t, sender.Send(t.Context(), message()), c.state, c.says...)
			// The next message is not hurt by it.
			sender.Flush()
			sender.Hurry(time.Minute, time.Minute)
			want(t, sender.Send(t.Context(), message()), outbox.Sent)
		})
	}
}

// A message too large for the server's patience is refused in the middle; that is no acceptance either.
func TestSMTP_LargeMessage(t *testing.T) {
	large := message()
	large.Files = []lead.File{{Name: "leads.xlsx", Content: make([]byte, 4<<20)}}
	for name, c := range map[string]struct {
		options sinktest.Options
		fault   sinktest.Fault
		state   outbox.State
		says    string
	}{
		"fits":         {sinktest.Options{}, sinktest.Fault{}, outbox.Sent, ""},
		"closed early": {sinktest.Options{}, sinktest.Fault{Drop: true}, outbox.Later, "broke"},
	} {
		t.Run(name, func(t *testing.T) {
			server, sender := sink(t, c.options, nil)
			server.Next(sinktest.AtData, c.fault)
			want(t, sender.Send(t.Context(), large), c.state, c.says)
		})
	}
}

// A report is more than its file: what is too large for a server arrives without it, and says so.
func TestSMTP_FilesLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		options sinktest.Options
		at      sinktest.Stage
		fault   sinktest.Fault
	}{
		"as announced":   {options: sinktest.Options{MaxBytes: 100 << 10}},
		"at the end":     {at: sinktest.AtDot, fault: sinktest.Fault{Code: 552, Text: "5.3.4 message too big"}},
		"without a code": {at: sinktest.AtMail, fault: sinktest.Fault{Code: 552, Text: "too big"}},
	} {
		t.Run(name, func(t *testing.T) {
			server, sender := sink(t, c.options, nil)
			server.Next(c.at, c.fault)
			m := message()
			m.HTML = "<html><body class=x><p>Hello Anna</p></body></html>"
			m.Files = []lead.File{{Name: "leads.xlsx", Content: make([]byte, 200<<10)}}
			want(t, sender.Send(t.Context(), m), outbox.Sent)
			got := server.Received()
			if len(got) != 1 || strings.Contains(string(got[0].Raw), "leads.xlsx") ||
				strings.Count(string(got[0].Raw), "The attached file is too large") != 2 ||
				!strings.Contains(string(got[0].Raw), "<body class=3Dx><p>The attached") {
				t.Errorf("received %d: %+v", len(got), got)
			}
		})
	}
	server, sender := sink(t, sinktest.Options{}, nil)
	server.Next(sinktest.AtRcpt, sinktest.Fault{Code: 552, Text: "5.2.2 mailbox full"})
	m := message()
	m.Files = []lead.File{{Name: "leads.xlsx", Content: []byte("x")}}
	want(t, sender.Send(t.Context(), m), outbox.Refused, "552 5.2.2 mailbox full")
	_, sender = sink(t, sinktest.Options{MaxBytes: 500}, nil)
	want(t, sender.Send(t.Context(), message()), outbox.Refused, "takes no more than 0 KB")
}

func TestSMTP_Certificates(t *testing.T) {
	for name, c := range map[string]struct {
		options sinktest.Options
		noCA    bool
		says    string
	}{
		"unknown authority": {sinktest.Options{TLS: true}, true, "signed by nobody this machine trusts"},
		"another name":      {sinktest.Options{TLS: true, Wrong: "name"}, false, "for another name (other.example)"},
		"starttls, other name": {sinktest.Options{StartTLS: true, Wrong: "name"}, false,
			"for another name (other.example)"},
		"expired": {sinktest.Options{StartTLS: true, Wrong: "expired"}, false, "has expired"},
	} {
		t.Run(name, func(t *testing.T) {
			server, sender := sink(t, c.options, func(s *outbox.Server) {
				if c.noCA {
					s.CAFile = ""
				}
			})
			want(t, sender.Send(t.Context(), message()), outbox.Later, c.says)
			if len(server.Received()) > 0 {
				t.Error("it was sent all the same")
			}
		})
	}
	t.Run("no TLS behind the port", func(t *testing.T) {
		_, sender := sink(t, sinktest.Options{}, func(s *outbox.Server) { s.Security = "tls" })
		want(t, sender.Send(t.Context(), message()), outbox.Later, "does not speak TLS")
	})
	t.Run("no starttls", func(t *testing.T) {
		_, sender := sink(t, sinktest.Options{}, func(s *outbox.Server) { s.Security = "starttls" })
		want(t, sender.Send(t.Context(), message()), outbox.Later, "offers no STARTTLS")
	})
}

// A wrong password is no refusal of the message: it is sent when the password is right again.
func TestSMTP_SignIn(t *testing.T) {
	users := map[string]string{"sales": "correct horse"}
	_, sender := sink(t, sinktest.Options{TLS: true, Users: users}, func(s *outbox.Server) {
		s.User, s.Password = "sales", "wrong"
	})
	want(t, sender.Send(t.Context(), message()), outbox.Later, "refused the user name or the password")
	if err := sender.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "refused the user name") {
		t.Errorf("Check: %v", err)
	}
	_, sender = sink(t, sinktest.Options{TLS: true}, func(s *outbox.Server) { s.User, s.Password = "sales", "x" })
	want(t, sender.Send(t.Context(), message()), outbox.Later, "offers no sign-in")
	_, sender = sink(t, sinktest.Options{TLS: true, Token: func(string) bool { return true }}, func(s *outbox.Server) {
		s.User, s.Password = "sales", "x"
	})
	want(t, sender.Send(t.Context(), message()), outbox.Later, "takes no passwords at all", "{setting smtp auth}")
}

// A server repeats the password in what it says: it is not shown.
func TestSMTP_PasswordIsNotShown(t *testing.T) {
	server, sender := sink(t, sinktest.Options{TLS: true, Users: map[string]string{"sales": "correct horse"}},
		func(s *outbox.Server) { s.User, s.Password = "sales", "correct horse" })
	server.Always(sinktest.AtMail, sinktest.Fault{Code: 550, Text: "sales/correct horse may not send"})
	if r := sender.Send(t.Context(), message()); r.State != outbox.Refused || strings.Contains(r.Why, "horse") {
		t.Errorf("%+v", r)
	}
}

// A token that the server refuses is renewed once.
func TestSMTP_Token(t *testing.T) {
	good := "second"
	server, sender := sink(t, sinktest.Options{TLS: true, Token: func(s string) bool { return s == good }},
		func(s *outbox.Server) {
			s.User = "sales@example.com"
			s.Token = func(_ context.Context, refused string) (string, error) {
				return map[string]string{"": "first", "first": "second", "second": "second"}[refused], nil
			}
		})
	want(t, sender.Send(t.Context(), message()), outbox.Sent)
	if server.SignIns() != 1 || server.Sessions() != 2 {
		t.Errorf("%d sign-ins in %d sessions", server.SignIns(), server.Sessions())
	}
	good = "another"
	sender.Flush()
	want(t, sender.Send(t.Context(), message()), outbox.Later, "does not accept the sign-in")
	_, sender = sink(t, sinktest.Options{TLS: true, Token: func(string) bool { return true }}, func(s *outbox.Server) {
		s.User, s.Token = "sales", func(context.Context, string) (string, error) {
			return "",
				errors.New("signed out: sign in")
		}
	})
	want(t, sender.Send(t.Context(), message()), outbox.Later, "signed out: sign in")
}

// Messages that follow each other share a session; one that has ended meanwhile is replaced, and nothing is sent twice.
func TestSMTP_OneSession(t *testing.T) {
	server, sender := sink(t, sinktest.Options{}, nil)
	for range 3 {
		want(t, sender.Send(t.Context(), message()), outbox.Sent)
	}
	server.Next(sinktest.AtRcpt, sinktest.Fault{Code: 550, Text: "no"})
	want(t, sender.Send(t.Context(), message()), outbox.Refused)
	want(t, sender.Send(t.Context(), message()), outbox.Sent)
	if server.Sessions() != 1 || len(server.Received()) != 4 {
		t.Errorf("%d messages in %d sessions", len(server.Received()), server.Sessions())
	}
	server.Next(sinktest.AtMail, sinktest.Fault{Drop: true})
	want(t, sender.Send(t.Context(), message()), outbox.Sent)
	server.Next(sinktest.AtMail, sinktest.Fault{Code: 421, Text: "too many messages in this session"})
	want(t, sender.Send(t.Context(), message()), outbox.Sent)
	if server.Sessions() != 3 || len(server.Received()) != 6 {
		t.Errorf("%d messages in %d sessions", len(server.Received()), server.Sessions())
	}
	server.Next(sinktest.AtDot, sinktest.Fault{Drop: true})
	want(t, sender.Send(t.Context(), message()), outbox.Unknown)
	if len(server.Received()) != 7 {
		t.Errorf("%d messages", len(server.Received()))
	}
}

// A queue does not wait for a server that hangs once for each message.
func TestSMTP_HangsOnce(t *testing.T) {
	server, sender := sink(t, sinktest.Options{}, nil)
	sender.Hurry(300*time.Millisecond, time.Second)
	server.Always(sinktest.AtConnect, sinktest.Fault{Hang: true})
	began := time.Now()
	for range 5 {
		want(t, sender.Send(t.Context(), message()), outbox.Later, "does not answer in time")
	}
	if took := time.Since(began); server.Sessions() != 1 || took > 5*time.Second {
		t.Errorf("%d attempts in %v", server.Sessions(), took)
	}
}

func TestSMTP_Stopped(t *testing.T) {
	server, sender := sink(t, sinktest.Options{}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	server.Next(sinktest.AtRcpt, sinktest.Fault{Hang: true})
	want(t, sender.Send(ctx, message()), outbox.Later, "was stopped")
	want(t, sender.Send(ctx, message()), outbox.Later, "was stopped")

	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	server.Next(sinktest.AtDot, sinktest.Fault{Hang: true})
	want(t, sender.Send(ctx, message()), outbox.Unknown)
}

// Addresses beyond plain letters need a server that can write them; a domain does not.
func TestSMTP_Addresses(t *testing.T) {
	for _, c := range []struct {
		to    string
		utf8  bool
		state outbox.State
		rcpt  string
	}{
		{"anna@müller.example", false, outbox.Sent, "anna@xn--mller-kva.example"},
		{"jörg@müller.example", true, outbox.Sent, "jörg@xn--mller-kva.example"},
		{"jörg@müller.example", false, outbox.Refused, ""},
		{"a@b.example, c@d.example", false, outbox.Refused, ""},
		{"Anna <a@b.example>", false, outbox.Refused, ""},
		{"a@b.example> SIZE=1", false, outbox.Refused, ""},
		{"\"a> b\"@b.example", false, outbox.Refused, ""},
		{"a@b.example\r\nRCPT TO:<x@y.example>", false, outbox.Refused, ""},
		{"a@[127.0.0.1]", false, outbox.Refused, ""},
		{"", false, outbox.Refused, ""},
		{"nobody", false, outbox.Refused, ""},
	} {
		t.Run(c.to, func(t *testing.T) {
			server, sender := sink(t, sinktest.Options{SMTPUTF8: c.utf8}, nil)
			m := message()
			m.To = c.to
			result := sender.Send(t.Context(), m)
			if result.State != c.state {
				t.Fatalf("%+v", result)
			}
			if got := server.Received(); c.rcpt != "" && (len(got) != 1 || got[0].To[0] != c.rcpt) {
				t.Errorf("received %+v", got)
			}
		})
	}
}

func TestSMTP_IPv6(t *testing.T) {
	server, err := sinktest.Start(sinktest.Options{Addr: "[::1]:0"})
	if err != nil {
		t.Skip("this machine has no IPv6")
	}
	t.Cleanup(server.Close)
	sender := outbox.NewSMTP(outbox.Server{Addr: server.Addr, Security: "none", From: "a@example.com"}, nil)
	defer sender.Flush()
	want(t, sender.Send(t.Context(), message()), outbox.Sent)
}

// once is a source of one token.
func once(token string) func(context.Context, string) (string, error) {
	return func(context.Context, string) (string, error) { return token, nil }
}
