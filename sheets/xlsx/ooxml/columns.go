package ooxml

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/notes"
	"leadsheet/sheets/xlsx/ooxml/refer"
)

// AddColumns gives the tab at place i columns that a tab of the other workbook of the same title has: the cells of the
// row of titles, widths, formats and lists. The columns are those from Left to Right, the row is header.
func (g *Graft) AddColumns(i int, title string, header, left, right int, old *Grid) (*Grid, error) {
	sheet, _, err := g.source(title)
	if err != nil {
		return nil, err
	}
	source, err := g.sheet(sheet)
	if err != nil {
		return nil, err
	}
	d := g.draft
	to := d.book.Sheets[i]
	data, err := d.part(to.Part)
	if err != nil {
		return nil, err
	}
	content, err := ScanSheet(source, nil, nil)
	if err != nil {
		return nil, err
	}
	edit := SheetEdit{}
	for s := (scanner{data: source}); s.next(); {
		row, col, ok := parseRef(s.tag.text("r"))
		if s.tag.opens("c") && ok && row == header && left <= col && col <= right {
			edit.Cells = append(edit.Cells, CellEdit{Row: row, Col: col, Value: content.At(row, col).Value,
				Style: max(s.tag.number("s"), 0), SetStyle: true})
		}
	}
	if data, err = PatchSheet(data, old, edit, d.styles); err != nil {
		return nil, err
	}
	if data, err = withColumns(data, source, left, right); err != nil {
		return nil, err
	}
	if data, err = withLists(data, source); err != nil {
		return nil, err
	}
	if err := d.setLarge(to.Part, data); err != nil {
		return nil, err
	}
	if err := g.addNotes(sheet.Part, to.Part); err != nil {
		return nil, err
	}
	return d.scan(to, data, old)
}

// withColumns gives a worksheet the widths and formats of the columns of another one.
func withColumns(data, source []byte, left, right int) ([]byte, error) {
	var cols []byte
	for s := (scanner{data: source}); s.next(); {
		t := s.tag
		if first, last := t.number("min")-1, t.number("max")-1; t.opens("col") && first <= right && last >= left {
			cols = append(cols, columnTag(source, &t, max(first, left), min(last, right))...)
		}
	}
	var cuts []cut
	s := scanner{data: data}
	for s.next() {
		t := s.tag
		first, last := t.number("min")-1, t.number("max")-1
		switch {
		case t.opens("col") && first <= right && last >= left: // a stretch that reaches into the new columns
			if t.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
			var by []byte
			if first < left {
				by = append(by, columnTag(data, &t, first, left-1)...)
			}
			if last > right {
				by = append(by, columnTag(data, &t, right+1, last)...)
			}
			cuts = append(cuts, cut{t.start, s.pos, by})
		case t.kind == closeTag && t.is("cols"):
			cuts = append(cuts, cut{t.start, t.start, reprefix(cols, "", string(t.prefix))})
			return sortColumns(splice(data, cuts))
		case t.opens("sheetData"):
			prefix := string(t.prefix)
			el := "<" + prefix + "cols>" + string(reprefix(cols, "", prefix)) + "</" + prefix + "cols>"
			return splice(data, []cut{{t.start, t.start, []byte(el)}}), nil
		}
	}
	return nil, s.failure()
}

// columnTag returns the element of a stretch of columns for the columns from first to last.
func columnTag(data []byte, t *tag, first, last int) []byte {
	el := append(withoutEnd(data, t), "/>"...)
	el = retag(el, func(b []byte, t *tag) []byte { return withAttr(b, t, "min", strconv.Itoa(first+1)) })
	return retag(el, func(b []byte, t *tag) []byte { return withAttr(b, t, "max", strconv.Itoa(last+1)) })
}

// sortColumns puts the stretches of columns in order, as the format wants them.
func sortColumns(data []byte) ([]byte, error) {
	type col struct {
		first int
		raw   []byte
	}
	var list []col
	from := -1
	s := scanner{data: data}
	for s.next() {
		t := s.tag
		switch {
		case t.kind == openTag && t.is("cols"):
			from = t.end
		case t.opens("col"):
			if t.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
			list = append(list, col{t.number("min"), data[t.start:s.pos]})
		case t.kind == closeTag && t.is("cols") && from >= 0:
			slices.SortStableFunc(list, func(a, b col) int { return a.first - b.first })
			var out []byte
			for _, c := range list {
				out = append(out, c.raw...)
			}
			return splice(data, []cut{{from, t.start, out}}), nil
		}
	}
	return nil, s.failure()
}

