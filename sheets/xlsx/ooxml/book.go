package ooxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Book is a workbook file whose parts have been found. The parts themselves are unpacked when they are needed.
type Book struct {
	Sheets []Sheet // in the order of their tabs
	Names  []Name
	// Date1904 says that days are counted from 1904-01-01 instead of 1899-12-30.
	Date1904 bool
	// Macros says that the workbook holds a program.
	Macros bool

	archive *archive
	main    string // the part of the workbook
	shared  string // the part with the shared texts, "" for none
	styles  string // the part with the styles, "" for none
	strings []string
	read    bool // strings has been read
}

// Sheet is a tab of a workbook.
type Sheet struct {
	Title  string
	Hidden bool
	Part   string // "" where the tab is no worksheet
}

// Name is a defined name.
type Name struct {
	Name  string
	Sheet int // the tab whose name it is, by its place in Book.Sheets; -1 for one of the whole workbook
	Refer string
}

type relsXML struct {
	Rel []relXML `xml:"Relationship"`
}

type relXML struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

type bookXML struct {
	XMLName xml.Name
	Pr      struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string `xml:"name,attr"`
		State string `xml:"state,attr"`
		RID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	} `xml:"sheets>sheet"`
	Names []struct {
		Name  string `xml:"name,attr"`
		Local *int   `xml:"localSheetId,attr"`
		Data  string `xml:",chardata"`
	} `xml:"definedNames>definedName"`
}

// Open finds the parts of a workbook. What cannot be kept is refused, with the reason: see Refusal.
func Open(raw []byte) (*Book, error) {
	a, err := openArchive(raw)
	if err != nil {
		return nil, err
	}
	b := &Book{archive: a, main: "xl/workbook.xml"}
	var root relsXML
	if err := a.decode("_rels/.rels", &root); err == nil {
		for _, r := range root.Rel {
			if strings.HasSuffix(r.Type, "/officeDocument") {
				b.main = strings.TrimPrefix(strings.ReplaceAll(r.Target, "\\", "/"), "/")
			}
		}
	}
	for k := range a.byName {
		b.Macros = b.Macros || strings.HasSuffix(k, "vbaproject.bin")
	}
	return b, b.find()
}

// find reads the workbook part and its relations.
func (b *Book) find() error {
	var x bookXML
	if err := b.archive.decode(b.main, &x); errors.Is(err, errNoPart) {
		return refuse("it is a zip file but not an Excel workbook")
	} else if err != nil {
		return err
	}
	if strings.Contains(x.XMLName.Space, "purl.oclc.org") {
		return refuse(`it is a "Strict Open XML Spreadsheet"; save it as "Excel Workbook (.xlsx)"`)
	}
	b.Date1904 = x.Pr.Date1904 == "1" || x.Pr.Date1904 == "true"
	rels, err := b.archive.rels(b.main)
	if err != nil {
		return err
	}
	target := map[string]string{}
	for _, r := range rels {
		switch path.Base(r.Type) {
		case "worksheet":
			target[r.ID] = r.Target
		case "sharedStrings":
			b.shared = r.Target
		case "styles":
			b.styles = r.Target
		}
	}
	for _, s := range x.Sheets {
		hidden := s.State == "hidden" || s.State == "veryHidden"
		b.Sheets = append(b.Sheets, Sheet{Title: s.Name, Hidden: hidden, Part: target[s.RID]})
	}
	for _, n := range x.Names {
		sheet := -1
		if n.Local != nil {
			sheet = *n.Local
		}
		b.Names = append(b.Names, Name{n.Name, sheet, n.Data})
	}
	return nil
}

// relsOf returns the name of the part with the relations of a part.
func relsOf(part string) string {
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

// rels returns the relations of a part within the archive, with full names of their targets. No relations are no error.
func (a *archive) rels(part string) ([]relXML, error) {
	var x relsXML
	if err := a.decode(relsOf(part), &x); err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	out := x.Rel[:0]
	for _, r := range x.Rel {
		if r.Mode == "External" {
			continue
		}
		r.Target = strings.ReplaceAll(r.Target, "\\", "/")
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(path.Dir(part), r.Target)
		}
		r.Target = strings.TrimPrefix(r.Target, "/")
		out = append(out, r)
	}
	return out, nil
}

// SharedStrings returns the table of texts, which is read once.
func (b *Book) SharedStrings() ([]string, error) {
	if b.read || b.shared == "" {
		return b.strings, nil
	}
	data, err := b.archive.part(b.shared)
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if b.strings, err = SharedStrings(data); err != nil {
		return nil, refuseMarkup(err, "its table of texts is damaged; restore a copy")
	}
	b.read = true
	return b.strings, nil
}

