package outbox_test

import (
	"strings"
	"testing"

	"leadsheet/mailin/dovecottest"
	"leadsheet/outbox"
	"leadsheet/outbox/postfixtest"
)

// A real Postfix, which asks a real Dovecot who may send: by password and by token, over STARTTLS.
func TestSMTP_Postfix(t *testing.T) {
	dovecot := dovecottest.StartDovecot(t)
	dovecot.Grant("good", "intake")
	post := postfixtest.Start(t, postfixtest.Options{LMTP: map[string]string{"sales@firm.example": dovecot.LMTPAddr},
		Boxes: []string{"anna.kunde@customer.example"}, Auth: dovecot.AuthAddr, Cert: dovecot.CAFile,
		Key: dovecot.KeyFile})
	server := outbox.Server{Addr: post.Addr, User: dovecot.User, Password: dovecot.Password, Security: "starttls",
		CAFile: dovecot.CAFile, From: "Sales <sales@firm.example>"}
	send := func(change func(*outbox.Server), to string) outbox.Result {
		t.Helper()
		s := server
		change(&s)
		sender := outbox.NewSMTP(s, nil)
		defer sender.Flush()
		m := message()
		m.To = to
		return sender.Send(t.Context(), m)
	}
	want(t, send(func(*outbox.Server) {}, "anna.kunde@customer.example"), outbox.Sent)
	want(t, send(func(s *outbox.Server) { s.Password, s.Token = "", once("good") }, "anna.kunde@customer.example"),
		outbox.Sent)
	want(t, send(func(s *outbox.Server) { s.Password = "wrong" }, "anna.kunde@customer.example"), outbox.Later,
		"refused the user name or the password")
	want(t, send(func(s *outbox.Server) { s.Password, s.Token = "", once("bad") }, "anna.kunde@customer.example"),
		outbox.Later, "does not accept the sign-in")
	want(t, send(func(s *outbox.Server) { s.User, s.Password = "", "" }, "anna.kunde@elsewhere.example"),
		outbox.Refused,
		"Relay access denied")
	want(t, send(func(*outbox.Server) {}, "anna.kunde.2@customer.example"), outbox.Refused,
		"550 5.1.1 <(the recipient)>",
		"User unknown")
	for _, raw := range post.Await("anna.kunde@customer.example", 2) {
		for _, part := range []string{"\nMessage-ID: " + message().ID + "\n", "\nX-Leadsheet: 1\n", "ESMTPSA"} {
			if !strings.Contains("\n"+string(raw), part) {
				t.Errorf("what has arrived lacks %q:\n%s", part, raw)
			}
		}
	}
}
