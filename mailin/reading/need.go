package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

const maxNeed = 2000

var (
	// signOff matches a line that closes a mail and has nothing else but perhaps the writer's name.
	signOff = pattern(`(?i)^\s*[*_]?{{closing}}[\s,.!:;*_–—-]*` +
		`(?P<name>(?-i:(\p{Lu}[\p{L}.'’-]*\s*){1,4}))?[*_]?\s*$`)
	deviceLine = pattern(`(?i)^\s*[-_]*\s*{{sent from device}}`)
	disclaimer = pattern(`(?i)^\s*\**{{disclaimer}}`)
	banner     = pattern(`(?i)^\s*[\[*<(]*\s*{{warning banner}}`)
	ruler      = lazy(`^\s*[_=*-]{6,}\s*$`)
)

// splitText splits what the writer of that name wrote into new text and signature. Quotes, legal notices and the
// warnings of mail servers are left out.
func splitText(lines []message.Line, name string) (text, signature []message.Line) {
	lines = newLines(lines)
	sign, left := -1, 0
	for i := len(lines) - 1; i >= 0 && left <= 30; i-- {
		s := strings.TrimSpace(lines[i].Text)
		if s == "" {
			continue
		}
		// Of several candidates the first one begins the signature, unless prose follows it.
		if left++; mayBeginSignature(lines, i, left) && (sign < 0 || !hasProse(lines[i+1:sign])) {
			sign = i
		}
	}
	if sign < 0 {
		sign = bareSignature(lines, name)
	}
	return withPostscript(lines[:sign], lines[sign:])
}

// mayBeginSignature reports whether a signature may begin at line i.
func mayBeginSignature(lines []message.Line, i, left int) bool {
	s := strings.TrimSpace(lines[i].Text)
	switch {
	case s == "--" || s == "—":
		return true
	case len(s) < 120 && deviceLine().MatchString(s):
		return true
	case i == 0:
		return false
	case ruler().MatchString(s):
		next := i + 1
		for next < len(lines) && strings.TrimSpace(lines[next].Text) == "" {
			next++
		}
		return next == len(lines) || !isProse(lines[next].Text) || disclaimer().MatchString(lines[next].Text)
	}
	return len(s) < 90 && signOff().MatchString(s) && endsText(lines, i, left)
}

// isProse reports whether a line is a sentence, as texts have them and signatures do not.
func isProse(s string) bool {
	s = strings.TrimSpace(s)
	if len([]rune(s)) > 75 {
		return true
	}
	return len(strings.Fields(s)) >= 3 && (strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") ||
		strings.HasSuffix(s, "!")) && !legalForm().MatchString(s) && !signOff().MatchString(s)
}

func hasProse(lines []message.Line) bool {
	for _, l := range lines {
		if isProse(l.Text) {
			return true
		}
	}
	return false
}

var postscript = lazy(`^\s*(?i:p\.?\s?s\.?)\s*[:.!–—-]?\s+\S|^\s*(PS|P\.S\.)[:.]`)

// withPostscript moves a postscript under the signature back to the text.
func withPostscript(text, signature []message.Line) ([]message.Line, []message.Line) {
	for i, l := range signature {
		if i == 0 || i > 12 || !postscript().MatchString(l.Text) {
			continue
		}
		end := i
		for end < len(signature) && strings.TrimSpace(signature[end].Text) != "" {
			end++
		}
		out := append(append([]message.Line{}, text...), message.Line{})
		return append(out, signature[i:end]...), append(append([]message.Line{}, signature[:i]...), signature[end:]...)
	}
	return text, signature
}

// endsText reports whether the closing phrase at line i ends the text: what follows looks like a signature.
func endsText(lines []message.Line, i, left int) bool {
	if left > 16 {
		return false
	}
	long := 0
	for _, l := range lines[i+1:] {
		s := strings.TrimSpace(l.Text)
		if len([]rune(s)) > 90 || strings.HasSuffix(s, "?") {
			long++
		}
	}
	return long <= 2
}

// contactLine matches a line of a signature that is only a number or an address.
var contactLine = pattern(`(?i)^\s*[*_]*({{contact line label}}\.?[*_]*\s*[:.|]\s*[*_]*\S|` +
	`(https?://|www\.)\S+\s*$|\+?[\d\s()/.-]{7,25}$|[^\s@]+@[^\s@]+\.[^\s@]+$)`)

