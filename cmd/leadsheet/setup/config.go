// Package setup holds the settings of leadsheet and what is built from them, the steps that ask for missing settings,
// and the checks that tell whether the settings work. It does no terminal input or output: a step is a value with
// questions, a check returns a verdict, and the program (a Host) shows them. Texts refer to settings and commands by
// hints, which the program replaces by its own names.
package setup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/address"
	"leadsheet/signin"
)

// Config holds the settings: connections and secrets, nothing that the team decides. All are text, so that all mistakes
// can be reported at once. Check parses the text and sets the last four fields.
type Config struct {
	Book              string
	Drop              string
	DropAfter         string
	Responses         string
	IMAPAddr          string
	IMAPUser          string
	IMAPPassword      string
	IMAPPasswordFile  string
	IMAPAuth          string
	IMAPOAuthClient   string
	IMAPOAuthToken    string
	IMAPFolder        string
	IMAPSince         string
	IMAPSecurity      string
	IMAPCAFile        string
	IMAPAfter         string
	IMAPSent          string
	Accounts          string
	GoogleCredentials string
	GoogleToken       string
	GoogleEndpoint    string
	GoogleTrusted     string
	GoogleDrive       string // whether Drive is asked what has changed
	SMTPAddr          string
	SMTPUser          string
	SMTPPassword      string
	SMTPPasswordFile  string
	SMTPAuth          string
	SMTPOAuthClient   string
	SMTPOAuthToken    string
	SMTPSecurity      string
	SMTPCAFile        string
	SMTPFrom          string
	Send              string
	SlackWebhook      string
	TeamsWebhook      string
	TelegramToken     string
	TelegramChat      string
	Webhook           string
	Calendars         string
	Archive           string // a second Google Sheet
	Poll              string
	Log               string
	HTTP              string
	HTTPToken         string
	PingURL           string
	State             string
	FleetDatabase     string

	Google func(context.Context, google.SignIn) (google.Options, error) // of who shares a sign-in; nil: nobody

	Spreadsheet string               // ID of the workbook if it is a Google Sheet
	Interval    time.Duration        // parsed Poll
	Places      []google.ResponsesAt // parsed Responses
	Further     []Account            // read from Accounts

	account bool // it is that of a block of Accounts
}

// Check parses the settings, reads the password file, and returns every mistake with what to do about it.
func (c *Config) Check() []error {
	var problems []error
	add := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	var err error
	if IsGoogle(c.Book) {
		if c.Spreadsheet, err = address.ID(c.Book); err != nil {
			add("%v: %w", hint.Book, err)
		}
	} else if !isWorkbook(c.Book) {
		add("%v is %q: give the path of a local workbook, ending in .xlsx or .xlsm, or the address of a Google Sheet",
			hint.Book, c.Book)
	}
	if _, err := intake.DropFolderAfter(c.DropAfter); err != nil {
		add("%v is %q: %w", hint.DropAfter, c.DropAfter, err)
	}
	if c.Places, err = google.ParseResponses(c.Responses); err != nil {
		add("%v: %w", hint.Responses, err)
	}
	for _, s := range []hint.Setting{hint.GoogleTrusted, hint.GoogleDrive} {
		if text := *c.At(s); text != "" && text != Yes && text != No {
			add("%v is %q: give yes or no", s, text)
		}
	}
	if IsGoogle(c.Book) || len(c.Places) > 0 {
		problems = append(problems, c.SignIn().Validate()...)
	}
	if c.Interval, err = time.ParseDuration(c.Poll); err != nil || c.Interval < time.Second {
		problems = append(problems, hint.Because(err, "%v is %q: give a time of at least 1s, such as 15s or 2m", hint.Poll,
			c.Poll))
	}
	if c.Log != "text" && c.Log != "json" {
		add("%v is %q: give text or json", hint.Log, c.Log)
	}
	problems = append(problems, c.checkMail()...)
	problems = append(problems, c.checkAccounts()...)
	problems = append(problems, c.checkCalendars()...)
	problems = append(problems, c.checkWatch()...)
	problems = append(problems, c.checkArchive()...)
	return append(problems, c.checkSending()...)
}

