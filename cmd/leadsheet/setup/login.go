package setup

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"leadsheet/lead/hint"
	"leadsheet/sheets/google"
	"leadsheet/signin"
)

// loginTime is how long a person may take in the browser.
const loginTime = 5 * time.Minute

// LoginGoogle signs a person in to Google. browse shows an address in a browser, tell says what the person is to do.
// A service account has nothing to sign in: it is returned with an error.
func LoginGoogle(ctx context.Context, s google.SignIn, browse func(url string) error,
	tell func(text string)) (google.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, loginTime)
	defer cancel()
	return s.Login(ctx, browse, teller(tell))
}

func teller(tell func(string)) func(format string, args ...any) {
	return func(format string, args ...any) { tell(fmt.Sprintf(format, args...)) }
}

// NeedsLogin says why there is nothing to sign in to at the mailbox; nil when there is.
func (c *Config) NeedsLogin() error {
	switch {
	case c.IMAPAddr == "":
		return fmt.Errorf("no mailbox is set: name the mail server in %v, such as imap.gmail.com or outlook.office365.com",
			hint.MailServer)
	case c.IMAPAuth != ByOAuth:
		return fmt.Errorf("%v is password, which needs no sign-in: for Gmail or Microsoft 365 set it to %s, and name the "+
			"file of an "+
			"OAuth client in %v (README.md, Gmail and Microsoft 365, shows how to make one)", hint.MailAuth, ByOAuth,
			hint.MailClient)
	}
	return nil
}

// LoginMail signs a person in to the mailbox, and tries at once whether it opens.
func (c *Config) LoginMail(ctx context.Context, browse func(url string) error, tell func(text string)) error {
	a := c.MailAccount()
	visit, cancel := context.WithTimeout(ctx, loginTime)
	defer cancel()
	say := teller(tell)
	address, err := a.Login(visit, browse, say)
	switch {
	case errors.Is(err, signin.ErrNoConsentNeeded):
		say("Nothing to sign in: the client is an application, which is let in by its secret.")
	case err != nil:
		return err
	case address == "":
		say("Signed in. The sign-in is kept in %s, readable by you alone.", a.KeptFile)
	default:
		say("Signed in as %s. The sign-in is kept in %s, readable by you alone.", address, a.KeptFile)
	}
	if address != "" && !strings.EqualFold(address, c.IMAPUser) {
		say("The mailbox is %s: that works if %s may open it.", c.IMAPUser, address)
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	info, err := c.Mailbox().Inspect(ctx)
	if err != nil {
		return fmt.Errorf("the mailbox does not open yet: %w", err)
	}
	say("The mailbox at %s lets leadsheet in; the folder %s holds %s.",
		info.Server, info.Folder, count(info.Messages, "message"))
	return nil
}
