package main

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/sheets/google"
)

type loginCmd struct {
	Mail bool `help:"Sign in to the mailbox (Gmail or Microsoft 365) instead of to the spreadsheet."`
}

func (loginCmd) Help() string {
	return "Opens the browser, where you allow leadsheet to see and edit your spreadsheets or, with --mail, to read " +
		"your mailbox. It needs the file of an OAuth client: in LEADSHEET_GOOGLE_CREDENTIALS for spreadsheets, in " +
		"LEADSHEET_IMAP_OAUTH_CLIENT for mail (README.md shows how to make one). A service account, or an application of " +
		"Microsoft 365 with a secret, needs no sign-in."
}

func (l loginCmd) Run(w *world) error {
	c, err := loadConfig(w.env)
	if err != nil {
		return usageError{err}
	}
	if l.Mail {
		return loginMail(w, &c, browse)
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
	return login(w, s, c.Spreadsheet != "", browse)
}

// login is the command apart from the environment and the browser.
func login(w *world, s google.SignIn, hasSheet bool, open func(string) error) error {
	account, err := setup.LoginGoogle(w.ctx, s, open, w.say)
	next := "share the spreadsheet with it as Editor (button Share), and start leadsheet once"
	switch {
	case account.Kind == google.ServiceAccount:
		_, err = fmt.Fprintf(w.stdout, "Nothing to sign in: %s is a service account.\nNext: %s.\n", account.Address, next)
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
	_, err = fmt.Fprintf(w.stdout, "Signed in as %s. The sign-in is kept in %s, readable by you alone.\nNext: %s.\n",
		account.Address, s.Token, next)
	return err
}

// loginMail is the command for the mailbox.
func loginMail(w *world, c *setup.Config, open func(string) error) error {
	if err := c.NeedsLogin(); err != nil {
		return usageError{err}
	}
	if err := c.LoginMail(w.ctx, open, w.say); err != nil {
		return err
	}
	w.say("Next: leadsheet once.")
	return nil
}

// say writes a line of another package, with the names of settings and commands.
func (w *world) say(text string) { fmt.Fprintln(w.stdout, named(text)) }

// browse shows an address in the browser of this machine.
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
	go func() { _ = cmd.Wait() }() // so that no zombie stays; how it ends says nothing
	return nil
}
