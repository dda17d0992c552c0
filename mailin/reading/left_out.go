package reading

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/phones"
	"leadsheet/mailin/reading/quotations"
)

// LeftOut is a piece of the visible text that is in no column, need or answer.
type LeftOut struct {
	Kind quotations.Part `json:"kind"`
	Text string          `json:"text"`
}

// leave notes lines that go into no column.
func (q *Reading) leave(part quotations.Part, lines ...message.Line) {
	if letter.HasAny(lines) {
		q.left = append(slices.Clip(q.left), quotations.Piece{Part: part, Lines: lines})
	}
}

// leaveText does the same with text.
func (q *Reading) leaveText(part quotations.Part, text string) {
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
		q.leaveText(quotations.Rest, string(runes[most-1:]))
	}
	return message.Clean(text, most)
}

// LeftOut lists what of the visible text is in no column, need or answer, in the order in which it was found.
func (q *Reading) LeftOut() []LeftOut {
	out := []LeftOut{}
	for _, p := range q.left {
		if s := message.Clean(message.Tidy(message.JoinLines(p.Lines)), 0); s != "" {
			out = append(out, LeftOut{p.Part, s})
		}
	}
	return out
}

// maxNeed is how many characters of a request are read; needLimit says how many of them are stored.
const maxNeed = message.MaxText

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
	q.leaveText(quotations.Rest, string(runes[cut:]))
	q.Need = strings.TrimSpace(string(runes[:cut])) + fmt.Sprintf(" … [%d more characters: see the original message]",
		len(runes)-cut)
}

// leaveDivision notes what a division leaves out.
func (q *Reading) leaveDivision(d quotations.Division) {
	for _, p := range d.Left {
		q.leave(p.Part, p.Lines...)
		if p.Part == quotations.Quotation {
			q.decide("quotation: " + quotations.ShapeOf(p.Lines[0]))
		}
	}
	if len(d.Signature) > 0 && !slices.Equal(d.Text, d.Signature) {
		q.leave(quotations.Signature, d.Signature...)
	}
}

// customersPhone returns the customer's telephone number in a divided message, empty when there is none. A number in
// what the message quotes of the team's is the team's, also where the customer writes of it.
func (r *reader) customersPhone(lines []message.Line, d quotations.Division) phones.Phone {
	text, signature := d.Text, d.Signature
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
	rest := quotations.SplitJoined(lines)
	for range maxLevels {
		f, found := quotations.NextLevel(rest, true)
		if !found {
			break
		}
		_, writer := letter.SplitSender(f.Head["from"])
		own := f.Body
		if next, more := quotations.NextLevel(f.Body, true); more {
			own = next.Above
		}
		if (writer == "" || r.isTeam(writer)) && hasNumber(own, number) {
			return true
		}
		rest = quotations.SplitJoined(f.Body)
	}
	return false
}

// hasNumber reports whether a telephone number with these last digits is in the lines.
func hasNumber(lines []message.Line, number string) bool {
	for i, l := range lines {
		if i > 500 || len(l.Text) > 2000 || !strings.ContainsAny(l.Text, "0123456789") {
			continue
		}
		for _, m := range letter.NumberLike().FindAllString(l.Text, 5) {
			if lastDigits(m) == number {
				return true
			}
		}
	}
	return false
}

// leaveFields notes what of a form's mail goes into no column: its labels, details and lines of its own.
func (q *Reading) leaveFields(f *labels.Form) {
	for _, x := range f.List {
		if x.Field != lead.FieldNone || x.Value == "" {
			q.leaveText(quotations.Label, x.Label)
		}
		if x.Field == lead.FieldSubmitted {
			q.leaveText(quotations.Trailer, x.Value)
		}
	}
	for _, x := range f.Meta {
		q.leaveText(quotations.Trailer, x.Label+": "+x.Value)
	}
	q.leave(quotations.Trailer, f.Above...)
	q.leave(quotations.Trailer, f.Between...)
	q.leave(quotations.Trailer, f.Trailer...)
	q.leave(quotations.Rest, f.Rest...)
}
