package setup

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"leadsheet/intake"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// Account is a mailbox besides that of the settings: a block of the file of mailboxes.
type Account struct {
	Name     string // its mail address
	SentOnly bool   // it is a colleague's, of which only the folder of sent mails is watched
	Config   Config // with the settings of this mailbox alone
}

// accountKey is a line of a block. Those of a mailbox have the names that the settings have.
type accountKey struct {
	name      string
	setting   hint.Setting
	inboxOnly bool // it says nothing about a folder of sent mails
}

// keyWatch is the line that says what is watched.
const keyWatch = "watch"

// The values of the line.
const (
	WatchInbox = "inbox" // the inbox and the folder of sent mails
	WatchSent  = "sent"  // the folder of sent mails alone
)

// accountKeys are the lines of a block in the order in which they are written.
func accountKeys() []accountKey {
	return []accountKey{{name: "server", setting: hint.MailServer}, {name: "user", setting: hint.MailUser},
		{name: "password", setting: hint.MailPassword}, {name: "password file", setting: hint.MailPasswordFile},
		{name: "auth", setting: hint.MailAuth}, {name: "oauth client", setting: hint.MailClient},
		{name: "oauth token", setting: hint.MailToken}, {name: "folder", setting: hint.MailFolder, inboxOnly: true},
		{name: "since", setting: hint.MailSince, inboxOnly: true}, {name: "security", setting: hint.MailSecurity},
		{name: "ca file", setting: hint.MailCAFile}, {name: "after", setting: hint.MailAfter, inboxOnly: true},
		{name: "sent", setting: hint.MailSent}}
}

// accountNames are the names of settings in texts about a block.
func accountNames() hint.Names {
	return hint.Names{Command: hint.Command.String, Setting: func(s hint.Setting) string {
		for _, k := range accountKeys() {
			if k.setting == s {
				return k.name
			}
		}
		return s.String()
	}}
}

// accountBlock is a block while it is read.
type accountBlock struct {
	Account
	line  int            // of its head
	lines map[string]int // by key
}

// ReadAccounts reads the file of mailboxes, which holds passwords or the names of files that do, and so must be
// readable by its owner alone. The error lists every mistake with its line. Paths are relative to the file.
func ReadAccounts(path string) ([]Account, error) {
	data, err := signin.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%v cannot be used: %w", hint.Accounts, err)
	}
	blocks, problems := parseAccounts(string(data), filepath.Dir(path))
	for i := range blocks {
		problems = append(problems, blocks[i].check(blocks[:i])...)
	}
	accounts := make([]Account, len(blocks))
	for i := range blocks {
		accounts[i] = blocks[i].Account
	}
	slices.SortStableFunc(problems, func(a, b lineError) int { return a.line - b.line })
	var all []error
	for _, p := range problems {
		all = append(all, fmt.Errorf("%s, line %d: %w", path, p.line, p.error))
	}
	return accounts, errors.Join(all...)
}

// lineError is a mistake in a line of the file.
type lineError struct {
	line int
	error
}

// parseAccounts divides the file into blocks.
func parseAccounts(text, dir string) (blocks []accountBlock, problems []lineError) {
	bad := func(line int, format string, args ...any) {
		problems = append(problems, lineError{line, fmt.Errorf(format, args...)})
	}
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line, at := strings.TrimSpace(line), i+1
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if name, isHead := strings.CutPrefix(line, "["); isHead {
			name, rest, closed := strings.Cut(name, "]")
			if !closed || strings.TrimSpace(rest) != "" {
				bad(at, "a block begins with the address of its mailbox in brackets, such as [sales@example.com]")
			}
			blocks = append(blocks, newBlock(strings.ToLower(strings.TrimSpace(name)), at))
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key, value = strings.ToLower(strings.Join(strings.Fields(key), " ")), strings.TrimSpace(value)
		switch {
		case !ok:
			bad(at, "%q is no line of the file: write it as key = value", key)
		case len(blocks) == 0:
			bad(at, "%q stands above the first block: begin one with the address of its mailbox, such as "+
				"[sales@example.com]", key)
		default:
			if err := blocks[len(blocks)-1].set(key, value, at, dir); err != nil {
				bad(at, "%w", err)
			}
		}
	}
	return blocks, problems
}

// newBlock is a block with the defaults of the settings. A sign-in is kept in a file of its own.
func newBlock(name string, line int) accountBlock {
	config := Load(func(hint.Setting) (string, bool) { return "", false })
	config.account = true
	config.IMAPUser, config.IMAPOAuthToken = name, config.tokenOf(name)
	return accountBlock{Account: Account{Name: name, Config: config}, line: line, lines: map[string]int{}}
}

