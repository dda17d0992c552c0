package ooxml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"

	"leadsheet/sheets/xlsx/ooxml/closeup"
)

// Draft is a new version of a workbook in the making. Parts that it does not change keep their bytes.
type Draft struct {
	book    *Book
	main    []byte            // the workbook part
	texts   map[string][]byte // small parts that were changed: relations, content types, tables
	changed map[string]*member
	added   []string // keys of new parts, in order
	removed map[string]bool
	styles  *Styles
}

// NewDraft begins a new version of the workbook.
func (b *Book) NewDraft() (*Draft, error) {
	main, err := b.archive.part(b.main)
	if err != nil {
		return nil, err
	}
	own := *b // its lists of tabs and names change
	return &Draft{book: &own, main: main, texts: map[string][]byte{}, changed: map[string]*member{},
		removed: map[string]bool{}}, nil
}

// Sheets are the tabs as the draft has them.
func (d *Draft) Sheets() []Sheet { return d.book.Sheets }

// Styles returns the workbook's table of styles.
func (d *Draft) Styles() (*Styles, error) {
	if d.styles != nil {
		return d.styles, nil
	}
	var err error
	d.styles, err = d.book.parseStyles()
	return d.styles, err
}

// part returns a part as the draft has it.
func (d *Draft) part(name string) ([]byte, error) {
	k := partKey(name)
	if t, ok := d.texts[k]; ok {
		return t, nil
	}
	if m := d.changed[k]; m != nil {
		data := make([]byte, m.size)
		_, err := io.ReadFull(flate.NewReader(bytes.NewReader(m.bytes)), data)
		return data, err
	}
	return d.book.archive.part(name)
}

// set gives a small part new bytes; a part that does not exist is added.
func (d *Draft) set(name string, data []byte) {
	k := partKey(name)
	d.texts[k] = data
	if !d.book.archive.has(name) && !slices.Contains(d.added, name) {
		d.added = append(d.added, name)
	}
	delete(d.removed, k)
}

// remove takes a part out, with its relations.
func (d *Draft) remove(name string) {
	for _, n := range []string{name, relsOf(name)} {
		k := partKey(n)
		delete(d.texts, k)
		delete(d.changed, k)
		d.added = slices.DeleteFunc(d.added, func(a string) bool { return partKey(a) == k })
		if d.book.archive.has(n) {
			d.removed[k] = true
		}
	}
}

// setLarge gives a part new bytes, and keeps them deflated only.
func (d *Draft) setLarge(name string, data []byte) error {
	m, err := newMember(name, data)
	if err != nil {
		return fmt.Errorf("pack part %s: %w", name, err)
	}
	d.set(name, nil)
	delete(d.texts, partKey(name))
	d.changed[partKey(name)] = m
	return nil
}

// Patch makes an edit in the tab at place i, whose present content is g. It returns the new content as it is read back
// from the new bytes of the part.
func (d *Draft) Patch(i int, g *Grid, e SheetEdit) (*Grid, error) {
	sheet := d.book.Sheets[i]
	data, err := d.part(sheet.Part)
	if err != nil {
		return nil, err
	}
	st, err := d.Styles()
	if err != nil {
		return nil, err
	}
	e.date1904 = d.book.Date1904
	data, err = PatchSheet(data, g, e, st)
	if err != nil {
		return nil, refuseMarkup(err, damagedSheet)
	}
	if data, err = d.drop(sheet.Part, data, e.Drop); err != nil {
		return nil, err
	}
	if err := d.setLarge(sheet.Part, data); err != nil {
		return nil, err
	}
	if e.Grow.To > e.Grow.From {
		if err := d.growTables(sheet.Part, e.Grow); err != nil {
			return nil, err
		}
		d.growNames(i, e.Grow)
	}
	if e.Grow.By > 0 || len(e.Drop) > 0 || g != nil && g.Truths { // formulas are in other cells now
		if err := d.dropCalcChain(); err != nil {
			return nil, err
		}
	}
	return d.scan(sheet, data, g)
}

// drop takes rows out of a worksheet, and moves the notes of the others.
func (d *Draft) drop(sheet string, data []byte, rows closeup.Dropped) ([]byte, error) {
	rels, err := d.book.archive.rels(sheet)
	for _, r := range rels {
		if closeup.Moves(r.Type) && len(rows) > 0 && err == nil {
			var part []byte
			part, err = d.part(r.Target)
			d.set(r.Target, closeup.Notes(part, rows))
		}
	}
	if err != nil {
		return nil, err
	}
	return closeup.Rows(data, rows)
}

// scan reads a new worksheet.
func (d *Draft) scan(sheet Sheet, data []byte, old *Grid) (*Grid, error) {
	g, err := d.book.scan(sheet, data, old, d.part)
	if err != nil {
		return nil, fmt.Errorf("read the changed tab back: %w", err)
	}
	return g, nil
}

// growTables grows the tables of a worksheet.
func (d *Draft) growTables(sheet string, g Growth) error {
	names, err := d.book.tablesOf(sheet)
	if err != nil {
		return err
	}
	type found struct {
		name string
		data []byte
		area area
	}
	var tables []found
	for _, name := range names {
		data, err := d.part(name)
		if err != nil {
			return err
		}
		s := scanner{data: data}
		for s.next() && !s.tag.opens("table") {
		}
		a, _ := parseArea(s.tag.text("ref"))
		tables = append(tables, found{name, data, a})
	}
	for i, t := range tables {
		var others []area
		for _, o := range slices.Concat(tables[:i], tables[i+1:]) {
			others = append(others, o.area)
		}
		if data := growTable(t.data, g, others); data != nil {
			d.set(t.name, data)
		}
	}
	return nil
}

