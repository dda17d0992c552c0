package quotations

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/phrases"
)

// Forwarded is a message that was found in the text of another.
type Forwarded struct {
	Above []message.Line    // what was written above it
	Head  map[string]string // from date to subject cc reply
	Body  []message.Line
	Sure  bool // a line marks it as forwarded
	Intro bool // it was introduced by a sentence ("On Monday Jane wrote:"), not by a header
}

// FindForward finds the header of the first forwarded or quoted message in lines. With loose, two fields are enough.
func FindForward(lines []message.Line, loose bool) (Forwarded, bool) {
	markerLine, certain := -100, false
	for i, l := range lines {
		if sure, found := forwardMarker(l.Text); found && (sure || loose) || l.Role == roleMarker {
			markerLine, certain = i, sure
			continue
		}
		if f, _ := fieldAt(l); f == "" || f == "other" && l.Role == 0 {
			continue
		}
		head, end := readBlock(lines, i)
		near := i-markerLine <= 4
		if head["from"] == "" || len(head) < 2 || len(head) < 3 && !near && !loose {
			continue
		}
		top := i
		if near {
			top = markerLine
		}
		return Forwarded{Above: lines[:top], Head: head, Body: unquoteAll(unquote(lines[end:], quoteDepth(l.Text))),
			Sure: near && certain}, true
	}
	return Forwarded{}, false
}

// readBlock reads the header that starts at line i and returns the index behind it. A long From may continue in the
// next line.
func readBlock(lines []message.Line, i int) (map[string]string, int) {
	head := map[string]string{}
	last, blanks := "", 0
	for ; i < len(lines) && len(head) < 8; i++ {
		text := lines[i].Text
		bare := strings.Trim(text, " >*|\t")
		if bare == "" {
			// Some clients write an empty line between the fields. The body begins when no field follows it.
			if blanks++; blanks > 1 || len(head) >= 4 || i+1 >= len(lines) || !freshField(head, lines[i+1]) {
				break
			}
			continue
		}
		f, value := fieldAt(lines[i])
		if f != "" && (head[f] == "" || f == "other") {
			head[f] = value
			last, blanks = f, 0
			continue
		}
		open := last == "from" && (!strings.Contains(head[last], "@") ||
			strings.Count(head[last], "<") > strings.Count(head[last], ">"))
		if last != "" && blanks == 0 && len(head[last]) < 500 && (open && len(bare) < 300 ||
			(last == "to" || last == "cc") && strings.Contains(bare, "@") && len(bare) < 300) {
			head[last] += " " + bare
			continue
		}
		break
	}
	delete(head, "other")
	return head, i
}

// freshField reports whether a line is a field that head does not have yet.
func freshField(head map[string]string, l message.Line) bool {
	f, _ := fieldAt(l)
	return f != "" && head[f] == ""
}

var joinedMarker = phrases.Lazy(`^([\s>]*[-_]{3,}\s*([^-_]{6,60}?)\s*[-_]{3,})\s*(\S.*)$`)

// SplitJoined splits lines in which a client joined the marker and the header. Yahoo and Samsung write "----- Forwarded
// Message ----- From: Jane <jane@example.com>To: ...Sent: ...Subject: ...".
func SplitJoined(lines []message.Line) []message.Line {
	for i, l := range lines {
		if len(l.Text) < 30 || len(l.Text) > 3000 || !strings.Contains(l.Text, "---") ||
			!strings.ContainsAny(l.Text, ":：") {
			continue
		}
		m := joinedMarker().FindStringSubmatch(l.Text)
		if m == nil {
			continue
		}
		if _, found := KnownHeaderLines().markers[phrases.Fold(strings.Trim(m[2], markerTrim))]; !found {
			continue
		}
		out := append(append([]message.Line{}, lines[:i]...), message.Line{Text: m[1]})
		for _, part := range cutLabels(m[3] + " ") {
			out = append(out, message.Line{Text: part})
		}
		rest := lines[i+1:]
		// The header may continue in lines that are joined in the same way.
		for n := 0; n < 8 && len(rest) > 0 && len(rest[0].Text) < 3000; n++ {
			parts := cutLabels(rest[0].Text + " ")
			if f, _ := blockField(rest[0].Text); f == "" && len(parts) < 3 {
				break
			}
			for _, part := range parts {
				out = append(out, message.Line{Text: part})
			}
			rest = rest[1:]
		}
		return append(out, rest...)
	}
	return lines
}

