// Package notes adds notes on cells to a tab that has some: to the part with their texts, and to the one with their
// shapes. What is there keeps its bytes.
package notes

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// texts is the part with the texts of notes.
type texts struct {
	Authors []string `xml:"authors>author"`
	List    []note   `xml:"commentList>comment"`
}

type note struct {
	Ref    string   `xml:"ref,attr"`
	Author int      `xml:"authorId,attr"`
	Plain  string   `xml:"text>t"`
	Runs   []string `xml:"text>r>t"`
}

// AddTexts returns the part of texts with those of another one, and the cells that they are on, such as A1. A cell that
// has a note keeps it. It returns false where the part is not as programs write it.
func AddTexts(part, from []byte) (out []byte, cells []string, ok bool) {
	var have, more texts
	if xml.Unmarshal(part, &have) != nil || xml.Unmarshal(from, &more) != nil {
		return nil, nil, false
	}
	authors, prefix, ok1 := lastIn(part, "authors")
	list, _, ok2 := lastIn(part, "commentList")
	if !ok1 || !ok2 || list < authors {
		return nil, nil, false
	}
	el := func(name, content, attrs string) string {
		return "<" + prefix + name + attrs + ">" + content + "</" + prefix + name + ">"
	}
	people, newPeople, notes := have.Authors, "", ""
	for _, n := range more.List {
		taken := slices.ContainsFunc(have.List, func(h note) bool { return h.Ref == n.Ref })
		if taken || n.Author >= len(more.Authors) {
			continue
		}
		who := slices.Index(people, more.Authors[n.Author])
		if who < 0 {
			who = len(people)
			people = append(people, more.Authors[n.Author])
			newPeople += el("author", escape(more.Authors[n.Author]), "")
		}
		look := "<" + prefix + `rFont val="Calibri"/><` + prefix + `sz val="10"/>`
		text := el("t", escape(n.Plain+strings.Join(n.Runs, "")), ` xml:space="preserve"`)
		notes += el("comment", el("text", el("r", el("rPr", look, "")+text, ""), ""),
			fmt.Sprintf(` ref="%s" authorId="%d"`, n.Ref, who))
		cells = append(cells, n.Ref)
	}
	return slices.Concat(part[:authors], []byte(newPeople), part[authors:list], []byte(notes), part[list:]), cells, true
}

// lastIn returns where an element ends that has content, and the prefix of its name with the colon.
func lastIn(part []byte, name string) (at int, prefix string, ok bool) {
	end := bytes.LastIndex(part, []byte(name+">"))
	if end < 0 {
		return 0, "", false
	}
	at = bytes.LastIndexByte(part[:end], '<')
	prefix, ok = strings.CutPrefix(string(part[at:end]), "</")
	return at, prefix, ok && (prefix == "" || strings.HasSuffix(prefix, ":"))
}

// escape escapes a text for XML.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

var (
	shape     = regexp.MustCompile(`(?s)<v:shape .*?</v:shape>`)
	shapeType = regexp.MustCompile(`(?s)<v:shapetype .*?</v:shapetype>`)
	place     = regexp.MustCompile(`<x:Row>(\d+)</x:Row><x:Column>(\d+)</x:Column>`)
	shapeID   = regexp.MustCompile(`_x0000_s(\d+)`)
	ownID     = regexp.MustCompile(`id="_x0000_s\d+"`)
)

// spaces declares the prefixes of the shapes that are added: those of the part may be others.
const spaces = ` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ` +
	`xmlns:x="urn:schemas-microsoft-com:office:excel"`

// AddShapes returns the part of shapes with those of another one that belong to cells which are wanted, given as row
// and column from 0. It returns false where the part is not as programs write it.
func AddShapes(part, from []byte, wanted func(row, col int) bool) ([]byte, bool) {
	end := bytes.LastIndex(part, []byte("</xml>"))
	if end < 0 {
		return nil, false
	}
	last := 1024 // shapes are counted from 1025 on
	for _, m := range shapeID.FindAllSubmatch(part, -1) {
		if n, err := strconv.Atoi(string(m[1])); err == nil {
			last = max(last, n)
		}
	}
	var add []byte
	if !bytes.Contains(part, []byte(`id="_x0000_t202"`)) {
		add = declared(shapeType.Find(from), "<v:shapetype")
	}
	for _, s := range shape.FindAll(from, -1) {
		at := place.FindSubmatch(s)
		if at == nil {
			return nil, false
		}
		row, err1 := strconv.Atoi(string(at[1]))
		col, err2 := strconv.Atoi(string(at[2]))
		if err1 != nil || err2 != nil || !wanted(row, col) {
			continue
		}
		last++
		s = ownID.ReplaceAll(s, fmt.Appendf(nil, `id="_x0000_s%d"`, last))
		add = append(add, declared(s, "<v:shape")...)
	}
	return slices.Concat(part[:end], add, part[end:]), true
}

// declared returns an element with the declarations of its prefixes.
func declared(element []byte, begin string) []byte {
	return bytes.Replace(element, []byte(begin), []byte(begin+spaces), 1)
}
