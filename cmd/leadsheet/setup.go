package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

type setupCmd struct {
	Book         string `placeholder:"ADDRESS|FILE.xlsx" help:"The Google Sheet (its address in the browser), or a local workbook."`
	Credentials  string `placeholder:"FILE" help:"For a Google Sheet: the key file of a service account, or the client file of a desktop app."`
	MailServer   string `placeholder:"HOST" help:"Mail server of the inbox, such as imap.example.com."`
	MailUser     string `placeholder:"NAME" help:"Name of the mailbox, mostly its address."`
	PasswordFile string `placeholder:"FILE" help:"File that holds its password, readable by you alone."`
	MailAuth     string `placeholder:"WAY" help:"How to sign in to it: password, or xoauth2 for Gmail and Microsoft 365."`
	MailClient   string `placeholder:"FILE" help:"For xoauth2: the file of the OAuth client."`
	MailSince    string `placeholder:"all|start|DATE" help:"What to take in of the mail that is there already: all, start (nothing, unless set otherwise before), or from a day on, such as 2026-01-31."`
	Team         string `placeholder:"NAME=ADDRESS,..." help:"The team: Kim=kim@example.com,Lee=lee@example.com."`
	Zone         string `placeholder:"ZONE" help:"Time zone of your business, such as Europe/Berlin."`
	Country      string `placeholder:"CC" help:"Your country, such as DE: phone numbers without a country code are read as its numbers."`
	File         string `default:"leadsheet.env" help:"The file of settings to write."`
	Yes          bool   `help:"Replace settings that stand in the file without asking."`
}

func (setupCmd) Help() string {
	return "Asks for the workbook, the mailbox and the team, checks each at once, makes the layout, and writes a file of settings. What is given by a flag or a LEADSHEET_ variable is not asked. Run it again at any time: it changes nothing that stands."
}

func (c setupCmd) Run(w *world) error {
	return c.run(w, &asker{ctx: w.ctx, in: os.Stdin, out: w.stdout, terminal: isTerminal(os.Stdin)})
}

// setup is one run of the command.
type setup struct {
	setupCmd
	w      *world
	asker  *asker
	file   *envFile
	config Config
	wishes wishes

	unsigned bool // nobody has signed in to the mailbox yet
}

// run is the command with somebody to ask.
func (c setupCmd) run(w *world, a *asker) error {
	if problems := unknownNames(os.Environ()); len(problems) > 0 {
		return usageError{errors.New(strings.Join(problems, "\n"))}
	}
	file, err := readEnvFile(c.File)
	if err != nil {
		return err
	}
	s := &setup{setupCmd: c, w: w, asker: a, file: file, config: configOf(file.values, os.Getenv)}
	s.flags()
	for _, step := range []func() error{s.checkFlags, s.askBook, s.askMailbox, s.settle} {
		if err := step(); err != nil {
			return s.explain(err)
		}
	}
	book, err := openBook(w.ctx, &s.config, bookOptions{})
	if err != nil {
		return err
	}
	defer book.Close()
	if err := s.askWishes(book); err != nil {
		return s.explain(err)
	}
	wrote, err := s.wishes.apply(w.ctx, book)
	if err != nil {
		return err
	}
	if wrote {
		s.say("The workbook is ready: %s.", s.config.bookName())
	} else {
		s.say("The workbook is ready: %s. What stood in it was not changed.", s.config.bookName())
	}
	return s.writeFile()
}

func (s *setup) say(format string, args ...any) {
	fmt.Fprintln(s.w.stdout, named(fmt.Sprintf(format, args...)))
}

// configOf are the settings of the environment or, where it says nothing, of the file, with the defaults of Config.
func configOf(file map[string]string, env func(string) string) Config {
	var c Config
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		name := prefix + "_" + tag.Get("envconfig")
		if name == prefix+"_" {
			continue
		}
		value := env(name)
		if value == "" {
			value = file[name]
		}
		if value == "" && name != "LEADSHEET_BOOK" { // the workbook is asked for; its default is offered
			value = tag.Get("default")
		}
		v.Field(i).SetString(value)
	}
	return c
}

