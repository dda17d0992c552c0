package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
)

// exportCmd writes the owner's workbook. What is written instead of a workbook, or beside it, is in exportForms.
type exportCmd struct {
	clockFlag
	Output string `short:"o" required:"" placeholder:"FILE.xlsx" help:"The workbook to write."`
	Force  bool   `help:"Replace FILE.xlsx if it is there."`
	exportForms
}

func (exportCmd) Help() string {
	return "A workbook of its own, to mail or to keep: the reports, all leads, and what happened. It does not change " +
		"the team's workbook."
}

func (e exportCmd) Run(a *app) (err error) {
	if e.exportForms.asked() {
		return e.exportForms.write(a, &e)
	}
	if strings.ToLower(filepath.Ext(e.Output)) != ".xlsx" {
		return usageError{fmt.Errorf("%s does not end in .xlsx: give the export a name that does", e.Output)}
	}
	if _, statErr := os.Stat(e.Output); statErr == nil && !e.Force {
		return usageError{fmt.Errorf("%s is there already: choose another name, or add --force to replace it", e.Output)}
	}
	d, c, err := open(a, e.clockFlag)
	if err != nil {
		return err
	}
	defer d.Book.Close()
	if _, statErr := os.Stat(c.Book); c.Spreadsheet == "" && errors.Is(statErr, os.ErrNotExist) {
		return usageError{hint.Because(statErr, "there is no workbook %s to export: run leadsheet once first, "+
			"or set LEADSHEET_BOOK", c.Book)}
	}
	n := 0
	// The export is made beside the target and renamed when complete, so that a failure leaves no partial file.
	err = withNewBook(filepath.Dir(e.Output), func(book sheets.Book) error {
		n, err = d.Export(a.ctx, book)
		return err
	}, func(path string) error { return os.Rename(path, e.Output) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s from %s written to %s.\n", count(n, "lead"), c.BookName(), e.Output)
	return err
}
