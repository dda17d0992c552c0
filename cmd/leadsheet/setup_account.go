package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/lead/hint"
)

// accountsFileName is the file of mailboxes that setup makes beside the file of settings.
const accountsFileName = "leadsheet.accounts"

// runAccount adds a further mailbox. The flags of the mailbox are about it then.
func (c setupCmd) runAccount(a *app, host *terminal.Host) error {
	if c.Book != "" || c.Team != "" || c.Zone != "" || c.Country != "" || c.Credentials != "" {
		return usageError{errors.New("--account adds a further mailbox: leave out what is not about it, or run setup " +
			"without --account first")}
	}
	file, err := readEnvFile(c.File)
	if err != nil {
		return err
	}
	first := configOf(file.Values, a.env)
	path := cmp.Or(first.Accounts, filepath.Join(filepath.Dir(c.File), accountsFileName))
	if path, err = filepath.Abs(path); err != nil {
		return fmt.Errorf("find the file of mailboxes: %w", err)
	}
	x := setup.AccountSetup{Name: c.Account, Watch: c.Watch, Config: c.account(&first), File: path,
		Server: first.IMAPAddr, Replace: c.Yes}
	if !host.Person {
		if err := x.Needs(); err != nil {
			return usageError{err}
		}
	}
	if err := x.Run(a.ctx, host); err != nil {
		return explainNotInteractive(a.ctx, err, false)
	}
	if a.env[envName(hint.Accounts)] == "" {
		if err := file.Set(envName(hint.Accounts), path); err != nil {
			return err
		}
	}
	return c.writeFile(a, file, x.Unsigned)
}

// account is the further mailbox as the flags describe it. Its authority is that of the first one, and on the same
// server its security is, too.
func (c setupCmd) account(first *setup.Config) setup.Config {
	config := setup.NewAccount(c.Account)
	config.IMAPCAFile = first.IMAPCAFile
	if c.MailServer == "" || c.MailServer == first.IMAPAddr {
		config.IMAPSecurity = first.IMAPSecurity
	}
	// As with the first mailbox: leads are made of what arrives from now on, unless a flag says otherwise.
	config.IMAPSince = "start"
	c.applyMailFlags(&config)
	if c.MailClient != "" && c.MailAuth == "" {
		config.IMAPAuth = setup.ByOAuth
	}
	return config
}
