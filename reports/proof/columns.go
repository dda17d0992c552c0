// Package proof makes the tabs Definitions and Check of an export, and the columns by which its leads count, so that
// whoever receives it can recompute the main figures from its rows, in any spreadsheet program.
//
// It is pure. docs/workbook.md describes the tabs.
package proof

import (
	"cmp"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Book is what the columns and tabs of one export are made from.
type Book struct {
	of       *facts.Dataset
	say      *words.ProofTexts
	unknown  string // the source of a lead without one
	noReason string
	own      string // the currency of the business
	// known says that the currency of the business is known: values in others are in none of its sums.
	known bool
	read  typed.Reader
	safe  func(sheets.Cell) sheets.Cell
}

// Zone is the zone of the business, in which cells show times.
func (b *Book) Zone() *time.Location { return b.of.Zone }

// text is a cell with a text of other people.
func (b *Book) text(s string) sheets.Cell { return b.safe(lead.TextValue(s)) }

// New is the book of a dataset. safe makes of a text of other people one that no program computes.
func New(of *facts.Dataset, safe func(sheets.Cell) sheets.Cell) *Book {
	read := of.Policy.Typed(of.Now)
	known := read.Currency(of.Policy.Currency)
	return &Book{of: of, safe: safe, read: read, known: known != "", say: &of.Say.Proof,
		unknown:  of.Policy.Words.Spellings(words.Sources, policy.UnknownSource)[0],
		noReason: of.Say.Figures.NoReason,
		own:      cmp.Or(known, of.Policy.Currency, of.Say.Proof.OwnCurrency)}
}

// column is one of the columns by which leads count.
type column int

// The columns, in their order.
const (
	countsAs column = iota
	countedSource
	began
	deal
	dealAt
	endedAs
	endedAt
	endedFor
	countedValue
	countedCurrency
	summed
	due
	clock
	minutes
	response
	columns
)

// Columns describes the columns by which leads count.
func (b *Book) Columns() []sheets.Column {
	t := b.say
	all := [columns]sheets.Column{
		countsAs:        {Title: t.CountsAs, Note: t.CountsAsNote, Width: 12, Format: sheets.PlainText},
		countedSource:   {Title: t.CountedSource, Note: t.CountedSourceNote, Width: 16, Format: sheets.PlainText},
		began:           {Title: t.Began, Note: t.BeganNote, Width: 9, Format: sheets.PlainText},
		deal:            {Title: t.Deal, Note: t.DealNote, Width: 14, Format: sheets.PlainText},
		dealAt:          {Title: t.DealAt, Note: t.DealAtNote, Width: 17, Format: sheets.DateTime},
		endedAs:         {Title: t.EndedAs, Note: t.EndedAsNote, Width: 12, Format: sheets.PlainText},
		endedAt:         {Title: t.EndedAt, Note: t.EndedAtNote, Width: 17, Format: sheets.DateTime},
		endedFor:        {Title: t.EndedFor, Note: t.EndedForNote, Width: 16, Format: sheets.PlainText},
		countedValue:    {Title: t.CountedValue, Note: t.CountedValueNote, Width: 14, Format: sheets.Amount},
		countedCurrency: {Title: t.CountedCurrency, Note: t.CountedCurrencyNote, Width: 17, Format: sheets.PlainText},
		summed:          {Title: t.Summed, Note: t.SummedNote, Width: 9, Format: sheets.PlainText},
		due:             {Title: t.Due, Note: t.DueNote, Width: 14, Format: sheets.DateOnly},
		clock:           {Title: t.Clock, Note: t.ClockNote, Width: 17, Format: sheets.DateTime},
		minutes:         {Title: t.Minutes, Note: t.MinutesNote, Width: 18},
		response:        {Title: t.Response, Note: t.ResponseNote, Width: 14, Format: sheets.PlainText},
	}
	return all[:]
}

// kind says what a lead is in the figures.
func (b *Book) kind(c *facts.Lead) string {
	switch {
	case c.Kind == policy.KindNoLead:
		return b.say.KindNoLead
	case c.Duplicate:
		return b.say.KindDuplicate
	case c.Memory != nil:
		return b.say.KindDeleted
	case c.Open:
		return b.say.KindOpen
	}
	return b.ended(c.Kind)
}

// ended says how a lead ended.
func (b *Book) ended(kind policy.StatusKind) string {
	switch kind {
	case policy.KindWon:
		return b.say.KindWon
	case policy.KindUnqualified:
		return b.say.KindUnqualified
	}
	return b.say.KindLost
}

// ends are the endings of a lead that count, the last one last. Their time is zero where it is not known.
func ends(c *facts.Lead) []facts.Ending {
	out := c.Track.Ends
	if c.Track.Present() == nil && c.Kind == policy.KindWon {
		out = append(out[:len(out):len(out)], facts.Ending{Kind: policy.KindWon, Held: c.Holds()})
	}
	return out
}

// isOpen reports whether a lead is one of the open ones of now: its row has no room for how it ended before.
func isOpen(c *facts.Lead) bool { return c.Open && c.Memory == nil }

// Fill writes the cells by which a lead counts into a row as wide as Columns.
func (b *Book) Fill(row []sheets.Cell, c *facts.Lead) {
	clear(row)
	row[countsAs] = lead.TextValue(b.kind(c))
	if c.Duplicate {
		return
	}
	row[countedSource] = b.text(cmp.Or(strings.TrimSpace(c.Source), b.unknown))
	if c.IsStarted() {
		row[began] = lead.TextValue(b.say.Yes)
	}
	if c.Track.Furthest >= facts.RankDeal {
		row[deal] = lead.TextValue(b.say.Yes)
	}
	row[dealAt] = b.moment(c.Track.DealAt)
	if all := ends(c); len(all) > 0 && !isOpen(c) {
		b.fillEnd(row, c, &all[len(all)-1])
	}
	if isOpen(c) {
		b.fillValue(row, c, c.Holds())
		if !c.NextContact.IsZero() {
			row[due] = b.moment(b.of.DueDay(c))
		}
	}
	b.fillResponse(row, c)
}

func (b *Book) moment(t time.Time) sheets.Cell { return lead.DateValue(t, b.of.Zone) }

func (b *Book) fillEnd(row []sheets.Cell, c *facts.Lead, e *facts.Ending) {
	row[endedAs], row[endedAt] = lead.TextValue(b.ended(e.Kind)), b.moment(e.At)
	if e.Kind == policy.KindWon {
		b.fillValue(row, c, e.Held)
	} else {
		row[endedFor] = b.text(cmp.Or(strings.TrimSpace(e.Held.Reason), b.noReason))
	}
}

func (b *Book) fillValue(row []sheets.Cell, c *facts.Lead, h facts.Held) {
	if !h.HasValue && h.Foreign == "" {
		return
	}
	code := ""
	if !b.known && c.Currency != "" { // nothing is foreign where nobody has said what is not
		code = b.read.Currency(c.Currency)
	}
	row[countedValue] = lead.NumberValue(h.Value)
	row[countedCurrency] = b.text(cmp.Or(h.Foreign, code, b.own))
	if h.HasValue {
		row[summed] = lead.TextValue(b.say.Yes)
	}
}

func (b *Book) fillResponse(row []sheets.Cell, c *facts.Lead) {
	w := b.of.First(c)
	state := ""
	switch w.State {
	case facts.Met:
		state = b.say.InTime
	case facts.Missed:
		state = b.say.TooLate
	case facts.Waiting:
		state = b.say.Waiting
	case facts.WaitingLate:
		state = b.say.WaitingLate
	default:
		return
	}
	row[response], row[clock] = lead.TextValue(state), b.moment(w.Since)
	if !w.Answered.IsZero() {
		row[minutes] = lead.NumberValue(b.of.Work(w.Since, w.Answered).Minutes())
	}
}

// Other is what counts and has no row on the tab of the leads.
type Other struct {
	Lead *facts.Lead
	// End is an earlier end of a lead that is open, or that has ended again; nil for the lead itself.
	End *facts.Ending
}

// Others are the leads that are not on the tab, and earlier ends. has tells whether a lead is on the tab.
func (b *Book) Others(has func(*facts.Lead) bool) []Other {
	var out []Other
	for i := range b.of.Leads {
		c := &b.of.Leads[i]
		if c.Memory != nil || !has(c) {
			out = append(out, Other{Lead: c})
		}
		if c.Duplicate {
			continue
		}
		all := ends(c)
		if len(all) > 0 && !isOpen(c) {
			all = all[:len(all)-1]
		}
		for k := range all {
			out = append(out, Other{Lead: c, End: &all[k]})
		}
	}
	return out
}

// Also is the tab with what counts besides the leads of the tab; its columns are the ID, Received, those by which leads
// count, when the row was deleted, and why it stands there.
func (b *Book) Also(others []Other) *sheets.ExportTable {
	t, in := b.say, b.of.Policy.Words
	all := append([]sheets.Column{
		{Title: in.Column(lead.TabLeads, lead.ColID), Width: 9, Format: sheets.PlainText},
		{Title: in.Column(lead.TabLeads, lead.ColReceived), Width: 17, Format: sheets.DateTime},
	}, b.Columns()...)
	all = append(all, sheets.Column{Title: t.DeletedAt, Note: t.DeletedAtNote, Width: 17, Format: sheets.DateTime},
		sheets.Column{Title: t.Why, Width: 50})
	return &sheets.ExportTable{
		TabLayout: sheets.TabLayout{Title: t.AlsoCounted, Note: t.AlsoNote, Columns: all, Frozen: 1}, Len: len(others),
		Body: func(yield func([]sheets.Cell, []sheets.Formula) bool) {
			row := make([]sheets.Cell, len(all))
			for i := range others {
				b.fillOther(row, &others[i])
				if !yield(row, nil) {
					return
				}
			}
		}}
}

func (b *Book) fillOther(row []sheets.Cell, o *Other) {
	clear(row)
	counts, deletedAt, why := row[2:2+columns], 2+columns, 3+columns
	row[0] = b.text(o.Lead.ID)
	switch {
	case o.End != nil:
		b.fillEnd(counts, o.Lead, o.End)
		counts[countedSource] = b.text(cmp.Or(strings.TrimSpace(o.Lead.Source), b.unknown))
		row[why] = lead.TextValue(b.say.WhyEarlier)
		return
	case o.Lead.Memory != nil:
		row[why] = lead.TextValue(b.say.WhyDeleted)
		if !o.Lead.Duplicate {
			row[deletedAt] = b.moment(o.Lead.Memory.DeletedAt)
		}
	default:
		row[why] = lead.TextValue(b.say.WhyOutside)
	}
	row[1] = b.moment(o.Lead.Received)
	b.Fill(counts, o.Lead)
}
