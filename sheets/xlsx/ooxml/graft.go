package ooxml

import (
	"errors"
	"fmt"
	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Graft brings tabs of another workbook, which was made for the purpose, into the draft.
type Graft struct {
	draft  *Draft
	from   *Book
	styles *importer
	parts  map[string]string // new names of parts that were copied
}

// NewGraft prepares to take tabs from another workbook.
func (d *Draft) NewGraft(from *Book) (*Graft, error) {
	to, err := d.Styles()
	if err != nil {
		return nil, err
	}
	source, err := from.parseStyles()
	if err != nil {
		return nil, err
	}
	return &Graft{draft: d, from: from, styles: newImporter(to, source), parts: map[string]string{}}, nil
}

// Add adds a tab of the other workbook before the one at place i, or as the last one, and returns its content.
func (g *Graft) Add(title string, i int) (*Grid, error) {
	sheet, at, err := g.source(title)
	if err != nil {
		return nil, err
	}
	d := g.draft
	data, err := g.sheet(sheet)
	if err != nil {
		return nil, err
	}
	part := d.freePart(path.Join(path.Dir(d.book.main), "worksheets/sheet%d.xml"))
	if err := d.setLarge(part, data); err != nil {
		return nil, err
	}
	if err := g.copyRels(sheet.Part, part); err != nil {
		return nil, err
	}
	if err := d.addContentType(part, worksheetType); err != nil {
		return nil, err
	}
	id, err := d.addRel(d.book.main, relTypes+"worksheet", part, "")
	if err != nil {
		return nil, err
	}
	d.insertSheet(i, Sheet{Title: sheet.Title, Hidden: sheet.Hidden, Part: part}, id)
	g.addNames(at, i)
	return d.scan(d.book.Sheets[i], data, nil)
}

// addNames adds the names of a tab of the other workbook, such as its print area.
func (g *Graft) addNames(from, to int) {
	for _, n := range g.from.Names {
		if n.Sheet == from {
			attrs := fmt.Sprintf(`name="%s" localSheetId="%d"`, n.Name, to)
			if n.Name == "_xlnm._FilterDatabase" {
				attrs += ` hidden="1"`
			}
			g.draft.addName(attrs, string(xmltext.Append(nil, n.Refer)))
		}
	}
}

const (
	worksheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
	relTypes      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

func (g *Graft) source(title string) (Sheet, int, error) {
	i := slices.IndexFunc(g.from.Sheets, func(s Sheet) bool { return s.Title == title })
	if i < 0 {
		return Sheet{}, 0, fmt.Errorf("there is no tab %q to take over", title)
	}
	return g.from.Sheets[i], i, nil
}

// sheet returns a worksheet of the other workbook with the formats of this one and with its texts in the cells.
func (g *Graft) sheet(sheet Sheet) ([]byte, error) {
	data, err := g.from.archive.part(sheet.Part)
	if err != nil {
		return nil, err
	}
	shared, err := g.from.SharedStrings()
	if err != nil {
		return nil, err
	}
	var box area
	var cuts []cut
	dimension := tag{}
	s := scanner{data: data}
	set := func(t tag, attr string, to func(int) int) {
		if n := t.number(attr); n >= 0 {
			cuts = append(cuts, cut{t.start, t.end, withAttr(data, &t, attr, strconv.Itoa(to(n)))})
		}
	}
	for s.next() {
		t := s.tag
		switch {
		case t.kind == closeTag:
		case t.is("dimension"):
			dimension = t
		case t.is("sheetView"):
			cuts = append(cuts, cut{t.start, t.end, withoutAttr(data, &t, "tabSelected")})
		case t.is("col"):
			set(t, "style", g.styles.xf)
		case t.is("row"):
			set(t, "s", g.styles.xf)
		case t.is("cfRule"):
			set(t, "dxfId", g.styles.dxf)
		case t.is("c"):
			if row, col, ok := parseRef(t.text("r")); ok {
				box.include(row, col)
			}
			by, ok := g.cell(&s, shared)
			if !ok {
				return nil, ErrMarkup
			}
			cuts = append(cuts, cut{t.start, s.pos, by})
		}
	}
	if dimension.end > 0 && box != (area{}) {
		cuts = append(cuts, cut{dimension.start, dimension.end, withAttr(data, &dimension, "ref", box.String())})
	}
	return splice(data, cuts), nil
}

// cell returns the cell that has just begun with its format and its text, and moves behind it.
func (g *Graft) cell(s *scanner, shared []string) ([]byte, bool) {
	t := s.tag
	style := 0
	if n := t.number("s"); n >= 0 {
		style = g.styles.xf(n)
	}
	var value []byte
	formula := false
	if t.kind == openTag {
		for s.next() && !(s.tag.kind == closeTag && s.tag.is("c")) {
			switch {
			case s.tag.opens("f"):
				formula = true
			case s.tag.kind == openTag && s.tag.is("v"):
				v, ok := s.content("v")
				if !ok {
					return nil, false
				}
				value = v
			}
		}
	}
	head := withAttr(s.data, &t, "s", strconv.Itoa(style))
	if string(t.attr("t")) != "s" || formula {
		return slices.Concat(head, s.data[t.end:s.pos]), true
	}
	i, err := strconv.Atoi(string(value))
	if err != nil || i >= len(shared) {
		return nil, false
	}
	head = retag(head, func(b []byte, t *tag) []byte { return withoutAttr(b, t, "t") })
	return appendValue(head[:len(head)-1], string(t.prefix), lead.TextValue(shared[i])), true
}

// copyRels copies the parts that a worksheet refers to, and theirs, under new names.
func (g *Graft) copyRels(from, to string) error {
	data, err := g.from.archive.part(relsOf(from))
	if errors.Is(err, errNoPart) {
		return nil
	}
	if err != nil {
		return err
	}
	rels, err := g.from.archive.rels(from)
	if err != nil {
		return err
	}
	var cuts []cut
	s := scanner{data: data}
	for s.next() {
		t := s.tag
		i := slices.IndexFunc(rels, func(r relXML) bool { return r.ID == t.text("Id") })
		if !t.opens("Relationship") || i < 0 {
			continue
		}
		name, err := g.copyPart(rels[i].Target)
		if err != nil {
			return err
		}
		cuts = append(cuts, cut{t.start, t.end, withAttr(data, &t, "Target", "/"+name)})
	}
	g.draft.set(relsOf(to), splice(data, cuts))
	return nil
}

// copyPart copies a part of the other workbook and returns its new name.
func (g *Graft) copyPart(name string) (string, error) {
	if to, ok := g.parts[name]; ok {
		return to, nil
	}
	data, err := g.from.archive.part(name)
	if err != nil {
		return "", err
	}
	ext := path.Ext(name)
	to := g.draft.freePart(strings.TrimRight(strings.TrimSuffix(name, ext), "0123456789") + "%d" + ext)
	g.parts[name] = to
	g.draft.set(to, data)
	if err := g.copyType(name, to); err != nil {
		return "", err
	}
	return to, g.copyRels(name, to)
}

// copyType says of which type a copied part is.
func (g *Graft) copyType(name, to string) error {
	types, err := g.from.archive.part(contentTypes)
	if err != nil {
		return err
	}
	byExt := ""
	s := scanner{data: types}
	for s.next() {
		t := s.tag
		switch {
		case t.opens("Override") && partKey(t.text("PartName")) == partKey(name):
			return g.draft.addContentType(to, t.text("ContentType"))
		case t.opens("Default") && strings.EqualFold(t.text("Extension"), strings.TrimPrefix(path.Ext(name), ".")):
			byExt = t.text("ContentType")
		}
	}
	if byExt == "" {
		return fmt.Errorf("the type of part %s is unknown", name)
	}
	return g.draft.addContentType(to, byExt)
}

// addRel adds a relation of a part and returns its ID.
func (d *Draft) addRel(part, relType, target, mode string) (string, error) {
	data, err := d.part(relsOf(part))
	if errors.Is(err, errNoPart) {
		data = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`)
	} else if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	s := scanner{data: data}
	for s.next() {
		taken[s.tag.text("Id")] = true
	}
	id := ""
	for n := 1; id == "" || taken[id]; n++ {
		id = fmt.Sprint("rId", n)
	}
	if mode == "" {
		target = "/" + target
	} else {
		mode = ` TargetMode="` + mode + `"`
	}
	entry := fmt.Sprintf(`Relationship Id="%s" Type="%s" Target="%s"%s/>`, id, relType,
		xmltext.Append(nil, target), mode)
	d.set(relsOf(part), insertLast(data, "Relationships", entry))
	return id, nil
}

// insertSheet inserts a tab at place i into the list of tabs. Names of single tabs and the active tab follow.
func (d *Draft) insertSheet(i int, sheet Sheet, rel string) {
	var cuts []cut
	n, nextID, prefix := 0, 1, ""
	end, at := 0, -1
	s := scanner{data: d.main}
	moved := func(t tag, attr string) {
		if k := t.number(attr); k >= i {
			cuts = append(cuts, cut{t.start, t.end, withAttr(d.main, &t, attr, strconv.Itoa(k+1))})
		}
	}
	for s.next() {
		t := s.tag
		switch {
		case t.opens("sheet"):
			if n == i {
				at = t.start
			}
			n, nextID, prefix = n+1, max(nextID, t.number("sheetId")+1), string(t.prefix)
		case t.is("sheets") && t.kind == closeTag:
			end = t.start
		case t.opens("definedName"):
			moved(t, "localSheetId")
		case t.opens("workbookView"):
			if k := max(t.number("activeTab"), 0); k >= i { // without the attribute it is the first one
				cuts = append(cuts, cut{t.start, t.end, withAttr(d.main, &t, "activeTab", strconv.Itoa(k+1))})
			}
		}
	}
	names := relPrefix(d.main)
	if at < 0 {
		at = end
	}
	el := fmt.Sprintf(`<%ssheet name="%s" sheetId="%d"`, prefix, xmltext.Append(nil, sheet.Title), nextID)
	if sheet.Hidden {
		el += ` state="hidden"`
	}
	if names == "" {
		el += ` xmlns:r="` + strings.TrimSuffix(relTypes, "/") + `"`
		names = "r"
	}
	el += fmt.Sprintf(` %s:id="%s"/>`, names, rel)
	d.main = splice(d.main, append(cuts, cut{at, at, []byte(el)}))
	d.book.Sheets = slices.Insert(slices.Clone(d.book.Sheets), i, sheet)
	d.book.Names = slices.Clone(d.book.Names)
	for k := range d.book.Names {
		if d.book.Names[k].Sheet >= i {
			d.book.Names[k].Sheet++
		}
	}
}

// relPrefix returns the prefix that the root of a part declares for the references to relations, "" for none.
func relPrefix(data []byte) string {
	s := scanner{data: data}
	if !s.next() {
		return ""
	}
	const ns = `="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	at := strings.Index(string(s.tag.attrs), ns)
	if at < 0 {
		return ""
	}
	head := string(s.tag.attrs[:at])
	return head[strings.LastIndexByte(head, ':')+1:]
}
