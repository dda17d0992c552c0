package replay

import (
	"time"

	"leadsheet/rules/clocks"
	"leadsheet/rules/policy"
)

// dueBy is until when a wait would have been to be answered: as when the message came, or sooner once the lead was
// given a quality with a shorter time.
func dueBy(p *policy.Policy, w *wait) time.Time {
	if !w.first {
		return clocks.Later(p, w.source, w.quality, w.since).Truncate(time.Second)
	}
	due := clocks.First(p, w.source, w.quality, w.since)
	for _, h := range w.hotter {
		if !w.answered.IsZero() && !h.at.Before(w.answered) {
			continue
		}
		if sooner, ok := clocks.Hotter(p, w.source, h.quality, h.at); ok && sooner.Before(due) {
			due = sooner
		}
	}
	return due.Truncate(time.Second)
}
