package today

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
)

// How long Today names a mail that a customer did not get, and how many of them are listed.
const (
	unsentFor   = 14 * 24 * time.Hour
	unsentLines = 20
)

// unsentSection lists the mails of leadsheet that customers did not get, or of which nobody knows whether they did, the
// latest first: a person has to write instead. It ends when somebody has.
func unsentSection(w *worklist) {
	b := w.b
	var list []*facts.Lead
	for i := range b.Leads[:b.InBook] {
		l := &b.Leads[i]
		if e := l.Track.Unsent; e != nil && l.Open && !l.Duplicate && b.Now.Sub(e.Time) < unsentFor {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(x, y *facts.Lead) int { return y.Track.Unsent.Time.Compare(x.Track.Unsent.Time) })
	w.heading(b.Say.Unsent.Heading)
	for _, l := range list[:min(len(list), unsentLines)] {
		w.longLine(l.Title(b.Say), lead.TabLeads, l.ID, l.Owner, unsentText(&b.Say.Unsent, l.Track.Unsent))
	}
	w.moreThan(unsentLines, len(list))
}

// unsentText says what became of a mail, and what to do.
func unsentText(say *words.UnsentTexts, e *lead.Event) string {
	why := strings.TrimSuffix(words.Shorten(e.Why, 160), ".") // servers end what they say with a full stop
	known, acknowledged := e.What == lead.NotSent, lead.Occasion(e.Column) == lead.Acknowledge
	switch {
	case acknowledged && known:
		return say.NotAcknowledged.With(why)
	case acknowledged:
		return say.PerhapsAcknowledged.With(why)
	case known:
		return say.NotFollowed.With(why)
	}
	return say.PerhapsFollowed.With(why)
}
