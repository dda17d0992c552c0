package main

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/signin"
)

// checkMailFlags settles which way to sign in to the mailbox the flags mean.
func (s *setup) checkMailFlags() error {
	if s.MailClient != "" && s.MailAuth == "" {
		s.MailAuth, s.config.IMAPAuth = authXOAuth2, authXOAuth2
	}
	switch {
	case s.config.IMAPAuth != authPassword && s.config.IMAPAuth != authXOAuth2:
		return fmt.Errorf("--mail-auth is %q: give password, or xoauth2 for Gmail and Microsoft 365", s.config.IMAPAuth)
	case s.MailAuth == authPassword && s.MailClient != "":
		return errors.New("--mail-client is for --mail-auth xoauth2: leave one of them out")
	case s.MailAuth == authXOAuth2 && s.PasswordFile != "":
		return errors.New("--password-file is for --mail-auth password: leave one of them out")
	case s.MailAuth == authXOAuth2:
		s.config.IMAPPassword, s.config.IMAPPasswordFile = "", ""
	case s.MailAuth == authPassword:
		s.config.IMAPOAuthClient, s.config.IMAPOAuthToken = "", ""
	}
	return nil
}

// checkMailSecret says what is missing when nobody can be asked for it.
func (s *setup) checkMailSecret() error {
	c := &s.config
	switch {
	case c.IMAPAddr == "":
	case c.IMAPAuth == authXOAuth2 && c.IMAPOAuthClient == "":
		return errors.New("--mail-client is missing: the file of the OAuth client for the mailbox (README.md, Gmail and Microsoft 365, shows how to make one)")
	case c.IMAPAuth != authXOAuth2 && c.IMAPPasswordFile == "" && c.IMAPPassword == "":
		return errors.New("--password-file is missing: a file that holds the password of the mailbox, readable by you alone (for Gmail and Microsoft 365 --mail-auth xoauth2 with --mail-client)")
	}
	return nil
}

// tryMailOAuth signs in by OAuth. A person's consent is asked for where there is a person.
func (s *setup) tryMailOAuth() (err error) {
	c := &s.config
	if c.IMAPOAuthClient == "" {
		if c.IMAPOAuthClient, err = s.asker.ask("The file of the OAuth client (README.md, Gmail and Microsoft 365, shows how to make one)", ""); err != nil {
			return err
		}
	}
	if err := c.mailAccount().Validate(); err != nil {
		if s.asker.terminal {
			c.IMAPOAuthClient = "" // asked for again
		}
		return err
	}
	ctx, cancel := context.WithTimeout(s.w.ctx, checkPatience)
	defer cancel()
	info, err := c.mailbox().Inspect(ctx)
	switch {
	case err == nil:
		s.readable(info)
		return nil
	case !errors.Is(err, signin.ErrSignedOut):
		return err
	case s.asker.terminal:
		return loginMail(s.w, c, browse)
	}
	s.unsigned = true
	s.say("The mailbox was not tried: %v", err)
	return nil
}

// oneWayIn takes out of the file of settings what belongs to the other way to sign in to the mailbox.
func (s *setup) oneWayIn() error {
	others := map[string][]string{authXOAuth2: {"LEADSHEET_IMAP_PASSWORD_FILE", "LEADSHEET_IMAP_PASSWORD"}, authPassword: {"LEADSHEET_IMAP_OAUTH_CLIENT"}}
	for _, name := range others[s.config.IMAPAuth] {
		stands := s.file.values[name]
		if stands == "" {
			continue
		}
		if !s.Yes {
			if !s.asker.terminal {
				return usageError{fmt.Errorf("%s sets %s, which is for another way to sign in to the mailbox: give --yes to remove it, or another --file", s.File, name)}
			}
			ok, err := s.asker.confirm(fmt.Sprintf("%s sets %s, which is for another way to sign in to the mailbox; remove it?", s.File, name))
			if err != nil || !ok {
				return err
			}
		}
		if err := s.file.set(name, ""); err != nil {
			return err
		}
	}
	return nil
}
