package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"leadsheet/cmd/leadsheet/paper"
	"leadsheet/cmd/leadsheet/place"
	"leadsheet/daemon"
	"leadsheet/sheets/xlsx"
)

// pdf writes the report as a document for paper.
func (e *exportCmd) pdf(a *app, d *daemon.Daemon, book string) error {
	program, err := paper.Find()
	if err != nil {
		return err
	}
	pages, notes, err := d.ReportPages(a.ctx, e.AsOf)
	printNotes(a.stderr, notes)
	if wrong := (daemon.WrongSetting{}); errors.As(err, &wrong) {
		return usageError{wrong}
	}
	if err != nil {
		return err
	}
	// A LibreOffice in a box of its own (snap) sees neither the machine's temporary files nor hidden folders.
	dir, err := os.MkdirTemp(filepath.Dir(e.Output), "leadsheet-export-")
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	err = func() error {
		workbook := filepath.Join(dir, "report.xlsx")
		if err := xlsx.Save(a.ctx, workbook, pages, false, nil); err != nil {
			return err
		}
		progress := startPassProgress(a)
		progress.tellDoing("LibreOffice makes the PDF")
		defer progress.end()
		if err := paper.ToPDF(a.ctx, program, dir, workbook); err != nil {
			return err
		}
		return place.Move(filepath.Join(dir, "report.pdf"), e.Output, e.Force)
	}()
	if removed := os.RemoveAll(dir); removed != nil {
		err = errors.Join(err, removed)
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, context.Canceled) {
		return written(err, e.Output)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "The report from %s written to %s.\n", book, e.Output)
	return err
}