// bareSignature finds a signature without a closing phrase: the writer's name at the end, or a last paragraph of short
// lines with a number or an address. It returns the number of lines when there is none.
func bareSignature(lines []message.Line, name string) int {
	seen, contact, firstName := 0, false, strings.ToLower(name)
	if f := strings.Fields(firstName); len(f) > 0 && len([]rune(f[0])) > 1 {
		firstName = f[0]
	}
	for i := len(lines) - 1; i > 0 && seen < 10; i-- {
		s := strings.TrimSpace(lines[i].Text)
		if s == "" {
			if contact {
				return i
			}
			continue
		}
		seen++
		low := strings.ToLower(strings.Trim(s, " ,-–—*"))
		if name != "" && (low == strings.ToLower(name) || low == firstName) {
			return i
		}
		if len([]rune(s)) > 70 || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, ".") &&
			!legalForm().MatchString(s) {
			break
		}
		contact = contact || contactLine().MatchString(s)
	}
	return len(lines)
}

// newLines returns the lines that the sender wrote now, without quoted messages, legal notices and warnings.
func newLines(lines []message.Line) []message.Line {
	var out []message.Line
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if strings.HasPrefix(l.Text, ">") || len(out) < 6 && len(l.Text) < 400 && banner().MatchString(l.Text) {
			continue
		}
		if _, n := introductionAt(lines, i); n > 0 {
			if answers := answersBelow(lines[i+n:]); answers != nil {
				return append(out, answers...)
			}
			break
		}
		if _, found := forwardMarker(l.Text); found || len(out) > 0 && len(l.Text) > 10 && disclaimer().MatchString(l.Text) {
			break
		}
		if f, _ := blockField(l.Text); f == "from" || f == "date" {
			if head, _ := readBlock(lines, i); len(head) >= 3 && head["from"] != "" {
				break
			}
		}
		out = append(out, l)
	}
	for len(out) > 0 && (strings.TrimSpace(out[len(out)-1].Text) == "" || ruler().MatchString(out[len(out)-1].Text)) {
		out = out[:len(out)-1]
	}
	return out
}

// answersBelow returns what the sender wrote below the lines of a quoted message, nil when the text is above it. A
// paragraph counts; the rest of a line that a mail client wrapped does not.
func answersBelow(lines []message.Line) []message.Line {
	quoted, blank, any := false, false, false
	var out []message.Line
	for i, l := range lines {
		s := strings.TrimSpace(l.Text)
		switch {
		case strings.HasPrefix(l.Text, ">"):
			quoted, blank = true, false
		case s == "":
			blank = true
			if any {
				out = append(out, message.Line{})
			}
		case !quoted:
			return nil
		case blank || any && !strings.HasPrefix(lines[i-1].Text, ">"):
			if _, n := introductionAt(lines, i); n > 0 {
				return out
			}
			out, any = append(out, l), true
		}
	}
	return out
}

// needOf returns the request in the lines of a mail: the new text, or the whole text when nothing else is left.
func needOf(lines []message.Line, name string) (need string, signature []message.Line) {
	text, signature := splitText(lines, name)
	need = message.Tidy(message.JoinLines(text))
	if need == "" {
		need = message.Tidy(message.JoinLines(newLines(lines)))
	}
	if need == "" {
		need = message.Tidy(message.JoinLines(lines))
	}
	return message.Clean(need, maxNeed), signature
}

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
	phoneLike = lazy(`(?:\+|00|\(0|\b0|\b\(?[1-9])[\d\s().\/-]{5,22}\d`)
	phoneWord = pattern(`(?i)\b{{phone word}}\b|{{phone word part}}`)
	faxWord   = pattern(`(?i)\b{{fax word}}\b`)
	legalForm = pattern(`(?:^|\s){{legal form}}(?:[\s,.;|)]|$)`)
)

// phoneOf finds a telephone number that can be dialled: in the signature, or in the text where a word or a plus sign
// marks it.
func phoneOf(text, signature []message.Line, country string) string {
	for n, list := range [][]message.Line{signature, text} {
		for i, l := range list {
			if i > 200 || len(l.Text) > 1000 || len(l.Text) < 7 || !strings.ContainsAny(l.Text, "0123456789") ||
				faxWord().MatchString(l.Text) && !phoneWord().MatchString(l.Text) {
				continue
			}
			for _, m := range phoneLike().FindAllString(l.Text, 3) {
				m = strings.TrimSpace(m)
				if n == 1 && !strings.HasPrefix(m, "+") && !phoneWord().MatchString(l.Text) {
					continue
				}
				before, _, _ := strings.Cut(l.Text, m)
				if faxWord().MatchString(lastWords(before, 1)) {
					continue
				}
				_, ok := lead.NormalizePhone(m, country)
				// A number of another country cannot be dialled as written, but people can read it.
				if !ok && phoneWord().MatchString(lastWords(before, 4)) {
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
