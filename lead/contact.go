package lead

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Contact is what is known of a person, as it was written.
type Contact struct{ Name, Email, Phone, Company string }

// Match says how sure it is that two contacts are one person.
type Match uint8

// The degrees. Only Same may be merged without a person looking.
const (
	NoMatch Match = iota
	Suspected
	Same
)

// SameContact compares two contacts. The same e-mail address is the same person, and so is the same telephone number
// with a similar name. The same number alone, the same name at the same company, and two addresses of one company's
// mail domain are suspicions. country is the ISO code that numbers without a country prefix belong to.
func SameContact(a, b Contact, country string) Match {
	if k := a.EmailKey(); k != "" && k == b.EmailKey() {
		return Same
	}
	names := SimilarName(a.Name, b.Name)
	if k := a.PhoneKey(country); k != "" && k == b.PhoneKey(country) {
		if names {
			return Same
		}
		return Suspected
	}
	if k := foldLabel(a.Company, false); names && k != "" && k == foldLabel(b.Company, false) {
		return Suspected
	}
	if d := a.domain(); d != "" && d == b.domain() && !FreeMail(d) {
		return Suspected
	}
	return NoMatch
}

// ContactOf is the contact of a lead.
func ContactOf(l *Lead) Contact {
	return Contact{Name: l.Name, Email: l.Email, Phone: l.Phone, Company: l.Company}
}

// ContactIn is the contact that an inquiry states.
func ContactIn(q *Inquiry) Contact {
	return Contact{Name: q.Name, Email: q.Email, Phone: q.Phone, Company: q.Company}
}

// EmailKey returns the address in the form in which addresses are compared, "" when there is none that identifies a
// person: a program's address is common to all the people for whom it writes.
func (c Contact) EmailKey() string {
	key, _ := NormalizeEmail(c.Email)
	if Unread(key) {
		return ""
	}
	return key
}

// SameAddress reports whether two texts are the same mail address.
func SameAddress(a, b string) bool {
	k := Contact{Email: a}.EmailKey()
	return k != "" && k == Contact{Email: b}.EmailKey()
}

// PhoneKey returns the telephone number in E.164, "" when there is none that can be dialled.
func (c Contact) PhoneKey(country string) string {
	key, _ := NormalizePhone(c.Phone, country)
	return key
}

func (c Contact) domain() string {
	_, d, _ := strings.Cut(c.EmailKey(), "@")
	return d
}

// nameTitles are words in a name that do not identify the person.
var nameTitles = foldedSet(foldList("mr|mrs|ms|miss|dr|prof|herr|frau|dipl|ing|mme|m|mlle|monsieur|madame|sr|" +
	"sra|srta|" +
	"señor|señora|senhor|senhora|dott|dottssa|sig|sigra|signor|signora|dhr|mevr|mevrouw|pan|pani|mgr|" +
	"господин|госпожа|пан|пані"))

// SimilarName reports whether two names may be one person's: the same words in any order, one with fewer of them,
// or with initials. Accents, case, titles and ae for ä make no difference. An empty name is similar to none.
func SimilarName(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	fullWordMatched := false
	used := make([]bool, len(y))
	// Whole words first, so that an initial does not take the place of one.
	var rest []string
	for _, w := range x {
		if i := matchWord(w, y, used, false); i >= 0 {
			used[i] = true
			fullWordMatched = fullWordMatched || len([]rune(w)) > 1
			continue
		}
		rest = append(rest, w)
	}
	for _, w := range rest {
		i := matchWord(w, y, used, true)
		if i < 0 {
			return false
		}
		used[i] = true
	}
	return fullWordMatched
}

func matchWord(w string, words []string, used []bool, initials bool) int {
	for i, v := range words {
		if used[i] {
			continue
		}
		if v == w || initials && (isInitialOf(w, v) || isInitialOf(v, w)) {
			return i
		}
	}
	return -1
}

// isInitialOf reports whether initial is one letter with which word begins.
func isInitialOf(initial, word string) bool {
	return len([]rune(initial)) == 1 && strings.HasPrefix(word, initial)
}

func nameWords(name string) []string {
	words := removeWords(strings.Fields(foldLabel(name, false)), nameTitles)
	umlauts := strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")
	for i, w := range words {
		words[i] = umlauts.Replace(w)
	}
	return words
}

// NormalizeEmail returns the first usable address of s in lower case: out of "Name <a@example.com>", mailto: links,
// quotes and lists. ok is false when there is none.
func NormalizeEmail(s string) (address string, ok bool) {
	if isUsualEmail(s) {
		return s, true
	}
	return firstEmail(s)
}

