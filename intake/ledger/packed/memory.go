// Package packed keeps what recognition needs of rows that have left the workbook: by which key something came in, at
// which place of a mailbox it lay, to which lead an answer to it belongs, whose address is known, and which numbers of
// leads were given. It is packed into few cells of a hidden tab, so that a workbook stays small however old it grows.
//
// What identifies people or messages is kept as salted hashes. They answer the question "was it this one?", and no
// other. See docs/decisions/packed-memory.md.
//
// A cell that was damaged is noticed: nothing may be taken for unknown then that may have been in it. See Memory.Sure.
package packed

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// MaxCell is how many characters a cell has at most. A cell of a local workbook holds 32,767, one of a Google Sheet
// 50,000.
const MaxCell = 32_000

// maxPart is how many bytes a part has at most, so that its text fits into a cell.
const maxPart = (MaxCell-len(mark))/4*3 - sumLength

// Salt is mixed into every hash of a part, so that hashes of one workbook say nothing about another, and no table of
// hashes that somebody has made beforehand helps.
type Salt [16]byte

// Cell is a row of the tab: its name, by which the row is found again, and its text. Rows may stand in any order.
type Cell struct{ Name, Text string }

// headName is the name of the cell that says which parts there are. Parts are named by numbers from 1 on.
const headName = "head"

// ErrDamaged is the error of adding to a memory that has lost a cell: the loss would be forgotten.
var ErrDamaged = errors.New("the memory of what came in is damaged")

// Memory is all that was packed. Its zero value is empty, and nothing can be added to it: see New.
type Memory struct {
	salt   Salt
	parts  []stored
	open   *part // the one that grows; a copy of the last of parts, or new
	grown  bool  // open is not in parts as it is
	head   head
	asked  []*answers // one for each salt
	damage []Damage
}

// stored is a part as its cell holds it.
type stored struct {
	cell Cell
	sum  sum
}

// New is an empty memory to which rows can be added.
func New(salt Salt) *Memory { return &Memory{salt: salt} }

// IsEmpty reports whether nothing was ever packed, and nothing is damaged.
func (m *Memory) IsEmpty() bool {
	return m == nil || len(m.parts) == 0 && !m.grown && len(m.damage) == 0 && m.head.generation == 0
}

// Rows is for how many rows of Intake the memory stands.
func (m *Memory) Rows() int {
	if m == nil {
		return 0
	}
	return int(m.head.rows)
}

// HighestID is the highest number of a lead that was given, 0 for none: no number is used again.
func (m *Memory) HighestID() int {
	if m == nil {
		return 0
	}
	return int(m.head.highest)
}

// Until is when the latest of the rows was received; zero for none.
func (m *Memory) Until() time.Time {
	if m == nil || m.head.until == 0 {
		return time.Time{}
	}
	return time.Unix(m.head.until, 0).UTC()
}

// Stays reports whether a row of Intake must stay there, because its place is needed as it is: the start of a folder,
// and a mail of which only the header could be read, which is still asked for.
func Stays(r *lead.IntakeRow) bool {
	switch ledger.ParseKey(r.Key).Kind() {
	case ledger.FolderStart, ledger.MessagePlace:
		return true
	}
	return r.Outcome == lead.Damaged
}

// AddRow packs a row of Intake, which may then leave the workbook. A row that is packed already adds nothing, so it may
// be added again after a crash.
func (m *Memory) AddRow(r *lead.IntakeRow) error {
	added, err := m.addRow(r, r.Key)
	if added {
		m.open.rows++
		m.head.rows++
	}
	return err
}

// AddForgotten packs a row of Intake of a person who is to be forgotten, so that no copy of the message comes in again.
// Neither a lead nor a day is remembered. The row itself stays, without what it said, and is not counted.
func (m *Memory) AddForgotten(r *lead.IntakeRow) error {
	bare := *r
	bare.Lead = ""
	_, err := m.addRow(&bare, ledger.ParseKey(r.Key).Own())
	return err
}

// addRow packs what a row is known by, under that key. added says that it was not packed before.
func (m *Memory) addRow(r *lead.IntakeRow, key string) (added bool, err error) {
	if err := m.Err(); err != nil {
		return false, err
	}
	number := numberOf(r.Lead)
	m.NoteID(number)
	if r.Outcome == lead.Ignored || r.Outcome == lead.Bounced {
		number = 0 // an answer to it is none to the lead
	}
	added = m.addKey(key)
	if r.MessageID != "" {
		added = m.addMessage(r, number) || added
	}
	if folder, validity, uid, ok := cutPlace(r.Where); ok && !m.Place(r.Where) {
		m.roomForUID(folderID{folder, validity}, uid)
		m.open.addUID(folder, validity, uid)
		m.answers().addUID(folder, validity, uid)
		added = true
	}
	if added && !r.Received.IsZero() {
		m.open.until, m.head.until = max(m.open.until, r.Received.Unix()), max(m.head.until, r.Received.Unix())
	}
	return added, nil
}

// roomForUID makes room for a message of a folder. One beside another that the part has takes next to none.
func (m *Memory) roomForUID(id folderID, uid uint32) {
	m.room(0)
	switch f := m.open.folders[id]; {
	case f == nil:
		m.room(len(id.name) + 5*maxVarint)
		return
	case f.has(uid-1) || uid < 1<<32-1 && f.has(uid+1):
		m.room(1)
	default:
		m.room(2*maxVarint + 1)
	}
	if m.open.folders[id] == nil { // a new part was begun
		m.room(len(id.name) + 5*maxVarint)
	}
}

