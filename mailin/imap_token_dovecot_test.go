package mailin

import (
	"context"
	"strings"
	"testing"

	"leadsheet/mailin/dovecottest"
)

// TestIMAPDovecotToken signs in to a real server by token, and with one that is no good.
func TestIMAPDovecotToken(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.Deliver(imapTestMessage(1))
	d.Grant("t0ken-good", d.User)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(d.Log())
		}
	})
	box := imapDovecotBox(d)
	box.Password = ""
	for _, security := range []string{"none", "starttls"} {
		box.Security, box.CAFile = security, d.CAFile
		box.Token = func(context.Context, string) (string, error) { return "t0ken-good", nil }
		if items := imapPass(t, box, nil); len(items) != 1 {
			t.Errorf("%s: %d messages came", security, len(items))
		}
		box.Token = func(context.Context, string) (string, error) { return "t0ken-old", nil }
		_, err := box.Open(t.Context())
		imapWantText(t, err, "does not accept the sign-in", "sign in again")
		if strings.Contains(err.Error(), "t0ken") {
			t.Errorf("the error names the token: %v", err)
		}
	}
}
