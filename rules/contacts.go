package rules

import (
	"leadsheet/lead"
	"leadsheet/rules/matching"
)

// indexContacts prepares the index for the inquiries of this pass.
func (p *planner) indexContacts(items []lead.Inquiry) {
	of := func(row int) *lead.Lead { return &p.rows[row].l }
	p.contacts = matching.NewContacts(items, of, p.kinds, p.policy.Country, &p.texts.Pairs)
	for _, i := range p.adopted {
		p.contacts.Want(lead.ContactOf(&p.rows[i].l))
	}
	if p.contacts.IsEmpty() {
		return
	}
	for i := range p.rows {
		if !p.rows[i].skip && !p.isNoLead(i) {
			p.contacts.Add(i, lead.ContactOf(&p.rows[i].l))
		}
	}
	p.aliases()
}
