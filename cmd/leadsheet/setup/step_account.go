package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// AccountSetup adds a mailbox to the file of mailboxes.
type AccountSetup struct {
	Name    string // the address of the mailbox
	Watch   string // WatchInbox, WatchSent, or "" to be asked
	Config  Config // of this mailbox, as far as it is known; see NewAccount
	File    string // the file of mailboxes, which need not exist
	Server  string // that of the first mailbox, which is offered
	Replace bool   // a block of that name may be replaced

	Unsigned bool // the result: the mailbox still needs a sign-in by OAuth

	host Host
}

// NewAccount returns the settings of a mailbox of which only the name is known.
func NewAccount(name string) Config { return newBlock(name, 0).Config }

// accountsHeader begins a new file of mailboxes.
const accountsHeader = "# Further mailboxes of leadsheet, a block for each: [ADDRESS] and lines such as server = HOST."

// Run asks for what is missing, tries the mailbox, and writes its block.
func (x *AccountSetup) Run(ctx context.Context, host Host) error {
	x.host, x.Name = host, strings.ToLower(strings.TrimSpace(x.Name))
	if err := mailin.CheckName(x.Name); err != nil {
		return err
	}
	if err := x.ask(ctx); err != nil {
		return err
	}
	c := x.Config
	if c.IMAPPassword != "" {
		c.IMAPPasswordFile = ""
	}
	if problems := (&c).checkMail(); len(problems) > 0 {
		return errors.New(accountNames().In(errors.Join(problems...).Error()))
	}
	if err := x.try(ctx, &c); err != nil {
		return err
	}
	if err := x.keepPassword(); err != nil {
		return err
	}
	return x.write()
}

func (x *AccountSetup) ask(ctx context.Context) error {
	c := &x.Config
	ask := func(to *string, q Question) error {
		if *to != "" {
			return nil
		}
		answer, err := x.host.Ask(ctx, q)
		if *to = answer; answer == "" {
			*to = q.Default
		}
		return err
	}
	if !x.host.Interactive() {
		c.IMAPAddr, x.Watch = cmp.Or(c.IMAPAddr, x.Server), cmp.Or(x.Watch, WatchInbox)
	}
	if err := ask(&c.IMAPAddr, Question{Key: "mail-server", Text: "Mail server of " + x.Name,
		Default: x.Server}); err != nil {
		return err
	}
	watch := Question{Key: "watch", Default: WatchInbox, Text: fmt.Sprintf("What is watched of it: %s, or %s for a "+
		"colleague's mailbox of which only the folder of sent mails is watched", WatchInbox, WatchSent)}
	if err := ask(&x.Watch, watch); err != nil {
		return err
	}
	if x.Watch != WatchInbox && x.Watch != WatchSent {
		return fmt.Errorf("what is watched is %q: give %s or %s", x.Watch, WatchInbox, WatchSent)
	}
	if c.IMAPAuth == ByOAuth || c.IMAPPasswordFile != "" {
		return nil
	}
	return ask(&c.IMAPPassword, Question{Key: "mail-password", Kind: Secret, Text: "Its password or app password"})
}

// try opens the mailbox.
func (x *AccountSetup) try(ctx context.Context, c *Config) error {
	trying, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := x.look(trying, &Account{Name: x.Name, SentOnly: x.Watch == WatchSent, Config: *c})
	switch {
	case err == nil || !errors.Is(err, signin.ErrSignedOut):
		return err
	case x.host.Interactive():
		return c.LoginMail(ctx, x.host.Browse, x.host.Tell)
	}
	x.Unsigned = true
	x.host.Tell(fmt.Sprintf("The mailbox was not tried: %v", err))
	return nil
}

func (x *AccountSetup) look(ctx context.Context, a *Account) error {
	box := a.Mailbox()
	if !a.SentOnly {
		info, err := box.Inspect(ctx)
		if err == nil {
			x.host.Tell(readable(info))
		}
		return err
	}
	folder, messages, err := box.InspectSent(ctx, a.Config.IMAPSent)
	if err == nil && folder == "" {
		return errors.New("the server marks no folder as that of sent mails: name it with --sent-folder")
	}
	if err == nil {
		x.host.Tell(fmt.Sprintf("Answers to customers are looked for in the folder %s of %s, which holds %s.", folder,
			x.Name, count(messages, "message")))
	}
	return err
}

