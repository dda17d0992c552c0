package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"leadsheet/cmd/leadsheet/paper"
	"leadsheet/daemon"
	"leadsheet/sheets/xlsx"
	"leadsheet/sheets/xlsx/files"
)

// pdf writes the report as a document for paper.
func (e *exportCmd) pdf(a *app, d *daemon.Daemon, book string) error {
	program, err := paper.Find()
	if err != nil {
		return err
	}
	pages, notes, err := d.ReportPages(a.ctx, e.AsOf)
	printNotes(a.stderr, notes)
	if err != nil {
		return err
	}
	progress := startPassProgress(a)
	progress.tellDoing("LibreOffice makes the PDF")
	err = paper.Make(a.ctx, program, filepath.Dir(e.Output), func(workbook string) error {
		return xlsx.Save(a.ctx, workbook, pages, false, nil)
	}, func(pdf string) error { return files.Put(pdf, e.Output, e.Force) })
	progress.end()
	if errors.Is(err, fs.ErrExist) || errors.Is(err, context.Canceled) {
		return written(err, e.Output)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "The report from %s written to %s.\n", book, e.Output)
	return err
}
