package undo

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadsheet/sheets"
)

// maxText is the most characters that a cell of Google Sheets takes.
const maxText = 50_000

// Clip cuts a text to what a cell takes. A write clips what it stores, so a digest must, too.
func Clip(s string) string {
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

// blankDigest is the digest of a blank cell.
const blankDigest = "-"

// digest is a short form of a cell's content: equal content has equal digests. A date and its number are the same.
func digest(c sheets.Cell) string {
	switch {
	case c.IsEmpty():
		return blankDigest
	case c.Kind == sheets.TextCell:
		return strconv.FormatUint(Hash("t"+Clip(c.Text)), 36)
	case c.Kind == sheets.BoolCell:
		return strconv.FormatUint(Hash("b"+strconv.FormatFloat(c.Num, 'g', -1, 64)), 36)
	}
	return strconv.FormatUint(Hash("n"+strconv.FormatFloat(c.Num, 'g', -1, 64)), 36)
}

// Digests of the cells of a row are kept in one string: five letters for each cell, a point for a blank one.
const (
	cellDigestLen   = 5
	blankCellDigest = "."
)

func cellDigest(c sheets.Cell) string {
	if c.IsEmpty() {
		return blankCellDigest
	}
	d := digest(c)
	return strings.Repeat("0", max(0, cellDigestLen-len(d))) + d[max(0, len(d)-cellDigestLen):]
}

// rowDigest is the digests of the cells of a row, without the blank ones at its end.
func rowDigest(row []sheets.Cell) string {
	var b strings.Builder
	for _, c := range row {
		b.WriteString(cellDigest(c))
	}
	return strings.TrimRight(b.String(), blankCellDigest)
}

// splitDigests takes such a string apart.
func splitDigests(s string) []string {
	var out []string
	for s != "" {
		n := min(cellDigestLen, len(s))
		if s[:1] == blankCellDigest {
			n = 1
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

// Hash is the FNV-1a hash of a text, the same in every process.
func Hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}
