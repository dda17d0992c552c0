package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/mailin"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// checkPatience is how long one check may take.
const checkPatience = 2 * time.Minute

type doctorCmd struct {
	Probe bool `help:"Also try out on a scratch tab of the Google Sheet what leadsheet relies on; about 30 writes, removed again."`
	JSON  bool `name:"json" help:"Print one JSON array of {check, state, text, do} for programs."`
}

func (doctorCmd) Help() string {
	return "Checks the settings, the clock, the sign-in, the workbook, the mailbox and the drop folder, and says what to do. It changes nothing; whether it may write is tried without effect. Exit code 0: all is well, 1: something is not, 2: the settings are wrong."
}

// verdict is one line of the doctor's.
type verdict struct {
	Check string `json:"check"`
	State string `json:"state"`
	Text  string `json:"text"`
	Do    string `json:"do,omitempty"` // where the text does not say it already
}

// The states of a verdict.
const (
	stateOK   = "ok"
	stateNote = "note" // harmless, but good to know
	stateFail = "fail"
)

// errDoctor ends the command with exit code 1; what is wrong has been printed.
var errDoctor = errors.New("something needs to be done, see the lines above that begin with FAIL")

func (c doctorCmd) Run(w *world) error {
	d := &doctor{w: w, quiet: c.JSON, now: time.Now}
	config, err := loadConfig()
	if err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			d.add("configuration", stateFail, line, "")
		}
		if err := d.finish(c.JSON); err != nil && !errors.Is(err, errDoctor) {
			return err
		}
		return usageError{errors.New("the settings are wrong; the other checks were not made")}
	}
	d.add("configuration", stateOK, "the workbook is "+config.bookName(), "")
	if config.spreadsheet != "" {
		d.google(&config, c.Probe)
	} else {
		d.local(&config)
		if c.Probe {
			d.add("probe", stateNote, "there is nothing to try out: the workbook is a local file", "")
		}
	}
	for _, check := range []func(*Config){d.mailbox, d.sent, d.drop, d.responses} {
		if w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		check(&config)
	}
	return d.finish(c.JSON)
}

// doctor collects verdicts and prints each as soon as it is known.
type doctor struct {
	w     *world
	quiet bool // nothing is printed before the end
	now   func() time.Time
	all   []verdict
}

func (d *doctor) add(check, state, text, do string) {
	v := verdict{Check: check, State: state, Text: named(oneLine(text)), Do: named(oneLine(do))}
	d.all = append(d.all, v)
	if d.quiet {
		return
	}
	mark := v.State
	if v.State == stateFail {
		mark = "FAIL"
	}
	fmt.Fprintf(d.w.stdout, "%-5s %-14s %s\n", mark, v.Check, v.Text)
	if v.Do != "" {
		fmt.Fprintf(d.w.stdout, "%-20s  do: %s\n", "", v.Do)
	}
}

// advice adds a failure told by a sentence of the form "what is wrong: what to do".
func (d *doctor) advice(check, sentence string) {
	text, do := sentence, ""
	if i := strings.LastIndex(sentence, ": "); i > 0 {
		text, do = sentence[:i], sentence[i+2:]
	}
	d.add(check, stateFail, text, do)
}

// finish prints what has not been printed yet and returns errDoctor when something failed.
func (d *doctor) finish(asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(d.w.stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(d.all); err != nil {
			return fmt.Errorf("write the verdicts: %w", err)
		}
	}
	for _, v := range d.all {
		if v.State == stateFail {
			return errDoctor
		}
	}
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// limited gives a check its time.
func (d *doctor) limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(d.w.ctx, checkPatience)
}

