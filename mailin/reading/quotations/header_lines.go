package quotations

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"leadsheet/lead/language"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/reading/phrases"
)

var (
	// ForwardSubject matches what clients write before the subject of a forwarded message.
	ForwardSubject = phrases.Pattern(`(?i)^\s*(\[[^\]]{1,40}\]\s*)?{{forward prefix}}\s*(\[\d+\])?\s*[:：]\s*`)
	// ReplySubject matches what clients write before the subject of an answer.
	ReplySubject = phrases.Pattern(`(?i)^\s*(\[[^\]]{1,40}\]\s*)?{{reply prefix}}\s*(\[\d+\])?\s*[:：]\s*`)
)

// HasStrangePrefix reports whether a subject begins with a prefix that is in no list: it may mean an answer or a
// forward.
func HasStrangePrefix(subject string) bool {
	return withoutPrefixes(subject) != strings.TrimSpace(subject) && !ReplySubject().MatchString(subject) &&
		!ForwardSubject().MatchString(subject)
}

// headerFields are the fields of the header that clients write above a forwarded or quoted message. When two fields
// have a label in common, the first one of this list gets it.
var headerFields = []string{"from", "date", "to", "subject", "cc", "reply", "other"}

// headerLines is the lookup for the lines above a forwarded or quoted message. Its keys are in lower case, without the
// dashes, stars and colons around a line.
type headerLines struct {
	markers map[string]bool   // true: surely forwarded; false: forwarded or quoted
	fields  map[string]string // the field of a label
	verbs   []string          // in the line above a quoted message
	Joined  *dfa.Regexp       // labels with a capital, anywhere in a line
}

// KnownHeaderLines builds the lookup from the lists of all languages, once.
var KnownHeaderLines = sync.OnceValue(func() *headerLines {
	h := &headerLines{markers: map[string]bool{}, fields: map[string]string{}, verbs: language.Words("wrote")}
	for _, w := range language.Words("original") {
		h.markers[w] = false
	}
	for _, w := range language.Words("forwarded") {
		h.markers[w] = true
	}
	var labels []string
	for _, field := range headerFields {
		for _, w := range language.Words("header " + field) {
			if h.fields[w] == "" {
				h.fields[w] = field
			}
			r := []rune(w)
			if capital := unicode.ToUpper(r[0]); field != "other" && unicode.IsUpper(capital) {
				labels = append(labels, regexp.QuoteMeta(string(capital)+string(r[1:])),
					regexp.QuoteMeta(strings.ToUpper(w)))
			}
		}
	}
	// The longest label first: "Enviado el" before "Enviado".
	slices.SortFunc(labels, func(a, b string) int { return len(b) - len(a) })
	h.Joined = dfa.New(`(` + strings.Join(labels, "|") + `)\s?[:：]\s`)
	return h
})

// forwardMarker reports whether a line is the marker that clients write above a forwarded message (found), and whether
// it cannot mean a quoted one (sure).
func forwardMarker(s string) (sure, found bool) {
	if len(s) > 160 {
		return false, false
	}
	core := strings.Trim(s, markerTrim)
	if len(core) < 8 || len(core) > 80 {
		return false, false
	}
	sure, found = KnownHeaderLines().markers[phrases.Fold(core)]
	if found && !sure && !strings.Contains(s, "--") && !strings.Contains(s, "__") {
		return false, false // "original message" as words of a sentence
	}
	return sure, found
}

const markerTrim = " \t>*_-–—=:：.·|~#<\u00a0\u200e\u200f"

// blockField returns the header field of a line such as "From: Jane" or "*Von:* | Jane", "" when it is none.
func blockField(s string) (field, value string) {
	if len(s) > 2000 {
		return "", ""
	}
	i := strings.IndexByte(s, ':')
	if j := strings.Index(s, "："); j >= 0 && (i < 0 || j < i) {
		i = j
	}
	if i < 1 || i > 60 {
		return "", ""
	}
	label := strings.Trim(s[:i], " \t>*|_\u00a0\u200e\u200f")
	if label == "" || len(label) > 40 {
		return "", ""
	}
	field = KnownHeaderLines().fields[phrases.Fold(label)]
	if field == "" {
		return "", ""
	}
	return field, strings.Trim(strings.TrimPrefix(s[i:], "："), ":*| \t\u00a0\u200e\u200f")
}
