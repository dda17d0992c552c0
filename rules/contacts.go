package rules

import (
	"slices"
	"strings"

	"leadsheet/lead"
)

// contactIndex finds the rows of a contact. It holds only the keys of this pass's inquiries, because most passes have
// few inquiries and many rows.
type contactIndex struct {
	emails, variants, tails, company map[string][]int
}

// tailLength is how many last digits of a telephone number are compared first, before the whole number is parsed.
const tailLength = 6

// contactKeys are the keys by which a contact is found; "" for one that it does not have.
// variant is the mail address as it is without what its owner may add or leave out.
type contactKeys struct{ email, variant, tail, domain, company string }

func keysOf(c lead.Contact) contactKeys {
	k := contactKeys{email: c.EmailKey(), tail: tail(c.Phone), company: strings.ToLower(strings.TrimSpace(c.Company))}
	local, d, ok := strings.Cut(k.email, "@")
	if ok && !lead.FreeMail(d) {
		k.domain = d
	}
	if ok {
		local, _, _ = strings.Cut(local, "+")
		k.variant = strings.ReplaceAll(local, ".", "") + "@" + d
	}
	return k
}

func contactOf(l *lead.Lead) lead.Contact {
	return lead.Contact{Name: l.Name, Email: l.Email, Phone: l.Phone, Company: l.Company}
}

// contactIn is the contact that an inquiry states.
func contactIn(q *lead.Inquiry) lead.Contact {
	return lead.Contact{Name: q.Name, Email: q.Email, Phone: q.Phone, Company: q.Company}
}

// tail returns the last digits of a telephone number, whatever stands between them.
func tail(phone string) string {
	var digits [tailLength]byte
	n := tailLength
	for i := len(phone) - 1; i >= 0 && n > 0; i-- {
		if c := phone[i]; c >= '0' && c <= '9' {
			n--
			digits[n] = c
		}
	}
	if n > 0 {
		return ""
	}
	return string(digits[:])
}

// indexContacts prepares the index for the inquiries of this pass.
func (p *planner) indexContacts(items []lead.Inquiry) {
	x := contactIndex{emails: map[string][]int{}, variants: map[string][]int{}, tails: map[string][]int{},
		company: map[string][]int{}}
	for i := range items {
		x.want(keysOf(contactIn(&items[i])))
		for _, address := range items[i].AnsweredTo {
			x.want(contactKeys{email: keysOf(lead.Contact{Email: address}).email})
		}
	}
	for _, i := range p.adopted {
		x.want(keysOf(contactOf(&p.rows[i].l)))
	}
	p.contacts = x
	if len(x.emails)+len(x.tails)+len(x.company) == 0 {
		return
	}
	for i := range p.rows {
		if !p.rows[i].skip && !p.isNoLead(i) {
			p.contacts.add(i, contactOf(&p.rows[i].l))
		}
	}
	p.aliases()
}

// eachRow replaces every row of the index by another one.
func (x *contactIndex) eachRow(by func(row int) int) {
	for _, m := range []map[string][]int{x.emails, x.variants, x.tails, x.company} {
		for key, rows := range m {
			out := rows[:0:0]
			for _, row := range rows {
				if row = by(row); !slices.Contains(out, row) {
					out = append(out, row)
				}
			}
			m[key] = out
		}
	}
}

func (x *contactIndex) want(k contactKeys) {
	x.each(k, func(m map[string][]int, key string) {
		if _, ok := m[key]; !ok {
			m[key] = nil
		}
	})
}

// add adds the contact of a row under each of its keys that this pass looks for.
func (x *contactIndex) add(row int, c lead.Contact) {
	x.each(keysOf(c), func(m map[string][]int, key string) {
		if rows, ok := m[key]; ok {
			m[key] = append(rows, row)
		}
	})
}

// learn adds a row under the keys that its contact has stated since.
func (x *contactIndex) learn(row int, before, now lead.Contact) {
	if now.Email == before.Email {
		now.Email = ""
	}
	if now.Phone == before.Phone {
		now.Phone = ""
	}
	if now.Company == before.Company {
		now.Company = ""
	}
	x.add(row, now)
}

func (x *contactIndex) each(k contactKeys, do func(map[string][]int, string)) {
	if k.email != "" {
		do(x.emails, k.email)
	}
	if k.tail != "" {
		do(x.tails, k.tail)
	}
	if k.variant != "" {
		do(x.variants, k.variant)
	}
	if k.company != "" {
		do(x.company, k.company)
	}
}

// findContact returns the row of the same contact, or -1: an open one before a closed one, then the latest. When there
// is none, it may return rows that only may be of the same contact, with what they have in common.
func (p *planner) findContact(c lead.Contact) (row int, suspects []int, what string) {
	k, row := keysOf(c), -1
	for _, i := range p.contacts.emails[k.email] {
		row = p.better(row, i)
	}
	if k.email == "" || row < 0 {
		for _, i := range p.withNumberOf(c) {
			if onePerson(c, contactOf(&p.rows[i].l)) {
				row = p.better(row, i)
			}
		}
	}
	if row < 0 {
		suspects, what = p.suspects(c, false)
	}
	return row, suspects, what
}

// rowsOf returns the rows of the same contact.
func (p *planner) rowsOf(c lead.Contact) []int {
	rows := slices.Clone(p.contacts.emails[keysOf(c).email])
	for _, i := range p.withNumberOf(c) {
		if onePerson(c, contactOf(&p.rows[i].l)) {
			rows = append(rows, i)
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// withNumberOf returns the rows with the telephone number of a contact.
func (p *planner) withNumberOf(c lead.Contact) []int {
	ending := p.contacts.tails[tail(c.Phone)]
	if len(ending) == 0 {
		return nil
	}
	var rows []int
	if phone := c.PhoneKey(p.policy.Country); phone != "" {
		for _, i := range ending {
			if contactOf(&p.rows[i].l).PhoneKey(p.policy.Country) == phone {
				rows = append(rows, i)
			}
		}
	}
	return rows
}

// onePerson reports whether two contacts with the same telephone number are the same.
func onePerson(a, b lead.Contact) bool {
	return lead.SimilarName(a.Name, b.Name) || numberAlone(a) && numberAlone(b)
}

// numberAlone reports whether a contact is only a telephone number, as of a caller.
func numberAlone(c lead.Contact) bool {
	return strings.TrimSpace(c.Name+c.Company) == "" && c.EmailKey() == ""
}

// better chooses between two rows of one contact.
func (p *planner) better(a, b int) int {
	if a < 0 {
		return b
	}
	x, y := &p.rows[a].l, &p.rows[b].l
	if ox, oy := p.kinds.Open(x), p.kinds.Open(y); ox != oy {
		if ox {
			return a
		}
		return b
	}
	if y.Received.After(x.Received) {
		return b
	}
	return a
}
