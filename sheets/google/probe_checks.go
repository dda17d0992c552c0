package google

import (
	"context"
	"fmt"
	"slices"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/lock"
)

// Where things stand on the scratch tab, from 0: leads under a filter at the top, the rest well below them.
const (
	probeLeads  = 6
	hiddenGroup = "hide"
	typedRow    = 20
	traceRow    = 30
	raceRow     = 40
	nameRow     = 35
	driveRow    = 60
	copyRow     = 50
)

// groupOf puts every second lead behind the filter.
func groupOf(i int) string {
	if i%2 == 0 {
		return hiddenGroup
	}
	return "show"
}

// missingID: what deleting metadata that is not there does to a batch; both answers are good, if they are clear.
func (p *prober) missingID(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "tidying up old locks",
		What:    "deleting metadata that somebody else has deleted is answered clearly",
		Held:    true,
	}
	p.say("P3: deleting what is not there")
	_, err := p.batch(ctx, "delete metadata", lock.DeleteMetadata(probeBase+99))
	switch {
	case err == nil:
		f.Detail = "it is passed over"
	case refused(err):
		f.Detail = "the batch is refused as a whole: a pass may have to be repeated when two leadsheets tidy up at " +
			"once; nothing is lost by it"
	default:
		return f, err
	}
	return f, nil
}

// typedText: what a sender wrote must stay text.
func (p *prober) typedText(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "a sender's text never becomes a formula",
		What:    "text stays text: =1+1, +49 30, 007, 2026-01-02",
	}
	p.say("P4: text that looks like something else")
	words := []string{"=1+1", "+49 30", "007", "2026-01-02", "TRUE", "1e5", "@x", "-5", "50%"}
	var rows [][]string
	for _, w := range words {
		rows = append(rows, []string{w})
	}
	text := &api.CellFormat{NumberFormat: &api.NumberFormat{Type: "TEXT"}}
	got, err := p.written(
		ctx,
		"write text",
		&api.Request{UpdateCells: &api.UpdateCellsRequest{
			Fields: "userEnteredValue,userEnteredFormat.numberFormat",
			Rows:   rowsOf(rows, text),
			Start:  &api.GridCoordinate{SheetId: probeSheet, RowIndex: typedRow},
		}},
		p.put(typedRow, 1, rows...),
	)
	if err != nil {
		return f, err
	}
	var bad []string
	for i, w := range words {
		for col, kind := range []string{"a text column", "a plain column"} {
			if v := got.at(typedRow+i, col); v != w {
				bad = append(bad, fmt.Sprintf("%s in %s became %v", w, kind, v))
			}
		}
	}
	f.Held, f.Detail = len(bad) == 0, fmt.Sprintf("all %d came back as they were written", 2*len(words))
	if !f.Held {
		f.Detail = sheets.SomeOf(bad) + ". Phone numbers and the like may be changed, and formulas may come alive: " +
			"do not let others send you mail into this spreadsheet until it is understood"
	}
	return f, nil
}

// hiddenRows: a write by position must hit the row that has this position, filter or not.
func (p *prober) hiddenRows(ctx context.Context) (Finding, error) {
	f := Finding{Promise: "nothing lands in the wrong row", What: "a write to rows that a filter hides hits these rows"}
	p.say("P8: writing to rows that a filter hides")
	got, err := p.written(ctx, "write under a filter", p.put(2, 2, []string{"w2"}, []string{"w3"}))
	if err != nil {
		return f, err
	}
	want := []string{"v1", "w2", "w3", "v4", "v5", "v6"}
	var column []string
	for i := 1; i <= probeLeads; i++ {
		column = append(column, got.line(i, 3)[2])
	}
	f.Held, f.Detail = slices.Equal(column, want), "the hidden row and the shown one were hit"
	if !f.Held {
		f.Detail = fmt.Sprintf("expected %v, found %v. While somebody filters with the basic filter, cells may be "+
			"written into other rows: use filter views instead", want, column)
	}
	return f, nil
}

// undoCopies: the log of what was there is made by copies within the batch that writes, and comes back in its answer.
func (p *prober) undoCopies(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "a wrong hit is seen and put back",
		What: "within a batch, a copy of a row holds what was there before the write, also of a hidden row, and " +
			"comes back in the answer",
	}
	p.say("P6: the log of what was there")
	before, err := p.rows(ctx)
	if err != nil {
		return f, err
	}
	copyOf := func(row, to int64) *api.Request {
		return &api.Request{
			CopyPaste: &api.CopyPasteRequest{
				Source:      p.area(row, row+1, 0, 3),
				Destination: p.area(to, to+1, 0, 3),
				PasteType:   "PASTE_VALUES",
			},
		}
	}
	res, err := p.ask(ctx, "copy and write", &api.BatchUpdateSpreadsheetRequest{
		Requests: []*api.Request{
			copyOf(4, copyRow),
			copyOf(5, copyRow+1),
			p.put(4, 2, []string{"n4"}),
			p.put(5, 2, []string{"n5"}),
		},
		IncludeSpreadsheetInResponse: true, ResponseIncludeGridData: true,
		ResponseRanges: []string{fmt.Sprintf("'%s'!A%d:C%d", probeTab, copyRow+1, copyRow+2)},
	})
	if err != nil {
		return f, err
	}
	got, err := p.rows(ctx)
	if err != nil {
		return f, err
	}
	var bad []string
	check := func(ok bool, text string) {
		if !ok {
			bad = append(bad, text)
		}
	}
	hidden, shown := before.line(4, 3), before.line(5, 3)
	check(got.same(copyRow, hidden...), "the copy of a hidden row is wrong")
	check(got.same(copyRow+1, shown...), "the copy of a shown row is wrong")
	check(got.same(4, "r4", hiddenGroup, "n4") && got.same(5, "r5", "show", "n5"), "the write after the copy is wrong")
	check(slices.Equal(answered(res), append(hidden, shown...)), "the answer does not show the copies")
	f.Held, f.Detail = len(bad) == 0, "the copies hold the old content, the answer shows them"
	if !f.Held {
		f.Detail = strings.Join(bad, "; ") + ". A cell that was written while somebody moved rows may not be put " +
			"back: do not sort or move rows by hand while leadsheet runs"
	}
	return f, nil
}

// answered are the texts of the grid data that came with the answer, in order.
func answered(res *api.BatchUpdateSpreadsheetResponse) []string {
	var out []string
	if res == nil || res.UpdatedSpreadsheet == nil {
		return nil
	}
	for _, s := range res.UpdatedSpreadsheet.Sheets {
		for _, d := range s.Data {
			for _, r := range d.RowData {
				for _, v := range r.Values {
					if v.EffectiveValue != nil && v.EffectiveValue.StringValue != nil {
						out = append(out, *v.EffectiveValue.StringValue)
					}
				}
			}
		}
	}
	return out
}
