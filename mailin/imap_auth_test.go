package mailin

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

// imapTokenScript is a server that knows one token; capabilities are those that it has besides IMAP4rev1, refusal is
// what it challenges with when the token is another one.
func imapTokenScript(capabilities, good, refusal string, after func(command string) (string,
	string)) func(string) (string, string) {
	return func(command string) (string, string) {
		check := func(answer string) (string, string) {
			said, err := base64.StdEncoding.DecodeString(answer)
			if err == nil && strings.Contains(string(said), "auth=Bearer "+good+"\x01\x01") &&
				strings.Contains(string(said), "intake@example.com") {
				return "", "OK in"
			}
			if answer == "=" || answer == "" {
				return "", "BAD Invalid base64"
			}
			return "+ " + base64.StdEncoding.EncodeToString([]byte(refusal)) + "\r\n", "ask"
		}
		switch word, rest, _ := strings.Cut(command, " "); word {
		case "CAPABILITY":
			return "* CAPABILITY IMAP4rev1 " + capabilities + "\r\n", "OK done"
		case "AUTHENTICATE":
			if _, initial, ok := strings.Cut(rest, " "); ok {
				return check(initial)
			}
			return "+ \r\n", "ask"
		case "ANSWERED":
			return check(rest)
		case "LOGIN":
			return "", "NO passwords are not for programs"
		}
		return after(command)
	}
}

func imapUsual(string) (string, string) { return "", "" }

func TestIMAPFakeSignInByToken(t *testing.T) {
	for name, capabilities := range map[string]string{
		"xoauth2 at once":                  "AUTH=PLAIN AUTH=XOAUTH2 SASL-IR",
		"xoauth2 in two steps":             "AUTH=XOAUTH2",
		"both":                             "AUTH=OAUTHBEARER AUTH=XOAUTH2 SASL-IR",
		"the standard":                     "AUTH=OAUTHBEARER SASL-IR",
		"the standard, in two steps":       "AUTH=OAUTHBEARER",
		"a server that wants no passwords": "LOGINDISABLED AUTH=XOAUTH2",
	} {
		t.Run(name, func(t *testing.T) {
			box := imapFake(t, imapTokenScript(capabilities, "t0ken-good", `{"status":"401"}`, imapUsual))
			box.User, box.Password = "intake@example.com", ""
			asked := 0
			box.Token = func(context.Context, string) (string, error) { asked++; return "t0ken-good", nil }
			if refs, err := imapFetchOpen(t, box); err != nil || len(refs) != 1 || asked != 1 {
				t.Errorf("%d messages, the token was asked for %d times, %v", len(refs), asked, err)
			}
		})
	}
}

// TestIMAPFakeTokenWithdrawnBeforeItsTime: another token is tried once, over a new connection; when there is no other,
// the server's refusal is what a person reads, with the advice for their kind of sign-in.
func TestIMAPFakeTokenWithdrawnBeforeItsTime(t *testing.T) {
	for second, want := range map[string]string{"t0ken-good": "", "t0ken-old": "call the administrator",
		"t0ken-older": "call the administrator"} {
		box := imapFake(t, imapTokenScript("AUTH=XOAUTH2 SASL-IR", "t0ken-good", `{"status":"400"}`, imapUsual))
		box.User, box.Password, box.TokenAdvice = "intake@example.com", "", "call the administrator"
		var asked []string
		box.Token = func(_ context.Context, refused string) (string, error) {
			asked = append(asked, refused)
			if refused != "" {
				return second, nil
			}
			return "t0ken-old", nil
		}
		refs, err := imapFetchOpen(t, box)
		if want == "" && (err != nil || len(refs) != 1) {
			t.Errorf("%s: %d messages, %v", second, len(refs), err)
		}
		if want != "" {
			imapWantText(t, err, want, "status 400")
		}
		if len(asked) != 2 || asked[1] != "t0ken-old" {
			t.Errorf("%s: tokens were asked for after %q", second, asked)
		}
	}
}

