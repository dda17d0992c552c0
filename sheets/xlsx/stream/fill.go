package stream

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/klauspost/compress/flate"
)

// Part is a worksheet of a template into which rows are written, behind those that it has.
type Part struct {
	Name string // of the member, such as xl/worksheets/sheet1.xml
	// First is the number of the first row to be written, from 1.
	First int
	// Area is the range of cells that the sheet has in the end, such as A1:H20.
	Area string
	Fill func(*Rows) error
}

// Fill writes a workbook that is a template with rows in some of its worksheets. All other members are copied as they
// stand.
func Fill(out io.Writer, template []byte, parts []Part) error {
	zr, err := zip.NewReader(bytes.NewReader(template), int64(len(template)))
	if err != nil {
		return fmt.Errorf("read the template: %w", err)
	}
	zw := zip.NewWriter(out)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	found := 0
	for _, f := range zr.File {
		var part *Part
		for i := range parts {
			if parts[i].Name == f.Name {
				part = &parts[i]
				found++
			}
		}
		if part == nil {
			err = zw.Copy(f)
		} else {
			err = part.write(zw, f)
		}
		if err != nil {
			return fmt.Errorf("write part %s: %w", f.Name, err)
		}
	}
	if found < len(parts) {
		return errors.New("the template lacks a sheet")
	}
	return zw.Close()
}

var (
	dimension = regexp.MustCompile(`<dimension ref="[^"]*"\s*(/>|></dimension>)`)
	noRows    = regexp.MustCompile(`<sheetData\s*/>`)
)

func (p *Part) write(zw *zip.Writer, f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	sheet, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		return err
	}
	sheet = dimension.ReplaceAll(sheet, []byte(`<dimension ref="`+p.Area+`"/>`))
	sheet = noRows.ReplaceAll(sheet, []byte("<sheetData></sheetData>"))
	head, tail, ok := bytes.Cut(sheet, []byte("</sheetData>"))
	if !ok {
		return errors.New("the template's sheet has no place for rows")
	}
	w, err := zw.Create(f.Name)
	if err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	rows := &Rows{out: w, next: p.First}
	if err := p.Fill(rows); err != nil {
		return err
	}
	rows.buf = append(rows.buf, "</sheetData>"...)
	rows.buf = append(rows.buf, tail...)
	return rows.flush()
}
