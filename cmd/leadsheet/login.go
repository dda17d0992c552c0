package main

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead/hint"
	"leadsheet/sheets/google"
)

type loginCmd struct {
	Mail    bool   `help:"Sign in to the mailbox (Gmail or Microsoft 365) instead of to the spreadsheet."`
	Send    bool   `help:"Sign in for sending mail, when that is another account than the mailbox's."`
	Account string `placeholder:"ADDRESS" help:"Sign in to this mailbox of the file of mailboxes (LEADSHEET_ACCOUNTS)."`
}

func (loginCmd) Help() string {
	return "Opens the browser, where you allow leadsheet to see and edit your spreadsheets or, with --mail, to read " +
		"your mailbox. It needs the file of an OAuth client: in LEADSHEET_GOOGLE_CREDENTIALS for spreadsheets, in " +
		"LEADSHEET_IMAP_OAUTH_CLIENT for mail (README.md shows how to make one). A service account, or an application of " +
		"Microsoft 365 with a secret, needs no sign-in."
}

func (l loginCmd) Run(a *app) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if l.Account != "" {
		for i := range c.Further {
			if strings.EqualFold(c.Further[i].Name, l.Account) {
				return loginMail(a, &c.Further[i].Config, browse)
			}
		}
		return usageError{fmt.Errorf("the file of mailboxes has none called %s: %v adds it", l.Account,
			hint.SetupAccount)}
	}
	if l.Mail {
		return loginMail(a, &c, browse)
	}
	if l.Send {
		return loginSend(a, &c, browse)
	}
	s := c.SignIn()
	if s.Credentials == "" && c.IMAPAuth == setup.ByOAuth {
		return usageError{errors.New("LEADSHEET_GOOGLE_CREDENTIALS is not set: to sign in to the mailbox run leadsheet " +
			"login --mail; for a Google Sheet name the client file of a desktop app")}
	}
	if s.Credentials == "" {
		return usageError{errors.New("LEADSHEET_GOOGLE_CREDENTIALS is not set: name the client file of a desktop app, as " +
			"Google Cloud hands it out (README.md, Google Sheets, shows how to make one)")}
	}
	return login(a, s, c.Spreadsheet != "", browse)
}

// login does the sign-in to Google. Tests replace open, which shows an address in the browser.
func login(a *app, s google.SignIn, hasSheet bool, open func(string) error) error {
	account, err := setup.LoginGoogle(a.ctx, s, open, a.say)
	next := "share the spreadsheet with it as Editor (button Share), and start leadsheet once"
	switch {
	case account.Kind == google.ServiceAccount:
		_, err = fmt.Fprintf(a.stdout, "Nothing to sign in: %s is a service account.\nNext: %s.\n", account.Address, next)
		return err
	case err != nil:
		return err
	case account.Address == "":
		account.Address = "you"
	}
	next = "leadsheet once"
	if !hasSheet {
		next = "set LEADSHEET_BOOK to the address of a spreadsheet that this account may edit, then leadsheet once"
	}
	_, err = fmt.Fprintf(a.stdout, "Signed in as %s. The sign-in is kept in %s, readable by you alone.\nNext: %s.\n",
		account.Address, s.Token, next)
	return err
}

// loginMail does the sign-in to the mailbox.
func loginMail(a *app, c *setup.Config, open func(string) error) error {
	if err := c.NeedsLogin(); err != nil {
		return usageError{err}
	}
	if err := c.LoginMail(a.ctx, open, a.say); err != nil {
		return err
	}
	a.say("Next: leadsheet once.")
	return nil
}

// loginSend does the sign-in for sending.
func loginSend(a *app, c *setup.Config, open func(string) error) error {
	if err := c.NeedsSendLogin(); err != nil {
		return usageError{err}
	}
	if err := c.LoginSend(a.ctx, open, a.say); err != nil {
		return err
	}
	a.say("Next: " + hint.SendTest.String() + ".")
	return nil
}

// say prints a line from another package, with the names of settings and commands filled in.
func (a *app) say(text string) { fmt.Fprintln(a.stdout, withNames(text)) }

// browse opens an address in this machine's browser.
func browse(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // reaps the child; its exit code tells nothing
	return nil
}