// isUsualEmail reports whether s is an address in its normal form already, made of small letters, digits and few
// marks: nearly all cells of a workbook are, and every pass compares them.
func isUsualEmail(s string) bool {
	at, dot := -1, -1 // the last places of both
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case at < 0 && i > 0 && (c == '_' || c == '+'):
		case i == 0 || i == dot+1 || i == at+1: // a mark at the beginning of a part
			return false
		case c == '@' && at < 0 && i <= 64 && s[i-1] != '-':
			at = i
		case c == '.' && s[i-1] != '-':
			dot = i
		case c == '-':
		default:
			return false
		}
	}
	if at < 0 || dot < at || len(s)-at > 200 || len(s)-dot < 3 {
		return false
	}
	last := s[len(s)-1]
	return last >= 'a' && last <= 'z'
}

func firstEmail(s string) (address string, ok bool) {
	s = SafeText(s, 4000)
	if i, j := strings.LastIndexByte(s, '<'), strings.LastIndexByte(s, '>'); i >= 0 && j > i {
		if a, ok := plainEmail(s[i+1 : j]); ok {
			return a, true
		}
	}
	separates := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;|<>()[]", r) }
	for _, part := range strings.FieldsFunc(s, separates) {
		if a, ok := plainEmail(part); ok {
			return a, true
		}
	}
	return "", false
}

func plainEmail(s string) (string, bool) {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), `"'`))
	s = strings.TrimPrefix(s, "mailto:")
	s, _, _ = strings.Cut(s, "?")
	s = strings.Trim(s, `"'.:! `)
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || len(local) > 64 || len(domain) > 253 ||
		strings.Contains(s, "..") || strings.HasSuffix(local, ".") {
		return "", false
	}
	for _, r := range local {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`"<>()[],;:\@/`, r) {
			return "", false
		}
	}
	labels := strings.Split(domain, ".")
	for _, l := range labels {
		if l == "" || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") {
			return "", false
		}
		for _, r := range l {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return "", false
			}
		}
	}
	top := labels[len(labels)-1]
	if len(labels) < 2 || len(top) < 2 || strings.Trim(top, "0123456789") == "" {
		return "", false
	}
	return s, true
}

var (
	phonePrefix = regexp.MustCompile(`^(?:['"=\s]+|(?i:p[:;]|z:|tel:|phone:)|` +
		`\(Security Alert:.*?vulnerabilities for details\.\))\s*`)
	phoneDamaged = regexp.MustCompile(`(?i)^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$|^\d{6,}[.,]0+$`)
	phoneTrunk   = regexp.MustCompile(`^00\s*([1-9])`)
)

// CleanPhone returns a telephone number as its sender wrote it, in plain digits, without the marks that exporters put
// in front to keep spreadsheets from reading a formula: p:, ', quotes, =, tel:, a security notice.
func CleanPhone(raw string) string {
	s := strings.TrimSpace(PlainDigits(SafeText(raw, 2000)))
	for {
		t := strings.TrimSpace(strings.TrimRight(phonePrefix.ReplaceAllString(s, ""), `"'`))
		if t == s {
			return s
		}
		s = t
	}
}

// NormalizePhone returns the number in E.164. country is the ISO code (DE, GB) for numbers without a country
// prefix; "" leaves those unread. A number that a spreadsheet has damaged (4.48E+11) is never guessed. Of several
// numbers it is the first that can be dialled.
func NormalizePhone(raw, country string) (e164 string, ok bool) {
	s := CleanPhone(raw)
	if phoneDamaged.MatchString(strings.ReplaceAll(s, " ", "")) {
		return "", false
	}
	country = strings.ToUpper(strings.TrimSpace(country))
	if country == "UK" {
		country = "GB"
	}
	if e164, ok = parsePhone(s, country); ok {
		return e164, true
	}
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/,;|\n", r) }) {
		if e164, ok = parsePhone(CleanPhone(part), country); ok {
			return e164, true
		}
	}
	return "", false
}

func parsePhone(s, country string) (string, bool) {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < 6 || digits > 25 || phoneDamaged.MatchString(s) {
		return "", false
	}
	s = phoneTrunk.ReplaceAllString(s, "+$1")
	if s[0] != '+' && s[0] != '0' && phonenumbers.GetNddPrefixForRegion(country, true) == "0" {
		// In a country whose numbers begin with 0, a number that begins with the country's code has lost its plus.
		number, err := phonenumbers.Parse("+"+s, "")
		if err == nil && phonenumbers.IsValidNumberForRegion(number, country) {
			return phonenumbers.Format(number, phonenumbers.E164), true
		}
	}
	number, err := phonenumbers.Parse(s, country)
	if err != nil {
		return "", false
	}
	// With + or the trunk 0 in front it is meant as a telephone number, even if its range is newer than our tables.
	deliberate := s[0] == '+' || s[0] == '0' && digits > 8
	if !phonenumbers.IsValidNumber(number) && !(deliberate && phonenumbers.IsPossibleNumber(number)) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}
