package ooxml

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/refer"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// SetName gives a hidden name of the whole workbook a new meaning, and makes it if it is missing.
func (d *Draft) SetName(name, refer string) {
	content := xmltext.Append(nil, refer)
	s := scanner{data: d.main}
	for s.next() {
		t := s.tag
		if !t.opens("definedName") || t.text("name") != name || t.attr("localSheetId") != nil {
			continue
		}
		if t.kind == openTag && s.skipElement() {
			d.main = splice(d.main, []cut{{t.end, s.tag.start, content}})
			return
		}
		d.main = splice(d.main, []cut{{t.start, s.pos, nil}})
		break
	}
	d.addName(fmt.Sprintf(`name="%s" hidden="1"`, xmltext.Append(nil, name)), string(content))
}

// addName inserts a defined name with those attributes.
func (d *Draft) addName(attrs, content string) {
	element := func(prefix string) string {
		return "definedName " + attrs + ">" + content + "</" + prefix + "definedName>"
	}
	after, prefix := -1, ""
	s := scanner{data: d.main}
	for s.next() {
		t := s.tag
		switch {
		case t.opens("definedNames"):
			d.main = insertLast(d.main, "definedNames", element(string(t.prefix)))
			return
		case t.is("sheets") && t.kind != openTag, t.is("functionGroups") && t.kind != openTag,
			t.is("externalReferences") && t.kind != openTag:
			after, prefix = t.end, string(t.prefix)
		}
	}
	if after < 0 {
		return
	}
	el := "<" + prefix + "definedNames><" + prefix + element(prefix) + "</" + prefix + "definedNames>"
	d.main = splice(d.main, []cut{{after, after, []byte(el)}})
}

// ComputeOnLoad makes programs that trust stored results compute all formulas when they open the workbook. It is for
// workbooks from which results were taken out.
func (d *Draft) ComputeOnLoad() {
	after, prefix := -1, ""
	s := scanner{data: d.main}
	for s.next() {
		t := s.tag
		switch {
		case t.opens("calcPr"):
			d.main = splice(d.main, []cut{{t.start, t.end, withAttr(d.main, &t, "fullCalcOnLoad", "1")}})
			return
		case t.kind == openTag: // what counts is where one of these ends
		case t.is("sheets"), t.is("functionGroups"), t.is("externalReferences"), t.is("definedNames"):
			after, prefix = t.end, string(t.prefix)
		}
	}
	if after >= 0 {
		d.main = splice(d.main, []cut{{after, after, []byte("<" + prefix + `calcPr fullCalcOnLoad="1"/>`)}})
	}
}

// growNames grows the print area and the range of the filter of a tab.
func (d *Draft) growNames(sheet int, g Growth) {
	var cuts []cut
	s := scanner{data: d.main}
	for s.next() {
		t := s.tag
		if t.kind != openTag || !t.is("definedName") || t.number("localSheetId") != sheet {
			continue
		}
		if n := t.text("name"); n != "_xlnm.Print_Area" && n != "_xlnm._FilterDatabase" {
			continue
		}
		content, ok := s.content("definedName")
		if !ok {
			return
		}
		if grown, ok := growRefer(string(content), g); ok {
			cuts = append(cuts, cut{t.end, s.tag.start, xmltext.Append(nil, grown)})
		}
	}
	d.main = splice(d.main, cuts)
}

// growRefer grows the areas of a list such as 'Leads'!$A$1:$V$9,'Leads'!$X$1:$X$9.
func growRefer(list string, g Growth) (string, bool) {
	refs, any := refer.Split(list), false
	for i, ref := range refs {
		at := strings.LastIndexByte(ref, '!')
		a, ok := parseArea(ref[at+1:])
		if at < 0 || !ok {
			continue
		}
		if a, ok = g.grow(a, true); ok {
			fixed := func(row, col int) string {
				r := string(refer.AppendCell(nil, row, col))
				n := len(r) - len(strconv.Itoa(row))
				return "$" + r[:n] + "$" + r[n:]
			}
			refs[i], any = ref[:at+1]+fixed(a.top, a.left)+":"+fixed(a.bottom, a.right), true
		}
	}
	return strings.Join(refs, ","), any
}

