package setup

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"leadsheet/lead/hint"
	"leadsheet/outbox"
	"leadsheet/sheets/google"
	"leadsheet/signin"
)

// loginTime limits the visit to the browser: typing a password and a second factor takes a person minutes.
const loginTime = 5 * time.Minute

// LoginGoogle signs a person in to Google. browse opens an address in a browser, tell shows instructions to the person.
// A service account needs no sign-in; it is returned with an error.
func LoginGoogle(ctx context.Context, s google.SignIn, browse func(url string) error,
	tell func(text string)) (google.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, loginTime)
	defer cancel()
	return s.Login(ctx, browse, teller(tell))
}

func teller(tell func(string)) func(format string, args ...any) {
	return func(format string, args ...any) { tell(fmt.Sprintf(format, args...)) }
}

// NeedsLogin returns nil if the mailbox needs a sign-in by OAuth, else an error that says why it does not.
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

// LoginMail signs a person in to the mailbox, and then opens the mailbox to prove that it works.
func (c *Config) LoginMail(ctx context.Context, browse func(url string) error, tell func(text string)) error {
	if err := signInAs(ctx, c.MailAccount(), c.IMAPUser, browse, teller(tell)); err != nil {
		return err
	}
	say := teller(tell)
	ctx, stop := context.WithTimeout(ctx, checkTimeout)
	defer stop()
	info, err := c.Mailbox().Inspect(ctx)
	if err != nil {
		return fmt.Errorf("the mailbox does not open yet: %w", err)
	}
	say("The mailbox at %s lets leadsheet in; the folder %s holds %s.",
		info.Server, info.Folder, count(info.Messages, "message"))
	return nil
}

// NeedsSendLogin returns nil if sending needs a sign-in by OAuth of its own, else an error that says why it does not.
func (c *Config) NeedsSendLogin() error {
	switch {
	case c.SMTPAddr == "":
		return fmt.Errorf("nothing is set for sending: name the mail server in %v, such as smtp.gmail.com or "+
			"smtp.office365.com", hint.SendServer)
	case c.SMTPAuth != ByOAuth:
		return fmt.Errorf("%v is %s, which needs no sign-in: for Gmail or Microsoft 365 set it to %s", hint.SendAuth,
			c.SMTPAuth, ByOAuth)
	case c.SendsByMailbox():
		return fmt.Errorf("sending uses the sign-in of the mailbox: run %v, which asks for both", hint.LoginMail)
	}
	return nil
}

// LoginSend signs a person in for sending, and then signs in to the mail server to prove that it works.
func (c *Config) LoginSend(ctx context.Context, browse func(url string) error, tell func(text string)) error {
	say := teller(tell)
	if err := signInAs(ctx, c.SendAccount(), c.sendUser(), browse, say); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, checkTimeout)
	defer stop()
	server := *c.Outbox().Mail
	if err := outbox.NewSMTP(server, nil).Check(ctx); err != nil {
		return fmt.Errorf("the mail server for sending does not let leadsheet in yet: %w", err)
	}
	say("The mail server for sending, %s, lets leadsheet in.", server.Host())
	return nil
}

// signInAs has a person consent for a mailbox.
func signInAs(ctx context.Context, a signin.Account, mailbox string, browse func(url string) error,
	say func(format string, args ...any)) error {
	ctx, cancel := context.WithTimeout(ctx, loginTime)
	defer cancel()
	address, err := a.Login(ctx, browse, say)
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
	if address != "" && !strings.EqualFold(address, mailbox) {
		say("The mailbox is %s: that works if %s may open it.", mailbox, address)
	}
	return nil
}
