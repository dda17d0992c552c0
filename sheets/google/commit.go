package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/google/undo"
)

// Commit implements sheets.Book. It needs one request when users move no rows at that moment.
func (b *Book) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := snap.Version.(*snapshot)
	if !ok {
		return nil, errors.New("store in the spreadsheet: the snapshot is not one of this workbook's")
	}
	return b.commit(ctx, s, batch)
}

func (b *Book) commit(ctx context.Context, s *snapshot, batch sheets.Batch) (*sheets.Result, error) {
	if len(batch.Shown) > 0 {
		b.st = nil // what is known of the tabs may be older than what was read
	}
	if _, err := b.structure(ctx); err != nil {
		return nil, err
	}
	if s.turn != b.turn {
		return nil, &Error{Kind: Conflict, Doing: "store in the spreadsheet", Text: "the spreadsheet has been " +
			"written to since it was read"}
	}
	if err := b.complete(ctx, s, batch); err != nil {
		return nil, err
	}
	if err := b.readAgain(ctx, s, batch); err != nil {
		return nil, err
	}
	p := b.newPlan(s)
	if err := p.resolve(batch, s, nil); err != nil {
		return nil, err
	}
	for _, pg := range sheets.OwnPages(batch.Pages, p.isOthers) {
		p.page(pg, batch.Checked)
	}
	if err := p.show(batch.Shown); err != nil {
		return nil, err
	}
	if _, over := s.missedSpots(); over {
		p.clear = true // the log must not speak of it again
	}
	if !p.effective() {
		return &p.result, nil
	}
	if s.told {
		if err := b.confirm(ctx, s); err != nil {
			return nil, err
		}
		return b.commit(ctx, s, batch)
	}
	p.result.Checked = !p.changes()
	log, err := b.store(ctx, p, !batch.Whole)
	if err != nil {
		return nil, err
	}
	p.result.Wrote, p.result.Most = true, b.batch
	if !log.Damage().None() {
		b.correct(ctx, s, batch, p, log)
	}
	return &p.result, nil
}

