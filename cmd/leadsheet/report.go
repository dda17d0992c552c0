package main

import (
	"io"

	"leadsheet/daemon"
	"leadsheet/reports/plain"
)

type reportCmd struct {
	clockFlag
	JSON bool   `name:"json" help:"Print one JSON object for programs."`
	AsOf string `placeholder:"DAY" help:"As recorded by the end of that day, such as 2026-10-31."`
}

func (reportCmd) Help() string {
	return "Computes the figures of the tab Report from the workbook and prints them; it changes nothing, and may run " +
		"beside a running leadsheet. Figures, people and refusals are of the last 30 days, sources of all leads. n is the " +
		"sample, before the same figure of the 30 days before. Times are working minutes, percentages 0 to 100; a " +
		"percentage needs a sample of 5. In the JSON null is what is not known. With --as-of the figures are those that " +
		"had been recorded by the end of that day in the time zone of the business: what people have corrected, deleted " +
		"or typed since does not change them. The rules of today apply (Settings, Team and the other rule tabs)."
}

func (r reportCmd) Run(a *app) error {
	return a.look(r.clockFlag, "there is nothing to report", func(d *daemon.Daemon, book string) error {
		doc, notes, err := d.LookAtFigures(a.ctx, r.AsOf)
		printNotes(a.stderr, notes)
		if err != nil {
			return err
		}
		return a.print(r.JSON, "the report", doc, func(out io.Writer) error {
			return plain.Print(out, &doc, book, r.AsOf != "")
		})
	})
}
