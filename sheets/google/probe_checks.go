package google

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// Where things stand on the scratch tab, from 0: leads under a filter at the top, the rest well below them.
const (
	probeLeads  = 6
	hiddenGroup = "hide"
	typedRow    = 20
	traceRow    = 30
	raceRow     = 40
	copyRow     = 50
)

// groupOf puts every second lead behind the filter.
func groupOf(i int) string {
	if i%2 == 0 {
		return hiddenGroup
	}
	return "show"
}

// usedID: a batch that creates metadata under an id in use must fail as a whole.
func (p *prober) usedID(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "nothing is stored twice",
		What:    "a batch with an id that is in use fails as a whole and leaves no trace",
	}
	p.say("P1: an id that is in use")
	const id = probeBase + 1
	if _, err := p.batch(ctx, "take an id", createMetadata(id, probeKey, "first")); err != nil {
		return f, err
	}
	_, err := p.batch(ctx, "take the id again", p.put(traceRow, 0, []string{"trace"}), createMetadata(id, probeKey, "second"))
	if err != nil && !refused(err) {
		return f, err
	}
	s, readErr := p.structure(ctx)
	if readErr != nil {
		return f, readErr
	}
	rows, readErr := p.rows(ctx)
	if readErr != nil {
		return f, readErr
	}
	var values []string
	for _, m := range s.DeveloperMetadata {
		if m.MetadataId == id {
			values = append(values, m.MetadataValue)
		}
	}
	trace := rows.at(traceRow, 0) != nil
	f.Held = err != nil && !trace && slices.Equal(values, []string{"first"})
	f.Detail = "the second batch was refused, and its cell was not written"
	if !f.Held {
		f.Detail = fmt.Sprintf("refused: %t, its cell was written: %t, the id is there %d times. Two leadsheets on "+
			"one spreadsheet, or a late answer, can store a lead twice: run only one, and look for doubles in Intake",
			err != nil, trace, len(values))
	}
	return f, nil
}

// race: of batches that arrive at once under one id exactly one must win.
func (p *prober) race(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "two leadsheets never write over each other",
		What:    fmt.Sprintf("of %d batches at once under one id exactly one wins", probeRacers),
	}
	var bad []string
	for round := range int64(probeRounds) {
		p.say(fmt.Sprintf("P2: race %d of %d (waits for the quota first)", round+1, probeRounds))
		results, err := p.raceOnce(ctx, probeBase+10+round, raceRow+round)
		if err != nil {
			return f, err
		}
		rows, err := p.rows(ctx)
		if err != nil {
			return f, err
		}
		text, err := judgeRace(results, rows, raceRow+int(round))
		if err != nil {
			return f, err
		}
		if text != "" {
			bad = append(bad, text)
		}
	}
	f.Held, f.Detail = len(bad) == 0, fmt.Sprintf("one winner in each of %d races", probeRounds)
	if !f.Held {
		f.Detail = strings.Join(bad, "; ") + ". The lock does not hold against others: " +
			"run only one leadsheet on this spreadsheet"
	}
	return f, nil
}

// raceOnce sends all batches at the same time; each writes a cell of its own.
func (p *prober) raceOnce(ctx context.Context, id, row int64) ([]error, error) {
	n := min(probeRacers, p.b.writes.Burst())
	now := p.b.now()
	if d := p.b.writes.ReserveN(now, n).DelayFrom(now); d > 0 {
		if err := p.b.sleep(ctx, d); err != nil {
			return nil, fmt.Errorf("wait for the quota: %w", err)
		}
	}
	results := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			body := &api.BatchUpdateSpreadsheetRequest{Requests: []*api.Request{
				p.put(row, int64(i), []string{fmt.Sprint(i)}), createMetadata(id, probeKey, fmt.Sprint(i))}}
			err := p.b.once(ctx, func(ctx context.Context) error {
				_, err := p.b.svc.Spreadsheets.BatchUpdate(p.b.id, body).Context(ctx).Do()
				return err
			})
			if err != nil {
				results[i] = p.b.classify("race", true, err)
			}
		})
	}
	wg.Wait()
	return results, ctx.Err()
}

// judgeRace says what was wrong with a race; "" when it had one winner. An answer that got lost may be the winner's.
func judgeRace(results []error, rows grid, row int) (string, error) {
	wrote, won, lost := 0, 0, 0
	var last error
	for i, err := range results {
		stored := rows.at(row, i) != nil
		switch {
		case stored && err != nil && refused(err):
			return "a batch that was refused was stored all the same", nil
		case !stored && err == nil:
			return "a batch was answered as stored, but is not there", nil
		case err == nil:
			won++
		case refused(err):
			lost++
		default:
			last = err
		}
		if stored {
			wrote++
		}
	}
	switch {
	case wrote == 1 && won <= 1:
		return "", nil
	case wrote == 0 && last != nil:
		return "", fmt.Errorf("the race was not decided: %w", last)
	}
	return fmt.Sprintf("%d batches were stored, %d were refused", wrote, lost), nil
}

// missingID: what deleting metadata that is not there does to a batch; both answers are good, if they are clear.
func (p *prober) missingID(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "tidying up old locks",
		What:    "deleting metadata that somebody else has deleted is answered clearly",
		Held:    true,
	}
	p.say("P3: deleting what is not there")
	_, err := p.batch(ctx, "delete metadata", deleteMetadata(probeBase+99))
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
