package gsheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strconv"
)

// CreateAs makes a spreadsheet with an id of the caller's choice, or returns the one that has it.
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

// Page shows the spreadsheets in a browser, and lets whoever looks play the people who edit them: "/" lists them,
// "/sheet/ID?tab=Title" is a tab. It needs no JavaScript.
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
	// No other page that is open in the same browser may press our buttons.
	return http.NewCrossOriginProtection().Handler(mux)
}

type web struct {
	srv   *Server
	pages *template.Template
}

// rowsShown is how much of a tab one page shows.
const rowsShown = 200

// listed is a spreadsheet in the list.
type listed struct {
	ID, Title, Link string
	Revision        int
	Tabs            []string
}

func (w *web) list(rw http.ResponseWriter, _ *http.Request) {
	var all []listed
	for _, d := range w.srv.Docs() {
		all = append(all, listed{d.ID(), d.Title(), "/sheet/" + url.PathEscape(d.ID()), d.Revision(), d.Tabs()})
	}
	w.render(rw, "list", struct {
		Docs       []listed
		Counts     Counts
		Violations []string
	}{all, w.srv.Counts(), w.srv.Violations()})
}

// tabPage is one tab as the template wants it.
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
	Typed            string // what the field holds that edits it
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
	p.fill(s, max(0, number(r.FormValue("from"))), r.FormValue("edit"))
	w.render(rw, "tab", p)
}

// link leads to a part of a tab, with a cell to be edited; "" for none.
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

// fill draws the header and the rows from the one given; edit is "row.column" of the cell that is a field.
func (p *tabPage) fill(s *sheet, from int, edit string) {
	last := min(s.height()+1, s.rows) // one blank row invites
	if from >= last {
		from = 0
	}
	p.From, p.Last = from, min(from+rowsShown, last)
	p.Editing, p.Stop = edit != "", p.link(s.title, from, "")
	if from > 0 {
		p.Before = p.link(s.title, max(0, from-rowsShown), "")
	}
	if p.Last < last {
		p.After = p.link(s.title, p.Last, "")
	}
	wide := 1
	for r := range s.height() {
		wide = max(wide, s.width(r))
	}
	wide = min(max(wide+1, 6), s.cols)
	for c := range wide {
		p.Columns = append(p.Columns, shownColumn{columnName(c), c})
	}
	looks := map[*Format]template.CSS{}
	row := func(r int) {
		shown := shownRow{Number: r + 1, Index: r, Filtered: s.rowDim(r).filteredAway}
		for c := range wide {
			at := strconv.Itoa(r) + "." + strconv.Itoa(c)
			cell := drawn(s.cell(r, c), looks)
			cell.Col, cell.Link, cell.Editing = c, p.link(s.title, from, at), at == edit
			shown.Chosen = shown.Chosen || cell.Editing
			shown.Cells = append(shown.Cells, cell)
		}
		p.Rows = append(p.Rows, shown)
	}
	if from > 0 {
		row(0) // the header stays in sight
	}
	for r := from; r < p.Last; r++ {
		row(r)
	}
}

// drawn is a cell with its look; looks remembers those that were worked out before.
func drawn(c *Cell, looks map[*Format]template.CSS) shownCell {
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
		css, known := looks[c.Format]
		if !known {
			css = lookOf(c.Format.JSON)
			looks[c.Format] = css
		}
		shown.Style = css
	}
	return shown
}

// shade is a colour as the API writes it, its parts from 0 to 1.
type shade struct {
	Red, Green, Blue float64
}

func (s *shade) css() string {
	part := func(f float64) int { return int(math.Round(255 * min(max(f, 0), 1))) }
	return fmt.Sprintf("#%02x%02x%02x", part(s.Red), part(s.Green), part(s.Blue))
}

// lookOf turns a cell's format into CSS, as far as it is ground, font colour and weight.
func lookOf(raw []byte) template.CSS {
	type styled struct {
		RGBColor *shade `json:"rgbColor"`
	}
	var f struct {
		BackgroundColor      *shade `json:"backgroundColor"`
		BackgroundColorStyle styled `json:"backgroundColorStyle"`
		WrapStrategy         string `json:"wrapStrategy"`
		TextFormat           struct {
			Bold                 bool   `json:"bold"`
			Italic               bool   `json:"italic"`
			ForegroundColor      *shade `json:"foregroundColor"`
			ForegroundColorStyle styled `json:"foregroundColorStyle"`
		} `json:"textFormat"`
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return "" // it is shown without its look
	}
	var css string
	colour := func(property string, old *shade, now *shade) {
		if now == nil {
			now = old
		}
		if now != nil {
			css += property + ":" + now.css() + ";"
		}
	}
	colour("background", f.BackgroundColor, f.BackgroundColorStyle.RGBColor)
	colour("color", f.TextFormat.ForegroundColor, f.TextFormat.ForegroundColorStyle.RGBColor)
	if f.TextFormat.Bold {
		css += "font-weight:bold;"
	}
	if f.TextFormat.Italic {
		css += "font-style:italic;"
	}
	if f.WrapStrategy == "WRAP" {
		css += "white-space:pre-wrap;min-width:12em;"
	}
	return template.CSS(css) // made of numbers and constants alone
}

// act does what a button says, as a person would.
func (w *web) act(rw http.ResponseWriter, r *http.Request) {
	d := w.srv.Doc(r.PathValue("id"))
	if d == nil {
		http.Error(rw, "there is no such spreadsheet here; go back to the list", http.StatusNotFound)
		return
	}
	tab, row, col := r.FormValue("tab"), number(r.FormValue("row")), number(r.FormValue("col"))
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
	http.Redirect(rw, r, p.link(tab, max(0, number(r.FormValue("from"))), ""), http.StatusSeeOther)
}

// typeAt types a text into a cell: it becomes a number or a date where Sheets would make one of it.
func (p *People) typeAt(tab string, row, col int, text string) {
	p.on(tab, func(t *session) {
		if !t.s.whole().has(row, col) {
			return
		}
		old := t.s.cell(row, col)
		if old != nil && old.Format != nil && old.Format.NumberType == "TEXT" {
			t.write(t.s, row, col, Cell{Value: textCell(text)})
			return
		}
		t.write(t.s, row, col, t.doc.typedIn(text))
	})
}

// sortAt sorts the rows below the header by a column, from 0.
func (p *People) sortAt(tab string, col int, descending bool) {
	p.on(tab, func(t *session) {
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
	_, _ = rw.Write(b.Bytes()) // a browser that has gone away is no matter of ours
}

// number reads a place; -1 for none.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
