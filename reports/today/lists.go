package today

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/sheets"
)

// listsShown is how many lists Today names.
const listsShown = 10

// list is many leads that one file brought at once.
type list struct {
	name     string
	day      time.Time // on which it came
	all, new int       // its leads, and those of them with whom nobody has begun
}

// lists are those with leads that nobody has contacted, the oldest first.
func (b *dataset) lists() []list {
	var out []list
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if c.Track.Past.List == nil || c.Duplicate {
			continue
		}
		came := c.Track.Past.List
		l := list{name: lead.FactOf(came.To, lead.FactList), day: b.Midnight(came.Time)}
		at := slices.IndexFunc(out, func(o list) bool { return o.name == l.name && o.day.Equal(l.day) })
		if at < 0 {
			at, out = len(out), append(out, l)
		}
		out[at].all++
		if c.Open && !c.IsStarted() {
			out[at].new++
		}
	}
	out = slices.DeleteFunc(out, func(l list) bool { return l.new == 0 })
	slices.SortFunc(out, func(x, y list) int { return cmp.Or(x.day.Compare(y.day), cmp.Compare(x.name, y.name)) })
	return out
}

// listSection writes a line for each list.
func listSection(w *worklist) {
	b, all := w.b, w.b.lists()
	for _, l := range all[:min(len(all), listsShown)] {
		name := l.name
		if slices.ContainsFunc(all, func(o list) bool { return o.name == name && !o.day.Equal(l.day) }) {
			name += ", " + b.day(l.day)
		}
		text := b.Say.Today.List.With(canvas.Clip(name, 60), strconv.Itoa(l.new), strconv.Itoa(l.all))
		w.c.Text(w.row, 0, sheets.TableText, text)
		w.row++
	}
	w.moreThan(listsShown, len(all))
}
