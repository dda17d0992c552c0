package draw

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/api/googleapi"
	api "google.golang.org/api/sheets/v4"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/google/call"
	"leadsheet/sheets/sheetstest/gsheets"
)

// drawnPages are the reports of a business with n leads of the last year.
func drawnPages(n int) []sheets.Page {
	now := time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)
	p := policy.Policy{Business: "Example Roofing", Zone: time.UTC, RespondWithin: 30 * time.Minute}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	in := reports.Input{Policy: p, Mailbox: "hello@ours.example"}
	for i := range n {
		l := lead.Lead{
			ID: fmt.Sprintf("L-%d", 1001+i), Name: fmt.Sprintf("Customer %d", i), Email: fmt.Sprintf("c%d@example.org", i),
			Received: now.AddDate(0, 0, -(n-i)*300/n), Status: string(policy.Kinds()[i%len(policy.Kinds())]),
			Owner: []string{"Ada", "Bo", ""}[i%3], Source: []string{"Website", "Phone", "Fair"}[i%3],
			Value: float64(i % 11 * 100), HasValue: i%2 == 0, RefusalReason: []string{"", "Too expensive"}[i%2],
		}
		if i%5 == 0 {
			l.NextContact, l.NextStep = now.AddDate(0, 0, -i%20), "call"
		}
		in.Leads = append(in.Leads, l)
	}
	return reports.Build(in, now)
}

func drawnSize(t *testing.T, requests []*api.Request) int {
	t.Helper()
	b, err := json.Marshal(api.BatchUpdateSpreadsheetRequest{Requests: requests})
	if err != nil {
		t.Fatal(err)
	}
	return len(b)
}

func TestTheReportIsASmallRequest(t *testing.T) {
	report := drawnPages(2000)[0]
	for frame, most := range map[bool]int{true: 150_000, false: 60_000} {
		if got := drawnSize(t, Page(report, PageTab(report, 5), someTabs, someRows, frame)); got > most {
			t.Errorf("frame %v: %d bytes, want %d at most", frame, got, most)
		}
	}
}

// drawnWorld is a spreadsheet of the emulator that the drawings go to.
type drawnWorld struct {
	t   *testing.T
	doc *gsheets.Doc
	svc *call.Service
}

func newDrawnWorld(t *testing.T) *drawnWorld {
	srv := gsheets.New(gsheets.Options{Check: true})
	svc := call.New(&http.Client{Transport: srv}, "http://sheets.test/")
	return &drawnWorld{t: t, doc: srv.Create("Example Roofing"), svc: svc}
}

func (w *drawnWorld) send(what string, requests []*api.Request) {
	w.t.Helper()
	_, err := w.svc.Spreadsheets.BatchUpdate(w.doc.ID(), &api.BatchUpdateSpreadsheetRequest{Requests: requests}).Do()
	if err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
}

// get reads what the tabs consist of, by title, and the cells of the ranges named.
func (w *drawnWorld) get(ranges ...string) map[string]*api.Sheet {
	w.t.Helper()
	call := w.svc.Spreadsheets.Get(w.doc.ID())
	fields := "sheets(properties,merges,basicFilter,protectedRanges,charts(chartId),conditionalFormats)"
	if len(ranges) > 0 {
		call = call.Ranges(ranges...)
		fields = "sheets(properties,data(startRow,startColumn,rowData(values(userEnteredValue,userEnteredFormat,note,dataValidation))))"
	}
	got, err := call.Fields(googleapi.Field(fields)).Do()
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]*api.Sheet{}
	for _, s := range got.Sheets {
		out[s.Properties.Title] = s
	}
	return out
}

// drawAll makes the layout and the pages in one batch, as the first start does.
func (w *drawnWorld) drawAll(l sheets.Layout, pages []sheets.Page) {
	ids := map[string]int64{}
	var reqs []*api.Request
	for i, p := range pages {
		ids[p.Title] = int64(500 + i)
		reqs = append(reqs, NewPage(p, ids[p.Title], int64(i))...)
	}
	for i, t := range l.Tabs {
		ids[t.Title] = int64(100 + i)
		reqs = append(reqs, NewTab(t, ids[t.Title], int64(len(pages)+i), func(from string) string {
			tab, _, _ := strings.Cut(from, "/")
			return "='" + tab + "'!$A$2:$A"
		})...)
	}
	tabs := func(title string) (int64, bool) { id, ok := ids[title]; return id, ok }
	for _, p := range pages {
		reqs = append(reqs, Page(p, PageTab(p, ids[p.Title]), tabs, someRow, true)...)
	}
	w.send("make everything", AddsFirst(reqs))
}

