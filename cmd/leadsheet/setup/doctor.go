package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
	"leadsheet/mailin"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// checkTimeout limits one check. A server that takes longer counts as failed.
const checkTimeout = 2 * time.Minute

// Verdict is the result of a check.
type Verdict struct {
	Check string `json:"check"` // what was checked
	State State  `json:"state"`
	Text  string `json:"text"`         // one line
	Do    string `json:"do,omitempty"` // what to do, if Text does not say it
}

// State is the outcome of a check.
type State string

// The states of a verdict.
const (
	OK   State = "ok"
	Note State = "note" // harmless, but worth knowing
	Fail State = "fail"
)

// Doctor checks whether the settings work. It changes nothing: permission to write is tried without effect. It sends
// nothing unless it is told to.
type Doctor struct {
	Config   *Config // after a Check without mistakes
	Probe    bool    // also try on a scratch tab what leadsheet relies on
	Send     bool    // also send a test message by every way there is
	Now      func() time.Time
	Tell     func(Verdict)     // called with each verdict at once; may be nil
	Progress func(text string) // called with the current step of the probe; may be nil
}

// Verdicts runs all checks. A failed check is a verdict, not an error; the error is that of ctx.
func (d Doctor) Verdicts(ctx context.Context) ([]Verdict, error) {
	c := &checks{Doctor: d}
	c.add("configuration", OK, "the workbook is "+d.Config.BookName(), "")
	if d.Config.Spreadsheet != "" {
		c.google(ctx)
	} else {
		c.local(ctx)
		if d.Probe {
			c.add("probe", Note, "there is nothing to try out: the workbook is a local file", "")
		}
	}
	for _, check := range []func(context.Context){c.mailbox, c.sent, c.further, c.drop, c.responses,
		c.sending} {
		if ctx.Err() != nil {
			return c.all, ctx.Err()
		}
		check(ctx)
	}
	return c.all, nil
}

// NewVerdict makes a verdict with a text of one line.
func NewVerdict(check string, state State, text, do string) Verdict {
	return Verdict{Check: check, State: state, Text: words.OneLine(text), Do: words.OneLine(do)}
}

// checks is one run of all checks.
type checks struct {
	Doctor
	look daemon.Look // the workbook; zero when it could not be read
	all  []Verdict
}

func (d *checks) add(check string, state State, text, do string) {
	v := NewVerdict(check, state, text, do)
	d.all = append(d.all, v)
	if d.Tell != nil {
		d.Tell(v)
	}
}

// addAdvice adds a failed verdict from a sentence of the form "what is wrong: what to do".
func (d *checks) addAdvice(check, sentence string) {
	text, do := sentence, ""
	if i := strings.LastIndex(sentence, ": "); i > 0 {
		text, do = sentence[:i], sentence[i+2:]
	}
	d.add(check, Fail, text, do)
}

