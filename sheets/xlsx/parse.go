package xlsx

import (
	"errors"
	"fmt"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/frames"
	"leadsheet/sheets/xlsx/ooxml"
)

// workbook is a parsed file. It is never changed after parsing.
type workbook struct {
	book   *ooxml.Book
	order  []*ooxml.Grid
	byName map[string]*ooxml.Grid // by folded title
	stamp                         // of leadsheet's last write; zero in a file that it has never written
	frames map[string]string      // of the pages, by folded title: see package frames
}

// isOthers reports whether people have a tab of their own where a page is to be that earlier versions called otherwise.
func (wb *workbook) isOthers(p sheets.Page) bool {
	g := wb.byName[sheets.Fold(p.Title)]
	return p.Former != "" && g != nil && !g.NoLines
}

// refused turns the refusal of a file into an ErrUnsupported with its reason.
func refused(err error) error {
	if r := (*ooxml.Refusal)(nil); errors.As(err, &r) {
		return fmt.Errorf("%w: %s", sheets.ErrUnsupported, r.Why)
	}
	return err
}

// parse reads the bytes of a workbook. old is the version that was read before, or nil: what has not changed since is
// taken from it.
func parse(raw []byte, old *workbook) (*workbook, error) {
	book, err := ooxml.Open(raw)
	if err != nil {
		return nil, refused(err)
	}
	return scanTabs(book, func(sheet ooxml.Sheet) (*ooxml.Grid, error) {
		var was *ooxml.Grid
		if old != nil {
			was = old.byName[sheets.Fold(sheet.Title)]
		}
		if was != nil && was.Title == sheet.Title && was.Hidden == sheet.Hidden && book.SameSheet(old.book, sheet) {
			return was, nil
		}
		return book.Scan(sheet, was)
	})
}

// scanTabs makes the workbook of the contents of its tabs. Chart sheets are not read.
func scanTabs(book *ooxml.Book, scan func(ooxml.Sheet) (*ooxml.Grid, error)) (*workbook, error) {
	wb := &workbook{book: book, byName: map[string]*ooxml.Grid{}}
	for _, sheet := range book.Sheets {
		if sheet.Part == "" {
			continue
		}
		g, err := scan(sheet)
		if err != nil {
			return nil, fmt.Errorf("read tab %q: %w", sheet.Title, refused(err))
		}
		wb.order = append(wb.order, g)
		if k := sheets.Fold(sheet.Title); wb.byName[k] == nil {
			wb.byName[k] = g
		}
	}
	for _, n := range book.Names {
		switch n.Name {
		case stampName:
			wb.stamp = parseStamp(n.Refer)
		case framesName:
			wb.frames = frames.Parse(n.Refer)
		}
	}
	return wb, nil
}
