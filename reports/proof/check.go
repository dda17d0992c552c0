package proof

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// Place says where formulas find the leads of an export.
type Place struct {
	Tab      string // its title
	Rows     int
	Received int // the place of the column Received, from 0
	First    int // the place of the first of Columns
}

// line is one figure of the tab Check.
type line struct {
	title   string
	value   *float64 // nil: not known
	formula string
}

// Check is the tab that recomputes the main figures from the rows: each stands beside the value that leadsheet
// computed. also is how many rows the tab of what else counts has; 0: there is no such tab.
func (b *Book) Check(at Place, also int) *sheets.ExportTable {
	areas := []area{{tab: at.Tab, last: at.Rows + 1, first: at.First, received: at.Received}}
	if also > 0 {
		areas = append(areas, area{tab: b.say.AlsoCounted, last: also + 1, first: 2, received: 1})
	}
	rows, formulas := b.head()
	for _, l := range b.lines(areas) {
		num := len(rows) + 2
		value := sheets.Cell{}
		if l.value != nil {
			value = lead.NumberValue(math.Round(*l.value*100) / 100)
		}
		rows = append(rows, []sheets.Cell{b.text(l.title), lead.TextValue(b.say.OK), value, value})
		// Of two results that differ in their last digits one may be rounded up.
		formulas = append(formulas, []sheets.Formula{"", sheets.Formula(fmt.Sprintf(
			`IF(IF(AND(ISNUMBER(C%[1]d),ISNUMBER(D%[1]d)),ABS(C%[1]d-D%[1]d)<0.011,C%[1]d&""=D%[1]d&""),"%s","%s")`,
			num, b.say.OK, b.say.Differs)), "", rounded(l.formula)})
	}
	t := b.say
	return &sheets.ExportTable{
		TabLayout: sheets.TabLayout{Title: t.Check, Note: t.CheckNote, Frozen: 1, Columns: []sheets.Column{
			{Title: t.Figure, Width: 44}, {Title: t.Same, Note: t.SameNote, Width: 12},
			{Title: t.Computed, Width: 18}, {Title: t.Recomputed, Width: 18}},
			Colors: []sheets.ColorRule{{Column: t.Same, Equals: t.Differs, Fill: "FEE2E2", Font: "B91C1C"}}},
		Len: len(rows),
		Body: func(yield func([]sheets.Cell, []sheets.Formula) bool) {
			for i := range rows {
				if !yield(rows[i], formulas[i]) {
					return
				}
			}
		}}
}

// head are the rows with the moments to which formulas refer: see fromCell.
func (b *Book) head() (rows [][]sheets.Cell, formulas [][]sheets.Formula) {
	period := b.of.Recent()
	until := period.Until()
	if whole := until.Truncate(time.Second); !whole.Equal(until) { // a cell knows no part of a second
		until = whole.Add(time.Second)
	}
	for _, r := range []struct {
		title string
		at    time.Time
	}{{b.say.From, period.From}, {b.say.Until, until}, {b.say.AsOf, b.of.Now}} {
		rows = append(rows, []sheets.Cell{lead.TextValue(r.title), {}, b.moment(r.at)})
		formulas = append(formulas, nil)
	}
	return rows, formulas
}

