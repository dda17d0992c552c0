package today

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
)

// namedColleagues is how many colleagues are named whose mailbox is not seen.
const namedColleagues = 4

// nothingToDo is what Today says when no lead needs anything. clock is the time in it that alone is no reason to write
// the page again. That nobody waits it says only where all that came in is in the leads and has a clock.
func (b *dataset) nothingToDo() (text, clock string) {
	say := &b.Say.Today
	untouched, missed := b.untouched(), b.places(true)
	switch where := strings.Join(b.places(false), ", "); {
	case b.In.More:
		text = say.Reading + " " + say.NothingRead
	case untouched > 0:
		text = say.Untouched.With(untouched, canvas.Thousands(b.Say, untouched), b.Policy.Words.Tab(lead.TabLeads))
	case where == "" && len(missed) > 0:
		text = say.NothingRead
	case where == "":
		text = say.Nobody
	default:
		if !b.In.Checked.IsZero() {
			clock = b.In.Checked.In(b.Zone).Format("15:04")
			where += "; " + say.Checked.With(clock)
		}
		text = say.NobodyIn.With(where)
	}
	if len(missed) > 0 {
		text += " " + say.Missed.With(strings.Join(missed, ", "))
	}
	text += " " + say.NotWatched.With(strings.Join(b.notWatched(), ", "))
	if b.InBook == 0 {
		text += " " + b.Say.Report.Empty
	}
	return text, clock
}

// untouched is how many open leads nobody has contacted and no clock runs for: they came in too old for one.
func (b *dataset) untouched() int {
	n := 0
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		untouched := !c.Waits && !c.IsStarted() && c.Track.Turns.Unanswered() && c.NextContact.IsZero()
		if c.Open && !c.Duplicate && untouched {
			n++
		}
	}
	return n
}

// places are those that were read completely, or those that were not, each as people know it.
func (b *dataset) places(missed bool) []string {
	say := &b.Say.Today
	var out []string
	for _, w := range b.In.Watched {
		name := words.OneLine(w.Name)
		switch {
		case w.Missed != missed || w.Kind == lead.WatchedSent && !missed: // customers are not looked for there
			continue
		case w.Kind == lead.WatchedMailbox && !strings.Contains(name, "@") && b.In.Mailbox != "":
			name = b.In.Mailbox
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
	say := &b.Say.Today
	out := []string{say.Calls}
	if !slices.ContainsFunc(b.In.Watched, func(w lead.Watched) bool { return w.Kind == lead.WatchedMailbox }) {
		return append(out, say.AnyMailbox)
	}
	unseen := b.unseen()
	for _, name := range unseen[:min(len(unseen), namedColleagues)] {
		out = append(out, say.MailboxOf.With(name))
	}
	if more := len(unseen) - namedColleagues; more > 0 {
		out = append(out, say.MoreMailboxes.With(more, canvas.Thousands(b.Say, more)))
	}
	return out
}

// unseen are the people of the tab Team none of whose mails to a customer was seen in the last 30 days, and whose
// mailbox is none that is watched.
func (b *dataset) unseen() []string {
	key := func(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
	watched := map[string]bool{key(b.In.Mailbox): true}
	for _, w := range b.In.Watched {
		watched[key(w.Name)] = true
	}
	var out []string
	for i := range b.Policy.Team {
		m := &b.Policy.Team[i]
		if address := key(m.Email); address == "" || !watched[address] && b.Answers[address] == 0 {
			out = append(out, words.OneLine(m.Name))
		}
	}
	return out
}
