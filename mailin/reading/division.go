package reading

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phones"
)

// Part is the kind of a piece of text that is stored in no column.
type Part string

// The parts of a text that are neither the request nor an answer.
const (
	Greeting   Part = "greeting"
	Signature  Part = "signature"
	Disclaimer Part = "disclaimer" // legal notices, and the warnings of mail servers
	Quotation  Part = "quotation"  // messages that are quoted, and the headers above them
	Trailer    Part = "trailer"    // what a form or a portal adds of its own
	Label      Part = "label"      // the labels of fields that have a column
	Rest       Part = "rest"       // what is beyond the length of a column
)

// LeftOut is a piece of the visible text that is in no column, need or answer.
type LeftOut struct {
	Kind Part   `json:"kind"`
	Text string `json:"text"`
}

// piece is a LeftOut whose text is still in lines.
type piece struct {
	part  Part
	lines []message.Line
}

// leave notes lines that go into no column.
func (q *Reading) leave(part Part, lines ...message.Line) {
	if hasAny(lines) {
		q.left = append(slices.Clip(q.left), piece{part, lines})
	}
}

// leaveText does the same with text.
func (q *Reading) leaveText(part Part, text string) {
	q.leave(part, message.Line{Text: text})
}

// maxAnswer is how many characters of an answer are kept.
const maxAnswer = 5000

// answer adds an answer.
func (q *Reading) answer(question, value string) {
	q.Answers = append(q.Answers, lead.Answer{Question: message.Clean(question, 200), Value: q.cut(value, maxAnswer)})
}

// cut cuts a text at a number of characters. What is beyond it is left out.
func (q *Reading) cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		q.leaveText(Rest, string(runes[most-1:]))
	}
	return message.Clean(text, most)
}

// LeftOut lists what of the visible text is in no column, need or answer, in the order in which it was found.
func (q *Reading) LeftOut() []LeftOut {
	out := []LeftOut{}
	for _, p := range q.left {
		if s := message.Clean(message.Tidy(message.JoinLines(p.lines)), 0); s != "" {
			out = append(out, LeftOut{p.part, s})
		}
	}
	return out
}

// needLimit is how many characters of a request stand in its column.
const needLimit = 2000

// limitNeed cuts a request that is longer than its column, and says in it how much there is to read in the original.
func (q *Reading) limitNeed() {
	runes := []rune(q.Need)
	if len(q.Need) <= needLimit || len(runes) <= needLimit {
		return
	}
	const room = 80
	cut := needLimit - room
	for k := cut; k > cut-200; k-- {
		if runes[k] == ' ' || runes[k] == '\n' {
			cut = k
			break
		}
	}
	q.leaveText(Rest, string(runes[cut:]))
	q.Need = strings.TrimSpace(string(runes[:cut])) + fmt.Sprintf(" … [%d more characters: see the original message]",
		len(runes)-cut)
}

// division is the text of one message, by parts. Every line is in exactly one of them.
type division struct {
	text, signature []message.Line
	left            []piece
}

// divide divides what the writer of that name wrote.
func divide(lines []message.Line, name string) division {
	var d division
	d.text, d.left = newText(lines)
	d.text, d.signature = cutSignature(d.text, name)
	return d
}

// newLines returns the lines that the sender wrote now, without quoted messages, legal notices and warnings.
func newLines(lines []message.Line) []message.Line {
	out, _ := newText(lines)
	return out
}

// newText divides lines into those that the sender wrote now and the others: quoted messages, legal notices, warnings.
func newText(lines []message.Line) (out []message.Line, left []piece) {
	end := 0 // the line behind the last piece
	leave := func(part Part, from, to int) {
		if n := len(left) - 1; n >= 0 && left[n].part == part && end == from {
			left[n].lines = lines[from-len(left[n].lines) : to]
		} else {
			left = append(left, piece{part, lines[from:to]})
		}
		end = to
	}
	for i := 0; i < len(lines); i++ {
		text := lines[i].Text
		switch {
		case strings.HasPrefix(text, ">"):
			leave(Quotation, i, i+1)
			continue
		case len(out) < 6 && len(text) < 400 && banner().MatchString(text):
			leave(Disclaimer, i, i+1)
			continue
		}
		if _, n := introductionAt(lines, i); n > 0 {
			answers, quoted := answersBelow(lines[i+n:])
			if answers == nil {
				leave(Quotation, i, len(lines))
				return withoutBlankEnd(out), left
			}
			leave(Quotation, i, i+n)
			return withoutBlankEnd(append(out, answers...)), append(left, piece{Quotation, quoted})
		}
		if part := endsNewText(lines, i, len(out) > 0); part != "" {
			leave(part, i, len(lines))
			return withoutBlankEnd(out), left
		}
		out = append(out, lines[i])
	}
	return withoutBlankEnd(out), left
}

