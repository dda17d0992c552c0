package figures

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// RankSample is the smallest sample from which something is said, ranked or weighted (docs/definitions.md, section 1).
const RankSample = 10

// Sums are open and won values of one currency. No currency is converted into another.
type Sums struct {
	Currency string // ISO code; "" for that of the workbook where nobody has said it
	Open     Money
	Won      Money // of the period
}

// currencies are the sums of each currency that some lead has, the workbook's first.
func (b dataset) currencies() []Sums {
	read := b.Policy.Typed(b.Now)
	own := read.Currency(b.Policy.Currency)
	all := []Sums{{Currency: cmp.Or(own, b.Policy.Currency)}}
	of := func(code string) *Sums {
		at := slices.IndexFunc(all, func(s Sums) bool { return s.Currency == code })
		if at < 0 {
			at = len(all)
			all = append(all, Sums{Currency: code})
		}
		return &all[at]
	}
	open, won := 0, 0
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		code := ""
		if own == "" && c.Currency != "" { // nothing is foreign where nobody has said what is not
			code = read.Currency(c.Currency)
		}
		if c.Open && c.Memory == nil {
			open++
			if held := c.Holds(); held.HasValue || held.Foreign != "" {
				of(cmp.Or(held.Foreign, code, all[0].Currency)).Open.plus(held.Value)
			}
		}
		for _, e := range c.Track.Ends {
			if e.Kind != policy.KindWon || !b.Recent().Has(e.At) {
				continue
			}
			won++
			if e.Held.HasValue || e.Held.Foreign != "" {
				of(cmp.Or(e.Held.Foreign, code, all[0].Currency)).Won.plus(e.Held.Value)
			}
		}
	}
	for i := range all {
		all[i].Open.With.Of, all[i].Won.With.Of = open, won
	}
	slices.SortFunc(all[1:], func(a, b Sums) int { return cmp.Compare(a.Currency, b.Currency) })
	return all
}

// plus adds a value that is known.
func (m *Money) plus(value float64) { m.With.Part, m.Sum = m.With.Part+1, Sum(m.Sum, value) }

// Forecast is what open leads are worth that are expected to close in one month.
type Forecast struct {
	Month time.Time // midnight of the first day; zero for leads without a day
	Open  Money
	// Weighted is the sum of each value times the share of ended leads that had come as far and were won; nil where one
	// of these shares has a sample under RankSample, and where no lead has a value.
	Weighted *float64
}

// forecast are the months in which open leads are expected to close, by the team's own column for that, in their
// order; leads without a day are the last line. Nil where no lead is open.
func (b dataset) forecast() []Forecast {
	wins := b.winShares()
	read := b.Policy.Typed(b.Now)
	var out []Forecast
	unknown := map[int]bool{} // the lines in which a share is not known
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate || c.Memory != nil || !c.Open {
			continue
		}
		month := b.closes(c, &read)
		at := slices.IndexFunc(out, func(f Forecast) bool { return f.Month.Equal(month) })
		if at < 0 {
			at = len(out)
			out = append(out, Forecast{Month: month})
		}
		f, held := &out[at], c.Holds()
		if f.Open.add(held); !held.HasValue {
			continue
		}
		share := wins[c.Track.Furthest]
		if share.Of < RankSample {
			unknown[at] = true
			continue
		}
		if f.Weighted == nil {
			f.Weighted = new(float64)
		}
		*f.Weighted += held.Value * float64(share.Part) / float64(share.Of)
	}
	for at := range out {
		switch f := &out[at]; {
		case unknown[at]:
			f.Weighted = nil
		case f.Weighted != nil:
			*f.Weighted = Sum(*f.Weighted, 0)
		}
	}
	slices.SortFunc(out, func(a, b Forecast) int {
		if a.Month.IsZero() || b.Month.IsZero() { // the one without a month is the last
			return b.Month.Compare(a.Month)
		}
		return a.Month.Compare(b.Month)
	})
	return out
}

// winShares are, for each stage, how many of the ended leads that came this far or further were won.
func (b dataset) winShares() (wins [facts.Ranks]Share) {
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate || c.Open {
			continue
		}
		for r := facts.RankAll; r <= c.Track.Furthest; r++ {
			wins[r].Of++
			if c.Kind == policy.KindWon {
				wins[r].Part++
			}
		}
	}
	return wins
}

// closes is the beginning of the month in which a lead is expected to close; zero where nobody has said that.
func (b dataset) closes(c *facts.Lead, read *typed.Reader) time.Time {
	for i := range c.Extra {
		a := &c.Extra[i]
		if strings.TrimSpace(a.Value) == "" || !b.isCloseDay(a.Question) {
			continue
		}
		if day, ok := b.dayOf(strings.TrimSpace(a.Value), read); ok {
			return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, b.Zone)
		}
	}
	return time.Time{}
}

// isCloseDay reports whether a column of the team's own says when a lead is expected to close, by its title.
func (b dataset) isCloseDay(title string) bool {
	return b.Policy.Words.Any(func(t *words.Texts) bool {
		for name := range strings.SplitSeq(t.Money.ExpectedClose, ",") {
			if words.SameFolded(name, title) {
				return true
			}
		}
		return false
	})
}

// dayOf reads a day as people type it, a month, or a day that a spreadsheet shows as a number.
func (b dataset) dayOf(text string, read *typed.Reader) (time.Time, bool) {
	if day, _, ok := read.Time(text); ok {
		return day, true
	}
	if month, err := time.ParseInLocation("2006-01", text, b.Zone); err == nil {
		return month, true
	}
	const from, to = 36526, 73050 // 2000 to 2099
	if n, err := strconv.ParseFloat(text, 64); err == nil && n >= from && n < to {
		return lead.NumberValue(n).Time(b.Zone)
	}
	return time.Time{}, false
}