// set takes over a line.
func (b *accountBlock) set(key, value string, line int, dir string) error {
	if first, twice := b.lines[key]; twice {
		return fmt.Errorf("%q is set twice, in line %d too: keep one", key, first)
	}
	keys := []string{keyWatch}
	for _, k := range accountKeys() {
		if keys = append(keys, k.name); k.name != key {
			continue
		}
		if value == "" {
			return fmt.Errorf("%q has no value: remove the line, or give one", key)
		}
		b.lines[key] = line
		if isPathSetting(k.setting) && !filepath.IsAbs(value) {
			value = filepath.Join(dir, value)
		}
		*b.Config.At(k.setting) = value
		return nil
	}
	if key != keyWatch {
		return fmt.Errorf("%q is no setting of a mailbox: there are %s", key, strings.Join(keys, ", "))
	}
	b.lines[key], b.SentOnly = line, value == WatchSent
	if value != WatchInbox && value != WatchSent {
		return fmt.Errorf("watch is %q: give %s, or %s for a colleague's mailbox of which only the folder of sent mails "+
			"is watched", value, WatchInbox, WatchSent)
	}
	return nil
}

func isPathSetting(s hint.Setting) bool {
	return slices.ContainsFunc(Fields(), func(f Field) bool { return f.Setting == s && f.IsPath })
}

// check returns the mistakes of a block. A mistake of a key has its line, any other that of the block.
func (b *accountBlock) check(before []accountBlock) (problems []lineError) {
	bad := func(line int, err error) { problems = append(problems, lineError{line, err}) }
	if err := mailin.CheckName(b.Name); err != nil {
		bad(b.line, err)
	}
	for i := range before {
		if before[i].Name == b.Name {
			bad(b.line, fmt.Errorf("the mailbox %s has a block in line %d already: keep one", b.Name, before[i].line))
		}
	}
	if b.Config.IMAPAddr == "" {
		bad(b.line, fmt.Errorf("the mailbox %s has no server: add a line such as server = imap.example.com:993",
			b.Name))
		return problems
	}
	for _, k := range accountKeys() {
		if line := b.lines[k.name]; line > 0 && k.inboxOnly && b.SentOnly {
			bad(line, fmt.Errorf("%q is about an inbox, but of this mailbox only the folder of sent mails is watched",
				k.name))
		}
	}
	if b.SentOnly && b.Config.IMAPSent == mailin.SentNone {
		bad(b.lines["sent"], errors.New("nothing of this mailbox would be watched: name its folder of sent mails"))
	}
	for _, err := range b.Config.checkMail() {
		settings, _ := hint.Of(err)
		line := b.line
		for _, k := range accountKeys() {
			if at := b.lines[k.name]; at > 0 && slices.Contains(settings, k.setting) {
				line = at
				break
			}
		}
		bad(line, hint.Because(err, "%s: %s", b.Name, accountNames().In(err.Error())))
	}
	return problems
}

// checkAccounts reads the file of mailboxes, if one is set.
func (c *Config) checkAccounts() []error {
	c.Further = nil
	if c.Accounts == "" {
		return nil
	}
	accounts, err := ReadAccounts(c.Accounts)
	if err != nil {
		return []error{err}
	}
	var problems []error
	for i, a := range accounts {
		if a.Config.IMAPOAuthToken == a.Config.tokenOf(a.Name) {
			accounts[i].Config.IMAPOAuthToken = c.tokenOf(a.Name)
		}
		if c.IMAPAddr != "" && (strings.EqualFold(a.Name, c.IMAPUser) ||
			strings.EqualFold(a.Config.IMAPUser, c.IMAPUser) && a.Config.IMAPAddr == c.IMAPAddr) {
			problems = append(problems, fmt.Errorf("%s: the mailbox %s is that of %v already: remove its block",
				c.Accounts, a.Name, hint.MailUser))
		}
	}
	c.Further = accounts
	return problems
}

// tokenOf is the file of the sign-in to a further mailbox, unless another is set.
func (c *Config) tokenOf(name string) string { return c.kept("", "mail-token-"+name+".json") }

// Mailbox returns the mailbox of the block.
func (a *Account) Mailbox() mailin.Mailbox {
	box := a.Config.Mailbox()
	box.Name = a.Name
	return box
}

// Inbox is a mailbox as a source, with what the settings say of it.
func (c *Config) Inbox() *intake.Mailbox {
	return &intake.Mailbox{Account: c.Mailbox(), Since: c.IMAPSince, Sent: c.IMAPSent}
}

// Boxes returns all mailboxes as sources: that of the settings first, then those of the file, inboxes before those of
// which only the folder of sent mails is watched. Each call makes new ones, so callers keep the result.
func (c *Config) Boxes() []*intake.Mailbox {
	var inboxes, sent []*intake.Mailbox
	if c.IMAPAddr != "" {
		inboxes = append(inboxes, c.Inbox())
	}
	for i := range c.Further {
		a := &c.Further[i]
		m := a.Config.Inbox()
		m.Account, m.SentOnly = a.Mailbox(), a.SentOnly
		if m.SentOnly {
			sent = append(sent, m)
		} else {
			inboxes = append(inboxes, m)
		}
	}
	all := slices.Concat(inboxes, sent)
	for _, m := range all {
		for _, other := range all {
			if other != m {
				m.Others = append(m.Others, other.Label())
			}
		}
		if from := c.SendsFrom(); from != "" && !strings.EqualFold(from, m.Label()) {
			m.Others = append(m.Others, from)
		}
	}
	return all
}

// HasInbox reports whether any inbox is watched.
func (c *Config) HasInbox() bool {
	return c.IMAPAddr != "" || slices.ContainsFunc(c.Further, func(a Account) bool { return !a.SentOnly })
}