// complete reads the tabs that the batch appends to and the snapshot lacks.
func (b *Book) complete(ctx context.Context, s *snapshot, batch sheets.Batch) error {
	var lacking []string
	for _, a := range batch.Appends {
		if s.tables[sheets.Fold(a.Tab)] == nil && b.st.tab(a.Tab) != nil {
			lacking = append(lacking, a.Tab)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	more, err := b.load(ctx, lacking)
	if err != nil {
		return err
	}
	if more.turn != s.turn {
		return &Error{Kind: Conflict, Doing: "store in the spreadsheet", Text: "the spreadsheet has been written " +
			"to since it was read"}
	}
	for k, t := range more.tables {
		if s.tables[k] == nil {
			s.tables[k] = t
		}
	}
	return nil
}

// How large a batch may be: Google advises two megabytes, and refuses more than 100,000 requests
// (docs/facts/sheets-api.md). Both leave room for the lock's requests.
const (
	mostBytes    = 2_000_000
	mostRequests = 90_000
)

// store sends a plan and returns the log with what was there. If it is bounded, one that is too large is not sent: the
// error is a *sheets.TooLarge. What puts back an earlier write is never bounded: it was as large as that one was.
func (b *Book) store(ctx context.Context, p *plan, bounded bool) (*undo.Log, error) {
	tag := b.tag()
	reqs, err := p.requests(tag)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(reqs)
	if err != nil {
		return nil, fmt.Errorf("store in the spreadsheet: %w", err)
	}
	p.result.Size = len(text)
	if n := max(len(text), len(reqs)*b.batch/mostRequests); bounded && n > b.batch {
		return nil, &sheets.TooLarge{Size: n, Most: b.batch}
	}
	b.clean = "" // until the answer says what was hit
	b.watch.Forget()
	got, err := b.send(ctx, p.s.turn, p.s.read, tag, reqs, p.logRange())
	if err != nil {
		return nil, err
	}
	b.noteWritten(p)
	var log *undo.Log
	if got != nil {
		log = p.log.Log(logRowsOf(got))
	} else { // stored, but the answer was lost: the log is in the spreadsheet
		s, err := b.load(ctx, nil)
		if err != nil {
			b.notices.pending = append(b.notices.pending, "what was stored last will be checked later: "+err.Error())
			return &undo.Log{}, nil
		}
		log = s.log
	}
	if log.Damage().None() && len(log.Missed()) == 0 {
		b.clean = tag
	}
	return log, nil
}

// logRowsOf are the rows of the log, by their number from 0, as the answer to a write shows them.
func logRowsOf(got *api.BatchUpdateSpreadsheetResponse) map[int][]sheets.Cell {
	rows := map[int][]sheets.Cell{}
	if got.UpdatedSpreadsheet == nil {
		return rows
	}
	for _, s := range got.UpdatedSpreadsheet.Sheets {
		for _, d := range s.Data {
			for i, r := range d.RowData {
				cells := make([]sheets.Cell, d.StartColumn, int(d.StartColumn)+len(r.Values))
				for _, v := range r.Values {
					cells = append(cells, extended(v.EffectiveValue))
				}
				rows[int(d.StartRow)+i] = cells
			}
		}
	}
	return rows
}

// fresh is how old the content that a write was planned from may be when it is sent. Together with the time that a
// request can take (Google says 180 seconds) it stays well below the time for which a
// number of the lock is kept.
const fresh = 10 * time.Minute

// maxSends is how often a batch is sent whose outcome stays unknown.
const maxSends = 3

// send sends a batch in the turn after at, planned from content that was read at a time. When it returns nil the batch
// is stored, once; the answer is nil when it was lost on the way.
func (b *Book) send(ctx context.Context, at lock.Turn, read time.Time, tag string, reqs []*api.Request,
	logRange string) (*api.BatchUpdateSpreadsheetResponse, error) {
	const doing = "store in the spreadsheet"
	if err := b.mayWrite(ctx); err != nil {
		return nil, err
	}
	body := &api.BatchUpdateSpreadsheetRequest{Requests: slices.Concat(
		b.lock.Requests(b.st.lockTab(), at, tag, b.now()), b.marks.Missing(b.id), reqs)}
	if logRange != "" {
		body.IncludeSpreadsheetInResponse, body.ResponseIncludeGridData, body.ResponseRanges = true, true, []string{logRange}
	}
	inForce := b.lock
	for i := 1; ; i++ {
		var got *api.BatchUpdateSpreadsheetResponse
		err := b.write(ctx, doing, func(ctx context.Context) (err error) {
			if b.now().Sub(read) > fresh {
				return &Error{Kind: Conflict, Doing: doing, Text: "too much time has passed since the spreadsheet " +
					"was read"}
			}
			got, err = b.svc.Spreadsheets.BatchUpdate(b.id, body).Context(ctx).
				Fields("spreadsheetId,updatedSpreadsheet(sheets(properties(sheetId)," +
					"data(startRow,startColumn,rowData(values(effectiveValue)))))").Do()
			return err
		})
		if err == nil {
			b.turn, b.marks.Home = b.lock.Stored(at, tag, b.now()), true
			b.st.apply(reqs)
			return got, nil
		}
		kind := kindOf(err)
		if kind != Refused && kind != Unknown {
			b.st = nil
			return nil, err // nothing was applied; an earlier attempt may still arrive, and collides with whoever is next
		}
		// Refused, or unknown: who has taken the turn says what happened. The same batch can be sent again in the same
		// turn, for a late arrival of it makes this one fail.
		before := b.st
		b.st = nil
		now, lookErr := b.structure(ctx)
		if lookErr != nil {
			b.turn = lock.Nowhere() // no snapshot fits any more: read first
			return nil, unstored(err, "whether it was stored the next pass will see")
		}
		switch became := inForce.Fate(at, tag, kind == Refused && strings.Contains(err.Error(), "addNamedRange")); {
		case became == lock.Ours:
			return nil, nil
		case became == lock.Others || b.lock != inForce:
			return nil, &Error{Kind: Conflict, Doing: doing, Text: sheets.ErrConflict.Error(), Err: err}
		case kind == Refused && reshaped(before, now):
			return nil, &Error{Kind: Conflict, Doing: doing, Text: "people changed the tabs meanwhile; trying again", Err: err}
		case kind == Refused || i == maxSends:
			return nil, unstored(err, "nothing was stored so far")
		}
		if err := b.sleep(ctx, b.wait(i, err)); err != nil {
			return nil, err
		}
	}
}

// tag names a write, so that it is known again.
func (b *Book) tag() string {
	return strconv.FormatUint(uint64(b.rand()*(1<<53)), 36)
}

// reshaped reports whether tabs came or went or changed their size: then positions in a batch may be out of range.
func reshaped(before, now *structure) bool {
	if before == nil || len(before.tabs) != len(now.tabs) {
		return true
	}
	for _, t := range before.tabs {
		n := now.byID(t.ID)
		if n == nil || n.Title != t.Title || n.Rows != t.Rows || n.Cols != t.Cols ||
			len(n.Charts) != len(t.Charts) || n.Rules != t.Rules {
			return true
		}
	}
	return false
}
