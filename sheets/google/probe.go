package google

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/clock"
	"leadsheet/sheets/google/lock"
)

// The scratch tab, and what the probe leaves in developer metadata while it runs: ids far away from the lock's.
const (
	probeTab   = "leadsheet probe"
	probeKey   = "leadsheet-probe"
	probeBase  = 2_000_000_000
	probeSheet = 2_000_000_000

	probeRacers = 10
	probeRounds = 2
	fewRacers   = 5           // where there is less time, or a second race
	tidyTime    = time.Minute // for taking everything away again, even after Ctrl-C
)

// Finding is what came of trying one thing that leadsheet relies on.
type Finding struct {
	Promise string // what it is needed for
	What    string // what was tried
	Held    bool
	Detail  string    // what happened; when it did not hold, what is weaker for it
	Form    lock.Form // of the lock, if it is about one
	// Optional says that leadsheet does without it.
	Optional bool
}

// Probe tries out on the live API what leadsheet relies on and the documentation leaves open, on a scratch tab of the
// spreadsheet that is taken away at the end in any case. It makes about 40 writes. What it finds about the lock is kept
// in the spreadsheet, and decides which form is in force. An error means that it could not be finished; the findings so
// far are returned with it.
func (b *Book) Probe(ctx context.Context, say func(string)) ([]Finding, error) {
	p := &prober{b: b, say: say, name: probeName + "_" + b.tag(), held: map[lock.Form]bool{}}
	return p.run(ctx, func() (found []Finding, err error) {
		if b.watch != nil { // first, before other edits; what keeps the lock has running leadsheets see what is kept
			f, err := p.drive(ctx)
			if err != nil {
				return found, err
			}
			found = append(found, f)
		}
		for _, c := range p.lockChecks() {
			f, err := p.tryLock(ctx, c)
			if err != nil {
				return found, err
			}
			found = append(found, f)
		}
		if err := b.keepLock(ctx, p.held); err != nil {
			return found, err
		}
		for _, try := range []func(context.Context) (Finding, error){
			p.missingID, p.typedText, p.hiddenRows, p.undoCopies, p.insertedRows, p.followedRows, p.clock,
		} {
			f, err := try(ctx)
			if err != nil {
				return found, err
			}
			found = append(found, f)
		}
		return found, nil
	})
}

// ProbeLock is the part of Probe that decides which form of the lock is in force. The other form is tried only if the
// first does not hold, so it mostly makes about ten writes.
func (b *Book) ProbeLock(ctx context.Context, say func(string)) ([]Finding, error) {
	p := &prober{b: b, say: say, name: probeName + "_" + b.tag(), short: true, held: map[lock.Form]bool{}}
	return p.run(ctx, func() (found []Finding, err error) {
		for _, c := range p.lockChecks() {
			if c.form != lock.ByMetadata && p.held[lock.ByMetadata] {
				break
			}
			f, err := p.tryLock(ctx, c)
			if err != nil {
				return found, err
			}
			found = append(found, f)
		}
		return found, b.keepLock(ctx, p.held)
	})
}

// prober is one run of the probe.
type prober struct {
	b     *Book
	say   func(string)
	begun bool // there may be something to remove
	short bool // one race will do
	name  string
	raced int64
	held  map[lock.Form]bool // of the forms that were tried, whether all checks have held
	skew  time.Duration
	timed bool // the server has sent its time: skew is known
}

// run makes the scratch tab, tries, and takes the tab away.
func (p *prober) run(ctx context.Context, try func() ([]Finding, error)) (found []Finding, err error) {
	defer func() {
		if !p.begun {
			return
		}
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyTime)
		defer cancel()
		p.say("removing the scratch tab")
		if _, tidyErr := p.tidy(late); tidyErr != nil {
			err = errors.Join(err, fmt.Errorf("remove the scratch tab: %w; delete the tab %q yourself, "+
				"it holds nothing of yours", tidyErr, probeTab))
		}
	}()
	if err := p.begin(ctx); err != nil {
		return nil, err
	}
	return try()
}

// begin removes what a killed probe left and makes the scratch tab.
func (p *prober) begin(ctx context.Context) error {
	p.say("making a scratch tab")
	index, err := p.tidy(ctx)
	if err != nil {
		return err
	}
	tab := &api.AddSheetRequest{Properties: &api.SheetProperties{SheetId: probeSheet, Title: probeTab, Index: index,
		GridProperties: &api.GridProperties{RowCount: 80, ColumnCount: 12}}}
	rows := [][]string{{"ID", "Group", "Value"}}
	for i := 1; i <= probeLeads; i++ {
		rows = append(rows, []string{fmt.Sprintf("r%d", i), groupOf(i), fmt.Sprintf("v%d", i)})
	}
	p.begun = true
	_, err = p.batch(ctx, "make a scratch tab", &api.Request{AddSheet: tab}, p.put(0, 0, rows...),
		&api.Request{SetBasicFilter: &api.SetBasicFilterRequest{Filter: &api.BasicFilter{Range: p.area(0, probeLeads+1, 0, 3),
			FilterSpecs: []*api.FilterSpec{
				{ColumnIndex: 1, FilterCriteria: &api.FilterCriteria{HiddenValues: []string{hiddenGroup}}},
			}}}})
	return err
}