// endsNewText returns what begins at line i and goes on to the end: a quoted or forwarded message, or a legal notice;
// "" when neither does.
func endsNewText(lines []message.Line, i int, below bool) Part {
	l := lines[i]
	if _, found := forwardMarker(l.Text); found || l.Role == roleMarker || roleFields[l.Role] != "" {
		return Quotation
	}
	if below && len(l.Text) > 10 && disclaimer().MatchString(l.Text) {
		return Disclaimer
	}
	if f, _ := blockField(l.Text); f == "from" || f == "date" {
		if head, _ := readBlock(lines, i); len(head) >= 3 && head["from"] != "" {
			return Quotation
		}
	}
	return ""
}

// withoutBlankEnd removes empty lines and rulers from the end.
func withoutBlankEnd(out []message.Line) []message.Line {
	for len(out) > 0 && (strings.TrimSpace(out[len(out)-1].Text) == "" || ruler().MatchString(out[len(out)-1].Text)) {
		out = out[:len(out)-1]
	}
	return out
}

// answersBelow returns what the sender wrote below the lines of a quoted message and what is quoted, nil when the text
// is above it. A paragraph counts; the rest of a line that a mail client wrapped does not.
func answersBelow(lines []message.Line) (answers, cited []message.Line) {
	const quotes = message.Cited | message.Indented
	quoted, blank, any := false, false, false
	for i, l := range lines {
		s := strings.TrimSpace(l.Text)
		switch {
		case strings.HasPrefix(l.Text, ">"):
			quoted, blank = true, false
		case s == "":
			blank = true
			if any {
				answers = append(answers, message.Line{})
			}
			continue
		case !quoted:
			return nil, nil
		case blank || any && !strings.HasPrefix(lines[i-1].Text, ">") ||
			lines[i-1].Mark&quotes != 0 && l.Mark&quotes == 0:
			if _, n := introductionAt(lines, i); n > 0 {
				return answers, append(cited, lines[i:]...)
			}
			answers, any = append(answers, l), true
			continue
		}
		cited = append(cited, l)
	}
	return answers, cited
}

// requestOf returns the request in the lines of a mail: the new text, or the whole text when nothing else is left. It
// is empty when there is nothing but the line that a telephone adds.
func requestOf(lines []message.Line, name string) (need string, d division) {
	return requestIn(lines, divide(lines, name))
}

// greetedRequestOf is requestOf for what a person wrote: lines that greet, above the request, are left out.
func greetedRequestOf(lines []message.Line, name string) (need string, d division) {
	d = divide(lines, name)
	if n := greetingLines(d.text); n > 0 {
		d.left = append([]piece{{Greeting, d.text[:n]}}, d.left...)
		d.text = d.text[n:]
	}
	return requestIn(lines, d)
}

// requestIn returns the request in a division of lines.
func requestIn(lines []message.Line, d division) (string, division) {
	if len(d.signature) > 0 && onlyClosing(d.text) {
		d.text, d.signature = nil, append(slices.Clone(d.text), d.signature...)
	}
	need := message.Tidy(message.JoinLines(d.text))
	if need == "" && onlySigned(d.signature) {
		return "", d
	}
	if need == "" {
		if need = message.Tidy(message.JoinLines(d.signature)); need != "" {
			d.text = d.signature
		}
	}
	if need == "" {
		need, d.left = message.Tidy(message.JoinLines(lines)), nil
	}
	return message.Clean(need, maxNeed), d
}

