// Package ledger owns the keys of everything that came in, as the column Key of the tab Intake holds them, and
// decides by them: whether a record is known, whether its answers were edited, whether it replaces another one,
// whether it is held back, and whether a cell follows an edit. It computes on values only.
//
// Keys stand in the workbooks of users for as long as these live. A format that was written once is read for ever: a
// new kind of key is a new prefix here, and a new part of a record's suffix is another length of it.
package ledger

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Kind is what a key stands for.
type Kind int

// The kinds of keys. A key that a user has changed is of the kind that its prefix says.
const (
	// Unknown is every text that is no key of ours, also the empty one.
	Unknown Kind = iota
	// Record is a record of a form: "f:" and 24 hexadecimal digits of what makes it that record, then a suffix that
	// remembers more of it. Keys of early versions have "." and 6 digits more in front of the suffix.
	Record
	// Message is a mail: "m:" and 26 letters of a hash of its bytes.
	Message
	// MessagePlace is a mail of which only the place is known: "m:place:" and FOLDER:UIDVALIDITY:UID.
	MessagePlace
	// Attached is a message attached to a mail: "m+N:" and the letters of the mail; N counts from 1.
	Attached
	// SentMail is a mail in the folder of sent ones: "s:" and 26 letters of a hash of its header.
	SentMail
	// FileSummary is a file whose records are all taken in: "s:" and 20 hexadecimal digits of its content.
	FileSummary
	// HeldBack is a file of which records were held back: "h:" and 20 hexadecimal digits of its content.
	HeldBack
	// FileNotice is a file that could not be read, or of which nothing was taken: "x:" and 20 hexadecimal digits.
	FileNotice
	// FolderStart is where leadsheet began with a folder: "start:" and FOLDER:UIDVALIDITY.
	FolderStart
)

// prefixes are how the keys of a kind begin. SentMail and FileSummary share one.
var prefixes = [...]string{
	Record: "f:", Message: "m:", MessagePlace: "m:place:", Attached: "m+", SentMail: "s:", FileSummary: "s:",
	HeldBack: "h:", FileNotice: "x:", FolderStart: "start:",
}

const (
	suffixSeparator = "~" // stands between a record and its suffix
	messageLength   = 26  // letters of the hash of a message
	fileBytes       = 10  // bytes of the hash of a file
	recordBytes     = 12  // bytes of the hash of a record
)

// Key is a key, taken apart. Its zero value is the empty text.
type Key struct {
	kind Kind
	text string
	own  int // the length of the text without the suffix of a record
}

// ParseKey takes a key apart. It takes every text, and String returns that text again.
func ParseKey(text string) Key {
	k := Key{kind: kindOf(text), text: text, own: len(text)}
	if k.kind == Record {
		if i := strings.Index(text, suffixSeparator); i >= 0 {
			k.own = i
		}
	}
	return k
}

func kindOf(text string) Kind {
	for _, kind := range [...]Kind{Record, MessagePlace, Message, HeldBack, FileNotice, FolderStart} {
		if strings.HasPrefix(text, prefixes[kind]) {
			return kind
		}
	}
	if id, ok := strings.CutPrefix(text, prefixes[SentMail]); ok {
		if len(id) == messageLength {
			return SentMail
		}
		return FileSummary
	}
	if _, _, ok := cutAttached(text); ok {
		return Attached
	}
	return Unknown
}

// cutAttached returns the number and the letters in the key of an attached message.
func cutAttached(text string) (n int, id string, ok bool) {
	rest, ok := strings.CutPrefix(text, prefixes[Attached])
	number, id, colon := strings.Cut(rest, ":")
	n, err := strconv.Atoi(number)
	return n, id, ok && colon && err == nil && n > 0 && strconv.Itoa(n) == number
}

// String is the key as the workbook holds it.
func (k Key) String() string { return k.text }

// Kind is what the key stands for.
func (k Key) Kind() Kind { return k.kind }

// Own is the key without what it remembers of a record: the same record has the same, whatever its answers are.
func (k Key) Own() string { return k.text[:k.own] }

// ID is the key without its prefix, its number and its suffix.
func (k Key) ID() string {
	switch k.kind {
	case Unknown:
		return k.text
	case Attached:
		_, id, _ := cutAttached(k.text)
		return id
	}
	return k.text[len(prefixes[k.kind]):k.own]
}

// Number is which of the messages attached to a mail it is, from 1; 0 for another kind of key.
func (k Key) Number() int {
	if k.kind != Attached {
		return 0
	}
	n, _, _ := cutAttached(k.text)
	return n
}

// Mail is the key of the mail to which a message is attached; "" for another kind of key.
func (k Key) Mail() string {
	if k.kind != Attached {
		return ""
	}
	return prefixes[Message] + k.ID()
}

// IsRequest reports whether what the key stands for may become a lead. A line about a folder or a file does not, and
// neither does a mail that the team has sent.
func (k Key) IsRequest() bool {
	switch k.kind {
	case FolderStart, SentMail, FileSummary, HeldBack:
		return false
	}
	return true
}

// AppendRecord appends the key of a form's record, as text, by a hash of what makes it that record.
func AppendRecord(b []byte, hash [sha256.Size]byte) []byte {
	return hex.AppendEncode(append(b, prefixes[Record]...), hash[:recordBytes])
}

// OfMessage is the key of a mail by its bytes.
func OfMessage(raw []byte) Key { return ParseKey(prefixes[Message] + messageHash(raw)) }

// OfMessageAt is the key of a mail of which only the place is known.
func OfMessageAt(where string) Key { return ParseKey(prefixes[MessagePlace] + where) }

// OfAttached is the key of the n-th message attached to a mail, n from 1. As text it sorts in front of the mail's own
// key: once the row of the mail is stored, the rows of what is attached to it are.
func OfAttached(mail string, n int) Key {
	return ParseKey(fmt.Sprintf("%s%d:%s", prefixes[Attached], n, strings.TrimPrefix(mail, prefixes[Message])))
}

// OfSentMail is the key of a mail that the team has sent, by the fields of its header that say which it is.
func OfSentMail(fields ...string) Key {
	return ParseKey(prefixes[SentMail] + messageHash([]byte(strings.Join(fields, "\x00"))))
}

// OfFileSummary is the key of the row that sums up a file of this content.
func OfFileSummary(content [sha256.Size]byte) Key { return ofFile(FileSummary, content) }

// OfHeldBack is the key of the row about the records of a file that were held back.
func OfHeldBack(content [sha256.Size]byte) Key { return ofFile(HeldBack, content) }

// OfFileNotice is the key of the row that says why nothing was taken from a file, by a hash of the row's subject.
func OfFileNotice(about [sha256.Size]byte) Key { return ofFile(FileNotice, about) }

// OfFolderStart is the key of the row that says where leadsheet began with a folder under one numbering of its
// messages.
func OfFolderStart(folder string, validity uint32) Key {
	return ParseKey(prefixes[FolderStart] + folder + ":" + strconv.FormatUint(uint64(validity), 10))
}

func ofFile(kind Kind, hash [sha256.Size]byte) Key {
	return ParseKey(prefixes[kind] + hex.EncodeToString(hash[:fileBytes]))
}

func messageHash(b []byte) string {
	hash := sha256.Sum256(b)
	return strings.ToLower(base32.StdEncoding.EncodeToString(hash[:]))[:messageLength]
}
