package sheets

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Named returns a book in which tabs, columns and the words that leadsheet keeps in cells have their names, whatever
// language the workbook is in; a new one is made in the given language. Snapshots, batches and layouts name what they
// are about, and only what reaches the workbook has the words of its language. While all languages of the catalogue
// are one, names are words, and the book is returned as it is.
func Named(book Book, in words.Language) Book {
	if in.Alone() {
		return book
	}
	return &namedBook{Book: book, words: in, titles: map[string]string{}, columns: map[string]map[string]string{}}
}

// Backend is the book beneath one of Named.
func Backend(book Book) Book {
	if n, ok := book.(*namedBook); ok {
		return n.Book
	}
	return book
}

// Own is a layout with the titles that a workbook has for its names, for callers that use a backend directly.
func Own(ctx context.Context, book Book, layout Layout) (Layout, error) {
	n, ok := book.(*namedBook)
	if !ok {
		return layout, nil
	}
	if err := n.find(ctx, nil); err != nil && !errors.Is(err, ErrNoBook) {
		return layout, err
	}
	return n.own(layout), nil
}

// namedBook translates between names and the words of a workbook.
type namedBook struct {
	Book
	words  words.Language // the workbook's, once known
	known  bool
	layout Layout // with names
	// titles are the titles of the tabs that are there, by name; columns those of their columns, by the tab's name and
	// their own.
	titles  map[string]string
	columns map[string]map[string]string
	// unreported is the snapshot of the last search for titles, until Read has passed its notes on; nil for none.
	unreported *Snapshot
	last       *Snapshot // the last one that was made, when it says of which moment it is
}

// Expect keeps the layout until the language of the workbook is known.
func (n *namedBook) Expect(layout Layout) {
	n.layout = layout
	if n.known {
		n.Book.Expect(n.own(layout))
	}
}

// Ensure makes what is missing, under titles of the workbook's language.
func (n *namedBook) Ensure(ctx context.Context, layout Layout) error {
	n.layout = layout
	if err := n.find(ctx, nil); err != nil && !errors.Is(err, ErrNoBook) {
		return err
	}
	n.known = true
	return n.Book.Ensure(ctx, n.own(layout))
}

// Read returns the tabs under their names.
func (n *namedBook) Read(ctx context.Context, tabs ...string) (*Snapshot, error) {
	if err := n.find(ctx, tabs); err != nil {
		return nil, err
	}
	raw, err := n.Book.Read(ctx, n.titlesOf(tabs)...)
	if err != nil {
		return nil, err
	}
	if len(raw.Missing) > 0 && n.moved(ctx, tabs) {
		if raw, err = n.Book.Read(ctx, n.titlesOf(tabs)...); err != nil {
			return nil, err
		}
	}
	snap := *raw
	snap.raw, snap.Words, snap.Tabs, snap.Missing = raw, n.words, make(map[string]*Tab, len(raw.Tabs)), nil
	if n.unreported != nil {
		snap.Notes = slices.Concat(n.unreported.Notes, snap.Notes)
		if n.unreported.SetBack && !snap.SetBack {
			snap.SetBack, snap.SetBackTo = true, n.unreported.SetBackTo
		}
		n.unreported = nil
	}
	for _, name := range tabs {
		t := raw.Tabs[n.title(name)]
		switch known := n.knownTab(name, raw); {
		case t == nil:
			snap.Missing = append(snap.Missing, name)
		case known != nil:
			tab := *known
			tab.Missed, tab.Unknown, tab.Hidden = t.Missed, t.Unknown, t.Hidden
			snap.Tabs[name] = &tab
		default:
			snap.Tabs[name] = n.tab(name, t)
		}
	}
	if n.last = nil; raw.Moment != "" {
		n.last = snap.copied()
	}
	return &snap, nil
}

// knownTab is a tab as it was made before of the same content; nil for none.
func (n *namedBook) knownTab(name string, raw *Snapshot) *Tab {
	if n.last == nil || raw.Moment != n.last.Moment || !n.last.Words.Is(n.words) {
		return nil
	}
	return n.last.Tabs[name]
}

