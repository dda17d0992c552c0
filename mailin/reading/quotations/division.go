package quotations

import (
	"slices"
	"strings"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
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

// Piece is a LeftOut whose text is still in lines.
type Piece struct {
	Part  Part
	Lines []message.Line
}

// Division is the text of one message, by parts. Every line is in exactly one of them.
type Division struct {
	Text, Signature []message.Line
	Left            []Piece
}

// Divide divides what the writer of that name wrote.
func Divide(lines []message.Line, name string) Division {
	var d Division
	d.Text, d.Left = NewText(lines)
	d.Text, d.Signature = letter.CutSignature(d.Text, name)
	return d
}

// NewLines returns the lines that the sender wrote now, without quoted messages, legal notices and warnings.
func NewLines(lines []message.Line) []message.Line {
	out, _ := NewText(lines)
	return out
}

// NewText divides lines into those that the sender wrote now and the others: quoted messages, legal notices, warnings.
func NewText(lines []message.Line) (out []message.Line, left []Piece) {
	end := 0 // the line behind the last piece
	leave := func(part Part, from, to int) {
		if n := len(left) - 1; n >= 0 && left[n].Part == part && end == from {
			left[n].Lines = lines[from-len(left[n].Lines) : to]
		} else {
			left = append(left, Piece{part, lines[from:to]})
		}
		end = to
	}
	for i := 0; i < len(lines); i++ {
		text := lines[i].Text
		switch {
		case strings.HasPrefix(text, ">"):
			leave(Quotation, i, i+1)
			continue
		case len(out) < 6 && len(text) < 400 && letter.Banner().MatchString(text):
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
			return withoutBlankEnd(append(out, answers...)), append(left, Piece{Quotation, quoted})
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
	if below && len(l.Text) > 10 && letter.Disclaimer().MatchString(l.Text) {
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
	blank := func(s string) bool { return strings.TrimSpace(s) == "" || letter.Ruler().MatchString(s) }
	for len(out) > 0 && blank(out[len(out)-1].Text) {
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

// RequestOf returns the request in the lines of a mail: the new text, or the whole text when nothing else is left. It
// is empty when there is nothing but the line that a telephone adds.
func RequestOf(lines []message.Line, name string) (need string, d Division) {
	return requestIn(lines, Divide(lines, name))
}

// GreetedRequestOf is requestOf for what a person wrote: lines that greet, above the request, are left out.
func GreetedRequestOf(lines []message.Line, name string) (need string, d Division) {
	d = Divide(lines, name)
	if n := letter.GreetingLines(d.Text); n > 0 {
		d.Left = append([]Piece{{Greeting, d.Text[:n]}}, d.Left...)
		d.Text = d.Text[n:]
	}
	return requestIn(lines, d)
}

// requestIn returns the request in a division of lines.
func requestIn(lines []message.Line, d Division) (string, Division) {
	if len(d.Signature) > 0 && onlyClosing(d.Text) {
		d.Text, d.Signature = nil, append(slices.Clone(d.Text), d.Signature...)
	}
	need := message.Tidy(message.JoinLines(d.Text))
	if need == "" && onlySigned(d.Signature) {
		return "", d
	}
	if need == "" {
		if need = message.Tidy(message.JoinLines(d.Signature)); need != "" {
			d.Text = d.Signature
		}
	}
	if need == "" {
		need, d.Left = message.Tidy(message.JoinLines(lines)), nil
	}
	return message.Clean(need, message.MaxText), d
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
		name := n == 2 && len(strings.Fields(s)) <= 4 && letter.StartsUpper(s) && !letter.IsProse(s)
		if !name && (n > 1 || !letter.SignOff().MatchString(s)) {
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
			return letter.IsMark(s) || letter.DeviceLine().MatchString(s) || letter.SignOff().MatchString(s)
		}
	}
	return false
}

// ShapeOf names what shows that a quoted or forwarded message begins with a line.
func ShapeOf(l message.Line) string {
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
