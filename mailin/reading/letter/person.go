package letter

import (
	"cmp"
	"strings"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phones"
	"leadsheet/mailin/reading/phrases"
)

// Introductions matches the phrases with which writers introduce themselves.
var Introductions = phrases.Pattern(`(?:(?i:{{introduction}}))\s+(?P<name>(?:\p{Lu}[\p{L}'’-]+)` +
	`(?:\s+(?:(?:van|von|de|der|den|da|di|del|la|le)\s+){0,2}\p{Lu}[\p{L}'’-]+){0,3})`)

// IntroducedAs returns the name in such a phrase, "" when there is none.
func IntroducedAs(text []message.Line) string {
	for i, l := range text {
		if i > 60 {
			break
		}
		if len(l.Text) < 3000 {
			if m := Introductions().FindStringSubmatch(l.Text); m != nil {
				return message.Clean(m[Introductions().SubexpIndex("name")], 100)
			}
		}
	}
	return ""
}

// LegalForm matches the legal form of a company.
var LegalForm = phrases.Pattern(`(?:^|\s){{legal form}}(?:[\s,.;|)]|$)|{{legal form part}}`)

// CompanyOf returns the company: from the signature, the display name, or a line of the signature that resembles the
// domain. The domain itself is no name.
func CompanyOf(signature []message.Line, company, address string) string {
	label := DomainLabel(address)
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
			if len(part) < 90 && LegalForm().MatchString(part) && !SignOff().MatchString(part) {
				return message.Clean(cutAfterLegalForm(part), 100)
			}
			if named == "" && len(part) < 60 && label != "" && !strings.ContainsAny(part, "@/:") &&
				!strings.Contains(part, label+".") && SameLetters(part, label) {
				named = part
			}
		}
	}
	return cmp.Or(company, message.Clean(named, 100))
}

// cutAfterLegalForm cuts what follows the legal form of a company in a line, such as its street or the writer's role.
func cutAfterLegalForm(s string) string {
	if before, _, ok := strings.Cut(s, ", "); ok && LegalForm().MatchString(before) {
		return before
	}
	return s
}

// SignedBehind matches what is written behind one's own name.
var SignedBehind = phrases.Pattern(`\s*{{behind own name}}[.。]?$`)

// NameOf returns the name in or below the closing line of a signature.
func NameOf(signature []message.Line) string {
	for i, l := range signature {
		if i == 0 && SignOff().MatchString(l.Text) {
			if name := NameBehindClosing(l.Text); name != "" {
				return message.Clean(name, 100)
			}
			continue
		}
		s := SignedBehind().ReplaceAllString(strings.Trim(l.Text, " *,-–—|"), "")
		if strings.TrimSpace(s) == "" || SignOff().MatchString(l.Text) {
			continue
		}
		s, _, _ = strings.Cut(s, " | ")
		words := strings.Fields(s)
		if len(words) == 0 || len(words) > 4 || len(s) > 50 || strings.ContainsAny(s, "@0123456789:/|") ||
			DeviceLine().MatchString(l.Text) || LegalForm().MatchString(s) || !StartsUpper(words[0]) {
			return ""
		}
		return message.Clean(s, 100)
	}
	return ""
}

// NameBehindClosing returns the name in a line that closes a mail, "" for none.
func NameBehindClosing(line string) string {
	if !SignOffNamed().MatchString(line) {
		return "" // finding the groups of the expression takes longer
	}
	if m := SignOff().FindStringSubmatch(line); m != nil {
		return strings.TrimSpace(m[SignOff().SubexpIndex("name")])
	}
	return ""
}

var upperStart = phrases.Lazy(`^[\p{Lu}\p{Lt}\p{Lo}]`)

// StartsUpper reports whether a text begins with a capital, or with a letter of a script that has none.
func StartsUpper(s string) bool { return upperStart().MatchString(s) }

// PhoneOf finds a telephone number that can be dialled, "" when there is none.
func PhoneOf(text, signature []message.Line, country string) string {
	return phones.Find(text, signature, country).Number
}
