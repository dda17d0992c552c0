// Package refer handles texts that refer to cells and tabs: the lists of areas of names, and the title of a tab
// wherever a part names it.
//
// Everything here is computed from its arguments.
package refer

import (
	"bytes"
	"regexp"
	"strconv"
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

// MaxColumns is how many columns a worksheet has, a limit of the format.
const MaxColumns = 1 << 14

// Column returns the column of a reference such as AB12, from 0, or -1.
func Column(ref []byte) int {
	n := 0
	for _, c := range ref {
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		case c == '$':
			continue
		default:
			return n - 1
		}
		if n > MaxColumns {
			return -1
		}
	}
	return n - 1
}

// AppendCell appends the reference of a cell: row from 1, column from 0.
func AppendCell(out []byte, row, col int) []byte {
	var letters [4]byte
	i := len(letters)
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		i--
		letters[i] = 'A' + byte((n-1)%26)
	}
	return strconv.AppendInt(append(out, letters[i:]...), int64(row), 10)
}

// Truth reports whether a formula says nothing but TRUE() or FALSE(). LibreOffice writes the value of a box as such a
// formula, so it is a value and no formula of people's.
func Truth(formula string) bool { return formula == "TRUE()" || formula == "FALSE()" }