func someRow(tab, key string) (int, bool) {
	var n int
	_, err := fmt.Sscanf(key, "L-%d", &n)
	return n - 999, err == nil && tab == lead.TabLeads
}

func TestTheLayoutInASpreadsheet(t *testing.T) {
	w := newDrawnWorld(t)
	l := daemon.Layout(policy.DefaultTables())
	pages := drawnPages(300)
	w.drawAll(l, pages)
	got := w.get()
	for _, tab := range l.Tabs {
		s := got[tab.Title]
		if s == nil {
			t.Fatalf("there is no tab %s", tab.Title)
		}
		w.checkTable(tab, s)
	}
	owner := slices.IndexFunc(l.Tabs[0].Columns, func(c sheets.Column) bool { return c.Title == lead.ColOwner })
	if v := drawnCell(w.get("'Leads'!2:2")[lead.TabLeads], 1, owner).DataValidation; v == nil || v.Condition.Type != "ONE_OF_RANGE" || v.Strict {
		t.Errorf("the list of Owner is %+v", v)
	}
	for _, p := range pages {
		w.checkPage(p, got[p.Title])
	}
	if titles := w.doc.Tabs(); titles[0] != pages[0].Title {
		t.Errorf("the tabs are %v", titles)
	}
}

func (w *drawnWorld) checkTable(tab sheets.TabLayout, s *api.Sheet) {
	w.t.Helper()
	rows := w.doc.Rows(tab.Title)
	cells := w.get("'"+tab.Title+"'!1:2", "'"+tab.Title+"'!1000:1000")[tab.Title]
	for i, c := range tab.Columns {
		if rows[0][i].Text != c.Title {
			w.t.Errorf("%s: column %d is %q, want %q", tab.Title, i, rows[0][i].Text, c.Title)
		}
		want := columnFormat(c).NumberFormat
		for _, row := range []int{1, 999} {
			got := drawnCell(cells, row, i).UserEnteredFormat
			if want != nil && (got == nil || got.NumberFormat == nil || got.NumberFormat.Type != want.Type) {
				w.t.Errorf("%s/%s: row %d has the format %+v, want %s", tab.Title, c.Title, row, got, want.Type)
			}
		}
		if note := drawnCell(cells, 0, i).Note; c.Note != "" && !strings.Contains(note, c.Note) {
			w.t.Errorf("%s/%s: the note is %q", tab.Title, c.Title, note)
		}
	}
	if got := len(rows) - 1; got != len(tab.Rows) {
		w.t.Errorf("%s: %d rows, want %d", tab.Title, got, len(tab.Rows))
	}
	g := s.Properties.GridProperties
	if g.FrozenRowCount != 1 || s.BasicFilter == nil || len(s.ProtectedRanges) == 0 {
		w.t.Errorf("%s: frozen %d, filter %v, %d warnings", tab.Title, g.FrozenRowCount, s.BasicFilter, len(s.ProtectedRanges))
	}
	for _, p := range s.ProtectedRanges {
		if !p.WarningOnly {
			w.t.Errorf("%s: %s stops people", tab.Title, p.Description)
		}
	}
	if len(s.ConditionalFormats) != len(tab.Colors) && tab.Title == lead.TabLeads {
		w.t.Errorf("%s: %d colour rules, want %d", tab.Title, len(s.ConditionalFormats), len(tab.Colors))
	}
}

