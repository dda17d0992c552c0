// Package typed reads money, days and times of day as people type them: in the manner of their country, with its
// separators, currencies and words. What may mean two things, and what does not say a number or a day at all, is not
// guessed: it is not read.
package typed

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"golang.org/x/text/unicode/norm"
)

// Reader reads texts as people of a country write them. Use NewReader.
type Reader struct {
	Country string         // ISO code of two letters; "" is read as the United States
	Zone    *time.Location // of days and times of day; nil is UTC
	// Now decides the year of a day that is written without one. With a zero Now such a day is not read.
	Now time.Time
	// Own is the ISO code of the currency of the business; "" where it is not said.
	Own string

	comma bool // the country writes decimals with a comma
}

// NewReader returns a reader for a country, with times in zone.
func NewReader(country string, zone *time.Location, now time.Time) Reader {
	if country == "" || country == "US" {
		return Reader{Country: "US", Zone: zone, Now: now}
	}
	return Reader{Country: country, Zone: zone, Now: now, comma: writesComma(country)}
}

// writesComma reports whether a country writes decimals with a comma, by the language that most people there speak
// (Unicode CLDR).
func writesComma(country string) bool {
	region, err := language.ParseRegion(country)
	if err != nil {
		return false
	}
	spoken, err := language.Compose(language.Und, region)
	if err != nil {
		return false
	}
	base, _ := spoken.Base()
	if spoken, err = language.Compose(base, region); err != nil {
		return false
	}
	return strings.Contains(message.NewPrinter(spoken).Sprint(number.Decimal(1.5)), ",")
}

func (r Reader) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// longest is how many bytes a text may have that says money, a day or hours; a longer one says something else.
const longest = 200

// plain is a text in small letters, with digits, blanks and dashes as they are typed on most keyboards. Compatibility
// forms, such as full-width digits and thin blanks, are replaced.
func plain(s string) string {
	s = norm.NFKC.String(s)
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			return unicode.ToLower(r)
		case unicode.Is(unicode.Nd, r):
			return digit(r)
		case unicode.Is(unicode.Pd, r) || r == '−':
			return '-'
		case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
			return '\''
		case r == '٫':
			return ','
		case r == '٬':
			return '\''
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, s)), " ")
}

// digit is the decimal digit of any script as the one of ours. The digits of a script stand together, from 0 on.
func digit(r rune) rune {
	n := rune(0)
	for n < 9 && unicode.Is(unicode.Nd, r-1-n) {
		n++
	}
	return '0' + n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// wordSet is a set of words; the words of a line are divided by blanks.
func wordSet(lines ...string) map[string]bool {
	set := map[string]bool{}
	for _, line := range lines {
		for _, w := range strings.Fields(line) {
			set[w] = true
		}
	}
	return set
}
