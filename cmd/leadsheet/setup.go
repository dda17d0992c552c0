package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"leadsheet/cmd/leadsheet/envfile"
	"leadsheet/cmd/leadsheet/service"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/lead/hint"
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
	Statuses     string `placeholder:"SET" help:"The statuses of a new workbook: eight (the default), five or seven."`
	Account      string `placeholder:"ADDRESS" help:"Add a mailbox; the flags are about it then."`
	Watch        string `placeholder:"inbox|sent" help:"With --account: sent mails alone, or all."`
	SentFolder   string `placeholder:"NAME" help:"With --account: its folder of sent mails."`
	Web          bool   `help:"Ask on pages in the browser of this machine instead of in the terminal."`
	TakesOver    bool   `help:"The spreadsheet is a copy: go on in it, not in its original."`
	File         string `default:"leadsheet.env" help:"The file of settings to write."`
	Yes          bool   `help:"Replace settings that stand in the file without asking."`
}

func (setupCmd) Help() string {
	return "Asks for the workbook, the team, the business, the mailbox and the sending, checks each at once, shows all, " +
		"and then makes the layout, writes a file of settings, and looks for the first time. \"<\" goes back to the " +
		"question before; nothing is written before you say so. With --web it asks the same on pages in the browser of " +
		"this machine. What is given by a flag or a LEADSHEET_ variable is not asked. Run it again at any time: it shows " +
		"what is set, asks what to change, and changes nothing else. With --account it adds a further mailbox to the " +
		"file of mailboxes instead: an inbox, or " +
		"with --watch sent a colleague's mailbox of which only the folder of sent mails is watched, so that answers " +
		"sent from there are seen." +
		"\n\nThe sets of statuses are eight (New lead to Closed), five (New, Contacted, Qualified, Unqualified, Nurturing) " +
		"and seven (New to Won and Lost). --statuses changes nothing in a workbook that has a tab Statuses: edit it there."
}

func (c setupCmd) Run(a *app) error {
	person := false
	if f, ok := a.stdin.(*os.File); ok {
		person = terminal.Is(f)
	}
	host := &terminal.Host{Context: a.ctx, In: a.stdin, Out: a.stdout, Person: person, Names: withNames, Open: browse}
	if c.Web {
		return c.serve(a, host)
	}
	return c.run(a, host)
}

// setupRun is one run of the command.
type setupRun struct {
	setupCmd
	a       *app
	asker   *terminal.Host
	file    *envfile.File
	config  setup.Config
	answers answers.Answers
	tell    func(text string) // shows a line to the person
	serves  bool              // the machine starts leadsheet from now on
}

// run runs the command; host asks the questions.
func (c setupCmd) run(a *app, host *terminal.Host) error {
	if problems := unknownNames(a.env); len(problems) > 0 {
		return usageError{errors.Join(problems...)}
	}
	if c.Account != "" {
		return c.runAccount(a, host)
	}
	s, err := c.begin(a, host)
	if err != nil {
		return err
	}
	if host.Person {
		host.Tell("Setting up leadsheet. Enter takes what stands in brackets, \"<\" goes back to the question before. " +
			"Nothing is written before you say so; Ctrl-C ends it.")
	}
	return s.ask(a.ctx, host)
}

// begin reads the file of settings and the flags.
func (c setupCmd) begin(a *app, host *terminal.Host) (*setupRun, error) {
	if c.Watch != "" || c.SentFolder != "" {
		return nil, usageError{errors.New("--watch and --sent-folder are about a further mailbox: name it with --account")}
	}
	file, err := readEnvFile(c.File)
	if err != nil {
		return nil, err
	}
	s := &setupRun{setupCmd: c, a: a, asker: host, file: file, config: configOf(file.Values, a.env)}
	s.applyFlags()
	return s, s.checkFlags()
}

// ask goes through the steps with a host, and tells it what is left to do when all is written.
func (s *setupRun) ask(ctx context.Context, host setup.Host) error {
	s.tell = host.Tell
	w := setup.Wizard{Config: s.config, Answers: s.answers, Stored: storedSettings(s.file), File: s.File,
		Replace: s.Yes, TakesOver: s.TakesOver, GivenCredentials: s.Credentials != "",
		SinceGiven: s.MailSince != "" || s.a.env[envName(hint.MailSince)] != "",
		Exchangers: exchangers(ctx), Save: s.save}
	w.Answers.Machine = s.a.machine(time.Now())
	if host.Interactive() {
		w.Pass = s.pass
		serves := s.service()
		if serves != nil {
			w.Service = func(ctx context.Context) error {
				s.serves = true
				return serves(ctx)
			}
		}
	}
	person := host.Interactive()
	if err := w.Run(ctx, host); err != nil {
		return explainNotInteractive(ctx, err, person)
	}
	if !s.serves { // which says itself what comes next
		host.Tell(s.nextText(s.a, w.Unsigned))
	}
	return nil
}

