package gsheets

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"leadsheet/sheets/sheetstest/gsheets/show"
)

// pageText holds the templates of the pages. A page that shows a tab reloads itself every two seconds. A page with a
// field to type into does not, because reloading would discard the text.
//
//go:embed web.html
var pageText string

// CreateAs creates a spreadsheet with an ID of the caller's choice, or returns the one that has it.
func (s *Server) CreateAs(id, title string) *Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.docs[id]; d != nil {
		return d
	}
	d := newDoc(s, id, title)
	s.docs[id] = d
	s.order = append(s.order, id)
	return d
}

// Page returns a handler that shows the spreadsheets in a browser and lets the visitor edit them as a person: "/" lists
// them, "/sheet/ID?tab=Title" is a tab. It needs no JavaScript.
func (s *Server) Page() http.Handler {
	pages, err := template.New("").Parse(pageText)
	w := &web{srv: s, pages: pages}
	if err != nil { // the text is a constant; a test opens every page
		return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
		})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", w.list)
	mux.HandleFunc("GET /sheet/{id}", w.show)
	mux.HandleFunc("POST /sheet/{id}", w.act)
	// Other pages in the same browser must not be able to send these forms.
	return http.NewCrossOriginProtection().Handler(mux)
}

type web struct {
	srv   *Server
	pages *template.Template
}

// maxRowsShown is how many rows of a tab one page shows.
const maxRowsShown = 200

// listedDoc is a spreadsheet in the list.
type listedDoc struct {
	ID, Title, Link string
	Revision        int
	Tabs            []string
}

func (w *web) list(rw http.ResponseWriter, _ *http.Request) {
	var all []listedDoc
	for _, d := range w.srv.Docs() {
		all = append(all, listedDoc{d.ID(), d.Title(), "/sheet/" + url.PathEscape(d.ID()), d.Revision(), d.Tabs()})
	}
	w.render(rw, "list", struct {
		Docs       []listedDoc
		Counts     Counts
		Violations []string
	}{all, w.srv.Counts(), w.srv.Violations()})
}

// tabPage is one tab in the form that the template needs.
type tabPage struct {
	Doc, ID, Self, Tab string
	Revision           int
	Tabs               []tabLink
	Columns            []shownColumn
	Rows               []shownRow
	From, Last, Height int
	Before, After      string // links to the rows before and after; "" for none
	Editing            bool
	Stop               string // link back from editing
	Page               *pagePart
}

type tabLink struct {
	Title, Link  string
	Here, Hidden bool
}

type shownColumn struct {
	Letter string
	Index  int
}

type shownRow struct {
	Number, Index    int
	Filtered, Chosen bool
	Cells            []shownCell
}

type shownCell struct {
	Text, Hint, Link string
	Number, Editing  bool
	Typed            string // the text in the field for editing
	Col              int
	Style            template.CSS
}

func (w *web) show(rw http.ResponseWriter, r *http.Request) {
	d := w.srv.Doc(r.PathValue("id"))
	if d == nil {
		http.Error(rw, "there is no such spreadsheet here; go back to the list", http.StatusNotFound)
		return
	}
	st := d.state()
	title := r.FormValue("tab")
	s := st.titled(title)
	if s == nil && title == "" {
		s = st.sheets[0]
	}
	if s == nil {
		http.Error(rw, fmt.Sprintf("there is no tab %q any more; go back to the spreadsheet", title), http.StatusNotFound)
		return
	}
	p := &tabPage{
		Doc:      d.Title(),
		ID:       d.ID(),
		Self:     "/sheet/" + url.PathEscape(d.ID()),
		Tab:      s.title,
		Revision: d.Revision(),
		Height:   s.height(),
	}
	for _, o := range st.sheets {
		p.Tabs = append(p.Tabs, tabLink{o.title, p.link(o.title, 0, ""), o == s, o.hidden()})
	}
	if s.isPage() {
		p.fillPage(st, s, r.FormValue("edit"))
	} else {
		p.fill(s, max(0, parseIndex(r.FormValue("from"))), r.FormValue("edit"))
	}
	w.render(rw, "tab", p)
}

// link returns the link to a part of a tab, with a cell to be edited; "" for none.
func (p *tabPage) link(tab string, from int, edit string) string {
	q := url.Values{"tab": {tab}}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	if edit != "" {
		q.Set("edit", edit)
	}
	return p.Self + "?" + q.Encode()
}

