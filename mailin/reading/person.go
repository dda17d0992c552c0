package reading

import (
	"strings"
	"unicode"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// introductions matches the phrases with which writers introduce themselves.
var introductions = pattern(`(?:(?i:{{introduction}}))\s+(?P<name>(?:\p{Lu}[\p{L}'’-]+)` +
	`(?:\s+(?:(?:van|von|de|der|den|da|di|del|la|le)\s+){0,2}\p{Lu}[\p{L}'’-]+){0,3})`)

// introducedAs returns the name in such a phrase, "" when there is none.
func introducedAs(text []message.Line) string {
	for i, l := range text {
		if i > 60 {
			break
		}
		if len(l.Text) < 3000 {
			if m := introductions().FindStringSubmatch(l.Text); m != nil {
				return message.Clean(m[introductions().SubexpIndex("name")], 100)
			}
		}
	}
	return ""
}

var (
	phoneLike     = lazy(`(?:\+|00|\(0|\b0|\b\(?[1-9])[\d\s().\/-]{5,22}\d`)
	phoneWords    = wordSet("phone word")
	phoneWordPart = pattern(`(?i){{phone word part}}`)
	faxWord       = pattern(`(?i)(?:^|[^\pL]){{fax word}}(?:[^\pL]|$)`)
	legalForm     = pattern(`(?:^|\s){{legal form}}(?:[\s,.;|)]|$)|{{legal form part}}`)
)

// hasPhoneWord reports whether a text says that a telephone number follows.
func hasPhoneWord(s string) bool {
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }
	for w := range strings.FieldsFuncSeq(s, notLetter) {
		if phoneWords()[lowerFold(w)] {
			return true
		}
	}
	return phoneWordPart().MatchString(s)
}

// phoneOf finds a telephone number that can be dialled: in the signature, or in the text where a word or a plus sign
// marks it.
func phoneOf(text, signature []message.Line, country string) string {
	for n, list := range [][]message.Line{signature, text} {
		for i, l := range list {
			if i > 200 || len(l.Text) > 1000 || len(l.Text) < 7 || !strings.ContainsAny(l.Text, "0123456789") ||
				faxWord().MatchString(l.Text) && !hasPhoneWord(l.Text) {
				continue
			}
			for _, m := range phoneLike().FindAllString(l.Text, 3) {
				m = strings.TrimSpace(m)
				if n == 1 && !strings.HasPrefix(m, "+") && !hasPhoneWord(l.Text) {
					continue
				}
				before, _, _ := strings.Cut(l.Text, m)
				if faxWord().MatchString(lastWords(before, 1)) {
					continue
				}
				_, ok := lead.NormalizePhone(m, country)
				// A number of another country cannot be dialled as written, but people can read it.
				if !ok && hasPhoneWord(lastWords(before, 4)) {
					n := digits(m)
					ok = n >= 7 && n <= 15
				}
				if ok {
					return lead.CleanPhone(m)
				}
			}
		}
	}
	return ""
}

func digits(s string) int {
	n := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// lastWords returns the last n words of s.
func lastWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[max(0, len(f)-n):], " ")
}

// companyOf returns the company: from the signature, the display name, a line of the signature that resembles the
// domain, or the domain itself when it is not a free mail provider's.
func companyOf(signature []message.Line, company, address string) string {
	label := domainLabel(address)
	named := ""
	for i, l := range signature {
		if i >= 15 || len(l.Text) > 200 {
			continue
		}
		for _, part := range strings.FieldsFunc(l.Text, func(r rune) bool { return strings.ContainsRune("|·•*\t", r) }) {
			if _, value, ok := strings.Cut(part, ": "); ok {
				part = value
			}
			part = strings.Trim(part, " ,-–—")
			if len(part) < 90 && legalForm().MatchString(part) && !signOff().MatchString(part) {
				return message.Clean(cutAfterLegalForm(part), 100)
			}
			if named == "" && len(part) < 60 && label != "" && !strings.ContainsAny(part, "@/:") &&
				!strings.Contains(part, label+".") && sameLetters(part, label) {
				named = part
			}
		}
	}
	switch {
	case company != "":
		return company
	case named != "":
		return message.Clean(named, 100)
	}
	_, domain, _ := strings.Cut(address, "@")
	if domain == "" || lead.FreeMail(domain) {
		return ""
	}
	return domain
}

// cutAfterLegalForm cuts what follows the legal form of a company in a line, such as its street or the writer's role.
func cutAfterLegalForm(s string) string {
	if before, _, ok := strings.Cut(s, ", "); ok && legalForm().MatchString(before) {
		return before
	}
	return s
}

// nameOf returns the name in or below the closing line of a signature.
func nameOf(signature []message.Line) string {
	for i, l := range signature {
		if i == 0 {
			if m := signOff().FindStringSubmatch(l.Text); m != nil {
				if name := strings.TrimSpace(m[signOff().SubexpIndex("name")]); name != "" {
					return message.Clean(name, 100)
				}
				continue
			}
		}
		s := strings.Trim(l.Text, " *,-–—|")
		if strings.TrimSpace(s) == "" || signOff().MatchString(l.Text) {
			continue
		}
		s, _, _ = strings.Cut(s, " | ")
		words := strings.Fields(s)
		if len(words) == 0 || len(words) > 4 || len(s) > 50 || strings.ContainsAny(s, "@0123456789:/|") ||
			deviceLine().MatchString(l.Text) || legalForm().MatchString(s) || !startsUpper(words[0]) {
			return ""
		}
		return message.Clean(s, 100)
	}
	return ""
}

var upperStart = lazy(`^\p{Lu}`)

func startsUpper(s string) bool { return upperStart().MatchString(s) }
