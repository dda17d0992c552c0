package language

import (
	"iter"
	"maps"
	"strings"
	"sync"
	"time"
)

// MonthNames yields the names of the months in all languages, whole and shortened, in the order of the files. A name
// may be in several languages.
func MonthNames() iter.Seq2[string, time.Month] {
	return func(yield func(string, time.Month) bool) {
		for i, names := range Words("months") { // twelve lines in every language
			for name := range strings.FieldsSeq(names) {
				if !yield(name, time.Month(i%12+1)) {
					return
				}
			}
		}
	}
}

// Month is the month that a word in small letters names; ok is false for another word.
func Month(word string) (m time.Month, ok bool) {
	m, ok = months()[word]
	return m, ok
}

var months = sync.OnceValue(func() map[string]time.Month { return maps.Collect(MonthNames()) })
