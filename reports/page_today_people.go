package reports

import "leadsheet/sheets"

// ownerLines is how many tasks of one owner are listed; more would not be a list for one day.
const ownerLines = 50

// doerOf is whose task a lead is: its owner's. A name in other letters than in the tab Team is that person's.
func (b *dataset) doerOf(c *leadFacts) string {
	name := oneLine(c.Owner)
	if m := b.policy.FindPerson(name); m != nil {
		return oneLine(m.Name)
	}
	return name
}

// peopleSection writes the tasks, in a block for each person.
func peopleSection(w *worklist) {
	for tasks, first := w.tasks, true; len(tasks) > 0; first = false {
		n := 1
		for n < len(tasks) && tasks[n].doer == tasks[0].doer {
			n++
		}
		if !first {
			w.row++
		}
		w.personBlock(tasks[:n])
		tasks = tasks[n:]
	}
}

// personBlock writes the tasks of one person.
func (w *worklist) personBlock(tasks []task) {
	say := &w.b.say.Today
	name := tasks[0].doer
	if name == "" {
		name = say.NoOwner
	}
	late := 0
	for i := range tasks {
		if tasks[i].late() {
			late++
		}
	}
	title := name + " – " + countLeads(w.b.say, len(tasks))
	if late > 0 {
		title += ", " + say.Late.With(late, thousands(w.b.say, late))
	}
	w.heading(title)
	for col, h := range []string{say.Lead, say.Owner, say.What, say.Since, say.Contact} {
		w.c.text(w.row, col, sheets.TableHead, h)
	}
	w.row++
	for i := range tasks[:min(len(tasks), ownerLines)] {
		t, style := &tasks[i], sheets.TableText
		if t.late() {
			style = sheets.TableLate
		}
		w.line(t.lead, t.text(), t.since, style)
	}
	if more := len(tasks) - ownerLines; more > 0 {
		w.hint(say.More.With(thousands(w.b.say, more)))
	}
}

func (t *task) late() bool { return t.class == responseLate || t.class == followUpLate }
