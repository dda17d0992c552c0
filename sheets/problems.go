package sheets

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/lead/words"
)

// CellLimit is how many cells a Google spreadsheet may have, empty ones too.
const CellLimit = 10_000_000

const (
	manyCells  = 8_000_000 // from here on Problems says so
	likeEnough = 0.6       // of a tab's columns: so many make another tab look like the one that is missing
)

// Fresh reports whether none of the layout's tabs is there: leadsheet has not been set up here yet.
func (i *Inspection) Fresh(layout Layout) bool {
	return !slices.ContainsFunc(layout.Tabs, func(t TabLayout) bool { return i.Tab(t.Title) != nil })
}

// Problems returns what keeps leadsheet from working in this spreadsheet, in sentences that say what to do; nil when
// nothing does. A spreadsheet without any of the layout's tabs has none for that.
func (i *Inspection) Problems(layout Layout) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if i.Cells > manyCells {
		out = append(out, i.Crowded(layout.has))
	}
	fresh := i.Fresh(layout)
	for _, want := range layout.Tabs {
		t := i.Tab(want.Title)
		switch {
		case t != nil:
			out = append(out, i.tabProblems(t, want)...)
		case fresh:
		default:
			if like := i.Lookalike(want, layout); like != "" {
				add("the tab %q is missing, but %q has its columns: name it %q again", want.Title, like, want.Title)
			} else {
				add("the tab %q is missing: undo its deletion or renaming; %v makes a new one where nothing is lost by it",
					want.Title, hint.Setup)
			}
		}
	}
	return out
}

// tabProblems are those of one tab.
func (i *Inspection) tabProblems(t *InspectedTab, want TabLayout) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if t.Fault != "" {
		return []string{t.Fault}
	}
	for _, c := range want.Missing(t.Columns) {
		if c.Later {
			continue // see Upcoming
		}
		if c.Was != "" {
			add("the column %q is missing in the tab %q; %q stands in its place: give it its title %q back",
				c.Title, t.Title, c.Was, c.Title)
		} else {
			add("the column %q is missing in the tab %q: undo its deletion or renaming; %v adds it at "+
				"the right where nothing is lost by it", c.Title, t.Title, hint.Setup)
		}
	}
	for _, n := range t.Twins {
		add("the tab %q has two columns %q, and leadsheet passes over column %s: give one of them another title",
			t.Title, t.Columns[n], ColumnLetters(n))
	}
	if text := t.Unmerge(); text != "" {
		out = append(out, text)
	}
	for _, l := range t.Locked {
		if l.HeaderOnly || !t.touches(l, want) {
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
		add("%s of the tab %q is protected and leadsheet may not write there: let %s edit it (Data, Protect sheets "+
			"and ranges), or remove the protection", name, t.Title, who)
	}
	return out
}

// Upcoming returns, in sentences, which columns an earlier version of leadsheet has not made: they come by themselves.
func (i *Inspection) Upcoming(layout Layout) []string {
	var out []string
	for _, want := range layout.Tabs {
		t := i.Tab(want.Title)
		if t == nil || t.Fault != "" {
			continue
		}
		for _, c := range want.Missing(t.Columns) {
			if c.Later {
				out = append(out, fmt.Sprintf("the tab %q has no column %q yet: leadsheet adds it when it is started",
					t.Title, c.Title))
			}
		}
	}
	return out
}

// Notes returns what is harmless but good to know.
func (i *Inspection) Notes(layout Layout) []string {
	out := i.Upcoming(layout)
	for _, want := range layout.Tabs {
		t := i.Tab(want.Title)
		if t == nil {
			continue
		}
		if t.Filtered {
			out = append(out, fmt.Sprintf("a filter hides rows of the tab %q from everybody: leadsheet sees them "+
				"all the same, and new rows may show in spite of it; a filter view hides them for one person only", t.Title))
		}
		if text := t.Outgrown(); text != "" {
			out = append(out, text)
		}
		if t.Hidden && !want.Hidden {
			out = append(out, fmt.Sprintf("the tab %q is hidden: leadsheet uses it all the same", t.Title))
		}
	}
	return out
}

