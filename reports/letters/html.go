package letters

import (
	"html"
	"strings"
)

// The look of a message: tables and styles in the elements, because mail programs drop or change everything else.
// Nothing is loaded from elsewhere. All texts pass through escaped.
const (
	htmlBegin = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
		`<meta name="color-scheme" content="light"><title>`
	htmlBody = `</title></head>
<body style="margin:0;padding:0;background:#ffffff">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"><tr>` +
		`<td align="left" style="padding:16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px"><tr>` +
		`<td align="left" style="font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;color:#1f2937;` +
		`word-break:break-word;overflow-wrap:anywhere">
`
	htmlEnd = "</td></tr></table>\n</td></tr></table>\n</body></html>\n"

	styleHeading = "margin:24px 0 8px 0;font-size:18px;line-height:24px;font-weight:bold;color:#111827"
	styleLead    = "margin:0 0 12px 0;font-size:18px;line-height:26px;color:#111827"
	stylePara    = "margin:0 0 12px 0"
	styleNote    = "margin:12px 0 12px 0;font-size:14px;line-height:20px;color:#4b5563"
	styleQuote   = "padding:2px 0 2px 12px;border-left:4px solid #93c5fd;font-size:16px;line-height:24px;color:#1f2937"
	styleName    = "padding:4px 12px 4px 0;font-size:14px;line-height:24px;color:#4b5563;white-space:nowrap"
	styleValue   = "padding:4px 0;font-size:16px;line-height:24px;color:#1f2937"
	styleItem    = "padding:3px 0;font-size:15px;line-height:22px;color:#1f2937"
	styleLink    = "color:#1d4ed8;text-decoration:underline"
	styleChip    = "display:inline-block;margin:0 6px 8px 0;padding:9px 14px;border:1px solid #93c5fd;" +
		"border-radius:18px;font-size:15px;line-height:18px;color:#1d4ed8;text-decoration:none"
	styleRow  = "padding:10px 0;border-bottom:1px solid #e5e7eb;font-size:16px;line-height:22px;color:#1f2937"
	styleHead = "padding:6px 0 6px 0;border-bottom:2px solid #d1d5db;font-size:14px;line-height:20px;color:#4b5563"
	styleCell = "padding:6px 0 6px 0;border-bottom:1px solid #e5e7eb;font-size:16px;line-height:22px;color:#1f2937"
)

const openTable = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"` +
	` style="margin:0 0 12px 0">`

// asHTML writes a document as HTML.
func (d *document) asHTML(title string) string {
	var out strings.Builder
	out.WriteString(htmlBegin + html.EscapeString(title) + htmlBody)
	for i := range d.blocks {
		d.blocks[i].asHTML(&out)
	}
	out.WriteString(htmlEnd)
	return out.String()
}

func (b *block) asHTML(out *strings.Builder) {
	switch b.kind {
	case aHeading:
		element(out, "h2", styleHeading, b.spans)
	case aSentence:
		element(out, "p", styleLead, b.spans)
	case aParagraph:
		element(out, "p", stylePara, b.spans)
	case aNote:
		element(out, "p", styleNote, b.spans)
	case someButtons:
		buttonsAsHTML(out, b.spans)
	case aQuote:
		out.WriteString(openTable + `<tr><td dir="auto" style="` + styleQuote + `">`)
		out.WriteString(escaped(b.spans[0].text) + "</td></tr></table>\n")
	case someFacts:
		out.WriteString(openTable)
		for _, r := range b.rows {
			out.WriteString(`<tr><td valign="top" width="76" style="` + styleName + `">` + escaped(r[0].text) + "</td>")
			element(out, "td", styleValue, r[1:])
			out.WriteString("</tr>\n")
		}
		out.WriteString("</table>\n")
	case aList:
		out.WriteString(openTable)
		for _, r := range b.rows {
			out.WriteString("<tr>")
			element(out, "td", styleItem, r)
			out.WriteString("</tr>")
		}
		out.WriteString("</table>\n")
	case someEntries:
		entriesAsHTML(out, b.items)
	case someChips:
		out.WriteString(`<p style="margin:0">`)
		for _, s := range b.spans {
			out.WriteString(anchor(s.url, styleChip, escaped(s.text)) + " ")
		}
		out.WriteString("</p>\n")
	case aTable:
		tableAsHTML(out, b.cells)
	}
}

func element(out *strings.Builder, name, style string, spans []span) {
	out.WriteString("<" + name + ` style="` + style + `">` + inHTML(spans) + "</" + name + ">\n")
}

// buttonsAsHTML writes links for a thumb: the first one stands out. The padding stands in cells, because Outlook leaves
// it out of links.
func buttonsAsHTML(out *strings.Builder, links []span) {
	for i, s := range links {
		ground, colour, below := "#1d4ed8", "#ffffff", "10px"
		if i > 0 {
			ground, colour = "#eff6ff", "#1d4ed8"
		}
		if i == len(links)-1 {
			below = "18px"
		}
		out.WriteString(`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 ` + below +
			` 0"><tr><td bgcolor="` + ground + `" style="background:` + ground + `;border-radius:6px;padding:11px 20px">` +
			anchor(s.url, "color:"+colour+";font-weight:bold;text-decoration:none;font-size:16px", direction(s)) +
			"</td></tr></table>\n")
	}
}

func entriesAsHTML(out *strings.Builder, items []item) {
	out.WriteString(openTable)
	for _, x := range items {
		out.WriteString(`<tr><td style="` + styleRow + `">` + inHTML(x.head))
		if len(x.body) > 0 {
			out.WriteString("<br>" + inHTML(x.body))
		}
		if len(x.links) > 0 {
			out.WriteString(`<br><span style="font-size:15px;line-height:28px">` + inHTML(x.links) + "</span>")
		}
		out.WriteString("</td></tr>\n")
	}
	out.WriteString("</table>\n")
}

func tableAsHTML(out *strings.Builder, cells [][]string) {
	out.WriteString(openTable)
	for i, row := range cells {
		style := styleCell
		if i == 0 {
			style = styleHead
		}
		out.WriteString("<tr>")
		cellStyle := style
		for k, c := range row {
			align, style := "right", style+";padding-left:14px;white-space:nowrap"
			if k == 0 {
				align, style = "left", cellStyle
			}
			out.WriteString(`<td align="` + align + `" style="` + style + `">` + escaped(c) + "</td>")
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table>\n")
}

// inHTML are spans in a line.
func inHTML(spans []span) string {
	var out strings.Builder
	for _, s := range spans {
		text := direction(s)
		if s.url != "" {
			style := styleLink
			if strings.HasPrefix(s.url, "tel:") && len(s.text) < 24 {
				style += ";white-space:nowrap"
			}
			text = anchor(s.url, style, text)
		}
		switch s.mark {
		case strong:
			text = "<strong>" + text + "</strong>"
		case late:
			text = `<span style="color:#b91c1c;font-weight:bold">` + text + "</span>"
		case faint:
			text = `<span style="color:#4b5563">` + text + "</span>"
		}
		out.WriteString(text)
	}
	return out.String()
}

// direction is the text of a span; somebody's own has a direction of its own.
func direction(s span) string {
	if s.said && isRightToLeft(s.text) {
		return `<span dir="auto">` + escaped(s.text) + "</span>"
	}
	return escaped(s.text)
}

// anchor is a link. Its address is one of ours: of the form mailto:, tel: or https:.
func anchor(url, style, text string) string {
	return `<a href="` + html.EscapeString(url) + `" style="` + style + `">` + text + "</a>"
}

// escaped is a text as HTML, with its line ends.
func escaped(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br>") }
