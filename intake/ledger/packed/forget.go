package packed

import (
	"cmp"
	"slices"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// Forget lets go of what would tell of a person: the hashes of address and number, to which lead messages belonged,
// and of records the person and day. It is for the person with that contact, for the leads with these IDs, and for
// these rows of Intake; country is that of numbers without one. Keys, places and Message-IDs stay, so that nothing
// comes in again, and so does that the person wants no mails and calls. It reports whether anything was there to let
// go of.
func (m *Memory) Forget(c lead.Contact, country string, ids []string, rows []lead.IntakeRow) (bool, error) {
	if m.IsEmpty() {
		return false, nil
	}
	if err := m.Err(); err != nil {
		return false, err
	}
	m.seal()
	parts, err := m.decoded()
	if err != nil {
		return false, err
	}
	leads := map[uint32]bool{}
	for _, id := range ids {
		leads[numberOf(id)] = true
	}
	for _, p := range parts {
		for _, x := range p.contacts {
			leads[x.lead] = leads[x.lead] || p.isOf(x, c, country)
		}
	}
	delete(leads, 0)
	changed := false
	for i, p := range parts {
		if !p.forget(c, country, leads, rows) {
			continue
		}
		changed = true
		m.parts[i].cell.Text, m.parts[i].sum = textOf(p.encode())
		m.head.generation++
	}
	if changed {
		m.asked, m.open = nil, nil
		for _, p := range parts {
			m.answersOf(p.salt).learn(p)
		}
		if last := parts[len(parts)-1]; last.salt == m.salt {
			m.open = last
		}
	}
	return changed, nil
}

// decoded are the parts as they are stored.
func (m *Memory) decoded() ([]*part, error) {
	out := make([]*part, len(m.parts))
	for i, s := range m.parts {
		b, _, ok := bytesOf(s.cell.Text)
		if ok {
			out[i], ok = decodePart(b)
		}
		if !ok { // it was written by us
			return nil, cmp.Or(m.Err(), ErrDamaged)
		}
	}
	return out, nil
}

// isOf reports whether a hash is that of the contact's address or number.
func (p *part) isOf(x contact, c lead.Contact, country string) bool {
	email, phone := c.EmailKey(), c.PhoneKey(country)
	return email != "" && x.hash == p.salt.hash(ofAddress, email) || phone != "" && x.hash == p.salt.hash(ofNumber, phone)
}

// forget lets go of what a part says of a person, and reports whether it said anything.
func (p *part) forget(c lead.Contact, country string, leads map[uint32]bool, rows []lead.IntakeRow) (changed bool) {
	contacts := p.contacts[:0:0]
	for _, x := range p.contacts {
		if leads[x.lead] || p.isOf(x, c, country) {
			kept := contact{x.hash, 0, x.flags & DoNotContact}
			if changed = changed || kept != x; kept.flags == 0 || slices.Contains(contacts, kept) {
				continue
			}
			x = kept
		}
		contacts = append(contacts, x)
	}
	p.contacts = contacts
	for i := range p.messages {
		if leads[p.messages[i].lead] {
			p.messages[i].lead, changed = 0, true
		}
	}
	theirs := map[uint64]bool{}
	for i := range rows {
		theirs[p.salt.hash(ofKey, ledger.ParseKey(rows[i].Key).Own())] = true
	}
	p.records = slices.DeleteFunc(p.records, func(r record) bool {
		if !theirs[r.hash] {
			return false
		}
		p.keys = append(p.keys, r.hash)
		changed = true
		return true
	})
	return changed
}

// Tells reports whether the memory would know the contact again.
func (m *Memory) Tells(c lead.Contact, country string) bool {
	p := m.Person(c, country)
	return len(p.ByAddress)+len(p.ByNumber) > 0 || p.Flags&NoLead != 0
}