// withLists adds the lists of values of another worksheet.
func withLists(data, source []byte) ([]byte, error) {
	lists, err := elementOf(source, "dataValidations")
	if err != nil || lists == nil {
		return data, err
	}
	var items []byte
	n := 0
	s := scanner{data: lists}
	for s.next() {
		if from := s.tag.start; s.tag.opens("dataValidation") {
			if s.tag.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
			items, n = append(items, lists[from:s.pos]...), n+1
		}
	}
	s = scanner{data: data}
	behind := false
	for s.next() {
		t := s.tag
		switch {
		case t.opens("dataValidations") && t.kind == openTag:
			at := s.pos
			if !s.skipElement() {
				return nil, s.failure()
			}
			head := withAttr(data, &t, "count", strconv.Itoa(max(t.number("count"), 0)+n))
			return splice(data, []cut{{t.start, t.end, head}, {at, at, nil},
				{s.tag.start, s.tag.start, reprefix(items, "", string(t.prefix))}}), nil
		case t.opens("sheetData"):
			behind = true
			if t.kind == openTag && !s.skipElement() {
				return nil, s.failure()
			}
		case behind && (t.opens("hyperlinks") || endsLinks(&t)):
			return splice(data, []cut{{t.start, t.start, reprefix(lists, "", string(t.prefix))}}), nil
		case behind && t.kind == openTag && !s.skipElement():
			return nil, s.failure()
		}
	}
	return nil, s.failure()
}

// addNotes gives a tab the notes of a tab of the other workbook. Notes of people stay as they are; where programs have
// written them in a way that is not known, the tab gets none.
func (g *Graft) addNotes(from, to string) error {
	d := g.draft
	ours, err := g.noteParts(g.from.archive.rels, from)
	if err != nil || ours.texts == "" || ours.shapes == "" {
		return err
	}
	theirs, err := g.noteParts(d.book.archive.rels, to)
	if err != nil {
		return err
	}
	if theirs.texts == "" && theirs.shapes == "" {
		return g.firstNotes(ours, to)
	}
	if theirs.texts == "" || theirs.shapes == "" {
		return nil
	}
	var parts [4][]byte
	for i, p := range []struct {
		get  func(string) ([]byte, error)
		name string
	}{{d.part, theirs.texts}, {g.from.archive.part, ours.texts},
		{d.part, theirs.shapes}, {g.from.archive.part, ours.shapes}} {
		if parts[i], err = p.get(p.name); err != nil {
			return err
		}
	}
	texts, cells, ok := notes.AddTexts(parts[0], parts[1])
	if !ok {
		return nil
	}
	shapes, ok := notes.AddShapes(parts[2], parts[3], func(row, col int) bool {
		return slices.Contains(cells, string(refer.AppendCell(nil, row+1, col)))
	})
	if ok {
		d.set(theirs.texts, texts)
		d.set(theirs.shapes, shapes)
	}
	return nil
}

// noteParts are the parts with the texts and the shapes of a tab's notes, "" for those that are missing.
type noteParts struct{ texts, shapes string }

func (g *Graft) noteParts(relsOf func(string) ([]relXML, error), sheet string) (noteParts, error) {
	var out noteParts
	rels, err := relsOf(sheet)
	for _, r := range rels {
		switch path.Base(r.Type) {
		case "comments":
			out.texts = r.Target
		case "vmlDrawing":
			out.shapes = cmp.Or(out.shapes, r.Target)
		}
	}
	return out, err
}

// firstNotes gives a tab without notes those of the other workbook.
func (g *Graft) firstNotes(ours noteParts, sheet string) error {
	texts, err := g.copyPart(ours.texts)
	if err != nil {
		return err
	}
	shapes, err := g.copyPart(ours.shapes)
	if err != nil {
		return err
	}
	if _, err := g.draft.addRel(sheet, relTypes+"comments", texts, ""); err != nil {
		return err
	}
	id, err := g.draft.addRel(sheet, relTypes+"vmlDrawing", shapes, "")
	if err != nil {
		return err
	}
	data, err := g.draft.part(sheet)
	if err != nil {
		return err
	}
	s := scanner{data: data}
	for s.next() && !(s.tag.is("sheetData") && s.tag.kind != openTag) { // the rows are not looked at
	}
	for s.next() {
		t := s.tag
		if behindNotes[string(t.name)] || t.kind == closeTag && t.is("worksheet") {
			el := "<" + string(t.prefix) + `legacyDrawing xmlns:r="` + strings.TrimSuffix(relTypes, "/") +
				`" r:id="` + id + `"/>`
			return g.draft.setLarge(sheet, splice(data, []cut{{t.start, t.start, []byte(el)}}))
		}
		if t.kind == openTag && !s.skipElement() {
			break
		}
	}
	return s.failure()
}

// behindNotes are the elements of a worksheet that the format wants behind the shapes of its notes.
var behindNotes = map[string]bool{"legacyDrawingHF": true, "drawingHF": true, "picture": true, "oleObjects": true,
	"controls": true, "webPublishItems": true, "tableParts": true, "extLst": true}
