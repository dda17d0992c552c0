package ledger

import (
	"slices"
	"strings"

	"leadsheet/lead"
)

// Edit is a record whose answers were edited: what it said before, as far as its key remembers, and what it says now.
type Edit struct{ before, now hashes }

// NewEdit compares an inquiry with the digest in the key under which the record came in last. ok is false when that key
// has none.
func NewEdit(was Key, q *lead.Inquiry) (e Edit, ok bool) {
	d, ok := was.digest()
	if !ok {
		return e, false
	}
	if e.before, ok = d.parse(); !ok {
		return e, false
	}
	e.now, ok = DigestOf(q).parse()
	return e, ok
}

// Verdict says what becomes of a cell when the answers of its record were edited.
type Verdict int

const (
	// Leave is for a cell that the edit does not concern.
	Leave Verdict = iota
	// Update is for a cell that still holds what the record said before.
	Update
	// Keep is for a cell that a user has changed: it stays, and an event says what the form says now.
	Keep
)

// Cell decides about the cell of the n-th of the DigestColumns. text is what the record says for it now.
func (e Edit) Cell(n int, cell, text string) Verdict {
	switch {
	case e.now[n] == e.before[n] || text == "" || text == cell:
		return Leave
	case hash16(cell) == e.before[n]:
		return Update
	}
	return Keep
}

// AnswersChanged reports whether an answer was edited that has none of the DigestColumns.
func (e Edit) AnswersChanged() bool { return e.now[answersPart] != e.before[answersPart] }

// SourceLine is the line that Details has behind the answers when the source of a lead was not recognised; title is
// that of the column Source.
func SourceLine(title, source string) string { return title + ": " + source }

// AnswersUntouched reports whether users have left unchanged the answers that have none of the DigestColumns: the lines
// of Details, and the answers in columns that the team added. titles are those of the column Source in all languages.
func (e Edit) AnswersUntouched(details string, teamColumns []lead.Answer, titles []string) bool {
	sum := hashLines(details)
	for _, a := range teamColumns {
		sum += hashLines(a.Question + ": " + a.Value)
	}
	before := e.before[answersPart]
	last := details[strings.LastIndex(details, "\n")+1:]
	ofSource := slices.ContainsFunc(titles, func(title string) bool {
		return strings.HasPrefix(last, SourceLine(title, ""))
	})
	return sum == before || ofSource && sum-hash16(last) == before
}