// copied is a snapshot with tabs of its own, whose rows must not be changed.
func (s *Snapshot) copied() *Snapshot {
	out := *s
	out.Tabs = make(map[string]*Tab, len(s.Tabs))
	for name, t := range s.Tabs {
		tab := *t
		out.Tabs[name] = &tab
	}
	return &out
}

// titlesOf are the titles of tabs, by which the backend is asked for them.
func (n *namedBook) titlesOf(tabs []string) []string {
	out := make([]string, len(tabs))
	for i, name := range tabs {
		out[i] = n.title(name)
	}
	return out
}

// title is the title of a tab: the one that stands there, or the one that it would get.
func (n *namedBook) title(name string) string {
	if title, ok := n.titles[name]; ok {
		return title
	}
	return n.words.Tab(name)
}

// find looks, once, for the tabs of the workbook under the titles of all languages. The language that has given most
// of them is the workbook's.
func (n *namedBook) find(ctx context.Context, tabs []string) error {
	if n.known {
		return nil
	}
	snap, err := n.look(ctx, tabs)
	if err != nil {
		return err
	}
	best, most := n.words, 0
	for _, l := range append([]words.Language{n.words}, n.words.All()...) {
		found := 0
		for name, title := range n.titles {
			if Fold(l.Tab(name)) == Fold(title) {
				found++
			}
		}
		if found > most {
			best, most = l, found
		}
	}
	n.words, n.known, n.unreported = best, true, snap
	n.Book.Expect(n.own(n.layout))
	return nil
}

// look reads the tabs under the titles of all languages and notes which are there.
func (n *namedBook) look(ctx context.Context, tabs []string) (*Snapshot, error) {
	names := slices.Clone(tabs)
	for _, t := range n.layout.Tabs {
		if !slices.Contains(names, t.Called()) {
			names = append(names, t.Called())
		}
	}
	var ask []string
	for _, name := range names {
		for _, title := range n.words.TabTitles(name) {
			if !slices.Contains(ask, title) {
				ask = append(ask, title)
			}
		}
	}
	snap, err := n.Book.Read(ctx, ask...)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		delete(n.titles, name)
		for _, title := range n.words.TabTitles(name) {
			if t := snap.Tabs[title]; t != nil {
				n.titles[name] = title
				n.tab(name, t)
				break
			}
		}
	}
	return snap, nil
}

// moved looks again for tabs that are missing, and reports whether one stands under a title of another language now.
func (n *namedBook) moved(ctx context.Context, tabs []string) bool {
	before := n.titlesOf(tabs)
	snap, err := n.look(ctx, tabs)
	if err != nil || slices.Equal(before, n.titlesOf(tabs)) {
		return false // the read that failed fails again, and says so
	}
	n.unreported = snap
	n.Book.Expect(n.own(n.layout))
	return true
}

// own is a layout with the titles of the workbook instead of names.
func (n *namedBook) own(layout Layout) Layout {
	out := Layout{Words: n.words, Tabs: slices.Clone(layout.Tabs)}
	for i := range out.Tabs {
		t := &out.Tabs[i]
		name := t.Called()
		column := func(title string) string { return n.column(name, title) }
		t.Title, t.Name, t.Columns, t.Colors = n.title(name), "", slices.Clone(t.Columns), slices.Clone(t.Colors)
		if t.Key != "" {
			t.Key = column(t.Key)
		}
		t.Memory = slices.Clone(t.Memory)
		for j := range t.Memory {
			t.Memory[j] = column(t.Memory[j])
		}
		for j := range t.Colors {
			t.Colors[j].Column = column(t.Colors[j].Column)
		}
		t.Rows = slices.Clone(t.Rows)
		for j := range t.Columns {
			c := &t.Columns[j]
			n.writeWords(t.Rows, j, wordsOf(name, c.Called()))
			c.Title, c.Name = column(c.Called()), ""
			if tab, of, ok := strings.Cut(c.ListFrom, "/"); ok {
				c.ListFrom = n.title(tab) + "/" + n.column(tab, of)
			}
		}
	}
	return out
}

