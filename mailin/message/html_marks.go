package message

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// Mark is what HTML tells about a line besides its text, in any language.
type Mark uint8

const (
	// Begins is set on the first line behind what mail clients put above a quoted or forwarded message.
	Begins Mark = 1 << iota
	// Indented is set in a blockquote that no client marks as a quotation: text that its author indented, or a
	// quotation of a client that marks none.
	Indented
	// Cited is set in a blockquote that a client marks as a quotation.
	Cited
	// Barred is set in an indented blockquote with a bar at its left, as most quotations have.
	Barred
)

// quoteStarts are parts of the classes, identifiers and names of the elements with which mail clients begin a quoted or
// forwarded message. Clients that pass a message on put something before such a name: "x_gmail_attr".
var quoteStarts = [][]byte{
	[]byte("gmail_attr"), []byte("gmail_quote"), // Gmail
	[]byte("divRplyFwdMsg"), []byte("appendonsend"), []byte("stopSpelling"), []byte("OutlookMessageHeader"),
	[]byte("ms-outlook-mobile-reference-message"), // Outlook
	[]byte("yahoo_quoted"), []byte("protonmail_quote"), []byte("tutanota_quote"),
	[]byte("moz-cite-prefix"), []byte("moz-forward-container"), []byte("moz-email-headers-table"), // Thunderbird
	[]byte("zmail_extra"), []byte("zwchr"), // Zoho, Zimbra
	[]byte("isReplyContent"), []byte("isForwardContent"), // NetEase
	[]byte("airmail_on"), []byte("messageReplySection"), // Airmail, Spark
}

// citeClasses are parts of the classes of blockquotes that are quotations.
var citeClasses = [][]byte{[]byte("gmail_quote"), []byte("protonmail_quote"), []byte("tutanota_quote"),
	[]byte("yahoo_quoted"), []byte("front-blockquote"), []byte("cite")}

// quoteMarks collects what the attributes of one element say about quotations.
type quoteMarks struct{ starts, cite, bar bool }

// attribute reads one attribute of element a.
func (m *quoteMarks) attribute(a atom.Atom, key, value []byte) {
	switch string(key) {
	case "class", "id", "name", "data-marker":
		for _, s := range quoteStarts {
			m.starts = m.starts || bytes.Contains(value, s)
		}
		m.starts = m.starts || a == atom.Div && string(key) == "name" && string(value) == "quote" // GMX
		if a == atom.Blockquote {
			for _, s := range citeClasses {
				m.cite = m.cite || bytes.Contains(value, s)
			}
		}
	case "type":
		m.cite = m.cite || a == atom.Blockquote && bytes.EqualFold(value, []byte("cite"))
	case "cite":
		m.cite = m.cite || a == atom.Blockquote && len(value) > 0
	case "style":
		if a != atom.Div && a != atom.Blockquote || !bytes.Contains(value, []byte("border")) {
			return
		}
		s := strings.ReplaceAll(strings.ToLower(string(value)), " ", "")
		m.bar = strings.Contains(s, "border-left:") && !strings.Contains(s, "border-left:none") &&
			!strings.Contains(s, "border-left:0")
		m.starts = m.starts || strings.Contains(s, "border-top:solid#") // Outlook's line above the header
	}
}

// quotation is an open blockquote.
type quotation struct{ cite, bar bool }

// openQuote notes a blockquote. Inside a quotation every blockquote is one.
func (r *renderer) openQuote(m quoteMarks) {
	q := quotation{cite: m.cite || r.quote > 0, bar: m.bar}
	r.quotes = append(r.quotes, q)
	switch {
	case q.cite:
		r.quote++
	default:
		r.indent++
		if q.bar {
			r.bars++
		}
	}
}

func (r *renderer) closeQuote() {
	if len(r.quotes) == 0 {
		return
	}
	q := r.quotes[len(r.quotes)-1]
	r.quotes = r.quotes[:len(r.quotes)-1]
	switch {
	case q.cite:
		r.quote--
	default:
		r.indent--
		if q.bar {
			r.bars--
		}
	}
}

// mark returns the mark of the line that ends now.
func (r *renderer) mark() Mark {
	var m Mark
	if r.indent > 0 {
		m |= Indented
	}
	if r.quote > 0 {
		m |= Cited
	}
	if r.bars > 0 {
		m |= Barred
	}
	if r.begins && r.runes > 0 {
		m |= Begins
		r.begins = false
	}
	return m
}
