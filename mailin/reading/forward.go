package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/mailin/message"
)

// forwarded is a message that was found in the text of another.
type forwarded struct {
	above []message.Line    // what was written above it
	head  map[string]string // from date to subject cc reply
	body  []message.Line
	sure  bool // a line marks it as forwarded
	intro bool // it was introduced by a sentence ("On Monday Jane wrote:"), not by a header
}

// findForward finds the header of the first forwarded or quoted message in lines. With loose, two fields are enough.
func findForward(lines []message.Line, loose bool) (forwarded, bool) {
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
		return forwarded{above: lines[:top], head: head, body: unquoteAll(unquote(lines[end:], quoteDepth(l.Text))),
			sure: near && certain}, true
	}
	return forwarded{}, false
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

var joinedMarker = lazy(`^([\s>]*[-_]{3,}\s*([^-_]{6,60}?)\s*[-_]{3,})\s*(\S.*)$`)

// splitJoined splits lines in which a client joined the marker and the header. Yahoo and Samsung write "----- Forwarded
// Message ----- From: Jane <jane@example.com>To: ...Sent: ...Subject: ...".
func splitJoined(lines []message.Line) []message.Line {
	for i, l := range lines {
		if len(l.Text) < 30 || len(l.Text) > 3000 || !strings.Contains(l.Text, "---") ||
			!strings.ContainsAny(l.Text, ":：") {
			continue
		}
		m := joinedMarker().FindStringSubmatch(l.Text)
		if m == nil {
			continue
		}
		if _, found := knownHeaderLines().markers[lowerFold(strings.Trim(m[2], markerTrim))]; !found {
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
	for _, m := range knownHeaderLines().joined.FindAllStringSubmatchIndex(s, 12) {
		if m[0] > from {
			out = append(out, strings.TrimSpace(s[from:m[0]]))
			from = m[0]
		}
		if knownHeaderLines().fields[lowerFold(s[m[2]:m[3]])] == "subject" {
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
	introductionStart = pattern(`(?i)^[\s>]*({{wrote begins}}|\d{1,4}[./-]\d|[\p{L}]{2,9}[,.]+ \d) ?`)
	// introductionBare matches the Russian form, which has no verb: "3 мар. 2025 г. в 10:00, Jane Doe
	// <jane@example.com>:".
	introductionBare = lazy(`\d.{0,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>\s*[:：]\s*$`)
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
	low := lowerFold(s)
	for _, v := range knownHeaderLines().verbs {
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

// findQuoted finds the first message in lines that a sentence introduces ("On Monday Jane wrote:").
func findQuoted(lines []message.Line) (forwarded, bool) {
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
			return forwarded{above: lines[:i], head: map[string]string{"from": intro},
				body: unquoteAll(unquote(body, depth)), intro: true}, true
		}
	}
	return forwarded{}, false
}

// byOutsider reports whether an outsider wrote a quoted message, as its address says.
func (r *reader) byOutsider(f *forwarded) bool {
	_, address := splitSender(f.head["from"])
	return address != "" && !r.isTeam(address)
}

// nextLevel finds the first message inside lines, whether a header or a sentence introduces it.
func nextLevel(lines []message.Line, loose bool) (forwarded, bool) {
	f, ok := findForward(lines, loose)
	quoted, also := findQuoted(lines)
	if also && (!ok || len(quoted.above) < len(f.above)) {
		return quoted, true
	}
	return f, ok
}

var (
	// introduced matches the name before the address in the line above a quoted message.
	introduced = lazy(`([\p{L}][\p{L} .'’-]*?)["”»]?\s*\(?\s*[<\[(]+\s*(?:mailto:)?[^<>\s]*@`)
	// fullName matches a name of two words or more.
	fullName   = lazy(`\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:van|von|de|der|den|da|di|del)\s+){0,2}\p{Lu}[\p{L}.'’-]+){1,3}`)
	introNoise = pattern(`^(?i:{{wrote noise}}) +`)
)

// introName returns the name of the writer from the line above a quoted message.
func introName(intro string) string {
	name := ""
	if m := introduced().FindStringSubmatch(intro); m != nil {
		name = strings.TrimSpace(m[1])
	} else {
		if a := message.Addresses(intro, 1); len(a) > 0 {
			intro, _, _ = strings.Cut(intro, a[0])
		}
		if all := fullName().FindAllString(intro, 10); len(all) > 0 { // Thunderbird leaves the address out
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

// readNote reads what the colleague wrote above the forwarded message, without the signature.
func (r *reader) readNote(q *Reading, msg *message.Message, above []message.Line) {
	name, _ := splitSender(msg.Header.Get("from"))
	d := divide(above, name)
	q.leaveDivision(d)
	note := message.Clean(message.Tidy(message.JoinLines(d.text)), 0)
	if len([]rune(note)) < 2 {
		q.leaveText(Trailer, note)
		return
	}
	q.Note = q.cut(note, maxNote)
}

// maxNote is how many characters of a colleague's note are kept.
const maxNote = 1000
