package google

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
)

// Limits of a spreadsheet, and where to speak up before one is reached.
const (
	cellLimit  = 10_000_000
	manyCells  = 8_000_000
	likeEnough = 0.6 // of a tab's columns: so many make another tab look like the one that is missing
)

// Fresh reports whether none of the layout's tabs is there: leadsheet has not been set up here yet.
func (i *Inspection) Fresh(layout sheets.Layout) bool {
	return !slices.ContainsFunc(layout.Tabs, func(t sheets.TabLayout) bool { return i.Tab(t.Title) != nil })
}

// Problems returns what keeps leadsheet from working in this spreadsheet, in sentences that say what to do; nil when
// nothing does. A spreadsheet without any of the layout's tabs has none for that.
func (i *Inspection) Problems(layout sheets.Layout) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if i.Cells > manyCells {
		out = append(out, i.crowded(func(title string) bool {
			return slices.ContainsFunc(layout.Tabs, func(t sheets.TabLayout) bool { return sheets.Fold(t.Title) == sheets.Fold(title) })
		}))
	}
	fresh := i.Fresh(layout)
	for _, want := range layout.Tabs {
		t := i.Tab(want.Title)
		switch {
		case t != nil:
			out = append(out, i.tabProblems(t, want)...)
		case fresh:
		default:
			if like := i.lookalike(want, layout); like != "" {
				add("the tab %q is missing, but %q has its columns: name it %q again", want.Title, like, want.Title)
			} else {
				add("the tab %q is missing: undo its deletion or renaming; %v makes a new one where nothing is lost by it", want.Title, hint.Setup)
			}
		}
	}
	return out
}

// tabProblems are those of one tab.
func (i *Inspection) tabProblems(t *InspectedTab, want sheets.TabLayout) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if t.Fault != "" {
		return []string{t.Fault}
	}
	for _, c := range want.Missing(t.Columns) {
		if c.Was != "" {
			add("the column %q is missing in the tab %q; %q stands in its place: give it its title %q back", c.Title, t.Title, c.Was, c.Title)
		} else {
			add("the column %q is missing in the tab %q: undo its deletion or renaming; %v adds it at the right where nothing is "+
				"lost by it", c.Title, t.Title, hint.Setup)
		}
	}
	for _, i := range t.Twins {
		add("the tab %q has two columns %q, and leadsheet passes over column %s: give one of them another title", t.Title, t.Columns[i], columnLetters(int64(i)+1))
	}
	if text := t.unmerge(); text != "" {
		out = append(out, text)
	}
	for _, l := range t.Locked {
		if l.headerOnly || !t.touches(l, want) {
			continue
		}
		who := i.Account
		if who == "" {
			who = "the account that leadsheet signs in as"
		}
		name := l.Range
		if l.What != "" {
			name += fmt.Sprintf(" (%s)", l.What)
		}
		add("%s of the tab %q is protected and leadsheet may not write there: let %s edit it (Data, Protect sheets and ranges), or remove the protection", name, t.Title, who)
	}
	return out
}

// Notes returns what is harmless but good to know.
func (i *Inspection) Notes(layout sheets.Layout) []string {
	var out []string
	for _, want := range layout.Tabs {
		t := i.Tab(want.Title)
		if t == nil {
			continue
		}
		if t.Filtered {
			out = append(out, fmt.Sprintf("a filter hides rows of the tab %q from everybody: leadsheet sees them all the same, and new rows may show in spite of it; a filter view hides them for one person only", t.Title))
		}
		if text := t.outgrown(); text != "" {
			out = append(out, text)
		}
		if t.Hidden {
			out = append(out, fmt.Sprintf("the tab %q is hidden: leadsheet uses it all the same", t.Title))
		}
	}
	return out
}

// crowded says how near the limit of cells is. ours tells which tabs are leadsheet's.
func (i *Inspection) crowded(ours func(title string) bool) string {
	return fmt.Sprintf("the spreadsheet has %s of at most %s cells, empty ones too. %s", millions(i.Cells), millions(cellLimit), whatFills(i.Tabs, ours))
}