// local checks a workbook that is a file.
func (d *doctor) local(c *Config) {
	dir, name := filepath.Split(c.Book)
	if dir == "" {
		dir = "."
	}
	if err := tryWrite(dir); err != nil {
		d.add("workbook", stateFail, err.Error(), fmt.Sprintf("make the folder %s, and let the user that leadsheet runs as write to it", dir))
		return
	}
	for _, lock := range []string{".~lock." + name + "#", "~$" + name} {
		if _, err := os.Lstat(filepath.Join(dir, lock)); err == nil {
			d.add("workbook", stateNote, fmt.Sprintf("%s is open in another program", c.Book),
				fmt.Sprintf("leadsheet waits until it is closed; if nobody has it open, delete %s", filepath.Join(dir, lock)))
		}
	}
	ctx, cancel := d.limited()
	defer cancel()
	book, err := openBook(ctx, c, bookOptions{})
	if err != nil {
		d.add("workbook", stateFail, err.Error(), "")
		return
	}
	defer book.Close()
	layout := daemon.Layout(newTables())
	snap, err := book.Read(ctx, titles(layout)...)
	switch {
	case errors.Is(err, sheets.ErrNoBook):
		d.add("workbook", stateNote, fmt.Sprintf("%s is not there yet", c.Book), "run leadsheet setup or leadsheet once: either makes it")
		return
	case err != nil:
		d.add("workbook", stateFail, err.Error(), "")
		return
	}
	d.add("workbook", stateOK, fmt.Sprintf("%s can be read, and its folder be written to", c.Book), "")
	for _, n := range snap.Notes {
		d.add("workbook", stateNote, n, "")
	}
	// What is missing is judged alike wherever the workbook is kept.
	seen := &google.Inspection{}
	for _, t := range layout.Tabs {
		if tab := snap.Tabs[t.Title]; tab != nil {
			seen.Tabs = append(seen.Tabs, google.InspectedTab{Title: tab.Title, Columns: tab.Columns})
		}
	}
	d.layout(seen, layout)
	d.domains(ctx, book)
	d.settings(ctx, book)
}

// settings says what the tab Settings holds that leadsheet does not understand, and returns how it looks at the workbook;
// that is nothing where the workbook cannot be read as it is, which has been said.
func (d *doctor) settings(ctx context.Context, book sheets.Book) daemon.Look {
	look, err := (&daemon.Daemon{Book: book, Layout: daemon.Layout(newTables()), Now: d.now}).Look(ctx)
	if err != nil {
		return daemon.Look{}
	}
	for _, fault := range look.Faults {
		if !strings.HasPrefix(fault, settingDomains+": ") { // domains has said it
			d.add("settings", stateFail, fault, "correct it in the tab Settings")
		}
	}
	if len(look.Faults) == 0 {
		d.add("settings", stateOK, fmt.Sprintf("they are understood; the time zone is %s, the country %s", look.Zone, look.Country), "")
	}
	return look
}

func titles(layout sheets.Layout) []string {
	var out []string
	for _, t := range layout.Tabs {
		out = append(out, t.Title)
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

// mailbox signs in to the mail server and looks at the folder.
func (d *doctor) mailbox(c *Config) {
	if c.IMAPAddr == "" {
		d.add("mailbox", stateNote, "no mailbox is set, only the drop folder is watched", "set LEADSHEET_IMAP_ADDR, or run leadsheet setup")
		return
	}
	ctx, cancel := d.limited()
	defer cancel()
	if c.IMAPAuth == authXOAuth2 && !d.mailSignIn(ctx, c) {
		return
	}
	info, err := c.mailbox().Inspect(ctx)
	if err != nil {
		d.add("mailbox", stateFail, err.Error(), "")
		return
	}
	d.add("mailbox", stateOK, fmt.Sprintf("%s lets leadsheet in; the folder %s holds %s; %s",
		info.Server, info.Folder, count(info.Messages, "message"), abilities(info)), "")
	if info.Move {
		return
	}
	moving := strings.HasPrefix(c.IMAPAfter, "move:")
	switch {
	case moving && !info.UIDPlus:
		d.add("mailbox", stateFail, "the server cannot move single messages safely (it has neither MOVE nor UIDPLUS)", "set LEADSHEET_IMAP_AFTER to keep or seen")
	case moving:
		d.add("mailbox", stateNote, "the server has no MOVE, so messages are copied and then deleted; when that is interrupted, one may be in both folders, but never becomes two leads", "")
	case !info.UIDPlus:
		d.add("mailbox", stateNote, "the server has neither MOVE nor UIDPLUS, so LEADSHEET_IMAP_AFTER=move:... would not work with it; keep and seen do", "")
	}
}

// abilities names what the server has of the capabilities that matter to programs like this. Without IDLE mail is seen at
// the next look; CONDSTORE is not used.
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

// drop looks whether the drop folder can be read.
func (d *doctor) drop(c *Config) {
	files, err := os.ReadDir(c.Drop)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.add("drop folder", stateNote, fmt.Sprintf("the folder %s is not there", c.Drop), "make it when you want to put form exports or saved mails into it")
		return
	case err != nil:
		d.add("drop folder", stateFail, err.Error(), "let the user that leadsheet runs as read the folder")
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
		d.add("drop folder", stateFail, fmt.Sprintf("%s in the folder %s cannot be read", count(unread, "file"), c.Drop), "let the user that leadsheet runs as read them (chmod)")
		return
	}
	d.add("drop folder", stateOK, fmt.Sprintf("%s can be read, with %s", c.Drop, count(len(files), "file")), "")
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
