package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/sheets/xlsx"
)

// exportCmd writes the owner's workbook. What is written instead of a workbook, or beside it, is in exportForms.
type exportCmd struct {
	clockFlag
	Output string `short:"o" placeholder:"FILE.xlsx" help:"The file to write, else one beside the workbook."`
	Force  bool   `help:"Replace the file if it is there."`
	exportSelection
	exportForms
}

// exportSelection is what is exported.
type exportSelection struct {
	Since string `placeholder:"DAY" help:"Leads received and events from then on: 2026-10-01, 90d, 12w."`
	Until string `placeholder:"DAY" help:"Leads received and events up to that day and with it."`
	AsOf  string `placeholder:"DAY" help:"All as recorded by the end of that day, such as 2026-10-31."`
}

func (exportCmd) Help() string {
	return "A workbook of its own, to mail or to keep: the reports, all leads, what happened, what each figure means, " +
		"and a tab that recomputes the figures from the rows. It does not change the team's workbook, and may run beside a " +
		"running leadsheet. With --since and --until the figures of Check are of that time. With --as-of everything is " +
		"as it was recorded then, so that the same day gives the same figures whenever it is asked " +
		"for. With --csv, --json, --pdf or --for other files are written in its place: see README.txt beside them."
}

func (e exportCmd) Run(a *app) error {
	if e.exportForms.asked() {
		return e.exportForms.write(a, &e)
	}
	return a.look(e.clockFlag, "there is nothing to export", func(d *daemon.Daemon, book string) error {
		config, err := a.config()
		if err != nil {
			return err
		}
		path, err := e.target(&config)
		if err != nil {
			return err
		}
		d.Mailbox = config.MailAddress()
		progress := startPassProgress(a)
		x, err := e.write(a, d, path, progress)
		progress.end()
		if err != nil {
			return err
		}
		printNotes(a.stderr, x.Notes)
		_, err = fmt.Fprintf(a.stdout, "%s from %s written to %s, with %s.\n", count(x.Leads, "lead"), book, path,
			count(x.Events, "event"))
		return err
	})
}

// write reads the workbook and writes the export.
func (e *exportCmd) write(a *app, d *daemon.Daemon, path string, progress *passProgress) (daemon.Extract, error) {
	progress.tellDoing("reading the workbook")
	x, err := d.Extract(a.ctx, e.selection())
	if err != nil {
		return x, err
	}
	// What the book keeps of its file is not needed to write another one. Without it writing takes less memory than
	// reading did.
	if err := d.Book.Close(); err != nil {
		return x, err
	}
	debug.FreeOSMemory()
	progress.tellDoing("")
	err = xlsx.Save(a.ctx, path, x.Export, e.Force, progress.tellRows)
	var many *xlsx.TooManyRows
	switch {
	case errors.Is(err, fs.ErrExist):
		err = usageError{taken(path)}
	case errors.As(err, &many):
		err = usageError{fmt.Errorf("%w: export a part of it with --since and --until", err)}
	case errors.Is(err, context.Canceled):
		err = errors.New("stopped; nothing was written")
	}
	return x, err
}

// target is the file to write: it must not be there yet, unless it may be replaced. A name that was not given is the
// first free one of the day.
func (e *exportCmd) target(config *setup.Config) (string, error) {
	if path := e.Output; path != "" {
		if strings.ToLower(filepath.Ext(path)) != ".xlsx" {
			return "", usageError{fmt.Errorf("%s does not end in .xlsx: give the export a name that does", path)}
		}
		if _, err := os.Lstat(path); err == nil && !e.Force {
			return "", usageError{taken(path)}
		}
		return path, nil
	}
	folder := "."
	if config.Spreadsheet == "" {
		folder = filepath.Dir(config.Book)
	}
	name := "leadsheet-export-" + e.now().Format(time.DateOnly)
	for n := 1; ; n++ {
		path := filepath.Join(folder, name+".xlsx")
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s-%d.xlsx", name, n))
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) || e.Force {
			return path, nil
		} else if err != nil {
			return "", fmt.Errorf("choose a name for the export: %w", err)
		}
	}
}

func taken(path string) error {
	return fmt.Errorf("%s is there already: choose another name, or add --force to replace it", path)
}
