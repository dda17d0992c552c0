package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"leadsheet/daemon"
	"leadsheet/sheets/xlsx"
)

// exportCmd writes the owner's workbook. What is written instead of a workbook, or beside it, is in exportForms.
type exportCmd struct {
	clockFlag
	Output string `short:"o" placeholder:"FILE.xlsx" help:"The file to write."`
	Force  bool   `help:"Replace FILE.xlsx if it is there."`
	exportForms
}

func (exportCmd) Help() string {
	return "A workbook of its own, to mail or to keep: the reports, all leads, and what happened. It does not change " +
		"the team's workbook, and may run beside a running leadsheet."
}

func (e exportCmd) Run(a *app) error {
	if e.exportForms.asked() {
		return e.exportForms.write(a, &e)
	}
	return a.look(e.clockFlag, "there is nothing to export", func(d *daemon.Daemon, book string) error {
		path, err := e.target(a, d, book)
		if err != nil {
			return err
		}
		x, err := d.Extract(a.ctx, daemon.Selection{})
		if err != nil {
			return err
		}
		printNotes(a.stderr, x.Notes)
		if err := e.save(a, path, x); err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.stdout, "%s from %s written to %s.\n", count(x.Leads, "lead"), book, path)
		return err
	})
}

// target is the file to write: it must not be there yet, unless it may be replaced.
func (e *exportCmd) target(a *app, d *daemon.Daemon, book string) (string, error) {
	path := e.Output
	if strings.ToLower(filepath.Ext(path)) != ".xlsx" {
		return "", usageError{fmt.Errorf("%s does not end in .xlsx: give the export a name that does", path)}
	}
	if _, err := os.Lstat(path); err == nil && !e.Force {
		return "", usageError{taken(path)}
	}
	return path, nil
}

func taken(path string) error {
	return fmt.Errorf("%s is there already: choose another name, or add --force to replace it", path)
}

// save writes the workbook.
func (e *exportCmd) save(a *app, path string, x daemon.Extract) error {
	err := xlsx.Save(a.ctx, path, x.Export, e.Force, nil)
	if errors.Is(err, fs.ErrExist) {
		return usageError{taken(path)}
	}
	return err
}
