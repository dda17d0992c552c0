package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"leadsheet/sheets"
)

// workbook is a parsed file. It is never changed after parsing.
type workbook struct {
	order  []*grid
	byName map[string]*grid // by folded title
	stamp                   // of leadsheet's last write; zero in a file that it has never written
}

// grid is a sheet of the file: only cells with content, in the order of the file.
type grid struct {
	title string
	// hidden says that the tab is left out of the list of tabs that users see.
	hidden bool
	unseen [][2]int // hidden columns: the first and the last of each stretch, from 0
	rows   []gridRow
	byNum  map[int]int // sheet row (from 1) to index in rows
}

// gridRow is one row with content.
type gridRow struct {
	num   int // from 1
	cells []gridCell
}

// gridCell is one cell with content or a formula.
type gridCell struct {
	col       int // from 0
	cell      sheets.Cell
	formula   bool
	overRange bool // the formula refers to a range of cells, as a sum does
}

// at returns the cell of a sheet row and column. A missing cell is empty.
func (g *grid) at(num, col int) gridCell {
	i, ok := g.byNum[num]
	if !ok {
		return gridCell{col: col}
	}
	for _, c := range g.rows[i].cells {
		if c.col == col {
			return c
		}
	}
	return gridCell{col: col}
}

// unsupported returns an ErrUnsupported that says why the file cannot be used and what to do.
func unsupported(why string) error { return fmt.Errorf("%w: %s", sheets.ErrUnsupported, why) }

// parse reads the bytes of a workbook. It does not use excelize, which finds the type of a cell only by parsing the
// sheet a second time. So files that excelize writes are also checked by an independent parser.
func parse(raw []byte) (*workbook, error) {
	if bytes.HasPrefix(raw, []byte{0xD0, 0xCF, 0x11, 0xE0}) {
		return nil, unsupported("it is protected with a password or is an old .xls file; save it as an Excel " +
			"workbook (.xlsx) without a password")
	}
	if len(raw) == 0 {
		return nil, unsupported("the file is empty; restore a copy, or remove it so that a new one is made")
	}
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, unsupported("it is not an Excel workbook or is damaged; restore a copy, or open it in a " +
			"spreadsheet program and save it as .xlsx")
	}
	p, err := members(zr, len(raw))
	if err != nil {
		return nil, err
	}
	for name := range p.files {
		if strings.HasSuffix(name, "vbaproject.bin") {
			return nil, unsupported("it holds macros; save it as an Excel workbook without macros (.xlsx)")
		}
	}
	return p.workbook()
}

func partName(name string) string { return strings.ToLower(strings.TrimPrefix(name, "/")) }

// parts are the members of the zip file by lower-case name.
type parts struct {
	files      map[string]*zip.File
	unpackLeft int64 // bytes that may still be unpacked
}

func (p *parts) open(name string) (io.ReadCloser, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, errNoPart
	}
	rc, err := f.Open()
	if err != nil {
		return nil, unsupported("it is damaged; restore a copy")
	}
	return &limitedReader{in: rc, partLeft: maxPartBytes, totalLeft: &p.unpackLeft}, nil
}

var errNoPart = errors.New("no such part")

func (p *parts) decode(name string, into any) error {
	rc, err := p.open(name)
	if err != nil {
		return err
	}
	defer rc.Close()
	if err := xml.NewDecoder(rc).Decode(into); err != nil {
		return damaged(err, "its part "+path.Base(name)+" is damaged; restore a copy, "+
			"or open it in a spreadsheet program and save it")
	}
	return nil
}

type relsXML struct {
	Rel []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
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
		Name string `xml:"name,attr"`
		Data string `xml:",chardata"`
	} `xml:"definedNames>definedName"`
}

// workbook finds the parts of the workbook and parses every worksheet.
func (p *parts) workbook() (*workbook, error) {
	main := "xl/workbook.xml"
	var root relsXML
	if err := p.decode("_rels/.rels", &root); err == nil {
		for _, r := range root.Rel {
			if strings.HasSuffix(r.Type, "/officeDocument") {
				main = strings.TrimPrefix(r.Target, "/")
			}
		}
	}
	var bx bookXML
	if err := p.decode(main, &bx); err != nil {
		if errors.Is(err, errNoPart) {
			return nil, unsupported("it is a zip file but not an Excel workbook")
		}
		return nil, err
	}
	if strings.Contains(bx.XMLName.Space, "purl.oclc.org") {
		return nil, unsupported(`it is a "Strict Open XML Spreadsheet"; save it as "Excel Workbook (.xlsx)"`)
	}
	if d := bx.Pr.Date1904; d == "1" || d == "true" {
		return nil, unsupported(
			"it counts days from 1904, as old Macs did, and every date would be four years off; switch that off " +
				"(Excel: File, Options, Advanced, \"Use 1904 date system\"; LibreOffice: Tools, Options, " +
				"LibreOffice Calc, Calculate, Date), and correct the dates that were typed before",
		)
	}
	var rels relsXML
	if err := p.decode(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"), &rels); err != nil {
		return nil, damaged(err, "its list of sheets is damaged; restore a copy")
	}
	target := map[string]string{}
	shared := ""
	for _, r := range rels.Rel {
		t := r.Target
		if !strings.HasPrefix(t, "/") {
			t = path.Join(path.Dir(main), t)
		}
		if strings.HasSuffix(r.Type, "/worksheet") {
			target[r.ID] = t
		}
		if strings.HasSuffix(r.Type, "/sharedStrings") {
			shared = t
		}
	}
	texts, err := p.sharedStrings(shared)
	if err != nil {
		return nil, err
	}
	wb := &workbook{byName: map[string]*grid{}}
	for _, s := range bx.Sheets {
		t, ok := target[s.RID]
		if !ok {
			continue // a chart sheet, which is not read
		}
		g, err := p.sheet(t, texts)
		if err != nil {
			return nil, fmt.Errorf("read tab %q: %w", s.Name, err)
		}
		g.title, g.hidden = s.Name, isHidden(s.State)
		wb.order = append(wb.order, g)
		if k := sheets.Fold(s.Name); wb.byName[k] == nil {
			wb.byName[k] = g
		}
	}
	for _, n := range bx.Names {
		if n.Name == stampName {
			wb.stamp = parseStamp(n.Data)
		}
	}
	return wb, nil
}

// sharedStrings reads the table of texts. It joins runs of rich text and omits phonetic hints.
func (p *parts) sharedStrings(name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	rc, err := p.open(name)
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	d := xml.NewDecoder(rc)
	var texts []string
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return texts, nil
		}
		if err != nil {
			return nil, damaged(err, "its table of texts is damaged; restore a copy")
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := richText(d, "si")
			if err != nil {
				return nil, damaged(err, "its table of texts is damaged; restore a copy")
			}
			texts = append(texts, s)
		}
	}
}

// richText reads the text of an element up to its end: all <t> elements except those in <rPh>.
func richText(d *xml.Decoder, end string) (string, error) {
	var b strings.Builder
	in, skip := false, false
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				in = true
			case "rPh":
				skip = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				in = false
			case "rPh":
				skip = false
			case end:
				return unescape(b.String()), nil
			}
		case xml.CharData:
			if in && !skip {
				b.Write(t)
			}
		}
	}
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape replaces escapes such as _x000D_ by their characters.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return m
		}
		return string(rune(n))
	})
}
