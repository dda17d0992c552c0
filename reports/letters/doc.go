package letters

// document is a message before it is written as plain text and as HTML. Both are made of the same blocks, so that they
// say the same.
type document struct{ blocks []block }

// block is a part of a document. Exactly one of its contents is there, as its kind says.
type block struct {
	kind  kind
	spans []span   // of a heading, a paragraph, a button, a note
	rows  [][]span // of facts: a name and its value; of lists: a line
	items []item
	cells [][]string // of a table; the first row is its head
}

type kind uint8

const (
	aHeading  kind = iota
	aSentence      // the sentence that a message is about
	aParagraph
	someButtons // a link that is the first thing to do; more stand beside it
	aQuote      // what somebody wrote
	someFacts   // names and values
	aList       // lines
	someEntries // what is said of several leads
	someChips   // links for a thumb
	aTable      // figures
	aNote       // what matters less
)

// span is a piece of text within a block.
type span struct {
	text string
	url  string // "" for no link
	// said is the text of somebody outside alone, whose direction may be another. Within sentences it is isolated.
	said bool
	mark mark
	// plain is what plain text says in its place: links that say where they lead. "" for the text itself, and "-" for
	// nothing.
	plain string
}

type mark uint8

const (
	normal mark = iota
	strong
	late // what is late stands out
	faint
)

// item is what a list says of one lead: its head, what there is to do, and links.
type item struct {
	head, body, links []span
}

func (d *document) add(b block)             { d.blocks = append(d.blocks, b) }
func (d *document) heading(text string)     { d.add(block{kind: aHeading, spans: []span{{text: text}}}) }
func (d *document) sentence(spans ...span)  { d.add(block{kind: aSentence, spans: spans}) }
func (d *document) paragraph(spans ...span) { d.add(block{kind: aParagraph, spans: spans}) }
func (d *document) note(spans ...span)      { d.add(block{kind: aNote, spans: spans}) }
func (d *document) chips(links []span)      { d.some(block{kind: someChips, spans: links}, len(links)) }
func (d *document) buttons(links []span)    { d.some(block{kind: someButtons, spans: links}, len(links)) }
func (d *document) facts(rows [][]span)     { d.some(block{kind: someFacts, rows: rows}, len(rows)) }
func (d *document) list(rows [][]span)      { d.some(block{kind: aList, rows: rows}, len(rows)) }
func (d *document) entries(items []item)    { d.some(block{kind: someEntries, items: items}, len(items)) }
func (d *document) table(cells [][]string)  { d.some(block{kind: aTable, cells: cells}, len(cells)) }
func (d *document) quote(text string) {
	d.some(block{kind: aQuote, spans: []span{said(text)}}, len(text))
}
func (d *document) some(b block, n int) {
	if n > 0 {
		d.add(b)
	}
}

func plain(text string) span { return span{text: text} }
func said(text string) span  { return span{text: text, said: true} }
func bold(text string) span  { return span{text: text, mark: strong} }
func shout(text string) span { return span{text: text, mark: late} }
func aside(text string) span { return span{text: text, mark: faint} }