// Scan reads a worksheet of the workbook: see ScanSheet.
func (b *Book) Scan(sheet Sheet, old *Grid) (*Grid, error) {
	data, err := b.archive.part(sheet.Part)
	if errors.Is(err, errNoPart) {
		return nil, refuse("a sheet is missing in the file; restore a copy")
	}
	if err != nil {
		return nil, err
	}
	g, err := b.scan(sheet, data, old, b.archive.part)
	return g, refuseMarkup(err, damagedSheet)
}

// damagedSheet refuses a worksheet whose markup is broken.
const damagedSheet = "the sheet is damaged; restore a copy, or open the workbook in a spreadsheet program and save it"

// scan reads the bytes of a worksheet. part returns a part of the file.
func (b *Book) scan(sheet Sheet, data []byte, old *Grid, part func(string) ([]byte, error)) (*Grid, error) {
	shared, err := b.SharedStrings()
	if err != nil {
		return nil, err
	}
	dates, err := b.dateFormats()
	if err != nil {
		return nil, err
	}
	g, err := scanSheet(data, shared, old, dates)
	if err != nil {
		return nil, err
	}
	g.Title, g.Hidden = sheet.Title, sheet.Hidden
	g.Totals, err = b.findTotals(sheet.Part, g, part)
	return g, err
}

// parseStyles reads the table of styles. A workbook without one has the plain format only.
func (b *Book) parseStyles() (*Styles, error) {
	data, err := b.archive.part(b.styles)
	if errors.Is(err, errNoPart) {
		data, err = []byte(emptyStyles), nil
	}
	if err != nil {
		return nil, err
	}
	st, err := ParseStyles(data)
	return st, refuseMarkup(err, "its table of styles is damaged; restore a copy")
}

// dateFormats tells which cell formats show dates, if the workbook counts days from 1904; else it is nil.
func (b *Book) dateFormats() (func(xf int) bool, error) {
	if !b.Date1904 {
		return nil, nil
	}
	st, err := b.parseStyles()
	if err != nil {
		return nil, err
	}
	known := map[int]bool{}
	return func(xf int) bool {
		is, ok := known[xf]
		if !ok {
			is = st.IsDate(xf)
			known[xf] = is
		}
		return is
	}, nil
}

func refuseMarkup(err error, why string) error {
	if errors.Is(err, ErrMarkup) {
		return refuse(why)
	}
	return err
}

// Same reports whether a part has the same bytes in both files.
func (b *Book) Same(other *Book, part string) bool {
	f, g := b.archive.byName[partKey(part)], other.archive.byName[partKey(part)]
	if f == nil || g == nil {
		return f == g
	}
	if f.CRC32 != g.CRC32 || f.UncompressedSize64 != g.UncompressedSize64 {
		return false
	}
	was, err1 := packed(b.archive, f)
	is, err2 := packed(other.archive, g)
	return err1 == nil && err2 == nil && bytes.Equal(was, is)
}

// Compare checks that a file that was read back holds what the draft has changed, and everything else as it was.
func (d *Draft) Compare(back []byte) error {
	now, err := openArchive(back)
	if err != nil {
		return fmt.Errorf("read the parts back: %w", err)
	}
	return d.book.archive.compare(now, d.changed, d.removed)
}

// SameSheet reports whether a tab has the same content in another file, in which it is the same part.
func (b *Book) SameSheet(other *Book, sheet Sheet) bool {
	for _, s := range other.Sheets {
		if s.Title == sheet.Title {
			return s.Part == sheet.Part && b.Same(other, s.Part) && b.Date1904 == other.Date1904 &&
				(b.shared == "" || b.Same(other, b.shared)) && (!b.Date1904 || b.Same(other, b.styles)) &&
				b.sameTables(other, s.Part)
		}
	}
	return false
}

// sameTables reports whether a tab has the same tables in another file.
func (b *Book) sameTables(other *Book, sheet string) bool {
	tables, err := b.tablesOf(sheet)
	return err == nil && b.Same(other, relsOf(sheet)) && !slices.ContainsFunc(tables, func(name string) bool {
		return !b.Same(other, name)
	})
}

// KeepTexts takes over the table of texts that another version of the file has read, if it is the same.
func (b *Book) KeepTexts(other *Book) {
	if other.read && b.shared == other.shared && b.Same(other, b.shared) {
		b.strings, b.read = other.strings, true
	}
}
