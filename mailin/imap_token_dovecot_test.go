package mailin

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
	"leadsheet/signin"
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

// visit is a browser whose person says yes at once.
func visit(address string) error {
	page, err := http.Get(address)
	if err != nil {
		return err
	}
	return page.Body.Close()
}

// TestIMAPDovecotOAuth signs in to a real server with the tokens of a provider: a person's, which is withdrawn before
// its time and renewed in the same breath, and an application's.
func TestIMAPDovecotOAuth(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.Deliver(imapTestMessage(1))
	p := mailtest.NewProvider()
	t.Cleanup(p.Close)
	p.OnGrant(func(token string) { d.Grant(token, d.User) })
	for name, client := range map[string]string{"Google": p.GoogleClient(), "Microsoft": p.MicrosoftClient(false),
		"application": p.MicrosoftClient(true)} {
		t.Run(name, func(t *testing.T) {
			a := signin.Account{Service: signin.Mail, ClientFile: filepath.Join(t.TempDir(), "client.json"),
				KeptFile: filepath.Join(t.TempDir(), "mail.json"), Mailbox: d.User,
				Names: signin.Names{Login: "leadsheet login --mail"}}
			if err := signin.WriteFile(a.ClientFile, []byte(client)); err != nil {
				t.Fatal(err)
			}
			if name != "application" {
				if _, err := a.Login(t.Context(), visit, t.Logf); err != nil {
					t.Fatal(err)
				}
			}
			box := imapDovecotBox(d)
			box.Password = ""
			box = box.WithOAuth(a)
			if items := imapPass(t, box, nil); len(items) != 1 {
				t.Errorf("%d messages came", len(items))
			}
			token, err := box.Token(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			d.Grant(token, "somebody-else")
			asked := len(p.TokenForms())
			if items := imapPass(t, box, nil); len(items) != 1 || len(p.TokenForms()) != asked+1 {
				t.Errorf("%d messages came after the token was withdrawn; the provider was asked %d times", len(items),
					len(p.TokenForms())-asked)
			}
			// No token does any more.
			p.OnGrant(func(token string) { d.Grant(token, "somebody-else") })
			defer func() { p.OnGrant(func(token string) { d.Grant(token, d.User) }) }()
			token, err = box.Token(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			d.Grant(token, "somebody-else")
			_, err = box.Open(t.Context())
			want := "run leadsheet login --mail again"
			if name == "application" {
				want = "New-ServicePrincipal"
			}
			imapWantText(t, err, "does not accept the sign-in", want)
			if strings.Contains(err.Error(), mailtest.Canary) {
				t.Errorf("the error holds a secret: %v", err)
			}
		})
	}
}
