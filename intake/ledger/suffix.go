package ledger

import (
	"encoding/base64"
	"encoding/hex"
	"time"

	"leadsheet/lead"
)

// The parts of a suffix, in the letters in which keys hold them.
type (
	// FormID is what the records of one form have in common.
	FormID [4]byte
	// Content is another when the answers of a record were edited.
	Content [4]byte
	// PersonDay is what the records of one person and one day have in common.
	PersonDay [4]byte
	// Hour is when the file of a record was written; of two hours the later one is the greater text.
	Hour [3]byte
	// AnswerDigest remembers of the answers of a record whether a cell still holds them: see DigestOf.
	AnswerDigest [16]byte
)

// Suffix is what the key of a record remembers behind the record's own key: enough to tell an edited answer from a new
// record, and who has written already, for as long as the workbook lives. Its zero value stands for a key of an earlier
// version, which remembers less.
type Suffix struct {
	FormID    FormID
	Content   Content
	PersonDay PersonDay
	Hour      Hour
	Answers   AnswerDigest
}

// The lengths of suffixes without the sign in front. Those that were written before had no hour (28 letters), and
// before that nothing but the content (8 hexadecimal digits, only of edited records).
const (
	suffixLength = 31
	digestLength = len(AnswerDigest{})
)

// NoPerson is the PersonDay of a record that names no person.
func NoPerson() PersonDay { return PersonDay{'-', '-', '-', '-'} }

// Facts are what a suffix is made of.
type Facts struct {
	Form      [3]byte // a hash of the form
	Content   [3]byte // a hash of the answers
	PersonDay string  // 6 hexadecimal digits; anything else when the record names no person
	Written   time.Time
	Inquiry   *lead.Inquiry // the answers as they were understood
}

// NewSuffix makes the suffix of a record.
func NewSuffix(f Facts) Suffix {
	return Suffix{FormID: FormID(letters(f.Form)), Content: ContentOf(f.Content), PersonDay: PersonDayOf(f.PersonDay),
		Hour: HourOf(f.Written), Answers: DigestOf(f.Inquiry)}
}

// ContentOf is the letters of a hash of the answers.
func ContentOf(hash [3]byte) Content { return letters(hash) }

func letters(b [3]byte) (out [4]byte) {
	base64.RawURLEncoding.Encode(out[:], b[:])
	return out
}

// PersonDayOf is the letters of the 6 hexadecimal digits of a person and a day; NoPerson for anything else.
func PersonDayOf(digits string) PersonDay {
	var b [3]byte
	if len(digits) != 2*len(b) {
		return NoPerson()
	}
	if _, err := hex.Decode(b[:], []byte(digits)); err != nil {
		return NoPerson()
	}
	return letters(b)
}

// hourDigits are the digits in which hours are written, in the order of their values as bytes have them.
const hourDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

// HourOf is the hour of a time, counted from 2020 in UTC. It lasts for 28 years; times outside of them are taken for
// the first and the last hour.
func HourOf(t time.Time) Hour {
	const base = len(hourDigits)
	n := int(t.Sub(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)).Hours())
	n = min(max(n, 0), base*base*base-1)
	return Hour{hourDigits[n/base/base], hourDigits[n/base%base], hourDigits[n%base]}
}

// After reports whether h is later than o.
func (h Hour) After(o Hour) bool { return string(h[:]) > string(o[:]) }

// String is the suffix as keys hold it, with the sign in front; "" for the zero value.
func (s Suffix) String() string {
	if s == (Suffix{}) {
		return ""
	}
	text := make([]byte, 0, len(suffixSeparator)+suffixLength)
	text = append(append(append(text, suffixSeparator...), s.FormID[:]...), s.Content[:]...)
	return string(append(append(append(text, s.PersonDay[:]...), s.Hour[:]...), s.Answers[:]...))
}

// Suffix is what the key of a record remembers; ok is false for a key of an earlier version and for another kind.
func (k Key) Suffix() (s Suffix, ok bool) {
	tail := k.text[k.own:]
	if len(tail) != len(suffixSeparator)+suffixLength {
		return Suffix{}, false
	}
	tail = tail[len(suffixSeparator):]
	tail = tail[copy(s.FormID[:], tail):]
	tail = tail[copy(s.Content[:], tail):]
	tail = tail[copy(s.PersonDay[:], tail):]
	tail = tail[copy(s.Hour[:], tail):]
	copy(s.Answers[:], tail)
	return s, s != Suffix{}
}

// With is the key of a record with a suffix in place of the one that it has.
func (k Key) With(s Suffix) Key { return ParseKey(k.Own() + s.String()) }

// digest is the AnswerDigest at the end of a record's key, also of the earlier version that had no hour; ok is false
// for a key that has none.
func (k Key) digest() (d AnswerDigest, ok bool) {
	if len(k.text)-k.own <= digestLength {
		return d, false
	}
	copy(d[:], k.text[len(k.text)-digestLength:])
	return d, true
}

// Identities are all texts by which what has this key is known: its own key, its key without the digest, and all of
// it. A record is the same whatever its key remembers of its answers, and so is an edit of it. A key without a digest
// is known by its whole text only.
func (k Key) Identities() [3]string {
	if _, ok := k.digest(); !ok {
		return [3]string{k.text, k.text, k.text}
	}
	return [3]string{k.Own(), k.text[:len(k.text)-digestLength], k.text}
}

// Identity is the one of the Identities by which something new is looked for: edited answers of a known record are new
// unless the same ones came in before.
func (k Key) Identity(edited bool) string {
	if edited {
		return k.Identities()[1]
	}
	return k.Identities()[0]
}