// onlyClosing reports whether a text is nothing but a closing phrase and perhaps a name.
func onlyClosing(text []message.Line) bool {
	n := 0
	for _, l := range text {
		s := strings.TrimSpace(l.Text)
		if s == "" {
			continue
		}
		n++
		name := n == 2 && len(strings.Fields(s)) <= 4 && startsUpper(s) && !isProse(s)
		if !name && (n > 1 || !signOff().MatchString(s)) {
			return false
		}
	}
	return n > 0
}

// onlySigned reports whether a mail without text has a signature that begins with its mark, with a closing phrase or
// with the line that a telephone adds: then the subject says all.
func onlySigned(signature []message.Line) bool {
	for _, l := range signature {
		if s := strings.TrimSpace(l.Text); s != "" {
			return isMark(s) || deviceLine().MatchString(s) || signOff().MatchString(s)
		}
	}
	return false
}

// leaveDivision notes what a division leaves out.
func (q *Reading) leaveDivision(d division) {
	for _, p := range d.left {
		q.leave(p.part, p.lines...)
		if p.part == Quotation {
			q.decide("quotation: " + shapeOf(p.lines[0]))
		}
	}
	if len(d.signature) > 0 && !slices.Equal(d.text, d.signature) {
		q.leave(Signature, d.signature...)
	}
}

// customersPhone returns the customer's telephone number in a divided message, empty when there is none. A number in
// what the message quotes of the team's is the team's, also where the customer writes of it.
func (r *reader) customersPhone(lines []message.Line, d division) phones.Phone {
	text, signature := d.text, d.signature
	for range 4 {
		found := phones.Find(text, signature, r.opts.Country)
		number := lastDigits(found.Number)
		if number == "" || !r.quotesOwnNumber(lines, number) {
			return found
		}
		own := func(l message.Line) bool { return hasNumber([]message.Line{l}, number) }
		text = slices.DeleteFunc(slices.Clone(text), own)
		signature = slices.DeleteFunc(slices.Clone(signature), own)
	}
	return phones.Phone{}
}

// quotesOwnNumber reports whether a number with these last digits is in what the lines quote of the team's.
func (r *reader) quotesOwnNumber(lines []message.Line, number string) bool {
	rest := splitJoined(lines)
	for range maxLevels {
		f, found := nextLevel(rest, true)
		if !found {
			break
		}
		_, writer := splitSender(f.head["from"])
		own := f.body
		if next, more := nextLevel(f.body, true); more {
			own = next.above
		}
		if (writer == "" || r.isTeam(writer)) && hasNumber(own, number) {
			return true
		}
		rest = splitJoined(f.body)
	}
	return false
}

// hasNumber reports whether a telephone number with these last digits is in the lines.
func hasNumber(lines []message.Line, number string) bool {
	for i, l := range lines {
		if i > 500 || len(l.Text) > 2000 || !strings.ContainsAny(l.Text, "0123456789") {
			continue
		}
		for _, m := range numberLike().FindAllString(l.Text, 5) {
			if lastDigits(m) == number {
				return true
			}
		}
	}
	return false
}

// leaveFields notes what of a form's mail goes into no column: its labels, details and lines of its own.
func (q *Reading) leaveFields(f *formFields) {
	for _, x := range f.list {
		if x.field != lead.FieldNone || x.value == "" {
			q.leaveText(Label, x.label)
		}
		if x.field == lead.FieldSubmitted {
			q.leaveText(Trailer, x.value)
		}
	}
	for _, x := range f.meta {
		q.leaveText(Trailer, x.label+": "+x.value)
	}
	q.leave(Trailer, f.above...)
	q.leave(Trailer, f.between...)
	q.leave(Trailer, f.trailer...)
	q.leave(Rest, f.rest...)
}

// shapeOf names what shows that a quoted or forwarded message begins with a line.
func shapeOf(l message.Line) string {
	field, _ := fieldAt(l)
	_, marked := forwardMarker(l.Text)
	switch {
	case l.Mark&message.Begins != 0:
		return "a mark of the mail client in the HTML"
	case l.Role == roleIntro:
		return "a sentence with an address and a date"
	case l.Role != 0:
		return "a header, by its shape"
	case marked:
		return "a known line above it"
	case field != "":
		return "a header with known words"
	case strings.HasPrefix(l.Text, ">"):
		return "lines that begin with >"
	}
	return "a known sentence above it"
}
