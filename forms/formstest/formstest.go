// Package formstest makes files of form exports for tests.
package formstest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf16"
)

// Sheet is a file as the program that exports it knows it, before anybody damages it.
type Sheet struct {
	Header []string
	Rows   [][]string
}

// Write writes a sheet as programs do: with quotation marks everywhere, or only where they are needed.
func (s Sheet) Write(comma, end string, quoteAll bool) string {
	var b strings.Builder
	for _, r := range append([][]string{s.Header}, s.Rows...) {
		b.WriteString(QuoteRow(r, comma, quoteAll) + end)
	}
	return b.String()
}

// Columns returns the sheet with only these columns, in this order.
func (s Sheet) Columns(columns ...int) Sheet {
	var out Sheet
	for i, r := range append([][]string{s.Header}, s.Rows...) {
		var cells []string
		for _, c := range columns {
			cells = append(cells, r[c])
		}
		if i == 0 {
			out.Header = cells
		} else {
			out.Rows = append(out.Rows, cells)
		}
	}
	return out
}

// QuoteRow writes one row without its line end.
func QuoteRow(cells []string, comma string, quoteAll bool) string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if quoteAll || strings.ContainsAny(c, comma+"\"\r\n") || strings.HasPrefix(c, " ") {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		out[i] = c
	}
	return strings.Join(out, comma)
}

// Requests makes a file of n requests, with what people write into them.
func Requests(rnd *rand.Rand, n int) Sheet {
	texts := []string{
		"hello", "Please call me", "a, b and c", "two\nlines", "She said \"now\"", "a 27\" screen", "",
		"one, two, three\nfour, five", "=1+1", "Zoé Ünal", "x;y|z",
	}
	s := Sheet{Header: []string{"Date", "Name", "Email", "Phone", "Message"}}
	for i := range n {
		s.Rows = append(s.Rows, []string{
			fmt.Sprintf("2026-%02d-%02d 09:%02d:00", 1+i%12, 1+i%28, i%60),
			fmt.Sprintf("Person %d", i),
			fmt.Sprintf("p%d@example.com", i),
			fmt.Sprintf("+49 170 %07d", i),
			texts[rnd.IntN(len(texts))],
		})
	}
	return s
}

// HardCells are contents of cells that delimiters, quotation marks and line ends make hard to read.
var HardCells = []string{
	"two\nlines", "a, b", "x;y", "tab\there", `say "hi"`, `"`, "", `\`, `C:\new\"x"`, "one\n\ntwo",
}

// Answers makes a file of n submissions; cell draws what stands in the columns that people fill freely.
func Answers(n int, cell func(column string) string) Sheet {
	s := Sheet{Header: []string{"Submitted at", "Name", "E-mail", "Message", "Größe"}}
	for i := range n {
		s.Rows = append(s.Rows, []string{
			"2026-01-02 03:04:0" + string(rune('0'+i%10)), "Zoë", "z@example.com", cell("message"), cell("size"),
		})
	}
	return s
}

// Wide writes text as UTF-16, with a byte order mark or without.
func Wide(text string, order binary.AppendByteOrder, mark bool) []byte {
	var out []byte
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// Cumulative is an export as owners download it again and again: plain rows of nine columns, about 160 bytes each.
func Cumulative(rows int) []byte {
	var s strings.Builder
	s.WriteString("Submission ID,Submitted at,Name,Email,Phone,Company,Message,utm_source,utm_campaign\r\n")
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		fmt.Fprintf(&s, "%d,%s,Ada Person %d,ada%d@example.com,+49 170 %07d,Company %d,"+
			"We need a new roof for our house in the summer,google,spring\r\n",
			100000+i, start.Add(time.Duration(i)*time.Minute).Format(time.DateTime), i, i, i, i%1000)
	}
	return []byte(s.String())
}
