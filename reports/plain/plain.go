// Package plain writes the report as a table for people who run leadsheet: plain text, in English.
//
// Everything here is computed from its arguments.
package plain

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/figures"
)

// unit is how a figure is written for people.
type unit uint8

const (
	inNumber unit = iota
	inPercent
	inMinutes // of working time
	inDays
)

// percents are the figures that are one.
var percents = []string{"response_first_attainment", "response_next_attainment", "win_rate", "conversion",
	"on_time_rate", "coverage", "cadence_completion", "completeness"}

// unitOf is how a figure is written, by its name.
func unitOf(name string) unit {
	switch {
	case strings.HasSuffix(name, "_min"):
		return inMinutes
	case strings.HasSuffix(name, "_days"):
		return inDays
	case slices.Contains(percents, name):
		return inPercent
	}
	return inNumber
}

// Print prints the figures of a workbook with that name. recorded says that they are as they had been recorded by that
// moment. The error is that of the writer.
func Print(out io.Writer, doc *figures.Document, book string, recorded bool) error {
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	as := "as of"
	if recorded {
		as = "as recorded by"
	}
	fmt.Fprintf(tw, "%s %s %s\n", book, as, doc.AsOf.Format("2006-01-02 15:04"))
	if len(doc.Says) > 0 {
		fmt.Fprint(tw, "\nWhat this says\n")
	}
	for _, s := range doc.Says {
		fmt.Fprintf(tw, "  %s (n = %d)\n", words.OneLine(s.Text), s.N)
	}
	if err := tw.Flush(); err != nil { // sentences make no column wide
		return err
	}
	fmt.Fprint(tw, "\nLast 30 days\tvalue\tn\tbefore\n")
	var english words.Language
	for _, name := range figures.FigureNames() {
		f, u, n := doc.Figures[name], unitOf(name), "-"
		if f.N != nil {
			n = strconv.Itoa(*f.N)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", english.Word(words.FigureNames, name), u.text(f.Value), n,
			u.text(f.Before))
	}
	for _, section := range []func(io.Writer, *figures.Document){peopleText, monthsText, sourcesText, refusalsText,
		moneyText, correctionsText} {
		if err := tw.Flush(); err != nil { // each section has its own columns
			return err
		}
		section(tw, doc)
	}
	return tw.Flush()
}

func peopleText(w io.Writer, doc *figures.Document) {
	if len(doc.People) == 0 {
		return
	}
	fmt.Fprint(w, "\nPeople\treceived\ttaken over\tpassed on\tresponse\tin time\tfollow-ups on time\toverdue\topen\twon\t"+
		"win rate\tvalue won\n")
	for _, name := range slices.Sorted(maps.Keys(doc.People)) {
		p := doc.People[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\n", cmp.Or(words.OneLine(name), "(nobody)"),
			p.Received, p.TakenOver, p.PassedOn, inMinutes.text(p.ResponseMedian), inPercent.text(p.Attainment),
			inPercent.text(p.OnTime), p.Overdue, p.Open, p.Won, inPercent.text(p.WinRate), inNumber.text(&p.WonValue))
	}
}

func monthsText(w io.Writer, doc *figures.Document) {
	title, months := "Month", doc.Months
	if len(doc.Weeks) > 0 {
		title, months = "Week from", doc.Weeks
	}
	if len(months) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\tleads\tdeals\twon\tlost\twin rate\tvalue won\tresponse\tin time\tcorrected\n", title)
	for _, name := range slices.Sorted(maps.Keys(months)) {
		m := months[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%d\n", name, m.LeadsIn, m.Deals, m.Won, m.Lost,
			inPercent.text(m.WinRate), inNumber.text(&m.WonValue), inMinutes.text(m.ResponseMedian),
			inPercent.text(m.Attainment), m.Corrections)
	}
}

func sourcesText(w io.Writer, doc *figures.Document) {
	fmt.Fprint(w, "\nSource, all leads\tleads\tqualified\tdeals\twon\tvalue won\tbecame deals\tresponse\tcost per lead\n")
	for _, name := range slices.Sorted(maps.Keys(doc.Sources)) {
		s := doc.Sources[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\n", words.OneLine(name), s.Leads, s.Qualified, s.Deals, s.Won,
			inNumber.text(&s.WonValue), inPercent.text(s.Conversion), inMinutes.text(s.ResponseMedian),
			inNumber.text(s.CostPerLead))
	}
	if len(doc.Sources) == 0 {
		fmt.Fprint(w, "no leads yet\n")
	}
}

func refusalsText(w io.Writer, doc *figures.Document) {
	if len(doc.Refusals) == 0 {
		return
	}
	fmt.Fprint(w, "\nRefusal reason\tleads\n")
	byCount := func(a, b string) int { return cmp.Or(doc.Refusals[b]-doc.Refusals[a], cmp.Compare(a, b)) }
	for _, name := range slices.SortedFunc(maps.Keys(doc.Refusals), byCount) {
		fmt.Fprintf(w, "%s\t%d\n", words.OneLine(name), doc.Refusals[name])
	}
	for _, g := range slices.Sorted(maps.Keys(doc.Groups)) {
		fmt.Fprintf(w, "  because of %s\t%d\n", g, doc.Groups[g])
	}
}

// moneyText prints sums by currency where there is more than one, and when open leads are expected to close.
func moneyText(w io.Writer, doc *figures.Document) {
	if len(doc.Currencies) > 1 {
		fmt.Fprint(w, "\nCurrency\topen\twon\n")
		for _, code := range slices.Sorted(maps.Keys(doc.Currencies)) {
			c := doc.Currencies[code]
			fmt.Fprintf(w, "%s\t%s\t%s\n", cmp.Or(code, "(none)"), inNumber.text(&c.OpenValue), inNumber.text(&c.WonValue))
		}
	}
	if len(doc.Forecast) == 0 {
		return
	}
	fmt.Fprint(w, "\nExpected to close in\tleads\tvalue\tlikely\n")
	for _, f := range doc.Forecast {
		month := "(no day)"
		if f.Month != nil {
			month = *f.Month
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\n", month, f.Leads, inNumber.text(&f.OpenValue), inNumber.text(f.Weighted))
	}
}

func correctionsText(w io.Writer, doc *figures.Document) {
	if len(doc.Corrections) > 0 {
		fmt.Fprint(w, "\nCorrected later\twon on\tcolumn\tnow\n")
	}
	for _, x := range doc.Corrections {
		to := "-"
		if x.To != nil {
			to = words.OneLine(fmt.Sprint(x.To))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", x.Lead, x.WonAt.Format(time.DateOnly), x.Column, to)
	}
}

// text is a figure for people; "-" for an unknown one.
func (u unit) text(f *float64) string {
	if f == nil {
		return "-"
	}
	switch u {
	case inPercent:
		return strconv.FormatFloat(*f, 'f', 0, 64) + "%"
	case inDays:
		return Number(f) + " d"
	case inMinutes:
		m := int(*f + 0.5)
		switch {
		case m < 120:
			return strconv.Itoa(m) + " min"
		case m%60 == 0:
			return strconv.Itoa(m/60) + " h"
		}
		return fmt.Sprintf("%d h %d min", m/60, m%60)
	}
	return Number(f)
}

// Number is a number with at most one decimal; "-" for an unknown one.
func Number(f *float64) string {
	if f == nil {
		return "-"
	}
	return strings.TrimSuffix(strconv.FormatFloat(*f, 'f', 1, 64), ".0")
}
