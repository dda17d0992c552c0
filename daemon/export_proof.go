package daemon

import (
	"slices"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/proof"
	"leadsheet/sheets"
)

// proven are the rows of the tab Leads of an export beside what the figures know of them.
type proven struct {
	book *proof.Book
	of   []*facts.Lead // by row; nil for one that is no lead yet
	also []proof.Other
}

// prove finds the leads of the rows with these Refs.
func prove(of *facts.Dataset, refs []int32) *proven {
	p := &proven{book: proof.New(of, neutral), of: make([]*facts.Lead, len(refs))}
	most := int32(-1)
	for _, ref := range refs {
		most = max(most, ref)
	}
	rows := make([]int32, most+1) // by Ref, from 1
	for row, ref := range refs {
		rows[ref] = int32(row) + 1
	}
	on := func(c *facts.Lead) bool {
		return c.Memory == nil && c.Ref >= 0 && c.Ref < len(rows) && rows[c.Ref] > 0
	}
	for i := range of.Leads {
		if c := &of.Leads[i]; on(c) {
			p.of[rows[c.Ref]-1] = c
		}
	}
	p.also = p.book.Others(on)
	return p
}

// leads is the tab with the columns by which the leads count behind its own. What people typed as a text where a number
// or a time belongs is written as leadsheet has understood it.
func (p *proven) leads(of *sheets.ExportTable) *sheets.ExportTable {
	out := *of
	width := len(of.Columns)
	fields := make([]*lead.ColumnOf[lead.Lead], width)
	for i := range of.Columns {
		if f := lead.LeadColumn(of.Columns[i].Called()); f != nil && f.Text == nil {
			fields[i] = f
		}
	}
	out.Columns = slices.Concat(of.Columns, p.book.Columns())
	out.Body = func(yield func([]sheets.Cell, []sheets.Formula) bool) {
		row, n := make([]sheets.Cell, len(out.Columns)), 0
		for cells := range of.Body {
			copy(row, cells)
			if c := p.of[n]; c != nil {
				p.understood(row[:width], fields, c)
				p.book.Fill(row[width:], c)
			} else {
				clear(row[width:])
			}
			n++
			if !yield(row, nil) {
				return
			}
		}
	}
	return &out
}

func (p *proven) understood(row []sheets.Cell, fields []*lead.ColumnOf[lead.Lead], c *facts.Lead) {
	for i, f := range fields {
		if f == nil || row[i].Kind != lead.Text || f.Number != nil && c.Foreign != "" {
			continue
		}
		if v := f.Value(c.Lead, p.book.Zone()); !v.IsEmpty() {
			row[i] = v
		}
	}
}

// tabs are the tabs behind the tables: what the figures mean, the check, and what counts besides the leads of the tab.
func (p *proven) tabs(leads *sheets.ExportTable, whole bool) []sheets.ExportTab {
	received := slices.IndexFunc(leads.Columns, func(c sheets.Column) bool { return c.Called() == lead.ColReceived })
	at := proof.Place{Tab: leads.Title, Rows: leads.Len, First: len(leads.Columns), Received: received}
	tabs := []sheets.ExportTab{{Table: p.book.Definitions(whole)}, {Table: p.book.Check(at, len(p.also))}}
	if len(p.also) > 0 {
		tabs = append(tabs, sheets.ExportTab{Table: p.book.Also(p.also)})
	}
	return tabs
}
