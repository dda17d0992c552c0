package setup

import (
	"fmt"

	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// The ways to sign in to a mailbox.
const (
	ByPassword = "password" // an app password too
	ByOAuth    = "xoauth2"  // Gmail and Microsoft 365
)

// Mailbox is the mailbox of the settings. Each has a token source of its own, which is meant to be kept.
func (c *Config) Mailbox() mailin.Mailbox {
	box := mailin.Mailbox{Addr: c.IMAPAddr, User: c.IMAPUser, Password: c.IMAPPassword, Folder: c.IMAPFolder,
		Security: c.IMAPSecurity, CAFile: c.IMAPCAFile, After: c.IMAPAfter}
	if c.IMAPAuth == ByOAuth {
		box = box.WithOAuth(c.MailAccount())
	}
	return box
}

// MailAccount is how to sign in to the mailbox by OAuth. Without a folder for configuration the place of the sign-in
// stays empty; who needs it says so.
func (c *Config) MailAccount() signin.Account {
	return signin.Account{Service: signin.Mail, ClientFile: c.IMAPOAuthClient,
		KeptFile: inConfigDir(c.IMAPOAuthToken, "mail-token.json"), Mailbox: c.IMAPUser, Server: c.IMAPAddr,
		Names: signin.Names{Login: hint.LoginMail.String(), Client: hint.MailClient.String(), Kept: hint.MailToken.String()}}
}

// checkMailSignIn says what is wrong with the settings of the sign-in to the mailbox, and reads the password.
func (c *Config) checkMailSignIn() []error {
	switch c.IMAPAuth {
	case ByPassword:
		if c.IMAPOAuthClient != "" {
			return []error{fmt.Errorf("%v is set, but the mailbox is signed in to by password: set %v=%s, or remove it",
				hint.MailClient, hint.MailAuth, ByOAuth)}
		}
		if err := c.readPassword(); err != nil {
			return []error{err}
		}
	case ByOAuth:
		if c.IMAPPassword != "" || c.IMAPPasswordFile != "" {
			return []error{fmt.Errorf("%v is %s, but %v or %v is set: keep one way to sign in",
				hint.MailAuth, ByOAuth, hint.MailPassword, hint.MailPasswordFile)}
		}
		if c.IMAPAddr != "" {
			if err := c.MailAccount().Validate(); err != nil {
				return []error{err}
			}
		}
	default:
		return []error{fmt.Errorf("%v is %q: give %s or %s", hint.MailAuth, c.IMAPAuth, ByPassword, ByOAuth)}
	}
	return nil
}
