package google

import (
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// The kinds of sheets.Cell.
const (
	textKind   = 1
	numberKind = 2
	dateKind   = 3
	boolKind   = 4
)

// maxText is the most characters that a cell of Google Sheets takes.
const maxText = 50_000

// cellOf reads a value as the values calls return it with UNFORMATTED_VALUE.
func cellOf(v any) sheets.Cell {
	switch v := v.(type) {
	case string:
		if v != "" {
			return sheets.Cell{Kind: textKind, Text: v}
		}
	case float64:
		return sheets.Cell{Kind: numberKind, Num: v}
	case bool:
		if v {
			return sheets.Cell{Kind: boolKind, Num: 1}
		}
		return sheets.Cell{Kind: boolKind}
	}
	return sheets.Cell{}
}

// extended reads a value as a grid's cells hold it.
func extended(v *api.ExtendedValue) sheets.Cell {
	switch {
	case v == nil:
	case v.StringValue != nil:
		return cellOf(*v.StringValue)
	case v.NumberValue != nil:
		return cellOf(*v.NumberValue)
	case v.BoolValue != nil:
		return cellOf(*v.BoolValue)
	case v.ErrorValue != nil:
		return cellOf("#" + v.ErrorValue.Type)
	}
	return sheets.Cell{}
}

// valueOf writes a cell typed: nothing is parsed, so text never becomes a formula.
func valueOf(c sheets.Cell) *api.ExtendedValue {
	switch c.Kind {
	case textKind:
		if c.Text == "" {
			return nil
		}
		text := clip(c.Text)
		return &api.ExtendedValue{StringValue: &text}
	case numberKind, dateKind:
		if math.IsNaN(c.Num) || math.IsInf(c.Num, 0) {
			return nil
		}
		return &api.ExtendedValue{NumberValue: &c.Num}
	case boolKind:
		b := c.Num != 0
		return &api.ExtendedValue{BoolValue: &b}
	}
	return nil
}

// clip cuts text to what a cell takes.
func clip(s string) string {
	if len(s) <= maxText || utf8.RuneCountInString(s) <= maxText {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == maxText {
			return s[:i] + "…"
		}
	}
	return s
}

// blankPrint is the fingerprint of a blank cell.
const blankPrint = "-"

// fingerprint is a short mark of a cell's content: equal content has equal marks. A date and its number are the same.
func fingerprint(c sheets.Cell) string {
	switch {
	case c.IsEmpty():
		return blankPrint
	case c.Kind == textKind:
		return strconv.FormatUint(hash("t"+clip(c.Text)), 36)
	case c.Kind == boolKind:
		return strconv.FormatUint(hash("b"+strconv.FormatFloat(c.Num, 'g', -1, 64)), 36)
	}
	return strconv.FormatUint(hash("n"+strconv.FormatFloat(c.Num, 'g', -1, 64)), 36)
}

// Marks of the cells of a row, in a short string: five letters for each cell, a point for a blank one.
const (
	markLen   = 5
	blankMark = "."
)

func markOf(c sheets.Cell) string {
	if c.IsEmpty() {
		return blankMark
	}
	f := fingerprint(c)
	return strings.Repeat("0", max(0, markLen-len(f))) + f[max(0, len(f)-markLen):]
}

func cellMarks(row []sheets.Cell) string {
	var b strings.Builder
	for _, c := range row {
		b.WriteString(markOf(c))
	}
	return strings.TrimRight(b.String(), blankMark)
}

// splitMarks takes such a string apart.
func splitMarks(s string) []string {
	var out []string
	for s != "" {
		n := min(markLen, len(s))
		if s[:1] == blankMark {
			n = 1
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}
