package today

import (
	"slices"

	"leadsheet/reports/facts"
	"leadsheet/rules/cadence"
)

// noReplyLines is how many leads without a reply are listed.
const noReplyLines = 20

// unheard is a lead that we wrote to, and that has not replied.
type unheard struct {
	lead *facts.Lead
	days int
}

// noReply are the open leads that we wrote to in the last seven days, and that have not replied for three, the longest
// silence first.
func (b *dataset) noReply() []unheard {
	var out []unheard
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if !c.Open || c.Duplicate || c.Waits {
			continue
		}
		if days, ok := cadence.NoReply(&c.Track.Follow, b.Policy.Calendar, b.Now); ok {
			out = append(out, unheard{c, days})
		}
	}
	slices.SortStableFunc(out, func(x, y unheard) int { return y.days - x.days })
	return out
}

// noReplySection lists them.
func noReplySection(w *worklist) {
	b := w.b
	list := b.noReply()
	if len(list) == 0 {
		return
	}
	w.heading(b.Say.Follow.NoReply)
	for _, u := range list[:min(len(list), noReplyLines)] {
		w.line(u.lead, b.Say.Follow.WroteLast.With(b.day(u.lead.Track.Follow.Last)), b.Say.Follow.Silent.Count(u.days))
	}
	w.moreThan(noReplyLines, len(list))
}