// addStyles makes a part for the table of styles if there is none.
func (d *Draft) addStyles() error {
	name := d.book.styles
	if name != "" && d.book.archive.has(name) {
		return nil
	}
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
	if name == "" {
		name = path.Join(path.Dir(d.book.main), "styles.xml") // some programs know it by this name only
		if d.book.archive.has(name) {
			name = d.freePart(path.Join(path.Dir(d.book.main), "styles%d.xml"))
		}
		if _, err := d.addRel(d.book.main, relTypes+"styles", name, ""); err != nil {
			return err
		}
	}
	d.book.styles = name
	return errors.Join(d.dropContentType(name), d.addContentType(name, kind))
}

// Bytes returns the new version of the file.
func (d *Draft) Bytes() ([]byte, error) {
	d.set(d.book.main, d.main)
	if d.styles != nil && d.styles.changed {
		if err := d.addStyles(); err != nil {
			return nil, err
		}
		d.set(d.book.styles, d.styles.Bytes())
	}
	if err := d.typeRels(); err != nil {
		return nil, err
	}
	for k, data := range d.texts {
		name := k
		if i := slices.IndexFunc(d.added, func(n string) bool { return partKey(n) == k }); i >= 0 {
			name = d.added[i]
		}
		if old, err := d.book.archive.part(name); err == nil && bytes.Equal(old, data) {
			delete(d.changed, k)
			continue
		}
		m, err := newMember(name, data)
		if err != nil {
			return nil, fmt.Errorf("pack part %s: %w", name, err)
		}
		d.changed[k] = m
	}
	added := make([]string, len(d.added))
	for i, n := range d.added {
		added[i] = partKey(n)
	}
	return d.book.archive.rewrite(d.changed, added, d.removed)
}

// dropCalcChain removes the order of calculation, which programs make anew. It must not name cells without formulas.
func (d *Draft) dropCalcChain() error {
	rels, err := d.book.archive.rels(d.book.main)
	if err != nil {
		return err
	}
	for _, r := range rels {
		if path.Base(r.Type) == "calcChain" {
			d.remove(r.Target)
			return errors.Join(d.dropRel(d.book.main, r.ID), d.dropContentType(r.Target))
		}
	}
	return nil
}

// losesFormulas is told of a worksheet whose cells are all replaced. The order of calculation must not name formulas
// that are gone: some programs take the file for damaged.
func (d *Draft) losesFormulas(sheet []byte) error {
	for s := (scanner{data: sheet}); s.next(); {
		if s.tag.opens("f") {
			return d.dropCalcChain()
		}
	}
	return nil
}

// dropRel removes a relation of a part.
func (d *Draft) dropRel(part, id string) error {
	data, err := d.part(relsOf(part))
	if err != nil {
		return err
	}
	d.set(relsOf(part), dropElements(data, func(t *tag) bool { return t.opens("Relationship") && t.text("Id") == id }))
	return nil
}

const contentTypes = "[Content_Types].xml"

// dropContentType removes what the list of content types says about a part.
func (d *Draft) dropContentType(part string) error {
	data, err := d.part(contentTypes)
	if err != nil {
		return err
	}
	d.set(contentTypes, dropElements(data, func(t *tag) bool {
		return t.opens("Override") && partKey(t.text("PartName")) == partKey(part)
	}))
	return nil
}

// typeRels says of which type new parts with relations are, in a workbook that says so for each part on its own.
func (d *Draft) typeRels() error {
	if !slices.ContainsFunc(d.added, func(n string) bool { return path.Ext(n) == ".rels" }) {
		return nil
	}
	data, err := d.part(contentTypes)
	if err != nil {
		return err
	}
	for s := (scanner{data: data}); s.next(); {
		if s.tag.opens("Default") && strings.EqualFold(s.tag.text("Extension"), "rels") {
			return nil
		}
	}
	const entry = `Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
	d.set(contentTypes, insertLast(data, "Types", entry))
	return nil
}

// dropElements returns data without the elements whose start tag is meant.
func dropElements(data []byte, meant func(*tag) bool) []byte {
	var cuts []cut
	s := scanner{data: data}
	for s.next() {
		if from := s.tag.start; meant(&s.tag) {
			if s.tag.kind == openTag && !s.skipElement() {
				return data
			}
			cuts = append(cuts, cut{from, s.pos, nil})
		}
	}
	return splice(data, cuts)
}

// addContentType says of which type a new part is.
func (d *Draft) addContentType(part, contentType string) error {
	data, err := d.part(contentTypes)
	if err != nil {
		return err
	}
	entry := `Override PartName="/` + part + `" ContentType="` + contentType + `"/>`
	d.set(contentTypes, insertLast(data, "Types", entry))
	return nil
}

// insertLast inserts an element, without its "<" and prefix, as the last child of the named one.
func insertLast(data []byte, parent, element string) []byte {
	s := scanner{data: data}
	for s.next() {
		t := s.tag
		if !t.is(parent) {
			continue
		}
		el := "<" + string(t.prefix) + element
		switch t.kind {
		case closeTag:
			return splice(data, []cut{{t.start, t.start, []byte(el)}})
		case emptyTag:
			by := string(withoutEnd(data, &t)) + ">" + el + "</" + string(t.prefix) + parent + ">"
			return splice(data, []cut{{t.start, t.end, []byte(by)}})
		}
	}
	return data
}

// freePart returns the name of a part that does not exist yet: pattern with the first free number for its "%d".
func (d *Draft) freePart(pattern string) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf(pattern, n)
		taken := slices.ContainsFunc(d.added, func(a string) bool { return strings.EqualFold(a, name) })
		if !taken && !d.book.archive.has(name) {
			return name
		}
	}
}
