package reports

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// namedColleagues is how many colleagues are named whose mailbox is not seen.
const namedColleagues = 4

// watch is what was looked at for the page.
type watch struct {
	places []lead.Watched
	at     time.Time // zero: there was no look
	more   bool      // not all that came in is in the leads yet
}

// nothingToDo is what Today says when no lead needs anything. clock is the time in it that alone is no reason to write
// the page again. That nobody waits it says only where all that came in is in the leads and has a clock.
func (b *dataset) nothingToDo() (text, clock string) {
	say := &b.say.Today
	untouched, missed := b.untouched(), b.places(true)
	switch where := strings.Join(b.places(false), ", "); {
	case b.watch.more:
		text = say.Reading + " " + say.NothingRead
	case untouched > 0:
		text = say.Untouched.With(untouched, thousands(b.say, untouched), b.policy.Words.Tab(lead.TabLeads))
	case where == "" && len(missed) > 0:
		text = say.NothingRead
	case where == "":
		text = say.Nobody
	default:
		if !b.watch.at.IsZero() {
			clock = b.watch.at.In(b.zone).Format("15:04")
			where += "; " + say.Checked.With(clock)
		}
		text = say.NobodyIn.With(where)
	}
	if len(missed) > 0 {
		text += " " + say.Missed.With(strings.Join(missed, ", "))
	}
	text += " " + say.NotWatched.With(strings.Join(b.notWatched(), ", "))
	if b.inBook == 0 {
		text += " " + b.say.Report.Empty
	}
	return text, clock
}

// untouched is how many open leads nobody has contacted and no clock runs for: they came in too old for one.
func (b *dataset) untouched() int {
	n := 0
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		untouched := !c.waits && !c.isStarted() && c.track.turns.Unanswered() && c.NextContact.IsZero()
		if c.open && !c.duplicate && untouched {
			n++
		}
	}
	return n
}

// places are those that were read completely, or those that were not, each as people know it.
func (b *dataset) places(missed bool) []string {
	say := &b.say.Today
	var out []string
	for _, w := range b.watch.places {
		name := oneLine(w.Name)
		switch {
		case w.Missed != missed || w.Kind == lead.WatchedSent && !missed: // customers are not looked for there
			continue
		case w.Kind == lead.WatchedMailbox && !strings.Contains(name, "@") && b.mailbox != "":
			name = b.mailbox
		case w.Kind == lead.WatchedFolder:
			name = say.Folder.With(name)
		case name == "":
			name = say.Form
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// notWatched is where customers may say something that leadsheet does not see: calls, and the mailboxes of colleagues.
func (b *dataset) notWatched() []string {
	say := &b.say.Today
	out := []string{say.Calls}
	if !slices.ContainsFunc(b.watch.places, func(w lead.Watched) bool { return w.Kind == lead.WatchedMailbox }) {
		return append(out, say.AnyMailbox)
	}
	unseen := b.unseen()
	for _, name := range unseen[:min(len(unseen), namedColleagues)] {
		out = append(out, say.MailboxOf.With(name))
	}
	if more := len(unseen) - namedColleagues; more > 0 {
		out = append(out, say.MoreMailboxes.With(more, thousands(b.say, more)))
	}
	return out
}

// unseen are the people of the tab Team none of whose mails to a customer was seen in the last 30 days, and whose
// mailbox is none that is watched.
func (b *dataset) unseen() []string {
	key := func(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
	watched := map[string]bool{key(b.mailbox): true}
	for _, w := range b.watch.places {
		watched[key(w.Name)] = true
	}
	var out []string
	for i := range b.policy.Team {
		m := &b.policy.Team[i]
		if address := key(m.Email); address == "" || !watched[address] && b.answers[address] == 0 {
			out = append(out, oneLine(m.Name))
		}
	}
	return out
}
