package stream

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

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
		switch {
		case part != nil:
			err = part.write(zw, f)
		case f.Name == "[Content_Types].xml":
			err = writeTypes(zw, f)
		default:
			err = zw.Copy(f)
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
	byEnding  = regexp.MustCompile(`<Default [^>]*?(/>|></Default>)`)
	noRows    = regexp.MustCompile(`<sheetData\s*/>`)
)

// writeTypes copies the list of content types with those of file names in order: the template has them in any, and the
// same content is to give the same bytes.
func writeTypes(zw *zip.Writer, f *zip.File) error {
	list, err := content(f)
	if err != nil {
		return err
	}
	types := byEnding.FindAll(list, -1)
	slices.SortFunc(types, bytes.Compare)
	i := 0
	list = byEnding.ReplaceAllFunc(slices.Clone(list), func([]byte) []byte {
		i++
		return types[i-1]
	})
	w, err := zw.Create(f.Name)
	if err == nil {
		_, err = w.Write(list)
	}
	return err
}

func content(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

func (p *Part) write(zw *zip.Writer, f *zip.File) error {
	sheet, err := content(f)
	if err != nil {
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
