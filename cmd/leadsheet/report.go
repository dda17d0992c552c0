package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"leadsheet/daemon"
	"leadsheet/lead/words"
	"leadsheet/reports/figures"
)

type reportCmd struct {
	clockFlag
	JSON bool   `name:"json" help:"Print one JSON object for programs."`
	AsOf string `placeholder:"DAY" help:"As recorded by the end of that day, such as 2026-10-31."`
}

func (reportCmd) Help() string {
	return "Computes the figures of the tab Report from the workbook and prints them; it changes nothing, and may run " +
		"beside a running leadsheet. Figures and refusals are of the last 30 days, sources of all leads. n is the sample, " +
		"before the same figure of the 30 days before. Times are working minutes, percentages 0 to 100; a percentage " +
		"needs a sample of 5. In the JSON null is what is not known or not computed yet."
}

func (r reportCmd) Run(a *app) error {
	return a.look(r.clockFlag, "there is nothing to report", func(d *daemon.Daemon, book string) error {
		doc, notes, err := d.LookAtFigures(a.ctx, r.AsOf)
		printNotes(a.stderr, notes)
		if wrong := (daemon.WrongSetting{}); errors.As(err, &wrong) {
			return usageError{wrong}
		}
		if err != nil {
			return err
		}
		return a.print(r.JSON, "the report", doc, func(out io.Writer) error { return reportTable(out, &doc, book) })
	})
}

// reportTable prints the figures for people.
func reportTable(out io.Writer, doc *figures.Document, book string) error {
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(tw, "%s as of %s\n\nLast 30 days\tvalue\tn\tbefore\n", book, doc.AsOf.Format("2006-01-02 15:04"))
	for _, name := range figures.FigureNames() {
		f, n := doc.Figures[name], "-"
		if f.Value == nil && f.N == nil {
			continue // not computed yet
		}
		if f.N != nil {
			n = strconv.Itoa(*f.N)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", strings.ReplaceAll(name, "_", " "), numberText(f.Value), n,
			numberText(f.Before))
	}
	fmt.Fprint(tw, "\nSource\tleads\tdeals\twon\twon value\tconversion\n")
	for _, name := range slices.Sorted(maps.Keys(doc.Sources)) {
		s := doc.Sources[name]
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%s\t%s\n", words.OneLine(name), s.Leads, s.Deals, s.Won, numberText(&s.WonValue),
			numberText(s.Conversion))
	}
	fmt.Fprint(tw, "\nRefusal reason\tleads\n")
	for _, name := range slices.Sorted(maps.Keys(doc.Refusals)) {
		fmt.Fprintf(tw, "%s\t%d\n", words.OneLine(name), doc.Refusals[name])
	}
	if len(doc.Corrections) > 0 {
		fmt.Fprint(tw, "\nCorrected later\twon on\tcolumn\tnow\n")
	}
	for _, x := range doc.Corrections {
		to := "-"
		if x.To != nil {
			to = words.OneLine(fmt.Sprint(x.To))
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", x.Lead, x.WonAt.Format("2006-01-02"), x.Column, to)
	}
	return tw.Flush()
}

// numberText is a number with at most one decimal; "-" for an unknown one.
func numberText(f *float64) string {
	if f == nil {
		return "-"
	}
	return strings.TrimSuffix(strconv.FormatFloat(*f, 'f', 1, 64), ".0")
}
