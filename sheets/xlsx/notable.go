package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

var (
	notePart    = regexp.MustCompile(`^xl/comments(\d+)\.xml$`)
	drawingPart = regexp.MustCompile(`^xl/drawings/vmldrawing(\d+)\.vml$`)
	sheetRels   = regexp.MustCompile(`^xl/worksheets/_rels/.*\.rels$`)
	shapeID     = regexp.MustCompile(`<v:shape\b[^>]*?\bid="([^"]*)"`)
	ourShapeID  = regexp.MustCompile(`^_x0000_s\d+$`)
)

// notesAddable reports whether excelize can add notes to a workbook with these bytes. It assumes that the parts with
// notes are numbered without gaps, each with a drawing of the same number, and that shapes have certain names. In files
// of other programs a note could end up on another tab, or the file could not be written at all.
func notesAddable(raw []byte) bool {
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return false
	}
	p, err := members(zr, len(raw))
	return err == nil && p.notesAddable()
}

func (p *parts) notesAddable() bool {
	notes, drawings := map[string]bool{}, map[string]bool{}
	for name := range p.files {
		if m := notePart.FindStringSubmatch(name); m != nil {
			notes[m[1]] = true
		} else if strings.HasPrefix(name, "xl/comments") || strings.HasPrefix(name, "xl/threadedcomments") {
			return false
		}
		if m := drawingPart.FindStringSubmatch(name); m != nil {
			drawings[m[1]] = true
		}
	}
	if len(notes) != len(drawings) {
		return false
	}
	for n := range len(notes) {
		if i := fmt.Sprint(n + 1); !notes[i] || !drawings[i] || !p.ownShapes("xl/drawings/vmldrawing"+i+".vml") {
			return false
		}
	}
	for name := range p.files {
		if sheetRels.MatchString(name) && !p.paired(name) {
			return false
		}
	}
	return true
}

// ownShapes reports whether all shapes of a drawing have names as excelize expects them.
func (p *parts) ownShapes(name string) bool {
	for _, m := range shapeID.FindAllStringSubmatch(p.text(name), -1) {
		if !ourShapeID.MatchString(m[1]) {
			return false
		}
	}
	return true
}

// paired reports whether a sheet's notes and its drawing have the same number.
func (p *parts) paired(name string) bool {
	var rels relsXML
	if err := p.decode(name, &rels); err != nil {
		return false
	}
	number := map[string]string{}
	for _, r := range rels.Rel {
		target := "xl/" + strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(r.Target, "../"), "/xl/"))
		if m := notePart.FindStringSubmatch(target); m != nil {
			number["notes"] = m[1]
		}
		if m := drawingPart.FindStringSubmatch(target); m != nil {
			number["drawing"] = m[1]
		}
	}
	return number["notes"] == number["drawing"]
}

// text returns the content of a small part, "" if there is none.
func (p *parts) text(name string) string {
	rc, err := p.open(name)
	if err != nil {
		return ""
	}
	defer rc.Close()
	raw, err := io.ReadAll(io.LimitReader(rc, 16<<20))
	if err != nil {
		return ""
	}
	return string(raw)
}
