// Package paper has LibreOffice convert workbooks, with a profile of its own: one that is open, and its settings, stay
// as they are.
package paper

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
)

// most is how long LibreOffice may take. Its first start with a new profile takes some seconds.
const most = 3 * time.Minute

// programs are where LibreOffice is: a name is looked for on the path.
var programs = []string{"soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
	`C:\Program Files\LibreOffice\program\soffice.exe`}

// Find returns the program. The error, for people, says what to install.
func Find() (string, error) {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("LibreOffice makes the PDF, and is not installed: install it from https://www.libreoffice.org " +
		"(Debian, Ubuntu: apt install libreoffice-calc), or write a workbook without --pdf and print its first page")
}

// Make has a workbook written, converts it with an office program, and hands the document over. It works in a folder of
// its own below dir, which is gone in the end: a LibreOffice in a box of its own (snap) sees neither the machine's
// temporary files nor hidden folders.
func Make(ctx context.Context, office, dir string, write, use func(path string) error) (err error) {
	if dir, err = os.MkdirTemp(dir, "leadsheet-export-"); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	workbook := filepath.Join(dir, "report.xlsx")
	if err := write(workbook); err != nil {
		return err
	}
	if err := toPDF(ctx, office, dir, workbook); err != nil {
		return err
	}
	return use(filepath.Join(dir, "report.pdf"))
}

// toPDF has an office program convert a workbook to a document of the same name in dir, where its profile is kept, too.
// It ends with ctx, with all that it has started, and then the error is that of ctx.
func toPDF(ctx context.Context, office, dir, workbook string) error {
	limited, cancel := context.WithTimeout(ctx, most)
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
			most)
	}
	// It ends well also when it could not read the file.
	if _, missing := os.Stat(strings.TrimSuffix(workbook, filepath.Ext(workbook)) + ".pdf"); err != nil || missing != nil {
		return fmt.Errorf("LibreOffice (%s) could not make the PDF: %w", office,
			errors.Join(err, errors.New(strings.TrimSpace(said.String()))))
	}
	return nil
}
