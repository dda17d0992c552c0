package setup

import (
	"fmt"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// The ways to sign in to a mailbox.
const (
	ByPassword = "password" // an app password too
	ByOAuth    = "xoauth2"  // Gmail and Microsoft 365
)

// Mailbox returns the mailbox of the settings. Each call makes a new token source, so callers keep the result.
func (c *Config) Mailbox() mailin.Mailbox {
	box := mailin.Mailbox{Addr: c.IMAPAddr, User: c.IMAPUser, Password: c.IMAPPassword, Folder: c.IMAPFolder,
		Security: c.IMAPSecurity, CAFile: c.IMAPCAFile, After: c.IMAPAfter}
	if c.IMAPAuth == ByOAuth {
		box = box.WithOAuth(c.MailAccount())
	}
	return box
}

// MailAddress returns the address of the first inbox, "" when there is none, or when its name is no address.
func (c *Config) MailAddress() string {
	if address, ok := lead.NormalizeEmail(c.IMAPUser); ok && c.IMAPAddr != "" {
		return address
	}
	for i := range c.Further {
		if !c.Further[i].SentOnly {
			return c.Further[i].Name
		}
	}
	return ""
}

// named is what the operator calls a setting of the mailbox: a variable, or a key of its block in the file of
// mailboxes.
func (c *Config) named(s hint.Setting) string {
	if c.account {
		return accountNames().In(s.String())
	}
	return s.String()
}

// login is the command by which a person signs in to the mailbox.
func (c *Config) login() hint.Command {
	if c.account {
		return hint.LoginAccount
	}
	return hint.LoginMail
}

// MailAccount returns how to sign in to the mailbox by OAuth. The path of the token is empty if the user has no
// configuration folder; code that needs the token returns an error then.
func (c *Config) MailAccount() signin.Account {
	names := signin.Names{Login: c.login().String(), Client: c.named(hint.MailClient), Kept: c.named(hint.MailToken)}
	return signin.Account{Service: signin.Mail, ClientFile: c.IMAPOAuthClient,
		KeptFile: c.kept(c.IMAPOAuthToken, "mail-token.json"), Mailbox: c.IMAPUser, Server: c.IMAPAddr,
		Sends: c.SendsByMailbox(), Names: names}
}

// checkMailSignIn checks the settings of the sign-in to the mailbox, and reads the password.
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
