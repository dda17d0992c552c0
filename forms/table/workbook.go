package table

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook reads the cells of a workbook without ever holding a part of it as a whole.
type workbook struct {
	*budget
	files map[string]*zip.File // by name in small letters

	sheets []*grid
	days   bool // days are counted from 1904
	ours   bool // leadsheet has written it

	heap strings.Builder // where texts are put together
	refs []ref           // cells whose text is shared
	head []int32         // by the number of a shared text: the first of its cells in refs plus one
}

// budget is what workbooks may cost yet; those of one archive share it.
type budget struct {
	left   int64 // bytes that may be unpacked yet, whatever the archive says of itself
	texts  int   // bytes of text so far
	slots  int   // cells so far, those left out too
	filled int   // cells so far that have something in them
	tags   int   // tags so far
}

func newBudget() *budget { return &budget{left: maxParts} }

// grid is one sheet of a workbook: its rows that have something in them.
type grid struct {
	name string
	rows []sheetRow
}

// sheetRow is a row of a sheet.
type sheetRow struct {
	n       int // as the sheet counts, from 1
	cells   []string
	problem string // what could not be read of it
	link    string // the first address behind a link
	// What of it is not blank and no unticked box is computed; blank says that there is no such cell.
	computed, blank bool
}

// ref is a cell that has the text of others.
type ref struct {
	to   *string
	next int32 // the one before it of the same text, plus one
}

// awaited stands in a cell until its shared text is put in.
const awaited = "\xff" // no text of a cell: texts are UTF-8

// What is said of rows of a workbook.
const (
	WideProblem = "what stands to the right of the first 1000 columns of this row was not read"
	textProblem = "a text of this row is missing in the workbook; open it in a spreadsheet and compare"
)

var (
	errWide = fmt.Errorf("%w: it is far wider than what is in it; delete the blank columns to the right of the table, "+
		"and save it again", ErrRefused)
	errTags = fmt.Errorf("%w: there is far more to it than what is in its cells; copy the table into a new workbook, "+
		"or save the sheet as .csv", ErrRefused)
	errText = fmt.Errorf("%w: its cells hold more than %d MB of text; export a shorter period", ErrRefused, maxTexts>>20)
)

// errUnpacked refuses a workbook that is larger unpacked than any export.
var errUnpacked = fmt.Errorf("%w: the workbook is larger than %d MB when it is unpacked; export a shorter period, "+
	"or save the sheet as .csv", ErrRefused, maxParts>>20)

// limited counts what is unpacked.
type limited struct {
	in   io.Reader
	left *int64
}

func (l limited) Read(p []byte) (int, error) {
	if *l.left <= 0 {
		return 0, errUnpacked
	}
	n, err := l.in.Read(p[:min(int64(len(p)), *l.left)])
	*l.left -= int64(n)
	return n, err
}

var errNoPart = errors.New("a part of it is missing")

// part calls each with every tag of a part until it returns io.EOF or another error.
func (w *workbook) part(name string, each func(t *tags) error) error {
	f := w.files[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if f == nil {
		return errNoPart
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close() // it has only been read
	t := newTags(limited{in, &w.left})
	for {
		err := t.next()
		if w.tags++; w.tags > maxTags+maxDense*w.filled {
			return errTags
		}
		if err == nil {
			err = each(t)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// openWorkbook reads all sheets of a workbook but those that hold no cells.
func openWorkbook(z *zip.Reader, b *budget) (*workbook, error) {
	w := &workbook{budget: b, files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		w.files[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	main := "xl/workbook.xml"
	root, err := w.relations("_rels/.rels")
	if err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	for _, r := range root {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = strings.TrimPrefix(r.target, "/")
		}
	}
	rels, err := w.relations(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return nil, err
	}
	parts, shared := map[string]string{}, path.Join(path.Dir(main), "sharedStrings.xml")
	for _, r := range rels {
		target := r.target
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(main), target)
		}
		switch {
		case strings.HasSuffix(r.kind, "/worksheet"):
			parts[r.id] = target
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			shared = target
		}
	}
	if err := w.list(main, parts); err != nil {
		return nil, err
	}
	if err := w.share(shared); err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	w.tidy()
	return w, nil
}

type relation struct{ id, kind, target string }

func (w *workbook) relations(name string) (out []relation, err error) {
	err = w.part(name, func(t *tags) error {
		if t.starts("Relationship") && len(out) < maxMembers {
			out = append(
				out,
				relation{string(t.value("Id")), string(t.value("Type")), string(plainText(nil, t.value("Target")))},
			)
		}
		return nil
	})
	return out, err
}

// list reads the sheets that the workbook names, in its order.
func (w *workbook) list(main string, parts map[string]string) error {
	type listed struct{ name, part string }
	var all []listed
	err := w.part(main, func(t *tags) error {
		switch {
		case t.starts("workbookPr"):
			v := string(t.value("date1904"))
			w.days = v == "1" || v == "true"
		case t.starts("definedName") && string(t.value("name")) == ownName:
			w.ours = true
		case t.starts("sheet") && len(all) < maxSheets:
			if part, ok := parts[string(t.idValue())]; ok {
				all = append(all, listed{string(plainText(nil, t.value("name"))), part})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, l := range all {
		s := &grid{name: l.name}
		if err := w.read(s, l.part); err != nil && !errors.Is(err, errNoPart) {
			return err
		}
		w.sheets = append(w.sheets, s)
	}
	return nil
}

// idValue is the attribute r:id, whatever the file calls the prefix.
func (t *tags) idValue() []byte {
	if v := t.value("r:id"); v != nil {
		return v
	}
	for rest := string(t.attr); ; {
		i := strings.Index(rest, ":id=")
		if i < 0 {
			return nil
		}
		if rest = rest[i+4:]; len(rest) > 1 {
			v, _, _ := strings.Cut(rest[1:], rest[:1])
			return []byte(v)
		}
	}
}

// read reads the rows of a sheet; shared texts are put in later.
func (w *workbook) read(s *grid, part string) error {
	row, cells := sheetRow{}, &rowCells{}
	last, rows, whole := 0, 0, true
	mails, err := w.mailLinks(part)
	if err != nil {
		return err
	}
	err = w.part(part, func(t *tags) error {
		switch {
		case t.starts("hyperlink"):
			s.link(t, mails)
		case t.starts("sheetData"):
			whole = t.both
		case t.starts("row"):
			if n, err := strconv.Atoi(string(t.value("r"))); err == nil && n > last && n <= sheetRows {
				last = n
			} else {
				last++
			}
			row = sheetRow{n: last}
			cells.reset()
		case t.starts("c"):
			return w.cell(t, cells, &row)
		case t.ends("row"):
			if len(cells.got) == 0 && row.problem == "" {
				return nil
			}
			if rows++; rows > maxRecords {
				return tooMany()
			}
			if w.slots += cells.width; w.slots > maxSlots+maxSparse*w.filled {
				return errWide
			}
			row.cells = make([]string, cells.width)
			row.computed, row.blank = cells.computed()
			s.rows = append(s.rows, row)
			w.put(&s.rows[len(s.rows)-1], cells)
		case t.ends("sheetData"):
			if whole = true; len(mails) == 0 {
				return io.EOF // what follows are looks and rules
			}
		}
		return nil
	})
	if err == nil && !whole {
		err = errXML
	}
	return err
}