// cutLabels splits a line before each label of a header. The text behind the subject is not split.
func cutLabels(s string) []string {
	var out []string
	from := 0
	for _, m := range KnownHeaderLines().Joined.FindAllStringSubmatchIndex(s, 12) {
		if m[0] > from {
			out = append(out, strings.TrimSpace(s[from:m[0]]))
			from = m[0]
		}
		if KnownHeaderLines().fields[phrases.Fold(s[m[2]:m[3]])] == "subject" {
			break
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

func quoteDepth(s string) int {
	n := 0
	for _, c := range s {
		if c == '>' {
			n++
		} else if c != ' ' {
			break
		}
	}
	return n
}

// unquote removes depth quote marks from every line.
func unquote(lines []message.Line, depth int) []message.Line {
	if depth == 0 {
		return lines
	}
	out := make([]message.Line, len(lines))
	for i, l := range lines {
		s := l.Text
		for range depth {
			s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(s, " "), ">"), " ")
		}
		out[i] = l
		out[i].Text = s
	}
	return out
}

// unquoteAll removes the quote marks of a body that begins with them. Some clients quote the forwarded text but not its
// header, and some indent it by four blanks.
func unquoteAll(lines []message.Line) []message.Line {
	for i, l := range lines {
		switch {
		case strings.TrimSpace(l.Text) == "":
			continue
		case strings.HasPrefix(l.Text, ">"):
			return unquote(lines[i:], 1)
		case strings.HasPrefix(l.Text, "    "):
			out := make([]message.Line, 0, len(lines)-i)
			for _, l := range lines[i:] {
				l.Text = strings.TrimPrefix(l.Text, "    ")
				out = append(out, l)
			}
			return out
		}
		break
	}
	return lines
}

var (
	// introductionStart matches the beginning of the line above a quoted message that names no address.
	introductionStart = phrases.Pattern(`(?i)^[\s>]*({{wrote begins}}|\d{1,4}[./-]\d|[\p{L}]{2,9}[,.]+ \d) ?`)
	// introductionBare matches the Russian form, which has no verb: "3 мар. 2025 г. в 10:00, Jane Doe
	// <jane@example.com>:".
	introductionBare = phrases.Lazy(`\d.{0,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>\s*[:：]\s*$`)
)

// isIntroduction reports whether s is the sentence above a quoted message.
func isIntroduction(s string) bool {
	s = strings.TrimRight(s, " \t\u00a0*_")
	if len(s) > 500 || len(s) < 10 || !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, "：") {
		return false
	}
	digit := strings.ContainsAny(s, "0123456789")
	if !digit {
		return false
	}
	address := strings.Contains(s, "@")
	if address && introductionBare().MatchString(s) {
		return true
	}
	low := phrases.Fold(s)
	for _, v := range KnownHeaderLines().verbs {
		if strings.Contains(low, v) {
			return address || introductionStart().MatchString(s)
		}
	}
	return false
}

// introductionAt returns the introduction of a quoted message at line i and its number of lines, 0 when there is none.
func introductionAt(lines []message.Line, i int) (string, int) {
	s := lines[i].Text
	if lines[i].Role == roleIntro {
		if text, end := introductionEnd(lines, i); end >= 0 {
			return text, end - i + 1
		}
	}
	if s == "" || len(s) > 500 || strings.Trim(s, "> ") == "" {
		return "", 0
	}
	if isIntroduction(s) {
		return s, 1
	}
	if strings.HasSuffix(s, ":") || strings.HasSuffix(s, ".") || !strings.ContainsAny(s, "0123456789@") {
		return "", 0
	}
	two, rest := s, ""
	for n := 1; n <= 2 && i+n < len(lines); n++ {
		next := lines[i+n].Text
		if len(next) > 300 || next == "" {
			return "", 0
		}
		next = strings.TrimLeft(next, "> ")
		two, rest = two+" "+next, strings.TrimLeft(rest+" "+next, " ")
		if isIntroduction(two) {
			if !dated(s) && dated(rest) && isIntroduction(rest) {
				return "", 0 // the first line is the text above the sentence
			}
			return two, n + 1
		}
	}
	return "", 0
}

// dated reports whether a text has a date or a time of day.
func dated(s string) bool { return yearLike().MatchString(s) || clockLike().MatchString(s) }

// FindQuoted finds the first message in lines that a sentence introduces ("On Monday Jane wrote:").
func FindQuoted(lines []message.Line) (Forwarded, bool) {
	for i := range lines {
		if intro, n := introductionAt(lines, i); n > 0 {
			body := lines[i+n:]
			depth := 0
			for _, l := range body {
				if l.Text != "" {
					depth = quoteDepth(l.Text)
					break
				}
			}
			return Forwarded{Above: lines[:i], Head: map[string]string{"from": intro},
				Body: unquoteAll(unquote(body, depth)), Intro: true}, true
		}
	}
	return Forwarded{}, false
}

// NextLevel finds the first message inside lines, whether a header or a sentence introduces it.
func NextLevel(lines []message.Line, loose bool) (Forwarded, bool) {
	f, ok := FindForward(lines, loose)
	quoted, also := FindQuoted(lines)
	if also && (!ok || len(quoted.Above) < len(f.Above)) {
		return quoted, true
	}
	return f, ok
}

var (
	// introduced matches the name before the address in the line above a quoted message.
	introduced = phrases.Lazy(`([\p{L}][\p{L} .'’-]*?)["”»]?\s*\(?\s*[<\[(]+\s*(?:mailto:)?[^<>\s]*@`)
	introNoise = phrases.Pattern(`^(?i:{{wrote noise}}) +`)
)

// IntroName returns the name of the writer from the line above a quoted message.
func IntroName(intro string) string {
	name := ""
	if m := introduced().FindStringSubmatch(intro); m != nil {
		name = strings.TrimSpace(m[1])
	} else {
		if a := message.Addresses(intro, 1); len(a) > 0 {
			intro, _, _ = strings.Cut(intro, a[0])
		}
		if all := letter.FullName().FindAllString(intro, 10); len(all) > 0 { // Thunderbird leaves the address out
			name = all[len(all)-1]
		}
	}
	for {
		cut := strings.TrimSpace(introNoise().ReplaceAllString(name+" ", ""))
		if cut == name {
			return message.OneLine(fromCapital(name), 200)
		}
		name = cut
	}
}

// nameParticles are words in lower case with which a name may begin.
const nameParticles = " van von de der den da di del della la le el al bin ibn dos du ten ter zu zum "

// fromCapital removes the words in lower case before a name, which belong to the sentence.
func fromCapital(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 {
		first, _ := utf8.DecodeRuneInString(words[0])
		if !unicode.IsLower(first) || strings.Contains(nameParticles, " "+words[0]+" ") {
			break
		}
		words = words[1:]
	}
	return strings.Join(words, " ")
}