// tidy removes the scratch tab and the probe's metadata, if they are there, and returns the number of other tabs.
func (p *prober) tidy(ctx context.Context) (tabs int64, err error) {
	s, err := p.structure(ctx)
	if err != nil {
		return 0, err
	}
	var reqs []*api.Request
	for _, id := range nameIDs(s) {
		reqs = append(reqs, lock.DeleteName(id))
	}
	for _, t := range s.Sheets {
		switch {
		case t.Properties == nil:
		case t.Properties.SheetId == probeSheet && t.Properties.Title == probeTab:
			reqs = append(reqs, &api.Request{DeleteSheet: &api.DeleteSheetRequest{SheetId: probeSheet}})
		case t.Properties.SheetId == probeSheet || t.Properties.Title == probeTab:
			return 0, fmt.Errorf("the spreadsheet has a tab %q that is not leadsheet's scratch tab, or its scratch "+
				"tab was renamed: delete or rename it, and try again", t.Properties.Title)
		default:
			tabs++
		}
	}
	for _, m := range s.DeveloperMetadata {
		if m.MetadataKey == probeKey {
			reqs = append(reqs, lock.DeleteMetadata(m.MetadataId))
		}
	}
	if len(reqs) > 0 {
		_, err = p.batch(ctx, "remove the scratch tab", reqs...)
	}
	return tabs, err
}

// structure reads tabs and metadata, and compares the clocks on the way.
func (p *prober) structure(ctx context.Context) (*api.Spreadsheet, error) {
	var s *api.Spreadsheet
	var header http.Header
	var before, after time.Time
	err := p.b.read(ctx, "look at the spreadsheet", func(ctx context.Context) (err error) {
		before = p.b.now()
		defer func() { after = p.b.now() }()
		call := p.b.svc.Spreadsheets.Get(p.b.id).
			Fields(lock.Fields + ",sheets(properties(sheetId,title))").
			Context(ctx)
		s, err = call.Do()
		header = call.Header
		return err
	})
	if err != nil {
		return nil, err
	}
	if d, ok := clock.Skew(header, before, after); ok {
		p.skew, p.timed = d, true
	}
	return s, nil
}

// batch writes.
func (p *prober) batch(
	ctx context.Context,
	doing string,
	reqs ...*api.Request,
) (*api.BatchUpdateSpreadsheetResponse, error) {
	return p.ask(ctx, doing, &api.BatchUpdateSpreadsheetRequest{Requests: reqs})
}

// written sends a batch and returns what the scratch tab holds afterwards.
func (p *prober) written(ctx context.Context, doing string, reqs ...*api.Request) (grid, error) {
	if _, err := p.batch(ctx, doing, reqs...); err != nil {
		return nil, err
	}
	return p.rows(ctx)
}

func (p *prober) ask(
	ctx context.Context,
	doing string,
	body *api.BatchUpdateSpreadsheetRequest,
) (*api.BatchUpdateSpreadsheetResponse, error) {
	var got *api.BatchUpdateSpreadsheetResponse
	err := p.b.write(ctx, doing, func(ctx context.Context) (err error) {
		got, err = p.b.svc.Spreadsheets.BatchUpdate(p.b.id, body).Context(ctx).Do()
		return err
	})
	return got, err
}

// rows reads the scratch tab.
func (p *prober) rows(ctx context.Context) (grid, error) {
	got, err := p.b.values(ctx, []int64{probeSheet}, 0)
	if err != nil {
		return nil, err
	}
	out := make(grid, len(got[probeSheet].Rows))
	for i, row := range got[probeSheet].Rows {
		for _, c := range row {
			out[i] = append(out[i], plain(c))
		}
	}
	return out, nil
}

// plain is a cell's content as the API's values hold it.
func plain(c sheets.Cell) any {
	switch c.Kind {
	case sheets.TextCell:
		return c.Text
	case sheets.NumberCell, sheets.DateCell:
		return c.Num
	case sheets.BoolCell:
		return c.Num != 0
	}
	return ""
}

// grid is what was read, as it came.
type grid [][]any

// at returns the content of a cell, nil when it is blank.
func (g grid) at(row, col int) any {
	if row >= len(g) || col >= len(g[row]) || g[row][col] == "" {
		return nil
	}
	return g[row][col]
}

// line returns the first n cells of a row as text.
func (g grid) line(row, n int) []string {
	out := make([]string, n)
	for i := range out {
		if v := g.at(row, i); v != nil {
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

// put writes rows of text with the top left cell at row and col.
func (p *prober) put(row, col int64, rows ...[]string) *api.Request {
	return &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: rowsOf(rows, nil),
		Start: &api.GridCoordinate{SheetId: probeSheet, RowIndex: row, ColumnIndex: col}}}
}

func rowsOf(rows [][]string, format *api.CellFormat) []*api.RowData {
	var out []*api.RowData
	for _, row := range rows {
		r := &api.RowData{}
		for _, s := range row {
			r.Values = append(
				r.Values,
				&api.CellData{UserEnteredValue: &api.ExtendedValue{StringValue: &s}, UserEnteredFormat: format},
			)
		}
		out = append(out, r)
	}
	return out
}

func (p *prober) area(row, rowEnd, col, colEnd int64) *api.GridRange {
	return &api.GridRange{
		SheetId:          probeSheet,
		StartRowIndex:    row,
		EndRowIndex:      rowEnd,
		StartColumnIndex: col,
		EndColumnIndex:   colEnd,
	}
}

// refused reports whether the server said no, and nothing else went wrong.
func refused(err error) bool {
	kind := kindOf(err)
	return kind == Refused || kind == Conflict
}

// same compares a row of the grid with what it should be.
func (g grid) same(row int, want ...string) bool { return slices.Equal(g.line(row, len(want)), want) }
