package letters

import (
	"strings"
	"unicode/utf8"
)

// asText writes a document as plain text.
func (d *document) asText() string {
	var out strings.Builder
	for i := range d.blocks {
		var text strings.Builder
		d.blocks[i].asText(&text)
		if out.Len() > 0 && text.Len() > 0 {
			out.WriteString("\n")
		}
		out.WriteString(text.String())
	}
	return out.String()
}

func (b *block) asText(out *strings.Builder) {
	switch b.kind {
	case aHeading:
		text := inText(b.spans)
		out.WriteString(text + "\n" + strings.Repeat("-", min(utf8.RuneCountInString(text), 72)) + "\n")
	case aSentence, aParagraph, aNote:
		out.WriteString(inText(b.spans) + "\n")
	case someButtons:
		for _, s := range b.spans {
			if text := inText([]span{s}); text != "" {
				out.WriteString(text + "\n")
			}
		}
	case aQuote:
		for line := range strings.SplitSeq(b.spans[0].text, "\n") {
			out.WriteString(strings.TrimRight("> "+isolated(line), " ") + "\n")
		}
	case someFacts:
		for _, r := range b.rows {
			out.WriteString(r[0].text + ": " + strings.ReplaceAll(inText(r[1:]), "\n", "\n  ") + "\n")
		}
	case aList:
		for _, r := range b.rows {
			out.WriteString("- " + inText(r) + "\n")
		}
	case someEntries:
		for _, x := range b.items {
			out.WriteString("- " + inText(x.head) + "\n")
			for _, spans := range [][]span{x.body, x.links} {
				if text := inText(spans); text != "" {
					out.WriteString("  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n")
				}
			}
		}
	case someChips:
		words := make([]string, len(b.spans))
		for i := range b.spans {
			words[i] = b.spans[i].text
		}
		out.WriteString("  " + strings.Join(words, " | ") + "\n")
	case aTable:
		tableAsText(out, b.cells)
	}
}

// inText are spans in a line. A link says where it leads, unless its text does.
func inText(spans []span) string {
	var out strings.Builder
	for i := range spans {
		s := &spans[i]
		text := s.text
		if s.said {
			text = isolated(text)
		}
		switch {
		case s.plain == "-":
			continue
		case s.plain != "":
			text = s.plain
		case s.url != "" && !strings.Contains(s.url, s.text):
			text += ": " + s.url
		}
		out.WriteString(text)
	}
	return strings.TrimSpace(out.String())
}

// tableAsText writes figures one below the other.
func tableAsText(out *strings.Builder, cells [][]string) {
	var width []int
	for _, row := range cells {
		for i, c := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	for _, row := range cells {
		var b strings.Builder
		for i, c := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i == 0 {
				b.WriteString(c + pad)
			} else {
				b.WriteString("   " + pad + c)
			}
		}
		out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	}
}