// local checks a local workbook.
func (d *checks) local(ctx context.Context) {
	c := d.Config
	dir, name := filepath.Split(c.Book)
	if dir == "" {
		dir = "."
	}
	if err := tryWrite(dir); err != nil {
		d.add("workbook", Fail, err.Error(), fmt.Sprintf("make the folder %s, and let the user that leadsheet runs as "+
			"write to it", dir))
		return
	}
	for _, lock := range []string{".~lock." + name + "#", "~$" + name} {
		if _, err := os.Lstat(filepath.Join(dir, lock)); err == nil {
			d.add("workbook", Note, fmt.Sprintf("%s is open in another program", c.Book),
				fmt.Sprintf("leadsheet waits until it is closed; if nobody has it open, delete %s", filepath.Join(dir, lock)))
		}
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	book, err := c.OpenBook(ctx, BookOptions{})
	if err != nil {
		d.add("workbook", Fail, err.Error(), "")
		return
	}
	defer book.Close()
	layout := daemon.Layout(policy.DefaultTables())
	snap, err := book.Read(ctx, titles(layout)...)
	switch {
	case errors.Is(err, sheets.ErrNoBook):
		d.add("workbook", Note, fmt.Sprintf("%s is not there yet", c.Book),
			fmt.Sprintf("run %v or %v: either makes it", hint.Setup, hint.Once))
		return
	case err != nil:
		d.add("workbook", Fail, err.Error(), "")
		return
	}
	d.add("workbook", OK, fmt.Sprintf("%s can be read, and its folder be written to", c.Book), "")
	for _, n := range snap.Notes {
		d.add("workbook", Note, n, "")
	}
	// What is missing is judged alike wherever the workbook is kept.
	d.layout(sheets.Inspect(snap, layout), layout)
	d.domains(ctx, book)
	d.growth(d.settings(ctx, book), 0)
}

// settings reports entries of the tab Settings that leadsheet does not understand, and returns the daemon's view of the
// workbook. The view is zero if the workbook cannot be read, which another check has reported.
func (d *checks) settings(ctx context.Context, book sheets.Book) daemon.Look {
	look, err := (&daemon.Daemon{Book: book, Layout: daemon.Layout(policy.DefaultTables()), Now: d.Now}).Look(ctx)
	if err != nil {
		return daemon.Look{}
	}
	for _, fault := range look.Faults {
		if !strings.HasPrefix(fault, settingDomains+": ") { // reported by domains
			d.add("settings", Fail, fault, "correct it in the tab Settings")
		}
	}
	if len(look.Faults) == 0 {
		d.add("settings", OK, fmt.Sprintf("they are understood; the time zone is %s, the country %s",
			look.Zone, look.Country), "")
	}
	d.holidays(look)
	d.look = look
	return look
}

func titles(layout sheets.Layout) []string {
	var out []string
	for _, t := range layout.Tabs {
		out = append(out, t.Called())
	}
	return out
}

// tryWrite makes a file in the folder and removes it again.
func tryWrite(dir string) error {
	f, err := os.CreateTemp(dir, ".leadsheet-doctor-")
	if err != nil {
		return fmt.Errorf("the folder %s cannot be written to: %w", dir, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// mailbox signs in to the mail server of the settings and looks at the folder.
func (d *checks) mailbox(ctx context.Context) {
	c := d.Config
	switch {
	case c.IMAPAddr != "":
		d.inbox(ctx, "mailbox", c, c.Mailbox())
	case !c.HasInbox():
		d.add("mailbox", Note, "no mailbox is set, only the drop folder is watched",
			fmt.Sprintf("set %v, or run %v", hint.MailServer, hint.Setup))
	}
}

// inbox signs in to a mail server and looks at the folder. It reports whether the mailbox opens.
func (d *checks) inbox(ctx context.Context, check string, c *Config, box mailin.Mailbox) (opens bool) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	if c.IMAPAuth == ByOAuth && !d.mailSignIn(ctx, c) {
		return false
	}
	info, err := box.Inspect(ctx)
	if err != nil {
		d.add(check, Fail, err.Error(), "")
		return false
	}
	d.abilities(check, c.named(hint.MailAfter), info, box)
	return true
}

// abilities reports what a mail server can do, and whether that is enough. after is what the setting for read mails is
// called.
func (d *checks) abilities(check, after string, info mailin.MailboxInfo, box mailin.Mailbox) {
	d.add(check, OK, fmt.Sprintf("%s lets leadsheet in; the folder %s holds %s; %s",
		info.Server, info.Folder, count(info.Messages, "message"), abilities(info)), "")
	if info.Move {
		return
	}
	_, moving := box.MoveTarget()
	switch {
	case moving && !info.UIDPlus:
		d.add(check, Fail, "the server cannot move single messages safely (it has neither MOVE nor UIDPLUS)",
			fmt.Sprintf("set %s to keep or seen", after))
	case moving:
		d.add(check, Note, "the server has no MOVE, so messages are copied and then deleted; when that is "+
			"interrupted, one may be in both folders, but never becomes two leads", "")
	case !info.UIDPlus:
		d.add(check, Note, fmt.Sprintf("the server has neither MOVE nor UIDPLUS, so %s=move:... would not work with "+
			"it; keep and seen do", after), "")
	}
}

// abilities names the capabilities of the server that matter to mail programs. Without IDLE new mail is seen at the
// next poll; CONDSTORE is not used.
func abilities(info mailin.MailboxInfo) string {
	var has, lacks []string
	for _, a := range []struct {
		name string
		has  bool
	}{{"IDLE", info.Idle}, {"MOVE", info.Move}, {"UIDPLUS", info.UIDPlus}, {"CONDSTORE", info.CondStore}} {
		if a.has {
			has = append(has, a.name)
		} else {
			lacks = append(lacks, a.name)
		}
	}
	switch {
	case len(lacks) == 0:
		return "it has " + strings.Join(has, ", ")
	case len(has) == 0:
		return "it lacks " + strings.Join(lacks, ", ")
	}
	return "it has " + strings.Join(has, ", ") + " and lacks " + strings.Join(lacks, ", ")
}

// drop checks whether the drop folder can be read.
func (d *checks) drop(ctx context.Context) {
	c := d.Config
	files, err := os.ReadDir(c.Drop)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.add("drop folder", Note, fmt.Sprintf("the folder %s is not there", c.Drop), "make it when you want to put form "+
			"exports or saved mails into it")
		return
	case err != nil:
		d.add("drop folder", Fail, err.Error(), "let the user that leadsheet runs as read the folder")
		return
	}
	unread := 0
	for _, f := range files {
		if !f.Type().IsRegular() {
			continue
		}
		if err := tryRead(filepath.Join(c.Drop, f.Name())); err != nil {
			unread++
		}
	}
	if unread > 0 {
		d.add("drop folder", Fail, fmt.Sprintf("%s in the folder %s cannot be read", count(unread, "file"), c.Drop), "let "+
			"the user that leadsheet runs as read them (chmod)")
		return
	}
	d.add("drop folder", OK, fmt.Sprintf("%s can be read, with %s", c.Drop, count(len(files), "file")), "")
}

func tryRead(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.ReadFull(f, make([]byte, 1))
	if errors.Is(err, io.EOF) {
		err = nil // an empty file can be read
	}
	return errors.Join(err, f.Close())
}
