package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"leadsheet/cmd/leadsheet/place"
	"leadsheet/daemon"
	"leadsheet/reports/handover"
)

// exportForms are the forms of an export other than a workbook.
type exportForms struct {
	CSV  bool   `name:"csv" help:"Write CSV files into the new folder -o NAME: leads, what happened, figures."`
	JSON bool   `name:"json" help:"Write one JSON document to -o FILE.json, or to -o - for standard output."`
	PDF  bool   `name:"pdf" help:"Write the report to -o FILE.pdf; LibreOffice must be installed."`
	For  string `name:"for" placeholder:"PRODUCT" help:"The new folder -o NAME: what ${products} imports."`
}

// names are the flags that were given.
func (f *exportForms) names() []string {
	var names []string
	for _, given := range []struct {
		name string
		is   bool
	}{{"--csv", f.CSV}, {"--json", f.JSON}, {"--pdf", f.PDF}, {"--for", f.For != ""}} {
		if given.is {
			names = append(names, given.name)
		}
	}
	return names
}

// asked reports whether the export is to have another form than a workbook.
func (f *exportForms) asked() bool { return len(f.names()) > 0 }

// write writes the export in the form that was asked for.
func (f *exportForms) write(a *app, e *exportCmd) error {
	product := handover.ProductNamed(f.For)
	switch names := f.names(); {
	case len(names) > 1:
		return usageError{fmt.Errorf("%s are different forms of an export: ask for one at a time",
			strings.Join(names, " and "))}
	case f.For != "" && product == nil:
		return usageError{fmt.Errorf("--for %s: there are files for %s; --csv writes everything for any other program", f.For,
			handover.ProductNames())}
	}
	if f.PDF && e.Since+e.Until != "" {
		return usageError{errors.New("--pdf is the report, whose periods are its own: leave --since and --until out")}
	}
	if err := place.CheckName(f.names()[0], e.Output, f.ext()); err != nil {
		return usageError{err}
	}
	if err := e.checkPlace(); err != nil {
		return usageError{err}
	}
	return a.look(e.clockFlag, "there is nothing to export", func(d *daemon.Daemon, book string) error {
		switch {
		case f.CSV:
			return e.files(a, d, book, func(x *daemon.HandOver, to handover.Folder) ([]handover.Made, error) {
				return handover.Plain(&x.Business, x.Report(), to)
			})
		case f.JSON:
			return e.document(a, d, book)
		case f.PDF:
			return e.pdf(a, d, book)
		}
		return e.files(a, d, book, func(x *daemon.HandOver, to handover.Folder) ([]handover.Made, error) {
			return product.Write(&x.Business, to)
		})
	})
}

// selection is what is exported.
func (e *exportCmd) selection() daemon.Selection {
	return daemon.Selection{Since: e.Since, Until: e.Until, AsOf: e.AsOf}
}

// ext is how the name of the output ends; "" for a folder.
func (f *exportForms) ext() string {
	return map[bool]string{f.JSON: ".json", f.PDF: ".pdf"}[true]
}

// checkPlace checks that nothing is replaced that may not be.
func (e *exportCmd) checkPlace() error {
	return place.Check(e.Output, e.ext() == "", e.Force, handover.IsOurs)
}

// document writes one JSON document.
func (e *exportCmd) document(a *app, d *daemon.Daemon, book string) error {
	x, err := e.handOver(a, d)
	if err != nil {
		return err
	}
	write := func(out io.Writer) error { return handover.JSON(&x.Business, x.Report(), out) }
	if e.Output == "-" {
		return write(place.Writer(a.ctx, a.stdout))
	}
	if err := written(place.File(a.ctx, e.Output, e.Force, write), e.Output); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s from %s written to %s.\n", count(x.Rows, "lead"), book, e.Output)
	return err
}

// written says what became of the writing of an export.
func written(err error, path string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return usageError{taken(path)} // it came while the export was written
	case errors.Is(err, context.Canceled):
		return errors.New("stopped; nothing was written")
	}
	return fmt.Errorf("write the export: %w", err)
}

// files writes a folder of files.
func (e *exportCmd) files(a *app, d *daemon.Daemon, book string,
	write func(*daemon.HandOver, handover.Folder) ([]handover.Made, error)) error {
	x, err := e.handOver(a, d)
	if err != nil {
		return err
	}
	path := filepath.Clean(e.Output)
	var made []handover.Made
	progress := startPassProgress(a)
	err = place.InFolder(a.ctx, path, e.checkPlace, func(to *place.Folder) (err error) {
		to.Tell = func(name string) { progress.tellDoing("writing " + name) }
		made, err = write(x, to)
		return err
	})
	progress.end()
	if err := written(err, path); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s from %s written to %s: %s. Begin with %s.\n", count(x.Rows, "lead"), book, path,
		handover.Describe(made), filepath.Join(path, "README.txt"))
	return err
}

// handOver reads what other programs get.
func (e *exportCmd) handOver(a *app, d *daemon.Daemon) (*daemon.HandOver, error) {
	x, err := d.HandOver(a.ctx, e.selection())
	printNotes(a.stderr, x.Notes)
	return &x, err
}