// checkMail is the part of Check that concerns the mailbox.
func (c *Config) checkMail() []error {
	problems := c.checkMailSignIn()
	if err := mailin.CheckSent(c.IMAPSent); err != nil {
		problems = append(problems, fmt.Errorf("%v: %w", hint.MailSent, err))
	}
	if err := intake.CheckSince(c.IMAPSince); err != nil {
		problems = append(problems, hint.Because(err, "%v is %q: give all, start, or a day such as 2026-01-31",
			hint.MailSince, c.IMAPSince))
	}
	switch {
	case c.IMAPAddr != "":
		problems = append(problems, c.Mailbox().Validate()...)
	case c.IMAPUser != "" || c.IMAPPassword != "":
		problems = append(problems, fmt.Errorf("%v is not set, but a mailbox user or password is: name the mail server, "+
			"such as imap.example.com:993", hint.MailServer))
	}
	return problems
}

// readPassword reads the password from its file, if one is set.
func (c *Config) readPassword() error {
	return passwordFile(&c.IMAPPassword, c.IMAPPasswordFile, hint.MailPassword, hint.MailPasswordFile)
}

// IsGoogle reports whether the workbook is meant to be a Google Sheet, even if its address is wrong.
func IsGoogle(book string) bool {
	book = strings.TrimSpace(book)
	return strings.HasPrefix(book, "google:") || strings.Contains(book, "://") ||
		strings.HasPrefix(book, "docs.google.com/")
}

// isWorkbook reports whether a path ends like that of a local workbook. One with macros (.xlsm) must exist already.
func isWorkbook(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".xlsx" || ext == ".xlsm"
}

// CheckBook checks the workbook's name alone, and makes the path of a local one absolute.
func (c *Config) CheckBook() error {
	c.Spreadsheet = ""
	if IsGoogle(c.Book) {
		id, err := address.ID(c.Book)
		c.Spreadsheet = id
		return err
	}
	if !isWorkbook(c.Book) {
		return fmt.Errorf("the workbook %q is neither a file name ending in .xlsx or .xlsm nor the address of a "+
			"Google Sheet: give "+
			"one of them", c.Book)
	}
	path, err := filepath.Abs(c.Book)
	if err != nil {
		return fmt.Errorf("the workbook's path cannot be told: %w", err)
	}
	c.Book = path
	return nil
}

// BookName returns the workbook's name for messages.
func (c *Config) BookName() string {
	if c.Spreadsheet != "" {
		return "the Google Sheet " + c.Spreadsheet
	}
	return c.Book
}

// SignIn returns how to sign in to Google. The path of the token is empty if the user has no configuration folder; code
// that needs the token returns an error then.
func (c *Config) SignIn() google.SignIn {
	return google.SignIn{Credentials: c.GoogleCredentials, Token: c.kept(c.GoogleToken, "google-token.json"),
		Endpoint: c.GoogleEndpoint, Trusted: c.GoogleTrusted == Yes, Drive: c.GoogleDrive == Yes,
		Names: signin.Names{Login: hint.Login.String(), Client: hint.GoogleCredentials.String(),
			Kept: hint.GoogleToken.String()}}
}

// ClaimsFile returns the path at which a daemon stores its claims: beside a local workbook, or in the folder of the
// sign-in.
func (c *Config) ClaimsFile() string {
	if c.Spreadsheet != "" {
		return c.kept("", "reading-"+c.Spreadsheet+".json")
	}
	dir, name := filepath.Split(c.Book)
	return filepath.Join(dir, ".leadsheet-"+name+".reading")
}

// kept returns set if it is not empty, else the path of the named file in the folder of the settings or, if none is
// set, in leadsheet's below the user's configuration folder, and "" if there is no such folder.
func (c *Config) kept(set, name string) string {
	if set != "" {
		return set
	}
	if c.State != "" {
		return filepath.Join(c.State, name)
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "leadsheet", name)
}