// full says that the limit of cells is reached, and what can be done.
func (b *Book) full(said string) string {
	limit := int64(cellLimit)
	for _, word := range strings.Fields(said) {
		if n, err := strconv.ParseInt(word, 10, 64); err == nil {
			limit = n
		}
	}
	text := fmt.Sprintf("the spreadsheet is full (%s cells, empty ones too)", grouped(limit))
	if b.st == nil {
		return text + ": delete the empty rows and columns at the end of its tabs, or tabs of yours that nobody needs"
	}
	tabs := make([]InspectedTab, len(b.st.tabs))
	for n, t := range b.st.tabs {
		tabs[n] = InspectedTab{Title: t.title, Rows: t.rows, Cols: t.cols}
	}
	return text + ". " + whatFills(tabs, b.ours) + ". What comes in waits meanwhile"
}

// ours reports whether a tab is of the layout.
func (b *Book) ours(title string) bool {
	_, ok := b.layout[sheets.Fold(title)]
	return ok
}

// How many tabs are named, and the part of all cells from which on a tab of people's is worth its deletion.
const (
	named = 3
	worth = 0.01
)

// whatFills names the largest tabs, and says what can go. The rows of leadsheet's own tabs are its memory: without those of
// Intake every message that is still in the mailbox would come in again.
func whatFills(tabs []InspectedTab, ours func(title string) bool) string {
	size := func(t InspectedTab) int64 { return t.Rows * t.Cols }
	tabs = slices.Clone(tabs)
	slices.SortStableFunc(tabs, func(a, b InspectedTab) int { return cmp.Compare(size(b), size(a)) })
	total := int64(0)
	for _, t := range tabs {
		total += size(t)
	}
	var largest, theirs []string
	for _, t := range tabs {
		if name := fmt.Sprintf("%q", clipped(t.Title)); len(largest) < named {
			largest = append(largest, name+" ("+grouped(size(t))+")")
		}
		if t.Title != logTab && !ours(t.Title) && float64(size(t)) > worth*float64(total) && len(theirs) < named-1 {
			theirs = append(theirs, fmt.Sprintf("%q", clipped(t.Title)))
		}
	}
	can := "move leads that are finished to another spreadsheet"
	if len(theirs) > 0 {
		can = "delete " + strings.Join(theirs, " or ") + ", if nobody needs it"
	}
	return "Most of them are in " + strings.Join(largest, ", ") + ": " + can +
		", or delete empty rows and columns at the end of a tab; keep all that is written in Intake and Activity, it is leadsheet's memory"
}

// clipped keeps a long title from filling the sentence.
func clipped(title string) string {
	if r := []rune(title); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return title
}

// grouped writes a number with a comma after the thousands.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// unmerge says what to do about merged cells; "" if there are none.
func (t *InspectedTab) unmerge() string {
	if len(t.Merged) == 0 {
		return ""
	}
	return fmt.Sprintf("cells are merged in the tab %q (%s): unmerge them (Format, Merge cells, Unmerge), since rows with merged cells cannot be sorted or written one by one",
		t.Title, some(t.Merged))
}

// outgrown says what a table means for new rows; "" if there is none.
func (t *InspectedTab) outgrown() string {
	if len(t.Tables) == 0 {
		return ""
	}
	return fmt.Sprintf("the range of the tab %q was converted to a table (%s): that is fine, but new rows stand below the table until its lower corner is dragged over them; to undo it, choose Revert to unformatted data in the table's menu",
		t.Title, some(t.Tables))
}

// col returns the first column with that title, -1 if there is none.
func (t *InspectedTab) col(title string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return c != "" && sheets.Fold(c) == sheets.Fold(title) })
}

// touches reports whether a lock covers a column of the layout.
func (t *InspectedTab) touches(l Lock, want sheets.TabLayout) bool {
	return slices.ContainsFunc(want.Columns, func(c sheets.Column) bool {
		at := int64(t.col(c.Title))
		return at >= l.first && at < l.last
	})
}

// lookalike returns the title of a tab outside the layout that has most of a missing tab's columns.
func (i *Inspection) lookalike(want sheets.TabLayout, layout sheets.Layout) string {
	best, most := "", likeEnough*float64(len(want.Columns))
	for n := range i.Tabs {
		t := &i.Tabs[n]
		if slices.ContainsFunc(layout.Tabs, func(l sheets.TabLayout) bool { return sheets.Fold(l.Title) == sheets.Fold(t.Title) }) {
			continue
		}
		shared := 0.0
		for _, c := range want.Columns {
			if t.col(c.Title) >= 0 {
				shared++
			}
		}
		if shared >= most && shared > 0 {
			best, most = t.Title, shared+1
		}
	}
	return best
}

func millions(n int64) string { return fmt.Sprintf("%.1f million", float64(n)/1e6) }

// some names the first few of a list.
func some(names []string) string {
	const few = 5
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