// flags take precedence over the environment and the file.
func (s *setup) flags() {
	for _, f := range []struct {
		flag string
		to   *string
	}{
		{s.Book, &s.config.Book}, {s.Credentials, &s.config.GoogleCredentials}, {s.MailServer, &s.config.IMAPAddr},
		{s.MailUser, &s.config.IMAPUser}, {s.PasswordFile, &s.config.IMAPPasswordFile},
		{s.MailAuth, &s.config.IMAPAuth}, {s.MailClient, &s.config.IMAPOAuthClient}, {s.MailSince, &s.config.IMAPSince},
	} {
		if f.flag != "" {
			*f.to = f.flag
		}
	}
}

// checkFlags looks at what needs no network, so that no typing mistake is found late.
func (s *setup) checkFlags() error {
	var problems []string
	add := func(err error) {
		if err != nil {
			problems = append(problems, err.Error())
		}
	}
	team, err := parseTeam(s.Team)
	add(err)
	add(s.checkMailFlags())
	if err := daemon.CheckSince(s.MailSince); err != nil {
		add(fmt.Errorf("--mail-since: %w; or give all, or start", err))
	}
	s.wishes = wishes{team: team, zone: s.Zone, country: s.Country}
	if s.Zone != "" {
		add(checkZone(s.Zone))
	}
	if s.Country != "" {
		add(checkCountry(s.Country))
	}
	if s.config.Book != "" {
		add(checkBookName(&s.config))
	}
	if !s.asker.terminal {
		if s.config.Book == "" {
			add(errors.New("--book is missing: the address of a Google Sheet, or a file name ending in .xlsx"))
		}
		if isGoogle(s.config.Book) && s.config.GoogleCredentials == "" && s.config.GoogleEndpoint == "" {
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
	if !s.asker.terminal {
		problems = append(problems, noTerminal)
	}
	return usageError{errors.New(strings.Join(problems, "\n"))}
}

const noTerminal = "nobody can be asked, since standard input is not a terminal: give --book, and as you need them " +
	"--credentials, --mail-server, --mail-user, --password-file, --team, --zone, --country, --mail-client, --yes (leadsheet setup --help)"

// explain turns the lack of somebody to ask into a mistake of the command line.
func (s *setup) explain(err error) error {
	switch {
	case s.w.ctx.Err() != nil || !errors.Is(err, errNobody):
		return err
	case err == errNobody:
		return usageError{errors.New(noTerminal)}
	}
	return usageError{err}
}

// checkBookName checks the workbook's name alone.
func checkBookName(c *Config) error {
	c.spreadsheet = ""
	if isGoogle(c.Book) {
		id, err := google.ParseID(c.Book)
		c.spreadsheet = id
		return err
	}
	if strings.ToLower(filepath.Ext(c.Book)) != ".xlsx" {
		return fmt.Errorf("the workbook %q is neither a file name ending in .xlsx nor the address of a Google Sheet: give one of them", c.Book)
	}
	path, err := filepath.Abs(c.Book)
	if err != nil {
		return fmt.Errorf("the workbook's path cannot be told: %w", err)
	}
	c.Book = path
	return nil
}

// askBook repeats until the workbook can be used. Without somebody to ask the first failure is the end.
func (s *setup) askBook() error {
	for {
		err := s.tryBook()
		if err == nil || !s.asker.terminal || s.w.ctx.Err() != nil {
			return err
		}
		s.say("%v", err)
		again, askErr := s.asker.ask("Mend it and press Enter to try again, or give another workbook", "try again")
		if askErr != nil {
			return askErr
		}
		if again != "try again" {
			s.config.Book = again
		}
	}
}

func (s *setup) tryBook() (err error) {
	if s.config.Book == "" {
		if s.config.Book, err = s.asker.ask("Where shall the leads be kept? The address of a Google Sheet, or a file name", "leads.xlsx"); err != nil {
			return err
		}
	}
	if err := checkBookName(&s.config); err != nil {
		return err
	}
	if s.config.spreadsheet == "" {
		return tryWrite(filepath.Dir(s.config.Book))
	}
	return s.tryGoogle()
}

// tryGoogle signs in and looks at the spreadsheet; one that leadsheet has never written to is tried out for writing.
func (s *setup) tryGoogle() (err error) {
	if s.config.GoogleCredentials == "" && s.config.GoogleEndpoint == "" {
		if s.config.GoogleCredentials, err = s.asker.ask("The file with the credentials that Google Cloud gave you (README.md, Google Sheets, shows how)", ""); err != nil {
			return err
		}
	}
	_, account, err := s.config.signIn().Client(s.w.ctx)
	if err != nil {
		if account.Kind != google.Person || !s.asker.terminal {
			s.config.GoogleCredentials = unlessFlag(s.Credentials, s.config.GoogleCredentials, account.Kind)
			return err
		}
		if err := login(s.w, s.config.signIn(), true, browse); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(s.w.ctx, checkPatience)
	defer cancel()
	opened, err := openBook(ctx, &s.config, bookOptions{})
	if err != nil {
		return err
	}
	defer opened.Close()
	book, ok := opened.(*google.Book)
	if !ok {
		return errors.New("the workbook is not a Google Sheet after all: check its address")
	}
	seen, err := book.Inspect(ctx)
	if err != nil {
		return err
	}
	layout := daemon.Layout(newTables())
	if seen.Fresh(layout) {
		if err := book.TryWrite(ctx, seen); err != nil {
			return err
		}
	}
	for _, p := range seen.Problems(layout) {
		s.say("note: %s", p)
	}
	s.say("The spreadsheet %q can be read and written.", seen.Title)
	return nil
}

// unlessFlag forgets credentials that could not be read, so that they are asked for again.
func unlessFlag(flag, path, kind string) string {
	if flag == "" && kind == "" {
		return ""
	}
	return path
}

// askWishes asks what the workbook does not say yet.
func (s *setup) askWishes(book sheets.Book) error {
	snap, err := readForSetup(s.w.ctx, book)
	if err != nil {
		return err
	}
	open := openIn(snap)
	for _, q := range []struct {
		setting string
		open    bool
		value   *string
		ask     string
		offer   string
		check   func(string) error
		flag    string
	}{
		{settingZone, open.zone, &s.wishes.zone, "Time zone of your business", orElse(localZone(), "UTC"), checkZone, s.Zone},
		{settingCountry, open.country, &s.wishes.country, "Your country, two letters", localCountry(os.Getenv), checkCountry, s.Country},
	} {
		if !q.open && q.flag != "" && !strings.EqualFold(q.flag, settled(snap, q.setting)) {
			s.say("The tab Settings says %s: %s already; it is left as it is, change it there.", q.setting, settled(snap, q.setting))
		}
		for q.open && *q.value == "" && s.asker.terminal {
			text, err := s.asker.ask(q.ask, q.offer)
			if err != nil {
				return err
			}
			if err := q.check(text); err != nil {
				s.say("%v", err)
				continue
			}
			*q.value = text
		}
	}
	if !open.team && !s.wishes.teamIn(snap.Tabs[lead.TabTeam]) {
		s.say("The tab Team has people already; it is left as it is, change it there.")
	}
	for open.team && len(s.wishes.team) == 0 && s.asker.terminal {
		text, err := s.asker.ask("Your team, such as Kim=kim@example.com, Lee=lee@example.com (empty: later, in the tab Team)", "")
		if err != nil || text == "" {
			return err
		}
		if s.wishes.team, err = parseTeam(text); err != nil {
			s.say("%v", err)
		}
	}
	return nil
}

// settled is what the tab Settings says.
func settled(snap *sheets.Snapshot, name string) string {
	_, cell, _ := defaulted(snap.Tabs[lead.TabSettings], name)
	return cell.String()
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// localCountry is the country of the machine's language, such as DE of de_DE.UTF-8; US when it cannot be told.
func localCountry(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LANG"} {
		_, country, ok := strings.Cut(env(name), "_")
		if ok && len(country) >= 2 && checkCountry(country[:2]) == nil {
			return strings.ToUpper(country[:2])
		}
	}
	return "US"
}