// column is the title of a column: the one that stands there, or the one that it would get.
func (n *namedBook) column(tab, name string) string {
	if title, ok := n.columns[tab][name]; ok {
		return title
	}
	return n.words.Column(tab, name)
}

// tab is a tab under its name, with the names of its columns and words.
func (n *namedBook) tab(name string, raw *Tab) *Tab {
	t := &Tab{Title: name, Columns: slices.Clone(raw.Columns), Rows: raw.Rows, Twins: raw.Twins,
		Missed: raw.Missed, Unknown: raw.Unknown, Hidden: raw.Hidden, Fault: raw.Fault, Words: n.words}
	translated := false
	for i, title := range raw.Columns {
		if column, ok := n.words.ColumnName(name, title); ok && Fold(column) != Fold(title) {
			t.Columns[i], translated = column, true
		}
	}
	if translated {
		t.FindTwins()
		n.preferOwn(t, raw)
	}
	n.columns[name] = map[string]string{}
	for i, column := range t.Columns {
		if own, ok := n.words.ColumnName(name, column); ok && !slices.Contains(t.Twins, i) {
			n.columns[name][own] = raw.Columns[i]
		}
	}
	for i := range t.Columns {
		if set := wordsOf(name, t.Columns[i]); set != words.NoWords {
			n.readWords(t, i, set)
		}
	}
	return t
}

// preferOwn settles which of two columns of one name is used: one whose title is of the workbook's language before one
// of another, which may be people's own.
func (n *namedBook) preferOwn(t, raw *Tab) {
	own := func(i int) bool { return Fold(n.words.Column(t.Title, t.Columns[i])) == Fold(raw.Columns[i]) }
	for _, i := range slices.Clone(t.Twins) {
		used := t.Col(t.Columns[i])
		if own(i) && used >= 0 && !own(used) && !slices.Contains(raw.Twins, i) {
			t.Twins = append(slices.DeleteFunc(t.Twins, func(k int) bool { return k == i }), used)
		}
	}
	slices.Sort(t.Twins)
}

// columnWords are the sets of the words that columns hold, by the tab and the folded title.
var columnWords = sync.OnceValue(func() map[[2]string]words.Set {
	sets := map[[2]string]words.Set{}
	for _, t := range lead.Tabs() {
		for _, c := range t.Columns {
			sets[[2]string{t.Title, Fold(c.Title)}] = c.Words
		}
	}
	return sets
})

// wordsOf is the set of the words that a column holds.
func wordsOf(tab, column string) words.Set { return columnWords()[[2]string{tab, Fold(column)}] }

// readWords puts the names of the words in a column in their place. A word of English is its name, however it is
// written: what it means is for others to say.
func (n *namedBook) readWords(t *Tab, col int, set words.Set) {
	cloned := false
	for r := range t.Rows {
		c := t.At(r, col)
		if c.Kind != TextCell {
			continue
		}
		name, ok := n.name(set, c.Text)
		if !ok || Fold(name) == Fold(c.Text) {
			continue
		}
		if !cloned {
			t.Rows, cloned = slices.Clone(t.Rows), true
		}
		t.Rows[r] = slices.Clone(t.Rows[r])
		t.Rows[r][col] = lead.TextValue(name)
	}
}

// name is what a word in a cell means. Columns are those of Leads, or settings, which Activity tells of as well.
func (n *namedBook) name(set words.Set, text string) (string, bool) {
	if set != words.Columns {
		return n.words.Name(set, text)
	}
	if name, ok := n.words.ColumnName(lead.TabLeads, text); ok {
		return name, true
	}
	return n.words.Name(words.SettingNames, text)
}

// word is the workbook's word for a name.
func (n *namedBook) word(set words.Set, name string) string {
	if set != words.Columns {
		return n.words.Word(set, name)
	}
	if _, ok := n.words.ColumnName(lead.TabLeads, name); ok {
		return n.words.Column(lead.TabLeads, name)
	}
	return n.words.Word(words.SettingNames, name)
}
