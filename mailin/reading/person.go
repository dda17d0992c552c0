package reading

import (
	"cmp"
	"strings"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phones"
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

// legalForm matches the legal form of a company.
var legalForm = pattern(`(?:^|\s){{legal form}}(?:[\s,.;|)]|$)|{{legal form part}}`)

// companyOf returns the company: from the signature, the display name, or a line of the signature that resembles the
// domain. The domain itself is no name.
func companyOf(signature []message.Line, company, address string) string {
	label := domainLabel(address)
	named := ""
	for i, l := range signature {
		if i >= 15 || len(l.Text) > 200 {
			continue
		}
		apart := func(r rune) bool { return strings.ContainsRune("|·•*\t\u3000", r) }
		for _, part := range strings.FieldsFunc(l.Text, apart) {
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
	return cmp.Or(company, message.Clean(named, 100))
}

// cutAfterLegalForm cuts what follows the legal form of a company in a line, such as its street or the writer's role.
func cutAfterLegalForm(s string) string {
	if before, _, ok := strings.Cut(s, ", "); ok && legalForm().MatchString(before) {
		return before
	}
	return s
}

// signedBehind matches what is written behind one's own name.
var signedBehind = pattern(`\s*{{behind own name}}[.。]?$`)

// nameOf returns the name in or below the closing line of a signature.
func nameOf(signature []message.Line) string {
	for i, l := range signature {
		if i == 0 && signOff().MatchString(l.Text) {
			if name := nameBehindClosing(l.Text); name != "" {
				return message.Clean(name, 100)
			}
			continue
		}
		s := signedBehind().ReplaceAllString(strings.Trim(l.Text, " *,-–—|"), "")
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

// nameBehindClosing returns the name in a line that closes a mail, "" for none.
func nameBehindClosing(line string) string {
	if !signOffNamed().MatchString(line) {
		return "" // finding the groups of the expression takes longer
	}
	if m := signOff().FindStringSubmatch(line); m != nil {
		return strings.TrimSpace(m[signOff().SubexpIndex("name")])
	}
	return ""
}

var upperStart = lazy(`^[\p{Lu}\p{Lt}\p{Lo}]`)

func startsUpper(s string) bool { return upperStart().MatchString(s) }

// phoneOf finds a telephone number that can be dialled, "" when there is none.
func phoneOf(text, signature []message.Line, country string) string {
	return phones.Find(text, signature, country).Number
}

func hasPhoneWord(s string) bool { return phones.HasWord(s) }

func digits(s string) int { return phones.Digits(s) }
