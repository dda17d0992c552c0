package today

import (
	"slices"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/sheets"
)

// ownerLines is how many tasks of one owner are listed; more would not be a list for one day.
const ownerLines = 50

// block says in which part of the list a task stands, in the order of the page.
type block uint8

const (
	ofNobody    block = iota
	ofPerson          // in a block of the person's own
	ofStrangers       // with all whom the tab Team does not have
)

// doerOf is whose task a lead is: its owner's. A name in other letters than in the tab Team is that person's. While the
// tab has nobody at all, there is no stranger.
func (b *dataset) doerOf(c *facts.Lead) (string, block) { return b.personOf(c.Owner) }

// personOf is the person of a name, and in which part of the list what the person has to do stands.
func (b *dataset) personOf(name string) (string, block) {
	name = words.OneLine(name)
	if m := b.Policy.FindPerson(name); m != nil {
		return words.OneLine(m.Name), ofPerson
	}
	switch {
	case name == "":
		return "", ofNobody
	case len(b.Policy.Team) == 0:
		return name, ofPerson
	}
	return name, ofStrangers
}

// peopleSection writes the tasks, in a block for each person.
func peopleSection(w *worklist) {
	for tasks, first := w.tasks, true; len(tasks) > 0; first = false {
		n := 1
		for n < len(tasks) && tasks[n].isBeside(&tasks[0]) {
			n++
		}
		if !first {
			w.row++
		}
		w.personBlock(tasks[:n])
		tasks = tasks[n:]
	}
}

// isBeside reports whether two tasks stand in the same block.
func (t *task) isBeside(other *task) bool {
	return t.block == other.block && (t.doer == other.doer || t.block == ofStrangers)
}

// personBlock writes the tasks of one person, or of all whom the tab Team does not have.
func (w *worklist) personBlock(tasks []task) {
	say := &w.b.Say.Today
	title := tasks[0].doer
	switch tasks[0].block {
	case ofNobody:
		title = say.NoOwner
	case ofStrangers:
		title = w.b.Say.Worklist.Strangers.With(w.b.Policy.Words.Tab(lead.TabTeam))
	}
	leads, late := 0, 0
	for i := range tasks {
		if tasks[i].lead != nil {
			leads++
		}
		if tasks[i].late() {
			late++
		}
	}
	if leads > 0 {
		title += " – " + canvas.CountLeads(w.b.Say, leads)
	}
	if late > 0 {
		title += ", " + say.Late.With(late, canvas.Thousands(w.b.Say, late))
	}
	w.heading(title)
	if tasks[0].block == ofStrangers {
		w.hint(w.addThem(tasks))
	}
	for col, h := range []string{say.Lead, say.Owner, say.What, say.Since, w.b.LeadsTitle(lead.ColPhone),
		w.b.LeadsTitle(lead.ColEmail)} {
		w.c.Text(w.row, col, sheets.TableHead, h)
	}
	w.row++
	for i := range tasks[:min(len(tasks), ownerLines)] {
		t, style := &tasks[i], sheets.TableText
		if t.late() {
			style = sheets.TableLateText
		}
		w.task(t, style)
	}
	if more := len(tasks) - ownerLines; more > 0 {
		w.hint(say.More.With(canvas.Thousands(w.b.Say, more)))
	}
	if slices.ContainsFunc(tasks, func(t task) bool { return t.class == toLook }) {
		column, tab := w.b.Policy.Words.Column(lead.TabSources, lead.ColLastChecked), w.b.Policy.SeeTab(lead.TabSources)
		w.hint(w.b.Say.Looks.SayIt.With(column, tab))
	}
}

// namedStrangers is how many owners are named whom the tab Team does not have.
const namedStrangers = 8

// addThem says whom the tab Team does not have, and what to do about it.
func (w *worklist) addThem(tasks []task) string {
	var names []string
	seen := map[string]bool{}
	for i := range tasks {
		if k := words.Fold(tasks[i].doer); !seen[k] {
			seen[k] = true
			names = append(names, tasks[i].doer)
		}
	}
	slices.Sort(names)
	say := &w.b.Say.Worklist
	text := canvas.SomeNames(w.b.Say, names, namedStrangers)
	return say.AddThem.With(w.b.Policy.SeeTab(lead.TabTeam), text, w.b.LeadsTitle(lead.ColOwner))
}

func (t *task) late() bool { return t.class == responseLate || t.class == followUpLate }
