package letter

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phrases"
)

// ViaWord matches what a list or a portal appends to a person's name.
var ViaWord = phrases.Pattern(`(?i)\s+[(\[]?{{via}}\s+\S.*$`)

// SplitSender returns the person's name and the address in a header value. What a list or a portal appends to the name
// is removed, and "Doe, Jane" becomes "Jane Doe".
func SplitSender(s string) (name, address string) {
	name, address = message.SplitAddress(s)
	name = ViaWord().ReplaceAllString(name, "")
	name = strings.Trim(name, " \"'“”„«»‘’")
	if strings.Contains(name, "@") && message.HasAddress(name) {
		name = ""
	}
	return message.OneLine(firstNameFirst(name), 200), address
}

// firstNameFirst converts "Doe, Jane" to "Jane Doe". A title or a qualification stays behind the name: "Jane Doe, CPA".
func firstNameFirst(name string) string {
	if before, dept, ok := strings.Cut(name, " ("); ok && strings.Contains(before, ",") {
		return firstNameFirst(before) + " (" + dept
	}
	name, titles := cutTitles(name)
	before, after, ok := strings.Cut(name, ",")
	if !ok || strings.Contains(after, ",") || len(strings.Fields(before)) > 2 || LegalForm().MatchString(name) ||
		strings.ContainsAny(name, "(|[@") {
		return name + titles
	}
	if n := len(strings.Fields(after)); n == 1 || n == 2 {
		return strings.TrimSpace(after) + " " + strings.TrimSpace(before) + titles
	}
	return name + titles
}

// cutTitles splits a name at the titles and qualifications behind its last commas. titles begins with a comma, or is
// "".
func cutTitles(name string) (rest, titles string) {
	rest = name
	for {
		i := strings.LastIndexByte(rest, ',')
		if i < 1 || !isTitle(strings.TrimSpace(rest[i+1:]), rest[:i]) {
			return rest, titles
		}
		titles, rest = ", "+strings.TrimSpace(rest[i+1:])+titles, strings.TrimSpace(rest[:i])
	}
}

// titleWords are titles and qualifications that stand behind a name, without their dots.
var titleWords = phrases.Set("title behind name")

var initials = phrases.Lazy(`^(?:\p{Lu}\.\s?){1,3}$`)

// isTitle reports whether s, behind a name and a comma, is a title: by its words, or because it alone is in capitals.
func isTitle(s, before string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	// "Doe, J.R." are initials, though JR may mean junior.
	known := len(strings.Fields(before)) > 1 || !initials().MatchString(s)
	for _, w := range words {
		known = known && titleWords()[phrases.Fold(strings.NewReplacer(".", "", "-", "", "(", "", ")", "").Replace(w))]
	}
	if known {
		return true
	}
	letters := len([]rune(s))
	return len(words) == 1 && letters >= 2 && letters <= 5 && s == strings.ToUpper(s) && strings.ToLower(s) != s &&
		!strings.Contains(s, ".") && len(strings.Fields(before)) >= 2 && before != strings.ToUpper(before)
}

var (
	// displayParts splits a display name at what people write behind their name: a company, a department.
	displayParts = phrases.Lazy(`^(.{2,80}?)\s*(?:\s[|/·•@]\s*|\s[-–—]\s+|:\s+|\s*\(|\s*\[)\s*` +
		`([^()\[\]|]{2,80}?)\s*[)\]]?\s*$`)
	// displayOf splits one with a word between the two, which other names have too.
	displayOf = phrases.Lazy(`^(.{2,80}?)\s+(?i:at|from|of|bei|chez|@)\s+(.{2,80})$`)
)

