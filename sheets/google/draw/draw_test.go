package draw

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

var updateDrawings = flag.Bool("update", false, "write the golden files of the drawings")

func drawnText(s string) sheets.Cell { return sheets.Cell{Kind: sheets.TextCell, Text: s} }

func drawnNumber(n float64) sheets.Cell { return sheets.Cell{Kind: sheets.NumberCell, Num: n} }

// smallLayout is a table with one of everything, and the table that its list is taken from.
func smallLayout() sheets.Layout {
	return sheets.Layout{Tabs: []sheets.TabLayout{
		{
			Title: "Leads", Note: "One row a lead.", Key: "ID", Color: "1D4ED8", Frozen: 1,
			Columns: []sheets.Column{
				{Title: "ID", Note: "Never reused.", Width: 9, Format: sheets.PlainText, Managed: true},
				{Title: "Attention", Width: 34, Format: sheets.PlainText, Managed: true, Wrap: true},
				{Title: "Received", Format: sheets.DateTime},
				{Title: "Owner", Format: sheets.PlainText, ListFrom: "Team/Name"},
				{Title: "Quality", Format: sheets.PlainText, List: []string{"hot", "cold"}},
				{Title: "Next contact", Format: sheets.DateOnly},
				{Title: "Value", Format: sheets.Amount},
			},
			Colors: []sheets.ColorRule{
				{Column: "Attention", Contains: "late", Fill: "FEE2E2", Font: "B91C1C"},
				{Column: "Attention", Contains: " ", Fill: "FEF3C7"},
				{Column: "Quality", Equals: "=hot", Fill: "FFEDD5"},
				{Column: "owner", Equals: `Ann "Boss"`, WholeRow: true, Font: "9CA3AF"},
				{Column: "No such column", Equals: "x", Fill: "FFEDD5"},
			},
		},
		{
			Title: "Team", Color: "D97706", Key: "Name",
			Columns: []sheets.Column{{Title: "Name", Format: sheets.PlainText}, {Title: "Share"}},
			Rows:    [][]sheets.Cell{{drawnText("Anna"), drawnNumber(2)}, {drawnText("=1+2"), {Kind: sheets.BoolCell}}, {{}, drawnNumber(0)}},
		},
	}}
}

func smallPage() sheets.Page {
	data := func(col int) sheets.Range { return sheets.Range{Tab: "Data", Col: col, Row: 1, Last: 3} }
	return sheets.Page{
		Title: "Report", Color: "1D4ED8", Widths: []float64{18, 10, 10}, Heights: map[int]float64{0: 32, 2: 16, 3: 16}, Frozen: 1,
		Cells: []sheets.PageCell{
			{Row: 0, Col: 0, Cell: drawnText("Leads"), Style: sheets.Title},
			{Row: 0, Col: 1, Style: sheets.Title},
			{Row: 1, Col: 0, Cell: drawnText("As of 09:00"), Style: sheets.Subtitle, AsOf: true},
			{Row: 2, Col: 0, Cell: drawnText("Lead"), Style: sheets.TableHead}, {Row: 2, Col: 1, Cell: drawnText("Days"), Style: sheets.TableHeadRight},
			{Row: 3, Col: 0, Cell: drawnText("Ada"), Style: sheets.TableLink, LinkTab: "Leads", LinkKey: "L-1"}, {Row: 3, Col: 1, Cell: drawnNumber(0), Style: sheets.TableNumber},
			{Row: 4, Col: 0, Cell: drawnText("=Bob"), Style: sheets.TableLink, LinkTab: "Leads", LinkKey: "L-gone"}, {Row: 4, Col: 1, Cell: drawnNumber(12), Style: sheets.TableNumber},
			{Row: 5, Col: 1, Cell: drawnNumber(0.5), Style: sheets.TablePercent},
		},
		Merges: [][4]int{{0, 0, 0, 1}},
		Bars:   []sheets.DataBar{{Col: 1, Row: 3, Last: 5, Color: "BFDBFE"}},
		Charts: []sheets.Chart{
			{
				Type: sheets.ColumnsAndLine, Row: 7, Col: 0, Width: 500, Height: 200, Alt: "New and won", Categories: data(0),
				Series: []sheets.Series{{Name: "New", Values: data(1), Color: "93C5FD"}, {Name: "Won", Values: data(2), Color: "1D4ED8"}},
			},
			{Type: sheets.SortedBars, Row: 7, Col: 2, Width: 500, Height: 200, Categories: data(0), Series: []sheets.Series{{Name: "New", Values: data(1), Color: "1D4ED8"}}},
		},
	}
}

