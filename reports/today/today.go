// Package today lays out the page Today: the work list of the team, by person, worst first, and what else people are to
// know or to decide (docs/definitions.md, section 11).
//
// Everything here is computed from its arguments.
package today

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/remarks"
	"leadsheet/sheets"
)

// dataset is the facts of the workbook with what only this page asks of them.
type dataset struct {
	*facts.Dataset
	covered remarks.Shown // what of Attention the page says in lines of its own
}

// lastColumn is that of the mail address.
const lastColumn = 5

// worklist is the page Today while it is made.
type worklist struct {
	b     *dataset
	c     *canvas.Canvas
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
		untoldSection,
		noSignSection,
		handedSection,
		peopleSection,
		decideSection,
		unsentSection,
		faultSection,
		listSection,
		noReplySection,
		quietSection,
		looseEndSection,
	}
}

// Page lays out the work list: by person, worst first.
func Page(of *facts.Dataset) sheets.Page {
	b := &dataset{of, remarks.New(of.Policy.Words)}
	c := canvas.NewList(sheets.Page{Title: lead.TabToday, Frozen: 2, First: true,
		Widths: []float64{28, 16, 78, 20, 24, 36}}, b.Policy.Words, b.Policy.Currency, b.DateTime(b.Now))
	c.Checked(len(c.Widths)-1, b.CheckedAt())
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
		w.c.Text(w.row, 0, sheets.Plain, b.counts(w.tasks))
		w.row++
	}
	text := b.account(b.In.CameIn)
	if missed := b.places(true); len(missed) > 0 && !w.idle { // without tasks it is said below
		text = strings.TrimSpace(text + " " + b.Say.Today.Missed.With(strings.Join(missed, ", ")))
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
func (b *dataset) counts(tasks []task) string {
	var n [ruleProblem + 1]int
	for i := range tasks {
		n[tasks[i].class]++
	}
	say := &b.Say.Worklist
	var parts []string
	add := func(n int, text *words.Text1) {
		if n > 0 {
			parts = append(parts, text.With(canvas.Thousands(b.Say, n)))
		}
	}
	waiting, late := n[responseLate]+n[responseDue], n[responseLate]
	if late > 0 {
		parts = append(parts, say.WaitingLate.With(canvas.Thousands(b.Say, waiting), canvas.Thousands(b.Say, late)))
	} else {
		add(waiting, &say.Waiting)
	}
	add(n[neverContacted], &say.NeverContacted)
	add(n[followUpLate], &say.Overdue)
	add(n[followUpToday], &say.DueToday)
	if looks := n[toLook]; looks > 0 {
		parts = append(parts, b.Say.Looks.Count.With(looks, canvas.Thousands(b.Say, looks)))
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
	w.c.Fill(w.row, 1, lastColumn, sheets.Hint) // where the page before had the rule of a heading
	w.hint(text).Clock = clock
}
