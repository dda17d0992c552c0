package changes

import (
	"context"
	"fmt"
	"time"

	"leadsheet/lead/hint"
	"leadsheet/sheets/google/lock"
)

// oldTrial is how long ago Drive may have been tried: Google may change what it tells.
const oldTrial = 180 * 24 * time.Hour

// State says whether Drive is asked about a spreadsheet; the zero value is of one for which that is not wanted.
type State struct {
	On   bool   // it is wanted
	Asks bool   // Drive is asked
	Text string // why not, or how that goes
	Do   string // what to do, if anything
}

// State is what the marks in the spreadsheet say. Drive is asked only where the probe has found that it tells this
// account of edits.
func (w *Watch) State(marks lock.Marks, now time.Time) State {
	d, others := marks.DriveOf(w.Account())
	tried := d.Tried.In(now.Location()).Format("2006-01-02")
	again := fmt.Sprintf("try again with %v", hint.Probe)
	s := State{On: true, Asks: d.Held}
	switch {
	case d.Tried.IsZero() && others:
		s.Text = "Google Drive is not asked what has changed: whether it tells was tried with another account only"
		s.Do = fmt.Sprintf("run %v once with this one", hint.Probe)
	case d.Tried.IsZero():
		s.Text = "Google Drive is not asked what has changed: whether it tells has not been tried on this spreadsheet"
		s.Do = fmt.Sprintf("run %v once", hint.Probe)
	case !d.Held:
		s.Text = fmt.Sprintf("Google Drive is not asked what has changed: when that was tried on %s, it did not tell of "+
			"an edit in time", tried)
		s.Do = fmt.Sprintf("%s, or leave %v empty", again, hint.GoogleDrive)
	default:
		s.Text = fmt.Sprintf("Google Drive told of an edit within %v, tried on %s; where nothing has happened for some "+
			"minutes, the next edit is seen as late as that", d.Lag, tried)
		if now.Sub(d.Tried) > oldTrial {
			s.Do = again
		}
	}
	return s
}

// Check is State, unless Drive cannot be asked at this moment.
func (w *Watch) Check(ctx context.Context, marks lock.Marks, now time.Time) State {
	if err := w.feed.refresh(ctx); err != nil {
		return State{On: true, Text: err.Error() + "; the spreadsheet is read each time"}
	}
	return w.State(marks, now)
}
