package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/receipt"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/daemon"
	"leadsheet/daemon/forget"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

type forgetCmd struct {
	Person  string `arg:"" placeholder:"ADDRESS" help:"A mail address, or a telephone number in quotes."`
	Yes     bool   `help:"Do not ask."`
	Backups bool   `help:"Remove the backups of the workbook that have the person, too."`
	Receipt string `placeholder:"FILE" help:"Write the receipt into a new file, too."`
}

func (forgetCmd) Help() string {
	return "Erases a person from the workbook and its archives: names, contacts, requests, comments and texts in " +
		"Leads, Activity and Intake. The rows stay, with dates, status, source, quality, owner and value, so that no " +
		"figure changes. " +
		"Hashes of the messages are kept, so that none comes in again; a new message of the person is a new lead. The " +
		"mailbox is not touched. It says what it will erase and asks, and prints a receipt without the person's data. " +
		"It may run beside a running leadsheet, and again at any time: what was interrupted is finished."
}

// Run shows what there is, asks, erases, and prints the receipt.
func (f forgetCmd) Run(a *app) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	book, err := c.OpenBook(a.ctx, setup.BookOptions{})
	if err != nil {
		return err
	}
	defer book.Close()
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(policy.DefaultTables()), Now: time.Now, Log: logger(a, c.Log)}
	desk := d.Forgetting()
	found, err := desk.Look(a.ctx, f.Person)
	if err != nil {
		return noBook(err, &c)
	}
	archives, err := f.archives(a, &c, desk)
	defer func() { closeArchives(archives) }()
	if err != nil {
		return err
	}
	copies, failed := f.copies(a, &c)
	if failed != nil {
		return failed
	}
	if found.IsEmpty() && len(archives) == 0 && (len(copies) == 0 || !f.Backups) {
		fmt.Fprintf(a.stdout, "%s has nothing of that person.\n", c.BookName())
		fmt.Fprint(a.stdout, receipt.Mentions(&found))
		if len(copies) > 0 {
			fmt.Fprintf(a.stdout, "Backups have: %s. With --backups they are removed.\n", listed(copies))
		}
		return nil
	}
	if len(found.Open) > 0 {
		return usageError{fmt.Errorf("%s has not ended: the customer may still wait. Give it a status that ends it, in "+
			"the tab Leads, and try again", strings.Join(found.Open, ", "))}
	}
	if err := f.ask(a, &c, &found, archives, copies); err != nil {
		return err
	}
	done := found
	if !found.IsEmpty() {
		if done, err = desk.Forget(a.ctx, f.Person); err != nil {
			return err
		}
	}
	inArchives, err := f.forgetIn(a.ctx, archives, desk)
	if err != nil {
		return err
	}
	var removed []string
	if f.Backups {
		// What the writes above have replaced is not there any more.
		if copies, err = f.copies(a, &c); err == nil {
			removed, err = removeAll(copies)
		}
	} else {
		copies, err = f.copies(a, &c)
	}
	left := slices.DeleteFunc(copies, func(path string) bool { return slices.Contains(removed, path) })
	text := receipt.Text(&done, receipt.Copies{Book: c.BookName(), Google: c.Spreadsheet != "", Archives: inArchives,
		Removed: listed(removed),
		Left:    listed(left), Remove: "leadsheet forget --backups"}, time.Now())
	fmt.Fprint(a.stdout, text)
	return errors.Join(err, f.keep(text))
}

// ask shows what will be erased, and returns an error unless that is wanted.
func (f forgetCmd) ask(a *app, c *setup.Config, found *forget.Forgotten, archives []archived,
	copies []string) error {
	if !found.IsEmpty() {
		fmt.Fprintf(a.stdout, "In %s:\n%s", c.BookName(), receipt.Cells(found))
	}
	if len(found.IDs) > 0 {
		fmt.Fprintf(a.stdout, "  leads: %s\n", strings.Join(found.IDs, ", "))
	}
	for _, x := range archives {
		fmt.Fprint(a.stdout, receipt.InArchive(x.name, &x.found))
	}
	if f.Backups && len(copies) > 0 {
		fmt.Fprintf(a.stdout, "Backups to be removed: %s\n", listed(copies))
	}
	if f.Yes {
		return nil
	}
	in, ok := a.stdin.(*os.File)
	if !ok || !terminal.Is(in) {
		return usageError{errors.New("nothing was erased: say --yes to erase it without being asked")}
	}
	yes, err := terminal.Confirm(a.ctx, a.stdin, a.stdout, "Erase all of it? It cannot be taken back")
	if err == nil && !yes {
		err = errors.New("nothing was erased")
	}
	return err
}

// copies are the backups of a local workbook that have the person.
func (f forgetCmd) copies(a *app, c *setup.Config) (paths []string, err error) {
	if c.Spreadsheet != "" {
		return nil, nil
	}
	found, err := xlsx.Backups(c.Book)
	if err != nil {
		return nil, err
	}
	for _, b := range found {
		has, err := f.isIn(a, b.Path)
		if err != nil {
			fmt.Fprintf(a.stderr, "leadsheet: note: the backup %s cannot be read: look yourself\n", fromHere(b.Path))
		}
		if has {
			paths = append(paths, b.Path)
		}
	}
	return paths, nil
}

func (f forgetCmd) isIn(a *app, path string) (bool, error) {
	backup, err := xlsx.Open(path, xlsx.Options{Now: time.Now, ReadOnly: true})
	if err != nil {
		return false, err
	}
	defer backup.Close()
	d := &daemon.Daemon{Book: sheets.Named(backup, words.Language{}), Layout: daemon.Layout(policy.DefaultTables()),
		Now: time.Now, Log: logger(a, "text")}
	found, err := d.Forgetting().Look(a.ctx, f.Person)
	return err == nil && !found.IsEmpty(), err
}

// removeAll removes files, and returns those that are gone.
func removeAll(paths []string) (gone []string, failed error) {
	for _, path := range paths {
		if err := os.Remove(path); err != nil {
			failed = errors.Join(failed, err)
		} else {
			gone = append(gone, path)
		}
	}
	return gone, failed
}

// listed are the names of files, as they are seen from here.
func listed(paths []string) string {
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = fromHere(path)
	}
	return strings.Join(names, ", ")
}

// keep writes the receipt into the file of that name, which must not be there.
func (f forgetCmd) keep(receipt string) error {
	if f.Receipt == "" {
		return nil
	}
	file, err := os.OpenFile(f.Receipt, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keep the receipt: %w", err)
	}
	_, err = file.WriteString(receipt)
	return errors.Join(err, file.Close())
}
