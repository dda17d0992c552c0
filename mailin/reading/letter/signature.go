// Package letter knows the parts of what a person writes: the greeting, the closing and the signature with the name and
// the company, and how senders write their own names.
package letter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phones"
	"leadsheet/mailin/reading/phrases"
)

var (
	// SignOff matches a line that closes a mail and has nothing else but perhaps the writer's name.
	SignOff = phrases.Pattern(closing + `(?P<name>` + signedName + `)?[*_]?\s*$`)
	// SignOffNamed matches those of these lines that may have a name.
	SignOffNamed = phrases.Pattern(closing + signedName + `[*_]?\s*$`)
	// DeviceLine matches what telephones add below a text.
	DeviceLine = phrases.Pattern(`(?i)^\s*[-_]*\s*{{sent from device}}`)
	// Disclaimer matches the beginning of a legal notice.
	Disclaimer = phrases.Pattern(`(?i)^\s*\**{{disclaimer}}`)
	// Banner matches a line in which a mail server warns of the sender.
	Banner = phrases.Pattern(`(?i)^\s*[\[*<(]*\s*{{warning banner}}`)
	// Ruler matches a line of signs that parts what is above from what is below.
	Ruler = phrases.Lazy(`^\s*[_=*-]{6,}\s*$`)
)

const (
	closing    = `(?i)^\s*[*_]?{{closing}}[\s,.!:;*_–—-]*`
	signedName = `(?-i:(\p{Lu}[\p{L}.'’-]*\s*){1,4})`
)

// CutSignature splits new text from the signature of the writer of that name.
func CutSignature(lines []message.Line, name string) (text, signature []message.Line) {
	sign, left, closed := -1, 0, false // closed: by a closing phrase or dashes
	for i := len(lines) - 1; i >= 0 && left <= 30; i-- {
		s := strings.TrimSpace(lines[i].Text)
		if s == "" {
			continue
		}
		// Of several candidates the first one begins the signature, unless text follows it.
		if left++; mayBeginSignature(lines, i, left) && !(closed && IsMark(s) && HasAny(lines[i+1:sign])) {
			sign, closed = i, !Ruler().MatchString(s) && !DeviceLine().MatchString(s)
		} else if sign >= 0 && (IsProse(s) || isItem(s)) {
			break
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
	case i > 0 && IsMark(s) && strings.HasSuffix(strings.TrimSpace(lines[i-1].Text), ":"):
		return false // a list is announced
	case s == "--" || s == "—":
		return !textFollows(lines, i)
	case left <= 16 && len(s) < 120 && DeviceLine().MatchString(s):
		return !textFollows(lines, i)
	case i == 0:
		return false
	case Ruler().MatchString(s):
		return !textFollows(lines, i) && !underHeading(lines, i)
	}
	// The expression is long, and most lines of a signature cannot match it.
	return left <= 16 && len(s) < 90 && !strings.ContainsAny(s, "0123456789@|?") && SignOff().MatchString(s) &&
		endsText(lines, i)
}

// IsMark reports whether a line is one of those with which signatures begin.
func IsMark(s string) bool { return s == "--" || s == "—" || Ruler().MatchString(s) }

// HasAny reports whether one of the lines is not empty.
func HasAny(lines []message.Line) bool {
	return slices.ContainsFunc(lines, func(l message.Line) bool { return strings.TrimSpace(l.Text) != "" })
}

// textFollows reports whether the writer's text goes on below a line that may be the mark of a signature: a sentence or
// a list begins there, or sentences follow in which nothing reaches or names the writer.
func textFollows(lines []message.Line, i int) bool {
	first, prose, contact := true, false, false
	for k, l := range lines[i+1:] {
		s := strings.TrimSpace(l.Text)
		switch {
		case s == "":
			continue
		case Disclaimer().MatchString(s):
			return false
		case k > 40:
			return true
		case first && (IsProse(s) || isItem(s) || isPhrase(s)):
			return true
		}
		first = false
		prose = prose || IsProse(s)
		contact = contact || contactLine().MatchString(s) || LegalForm().MatchString(s) ||
			strings.ContainsAny(s, "@|") || phones.Digits(s) >= 7 || SiteName().MatchString(s) ||
			postscript().MatchString(s) || DeviceLine().MatchString(s)
	}
	return prose && !contact
}

// underHeading reports whether the ruler at line i stands below a heading, as another one above it does.
func underHeading(lines []message.Line, i int) bool {
	below := func(k int) bool {
		return k > 0 && Ruler().MatchString(lines[k].Text) && strings.TrimSpace(lines[k-1].Text) != ""
	}
	if !below(i) {
		return false
	}
	for k := i - 2; k > 0; k-- {
		if below(k) {
			return true
		}
	}
	return false
}

// item matches a line of a list: a bullet, a number in a list, or how many of what.
var item = phrases.Lazy(`^\s*(?:[-*•–+]\s+\S|\d{1,3}[.)]\s+\S|\d{1,4}\s?[x×]?\s+\p{Ll})`)

func isItem(s string) bool { return item().MatchString(s) }

// isPhrase reports whether most words of a line begin with a small letter, as in texts and not in signatures.
func isPhrase(s string) bool {
	small, all := 0, 0
	for _, w := range strings.Fields(s) {
		c, _ := utf8.DecodeRuneInString(w)
		if all++; unicode.IsLower(c) {
			small++
		}
	}
	return small >= 3 && 2*small > all && !strings.ContainsAny(s, "@|") && !SignOff().MatchString(s)
}

// IsProse reports whether a line is a sentence, as texts have them and signatures do not.
func IsProse(s string) bool {
	s = strings.TrimSpace(s)
	if len([]rune(s)) > 75 {
		return true
	}
	return len(strings.Fields(s)) >= 3 && (strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") ||
		strings.HasSuffix(s, "!")) && !LegalForm().MatchString(s) && !SignOff().MatchString(s)
}

var postscript = phrases.Lazy(`^\s*(?i:p\.?\s?s\.?)\s*[:.!–—-]?\s+\S|^\s*(PS|P\.S\.)[:.]`)

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
func endsText(lines []message.Line, i int) bool {
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
var contactLine = phrases.Pattern(`(?i)^\s*[*_]*({{contact line label}}\.?[*_]*\s*[:.|]\s*[*_]*\S|` +
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
			!LegalForm().MatchString(s) {
			break
		}
		contact = contact || contactLine().MatchString(s)
	}
	return len(lines)
}

var (
	// NumberLike matches a run of digits in the way telephone numbers are written.
	NumberLike = phrases.Lazy(`(?:\+|\(\+?)?\d[\d\s().\/-]{4,22}\d`)
	// DateLike matches a day or a time of day that looks like such a number.
	DateLike = phrases.Lazy(`\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}`)
)

// SiteName matches the name of a site.
var SiteName = phrases.Lazy(`(?i)(?:^|[\s(<"'/])(?:[\p{L}\d-]{1,63}\.)+\p{L}{2,20}(?:[/\s)>"',.;:]|$)`)
