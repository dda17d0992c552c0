package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"time"

	"github.com/kelseyhightower/envconfig"

	"leadsheet/daemon"
	"leadsheet/mailin"
	"leadsheet/sheets/google"
	"leadsheet/signin"
)

// prefix of every environment variable of ours.
const prefix = "LEADSHEET"

// Config is the environment: connections and secrets, nothing that the team decides. Everything is read as text first,
// so that all mistakes can be reported at once.
type Config struct {
	Book              string `envconfig:"BOOK" default:"leads.xlsx" desc:"the workbook: a path ending in .xlsx, or the address of a Google Sheet (or google:ID)"`
	Drop              string `envconfig:"DROP" default:"drop" desc:"folder for .eml, .mbox, .csv, .tsv and .xlsx files; it is read, never changed"`
	DropAfter         string `envconfig:"DROP_AFTER" default:"keep" desc:"what to do with a file once its records are stored: keep, move (to done below the folder), or move:FOLDER"`
	Responses         string `envconfig:"RESPONSES" desc:"response tabs of Google Forms, read and never written to: addresses of the open tabs as the browser has them, or google:ID!Tab, with commas between them"`
	IMAPAddr          string `envconfig:"IMAP_ADDR" desc:"mail server, such as imap.example.com or imap.example.com:993; empty for none"`
	IMAPUser          string `envconfig:"IMAP_USER" desc:"name of the mailbox, mostly its address"`
	IMAPPassword      string `envconfig:"IMAP_PASSWORD" desc:"its password or app password"`
	IMAPPasswordFile  string `envconfig:"IMAP_PASSWORD_FILE" desc:"or a file that holds it, readable by you alone"`
	IMAPAuth          string `envconfig:"IMAP_AUTH" default:"password" desc:"how to sign in to the mailbox: password (an app password too), or xoauth2 (Gmail and Microsoft 365)"`
	IMAPOAuthClient   string `envconfig:"IMAP_OAUTH_CLIENT" desc:"for xoauth2: the file of the OAuth client, of a Google desktop app or of Microsoft 365, readable by you alone"`
	IMAPOAuthToken    string `envconfig:"IMAP_OAUTH_TOKEN" desc:"for xoauth2: the file in which leadsheet login --mail keeps a person's sign-in; mail-token.json in the folder leadsheet of your configuration folder unless set"`
	IMAPFolder        string `envconfig:"IMAP_FOLDER" default:"INBOX" desc:"the folder to watch; several with commas between them"`
	IMAPSince         string `envconfig:"IMAP_SINCE" default:"all" desc:"what to take in of the mail that a folder holds at the first start: all, start (nothing), or from a day on, such as 2026-01-31; leadsheet backfill takes in the rest"`
	IMAPSecurity      string `envconfig:"IMAP_SECURITY" desc:"tls, starttls, or none (this machine only); by the port unless set"`
	IMAPCAFile        string `envconfig:"IMAP_CA_FILE" desc:"certificate of your own authority, if you have one (PEM)"`
	IMAPAfter         string `envconfig:"IMAP_AFTER" default:"keep" desc:"what to do with a message once its lead is stored: keep, seen, or move:Folder"`
	IMAPSent          string `envconfig:"IMAP_SENT" desc:"the folder in which your answers are kept, to see who was answered; the one that the server marks as such unless set; none for not looking"`
	GoogleCredentials string `envconfig:"GOOGLE_CREDENTIALS" desc:"for a Google Sheet: the key file of a service account, or the client file of a desktop app, readable by you alone"`
	GoogleToken       string `envconfig:"GOOGLE_TOKEN" desc:"the file in which leadsheet login keeps a person's sign-in; google-token.json in the folder leadsheet of your configuration folder unless set"`
	GoogleEndpoint    string `envconfig:"GOOGLE_ENDPOINT" desc:"address of the Sheets API, for the emulator, such as http://127.0.0.1:8080/; empty for Google"`
	Poll              string `envconfig:"POLL" default:"15s" desc:"how often run looks, at least 1s"`
	Log               string `envconfig:"LOG" default:"text" desc:"format of the log: text or json"`

	poll        time.Duration
	spreadsheet string // its ID, if the workbook is a Google Sheet
	responses   []google.ResponsesAt
}