// fill fills in the header and the rows from the given one on. edit is "row.column" of the cell that is shown as a
// field.
func (p *tabPage) fill(s *sheet, from int, edit string) {
	last := min(s.height()+1, s.rows) // one blank row for a new entry
	if from >= last {
		from = 0
	}
	p.From, p.Last = from, min(from+maxRowsShown, last)
	p.Editing, p.Stop = edit != "", p.link(s.title, from, "")
	if from > 0 {
		p.Before = p.link(s.title, max(0, from-maxRowsShown), "")
	}
	if p.Last < last {
		p.After = p.link(s.title, p.Last, "")
	}
	width := 1
	for r := range s.height() {
		width = max(width, s.width(r))
	}
	width = min(max(width+1, 6), s.cols)
	for c := range width {
		p.Columns = append(p.Columns, shownColumn{columnName(c), c})
	}
	styles := map[*Format]template.CSS{}
	row := func(r int) {
		shown := shownRow{Number: r + 1, Index: r, Filtered: s.rowDim(r).filtered}
		for c := range width {
			at := strconv.Itoa(r) + "." + strconv.Itoa(c)
			cell := shownCellOf(s.cell(r, c), styles)
			cell.Col, cell.Link, cell.Editing = c, p.link(s.title, from, at), at == edit
			shown.Chosen = shown.Chosen || cell.Editing
			shown.Cells = append(shown.Cells, cell)
		}
		p.Rows = append(p.Rows, shown)
	}
	if from > 0 {
		row(0) // the header stays visible
	}
	for r := from; r < p.Last; r++ {
		row(r)
	}
}

// shownCellOf returns a cell with its CSS. styles caches the CSS of each format.
func shownCellOf(c *Cell, styles map[*Format]template.CSS) shownCell {
	if c == nil {
		return shownCell{}
	}
	shown := shownCell{
		Text:   renderFormatted(c),
		Number: c.Value.Kind == kindNumber || c.Value.Kind == kindDate,
		Hint:   c.Note,
		Typed:  c.Formula,
	}
	if shown.Typed == "" {
		shown.Typed = shown.Text
	}
	if c.Formula != "" {
		shown.Hint = c.Formula
	}
	if c.Format != nil {
		css, known := styles[c.Format]
		if !known {
			css = show.CSS(c.Format.JSON)
			styles[c.Format] = css
		}
		shown.Style = css
	}
	return shown
}

// act does what a button says, as a person.
func (w *web) act(rw http.ResponseWriter, r *http.Request) {
	d := w.srv.Doc(r.PathValue("id"))
	if d == nil {
		http.Error(rw, "there is no such spreadsheet here; go back to the list", http.StatusNotFound)
		return
	}
	tab, row, col := r.FormValue("tab"), parseIndex(r.FormValue("row")), parseIndex(r.FormValue("col"))
	people := d.People(nil)
	switch r.FormValue("do") {
	case "edit":
		people.typeAt(tab, row, col, r.FormValue("to"))
	case "ascending", "descending":
		people.sortAt(tab, col, r.FormValue("do") == "descending")
	case "delete":
		people.DeleteRows(tab, row, 1)
	case "insert":
		people.InsertRows(tab, row, 1)
	case "undo":
		people.Undo()
	default:
		http.Error(rw, fmt.Sprintf("nobody knows how to %q", r.FormValue("do")), http.StatusBadRequest)
		return
	}
	p := &tabPage{Self: "/sheet/" + url.PathEscape(d.ID())}
	http.Redirect(rw, r, p.link(tab, max(0, parseIndex(r.FormValue("from"))), ""), http.StatusSeeOther)
}

// typeAt types a text into a cell. It becomes a number or a date if Sheets would convert it.
func (p *People) typeAt(tab string, row, col int, text string) {
	p.edit(tab, func(t *personEdit) {
		if !t.s.whole().has(row, col) {
			return
		}
		old := t.s.cell(row, col)
		if old != nil && old.Format != nil && old.Format.NumberType == "TEXT" {
			t.write(t.s, row, col, Cell{Value: textCell(text)})
			return
		}
		t.write(t.s, row, col, t.doc.parseTyped(text))
	})
}

// sortAt sorts the rows below the header by a column, from 0.
func (p *People) sortAt(tab string, col int, descending bool) {
	p.edit(tab, func(t *personEdit) {
		if col >= 0 && col < t.s.cols {
			t.sortRows(t.s, area{1, t.s.rows, 0, t.s.cols}, []sortSpec{{col, descending}})
		}
	})
}

func (w *web) render(rw http.ResponseWriter, name string, data any) {
	var b bytes.Buffer
	if err := w.pages.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	_, _ = rw.Write(b.Bytes()) // fails only if the browser has gone away
}

// parseIndex parses a row or column index; -1 for none.
func parseIndex(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
