package main

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/intake"
	"leadsheet/lead/hint"
)

// checkFlags checks all that needs no network, so that mistakes are reported before the first question.
func (s *setupRun) checkFlags() error {
	var problems []error
	add := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	team, err := answers.ParseTeam(s.Team)
	add(err)
	add(s.checkMailFlags())
	if err := intake.CheckSince(s.MailSince); err != nil {
		add(fmt.Errorf("--mail-since: %w; or give all, or start", err))
	}
	s.answers = answers.Answers{Team: team, Zone: s.Zone, Country: s.Country, Statuses: s.Statuses}
	for _, err := range s.answers.Check() {
		add(err)
	}
	if s.config.Book != "" {
		add(s.config.CheckBook())
	}
	if !s.asker.Person {
		if s.config.Book == "" {
			add(errors.New("--book is missing: the address of a Google Sheet, or a file name ending in .xlsx"))
		}
		if setup.IsGoogle(s.config.Book) && s.config.GoogleCredentials == "" && s.config.GoogleEndpoint == "" {
			add(errors.New("--credentials is missing: the key file of a service account, or the client file of a desktop app"))
		}
		if s.config.IMAPAddr == "" && (s.MailUser != "" || s.PasswordFile != "") {
			add(errors.New("--mail-server is missing: the mail server of the inbox, such as imap.example.com"))
		}
		if s.config.IMAPAddr != "" && s.config.IMAPUser == "" {
			add(errors.New("--mail-user is missing: the name of the mailbox"))
		}
		add(s.checkMailSecret())
	}
	if len(problems) == 0 {
		return nil
	}
	if !s.asker.Person {
		problems = append(problems, errors.New(noTerminal))
	}
	return usageError{errors.Join(problems...)}
}

const noTerminal = "nobody can be asked, since standard input is not a terminal: give --book, and as you need them " +
	"--credentials, --mail-server, --mail-user, --password-file, --team, --zone, --country, --statuses, --mail-client, " +
	"--yes " +
	"(leadsheet setup --help)"

// explainNotInteractive turns setup.ErrNotInteractive into a usage error. person says that somebody was there at first.
func explainNotInteractive(ctx context.Context, err error, person bool) error {
	var notReplaced terminal.NotReplaced
	switch {
	case errors.As(err, &notReplaced):
		return usageError{notReplaced}
	case ctx.Err() != nil || !errors.Is(err, setup.ErrNotInteractive):
		return err
	case err == setup.ErrNotInteractive && person:
		return usageError{hint.Because(err, "the input has ended before the summary was agreed to: start it again")}
	case err == setup.ErrNotInteractive:
		return usageError{hint.Because(err, noTerminal)}
	}
	return usageError{err}
}

// checkMailFlags decides which way to sign in to the mailbox the flags mean, and clears the settings of the other.
func (s *setupRun) checkMailFlags() error {
	if s.MailClient != "" && s.MailAuth == "" {
		s.MailAuth, s.config.IMAPAuth = setup.ByOAuth, setup.ByOAuth
	}
	switch {
	case s.config.IMAPAuth != setup.ByPassword && s.config.IMAPAuth != setup.ByOAuth:
		return fmt.Errorf("--mail-auth is %q: give password, or xoauth2 for Gmail and Microsoft 365", s.config.IMAPAuth)
	case s.MailAuth == setup.ByPassword && s.MailClient != "":
		return errors.New("--mail-client is for --mail-auth xoauth2: leave one of them out")
	case s.MailAuth == setup.ByOAuth && s.PasswordFile != "":
		return errors.New("--password-file is for --mail-auth password: leave one of them out")
	case s.MailAuth == setup.ByOAuth:
		s.config.IMAPPassword, s.config.IMAPPasswordFile = "", ""
	case s.MailAuth == setup.ByPassword:
		s.config.IMAPOAuthClient, s.config.IMAPOAuthToken = "", ""
	}
	return nil
}

// checkMailSecret returns an error for a missing secret when no user can be asked for it.
func (s *setupRun) checkMailSecret() error {
	c := &s.config
	switch {
	case c.IMAPAddr == "":
	case c.IMAPAuth == setup.ByOAuth && c.IMAPOAuthClient == "":
		return errors.New("--mail-client is missing: the file of the OAuth client for the mailbox (README.md, Gmail and " +
			"Microsoft 365, shows how to make one)")
	case c.IMAPAuth != setup.ByOAuth && c.IMAPPasswordFile == "" && c.IMAPPassword == "":
		return errors.New("--password-file is missing: a file that holds the password of the mailbox, readable by you " +
			"alone (for Gmail and Microsoft 365 --mail-auth xoauth2 with --mail-client)")
	}
	return nil
}
