package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

type restoreCmd struct {
	Compare bool     `help:"Only say what the backup has that the workbook lost."`
	File    string   `arg:"" optional:"" placeholder:"FILE" help:"The backup: a file, or its day, such as 2026-11-26."`
	IDs     []string `arg:"" optional:"" name:"id" placeholder:"ID" help:"The leads to bring back; else all lost ones."`
}

func (restoreCmd) Help() string {
	return "Without a file it lists the backups that there are. With one it brings back the rows of the tab Leads " +
		"that the backup has and the workbook lost, with what is known of them in Activity and Intake. A row that is " +
		"there is never overwritten, and nothing else changes. It may run beside a running leadsheet. To go back to " +
		"a whole backup instead, stop leadsheet and copy the file over the workbook."
}

func (r restoreCmd) Run(a *app) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if r.File == "" {
		return listBackups(a.stdout, &c)
	}
	path, err := findBackup(&c, r.File)
	if err != nil {
		return usageError{err}
	}
	book, err := c.OpenBook(a.ctx, setup.BookOptions{ReadOnly: r.Compare})
	if err != nil {
		return err
	}
	defer book.Close()
	backup, err := xlsx.Open(path, xlsx.Options{Now: time.Now, ReadOnly: true})
	if err != nil {
		return err
	}
	defer backup.Close()
	named := sheets.Named(backup, words.Language{})
	layout := daemon.Layout(policy.DefaultTables())
	d := &daemon.Daemon{Book: book, Layout: layout, Now: time.Now, Log: logger(a, c.Log), Archive: c.ArchiveOf(time.Now)}
	if r.Compare {
		lost, err := d.CompareBackup(a.ctx, named)
		if err != nil {
			return noBook(err, &c)
		}
		printNotes(a.stderr, lost.Notes)
		return printLost(a.stdout, lost, filepath.Base(path), c.BookName())
	}
	done, err := d.Restore(a.ctx, named, filepath.Base(path), r.IDs)
	if err != nil && len(done) == 0 {
		return noBook(err, &c)
	}
	return errors.Join(printRestored(a.stdout, done, filepath.Base(path), c.BookName()), err)
}

// noBook says what to do where there is no workbook to bring rows back to.
func noBook(err error, c *setup.Config) error {
	if errors.Is(err, sheets.ErrNoBook) {
		return usageError{hint.Because(err, "there is no workbook %s: copy the backup there, or set LEADSHEET_BOOK",
			c.BookName())}
	}
	return err
}

// listBackups prints the copies that were kept of the workbook.
func listBackups(out io.Writer, c *setup.Config) error {
	if c.Spreadsheet != "" {
		_, err := fmt.Fprintln(out, "Google keeps the versions of a spreadsheet itself: see File, Version history. "+
			"To bring rows back from one, download it as .xlsx, and give that file to leadsheet restore.")
		return err
	}
	found, err := xlsx.Backups(c.Book)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(out, "There is no backup of %s yet.\n", c.Book)
		return err
	}
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tw, "Saved\tSize\tFile")
	for _, b := range found {
		fmt.Fprintf(tw, "%s\t%d kB\t%s\n", b.Saved.Format("2006-01-02 15:04"), (b.Size+1023)/1024, fromHere(b.Path))
	}
	return tw.Flush()
}

// fromHere returns a path as it is seen from the current folder, if it lies in it.
func fromHere(path string) string {
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return path
}

// findBackup returns the path of a backup: a file by its path, else one of the kept copies by its name or its day.
func findBackup(c *setup.Config, name string) (string, error) {
	info, err := os.Stat(name)
	if err == nil && c.Spreadsheet == "" {
		if book, bookErr := os.Stat(c.Book); bookErr == nil && os.SameFile(info, book) {
			return "", fmt.Errorf("%s is the workbook itself: name a backup of it; leadsheet restore lists them", name)
		}
	}
	if err == nil {
		return name, nil
	}
	if c.Spreadsheet == "" {
		found, err := xlsx.Backups(c.Book)
		if err != nil {
			return "", err
		}
		for _, b := range found {
			base := filepath.Base(b.Path)
			if base == name || strings.HasSuffix(strings.TrimSuffix(base, filepath.Ext(base)), " "+name) {
				return b.Path, nil
			}
		}
	}
	return "", fmt.Errorf("there is no backup %s; leadsheet restore lists them", name)
}

// maxLostShown is how many lines of one kind are printed in full, and maxShown how many characters of a text.
const (
	maxLostShown = 200
	maxShown     = 60
)

// printLost prints what a backup has that the workbook lost.
func printLost(out io.Writer, lost daemon.Lost, backup, book string) error {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	rest := func(n int) {
		if n > maxLostShown {
			line("  and %d more", n-maxLostShown)
		}
	}
	if len(lost.Leads)+len(lost.Rows)+len(lost.Cells) == 0 {
		line("Nothing of %s is missing in %s.", backup, book)
	}
	if len(lost.Leads) > 0 {
		line("Rows of Leads that are missing:")
	}
	for i, l := range lost.Leads {
		if i < maxLostShown {
			text := "  " + leadLine(l.Lead)
			if l.Why != "" {
				text += ": not to be brought back: " + l.Why
			}
			line("%s", text)
		}
	}
	rest(len(lost.Leads))
	if len(lost.Rows) > 0 {
		line("Rows of other tabs that are missing:")
	}
	for i, r := range lost.Rows {
		if i < maxLostShown {
			line("  %s: %s", r.Tab, words.OneLine(r.Key))
		}
	}
	rest(len(lost.Rows))
	if len(lost.Cells) > 0 {
		line("Cells that are blank now:")
	}
	for i, c := range lost.Cells {
		if i < maxLostShown {
			line("  %s, %s, %s: %s", c.Tab, c.Key, c.Column, words.Shorten(c.Text, maxShown))
		}
	}
	rest(len(lost.Cells))
	if lost.NoID > 0 {
		line("%s of Leads in the backup had no ID yet and cannot be compared.", count(lost.NoID, "row"))
	}
	if lost.Intake+lost.Activity > 0 {
		line("Of the tab Intake %s missing, of Activity %s; those of a lead come back with it.",
			areRows(lost.Intake), count(lost.Activity, "row"))
	}
	for _, l := range lost.Leads {
		if l.Why == "" {
			line("To bring the rows of Leads back: leadsheet restore %q, or with the IDs of some", backup)
			break
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func areRows(n int) string {
	if n == 1 {
		return "1 row is"
	}
	return fmt.Sprintf("%d rows are", n)
}

// printRestored prints which leads were brought back.
func printRestored(out io.Writer, done []lead.Lead, backup, book string) error {
	if len(done) == 0 {
		_, err := fmt.Fprintf(out, "No row of %s is missing in %s that could be brought back.\n", backup, book)
		return err
	}
	for i, l := range done {
		if i == maxLostShown {
			fmt.Fprintf(out, "  and %d more\n", len(done)-maxLostShown)
			break
		}
		fmt.Fprintln(out, "  "+leadLine(l))
	}
	_, err := fmt.Fprintf(out, "%s brought back from %s to %s.\n", count(len(done), "lead"), backup, book)
	return err
}

// leadLine names a lead in one line.
func leadLine(l lead.Lead) string {
	parts := []string{l.ID}
	for _, s := range []string{l.Name, l.Company, l.Email, l.Status} {
		if s = words.Shorten(s, maxShown); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "  ")
}