// addKey packs a key; of a record the person and the day, too, by which exports that were written anew are held back.
func (m *Memory) addKey(text string) bool {
	k := ledger.ParseKey(text)
	if text == "" || m.Key(text) {
		return false
	}
	h := m.salt.hash(ofKey, k.Own())
	if s, ok := k.Suffix(); ok && s.PersonDay != ledger.NoPerson() {
		if day, ok := threeBytes(s.PersonDay); ok {
			m.room(recordLength)
			m.open.records = append(m.open.records, record{h, day})
			m.answers().addRecord(record{h, day})
			return true
		}
	}
	m.room(keyLength)
	m.open.keys = append(m.open.keys, h)
	m.answers().keys[h] = true
	return true
}

func (m *Memory) addMessage(r *lead.IntakeRow, number uint32) bool {
	msg := message{m.salt.hash(ofMessage, r.MessageID), m.salt.copyHash(r, hourPart(r.Received)), number}
	if slices.Contains(m.answers().messages[msg.hash], msg) {
		return false
	}
	m.room(messageLength)
	m.open.messages = append(m.open.messages, msg)
	m.answers().addMessage(msg)
	return true
}

// What else is remembered of a contact.
const (
	// NoLead says that a person has said of a row with exactly that address that it is no lead.
	NoLead uint8 = 1 << iota
	// DoNotContact says that the customer wants no mails and calls.
	DoNotContact
)

// AddContact packs by what a contact is known: the mail address and the telephone number, each on its own. id is the
// lead whose contact it was; "" for that of nobody. country is that of numbers without one.
func (m *Memory) AddContact(id string, c lead.Contact, country string, flags uint8) error {
	if err := m.Err(); err != nil {
		return err
	}
	number := numberOf(id)
	m.NoteID(number)
	for _, known := range []struct {
		kind byte
		key  string
	}{{ofAddress, c.EmailKey()}, {ofNumber, c.PhoneKey(country)}} {
		if known.key == "" {
			continue
		}
		x := contact{m.salt.hash(known.kind, known.key), number, flags}
		if slices.Contains(m.answers().contacts[x.hash], x) {
			continue
		}
		m.room(contactLength)
		m.open.contacts = append(m.open.contacts, x)
		m.answers().addContact(x)
	}
	return nil
}

// NoteID remembers that a number of a lead was given.
func (m *Memory) NoteID(number uint32) {
	if uint64(number) > m.head.highest && m.Err() == nil {
		m.room(0)
		m.open.highest = max(m.open.highest, uint64(number))
		m.head.highest = uint64(number)
	}
}

// room makes the open part ready for so many bytes more.
func (m *Memory) room(size int) {
	if m.open == nil {
		m.open = newPart(m.salt)
		m.parts = append(m.parts, stored{cell: Cell{Name: m.nextName()}})
	}
	if m.open.size+size > maxPart {
		m.seal()
		m.open = newPart(m.salt)
		m.parts = append(m.parts, stored{cell: Cell{Name: m.nextName()}})
	}
	m.open.size += size
	m.grown = true
}

// seal writes the open part into its cell.
func (m *Memory) seal() {
	if m.open == nil || !m.grown {
		return
	}
	last := &m.parts[len(m.parts)-1]
	last.cell.Text, last.sum = textOf(m.open.encode())
	m.head.generation++
	m.grown = false
}

// nextName is the name of one more part: a number above all that are in use.
func (m *Memory) nextName() string {
	highest := 0
	for _, p := range m.parts {
		if n, err := strconv.Atoi(p.cell.Name); err == nil {
			highest = max(highest, n)
		}
	}
	return strconv.Itoa(max(highest, len(m.parts)) + 1)
}

// Cells are the rows of the tab as they are to be. Rows that are not among them are left alone.
func (m *Memory) Cells() []Cell {
	if m.IsEmpty() || len(m.damage) > 0 {
		return nil
	}
	m.seal()
	h := m.head
	h.salt, h.sums = m.salt, nil
	cells := make([]Cell, 1, len(m.parts)+1)
	for _, p := range m.parts {
		h.sums = append(h.sums, p.sum)
		cells = append(cells, p.cell)
	}
	text, _ := textOf(h.encode())
	cells[0] = Cell{headName, text}
	return cells
}

// numberOf is the number in the ID of a lead, 0 for another text.
func numberOf(id string) uint32 {
	if !lead.IsID(id) {
		return 0
	}
	n, err := strconv.ParseUint(id[len("L-"):], 10, 32)
	if err != nil {
		return 0
	}
	return uint32(n)
}

// idOf is the ID of a lead with that number; "" for 0.
func idOf(number uint32) string {
	if number == 0 {
		return ""
	}
	return "L-" + strconv.FormatUint(uint64(number), 10)
}

// sameArrival is the most that lies between the arrivals of one mail in two mailboxes, in seconds.
const sameArrival = 10 * 60

// hourPart is the part of an hour in which a mail was received.
func hourPart(received time.Time) int64 { return received.Unix() / sameArrival }

// copyHash is a hash of what a mail has in common with its copy in another mailbox, which was received in the same or a
// neighbouring part of an hour.
func (s *Salt) copyHash(r *lead.IntakeRow, part int64) uint32 {
	parts := []string{r.MessageID, r.From, r.Subject, strconv.FormatInt(part, 10)}
	return uint32(s.hash(ofCopy, strings.Join(parts, "\x00")))
}

// threeBytes are the bytes of a person and a day; ok is false where a person has changed the letters.
func threeBytes(p ledger.PersonDay) (out [3]byte, ok bool) {
	n, err := base64.RawURLEncoding.Decode(out[:], p[:])
	return out, err == nil && n == len(out)
}
