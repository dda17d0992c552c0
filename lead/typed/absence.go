package typed

import (
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead/language"
)

// dayWords is how many words a day has at most: until Monday, the 30th of November 2026.
const dayWords = 7

// most is how many characters of an absence note are read: what it quotes comes later.
const most = 2000

// marks are the words before the last day of an absence, and before the first day after it, the longest first.
var marks = sync.OnceValues(func() (until, back []string) {
	longest := func(a, b string) int { return len(b) - len(a) }
	until, back = slices.Clone(language.Words("away until")), slices.Clone(language.Words("back on"))
	slices.SortFunc(until, longest)
	slices.SortFunc(back, longest)
	return until, back
})

// LastDay returns the last day of the absence of which a note tells: behind a word such as until, or else before the
// day on which the writer is back. It is midnight in the reader's zone; a day without a year is the next one after Now,
// when the note was written. ok is false where no day is named, and for one that is over or more than a year ahead.
func (r Reader) LastDay(note string) (day time.Time, ok bool) {
	until, back := marks()
	note = plain(note)
	if runes := []rune(note); len(runes) > most {
		note = string(runes[:most])
	}
	if day, ok = r.dayBehind(note, until, 0); !ok {
		day, ok = r.dayBehind(note, back, -1)
	}
	return day, ok
}

// dayBehind is the first day behind one of the marks, so many days later.
func (r Reader) dayBehind(note string, marks []string, later int) (time.Time, bool) {
	now := r.Now.In(r.zone())
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, r.zone())
	word := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	for at := range note {
		rest := note[at:]
		if before, _ := utf8.DecodeLastRuneInString(note[:at]); word(before) {
			continue
		}
		for _, mark := range marks {
			behind, ok := strings.CutPrefix(rest, plain(mark))
			if next, _ := utf8.DecodeRuneInString(behind); !ok || word(next) {
				continue
			}
			t, ok := r.leadingDay(behind)
			if !ok {
				continue
			}
			t = time.Date(t.Year(), t.Month(), t.Day()+later, 0, 0, 0, 0, r.zone())
			if !t.Before(today) && t.Before(today.AddDate(1, 0, 0)) {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// leadingDay is the day with which a text begins.
func (r Reader) leadingDay(text string) (time.Time, bool) {
	fields := strings.Fields(text)
	for n := min(len(fields), dayWords); n > 0; n-- {
		said := strings.TrimRight(strings.Trim(strings.Join(fields[:n], " "), ":;,!?()\"'"), ".")
		for _, said := range []string{said, said + "."} {
			for _, article := range dayArticles {
				said = strings.TrimPrefix(said, article+" ")
			}
			if t, _, ok := r.Time(said); ok {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// dayArticles are words between a mark and the day.
var dayArticles = []string{"and including", "einschließlich", "einschl.", "the", "zum", "dem", "den", "le", "el", "il",
	"al", "dia", "dnia", "op", "am", "on"}
