package lead

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"leadsheet/lead/language"
)

// phraseSet holds folded phrases: by their first word, and apart those of scripts without blanks between words.
type phraseSet struct {
	words  map[string][]string
	inside []string
}

func newPhraseSet(lists ...[]string) phraseSet {
	set := phraseSet{words: map[string][]string{}}
	for _, list := range lists {
		for _, p := range list {
			if unspaced(p) {
				set.inside = append(set.inside, p)
				continue
			}
			first, _, _ := strings.Cut(p, " ")
			set.words[first] = append(set.words[first], p)
		}
	}
	return set
}

// in reports whether one of the phrases is in a folded label as whole words, or anywhere in a script without blanks.
func (set phraseSet) in(label string) bool {
	for at := 0; at < len(label); {
		rest := label[at:]
		first, _, _ := strings.Cut(rest, " ")
		for _, p := range set.words[first] {
			if strings.HasPrefix(rest, p) && (len(rest) == len(p) || rest[len(p)] == ' ') {
				return true
			}
		}
		at += len(first) + 1
	}
	if !unspaced(label) {
		return false
	}
	label = strings.ReplaceAll(label, " ", "")
	for _, p := range set.inside {
		if strings.Contains(label, p) {
			return true
		}
	}
	return false
}

// withoutBlanks removes the blanks of a label in a script that has none between words, where they are only for the
// look. Other labels stay as they are.
func withoutBlanks(label string) string {
	if strings.Contains(label, " ") && unspaced(label) {
		return strings.ReplaceAll(label, " ", "")
	}
	return label
}

// unspaced reports whether s has letters of a script in which blanks between words are missing or optional.
func unspaced(s string) bool {
	for _, r := range s {
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return true
		}
	}
	return false
}

var (
	labelNumber  = regexp.MustCompile(`^\s*(?:[qQ]?\d{1,3}\s*[.):]|[qQ]\d{1,3}\b)\s*`)
	labelElision = regexp.MustCompile(`\b(?:l|d|j|n|s|c|m|qu|dell|nell|all|sull|un)'(\pL)`)
	emailParts   = regexp.MustCompile(`\be mail(s?)\b`)
)

// labelRequired matches what says in brackets that an answer is required, or not. Its parts have no special characters.
var labelRequired = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[(\[【〔]\s*(?:` + strings.Join(language.Words("label required"), "|") + `)\s*[)\]】〕]`)
})

// foldLabel brings a label to the form in which labels are compared: compatibility forms, case, accents of Latin
// letters, numbering, required marks and punctuation are gone. With camel, wordsLikeThis are split.
func foldLabel(label string, camel bool) string {
	s := norm.NFKC.String(strings.ToValidUTF8(label, ""))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u2019' || r == '\u2018' || r == '\u02bc' || r == '\u0060' || r == '\u00b4':
			return '\''
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	if t := strings.TrimLeft(s, " "); t != "" && (t[0] >= '0' && t[0] <= '9' || t[0] == 'q' || t[0] == 'Q') {
		s = labelNumber.ReplaceAllString(s, "")
	}
	if strings.ContainsAny(s, "([【〔") {
		s = labelRequired().ReplaceAllString(s, " ")
	}
	if camel {
		s = splitCamel(s)
	}
	if s = strings.ToLower(s); strings.Contains(s, "'") {
		s = labelElision.ReplaceAllString(s, "$1")
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\'':
		case r == 'ё':
			b.WriteRune('е')
		case r == '\u0307', r == '\u0640': // of the Turkish capital i, and the Arabic stroke that only stretches a word
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			writeFolded(&b, r)
		case unicode.Is(unicode.Mn, r):
			b.WriteRune(r) // NFKC leaves marks only where no composed letter exists
		default:
			b.WriteByte(' ')
		}
	}
	s = strings.Join(strings.Fields(b.String()), " ")
	if strings.Contains(s, "e mail") {
		s = emailParts.ReplaceAllString(s, "email$1")
	}
	return s
}

// writeFolded writes a Latin or Greek letter without its accents, an Arabic one without its variants, and any other as
// it is: й is not и.
func writeFolded(b *strings.Builder, r rune) {
	switch {
	case r < 0x80:
		b.WriteRune(r)
		return
	case r >= 0x600 && r < 0x700:
		b.WriteRune(foldArabic(r))
		return
	case !unicode.In(r, unicode.Latin, unicode.Greek):
		b.WriteRune(r)
		return
	}
	switch r {
	case 'ς':
		b.WriteRune('σ')
	case 'ı':
		b.WriteByte('i')
	case 'đ':
		b.WriteByte('d')
	case 'ł':
		b.WriteByte('l')
	case 'ß':
		b.WriteString("ss")
	case 'ø':
		b.WriteByte('o')
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	default:
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				b.WriteRune(d)
			}
		}
	}
}

// splitCamel puts a space where a word begins inside a word: firstName, UTMSource.
func splitCamel(s string) string {
	rs := []rune(s)
	var b strings.Builder
	for i, r := range rs {
		if i > 0 && unicode.IsUpper(r) {
			prev := rs[i-1]
			next := i+1 < len(rs) && unicode.IsLower(rs[i+1])
			if unicode.IsLower(prev) || unicode.IsUpper(prev) && next {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// foldArabic returns the letter for one of its variants, between which writers make no difference.
func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ':
		return 'ا'
	case 'ة':
		return 'ه'
	case 'ى':
		return 'ي'
	}
	return r
}
