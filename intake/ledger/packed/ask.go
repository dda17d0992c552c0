package packed

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"maps"
	"slices"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// What a hash is of. The letters go into the hashes, and so must not change.
const (
	ofKey     = 'k'
	ofMessage = 'm'
	ofCopy    = 'c'
	ofAddress = 'a'
	ofNumber  = 'n'
)

// hash is the first 64 bits of a hash of a text. That two of a million texts have the same is less likely than one in
// ten million.
func (s *Salt) hash(kind byte, text string) uint64 {
	b := make([]byte, 0, len(s)+1+len(text))
	b = append(append(append(b, s[:]...), kind), text...)
	full := sha256.Sum256(b)
	return binary.BigEndian.Uint64(full[:])
}

// answers are the parts of one salt, as questions are asked of them.
type answers struct {
	salt     Salt
	keys     map[uint64]bool
	days     map[ledger.PersonDay]bool
	messages map[uint64][]message
	contacts map[uint64][]contact
	folders  map[folderID]*spans
	unwanted bool // a contact says so
}

func newAnswers(salt Salt) *answers {
	return &answers{salt: salt, keys: map[uint64]bool{}, days: map[ledger.PersonDay]bool{},
		messages: map[uint64][]message{}, contacts: map[uint64][]contact{}, folders: map[folderID]*spans{}}
}

// answers are those of the memory's own salt.
func (m *Memory) answers() *answers { return m.answersOf(m.salt) }

func (m *Memory) answersOf(salt Salt) *answers {
	for _, a := range m.asked {
		if a.salt == salt {
			return a
		}
	}
	a := newAnswers(salt)
	m.asked = append(m.asked, a)
	return a
}

// learn adds what a part says.
func (a *answers) learn(p *part) {
	for _, k := range p.keys {
		a.keys[k] = true
	}
	for _, r := range p.records {
		a.addRecord(r)
	}
	for _, x := range p.messages {
		if !slices.Contains(a.messages[x.hash], x) {
			a.addMessage(x)
		}
	}
	for _, c := range p.contacts {
		if !slices.Contains(a.contacts[c.hash], c) {
			a.addContact(c)
		}
	}
	for id, ranges := range p.folders {
		for _, r := range ranges.list {
			a.folder(id).add(r)
		}
	}
}

func (a *answers) addRecord(r record) {
	a.keys[r.hash] = true
	var day ledger.PersonDay
	base64.RawURLEncoding.Encode(day[:], r.day[:])
	a.days[day] = true
}

func (a *answers) addMessage(x message) { a.messages[x.hash] = append(a.messages[x.hash], x) }

func (a *answers) addContact(c contact) {
	a.contacts[c.hash] = append(a.contacts[c.hash], c)
	a.unwanted = a.unwanted || c.flags&DoNotContact != 0
}

func (a *answers) folder(id folderID) *spans {
	f := a.folders[id]
	if f == nil {
		f = &spans{}
		a.folders[id] = f
	}
	return f
}

func (a *answers) addUID(folder string, validity, uid uint32) {
	a.folder(folderID{folder, validity}).add(span{uid, uid})
}

// Key reports whether something with that key was packed. A record is the same whatever its key remembers of its
// answers.
func (m *Memory) Key(key string) bool {
	if m == nil || key == "" {
		return false
	}
	own := ledger.ParseKey(key).Own()
	for _, a := range m.asked {
		if len(a.keys) > 0 && a.keys[a.salt.hash(ofKey, own)] {
			return true
		}
	}
	return false
}

// Keys reports whether all of these were packed; false for none.
func (m *Memory) Keys(keys []string) bool {
	return len(keys) > 0 && !slices.ContainsFunc(keys, func(key string) bool { return !m.Key(key) })
}

// PersonDay reports whether a record of that person and day was packed.
func (m *Memory) PersonDay(day ledger.PersonDay) bool {
	if m == nil {
		return false
	}
	for _, a := range m.asked {
		if a.days[day] {
			return true
		}
	}
	return false
}

// Place reports whether a mail was packed that lay at that place, FOLDER:UIDVALIDITY:UID.
func (m *Memory) Place(where string) bool {
	if m == nil || len(m.asked) == 0 {
		return false
	}
	folder, validity, uid, ok := cutPlace(where)
	for _, a := range m.asked {
		if f := a.folders[folderID{folder, validity}]; ok && f != nil && f.has(uid) {
			return true
		}
	}
	return false
}

// HighestUID is the highest UID that was packed of a folder under one numbering, 0 for none.
func (m *Memory) HighestUID(folder string, validity uint32) uint32 {
	if m == nil {
		return 0
	}
	var highest uint32
	for _, a := range m.asked {
		if f := a.folders[folderID{folder, validity}]; f != nil && len(f.list) > 0 {
			highest = max(highest, f.list[len(f.list)-1].last)
		}
	}
	return highest
}

// Mail is a packed mail that has the Message-ID that was asked for.
type Mail struct {
	// Lead is the ID of the lead to which it belonged; "" for none.
	Lead string
	// Copy says that sender, subject and time are those that were asked for: it is that mail.
	Copy bool
}

// Mails are the packed mails with the Message-ID of a row. Sender, subject and time of the row are compared, too.
func (m *Memory) Mails(r *lead.IntakeRow) (out []Mail) {
	if m == nil || r.MessageID == "" {
		return nil
	}
	for _, a := range m.asked {
		if len(a.messages) == 0 {
			continue
		}
		part := hourPart(r.Received)
		for _, x := range a.messages[a.salt.hash(ofMessage, r.MessageID)] {
			same := x.copy == a.salt.copyHash(r, part) || x.copy == a.salt.copyHash(r, part-1) ||
				x.copy == a.salt.copyHash(r, part+1)
			out = append(out, Mail{idOf(x.lead), same})
		}
	}
	return out
}

// Person is what is remembered of a contact.
type Person struct {
	ByAddress []string // the leads with the mail address, the latest first
	ByNumber  []string // the leads with the telephone number, the latest first
	Flags     uint8    // those of the mail address: NoLead, DoNotContact
}

// Person is what is remembered of a contact; country is that of numbers without one.
func (m *Memory) Person(c lead.Contact, country string) (p Person) {
	if m == nil {
		return p
	}
	var flags uint8
	p.ByAddress, p.Flags = m.contact(ofAddress, c.EmailKey())
	p.ByNumber, flags = m.contact(ofNumber, c.PhoneKey(country))
	p.Flags |= flags & DoNotContact
	return p
}

func (m *Memory) contact(kind byte, key string) (ids []string, flags uint8) {
	if key == "" {
		return nil, 0
	}
	numbers := map[uint32]bool{}
	for _, a := range m.asked {
		if len(a.contacts) == 0 {
			continue
		}
		for _, c := range a.contacts[a.salt.hash(kind, key)] {
			flags |= c.flags
			numbers[c.lead] = true
		}
	}
	delete(numbers, 0)
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(numbers))) {
		ids = append(ids, idOf(n))
	}
	return ids, flags
}

// WantsNone returns what tells whether a contact wants no mails and calls; nil where nobody does, so that nobody has to
// be asked for: a number has to be parsed for it, of each lead at each pass.
func (m *Memory) WantsNone(country string) func(lead.Contact) bool {
	if m == nil || !slices.ContainsFunc(m.asked, func(a *answers) bool { return a.unwanted }) {
		return nil
	}
	return func(c lead.Contact) bool { return m.Person(c, country).Flags&DoNotContact != 0 }
}
