package handover

import (
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// The values that the tables of products name.

// of is the cell of a column, in the form of the product.
func of(name string) func(*row) string {
	return func(r *row) string {
		if at, ok := r.at[name]; ok {
			return r.value(at)
		}
		return ""
	}
}

// holding is a column that holds a column of Leads.
func holding(title, name string) column { return column{title: title, value: of(name), holds: name} }

// dayIn is the day of a column, without its time of day.
func dayIn(name string) func(*row) string {
	return func(r *row) string { return r.dayOf(r.time(r.lead, name)) }
}

// amount is a value that is a number. What people have typed instead is in the notes, or in the description.
func amount(r *row) string {
	if at, ok := r.at[lead.ColValue]; ok {
		if f, isNumber := r.Value(r.lead, at).(float64); isNumber {
			return r.text(f, &r.Columns[at])
		}
	}
	return ""
}

// received is when the request came; "" where the cell holds no time.
func received(r *row) string { return r.when(r.time(r.lead, lead.ColReceived), false) }

// email is the mail address of the person, without what stands around it.
func email(r *row) string {
	text := strings.TrimSpace(of(lead.ColEmail)(r))
	if address, ok := lead.NormalizeEmail(text); ok && !strings.EqualFold(address, text) {
		return address
	}
	return text
}

func constant(s string) func(*row) string { return func(*row) string { return s } }

func leadRef(r *row) string    { return r.refs[r.lead] }
func leadTitle(r *row) string  { return r.title(r.lead) }
func contactRef(r *row) string { return r.contact.ref }
func companyRef(r *row) string {
	if r.company == nil {
		return ""
	}
	return r.company.ref
}

// said is what the lead, or the contact, has in a column, in one line.
func (r *row) said(name string) string { return words.OneLine(of(name)(r)) }

func firstName(r *row) string {
	first, _ := splitName(r.said(lead.ColName))
	return first
}

// lastName is what stands in a field that must be filled: the last name, or else what the person is known by.
func lastName(r *row) string {
	if _, last := splitName(r.said(lead.ColName)); last != "" {
		return last
	}
	return known(r)
}

// known is what a person is known by: the name, or else the first of company, address and number that there is.
func known(r *row) string {
	for _, name := range []string{lead.ColName, lead.ColCompany, lead.ColEmail, lead.ColPhone} {
		if s := r.said(name); s != "" {
			return s
		}
	}
	return "Unknown (" + r.refs[r.lead] + ")"
}

// companyName is the company in the spelling of its first lead, by which importers find it.
func companyName(r *row) string {
	if r.company == nil {
		return ""
	}
	return words.OneLine(r.cell(int(r.company.first), lead.ColCompany))
}

// companyOr is the company as the lead has it, or what the person is known by, where a company must be named.
func companyOr(r *row) string {
	if s := r.said(lead.ColCompany); s != "" {
		return s
	}
	return known(r)
}

// account is the company or, for a person without one, the person: for products in which a deal needs a company.
func account(r *row) string {
	if s := companyName(r); s != "" {
		return s
	}
	return known(r.contactRow(r.contact))
}

func owner(r *row) string { return r.Email(r.cell(r.lead, lead.ColOwner)) }

// byKind is what a product calls the kinds of statuses.
func byKind(words map[policy.StatusKind]string) func(*row) string {
	return func(r *row) string { return words[r.kind(r.lead)] }
}

// furthest is what a product calls the kinds of statuses, for a person: the request that came furthest counts.
func furthest(words map[policy.StatusKind]string) func(*row) string {
	order := []policy.StatusKind{policy.KindWon, policy.KindDeal, policy.KindQualifying, policy.KindPostponed,
		policy.KindContacted, policy.KindWorking, policy.KindNew}
	return func(r *row) string {
		for _, kind := range order {
			for _, at := range r.contact.leads {
				if r.kind(int(at)) == kind {
					return words[kind]
				}
			}
		}
		return words[r.kind(r.lead)]
	}
}

// closeDay is a day for products in which a deal needs one: when it ended, else the next contact, else today.
func closeDay(r *row) string {
	if t := r.ended(r.lead); !t.IsZero() {
		return r.dayOf(t)
	}
	if t := r.time(r.lead, lead.ColNextContact); !t.IsZero() && r.kind(r.lead).Open() {
		return r.dayOf(t)
	}
	return r.dayOf(r.AsOf)
}

// amountOr0 is for products in which a deal needs a value.
func amountOr0(r *row) string {
	if s := amount(r); s != "" {
		return s
	}
	return "0"
}

// currency is that of the lead's value; "" where there is none.
func currency(r *row) string {
	if amount(r) == "" {
		return ""
	}
	if s := r.cell(r.lead, lead.ColCurrency); s != "" {
		return s
	}
	return r.Currency
}

// noteText is what a note says: what the lead held, or what happened.
func noteText(r *row) string {
	if r.note == nil {
		return r.summary(r.lead)
	}
	return r.refs[r.lead] + ": " + happened(r.note)
}

// noteTime is when it happened; what the lead held is noted at the moment of the export.
func noteTime(r *row) string {
	if r.note == nil {
		return r.when(r.AsOf, false)
	}
	return r.when(r.note.Time, false)
}

func noteTitle(r *row) string {
	if r.note == nil {
		return r.refs[r.lead] + ": all cells"
	}
	return words.OneLine(r.refs[r.lead] + ": " + string(r.note.What) + " " + r.note.Column)
}

// noteRef is a name for a note that no other one has.
func noteRef(r *row) string { return fmt.Sprintf("note-%s-%d", r.refs[r.lead], r.nth) }

// dated is a note that begins with its time, for products in which notes have none.
func dated(r *row) string { return noteTime(r) + "\n" + noteText(r) }

// story is all that is known of a lead, for products that take no notes: its cells, and what happened.
func story(r *row) string {
	s := r.summary(r.lead)
	if h := r.history(r.lead); h != "" {
		s += "\n\nWhat happened:\n" + h
	}
	return s
}

// stories are those of all leads of a contact.
func stories(r *row) string {
	var all []string
	for _, at := range r.contact.leads {
		all = append(all, story(&row{index: r.index, product: r.product, lead: int(at)}))
	}
	return strings.Join(all, "\n\n")
}
