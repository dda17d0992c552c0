package google

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/api/googleapi"
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/google/poll"
	"leadsheet/sheets/google/undo"
)

// topRows are the rows that are read of each tab to find its titles.
const topRows = sheets.HeaderRows

// inspected are the fields of a structure read. No grid data is asked for, so it costs little however much there is.
const inspected = "spreadsheetId,properties(title,locale,timeZone)," + lock.Fields + "," +
	"sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount))," +
	"merges,basicFilter,protectedRanges,tables(name))"

// Inspect reads the spreadsheet's structure and the first rows of each tab, in two calls. It writes nothing.
func (b *Book) Inspect(ctx context.Context) (*sheets.Inspection, error) {
	var s *api.Spreadsheet
	var before, after time.Time
	err := b.read(ctx, "look at the spreadsheet", func(ctx context.Context) (err error) {
		before = b.now()
		defer func() { after = b.now() }()
		s, err = b.svc.Spreadsheets.Get(b.id).Fields(googleapi.Field(inspected)).Context(ctx).Do()
		return err
	})
	if err != nil {
		return nil, err
	}
	var ids []int64
	rows := int64(topRows)
	for _, t := range s.Sheets {
		// A chart's own tab has no cells.
		if p := t.Properties; p != nil && p.GridProperties != nil && p.GridProperties.RowCount > 0 {
			ids = append(ids, p.SheetId)
			rows = min(rows, p.GridProperties.RowCount) // a range that goes beyond a tab is refused
		}
	}
	var tops map[int64]poll.Range
	if len(ids) > 0 {
		if tops, err = b.values(ctx, ids, rows); err != nil {
			return nil, err
		}
	}
	i := inspect(s, tops, b.want)
	i.Account, i.Took = b.account, after.Sub(before)
	return i, nil
}

// TryWrite proves that leadsheet may write: it gives the spreadsheet the title that it has.
func (b *Book) TryWrite(ctx context.Context, i *sheets.Inspection) error {
	return b.write(ctx, "try to write to the spreadsheet", func(ctx context.Context) error {
		same := &api.UpdateSpreadsheetPropertiesRequest{Fields: "title",
			Properties: &api.SpreadsheetProperties{Title: i.Title}}
		_, err := b.svc.Spreadsheets.BatchUpdate(b.id, &api.BatchUpdateSpreadsheetRequest{
			Requests: []*api.Request{{UpdateSpreadsheetProperties: same}}}).Context(ctx).Do()
		return err
	})
}

// inspect turns a structure read and the tabs' first rows, by sheet ID, into an Inspection; want tells what is
// expected of a tab.
func inspect(s *api.Spreadsheet, tops map[int64]poll.Range, want func(string) sheets.TabLayout) *sheets.Inspection {
	i := &sheets.Inspection{}
	if p := s.Properties; p != nil {
		i.Title, i.Zone, i.Locale = p.Title, p.TimeZone, p.Locale
	}
	i.Version = lock.Writes(s)
	for _, sh := range s.Sheets {
		if sh.Properties == nil {
			continue
		}
		t := inspectSheet(sh, tops[sh.Properties.SheetId], want(sh.Properties.Title))
		i.Tabs = append(i.Tabs, t)
		i.Cells += t.Rows * t.Cols
	}
	return i
}

func inspectSheet(s *api.Sheet, top poll.Range, want sheets.TabLayout) sheets.InspectedTab {
	t := sheets.InspectedTab{Title: s.Properties.Title, Hidden: s.Properties.Hidden,
		Internal: s.Properties.Title == undo.TabTitle, Filtered: hidesRows(s.BasicFilter)}
	if g := s.Properties.GridProperties; g != nil {
		t.Rows, t.Cols = g.RowCount, g.ColumnCount
	}
	header := int64(0)
	if len(top.Rows) > 0 {
		found := tableOf(want, top.Rows)
		header, t.Columns, t.Twins, t.Fault = int64(found.Header), found.Tab.Columns, found.Tab.Twins, found.Tab.Fault
	}
	for _, m := range s.Merges {
		if m.EndRowIndex == 0 || m.EndRowIndex > header+1 {
			t.Merged = append(t.Merged, areaName(m))
		}
	}
	for _, table := range s.Tables {
		t.Tables = append(t.Tables, table.Name)
	}
	for _, p := range s.ProtectedRanges {
		if !p.WarningOnly && !p.RequestingUserCanEdit {
			t.Locked = append(t.Locked, lockOf(p, t.Cols, header))
		}
	}
	return t
}

// hidesRows reports whether a filter has a criterion; one that only sorts or only shows its arrows hides nothing.
func hidesRows(f *api.BasicFilter) bool {
	if f == nil {
		return false
	}
	for _, s := range f.FilterSpecs {
		if c := s.FilterCriteria; c != nil && (len(c.HiddenValues) > 0 || c.Condition != nil) {
			return true
		}
	}
	for _, c := range f.Criteria {
		if len(c.HiddenValues) > 0 || c.Condition != nil {
			return true
		}
	}
	return false
}

func lockOf(p *api.ProtectedRange, cols, header int64) sheets.Lock {
	l := sheets.Lock{Range: "the whole tab", What: p.Description, Last: cols}
	if r := p.Range; r != nil {
		l.Range, l.First, l.HeaderOnly = areaName(r), r.StartColumnIndex, r.EndRowIndex > 0 && r.EndRowIndex <= header+1
		if r.EndColumnIndex > 0 {
			l.Last = r.EndColumnIndex
		}
	}
	return l
}

// areaName writes a range as people know it: B2:D10, B:D for whole columns, 2:9 for whole rows.
func areaName(r *api.GridRange) string {
	rows, cols := r.EndRowIndex > 0 || r.StartRowIndex > 0, r.EndColumnIndex > 0 || r.StartColumnIndex > 0
	corner := func(row, col int64) string {
		text := ""
		if cols && col > 0 {
			text = columnLetters(col)
		}
		if rows && row > 0 {
			text += fmt.Sprint(row)
		}
		return text
	}
	if !rows && !cols {
		return "the whole tab"
	}
	from, to := corner(r.StartRowIndex+1, r.StartColumnIndex+1), corner(r.EndRowIndex, r.EndColumnIndex)
	if from == to || to == "" {
		return from
	}
	return from + ":" + to
}

// columnLetters names the n-th column, from 1: A, B, ... Z, AA.
func columnLetters(n int64) string { return sheets.ColumnLetters(int(n) - 1) }
