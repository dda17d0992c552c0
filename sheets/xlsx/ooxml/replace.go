package ooxml

import (
	"errors"
	"path"
	"slices"
)

// Replace gives the tab at place i all that a tab of the other workbook has: its cells, widths, drawings and charts. It
// keeps its place, its title and whether it is hidden. It returns the new content.
func (g *Graft) Replace(i int, title string) (*Grid, error) {
	sheet, at, err := g.source(title)
	if err != nil {
		return nil, err
	}
	d := g.draft
	old := d.book.Sheets[i]
	was, err := d.part(old.Part)
	if err != nil {
		return nil, err
	}
	if err := d.losesFormulas(was); err != nil {
		return nil, err
	}
	if err := d.dropDrawings(old.Part); err != nil {
		return nil, err
	}
	data, err := g.sheet(sheet)
	if err != nil {
		return nil, err
	}
	if err := d.setLarge(old.Part, data); err != nil {
		return nil, err
	}
	if err := g.copyRels(sheet.Part, old.Part); err != nil {
		return nil, err
	}
	d.main = dropElements(d.main, func(t *tag) bool {
		return t.opens("definedName") && t.number("localSheetId") == i &&
			slices.ContainsFunc(g.from.Names, func(n Name) bool { return n.Sheet == at && n.Name == t.text("name") })
	})
	g.addNames(at, i)
	return d.scan(old, data, nil)
}

// dropDrawings removes the parts that only a worksheet of ours refers to: its drawing with its charts, and its
// relations.
func (d *Draft) dropDrawings(sheet string) error {
	rels, err := d.book.archive.rels(sheet)
	if err != nil {
		return err
	}
	for _, r := range rels {
		switch path.Base(r.Type) {
		case "drawing", "chart", "chartStyle", "style", "chartColorStyle", "chartUserShapes":
			if err := d.dropDrawings(r.Target); err != nil {
				return err
			}
			if err := d.dropContentType(r.Target); err != nil {
				return err
			}
			d.remove(r.Target)
		}
	}
	if k := relsOf(sheet); d.book.archive.has(k) {
		d.removed[partKey(k)] = true
	}
	return nil
}

// Refresh gives the tab at place i the cells and links of a tab of the other workbook. Its widths, its view and its
// charts stay as people have them. It returns the new content.
func (g *Graft) Refresh(i int, title string, old *Grid) (*Grid, error) {
	sheet, _, err := g.source(title)
	if err != nil {
		return nil, err
	}
	d := g.draft
	to := d.book.Sheets[i]
	source, err := g.sheet(sheet)
	if err != nil {
		return nil, err
	}
	data, err := d.part(to.Part)
	if err != nil {
		return nil, err
	}
	if err := d.losesFormulas(data); err != nil {
		return nil, err
	}
	cells, err := elementOf(source, "sheetData")
	if err != nil {
		return nil, err
	}
	links, err := g.links(sheet.Part, to.Part, source, data)
	if err != nil {
		return nil, err
	}
	data, err = refreshed(data, source, cells, links)
	if err != nil {
		return nil, err
	}
	if err := d.setLarge(to.Part, data); err != nil {
		return nil, err
	}
	return d.scan(to, data, old)
}

// refreshed puts other rows and links into a worksheet.
func refreshed(data, source, cells, links []byte) ([]byte, error) {
	var cuts []cut
	prefix, placed := "", len(links) == 0
	dimension := tag{}
	for s := (scanner{data: source}); s.next(); {
		if s.tag.opens("dimension") {
			dimension = s.tag
			break
		}
	}
	s := scanner{data: data}
	behind := false
	for s.next() {
		t := s.tag
		switch {
		case t.opens("dimension"):
			cuts = append(cuts, cut{t.start, t.end, withAttr(data, &t, "ref", dimension.text("ref"))})
		case t.opens("sheetData"):
			prefix, behind = string(t.prefix), true
			if t.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
			cuts = append(cuts, cut{t.start, s.pos, reprefix(cells, "", prefix)})
		case t.opens("hyperlinks"):
			if t.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
			cuts = append(cuts, cut{t.start, s.pos, nil})
		case !placed && behind && endsLinks(&t):
			cuts = append(cuts, cut{t.start, t.start, reprefix(links, "", prefix)})
			placed = true
		}
		if behind && t.kind == openTag && s.tag.start == t.start && !t.is("worksheet") && !s.skipElement() {
			return nil, s.failure()
		}
	}
	if s.bad || !behind {
		return nil, s.failure()
	}
	return splice(data, cuts), nil
}

// endsLinks reports whether the links of a worksheet belong before this tag at the latest.
func endsLinks(t *tag) bool {
	return behindLinks[string(t.name)] || t.kind == closeTag && t.is("worksheet")
}

// behindLinks are the elements of a worksheet that the format wants behind its links.
var behindLinks = map[string]bool{"printOptions": true, "pageMargins": true, "pageSetup": true, "headerFooter": true,
	"rowBreaks": true, "colBreaks": true, "customProperties": true, "cellWatches": true, "ignoredErrors": true,
	"smartTags": true, "drawing": true, "legacyDrawing": true, "legacyDrawingHF": true, "drawingHF": true,
	"picture": true, "oleObjects": true, "controls": true, "webPublishItems": true, "tableParts": true, "extLst": true}

// elementOf returns the first element of that name, nil if there is none.
func elementOf(data []byte, name string) ([]byte, error) {
	s := scanner{data: data}
	for s.next() {
		if from := s.tag.start; s.tag.opens(name) {
			if s.tag.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
			return data[from:s.pos], nil
		}
	}
	if s.bad {
		return nil, s.failure()
	}
	return nil, nil
}

// links returns the links of a tab of the other workbook for a worksheet, with its relations, and drops those that the
// worksheet had.
func (g *Graft) links(from, to string, source, data []byte) ([]byte, error) {
	d := g.draft
	for s := (scanner{data: data}); s.next(); {
		if s.tag.opens("hyperlink") {
			if id := s.tag.text(relPrefix(data) + ":id"); id != "" {
				if err := d.dropRel(to, id); err != nil {
					return nil, err
				}
			}
		}
	}
	links, err := elementOf(source, "hyperlinks")
	if err != nil || links == nil {
		return nil, err
	}
	var x relsXML
	if err := g.from.archive.decode(relsOf(from), &x); err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	const attr = "r:id"
	var cuts []cut
	s := scanner{data: links}
	for s.next() {
		t := s.tag
		if t.opens("hyperlinks") && relPrefix(data) != "r" {
			by := retag(links[t.start:t.end], func(b []byte, t *tag) []byte {
				return withAttr(b, t, "xmlns:r", relTypes[:len(relTypes)-1])
			})
			cuts = append(cuts, cut{t.start, t.end, by})
		}
		i := slices.IndexFunc(x.Rel, func(r relXML) bool { return r.ID == t.text(attr) })
		if !t.opens("hyperlink") || i < 0 {
			continue
		}
		id, err := d.addRel(to, relTypes+"hyperlink", x.Rel[i].Target, "External")
		if err != nil {
			return nil, err
		}
		cuts = append(cuts, cut{t.start, t.end, withAttr(links, &t, attr, id)})
	}
	return splice(links, cuts), nil
}
