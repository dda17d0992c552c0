package handover

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// Product is a program whose importer takes the files. Each stands in a file of its own, as one table.
type Product struct {
	Name  string // as people ask for it: hubspot
	Title string // as its maker writes it
	Pages []string
	files []file
	most  limit
	// day and moment are how its importer reads times, in zone; nil: the one of the business.
	day, moment string
	zone        *time.Location
	// clean takes from a text what the importer refuses; nil: it takes all.
	clean func(string) string
	// before is what to do in the product first, after is what to look at in the end, and unsure what could not be
	// verified without the product.
	before, after, unsure []string
}

// Products are those that files are written for.
func Products() []*Product {
	return []*Product{&hubspot, &pipedrive, &zoho, &odoo, &espocrm, &freshsales}
}

// ProductNamed returns the product of that name; nil for none.
func ProductNamed(name string) *Product {
	for _, p := range Products() {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// ProductNames are their names, as people read them.
func ProductNames() string {
	var names []string
	for _, p := range Products() {
		names = append(names, p.Name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// each says what the rows of a file are.
type each uint8

const (
	eachContact     each = iota
	eachDealContact      // a contact with a deal
	eachCompany
	eachDealCompany // a company with a deal
	eachAccount     // a company, or a person whose deal names none
	eachNoDeal      // a lead that neither is nor was a deal
	eachDeal        // a lead that is or was a deal
	eachRunning     // a lead that is no deal and has not ended
	eachOther       // a lead that is a deal or has ended
	eachLost        // a lead that has ended without being won
	eachNotLost     // a lead that is open or won
	eachNote        // an event of a lead, and before them what the lead holds
	eachNext        // an open lead with a next step or the day of one
)

// file is one of the files of a product.
type file struct {
	name    string // without .csv
	rows    each
	about   string // what a row is
	columns []column
	// rest says that the columns of Leads that no other column holds follow, as fields to be made there.
	rest bool
	// do is how the file is imported, step by step.
	do []string
}

// column is a column of a file.
type column struct {
	title string
	value func(r *row) string
	holds string // the column of Leads that it holds as it stands, or in the product's form; "" for others
	from  string // what it holds, for people; "" where holds says it
	// custom says that the field has to be made in the product, and unsure that its title or form is not verified.
	custom, unsure bool
}

// restPrefix stands before the titles of columns that the product has no field for, so that no importer takes them for
// its own.
const restPrefix = "leadsheet "

// row is what a row of a file is about.
type row struct {
	*index
	product *Product
	lead    int
	contact *contact
	company *company // nil for none
	// merged says that the row is about the contact: what the latest lead lacks is taken from the ones before.
	merged bool
	note   *lead.Event // nil for what the lead holds
	nth    int         // which of the notes of the lead it is, from 0
}

// Write writes the files for a product, with a README.txt that says how they are imported.
func (p *Product) Write(b *Business, folder Folder) ([]Made, error) {
	x := newIndex(b)
	var made []Made
	byFile := make([][]Made, len(p.files))
	for i := range p.files {
		done, err := p.write(x, &p.files[i], folder)
		if err != nil {
			return nil, err
		}
		byFile[i], made = done, append(made, done...)
	}
	whole, err := writePlain(b, folder, "everything/")
	if err != nil {
		return nil, err
	}
	if err := writeText(folder, "README.txt", p.readme(x, byFile)); err != nil {
		return nil, err
	}
	return append(made, whole...), nil
}

// write writes one file.
func (p *Product) write(x *index, f *file, folder Folder) ([]Made, error) {
	t := table{folder: folder, name: f.name, most: p.most}
	for _, c := range f.columns {
		t.titles = append(t.titles, c.title)
	}
	rest := f.restOf(x)
	for _, i := range rest {
		t.titles = append(t.titles, p.cleaned(restPrefix+x.Columns[i].Title))
	}
	cells := make([]string, len(t.titles))
	return t.close(f.each(x, func(r *row) error {
		r.product = p
		for i, c := range f.columns {
			cells[i] = p.cleaned(c.value(r))
		}
		for j, i := range rest {
			cells[len(f.columns)+j] = p.cleaned(r.value(i))
		}
		return t.write(cells)
	}))
}

// restOf are the columns of Leads that no column of the file holds.
func (f *file) restOf(x *index) []int {
	var rest []int
	for i, c := range x.Columns {
		held := func(col column) bool { return col.holds != "" && col.holds == c.Name }
		if f.rest && !slices.ContainsFunc(f.columns, held) {
			rest = append(rest, i)
		}
	}
	return rest
}

// each calls do for every row of a file.
func (f *file) each(x *index, do func(*row) error) error {
	for _, r := range f.people(x) {
		if err := do(r); err != nil {
			return err
		}
	}
	for at := range x.Rows {
		if !f.rows.has(x, at) {
			continue
		}
		r := x.rowOf(at)
		if err := do(r); err != nil {
			return err
		}
		if f.rows != eachNote {
			continue
		}
		for i, e := range x.eventsOf(at) {
			r.note, r.nth = e, i+1
			if err := do(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// people are the rows of a file that are about contacts or companies.
func (f *file) people(x *index) []*row {
	var rows []*row
	for i := range x.companies {
		c := &x.companies[i]
		if f.rows == eachCompany || f.rows == eachAccount || f.rows == eachDealCompany && c.deal {
			rows = append(rows, x.rowOf(int(c.first)))
		}
	}
	for i := range x.contacts {
		c := &x.contacts[i]
		switch {
		case f.rows == eachContact, f.rows == eachDealContact && c.deal:
			rows = append(rows, x.contactRow(c))
		case f.rows == eachAccount && c.alone:
			r := x.contactRow(c)
			r.company = nil
			rows = append(rows, r)
		}
	}
	return rows
}

// has reports whether a file has rows for a lead.
func (e each) has(x *index, at int) bool {
	switch e {
	case eachNoDeal:
		return !x.isDeal(at)
	case eachDeal:
		return x.isDeal(at)
	case eachRunning:
		return !x.isDeal(at) && x.kind(at).Open()
	case eachOther:
		return x.isDeal(at) || !x.kind(at).Open()
	case eachLost:
		return x.isLost(at)
	case eachNotLost:
		return !x.isLost(at)
	case eachNext:
		return x.kind(at).Open() && (x.cell(at, lead.ColNextStep) != "" || x.cell(at, lead.ColNextContact) != "")
	}
	return e == eachNote
}

// contactRow is the row of a file that is about a contact.
func (x *index) contactRow(c *contact) *row {
	r := x.rowOf(int(c.latest))
	for i := len(c.leads) - 1; i >= 0 && r.company == nil; i-- {
		r.company = x.rowOf(int(c.leads[i])).company
	}
	r.merged = true
	return r
}

// rowOf is the row of a file that is about a lead.
func (x *index) rowOf(at int) *row {
	r := &row{index: x, lead: at, contact: &x.contacts[x.contactOf[at]]}
	if c := x.companyOf[at]; c >= 0 {
		r.company = &x.companies[c]
	}
	return r
}

func (p *Product) cleaned(s string) string {
	if p.clean == nil {
		return s
	}
	return p.clean(s)
}

// value is what the lead has in a column, in the form of the product.
func (r *row) value(at int) string {
	v := r.Value(r.lead, at)
	for i := len(r.contact.leads) - 1; v == nil && r.merged && i >= 0; i-- {
		v = r.Value(int(r.contact.leads[i]), at)
	}
	if t, ok := v.(time.Time); ok {
		return r.when(t, r.Columns[at].Day)
	}
	return r.text(v, &r.Columns[at])
}

// when is a time in the form of the product. Days are those of the business, whatever zone times are in.
func (r *row) when(t time.Time, mayBeDay bool) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(r.Zone)
	if mayBeDay && t.Hour() == 0 && t.Minute() == 0 {
		return t.Format(r.product.day)
	}
	if r.product.zone != nil {
		t = t.In(r.product.zone)
	}
	return t.Format(r.product.moment)
}

// dayOf is a day in the form of the product.
func (r *row) dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(r.Zone).Format(r.product.day)
}