func (w *drawnWorld) checkPage(p sheets.Page, s *api.Sheet) {
	w.t.Helper()
	if s == nil {
		w.t.Fatalf("there is no tab %s", p.Title)
	}
	if s.Properties.Hidden != p.Hidden || len(s.Charts) != len(p.Charts) || len(s.Merges) != len(p.Merges) || len(s.ConditionalFormats) != len(p.Bars) || len(s.ProtectedRanges) != 1 {
		w.t.Errorf("%s: hidden %v, %d charts, %d merges, %d bars, %d warnings", p.Title, s.Properties.Hidden, len(s.Charts), len(s.Merges), len(s.ConditionalFormats), len(s.ProtectedRanges))
	}
	full := 0
	cells := w.get("'" + p.Title + "'")[p.Title]
	for _, c := range pageCells(p) {
		got := drawnCell(cells, c.Row, c.Col)
		if v := held(got.UserEnteredValue); !v.Equal(c.Cell) {
			w.t.Errorf("%s: row %d column %d holds %v, want %v", p.Title, c.Row, c.Col, v, c.Cell)
		}
		if !c.Cell.IsEmpty() {
			full++
		}
		want := pageFormat(c.Style).TextFormat
		f := got.UserEnteredFormat
		if f == nil || f.TextFormat == nil || f.TextFormat.FontSize != want.FontSize || f.TextFormat.Bold != want.Bold || f.TextFormat.Underline != want.Underline {
			w.t.Errorf("%s: row %d column %d does not look like style %d", p.Title, c.Row, c.Col, c.Style)
			continue
		}
		if link := f.TextFormat.Link; c.LinkURL != "" && (link == nil || link.Uri != c.LinkURL) {
			w.t.Errorf("%s: row %d leads to %+v, want %s", p.Title, c.Row, link, c.LinkURL)
		}
		if n, ok := someRow(c.LinkTab, c.LinkKey); ok {
			if link := f.TextFormat.Link; link == nil || !strings.HasSuffix(link.Uri, fmt.Sprintf("&range=A%d", n)) {
				w.t.Errorf("%s: row %d leads to %+v, want row %d", p.Title, c.Row, link, n)
			}
		}
	}
	for _, row := range w.doc.Rows(p.Title) {
		for _, c := range row {
			if !c.IsEmpty() {
				full--
			}
		}
	}
	if full != 0 {
		w.t.Errorf("%s: %d cells too few", p.Title, full)
	}
}

// held is the value that a cell of the API holds.
func held(v *api.ExtendedValue) sheets.Cell {
	switch {
	case v == nil:
	case v.StringValue != nil:
		return sheets.Cell{Kind: sheets.TextCell, Text: *v.StringValue}
	case v.NumberValue != nil:
		return sheets.Cell{Kind: sheets.NumberCell, Num: *v.NumberValue}
	case v.BoolValue != nil && *v.BoolValue:
		return sheets.Cell{Kind: sheets.BoolCell, Num: 1}
	case v.BoolValue != nil:
		return sheets.Cell{Kind: sheets.BoolCell}
	}
	return sheets.Cell{}
}

func drawnCell(s *api.Sheet, row, col int) *api.CellData {
	for _, g := range s.Data {
		r, c := row-int(g.StartRow), col-int(g.StartColumn)
		if r >= 0 && r < len(g.RowData) && c >= 0 && c < len(g.RowData[r].Values) {
			return g.RowData[r].Values[c]
		}
	}
	return &api.CellData{}
}

func TestAPageIsDrawnAgain(t *testing.T) {
	w := newDrawnWorld(t)
	l := daemon.Layout(policy.DefaultTables())
	w.drawAll(l, drawnPages(300))
	again := func(what string, pages []sheets.Page, frame bool) {
		t.Helper()
		before := w.get()
		tabs := func(title string) (int64, bool) {
			s := before[title]
			if s == nil {
				return 0, false
			}
			return s.Properties.SheetId, true
		}
		var reqs []*api.Request
		for _, p := range pages {
			reqs = append(reqs, Page(p, TabOf(before[p.Title]), tabs, someRow, frame)...)
		}
		w.send(what, reqs)
		after := w.get()
		for _, p := range pages {
			w.checkPage(p, after[p.Title])
		}
	}
	again("the same once more", drawnPages(300), true)
	again("only values", drawnPages(300), false)
	again("many more leads", drawnPages(900), true)
	again("none left", drawnPages(0), true)

	// People have written beside the report, below it and over it, and merged cells.
	pages := drawnPages(40)
	mess := "a note of the boss"
	id := w.get()[lead.TabReport].Properties.SheetId
	w.send("people", []*api.Request{
		{AppendDimension: &api.AppendDimensionRequest{SheetId: id, Dimension: "ROWS", Length: 50}},
		{AppendDimension: &api.AppendDimensionRequest{SheetId: id, Dimension: "COLUMNS", Length: 9}},
		{RepeatCell: &api.RepeatCellRequest{Range: Range(id, 20, 80, 2, 20), Cell: &api.CellData{
			UserEnteredValue: &api.ExtendedValue{StringValue: &mess}, UserEnteredFormat: pageFormat(sheets.Title)}, Fields: "userEnteredValue,userEnteredFormat"}},
		{MergeCells: &api.MergeCellsRequest{Range: Range(id, 60, 64, 3, 6), MergeType: "MERGE_ALL"}},
	})
	again("over what people did", pages, true)
}

