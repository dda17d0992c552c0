package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"leadsheet/daemon"
	"leadsheet/lead/words"
	"leadsheet/reports/plain"
	"leadsheet/reports/replay"
)

type simulateCmd struct {
	clockFlag
	Since string   `placeholder:"TIME" default:"90d" help:"From when on: 90d, 12w, or a day, 2026-09-01."`
	Set   []string `required:"" sep:"none" placeholder:"NAME=VALUE" help:"A setting to try; may be repeated."`
	JSON  bool     `name:"json" help:"Print one JSON object for programs."`
}

func (simulateCmd) Help() string {
	return "Replays what happened with other settings, and shows what would have been late, and whose, beside what was. " +
		"Arrivals, answers and owners are as the workbook has them; only the times until which customers were to be " +
		"answered are computed anew. It touches nothing: neither the workbook nor its settings, also beside a running " +
		"leadsheet. Settings are those that bear on the clocks, such as \"respond within=15\" and " +
		"\"monday=8:00-20:00\", and rows of rule tabs, such as \"hot respond within=10\". Leads without a time to " +
		"respond, such as those of an old export, are left out, as in the report."
}

func (s simulateCmd) Run(a *app) error {
	return a.look(s.clockFlag, "nothing has happened", func(d *daemon.Daemon, book string) error {
		r, sets, notes, err := d.LookBack(a.ctx, s.Since, s.Set)
		printNotes(a.stderr, notes)
		if err != nil {
			return err
		}
		all := struct {
			Settings []replay.Set `json:"settings"`
			replay.Result
		}{sets, r}
		return a.print(s.JSON, "the simulation", all, func(out io.Writer) error {
			return simulation{r, sets}.print(out, book)
		})
	})
}

// maxChangesPrinted is how many leads are named; the JSON names all.
const maxChangesPrinted = 20

// simulation is a result as it is printed.
type simulation struct {
	replay.Result
	sets []replay.Set
}

func (s simulation) print(out io.Writer, book string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, customers who wrote from %s to %s, with\n", book, clockText(s.Since), clockText(s.AsOf))
	for _, set := range s.sets {
		fmt.Fprintf(&b, "  %s: %s instead of %s\n", set.Name(), orBlank(set.Would), orBlank(set.Was))
	}
	tw := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	figuresTable(tw, "First responses", s.First)
	if s.Next != (replay.Pair{}) {
		figuresTable(tw, "Later answers", s.Next)
	}
	if len(s.LateBy) > 0 {
		fmt.Fprint(tw, "\nLate, by owner then\tas it was\tas it would be\n")
	}
	for _, o := range s.LateBy {
		fmt.Fprintf(tw, "%s\t%d\t%d\n", orBlank(words.OneLine(o.Name)), o.Was, o.Would)
	}
	s.changes(tw, true, "Would have been late", "would be due")
	s.changes(tw, false, "Would have been in time", "would be due")
	if len(s.Changed) == 0 {
		fmt.Fprint(tw, "\nNo lead would have changed sides.\n")
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// figuresTable prints what was and what would have been, side by side.
func figuresTable(tw io.Writer, title string, p replay.Pair) {
	fmt.Fprintf(tw, "\n%s\tas it was\tas it would be\n", title)
	for _, row := range []struct {
		name       string
		was, would int
	}{
		{"In time", p.Was.InTime, p.Would.InTime}, {"Late", p.Was.Late, p.Would.Late},
		{"Waiting", p.Was.Waiting, p.Would.Waiting}, {"Waiting, late", p.Was.WaitingLate, p.Would.WaitingLate},
		{"Ended, no answer", p.Was.Ended, p.Would.Ended}, {"Warned before", p.Was.Warned, p.Would.Warned},
	} {
		fmt.Fprintf(tw, "%s\t%d\t%d\n", row.name, row.was, row.would)
	}
	percent := func(f *float64) string {
		if f == nil {
			return "-"
		}
		return plain.Number(f) + " %"
	}
	fmt.Fprintf(tw, "In time, of all\t%s\t%s\n", percent(p.Was.Attainment), percent(p.Would.Attainment))
	fmt.Fprintf(tw, "Median, working min\t%s\t%s\n", plain.Number(p.Was.Median), plain.Number(p.Would.Median))
}

// changes prints the leads that would have changed to one side.
func (s simulation) changes(tw io.Writer, late bool, title, due string) {
	n := 0
	for i := range s.Changed {
		c := &s.Changed[i]
		if c.Late != late {
			continue
		}
		if n++; n == 1 {
			fmt.Fprintf(tw, "\n%s\twrote\t%s\twas due\tanswered\towner then\n", title, due)
		}
		if n > maxChangesPrinted {
			continue
		}
		answered := "-"
		if c.Answered != nil {
			answered = clockText(*c.Answered)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", strings.TrimSpace(c.ID+" "+words.OneLine(c.Name)), clockText(c.Since),
			clockText(c.WouldDue), clockText(c.WasDue), answered, orBlank(words.OneLine(c.Owner)))
	}
	if n > maxChangesPrinted {
		fmt.Fprintf(tw, "and %d more: --json names all\n", n-maxChangesPrinted)
	}
}

// orBlank is a text, or a word for none.
func orBlank(text string) string {
	if text = words.OneLine(text); text == "" {
		return "(blank)"
	}
	return text
}
