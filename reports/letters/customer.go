package letters

import (
	"html"
	"regexp"
	"strings"

	"leadsheet/lead"
)

// customerChars is how much of a text to a customer is written as HTML. Longer ones go out as plain text alone.
const customerChars = 20_000

// address is a link or a mail address in a text, without the sign that ends the sentence.
var address = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"']+[^\s<>"'.,;:!?)\]}]|` +
	`\b[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b`)

// Customer makes HTML of a plain text to a customer: its paragraphs, lines and links. It is "" for a text that is too
// long to be a letter.
func Customer(text string) string {
	if len(text) > customerChars*4 {
		return ""
	}
	text, left := passage(text, customerChars)
	if left > 0 || text == "" {
		return ""
	}
	var out strings.Builder
	out.WriteString(htmlBegin + htmlBody)
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.Trim(p, "\n"); p != "" {
			out.WriteString(`<p dir="auto" style="margin:0 0 16px 0">` + linked(p) + "</p>\n")
		}
	}
	out.WriteString(htmlEnd)
	return out.String()
}

// linked is a text as HTML whose addresses are links.
func linked(text string) string {
	var out strings.Builder
	at := 0
	for _, m := range address.FindAllStringIndex(text, -1) {
		found := text[m[0]:m[1]]
		url := found
		if !strings.Contains(found, "://") {
			to, ok := lead.NormalizeEmail(found)
			if !ok {
				continue
			}
			url = "mailto:" + escape(to)
		}
		out.WriteString(escaped(text[at:m[0]]))
		out.WriteString(`<a href="` + html.EscapeString(url) + `" style="` + styleLink + `">` + escaped(found) + "</a>")
		at = m[1]
	}
	out.WriteString(escaped(text[at:]))
	return out.String()
}
