// Package matching finds the leads to which an inquiry may belong: those of the same contact, of a contact that may be
// the same, and of the thread that it continues.
//
// Everything here is computed from its arguments.
package matching

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Contacts finds the rows of a contact. It holds only the keys of this pass's inquiries, because most passes have
// few inquiries and many rows.
type Contacts struct {
	emails, variants, tails, company map[string][]int

	lead    func(row int) *lead.Lead
	kinds   *policy.KindCache
	country string
	say     *words.PairTexts
}

// NewContacts returns an index that looks for the contacts of inquiries. of is the lead of a row, country that of
// telephone numbers without one, and say has the words for what rows have in common.
func NewContacts(items []lead.Inquiry, of func(row int) *lead.Lead, kinds *policy.KindCache, country string,
	say *words.PairTexts) Contacts {
	x := Contacts{emails: map[string][]int{}, variants: map[string][]int{}, tails: map[string][]int{},
		company: map[string][]int{}, lead: of, kinds: kinds, country: country, say: say}
	for i := range items {
		x.Want(lead.ContactIn(&items[i]))
		for _, address := range items[i].AnsweredTo {
			x.wantKeys(contactKeys{email: lead.Contact{Email: address}.EmailKey()})
		}
	}
	return x
}

// IsEmpty reports whether no contact is looked for.
func (x *Contacts) IsEmpty() bool { return len(x.emails)+len(x.tails)+len(x.company) == 0 }

// WithAddress are the rows with a mail address.
func (x *Contacts) WithAddress(address string) []int {
	return x.emails[lead.Contact{Email: address}.EmailKey()]
}

// Want looks for the rows of one more contact.
func (x *Contacts) Want(c lead.Contact) { x.wantKeys(keysOf(c)) }

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

// EachRow replaces every row of the index by another one.
func (x *Contacts) EachRow(by func(row int) int) {
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

func (x *Contacts) wantKeys(k contactKeys) {
	x.each(k, func(m map[string][]int, key string) {
		if _, ok := m[key]; !ok {
			m[key] = nil
		}
	})
}

// Add adds the contact of a row under each of its keys that this pass looks for.
func (x *Contacts) Add(row int, c lead.Contact) {
	x.each(keysOf(c), func(m map[string][]int, key string) {
		if rows, ok := m[key]; ok {
			m[key] = append(rows, row)
		}
	})
}

// Learn adds a row under the keys that its contact has stated since.
func (x *Contacts) Learn(row int, before, now lead.Contact) {
	if now.Email == before.Email {
		now.Email = ""
	}
	if now.Phone == before.Phone {
		now.Phone = ""
	}
	if now.Company == before.Company {
		now.Company = ""
	}
	x.Add(row, now)
}

func (x *Contacts) each(k contactKeys, do func(map[string][]int, string)) {
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

// Find returns the row of the same contact, or -1: an open one before a closed one, then the latest. When there
// is none, it may return rows that only may be of the same contact, with what they have in common.
func (x *Contacts) Find(c lead.Contact) (row int, suspects []int, what string) {
	k, row := keysOf(c), -1
	for _, i := range x.emails[k.email] {
		row = x.Better(row, i)
	}
	if k.email == "" || row < 0 {
		for _, i := range x.withNumberOf(c) {
			if onePerson(c, lead.ContactOf(x.lead(i))) {
				row = x.Better(row, i)
			}
		}
	}
	if row < 0 {
		suspects, what = x.Suspects(c, false)
	}
	return row, suspects, what
}

// RowsOf returns the rows of the same contact.
func (x *Contacts) RowsOf(c lead.Contact) []int {
	rows := slices.Clone(x.emails[keysOf(c).email])
	for _, i := range x.withNumberOf(c) {
		if onePerson(c, lead.ContactOf(x.lead(i))) {
			rows = append(rows, i)
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// withNumberOf returns the rows with the telephone number of a contact.
func (x *Contacts) withNumberOf(c lead.Contact) []int {
	ending := x.tails[tail(c.Phone)]
	if len(ending) == 0 {
		return nil
	}
	var rows []int
	if phone := c.PhoneKey(x.country); phone != "" {
		for _, i := range ending {
			if lead.ContactOf(x.lead(i)).PhoneKey(x.country) == phone {
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

// Better chooses between two rows of one contact.
func (x *Contacts) Better(a, b int) int {
	if a < 0 {
		return b
	}
	la, lb := x.lead(a), x.lead(b)
	if oa, ob := x.kinds.Open(la), x.kinds.Open(lb); oa != ob {
		if oa {
			return a
		}
		return b
	}
	if lb.Received.After(la.Received) {
		return b
	}
	return a
}

// NearAddress reports whether two addresses are the same, or of the same company.
func NearAddress(a, b string) bool {
	k := keysOf(lead.Contact{Email: a}).domain
	return lead.SameAddress(a, b) || k != "" && k == keysOf(lead.Contact{Email: b}).domain
}

// Suspects are the rows that may be about the same person as a contact, and what they have in common with it. A
// company's mail domain alone says nothing. typed says that a person has typed the contact: then also what is the same
// person for certain has to be asked about, for nothing else has joined the two.
func (x *Contacts) Suspects(c lead.Contact, typed bool) (rows []int, what string) {
	k, say := keysOf(c), x.say
	if typed && len(x.emails[k.email]) > 1 {
		return x.emails[k.email], say.SameAddress
	}
	if rows = x.withNumberOf(c); len(rows) > 0 && (!typed || len(rows) > 1) {
		return rows, say.SamePhone
	}
	if rows = x.variants[k.variant]; len(rows) > 0 && (!typed || len(rows) > 1) {
		return rows, say.NearAddress
	}
	for _, i := range x.company[k.company] {
		if lead.SimilarName(c.Name, x.lead(i).Name) {
			rows = append(rows, i)
		}
	}
	return rows, say.SameCompany
}
