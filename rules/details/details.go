// Package details reads and writes the text of the column Details: the answers of the record that made a lead, and
// below them, with the day before each, what the contact said later.
package details

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Cut divides Details into the answers of the record that made the lead and the dated lines behind them.
func Cut(details string) (own, said string) {
	for at := 0; at < len(details); {
		line, _, _ := strings.Cut(details[at:], "\n")
		if dated(line) {
			return strings.TrimSuffix(details[:at], "\n"), details[at:]
		}
		at += len(line) + 1
	}
	return details, ""
}

// Join puts them together again.
func Join(own, said string) string {
	if own == "" || said == "" {
		return own + said
	}
	return own + "\n" + said
}

// dated reports whether a line begins with a day.
func dated(line string) bool {
	const n = len(time.DateOnly)
	if len(line) <= n || line[n] != ' ' {
		return false
	}
	_, err := time.Parse(time.DateOnly, line[:n])
	return err == nil
}

// Holds reports whether Details has an answer, with a day or without.
func Holds(details, question, value string) bool {
	whole := question + ": " + value
	if strings.Contains("\n"+details+"\n", "\n"+whole+"\n") {
		return true
	}
	whole = question + ": " + strings.Join(strings.Fields(value), " ")
	for line := range strings.SplitSeq(details, "\n") {
		if dated(line) {
			line = line[len(time.DateOnly)+1:]
		}
		if line == whole {
			return true
		}
	}
	return false
}

// Has reports whether the columns of the team's own have answers.
func Has(l *lead.Lead, want []lead.Answer) bool {
	for _, a := range want {
		has := func(b lead.Answer) bool { return words.Same(a.Question, b.Question) && a.Value == b.Value }
		if !slices.ContainsFunc(l.Extra, has) {
			return false
		}
	}
	return true
}

// Said is what an inquiry says in words: its need, else its subject, else its answers.
func Said(q *lead.Inquiry) string {
	if s := cmp.Or(strings.TrimSpace(q.Need), strings.TrimSpace(q.Subject)); s != "" {
		return s
	}
	var s string
	for _, a := range q.Answers {
		s += a.Question + ": " + a.Value + "; "
	}
	return strings.TrimSuffix(s, "; ")
}
