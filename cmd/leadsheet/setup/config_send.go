package setup

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/outbox"
	"leadsheet/signin"
)

// Without is the value of hint.SendAuth for a server at which nobody signs in.
const Without = "none"

// Outbox returns how messages are sent. Each call makes a new source of tokens, so callers keep the result.
func (c *Config) Outbox() outbox.Config {
	o := outbox.Config{Slack: c.SlackWebhook, Teams: c.TeamsWebhook, Webhook: c.Webhook, TelegramToken: c.TelegramToken,
		TelegramChat: c.TelegramChat}
	if c.SMTPAddr == "" {
		return o
	}
	server := outbox.Server{Addr: c.SMTPAddr, Security: c.SMTPSecurity, CAFile: c.SMTPCAFile, From: c.sendFrom()}
	switch c.SMTPAuth {
	case ByPassword:
		server.User, server.Password = c.SMTPUser, c.SMTPPassword
	case ByOAuth:
		server.User = c.sendUser()
		server = server.WithOAuth(c.SendAccount())
		server.TokenAdvice = c.sendAdvice()
	}
	o.Mail = &server
	return o
}

// CanSend reports whether there is any way to send messages.
func (c *Config) CanSend() bool {
	return cmp.Or(c.SMTPAddr, c.SlackWebhook, c.TeamsWebhook, c.TelegramToken, c.Webhook) != ""
}

// OnlyShows reports whether messages are shown instead of being sent.
func (c *Config) OnlyShows() bool { return c.Send == No }

// sendFrom is the address that messages come from: the one that is set, or the one that is signed in, or that of the
// mailbox.
func (c *Config) sendFrom() string {
	if c.SMTPFrom != "" {
		return c.SMTPFrom
	}
	if address, ok := lead.NormalizeEmail(c.SMTPUser); ok {
		return address
	}
	return c.MailAddress()
}

// SendAddress is the address that messages come from, "" when mail cannot be sent.
func (c *Config) SendAddress() string { return outbox.Server{From: c.sendFrom()}.Address() }

// SendsFrom is the address that mail is sent from, "" when none is sent.
func (c *Config) SendsFrom() string {
	if c.SMTPAddr == "" {
		return ""
	}
	return c.SendAddress()
}

// BookAddress is where the workbook is opened: its address, or the name of its file.
func (c *Config) BookAddress() string {
	if c.Spreadsheet != "" {
		return "https://docs.google.com/spreadsheets/d/" + c.Spreadsheet + "/edit"
	}
	return filepath.Base(c.Book)
}

// sendUser is who signs in by OAuth for sending.
func (c *Config) sendUser() string { return cmp.Or(c.SMTPUser, c.IMAPUser) }

// SendsByMailbox reports whether sending uses the sign-in of the mailbox.
func (c *Config) SendsByMailbox() bool {
	return c.SMTPAddr != "" && c.SMTPAuth == ByOAuth && c.SMTPOAuthClient == "" && c.IMAPAuth == ByOAuth &&
		c.IMAPAddr != "" && !c.account
}

// SendAccount returns how to sign in for sending by OAuth: as the mailbox does, unless a client is set for sending.
func (c *Config) SendAccount() signin.Account {
	if c.SendsByMailbox() {
		a := c.MailAccount()
		a.Server = c.SMTPAddr
		return a
	}
	return signin.Account{Service: signin.Mail, ClientFile: c.SMTPOAuthClient,
		KeptFile: c.kept(c.SMTPOAuthToken, "send-token.json"), Mailbox: c.sendUser(), Server: c.SMTPAddr,
		Sends: true,
		Names: signin.Names{Login: hint.LoginSend.String(), Client: hint.SendClient.String(),
			Kept: hint.SendToken.String()}}
}

// sendAdvice is what to do when the server accepts no token.
func (c *Config) sendAdvice() string {
	a := c.SendAccount()
	if client, err := a.ReadClient(); err == nil && client.Kind() == signin.Application {
		return "the application may not send for " + c.sendUser() + ": in Microsoft Entra give it the application " +
			"permission SMTP.SendAsApp of Office 365 Exchange Online with an administrator's consent, and full " +
			"access to this mailbox; Authenticated SMTP must be on for the mailbox"
	}
	return "the sign-in has ended, or does not cover sending, or is that of another mailbox than " + c.sendUser() +
		": run " + a.Names.Login + " again, which asks for sending too; in Microsoft 365, Authenticated SMTP must be " +
		"on for the mailbox (the user's mail apps)"
}

