package reports

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
)

// lastColumn is that of the mail address.
const lastColumn = 5

// worklist is the page Today while it is made.
type worklist struct {
	b     *dataset
	c     *canvas
	tasks []task
	idle  bool // no lead needs anything
	row   int  // the next one that is free
	mails []mailCell
}

// section is a part of the page: it writes its lines from the next row on, or nothing. The distance to what follows is
// not its own.
type section func(w *worklist)

// todaySections are the parts of the page below its head, in their order. A new one is a file and a line here.
func todaySections() []section {
	return []section{
		lintSection,
		nobodySection,
		noSignSection,
		handedSection,
		peopleSection,
		decideSection,
		faultSection,
		listSection,
		noReplySection,
		quietSection,
		looseEndSection,
	}
}

// todayPage is the work list: by person, worst first.
func todayPage(b *dataset) sheets.Page {
	c := newListPage(b, sheets.Page{Title: lead.TabToday, Frozen: 2, First: true,
		Widths: []float64{28, 16, 78, 20, 24, 36}})
	w := worklist{b: b, c: &c, tasks: b.tasks()}
	w.idle = !slices.ContainsFunc(w.tasks, func(t task) bool { return t.lead != nil })
	w.head()
	for _, s := range todaySections() {
		row := w.row
		if s(&w); w.row > row {
			w.row++
		}
	}
	w.linkMails()
	return c.Page
}

// firstRow is that of the first section, or of one below it where the head has more lines.
const firstRow = 3

// head writes below the title how much there is to do, and what came in.
func (w *worklist) head() {
	b := w.b
	w.row = 2
	if !w.idle {
		w.c.text(w.row, 0, sheets.Plain, w.counts())
		w.row++
	}
	text := b.account(b.cameIn)
	if missed := b.places(true); len(missed) > 0 && !w.idle { // without tasks it is said below
		text = strings.TrimSpace(text + " " + b.say.Today.Missed.With(strings.Join(missed, ", ")))
	}
	if text != "" {
		w.hint(text)
		if !w.idle {
			w.row++
		}
	}
	w.row = max(w.row, firstRow)
}

// counts says how many leads need what: each is counted by its worst class.
func (w *worklist) counts() string {
	var n [ruleProblem + 1]int
	for i := range w.tasks {
		n[w.tasks[i].class]++
	}
	say := &w.b.say.Worklist
	var parts []string
	add := func(n int, text *words.Text1) {
		if n > 0 {
			parts = append(parts, text.With(thousands(w.b.say, n)))
		}
	}
	waiting, late := n[responseLate]+n[responseDue], n[responseLate]
	if late > 0 {
		parts = append(parts, say.WaitingLate.With(thousands(w.b.say, waiting), thousands(w.b.say, late)))
	} else {
		add(waiting, &say.Waiting)
	}
	add(n[neverContacted], &say.NeverContacted)
	add(n[followUpLate], &say.Overdue)
	add(n[followUpToday], &say.DueToday)
	if looks := n[toLook]; looks > 0 {
		parts = append(parts, w.b.say.Looks.Count.With(looks, thousands(w.b.say, looks)))
	}
	add(n[noOwner], &say.NoOwner)
	add(n[noNextStep], &say.NoNextStep)
	add(n[ruleProblem], &say.ToCheck)
	return strings.Join(parts, " · ")
}

// nobodySection says that no lead needs anything, and as far as what is known.
func nobodySection(w *worklist) {
	if !w.idle {
		return
	}
	text, clock := w.b.nothingToDo()
	w.c.fill(w.row, 1, lastColumn, sheets.Hint) // where the page before had the rule of a heading
	w.hint(text).Clock = clock
}
