package reading

import (
	"strings"

	"leadsheet/mailin/message"
)

const maxNeed = 2000

var (
	// signOff matches a line that closes a mail and has nothing else but perhaps the writer's name.
	signOff = linePattern("closing", `(?i)^\s*[*_]?{{closing}}[\s,.!:;*_–—-]*`+
		`(?P<name>(?-i:(\p{Lu}[\p{L}.'’-]*\s*){1,4}))?[*_]?\s*$`)
	deviceLine = linePattern("sent from device", `(?i)^\s*[-_]*\s*{{sent from device}}`)
	disclaimer = linePattern("disclaimer", `(?i)^\s*\**{{disclaimer}}`)
	banner     = linePattern("warning banner", `(?i)^\s*[\[*<(]*\s*{{warning banner}}`)
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
		_, found := forwardMarker(l.Text)
		found = found || l.Role == roleMarker || roleFields[l.Role] != ""
		if found || len(out) > 0 && len(l.Text) > 10 && disclaimer().MatchString(l.Text) {
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
	const quotes = message.Cited | message.Indented
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
		case blank || any && !strings.HasPrefix(lines[i-1].Text, ">") || lines[i-1].Mark&quotes != 0 && l.Mark&quotes == 0:
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
