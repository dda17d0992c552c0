package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"leadsheet/signin"
)

// loginMail signs a person in to the mailbox, and tries at once whether it opens.
func loginMail(w *world, c *Config, open func(string) error) error {
	switch {
	case c.IMAPAddr == "":
		return usageError{errors.New("no mailbox is set: name the mail server in LEADSHEET_IMAP_ADDR, such as imap.gmail.com or outlook.office365.com")}
	case c.IMAPAuth != authXOAuth2:
		return usageError{errors.New("LEADSHEET_IMAP_AUTH is password, which needs no sign-in: for Gmail or Microsoft 365 set it to xoauth2, and name the file of an OAuth client in LEADSHEET_IMAP_OAUTH_CLIENT (README.md, Gmail and Microsoft 365, shows how to make one)")}
	}
	a := c.mailAccount()
	ctx, cancel := context.WithTimeout(w.ctx, loginTime)
	defer cancel()
	say := func(format string, args ...any) { fmt.Fprintf(w.stdout, format+"\n", args...) }
	address, err := a.Login(ctx, open, say)
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
	trying, stop := context.WithTimeout(w.ctx, checkPatience)
	defer stop()
	info, err := c.mailbox().Inspect(trying)
	if err != nil {
		return fmt.Errorf("the mailbox does not open yet: %w", err)
	}
	say("The mailbox at %s lets leadsheet in; the folder %s holds %s.\nNext: leadsheet once.", info.Server, info.Folder, count(info.Messages, "message"))
	return nil
}