// SplitDisplay splits a display name into the person and the company. The name is "" when the display name is a
// company's or an impersonal one.
func SplitDisplay(display, address string) (name, company string) {
	name = display
	m, surely := displayParts().FindStringSubmatch(display), true
	if m == nil {
		m, surely = displayOf().FindStringSubmatch(display), false
	}
	if m != nil {
		first, second := strings.Trim(m[1], " ,-|"), m[2]
		isCompany := func(s string) bool {
			return LegalForm().MatchString(s) || SameLetters(s, DomainLabel(address))
		}
		switch {
		case isCompany(first) && !isCompany(second) && looksLikePerson(second):
			name, company = second, message.Clean(first, 100)
		case isCompany(second):
			name, company = first, message.Clean(second, 100)
		case surely:
			if name = first; strings.ContainsAny(display, "|@[·•") {
				company = message.Clean(second, 100)
			}
		}
	}
	if before, after, ok := strings.Cut(name, ","); ok && LegalForm().MatchString(after) {
		name, company = strings.TrimSpace(before), message.Clean(after, 100)
	} else if ok && LegalForm().MatchString(before) && looksLikePerson(after) {
		name, company = strings.TrimSpace(after), message.Clean(before, 100)
	}
	if LegalForm().MatchString(name) {
		return "", message.Clean(name, 100)
	}
	name = firstNameFirst(name)
	local := LocalPart(address)
	if strings.EqualFold(name, local) && !strings.Contains(name, " ") && Impersonal()[strings.ToLower(local)] {
		name = ""
	}
	if Impersonal()[strings.ToLower(name)] {
		name = ""
	}
	return name, company
}

// looksLikePerson reports whether s may be a person's name: two to four words with capitals.
func looksLikePerson(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(s, "0123456789@/&:") {
		return false
	}
	capitals := 0
	for _, w := range words {
		if Impersonal()[strings.ToLower(w)] {
			return false
		}
		if StartsUpper(w) {
			capitals++
		}
	}
	return capitals >= 2
}

// Impersonal are local parts and display names that name no person.
var Impersonal = phrases.Set("impersonal")

// LocalPart returns what stands before the @ of an address.
func LocalPart(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return local
}

// DomainLabel returns the distinctive part of a company's mail domain: "becker-roofing" for
// a@mail.becker-roofing.example. It is "" for free mail providers.
func DomainLabel(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	if domain == "" || lead.FreeMail(domain) {
		return ""
	}
	labels := strings.Split(domain, ".")
	if len(labels) > 2 && len(labels[len(labels)-2]) <= 3 { // co.uk, com.br
		return labels[len(labels)-3]
	}
	if len(labels) < 2 {
		return ""
	}
	return labels[len(labels)-2]
}

// companyLetters writes the name of a company as its domain does.
var companyLetters = strings.NewReplacer(" ", "", "-", "", ".", "", "&", "", "'", "", "ä", "ae", "ö", "oe", "ü", "ue",
	"ß", "ss", "é", "e", "è", "e")

// SameLetters reports whether the name of a company and the label of its domain begin with the same letters.
func SameLetters(name, label string) bool {
	fold := func(s string) string {
		return companyLetters.Replace(strings.ToLower(s))
	}
	a, b := fold(name), fold(label)
	return len(b) >= 3 && (a == b || len(a) >= 4 && strings.HasPrefix(b, a) || strings.HasPrefix(a, b))
}

// MachineLike reports whether programs write from addresses like this one. People may do so too.
func MachineLike(address string) bool { return lead.ReadershipOf(address) >= lead.Unsure }

// MachineName matches the names that programs have in a display name.
var MachineName = phrases.Pattern(`(?i)\b{{machine name}}\b`)

// IsMachine reports whether a program wrote in its own name: the address is not read, or its display name says so.
func IsMachine(display, address string) bool {
	switch lead.ReadershipOf(address) {
	case lead.Nobody:
		return true
	case lead.Unsure:
		return MachineName().MatchString(display)
	}
	return false
}

// FullName matches a name of two words or more.
var FullName = phrases.Lazy(`\p{Lu}[\p{L}.'’-]+` +
	`(?:\s+(?:(?:van|von|de|der|den|da|di|del)\s+){0,2}\p{Lu}[\p{L}.'’-]+){1,3}`)
