// Package refer handles texts that refer to tabs: the lists of areas of names, and the title of a tab wherever a part
// names it.
//
// Everything here is computed from its arguments.
package refer

import (
	"bytes"
	"regexp"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// Quote quotes a tab's title for a reference.
func Quote(title string) string { return "'" + strings.ReplaceAll(title, "'", "''") + "'" }

// Split splits a list such as 'Leads'!$A$1:$V$9,'Leads'!$X$1:$X$9 at the commas outside quoted titles.
func Split(refer string) []string {
	var out []string
	quoted, from := false, 0
	for i := 0; i < len(refer); i++ {
		switch {
		case refer[i] == '\'':
			quoted = !quoted
		case refer[i] == ',' && !quoted:
			out, from = append(out, refer[from:i]), i+1
		}
	}
	return append(out, refer[from:])
}

// MayHold reports whether a part, by its name in lower case, may hold references to cells.
func MayHold(part string) bool {
	return strings.HasSuffix(part, ".xml") && (strings.Contains(part, "worksheets/") ||
		strings.Contains(part, "chartsheets/") || strings.Contains(part, "charts/"))
}

// Retitle gives a tab another title in the workbook part: in the list of tabs, and where names refer to it.
func Retitle(main []byte, was, title string) []byte {
	sheet := regexp.MustCompile(`(<(?:\w+:)?sheet\s[^<>]*?\bname=["'])` + quoteXML(was) + `(["'])`)
	main = sheet.ReplaceAll(main, []byte("${1}"+strings.ReplaceAll(inXML(title), "$", "$$")+"${2}"))
	return References(main, was, title)
}

// holders are the elements whose text is a formula or a reference, and links within the workbook.
var holders = regexp.MustCompile(`<(?:\w+:)?(?:f|formula|formula1|formula2|definedName)(?:\s[^<>]*)?>[^<]+|` +
	`<(?:\w+:)?hyperlink\s[^<>]*>`)

// References are the references of a part to a tab with its new title; all else stays. A title is quoted in a formula
// when it has a space, as the one that is replaced must have.
func References(part []byte, was, title string) []byte {
	if !bytes.Contains(part, []byte(inXML(was))) {
		return part
	}
	const mark = `('|&apos;|&#39;)`
	quoted := regexp.MustCompile(`(?i)` + mark + quoteXML(strings.ReplaceAll(was, "'", "''")) + mark + `!`)
	strs := regexp.MustCompile(`"[^"]*"|&quot;(?:[^&]|&[^q])*?&quot;`)
	now := []byte("${1}" + strings.ReplaceAll(inXML(strings.ReplaceAll(title, "'", "''")), "$", "$$") + "${2}!")
	return holders.ReplaceAllFunc(part, func(el []byte) []byte {
		at := bytes.IndexByte(el, '>') + 1
		if at == len(el) { // a link
			return quoted.ReplaceAll(el, now)
		}
		var out []byte
		text := el[at:]
		for from := 0; from <= len(text); {
			s := strs.FindIndex(text[from:])
			if s == nil {
				out = append(out, quoted.ReplaceAll(text[from:], now)...)
				break
			}
			out = append(out, quoted.ReplaceAll(text[from:from+s[0]], now)...)
			out = append(out, text[from+s[0]:from+s[1]]...)
			from += s[1]
		}
		return append(el[:at:at], out...)
	})
}

// inXML is a text as it stands in a part.
func inXML(s string) string { return string(xmltext.Append(nil, s)) }

func quoteXML(s string) string { return regexp.QuoteMeta(inXML(s)) }