// service is what has the machine start leadsheet with these settings; nil where there is no such way.
func (s *setupRun) service() func(context.Context) error {
	if s.a.caller == nil || s.a.service || s.File != envFileName {
		return nil
	}
	return service.Offer(s.a.caller)
}

// save writes the file of settings.
func (s *setupRun) save(changes []setup.Change) error {
	for _, change := range changes {
		if err := s.file.Set(envName(change.Setting), change.Value); err != nil {
			return err
		}
	}
	wrote, err := s.file.Save()
	if err == nil {
		s.tell(savedText(s.File, wrote))
	}
	return err
}

// exchangers asks the network for the mail exchangers of a domain; an answer that takes long is none.
func exchangers(ctx context.Context) func(string) []string {
	known := map[string][]string{}
	return func(domain string) []string {
		if hosts, asked := known[domain]; asked {
			return hosts
		}
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		var hosts []string
		records, _ := net.DefaultResolver.LookupMX(ctx, domain) // without an answer the provider is not known
		for _, r := range records {
			hosts = append(hosts, r.Host)
		}
		known[domain] = hosts
		return hosts
	}
}

// storedSettings returns the settings that a file holds.
func storedSettings(file *envfile.File) map[hint.Setting]string {
	out := map[hint.Setting]string{}
	for _, f := range setup.Fields() {
		if value, there := file.Values[envName(f.Setting)]; there {
			out[f.Setting] = value
		}
	}
	return out
}

// configOf takes each setting from the environment, else from the file, else from the defaults.
func configOf(file map[string]string, env environment) setup.Config {
	return setup.Load(func(s hint.Setting) (string, bool) {
		for _, from := range []map[string]string{env, file} {
			if value := from[envName(s)]; value != "" {
				return value, true
			}
		}
		return "", s == hint.Book // the workbook is asked for; its default is offered
	})
}

// applyFlags lets flags take precedence over the environment and the file.
func (s *setupRun) applyFlags() {
	s.config.Book = cmp.Or(s.Book, s.config.Book)
	s.config.GoogleCredentials = cmp.Or(s.Credentials, s.config.GoogleCredentials)
	s.applyMailFlags(&s.config)
	if s.PasswordFile != "" {
		s.config.IMAPPassword = "" // the flag takes precedence over the environment
	}
}

// applyMailFlags lets the flags about a mailbox take precedence over its settings.
func (c setupCmd) applyMailFlags(config *setup.Config) {
	for _, f := range []struct {
		flag string
		to   *string
	}{
		{c.MailServer, &config.IMAPAddr}, {c.MailUser, &config.IMAPUser}, {c.PasswordFile, &config.IMAPPasswordFile},
		{c.MailAuth, &config.IMAPAuth}, {c.MailClient, &config.IMAPOAuthClient}, {c.MailSince, &config.IMAPSince},
		{c.SentFolder, &config.IMAPSent},
	} {
		if f.flag != "" {
			*f.to = f.flag
		}
	}
}

// savedText says what became of the file of settings.
func savedText(path string, wrote bool) string {
	if wrote {
		return fmt.Sprintf("The settings are in %s.", path)
	}
	return fmt.Sprintf("The settings in %s stand as they are.", path)
}

// writeFile writes the file of settings after a further mailbox was set up, and tells the operator the next commands.
func (c setupCmd) writeFile(a *app, file *envfile.File, unsigned bool) error {
	wrote, err := file.Save()
	if err != nil {
		return err
	}
	a.say(savedText(c.File, wrote))
	a.say(c.nextText(a, unsigned))
	return nil
}

// nextText names the next commands.
func (c setupCmd) nextText(a *app, unsigned bool) string {
	unset := ""
	if a.env[envName(hint.MailPassword)] != "" {
		// The password file replaces it, and only one of the two may be set.
		unset = fmt.Sprintf("unset %v; ", hint.MailPassword)
	}
	login := ""
	if unsigned {
		if login = fmt.Sprintf("%v; ", hint.LoginMail); c.Account != "" {
			login = fmt.Sprintf("leadsheet login --account %s; ", c.Account)
		}
	}
	if a.service {
		return nextOfService(login)
	}
	next, source := "Next", fmt.Sprintf("%sset -a; . %s; set +a; ", unset, shellPath(c.File))
	if c.File == envFileName && !hasSettings(a.env) {
		next, source = "Next, in this folder", "" // every command reads the file by itself there
	}
	return fmt.Sprintf("%s: %s%s%v; %v", next, source, login, hint.Doctor, hint.Run)
}

// shellPath prefixes a bare file name with "./", so that a shell does not search its PATH for it.
func shellPath(path string) string {
	if filepath.Base(path) == path {
		return "./" + path
	}
	return path
}
