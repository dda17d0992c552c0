package google

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets/google/lock"
)

// probeName begins the name of the probe's named range. The rest is another each time: a name stays in use when a
// person deletes the scratch tab of a probe that was killed.
const probeName = "leadsheet_probe"

// lockCheck tries a form of the lock.
type lockCheck struct {
	form lock.Form
	try  func(context.Context) (Finding, error)
}

// lockChecks are the checks of both forms of the lock.
func (p *prober) lockChecks() []lockCheck {
	return []lockCheck{{lock.ByMetadata, p.usedID}, {lock.ByMetadata, p.race},
		{lock.ByName, p.usedName}, {lock.ByName, p.raceByName}}
}

// tryLock runs a check of a form, and notes whether all of the form's checks have held so far.
func (p *prober) tryLock(ctx context.Context, c lockCheck) (Finding, error) {
	f, err := c.try(ctx)
	if err != nil {
		return f, err
	}
	f.Form = c.form
	if was, tried := p.held[c.form]; !tried || was {
		p.held[c.form] = f.Held
	}
	return f, nil
}

// usedID: a batch that creates metadata under an id in use must fail as a whole.
func (p *prober) usedID(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "nothing is stored twice",
		What:    "a batch with an id that is in use fails as a whole and leaves no trace",
	}
	p.say("P1: an id that is in use")
	const id = probeBase + 1
	if _, err := p.batch(ctx, "take an id", lock.CreateMetadata(id, probeKey, "first")); err != nil {
		return f, err
	}
	_, err := p.batch(ctx, "take the id again", p.put(traceRow, 0, []string{"trace"}),
		lock.CreateMetadata(id, probeKey, "second"))
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
		f.Detail = fmt.Sprintf("refused: %t, its cell was written: %t, the id is there %d times. With this lock two "+
			"leadsheets on one spreadsheet, or a late answer, could store a lead twice", err != nil, trace, len(values))
	}
	return f, nil
}

// race: of batches that arrive at once under one id exactly one must win.
func (p *prober) race(ctx context.Context) (Finding, error) {
	rounds, racers := probeRounds, probeRacers
	if p.short {
		rounds, racers = 1, fewRacers
	}
	f := Finding{
		Promise: "two leadsheets never write over each other",
		What:    fmt.Sprintf("of %d batches at once under one id exactly one wins", racers),
	}
	return p.races(ctx, f, "P2", rounds, racers, func(round, i int64) []*api.Request {
		return []*api.Request{lock.CreateMetadata(probeBase+10+round, probeKey, fmt.Sprint(i))}
	})
}

// addProbeName adds the probe's named range under an ID.
func (p *prober) addProbeName(name, id string) *api.Request {
	return &api.Request{AddNamedRange: &api.AddNamedRangeRequest{
		NamedRange: &api.NamedRange{NamedRangeId: id, Name: name, Range: p.area(0, 1, 0, 1)}}}
}

// nameIDs are the IDs of the probe's named ranges.
func nameIDs(s *api.Spreadsheet) []string {
	var ids []string
	for _, n := range s.NamedRanges {
		if strings.HasPrefix(strings.ToLower(n.Name), probeName) {
			ids = append(ids, n.NamedRangeId)
		}
	}
	return ids
}

// probeToken is an ID of the form that the lock's have, for the probe's named range.
func probeToken(n int) string { return fmt.Sprintf("leadsheetprobe%s%d%sprobe", "X", n, "X") }

// usedName: a batch must fail as a whole when it adds a name in use, and when it deletes a named range that is gone;
// and one batch can replace a named range.
func (p *prober) usedName(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "nothing is stored twice, by the other lock",
		What: "a batch with a name that is in use, or that deletes a named range that is gone, fails as a whole; one " +
			"batch can replace a named range",
	}
	p.say("N1: a name that is in use")
	if _, err := p.batch(ctx, "name a range", p.addProbeName(p.name, probeToken(1))); err != nil {
		if refused(err) {
			f.Detail = "a named range could not be made: " + err.Error()
			return f, nil
		}
		return f, err
	}
	var answers [3]error
	for i, reqs := range [][]*api.Request{
		{p.put(nameRow, 0, []string{"name"}), p.addProbeName(strings.ToUpper(p.name), probeToken(2))},
		{p.put(nameRow, 1, []string{"gone"}), lock.DeleteName(probeToken(3))},
		{p.put(nameRow, 2, []string{"next"}), lock.DeleteName(probeToken(1)), p.addProbeName(p.name, probeToken(4))},
	} {
		if _, answers[i] = p.batch(ctx, "use the name again", reqs...); answers[i] != nil && !refused(answers[i]) {
			return f, answers[i]
		}
	}
	s, err := p.structure(ctx)
	if err != nil {
		return f, err
	}
	rows, err := p.rows(ctx)
	if err != nil {
		return f, err
	}
	ids := nameIDs(s)
	f.Held = answers[0] != nil && answers[1] != nil && answers[2] == nil && rows.same(nameRow, "", "", "next") &&
		slices.Equal(ids, []string{probeToken(4)})
	f.Detail = "the first two batches were refused, and their cells were not written; the third was stored"
	if !f.Held {
		f.Detail = fmt.Sprintf("a name in use was refused: %t, a deletion of what is gone: %t, a replacement was stored: "+
			"%t, cells written: %q, it is there %d times. With this lock two leadsheets on one spreadsheet, or a late "+
			"answer, could store a lead twice", answers[0] != nil, answers[1] != nil, answers[2] == nil,
			rows.line(nameRow, 3), len(ids))
	}
	return f, nil
}

// raceByName: of batches that replace one named range at once exactly one must win.
func (p *prober) raceByName(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "two leadsheets never write over each other, by the other lock",
		What:    fmt.Sprintf("of %d batches at once that replace one named range exactly one wins", fewRacers),
	}
	s, err := p.structure(ctx)
	if err != nil {
		return f, err
	}
	ids := nameIDs(s)
	if len(ids) == 0 {
		f.Detail = "there is no named range to replace"
		return f, nil
	}
	return p.races(ctx, f, "N2", 1, fewRacers, func(_, i int64) []*api.Request {
		return []*api.Request{lock.DeleteName(ids[0]), p.addProbeName(p.name, probeToken(10+int(i)))}
	})
}

// races lets batches race that each begin with a cell of their own, followed by what take returns for each.
func (p *prober) races(ctx context.Context, f Finding, label string, rounds, racers int,
	take func(round, i int64) []*api.Request) (Finding, error) {
	var bad []string
	for range rounds {
		round := p.raced
		p.raced++
		p.say(fmt.Sprintf("%s: a race of %d (waits for the quota first)", label, racers))
		results, err := p.raceOnce(ctx, racers, func(i int64) []*api.Request {
			return append([]*api.Request{p.put(raceRow+round, i, []string{fmt.Sprint(i)})}, take(round, i)...)
		})
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
	f.Held, f.Detail = len(bad) == 0, "each race had one winner"
	if !f.Held {
		f.Detail = strings.Join(bad, "; ") + ". This lock does not hold against others"
	}
	return f, nil
}

// raceOnce sends all batches at the same time.
func (p *prober) raceOnce(ctx context.Context, racers int, batch func(i int64) []*api.Request) ([]error, error) {
	n := min(racers, p.b.writes.Burst())
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
			body := &api.BatchUpdateSpreadsheetRequest{Requests: batch(int64(i))}
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