// Crowded says in a sentence how near the limit of cells is and what fills them. managed tells which tabs are of the
// layout.
func (i *Inspection) Crowded(managed func(title string) bool) string {
	return fmt.Sprintf("the spreadsheet has %s of at most %s cells, empty ones too. %s",
		millions(i.Cells), millions(CellLimit), i.WhatFills(managed))
}

// How many tabs are named, and the part of all cells from which on a tab of people's is worth its deletion.
const (
	named = 3
	worth = 0.01
)

// WhatFills names the largest tabs, and says what can go. managed tells which tabs are of the layout: their rows are
// leadsheet's memory, and without those of Intake every message that is still in the mailbox would come in again.
func (i *Inspection) WhatFills(managed func(title string) bool) string {
	size := func(t InspectedTab) int64 { return t.Rows * t.Cols }
	tabs := slices.Clone(i.Tabs)
	slices.SortStableFunc(tabs, func(a, b InspectedTab) int { return cmp.Compare(size(b), size(a)) })
	total := int64(0)
	for _, t := range tabs {
		total += size(t)
	}
	var largest, theirs []string
	for _, t := range tabs {
		if name := fmt.Sprintf("%q", clipped(t.Title)); len(largest) < named {
			largest = append(largest, name+" ("+Grouped(size(t))+")")
		}
		if !t.Internal && !managed(t.Title) && float64(size(t)) > worth*float64(total) && len(theirs) < named-1 {
			theirs = append(theirs, fmt.Sprintf("%q", clipped(t.Title)))
		}
	}
	can := "move leads that are finished to another spreadsheet"
	if len(theirs) > 0 {
		can = "delete " + strings.Join(theirs, " or ") + ", if nobody needs it"
	}
	return "Most of them are in " + strings.Join(largest, ", ") + ": " + can +
		", or delete empty rows and columns at the end of a tab; keep all that is written in Intake and Activity, " +
		"it is leadsheet's memory"
}

// clipped keeps a long title from filling the sentence.
func clipped(title string) string {
	if r := []rune(title); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return title
}

// Grouped writes a number with a comma after the thousands.
func Grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// Unmerge says in a sentence what to do about merged cells; "" if there are none.
func (t *InspectedTab) Unmerge() string {
	if len(t.Merged) == 0 {
		return ""
	}
	return fmt.Sprintf("cells are merged in the tab %q (%s): unmerge them (Format, Merge cells, Unmerge), since "+
		"rows with merged cells cannot be sorted or written one by one",
		t.Title, SomeOf(t.Merged))
}

// Outgrown says in a sentence what a table means for new rows; "" if there is none.
func (t *InspectedTab) Outgrown() string {
	if len(t.Tables) == 0 {
		return ""
	}
	return fmt.Sprintf("the range of the tab %q was converted to a table (%s): that is fine, but new rows stand "+
		"below the table until its lower corner is dragged over them; to undo it, choose Revert to unformatted "+
		"data in the table's menu",
		t.Title, SomeOf(t.Tables))
}

// col returns the first column with that title, -1 if there is none.
func (t *InspectedTab) col(title string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return c != "" && words.SameFolded(c, title) })
}

// has reports whether a tab is of the layout.
func (l Layout) has(title string) bool {
	return slices.ContainsFunc(l.Tabs, func(t TabLayout) bool { return words.SameFolded(t.Title, title) })
}

// touches reports whether a lock covers a column of the layout.
func (t *InspectedTab) touches(l Lock, want TabLayout) bool {
	return slices.ContainsFunc(want.Columns, func(c Column) bool {
		at := int64(t.col(c.Called()))
		return at >= l.First && at < l.Last
	})
}

// Lookalike returns the title of a tab outside the layout that has most of a missing tab's columns; "" for none.
func (i *Inspection) Lookalike(want TabLayout, layout Layout) string {
	best, most := "", likeEnough*float64(len(want.Columns))
	for n := range i.Tabs {
		t := &i.Tabs[n]
		if layout.has(t.Title) {
			continue
		}
		shared := 0.0
		for _, c := range want.Columns {
			if t.col(c.Called()) >= 0 {
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

// SomeOf names the first few of a list, and how many more there are.
func SomeOf(names []string) string {
	const few = 5
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
