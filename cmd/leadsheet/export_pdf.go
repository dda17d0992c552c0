package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/sheets/xlsx"
)

// mostConversion is how long LibreOffice may take. Its first start with a new profile takes some seconds.
const mostConversion = 3 * time.Minute

// officePrograms are where LibreOffice is: a name is looked for on the path.
var officePrograms = []string{"soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
	`C:\Program Files\LibreOffice\program\soffice.exe`}

// pdf writes the report as a document for paper.
func (e *exportCmd) pdf(a *app, d *daemon.Daemon, book string) error {
	office, err := findOffice()
	if err != nil {
		return err
	}
	pages, notes, err := d.ReportPages(a.ctx, "")
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
		if err := toPDF(a.ctx, office, dir, workbook); err != nil {
			return err
		}
		return putInPlace(filepath.Join(dir, "report.pdf"), e.Output, e.Force)
	}()
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "The report from %s written to %s.\n", book, e.Output)
	return err
}

// findOffice returns the program that makes the document.
func findOffice() (string, error) {
	for _, name := range officePrograms {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("LibreOffice makes the PDF, and is not installed: install it from https://www.libreoffice.org " +
		"(Debian, Ubuntu: apt install libreoffice-calc), or write a workbook without --pdf and print its first page")
}

// toPDF has LibreOffice convert a workbook in a folder, with a profile of its own there: one that is open, and its
// settings, stay as they are.
func toPDF(ctx context.Context, office, dir, workbook string) error {
	limited, cancel := context.WithTimeout(ctx, mostConversion)
	defer cancel()
	profile := filepath.ToSlash(filepath.Join(dir, "profile"))
	if abs, err := filepath.Abs(profile); err == nil {
		profile = filepath.ToSlash(abs)
	}
	if !strings.HasPrefix(profile, "/") {
		profile = "/" + profile
	}
	home := url.URL{Scheme: "file", Path: profile}
	cmd := exec.CommandContext(limited, office, "-env:UserInstallation="+home.String(), "--headless",
		"--norestore", "--convert-to", "pdf", "--outdir", dir, workbook)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = 5 * time.Second
	asGroup(cmd)
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return fmt.Errorf("LibreOffice did not make the PDF within %v: try again when the machine has less to do",
			mostConversion)
	}
	// It ends well also when it could not read the file.
	if _, missing := os.Stat(filepath.Join(dir, "report.pdf")); err != nil || missing != nil {
		return fmt.Errorf("LibreOffice (%s) could not make the PDF: %w", office,
			errors.Join(err, errors.New(strings.TrimSpace(said.String()))))
	}
	return nil
}