func teamList(from string) string {
	if from == "Team/Name" {
		return "='Team'!$A$2:$A"
	}
	return ""
}

func someTabs(title string) (int64, bool) {
	switch title {
	case "Leads":
		return 0, true
	case "Data":
		return 77, true
	}
	return 0, false
}

func someRows(_, key string) (int, bool) { return 12, key == "L-1" }

// golden compares the JSON that goes out with what is kept in testdata/draw, and with the fields that the API knows.
func golden(t *testing.T, name string, requests []*api.Request) {
	t.Helper()
	got, err := json.MarshalIndent(api.BatchUpdateSpreadsheetRequest{Requests: requests}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	known := json.NewDecoder(bytes.NewReader(got))
	known.DisallowUnknownFields()
	if err := known.Decode(&api.BatchUpdateSpreadsheetRequest{}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for i, r := range requests {
		if one, err := json.Marshal(r); err != nil || !strings.HasPrefix(string(one), `{"`) {
			t.Errorf("%s: request %d is empty: %s %v", name, i, one, err)
		}
	}
	file := filepath.Join("testdata", "draw", name+".json")
	if *updateDrawings {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(want), bytes.TrimSpace(got)) {
		t.Errorf("%s differs from %s: look at it, then run the test with -update", name, file)
	}
}

func TestDrawings(t *testing.T) {
	l, p := smallLayout(), smallPage()
	var made []*api.Request
	for i, tab := range l.Tabs {
		made = append(made, NewTab(tab, int64(i+1), int64(i), teamList)...)
	}
	golden(t, "new-tabs", AddsFirst(made))
	header := []string{"ID", "Owner", "", "My own", ""}
	golden(t, "new-columns", NewColumns(l.Tabs[0], Tab{ID: 0, Cols: 26, Header: header, Rules: 3},
		[]sheets.Column{l.Tabs[0].Columns[1], l.Tabs[0].Columns[4]}, teamList))
	golden(t, "new-page", append(NewPage(p, 5, 0), Page(p, PageTab(p, 5), someTabs, someRows, true)...))
	old := Tab{ID: 5, Rows: 3, Cols: 2, Rules: 2, Protected: 1}
	old.Charts = []int64{chartID(old, 0), chartID(old, 2), 4711}
	golden(t, "old-page", Page(p, old, someTabs, someRows, true))
	old.Rows = 100
	golden(t, "values-only", Page(p, old, someTabs, someRows, false))
}

// Columns that are to be grouped are one closed group, and what is hidden is made hidden.
func TestATabIsMadeGroupedAndHidden(t *testing.T) {
	columns := []sheets.Column{{Title: "ID"}, {Title: "Name"}, {Title: "A", Grouped: true}, {Title: "B", Grouped: true}}
	b, err := json.Marshal(NewTab(sheets.TabLayout{Title: "T", Columns: columns, Frozen: 2, Hidden: true}, 7, 0, nil))
	if err != nil {
		t.Fatal(err)
	}
	span := `"range":{"dimension":"COLUMNS","endIndex":4,"sheetId":7,"startIndex":2}`
	for _, want := range []string{`"frozenColumnCount":2`, `"hidden":true`, `{"addDimensionGroup":{` + span + `}}`,
		`{"updateDimensionGroup":{"dimensionGroup":{"collapsed":true,"depth":1,` + span + `},"fields":"collapsed"}}`} {
		if strings.Count(string(b), want) != 1 {
			t.Errorf("%s is not there once: %s", want, b)
		}
	}
}

func TestATabIsMadeAtItsPlace(t *testing.T) {
	for _, r := range [][]*api.Request{NewTab(smallLayout().Tabs[0], 9, 0, nil), NewPage(smallPage(), 9, 0)} {
		b, err := json.Marshal(r[0])
		if err != nil || !strings.Contains(string(b), `"index":0`) {
			t.Errorf("index 0 is left out, so the tab becomes the last: %s %v", b, err)
		}
	}
}

func TestMissingColumnsOverwriteNothing(t *testing.T) {
	missing := []sheets.Column{{Title: "A"}, {Title: "B"}}
	for name, c := range map[string]struct {
		info Tab
		at   int64
		full bool
	}{
		"room behind the titles":  {Tab{Cols: 26, Header: []string{"ID", "Name"}}, 2, false},
		"a title stands alone":    {Tab{Cols: 26, Header: []string{"ID", "", "", "Mine", " "}}, 4, false},
		"blank rows above":        {Tab{Cols: 26, Header: []string{"ID"}, HeaderRow: 3}, 1, false},
		"the grid ends there":     {Tab{Cols: 2, Header: []string{"ID", "Name"}}, 2, true},
		"nothing has a title yet": {Tab{Cols: 26}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			got := NewColumns(sheets.TabLayout{Title: "T"}, c.info, missing, nil)
			if c.full {
				if got[0].AppendDimension == nil {
					t.Fatalf("there is no room to insert: %+v", got[0])
				}
				got = got[1:]
			}
			if r := got[0].InsertDimension; r == nil || r.Range.StartIndex != c.at || r.Range.EndIndex != c.at+2 {
				t.Fatalf("the columns are not new: %+v", got[0])
			}
			if at := got[1].UpdateCells.Start; at.ColumnIndex != c.at || at.RowIndex != int64(c.info.HeaderRow) {
				t.Errorf("titles go to row %d column %d, want %d, %d",
					at.RowIndex, at.ColumnIndex, c.info.HeaderRow, c.at)
			}
		})
	}
	if NewColumns(sheets.TabLayout{}, Tab{}, nil, nil) != nil {
		t.Error("nothing is missing, something is drawn")
	}
}

func TestStyleBlocksCoverEveryCellOnce(t *testing.T) {
	cells := pageCells(smallPage())
	seen := map[[2]int]sheets.Style{}
	for _, b := range styleBlocks(cells) {
		for r := b.row; r < b.rowEnd; r++ {
			for c := b.col; c < b.colEnd; c++ {
				if _, twice := seen[[2]int{r, c}]; twice {
					t.Errorf("row %d column %d is drawn twice", r, c)
				}
				seen[[2]int{r, c}] = b.style
			}
		}
	}
	for _, c := range cells {
		if seen[[2]int{c.Row, c.Col}] != c.Style {
			t.Errorf("row %d column %d has style %d, want %d", c.Row, c.Col, seen[[2]int{c.Row, c.Col}], c.Style)
		}
	}
	if len(seen) != len(cells) {
		t.Errorf("%d cells are drawn, want %d", len(seen), len(cells))
	}
}

func TestMarks(t *testing.T) {
	content, frame := PageHashes(smallPage())
	for name, c := range map[string]struct {
		change             func(*sheets.Page)
		content, frameSame bool
	}{
		"the as-of line": {func(p *sheets.Page) { p.Cells[2].Cell = drawnText("As of 09:01") }, true, true},
		"a value":        {func(p *sheets.Page) { p.Cells[6].Cell = drawnNumber(1) }, false, true},
		"another lead":   {func(p *sheets.Page) { p.Cells[5].LinkKey = "L-2" }, false, true},
		"another page":   {func(p *sheets.Page) { p.Cells[5].LinkURL = "mailto:ada@example.com" }, false, true},
		"a style":        {func(p *sheets.Page) { p.Cells[6].Style = sheets.TableLate }, true, false},
		"a width":        {func(p *sheets.Page) { p.Widths[1]++ }, true, false},
		"a height":       {func(p *sheets.Page) { p.Heights[9] = 3 }, true, false},
		"a merge":        {func(p *sheets.Page) { p.Merges = append(p.Merges, [4]int{5, 1, 5, 2}) }, true, false},
		"a chart":        {func(p *sheets.Page) { p.Charts[0].Series[0].Color = "000000" }, true, false},
		"a bar":          {func(p *sheets.Page) { p.Bars = nil }, true, false},
		"a row more": {func(p *sheets.Page) {
			p.Cells = append(p.Cells, sheets.PageCell{Row: 6, Cell: drawnText("x"), Style: sheets.Hint})
		}, false, false},
		"a value that a merge has": {func(p *sheets.Page) { p.Cells[1].Cell = drawnText("hidden") }, true, true},
		"the order of the cells":   {func(p *sheets.Page) { slices.Reverse(p.Cells) }, true, true},
	} {
		p := smallPage()
		c.change(&p)
		gotContent, gotFrame := PageHashes(p)
		if (gotContent == content) != c.content || (gotFrame == frame) != c.frameSame {
			t.Errorf("%s: content is the same: %v, frame: %v", name, gotContent == content, gotFrame == frame)
		}
	}
}

func TestChartsOfPeopleStay(t *testing.T) {
	info := Tab{ID: 5}
	first := chartID(info, 0)
	if moved := chartID(Tab{ID: 5, TakenCharts: []int64{first}}, 0); moved == first {
		t.Error("the id of a chart on another tab is used again: the batch would be refused")
	}
	if other := chartID(Tab{ID: 6}, 0); other == first {
		t.Error("two tabs have a chart of one id")
	}
	info.Charts = []int64{first, chartID(info, 1), 4711}
	p := smallPage()
	p.Charts = nil
	var gone []int64
	for _, r := range pageCharts(p, info, someTabs) {
		gone = append(gone, r.DeleteEmbeddedObject.ObjectId)
	}
	if !slices.Equal(gone, info.Charts[:2]) {
		t.Errorf("deleted %v, want %v", gone, info.Charts[:2])
	}
}

func TestAChartWithoutItsNumbersIsNotDrawn(t *testing.T) {
	none := func(string) (int64, bool) { return 0, false }
	if got := pageCharts(smallPage(), Tab{ID: 5}, none); len(got) != 0 {
		t.Errorf("%d requests; the server answers such a chart with an error of its own", len(got))
	}
}

func TestColors(t *testing.T) {
	if c := colorOf("FF8000"); c == nil || c.RgbColor.Red != 1 || c.RgbColor.Green != 0.502 || c.RgbColor.Blue != 0 {
		t.Errorf("FF8000 is %+v", c)
	}
	for _, s := range []string{"", "red", "12345", "1234567"} {
		if colorOf(s) != nil {
			t.Errorf("%q is a colour", s)
		}
	}
}

func TestColorConditions(t *testing.T) {
	for _, c := range []struct {
		rule sheets.ColorRule
		want string
	}{
		{sheets.ColorRule{Contains: "late"}, "TEXT_CONTAINS late"},
		{sheets.ColorRule{Equals: "New lead"}, "TEXT_EQ New lead"},
		{sheets.ColorRule{Contains: " "}, `CUSTOM_FORMULA =ISNUMBER(SEARCH(" ";$AB2))`},
		{sheets.ColorRule{Equals: "+1"}, `CUSTOM_FORMULA =$AB2="+1"`},
		{sheets.ColorRule{Equals: `a"b`, WholeRow: true}, `CUSTOM_FORMULA =$AB2="a""b"`},
		{sheets.ColorRule{Contains: `")`, WholeRow: true}, `CUSTOM_FORMULA =ISNUMBER(SEARCH(""")";$AB2))`},
	} {
		got := colorCondition(c.rule, cellRef(1, 27))
		if s := got.Type + " " + got.Values[0].UserEnteredValue; s != c.want {
			t.Errorf("%+v: %s, want %s", c.rule, s, c.want)
		}
	}
}
