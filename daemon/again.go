package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadsheet/intake"
	"leadsheet/lead"
)

// maxAsked is how many rows of Intake that people want as leads a pass looks up at their sources.
const maxAsked = 25

// wanted are the originals of rows of Intake over whose outcome people typed "lead".
type wanted struct {
	// found are those that were read and are not stored yet, by the keys of their rows: while somebody has the workbook
	// open, no pass reads them again.
	found map[string]lead.Inquiry
	// waiting says of the rows whose source could not be asked which pass asked last. Those come after the others.
	waiting map[string]int
	passes  int
	left    int // rows for which the last pass had no room
}

// readAgain has the sources look for the originals of the rows that people want as leads. A row whose source cannot be
// asked waits, and what was typed there stands. collectErr is what is known to be wrong with the sources already.
func (d *Daemon) readAgain(ctx context.Context, v *view, known intake.Known, collectErr error) ([]lead.Inquiry, error) {
	x, rows := &d.wanted, v.state.Requested()
	slices.SortStableFunc(rows, func(a, b lead.IntakeRow) int {
		return cmp.Compare(x.waiting[a.Key], x.waiting[b.Key])
	})
	turn, later := rows[:min(len(rows), maxAsked)], map[string]bool{}
	for _, r := range rows[len(turn):] {
		later[r.Key] = x.waiting[r.Key] > 0
	}
	var originals []lead.Inquiry
	var open []lead.IntakeRow
	for _, r := range turn {
		if q, found := x.found[r.Key]; found {
			originals = append(originals, q)
		} else {
			open = append(open, r)
		}
	}
	found, waiting, err := d.ask(ctx, known, intake.Ask(open, v.state.Intake), collectErr)
	originals = append(originals, found...)
	before := x.waiting
	*x = wanted{found: map[string]lead.Inquiry{}, waiting: map[string]int{}, passes: x.passes + 1, left: len(later)}
	for _, q := range originals {
		if q.Overrules != "" && q.Kind != lead.ExportFile {
			x.found[q.Overrules] = q
		}
	}
	for key, waits := range later {
		if waits {
			x.waiting[key] = before[key]
		}
	}
	for _, key := range waiting {
		later[key], x.waiting[key] = true, x.passes
	}
	v.state.Later = later
	return originals, err
}

// ask asks the sources for originals, each for what the ones before it do not have. waiting are the keys of rows that
// none has, and that one could not look for.
func (d *Daemon) ask(ctx context.Context, known intake.Known, asked []intake.Asked, collectErr error) (
	found []lead.Inquiry, waiting []string, err error) {
	for _, s := range d.Sources {
		source, ok := s.(intake.Rereader)
		if !ok || len(asked) == 0 {
			continue
		}
		got, open, failed := source.Again(ctx, known, asked)
		if failed != nil && (collectErr == nil || !strings.Contains(collectErr.Error(), failed.Error())) {
			err = errors.Join(err, fmt.Errorf("%s: read again what is to be a lead: %w", s.Name(), failed))
		}
		found, waiting = append(found, got...), append(waiting, open...)
		has := make(map[string]bool, len(got))
		for i := range got {
			key := cmp.Or(got[i].Overrules, got[i].Again)
			has[key] = true
			if key == "" { // a record that was held back
				place, _, _ := strings.Cut(got[i].Where, ", row ")
				for _, a := range asked {
					has[a.Key] = has[a.Key] || a.Where == place
				}
			}
		}
		asked = slices.DeleteFunc(asked, func(a intake.Asked) bool { return has[a.Key] })
		waiting = slices.DeleteFunc(waiting, func(key string) bool { return has[key] })
	}
	return found, waiting, err
}
