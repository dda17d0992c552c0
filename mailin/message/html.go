package message

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hiddenStyle matches styles that hide a block: preview texts, copies of form answers.
var hiddenStyle = lazy(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|` +
	`mso-hide\s*:\s*all|max-height\s*:\s*0(px)?\s*(;|$)`)

// renderer converts HTML to lines without building a tree, so that nesting costs no memory.
type renderer struct {
	out       []Line
	b         strings.Builder
	space     bool // white space precedes the next word
	boldRunes int
	runes     int
	bold      int
	quote     int         // open quotations
	indent    int         // open blockquotes that no client marks as quotations
	bars      int         // those of them with a bar
	quotes    []quotation // all open blockquotes
	begins    bool        // the next line is the first one behind a mark of a quoted message
	pre       int         // open elements in which line ends are line ends
	skip      int         // open elements inside what is not shown
	skipTag   atom.Atom   // the element that is not shown
	cells     int         // cells of the current row so far
	inStyle   bool        // the element style is open
	// hiddenNames are the classes and ids that the styles of the page hide.
	hiddenNames map[string]bool
}

// HTMLLines converts HTML to lines. Rows, paragraphs and line breaks end a line, cells are separated by " | ", quoted
// messages start with "> ", and hidden blocks are left out.
func HTMLLines(s string) []Line {
	var r renderer
	z := html.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(MaxText)
	for len(r.out) < maxLines {
		switch z.Next() {
		case html.ErrorToken:
			r.endLine()
			return r.out
		case html.TextToken:
			if r.skip == 0 {
				r.write(removeInvisible(string(z.Text())))
			} else if r.inStyle {
				r.readStyle(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		}
	}
	return r.out
}

// void are the elements without an end tag.
var void = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Hr: true, atom.Input: true, atom.Meta: true,
	atom.Link: true,
	atom.Col:  true, atom.Area: true, atom.Base: true, atom.Wbr: true, atom.Embed: true, atom.Source: true,
	atom.Track: true}

var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Tr: true, atom.Table: true, atom.Li: true,
	atom.Ul: true,
	atom.Ol: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Pre:        true,
	atom.Blockquote: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Dt: true,
	atom.Dd: true,
	atom.Dl: true, atom.Center: true, atom.Address: true, atom.Form: true, atom.Body: true, atom.Hr: true,
	atom.Fieldset: true}

var bolds = map[atom.Atom]bool{atom.B: true, atom.Strong: true, atom.Th: true, atom.H1: true, atom.H2: true,
	atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Dt: true, atom.Label: true}

func (r *renderer) start(z *html.Tokenizer) {
	name, more := z.TagName()
	a := atom.Lookup(name)
	r.inStyle = a == atom.Style
	if r.skip > 0 {
		if a == r.skipTag {
			r.skip++
		}
		return
	}
	hidden := a == atom.Script || a == atom.Style || a == atom.Head || a == atom.Title || a == atom.Template
	var marks quoteMarks
	for n := 0; more && n < 100; n++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		marks.attribute(a, key, value)
		hidden = hidden || string(key) == "style" && hiddenStyle().Full().Match(value) || string(key) == "hidden" ||
			r.isHidden(key, value)
	}
	if hidden && !void[a] && a != 0 {
		r.skip, r.skipTag = 1, a
		return
	}
	switch {
	case a == atom.Br:
		r.newLine()
	case a == atom.Td || a == atom.Th:
		if r.cells++; r.cells > 1 && r.runes > 0 {
			r.b.WriteString(" | ")
			r.space = false
		}
	case blocks[a]:
		r.endLine()
		if a == atom.P && len(r.out) > 0 && r.out[len(r.out)-1].Text != "" {
			r.out = append(r.out, Line{})
		}
	}
	switch a {
	case atom.Tr:
		r.cells = 0
	case atom.Li:
		r.b.WriteString("- ")
	}
	if bolds[a] {
		r.bold++
	}
	r.begins = r.begins || marks.starts
	switch a {
	case atom.Blockquote:
		r.openQuote(marks)
	case atom.Pre:
		r.pre++
	}
}

func (r *renderer) end(a atom.Atom) {
	if r.skip > 0 {
		if a == r.skipTag {
			r.skip--
		}
		return
	}
	if bolds[a] && r.bold > 0 {
		r.bold--
	}
	if blocks[a] {
		r.endLine()
	}
	if a == atom.Blockquote {
		r.closeQuote()
	}
	if a == atom.Pre && r.pre > 0 {
		r.pre--
	}
}

// write adds text with its white space collapsed.
func (r *renderer) write(s string) {
	for _, c := range s {
		if c == '\n' && r.pre > 0 {
			r.newLine()
			continue
		}
		switch c {
		case ' ', '\t', '\n', '\r', '\u00a0':
			r.space = true
			continue
		case '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad', '\u034f':
			continue // padding of preview texts
		}
		if r.space && r.b.Len() > 0 {
			r.b.WriteByte(' ')
		}
		r.space = false
		r.b.WriteRune(c)
		r.runes++
		if r.bold > 0 {
			r.boldRunes++
		}
	}
}

// newLine ends a line, also an empty one.
func (r *renderer) newLine() {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(r.b.String()), "|"))
	if r.quote > 0 {
		text = strings.TrimRight(strings.Repeat("> ", min(r.quote, 5))+text, " ")
	}
	r.out = append(r.out, Line{Text: text, Bold: r.runes > 0 && r.boldRunes == r.runes, Mark: r.mark()})
	r.b.Reset()
	r.space, r.runes, r.boldRunes = false, 0, 0
}

// endLine ends a line that is not empty.
func (r *renderer) endLine() {
	if r.runes > 0 {
		r.newLine()
		return
	}
	r.b.Reset()
	r.space = false
}
