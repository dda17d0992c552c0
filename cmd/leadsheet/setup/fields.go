package setup

import (
	"slices"

	"leadsheet/lead/hint"
)

// Field describes a setting.
type Field struct {
	Setting hint.Setting
	Default string
	Desc    string // its meaning, for help texts
	IsPath  bool   // whether it is a path of a file or a folder

	at func(*Config) *string
}

// Fields returns the settings in the order in which they are shown. A new setting needs a constant in package hint, a
// field of Config, and a row here.
func Fields() []Field {
	return slices.Concat(bookFields(), sendFields(), []Field{
		{Setting: hint.Calendars, at: func(c *Config) *string { return &c.Calendars }, IsPath: true,
			Desc: "a folder for a calendar file of each person (.ics), with what is planned in Next contact; whoever can " +
				"read the folder can read the customers' names; empty for none"},
		{Setting: hint.Poll, at: func(c *Config) *string { return &c.Poll }, Default: "15s",
			Desc: "how often run looks, at least 1s"},
		{Setting: hint.Log, at: func(c *Config) *string { return &c.Log }, Default: "text",
			Desc: "format of the log: text or json"},
		{Setting: hint.State, at: func(c *Config) *string { return &c.State }, IsPath: true,
			Desc: "the folder of sign-ins and of notes that may be deleted; leadsheet in your configuration folder unless set"},
	}, watchFields())
}

// bookFields are the settings of the workbook and of what is read.
func bookFields() []Field {
	return []Field{
		{Setting: hint.Book, at: func(c *Config) *string { return &c.Book }, Default: "leads.xlsx",
			Desc: "the workbook: a path ending in .xlsx, or the address of a Google Sheet (or google:ID)"},
		{Setting: hint.Archive, at: func(c *Config) *string { return &c.Archive },
			Desc: "the address of a second Google Sheet, to which ended leads go when the tab Settings says how long to keep " +
				"them; a local workbook has its archive beside it"},
		{Setting: hint.Drop, at: func(c *Config) *string { return &c.Drop }, Default: "drop", IsPath: true,
			Desc: "folder for .eml, .mbox, .csv, .tsv and .xlsx files; it is read, never changed"},
		{Setting: hint.DropAfter, at: func(c *Config) *string { return &c.DropAfter }, Default: "keep",
			Desc: "what to do with a file once its records are stored: keep, move (to done below the folder), or " +
				"move:FOLDER"},
		{Setting: hint.Responses, at: func(c *Config) *string { return &c.Responses },
			Desc: "response tabs of Google Forms, read and never written to: addresses of the open tabs as the browser " +
				"has them, or google:ID!Tab, with commas between them"},
		{Setting: hint.MailServer, at: func(c *Config) *string { return &c.IMAPAddr },
			Desc: "mail server, such as imap.example.com or imap.example.com:993; empty for none"},
		{Setting: hint.MailUser, at: func(c *Config) *string { return &c.IMAPUser },
			Desc: "name of the mailbox, mostly its address"},
		{Setting: hint.MailPassword, at: func(c *Config) *string { return &c.IMAPPassword },
			Desc: "its password or app password"},
		{Setting: hint.MailPasswordFile, at: func(c *Config) *string { return &c.IMAPPasswordFile }, IsPath: true,
			Desc: "or a file that holds it, readable by you alone"},
		{Setting: hint.MailAuth, at: func(c *Config) *string { return &c.IMAPAuth }, Default: "password",
			Desc: "how to sign in to the mailbox: password (an app password too), or xoauth2 (Gmail and Microsoft 365)"},
		{Setting: hint.MailClient, at: func(c *Config) *string { return &c.IMAPOAuthClient }, IsPath: true,
			Desc: "for xoauth2: the file of the OAuth client, of a Google desktop app or of Microsoft 365, readable by " +
				"you alone"},
		{Setting: hint.MailToken, at: func(c *Config) *string { return &c.IMAPOAuthToken }, IsPath: true,
			Desc: "for xoauth2: the file in which " + hint.LoginMail.String() + " keeps a person's sign-in; mail-token.json " +
				"in the folder leadsheet of your configuration folder unless set"},
		{Setting: hint.MailFolder, at: func(c *Config) *string { return &c.IMAPFolder }, Default: "INBOX",
			Desc: "the folder to watch; several with commas between them"},
		{Setting: hint.MailSince, at: func(c *Config) *string { return &c.IMAPSince }, Default: "all",
			Desc: "what to take in of the mail that a folder holds at the first start: all, start (nothing), or from a " +
				"day on, such as 2026-01-31; " + hint.Backfill.String() + " takes in the rest"},
		{Setting: hint.MailSecurity, at: func(c *Config) *string { return &c.IMAPSecurity },
			Desc: "tls, starttls, or none (this machine only); by the port unless set"},
		{Setting: hint.MailCAFile, at: func(c *Config) *string { return &c.IMAPCAFile }, IsPath: true,
			Desc: "certificate of your own authority, if you have one (PEM)"},
		{Setting: hint.MailAfter, at: func(c *Config) *string { return &c.IMAPAfter }, Default: "keep",
			Desc: "what to do with a message once its lead is stored: keep, seen, or move:Folder"},
		{Setting: hint.MailSent, at: func(c *Config) *string { return &c.IMAPSent },
			Desc: "the folder in which your answers are kept, to see who was answered; the one that the server marks " +
				"as such unless set; none for not looking"},
		{Setting: hint.Accounts, at: func(c *Config) *string { return &c.Accounts }, IsPath: true,
			Desc: "a file with further mailboxes, readable by you alone: inboxes, and mailboxes of colleagues of which " +
				"only the folder of sent mails is watched; " + hint.SetupAccount.String() + " writes it"},
		{Setting: hint.GoogleCredentials, at: func(c *Config) *string { return &c.GoogleCredentials }, IsPath: true,
			Desc: "for a Google Sheet: the key file of a service account, or the client file of a desktop app, " +
				"readable by you alone"},
		{Setting: hint.GoogleToken, at: func(c *Config) *string { return &c.GoogleToken }, IsPath: true,
			Desc: "the file in which " + hint.Login.String() + " keeps a person's sign-in; google-token.json in the folder " +
				"leadsheet of your configuration folder unless set"},
		{Setting: hint.GoogleEndpoint, at: func(c *Config) *string { return &c.GoogleEndpoint },
			Desc: "address of the Sheets API, for the emulator, such as http://127.0.0.1:8080/; empty for Google"},
		{Setting: hint.GoogleTrusted, at: func(c *Config) *string { return &c.GoogleTrusted },
			Desc: "yes: send the sign-in to this address even though it is not Google's; the sign-in lets whoever " +
				"answers there read and change your spreadsheets"},
		{Setting: hint.GoogleDrive, at: func(c *Config) *string { return &c.GoogleDrive },
			Desc: "yes: ask Google Drive whether the spreadsheet has changed, and read it only then; for many or very " +
				"large spreadsheets, once " + hint.Probe.String() + " has shown that Drive tells"},
	}
}

// At returns a pointer to a setting's text, nil if there is no such setting.
func (c *Config) At(s hint.Setting) *string {
	for _, f := range Fields() {
		if f.Setting == s {
			return f.at(c)
		}
	}
	return nil
}

// Load returns the settings with the texts that value returns, and the default where value does not know a setting.
func Load(value func(hint.Setting) (text string, known bool)) Config {
	var c Config
	for _, f := range Fields() {
		text, known := value(f.Setting)
		if !known {
			text = f.Default
		}
		*f.at(&c) = text
	}
	return c
}