// lines are the figures, in the order in which people read them.
func (b *Book) lines(areas []area) []line {
	doc := figures.NewDocument(b.of)
	t := b.say
	lead := isNot(countsAs, t.KindDuplicate)
	real := []condition{lead, isNot(countsAs, t.KindNoLead), isNot(countsAs, "")}
	in := append([]condition{received}, real...)
	one := func(first condition, others ...condition) []condition { return append([]condition{first}, others...) }
	won := one(is(endedAs, t.KindWon), within(endedAt))
	own := is(summed, t.Yes)
	clocked := within(clock)
	answered := count(areas, clocked, is(response, t.InTime)) + "+" + count(areas, clocked, is(response, t.TooLate))
	byName := map[string]string{
		"leads_in":                  count(areas, in...),
		"processed":                 count(areas, append(in[:len(in):len(in)], is(began, t.Yes))...),
		"no_lead":                   count(areas, received, is(countsAs, t.KindNoLead)),
		"waiting":                   count(areas, clocked, is(response, t.Waiting)),
		"waiting_late":              count(areas, clocked, is(response, t.WaitingLate)),
		"response_first_n":          answered,
		"response_first_median_min": medianOf(areas),
		"response_first_attainment": percent(count(areas, clocked, is(response, t.InTime)),
			answered+"+"+count(areas, clocked, is(response, t.WaitingLate)), figures.MinSample),
		"won":          count(areas, won...),
		"won_value":    sum(areas, append(won, own)...),
		"win_rate":     percent(count(areas, won...), count(areas, within(endedAt), isNot(endedAs, "")), figures.MinSample),
		"open_value":   sum(areas, is(countsAs, t.KindOpen), own),
		"became_deals": count(areas, within(dealAt)),
		"conversion": percent(count(areas, append(in[:len(in):len(in)], is(deal, t.Yes))...), count(areas, in...),
			figures.MinSample),
		"closed_unqualified": count(areas, is(endedAs, t.KindUnqualified), within(endedAt)),
		"overdue_followups": count(areas, is(countsAs, t.KindOpen), func(a *area) string {
			return a.of(due) + `,"<"&INT(` + asOfCell + ")"
		}),
	}
	byName["not_processed"] = byName["leads_in"] + "-(" + byName["processed"] + ")"
	if len(areas) > 1 {
		byName["deleted_by_hand"] = "COUNTIFS(" + inPeriod(areas[1].span(2+int(columns))) + ")"
	}
	var out []line
	for _, name := range figures.FigureNames() {
		if f, ok := byName[name]; ok {
			out = append(out, line{b.of.Policy.Words.Word(words.FigureNames, name), doc.Figures[name].Value, f})
		}
	}
	out = append(out, b.moneyLines(areas, doc.Currencies, won)...)
	out = append(out, b.sourceLines(areas, doc.Sources, real)...)
	return append(out, b.reasonLines(areas, doc.Refusals)...)
}

// moneyLines are the sums of each currency, where there is more than one.
func (b *Book) moneyLines(areas []area, all map[string]figures.MoneyFigures, won []condition) []line {
	var out []line
	for _, code := range slices.Sorted(maps.Keys(all)) {
		if len(all) < 2 || len(code) > longest {
			continue
		}
		m, name := all[code], cmp.Or(code, b.own)
		of := is(countedCurrency, b.text(name).Text)
		out = append(out, line{b.say.OpenIn.With(name), &m.OpenValue, sum(areas, is(countsAs, b.say.KindOpen), of)},
			line{b.say.WonIn.With(name), &m.WonValue, sum(areas, append(won[:len(won):len(won)], of)...)})
	}
	return out
}

// sourceLines are what came of the leads of each source, of any time.
func (b *Book) sourceLines(areas []area, all map[string]figures.SourceFigures, real []condition) []line {
	var out []line
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if len(name) > longest {
			continue
		}
		s := all[name]
		of := is(countedSource, b.text(name).Text)
		leads := append([]condition{of}, real...)
		won := is(endedAs, b.say.KindWon)
		for _, l := range []struct {
			title   string
			value   float64
			formula string
		}{
			{b.say.Leads, float64(s.Leads), count(areas, leads...)},
			{b.say.Deals, float64(s.Deals), count(areas, of, is(deal, b.say.Yes))},
			{b.say.Won, float64(s.Won), count(areas, of, won)},
			{b.say.WonValue, s.WonValue, sum(areas, of, won, is(summed, b.say.Yes))},
		} {
			value := math.Round(l.value*1e4) / 1e4
			out = append(out, line{b.say.OfSource.With(name, l.title), &value, l.formula})
		}
	}
	return out
}

// reasonLines are how many leads ended in the period for which reason.
func (b *Book) reasonLines(areas []area, all map[string]int) []line {
	var out []line
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if len(name) > longest {
			continue
		}
		n := float64(all[name])
		out = append(out, line{b.say.OfReason.With(name), &n, count(areas, within(endedAt), is(endedFor, b.text(name).Text))})
	}
	return out
}
