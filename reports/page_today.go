package reports

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// lastColumn is that of the contact.
const lastColumn = 4

// worklist is the page Today while it is made.
type worklist struct {
	b     *dataset
	c     *canvas
	tasks []task
	row   int // the next one that is free
}

// section is a part of the page: it writes its lines from the next row on, or nothing. The distance to what follows is
// not its own.
type section func(w *worklist)

// todaySections are the parts of the page below its head, in their order. A new one is a file and a line here.
func todaySections() []section {
	return []section{
		nobodySection,
		peopleSection,
		listSection,
		quietSection,
		looseEndSection,
	}
}

// todayPage is the work list: by person, worst first.
func todayPage(b *dataset) sheets.Page {
	c := canvas{sheets.Page{
		Title: lead.TabToday, Color: "DC2626", Frozen: 2, First: true,
		Widths:  []float64{28, 18, 78, 22, 42},
		Heights: map[int]float64{0: 32, 1: 18},
	}, b.say, b.mailbox, b.policy.Currency}
	w := worklist{b, &c, b.tasks(), 3}
	text := b.account(b.cameIn)
	if missed := b.places(true); len(missed) > 0 && len(w.tasks) > 0 { // without tasks it is said below
		text = strings.TrimSpace(text + " " + b.say.Today.Missed.With(strings.Join(missed, ", ")))
	}
	if text != "" {
		c.text(2, 0, sheets.Hint, text)
	}
	c.text(0, 0, sheets.Title, b.policy.Words.Tab(lead.TabToday))
	c.text(1, 0, sheets.Subtitle, b.say.Report.AsOf.With(b.dateTime(b.now))+" · "+b.say.Report.Written).AsOf = true
	for _, s := range todaySections() {
		row := w.row
		if s(&w); w.row > row {
			w.row++
		}
	}
	return c.Page
}

// nobodySection says that no lead needs anything, and as far as what is known.
func nobodySection(w *worklist) {
	if len(w.tasks) > 0 {
		return
	}
	text, clock := w.b.nothingToDo()
	w.c.fill(w.row, 1, lastColumn, sheets.Hint) // where the page before had the rule of a heading
	w.hint(text).Clock = clock
}
