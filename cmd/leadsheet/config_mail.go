package main

import (
	"errors"
	"fmt"

	"leadsheet/mailin"
	"leadsheet/signin"
)

// The ways to sign in to a mailbox.
const (
	authPassword = "password"
	authXOAuth2  = "xoauth2"
)

// mailbox is the mailbox of the settings. Each has a token source of its own, which is meant to be kept.
func (c *Config) mailbox() mailin.Mailbox {
	box := mailin.Mailbox{Addr: c.IMAPAddr, User: c.IMAPUser, Password: c.IMAPPassword, Folder: c.IMAPFolder,
		Security: c.IMAPSecurity, CAFile: c.IMAPCAFile, After: c.IMAPAfter}
	if c.IMAPAuth == authXOAuth2 {
		box = box.WithOAuth(c.mailAccount())
	}
	return box
}

// mailAccount is how to sign in to the mailbox by OAuth. Without a folder for configuration the place of the sign-in
// stays empty; who needs it says so.
func (c *Config) mailAccount() signin.Account {
	return signin.Account{Service: signin.Mail, ClientFile: c.IMAPOAuthClient,
		KeptFile: inConfigDir(c.IMAPOAuthToken, "mail-token.json"), Mailbox: c.IMAPUser, Server: c.IMAPAddr,
		Names: signin.Names{Login: "leadsheet login --mail", Client: "LEADSHEET_IMAP_OAUTH_CLIENT",
			Kept: "LEADSHEET_IMAP_OAUTH_TOKEN"}}
}

// checkMailSignIn says what is wrong with the settings of the sign-in to the mailbox, and reads the password.
func (c *Config) checkMailSignIn() []error {
	switch c.IMAPAuth {
	case authPassword:
		if c.IMAPOAuthClient != "" {
			return []error{errors.New("LEADSHEET_IMAP_OAUTH_CLIENT is set, but the mailbox is signed in to by password: set LEADSHEET_IMAP_AUTH=xoauth2, or remove it")}
		}
		if err := c.readPassword(); err != nil {
			return []error{err}
		}
	case authXOAuth2:
		if c.IMAPPassword != "" || c.IMAPPasswordFile != "" {
			return []error{errors.New("LEADSHEET_IMAP_AUTH is xoauth2, but LEADSHEET_IMAP_PASSWORD or LEADSHEET_IMAP_PASSWORD_FILE is set: keep one way to sign in")}
		}
		if c.IMAPAddr != "" {
			if err := c.mailAccount().Validate(); err != nil {
				return []error{err}
			}
		}
	default:
		return []error{fmt.Errorf("LEADSHEET_IMAP_AUTH is %q: give password or xoauth2", c.IMAPAuth)}
	}
	return nil
}