// checkSending checks the settings of sending, and reads the password.
func (c *Config) checkSending() []error {
	var problems []error
	add := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	switch {
	case c.Send != "" && c.Send != Yes && c.Send != No:
		add("%v is %q: give yes or no", hint.Send, c.Send)
	case c.Send == Yes && !c.CanSend():
		add("%v is yes, but there is no way to send: name a mail server in %v, such as smtp.example.com", hint.Send,
			hint.SendServer)
	}
	if c.SMTPAddr == "" {
		if cmp.Or(c.SMTPUser, c.SMTPPassword, c.SMTPPasswordFile, c.SMTPFrom, c.SMTPOAuthClient) != "" {
			add("%v is not set, but other settings for sending are: name the mail server for sending, such as "+
				"smtp.example.com:587", hint.SendServer)
		}
		return append(problems, c.Outbox().Validate()...)
	}
	if err := c.checkSendSignIn(); err != nil {
		return append(problems, err)
	}
	return append(problems, c.Outbox().Validate()...)
}

// checkSendSignIn checks how to sign in for sending, and reads the password.
func (c *Config) checkSendSignIn() error {
	hasPassword := c.SMTPPassword != "" || c.SMTPPasswordFile != ""
	switch c.SMTPAuth {
	case ByPassword:
		return c.checkSendPassword()
	case ByOAuth:
		switch {
		case hasPassword:
			return fmt.Errorf("%v is %s, but %v or %v is set: keep one way to sign in", hint.SendAuth, ByOAuth,
				hint.SendPassword, hint.SendPasswordFile)
		case c.sendUser() == "":
			return fmt.Errorf("signing in for sending needs a user name: set %v, for most providers your mail address",
				hint.SendUser)
		}
		return c.SendAccount().Validate()
	case Without:
		if c.SMTPUser != "" || hasPassword {
			return fmt.Errorf("%v is %s, but a user or a password for sending is set: remove one of them",
				hint.SendAuth,
				Without)
		}
		return nil
	}
	return fmt.Errorf("%v is %q: give %s, %s or %s", hint.SendAuth, c.SMTPAuth, ByPassword, ByOAuth, Without)
}

// checkSendPassword is the part for passwords. A server elsewhere without a sign-in is nearly always a setting that was
// forgotten; what would serve is named.
func (c *Config) checkSendPassword() error {
	if c.SMTPOAuthClient != "" {
		return fmt.Errorf("%v is set, but signing in for sending is by password: set %v=%s, or remove it",
			hint.SendClient,
			hint.SendAuth, ByOAuth)
	}
	err := passwordFile(&c.SMTPPassword, c.SMTPPasswordFile, hint.SendPassword, hint.SendPasswordFile)
	switch {
	case err != nil, c.SMTPUser != "" || c.SMTPPassword != "":
		return err
	case outbox.Server{Addr: c.SMTPAddr, Security: c.SMTPSecurity}.Local():
		return nil
	case c.IMAPUser != "" && c.IMAPAuth == ByOAuth:
		return fmt.Errorf("the mail server for sending (%v) has no sign-in: set %v=%s to send with the sign-in of the "+
			"mailbox, or set %v and %v", hint.SendServer, hint.SendAuth, ByOAuth, hint.SendUser, hint.SendPassword)
	case c.IMAPUser != "":
		return fmt.Errorf("the mail server for sending (%v) has no sign-in: set %v and %v (or %v); mostly they are "+
			"the same as %v and %v, but they are not taken from there", hint.SendServer, hint.SendUser,
			hint.SendPassword,
			hint.SendPasswordFile, hint.MailUser, hint.MailPassword)
	}
	return fmt.Errorf("the mail server for sending (%v) has no sign-in: set %v and %v, or %v=%s for a server that "+
		"asks for nothing", hint.SendServer, hint.SendUser, hint.SendPassword, hint.SendAuth, Without)
}

// passwordFile reads a password from its file, if one is set.
func passwordFile(password *string, file string, setting, fileSetting hint.Setting) error {
	if file == "" {
		return nil
	}
	if *password != "" {
		return fmt.Errorf("%v and %v are both set: keep one", setting, fileSetting)
	}
	data, err := signin.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%v cannot be used: %w", fileSetting, err)
	}
	*password = strings.TrimRight(string(data), "\r\n")
	return nil
}

// ToldFile returns the path at which a daemon stores whom it told while the workbook could not be written: beside a
// local workbook, or in the folder of the sign-in.
func (c *Config) ToldFile() string {
	if c.Spreadsheet != "" {
		return c.kept("", "told-"+c.Spreadsheet+".json")
	}
	dir, name := filepath.Split(c.Book)
	return filepath.Join(dir, ".leadsheet-"+name+".told")
}