// keepPassword writes a password that was typed into a file beside that of mailboxes.
func (x *AccountSetup) keepPassword() error {
	if x.Config.IMAPPassword == "" {
		return nil
	}
	path := filepath.Join(filepath.Dir(x.File), "leadsheet.password."+x.Name)
	if err := signin.WriteFile(path, []byte(x.Config.IMAPPassword+"\n")); err != nil {
		return fmt.Errorf("keep the password: %w", err)
	}
	x.host.Tell(fmt.Sprintf("The password is kept in %s, readable by you alone.", path))
	x.Config.IMAPPassword, x.Config.IMAPPasswordFile = "", path
	return nil
}

// block is the text of the mailbox's block. What is as it would be without a line has none.
func (x *AccountSetup) block() (string, error) {
	lines := []string{"[" + x.Name + "]", keyWatch + " = " + x.Watch}
	defaults := NewAccount(x.Name)
	for _, k := range accountKeys() {
		value := *x.Config.At(k.setting)
		if value == "" || value == *defaults.At(k.setting) || k.inboxOnly && x.Watch == WatchSent {
			continue
		}
		if isPathSetting(k.setting) {
			abs, err := filepath.Abs(value)
			if err != nil {
				return "", fmt.Errorf("write the file of mailboxes: %w", err)
			}
			value = abs
		}
		lines = append(lines, k.name+" = "+value)
	}
	return strings.Join(lines, "\n") + "\n", nil
}

// write adds the block to the file of mailboxes, which stays as it is otherwise.
func (x *AccountSetup) write() error {
	block, err := x.block()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(x.File)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = []byte(accountsHeader+"\n"), nil
	}
	if err != nil {
		return fmt.Errorf("read the file of mailboxes: %w", err)
	}
	before, old, after := cutBlock(string(data), x.Name)
	switch {
	case strings.TrimSpace(old) == strings.TrimSpace(block):
		x.host.Tell(fmt.Sprintf("The mailbox stands in %s as it is.", x.File))
		return nil
	case old != "" && !x.Replace:
		return fmt.Errorf("%s has the mailbox %s already, with other lines: give --yes to replace them", x.File, x.Name)
	}
	text := strings.TrimRight(before, "\n") + "\n\n" + block
	if after != "" {
		text += "\n" + after
	}
	if _, problems := parseAccounts(text, filepath.Dir(x.File)); len(problems) > 0 {
		return fmt.Errorf("%s, line %d: %w", x.File, problems[0].line, problems[0].error)
	}
	if err := signin.WriteFile(x.File, []byte(text)); err != nil {
		return fmt.Errorf("write the file of mailboxes: %w", err)
	}
	x.host.Tell(fmt.Sprintf("The mailbox is in %s, readable by you alone.", x.File))
	return nil
}

// cutBlock divides the file into a block and what stands above and below it. Without such a block all stands above.
func cutBlock(text, name string) (before, block, after string) {
	inside, to := false, &before
	for line := range strings.Lines(text) {
		if head, isHead := strings.CutPrefix(strings.TrimSpace(line), "["); isHead {
			is := strings.EqualFold(strings.TrimSpace(strings.TrimSuffix(head, "]")), name)
			switch {
			case is:
				to = &block
			case inside:
				to = &after
			}
			inside = is
		}
		*to += line
	}
	return before, block, after
}

// Needs returns what a run without a terminal lacks.
func (x *AccountSetup) Needs() error {
	c := &x.Config
	switch {
	case c.IMAPAddr == "" && x.Server == "":
		return errors.New("--mail-server is missing: the mail server of the mailbox, such as imap.example.com")
	case c.IMAPAuth == ByOAuth && c.IMAPOAuthClient == "":
		return fmt.Errorf("--mail-client is missing: the file of the OAuth client (%v)", hint.LoginAccount)
	case c.IMAPAuth != ByOAuth && c.IMAPPasswordFile == "" && c.IMAPPassword == "":
		return errors.New("--password-file is missing: a file that holds the password of the mailbox, readable by you " +
			"alone")
	}
	return nil
}
