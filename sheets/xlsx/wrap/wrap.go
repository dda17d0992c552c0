// Package wrap tells how many lines a text takes in a cell, without a program that draws it.
package wrap

import (
	"math"
	"strings"
	"unicode"
)

// Lines is about how many lines a text takes that is wrapped between words to a width in characters.
func Lines(text string, width float64) int {
	const usable = 0.93 // of a column: a margin on both sides, and digits that are drawn narrower than reckoned
	width *= usable
	if float64(len(text))*wideLetter <= width && strings.IndexByte(text, '\n') < 0 { // as nearly all texts are
		return 1
	}
	lines := 0
	for _, paragraph := range strings.Split(text, "\n") {
		lines++
		at := 0.0
		for _, word := range strings.SplitAfter(paragraph, " ") {
			long := lettersWidth(strings.TrimSuffix(word, " "))
			if at > 0 && at+long > width {
				lines, at = lines+1, 0
			}
			if long > width { // is broken inside
				more := math.Ceil(long/width) - 1
				lines, long = lines+int(more), long-more*width
			}
			if at += long; strings.HasSuffix(word, " ") {
				at += lettersWidth(" ")
			}
		}
	}
	return lines
}

// The widths of letters in the font of the workbook, in widths of a digit.
const (
	thinLetter    = 0.48
	narrowLetter  = 0.66
	smallLetter   = 0.88
	wideLetter    = 1.55
	capitalLetter = 1.12
	squareLetter  = 2
)

// asciiWidths are the widths of the letters of ASCII: there are many texts.
var asciiWidths = func() (widths [128]float64) {
	for r := range widths {
		widths[r] = letterWidth(rune(r))
	}
	return widths
}()

// lettersWidth is about how wide a text is in the font of the workbook, in widths of a digit.
func lettersWidth(text string) float64 {
	sum := 0.0
	for _, r := range text {
		if r < 128 {
			sum += asciiWidths[r]
		} else {
			sum += letterWidth(r)
		}
	}
	return sum
}

func letterWidth(r rune) float64 {
	switch {
	case strings.ContainsRune(" .,:;'|!ijlI·", r):
		return thinLetter
	case strings.ContainsRune("frt()[]/-", r):
		return narrowLetter
	case strings.ContainsRune("cksvxyz", r):
		return smallLetter
	case strings.ContainsRune("mwMW@%", r):
		return wideLetter
	case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r > 0x1F000):
		return squareLetter
	case unicode.IsUpper(r):
		return capitalLetter
	}
	return 1
}