// RenameTab gives the tab at place i another title; what refers to it follows, as in a spreadsheet program.
func (d *Draft) RenameTab(i int, title string) error {
	was := d.book.Sheets[i].Title
	d.book.Sheets = slices.Clone(d.book.Sheets)
	d.book.Sheets[i].Title, d.main = title, refer.Retitle(d.main, was, title)
	for _, f := range d.book.archive.files {
		if k := partKey(f.Name); d.removed[k] || !refer.MayHold(k) {
			continue
		}
		data, err := d.part(f.Name)
		if now := refer.References(data, was, title); err == nil && !bytes.Equal(now, data) {
			err = d.setLarge(f.Name, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ShowTabs hides (true) or shows tabs, by their place. The last one that is seen stays, and the workbook opens in one
// that is seen, which alone is selected: what is typed goes into all tabs that are.
func (d *Draft) ShowTabs(hidden map[int]bool) error {
	d.book.Sheets = slices.Clone(d.book.Sheets) // those of the version before stay as they are
	list, seen := d.book.Sheets, 0
	for i := range list {
		if hide, ok := hidden[i]; ok && !hide {
			list[i].Hidden = false
		}
		if !list[i].Hidden {
			seen++
		}
	}
	for i := range list {
		if hidden[i] && !list[i].Hidden && seen > 1 {
			list[i].Hidden = true
			seen--
		}
	}
	active := d.activeTab()
	if active >= len(list) || list[active].Hidden {
		active = slices.IndexFunc(list, func(s Sheet) bool { return !s.Hidden })
	}
	d.setStates(active)
	return d.selectTab(active)
}

// activeTab is the place of the tab in which the workbook opens.
func (d *Draft) activeTab() int {
	s := scanner{data: d.main}
	for s.next() {
		if s.tag.opens("workbookView") {
			return max(s.tag.number("activeTab"), 0)
		}
	}
	return 0
}

// setStates writes which tabs are hidden and which one is active.
func (d *Draft) setStates(active int) {
	var cuts []cut
	s, i := scanner{data: d.main}, 0
	for s.next() {
		t := s.tag
		switch {
		case t.opens("workbookView"):
			by := withAttr(d.main, &t, "activeTab", strconv.Itoa(active))
			by = retag(by, func(b []byte, t *tag) []byte { return withoutAttr(b, t, "firstSheet") })
			cuts = append(cuts, cut{t.start, t.end, by})
		case t.opens("sheet"):
			state := t.text("state")
			was, want := state == "hidden" || state == "veryHidden", d.book.Sheets[i].Hidden
			switch i++; {
			case want && !was:
				cuts = append(cuts, cut{t.start, t.end, withAttr(d.main, &t, "state", "hidden")})
			case was && !want:
				cuts = append(cuts, cut{t.start, t.end, withoutAttr(d.main, &t, "state")})
			}
		}
	}
	d.main = splice(d.main, cuts)
}

// selectTab marks the active tab as selected, and no other.
func (d *Draft) selectTab(active int) error {
	for i, sheet := range d.book.Sheets {
		if sheet.Part == "" {
			continue
		}
		data, err := d.part(sheet.Part)
		if err != nil {
			return err
		}
		s := scanner{data: data}
		for s.next() && !s.tag.opens("sheetData") {
			t := s.tag
			if !t.opens("sheetView") || t.yes("tabSelected") == (i == active) {
				continue
			}
			by := withoutAttr(data, &t, "tabSelected")
			if i == active {
				by = withAttr(data, &t, "tabSelected", "1")
			}
			if err := d.setLarge(sheet.Part, splice(data, []cut{{t.start, t.end, by}})); err != nil {
				return err
			}
			break
		}
	}
	return nil
}