func TestIMAPFakeTokenRefused(t *testing.T) {
	connected := func(command string) (string, string) {
		if strings.HasPrefix(command, "EXAMINE") {
			return "", "BAD User is authenticated but not connected."
		}
		return "", ""
	}
	for name, test := range map[string]struct {
		capabilities, token, refusal string
		fail                         error
		after                        func(string) (string, string)
		want                         []string
	}{
		"expired consent": {"AUTH=XOAUTH2 SASL-IR", "t0ken-old",
			`{"status":"400","schemes":"Bearer","scope":"https://mail.example.com/"}`, nil, imapUsual,
			[]string{"consent has expired", "status 400", "sign in again", "intake@example.com"}},
		"expired consent, standard": {"AUTH=OAUTHBEARER", "t0ken-old", `{"status":"invalid_token"}`, nil, imapUsual,
			[]string{"consent has expired", "invalid_token"}},
		"no sense": {"AUTH=XOAUTH2", "t0ken-old", `t0ken-old is no good`, nil, imapUsual,
			[]string{"sign in to the mailbox", "next pass"}},
		"not offered": {"AUTH=PLAIN", "t0ken-good", "", nil, imapUsual,
			[]string{"neither XOAUTH2 nor OAUTHBEARER"}},
		"no token to be had": {"AUTH=XOAUTH2", "", "", errors.New("the provider wants you to sign in again"),
			imapUsual, []string{"get the token", "sign in again"}},
		"an empty token":            {"AUTH=XOAUTH2", "", "", nil, imapUsual, []string{"no token", "sign in again"}},
		"a token with a line break": {"AUTH=XOAUTH2", "a\r\nb", "", nil, imapUsual, []string{"no token"}},
		"no access to the mailbox": {"AUTH=XOAUTH2 SASL-IR", "t0ken-good", "", nil, connected,
			[]string{"the sign-in is good", "IMAP", "Add-MailboxPermission", "authenticated but not connected"}},
	} {
		t.Run(name, func(t *testing.T) {
			box := imapFake(t, imapTokenScript(test.capabilities, "t0ken-good", test.refusal, test.after))
			box.User, box.Password = "intake@example.com", ""
			box.Token = func(context.Context, string) (string, error) { return test.token, test.fail }
			_, err := box.Open(t.Context())
			imapWantText(t, err, test.want...)
			if test.token != "" && strings.Contains(err.Error(), test.token) {
				t.Errorf("the error names the token: %v", err)
			}
		})
	}
}

// TestIMAPFakeProvidersWords: what providers say when a password does not do, and what a person reads.
func TestIMAPFakeProvidersWords(t *testing.T) {
	for said, want := range map[string]string{
		"NO [ALERT] Your account is not enabled for IMAP use. Please visit " +
			"your account settings.": "switch it on in the mail settings",
		"NO [AUTHENTICATIONFAILED] IMAP access is disabled for your mailbox.": "IMAP is switched off",
		"NO [ALERT] Application-specific password required: " +
			"https://example.com/185833 (Failure)": "make one in the account's security settings",
		"NO LOGIN failed (BasicAuthBlocked)": "basic authentication is off",
		"NO [ALERT] Too many simultaneous " +
			"connections. (Failure)": "close other mail programs",
		"NO [WEBALERT https://example.com] Web login required.": "in a browser once",
		"NO [AUTHENTICATIONFAILED] Invalid " +
			"credentials (Failure)": "refused the user name or the password",
		"BAD User is authenticated but not connected.": "switch IMAP on",
	} {
		box := imapFake(t, func(command string) (string, string) {
			if strings.HasPrefix(command, "LOGIN") {
				return "", said
			}
			return "", ""
		})
		_, err := box.Open(t.Context())
		imapWantText(t, err, want)
	}
	box := imapFake(t, func(command string) (string, string) {
		if strings.HasPrefix(command, "CAPABILITY") {
			return "* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\r\n", "OK done"
		}
		return "", ""
	})
	_, err := box.Open(t.Context())
	imapWantText(t, err, "LOGINDISABLED")
}

// TestIMAPFakeWrongServer: a server of a large provider sometimes says OK with a fault in it, and the connection ends
// there. That is no wrong password.
func TestIMAPFakeWrongServer(t *testing.T) {
	box := imapFake(t, func(command string) (string, string) {
		switch {
		case strings.HasPrefix(command, "CAPABILITY"):
			return "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n", "OK done"
		case strings.HasPrefix(command, "AUTHENTICATE"):
			return "", `OK [Error="Example.Exchange.WrongServerException: not here" Target="x"] done`
		}
		return "", ""
	})
	_, err := imapFetchOpen(t, box)
	if err != nil && (strings.Contains(err.Error(), "password") || !strings.Contains(err.Error(), "next pass")) {
		t.Errorf("a person reads: %v", err)
	}
}