// loadConfig reads and checks the environment. The error lists every mistake, one a line, with what to do.
func loadConfig() (Config, error) {
	var c Config
	if err := envconfig.Process(prefix, &c); err != nil {
		return c, err
	}
	problems := unknownNames(os.Environ())
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	var err error
	if isGoogle(c.Book) {
		if c.spreadsheet, err = google.ParseID(c.Book); err != nil {
			add("LEADSHEET_BOOK: %v", err)
		}
	} else if strings.ToLower(filepath.Ext(c.Book)) != ".xlsx" {
		add("LEADSHEET_BOOK is %q: give the path of a local workbook, ending in .xlsx, or the address of a Google Sheet", c.Book)
	}
	if _, err := daemon.DropFolderAfter(c.DropAfter); err != nil {
		add("LEADSHEET_DROP_AFTER is %q: %v", c.DropAfter, err)
	}
	if c.responses, err = google.ParseResponses(c.Responses); err != nil {
		add("LEADSHEET_RESPONSES: %v", err)
	}
	if isGoogle(c.Book) || len(c.responses) > 0 {
		for _, e := range c.signIn().Validate() {
			add("%v", e)
		}
	}
	if c.poll, err = time.ParseDuration(c.Poll); err != nil || c.poll < time.Second {
		add("LEADSHEET_POLL is %q: give a time of at least 1s, such as 15s or 2m", c.Poll)
	}
	if c.Log != "text" && c.Log != "json" {
		add("LEADSHEET_LOG is %q: give text or json", c.Log)
	}
	for _, e := range c.checkMailSignIn() {
		add("%v", e)
	}
	if err := mailin.CheckSent(c.IMAPSent); err != nil {
		add("LEADSHEET_IMAP_SENT: %v", err)
	}
	if err := daemon.CheckSince(c.IMAPSince); err != nil {
		add("LEADSHEET_IMAP_SINCE is %q: give all, start, or a day such as 2026-01-31", c.IMAPSince)
	}
	if c.IMAPAddr != "" {
		for _, e := range c.mailbox().Validate() {
			add("%v", e)
		}
	} else if c.IMAPUser != "" || c.IMAPPassword != "" {
		add("LEADSHEET_IMAP_ADDR is not set, but a mailbox user or password is: name the mail server, such as imap.example.com:993")
	}
	if len(problems) > 0 {
		return c, errors.New(strings.Join(problems, "\n"))
	}
	return c, nil
}

func (c *Config) readPassword() error {
	if c.IMAPPasswordFile == "" {
		return nil
	}
	if c.IMAPPassword != "" {
		return errors.New("LEADSHEET_IMAP_PASSWORD and LEADSHEET_IMAP_PASSWORD_FILE are both set: keep one")
	}
	data, err := signin.ReadFile(c.IMAPPasswordFile)
	if err != nil {
		return fmt.Errorf("LEADSHEET_IMAP_PASSWORD_FILE cannot be used: %w", err)
	}
	c.IMAPPassword = strings.TrimRight(string(data), "\r\n")
	return nil
}

// isGoogle says whether the workbook is meant to be a Google Sheet, well named or not.
func isGoogle(book string) bool {
	book = strings.TrimSpace(book)
	return strings.HasPrefix(book, "google:") || strings.Contains(book, "://") || strings.HasPrefix(book, "docs.google.com/")
}

// signIn is how to sign in to Google. Without a folder for configuration the place of the token stays empty; who needs
// it says so.
func (c *Config) signIn() google.SignIn {
	return google.SignIn{Credentials: c.GoogleCredentials, Token: inConfigDir(c.GoogleToken, "google-token.json"),
		Endpoint: c.GoogleEndpoint,
		Names:    signin.Names{Login: "leadsheet login", Client: "LEADSHEET_GOOGLE_CREDENTIALS", Kept: "LEADSHEET_GOOGLE_TOKEN"}}
}

// inConfigDir is the path that is set, or else the place of a file of that name in leadsheet's folder of the user's
// configuration folder; "" when there is none.
func inConfigDir(set, name string) string {
	if set != "" {
		return set
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "leadsheet", name)
}

// bookName is the workbook as a person knows it.
func (c *Config) bookName() string {
	if c.spreadsheet != "" {
		return "the Google Sheet " + c.spreadsheet
	}
	return c.Book
}

// settings are the names of the environment variables with default and description, in the order of Config.
func settings() [][3]string {
	var out [][3]string
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("envconfig"); name != "" {
			out = append(out, [3]string{prefix + "_" + name, t.Field(i).Tag.Get("default"), t.Field(i).Tag.Get("desc")})
		}
	}
	return out
}

// unknownNames complains about LEADSHEET_ names that mean nothing: a typing mistake would otherwise be obeyed in silence.
func unknownNames(environ []string) []string {
	known := map[string]bool{}
	for _, s := range settings() {
		known[s[0]] = true
	}
	var out []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(name, prefix+"_") || known[name] {
			continue
		}
		text := name + " is not a setting"
		if near := nearest(name, known); near != "" {
			text += "; did you mean " + near + "?"
		} else {
			text += "; leadsheet run --help lists them"
		}
		out = append(out, text)
	}
	sort.Strings(out)
	return out
}

// nearest is the known name that shares the longest start with name, if that is more than the prefix.
func nearest(name string, known map[string]bool) string {
	best, shared := "", len(prefix)+2
	for k := range known {
		n := 0
		for n < len(k) && n < len(name) && k[n] == name[n] {
			n++
		}
		if n > shared || n == shared && best != "" && k < best {
			best, shared = k, n
		}
	}
	return best
}