func TestMissingColumnsInASpreadsheet(t *testing.T) {
	w := newDrawnWorld(t)
	l := daemon.Layout(policy.DefaultTables())
	leads := l.Tabs[0]
	missing := leads.Columns[len(leads.Columns)-2:]
	short := leads
	short.Columns = leads.Columns[:len(leads.Columns)-2]
	w.send("an older layout", NewTab(short, 100, 0, nil))
	for _, grow := range []bool{false, true} {
		if grow {
			w.send("people", []*api.Request{{AppendDimension: &api.AppendDimensionRequest{SheetId: 100, Dimension: "COLUMNS", Length: 3}}})
			mine := "Mine"
			w.send("people", []*api.Request{{UpdateCells: &api.UpdateCellsRequest{
				Start: &api.GridCoordinate{SheetId: 100, RowIndex: 4, ColumnIndex: int64(len(leads.Columns))},
				Rows:  []*api.RowData{{Values: []*api.CellData{{UserEnteredValue: &api.ExtendedValue{StringValue: &mine}}}}}, Fields: "userEnteredValue"}}})
			missing = []sheets.Column{{Title: "Score", Managed: true}}
		}
		var header []string
		for _, c := range w.doc.Rows(leads.Title)[0] {
			header = append(header, c.String())
		}
		info := TabOf(w.get()[leads.Title])
		info.Header = header
		w.send("missing columns", NewColumns(leads, info, missing, nil))
	}
	rows := w.doc.Rows(leads.Title)
	n := len(leads.Columns)
	if got := rows[0][n].Text; got != "Score" || rows[0][n-1].Text != leads.Columns[n-1].Title {
		t.Errorf("the titles are %v", rows[0])
	}
	if got := rows[4][n+1].Text; got != "Mine" {
		t.Errorf("what a person wrote beside the table is lost: %v", rows[4])
	}
}

func TestDrawingsFitTheDiscoveryDocument(t *testing.T) {
	d, err := gsheets.LoadDiscovery()
	if err != nil {
		t.Fatal(err)
	}
	var all []*api.Request
	for _, tab := range daemon.Layout(policy.DefaultTables()).Tabs {
		all = append(all, NewTab(tab, 3, 0, teamList)...)
	}
	old := Tab{ID: 5, Rules: 1}
	old.Charts = []int64{chartID(old, 0), chartID(old, 1), chartID(old, 2)}
	for _, p := range append(drawnPages(300), smallPage()) {
		all = append(all, NewPage(p, 5, 0)...)
		all = append(all, Page(p, PageTab(p, 5), someTabs, someRows, true)...)
		all = append(all, Page(p, old, someTabs, someRows, true)...)
	}
	all = append(all, NewColumns(smallLayout().Tabs[0], Tab{Cols: 30}, smallLayout().Tabs[0].Columns, teamList)...)
	b, err := json.Marshal(api.BatchUpdateSpreadsheetRequest{Requests: all})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check("BatchUpdateSpreadsheetRequest", b); err != nil {
		t.Error(err)
	}
	for _, r := range all {
		for schema, mask := range drawnMasks(r) {
			if err := d.CheckMask(schema, mask); err != nil {
				t.Errorf("%s: %v", mask, err)
			}
		}
	}
}

// drawnMasks are the field masks of a request, by the type that they select from.
func drawnMasks(r *api.Request) map[string]string {
	switch {
	case r.UpdateCells != nil:
		return map[string]string{"CellData": r.UpdateCells.Fields}
	case r.RepeatCell != nil:
		return map[string]string{"CellData": r.RepeatCell.Fields}
	case r.UpdateSheetProperties != nil:
		return map[string]string{"SheetProperties": r.UpdateSheetProperties.Fields}
	case r.UpdateDimensionProperties != nil:
		return map[string]string{"DimensionProperties": r.UpdateDimensionProperties.Fields}
	case r.UpdateEmbeddedObjectPosition != nil:
		return map[string]string{"OverlayPosition": r.UpdateEmbeddedObjectPosition.Fields}
	}
	return nil
}
