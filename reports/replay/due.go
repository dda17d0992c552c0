package replay

import (
	"time"

	"leadsheet/rules/policy"
)

// dueBy is until when a wait would have been to be answered.
func dueBy(p *policy.Policy, w *wait) time.Time {
	within := p.AnswerLater
	if w.first {
		within = p.Target(w.source, w.quality)
	}
	return p.Calendar.Due(w.since, within).Truncate(time.Second)
}
