package ledger

import (
	"encoding/base64"
	"hash/fnv"
	"strings"

	"leadsheet/lead"
)

// DigestColumns are the columns of Leads that an AnswerDigest remembers, in the order of its parts. One part more
// stands for the answers that have no such column.
func DigestColumns() [5]string {
	return [5]string{lead.ColName, lead.ColEmail, lead.ColPhone, lead.ColCompany, lead.ColNeed}
}

// answersPart is the part of a digest that stands for the answers without a column.
const answersPart = 5

// hashes are the parts of a digest.
type hashes [answersPart + 1]uint16

// DigestOf is the digest of what an inquiry says: 16 bits for each of the DigestColumns, and 16 for all other
// answers. It is enough to see whether a cell still holds what the record said, and too little to say what that was.
func DigestOf(q *lead.Inquiry) (d AnswerDigest) {
	var parts hashes
	for i, column := range DigestColumns() {
		parts[i] = hash16(ValueFor(q, column))
	}
	for _, a := range q.Answers {
		parts[answersPart] += hashLines(a.Question + ": " + a.Value)
	}
	var b [2 * len(parts)]byte
	for i, n := range parts {
		b[2*i], b[2*i+1] = byte(n>>8), byte(n)
	}
	base64.RawURLEncoding.Encode(d[:], b[:])
	return d
}

// parse takes a digest apart; ok is false when a user has changed its letters so that it cannot be read.
func (d AnswerDigest) parse() (out hashes, ok bool) {
	var b [2 * len(out)]byte
	if n, err := base64.RawURLEncoding.Decode(b[:], d[:]); err != nil || n != len(b) {
		return out, false
	}
	for i := range out {
		out[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return out, true
}

// ValueFor is what an inquiry says for one of the DigestColumns.
func ValueFor(q *lead.Inquiry, column string) string {
	switch column {
	case lead.ColName:
		return q.Name
	case lead.ColEmail:
		return q.Email
	case lead.ColPhone:
		return q.Phone
	case lead.ColCompany:
		return q.Company
	}
	return q.Need
}

// hash16 is a hash of a text whatever its blanks; 0 for a text without anything else.
func hash16(s string) uint16 {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // a hash cannot return an error
	n := h.Sum32()
	return max(uint16(n>>16)^uint16(n), 1)
}

// hashLines adds up the lines of a text, so that their order does not matter.
func hashLines(s string) (sum uint16) {
	for line := range strings.Lines(s) {
		sum += hash16(line)
	}
	return sum
}
