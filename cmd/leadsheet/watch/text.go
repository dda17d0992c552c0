package watch

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"leadsheet/daemon/health"
)

// WriteStatus writes the state of everything that is watched, the teams of a fleet one after another. from says where
// it comes from, "" when that needs no word.
func WriteStatus(to io.Writer, s Status, from string) error {
	for i := range s.Teams {
		if i > 0 {
			if _, err := io.WriteString(to, "\n"); err != nil {
				return err
			}
		}
		if err := WriteText(to, &s.Teams[i], from); err != nil {
			return err
		}
	}
	var b strings.Builder
	writeProcesses(&b, s)
	_, err := io.WriteString(to, b.String())
	return err
}

// WriteText writes a Snapshot for a terminal: the same as on the page. from says where it comes from.
func WriteText(to io.Writer, s *health.Snapshot, from string) error {
	v := newView(s)
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n", v.Title, v.State, v.At)
	for _, p := range v.Problems {
		mark := "-"
		if p.Grave {
			mark = "!"
		}
		fmt.Fprintf(&b, "  %s %s", mark, p.Text)
		if p.For != "" {
			fmt.Fprintf(&b, " (%s)", p.For)
		}
		b.WriteByte('\n')
	}
	if s.Started.IsZero() { // nobody was asked who knows more
		_, err := io.WriteString(to, b.String()+from)
		return err
	}
	b.WriteByte('\n')
	table(&b, "", func(row func(...string)) {
		for _, f := range v.Facts {
			if f.Note != "" {
				f.Note = "(" + f.Note + ")"
			}
			row(f.Label, f.Value, f.Note)
		}
	})
	b.WriteString("\nWhat waits\n")
	table(&b, "  ", func(row func(...string)) {
		for _, x := range v.Sources {
			text := x.Waiting + " waiting"
			if x.Oldest != "" {
				text += ", the oldest of " + x.Oldest
			}
			row(x.Name, "reached "+x.Reached, text, x.Why)
		}
	})
	b.WriteString("\n" + strings.TrimSpace("The account "+v.Account.When) + "\n")
	table(&b, "  ", func(row func(...string)) {
		for _, x := range v.Account.Rows {
			row(x.Name, x.Received+" came in", x.Accounted+" with a row", x.Waiting+" just came", x.Missing+" without a row",
				x.Note)
		}
	})
	if v.Account.Text != "" {
		b.WriteString("  " + v.Account.Text + "\n")
	}
	if len(v.Errors) > 0 {
		b.WriteString("\nRecent errors\n")
		table(&b, "  ", func(row func(...string)) {
			for _, e := range v.Errors {
				row(e.Last, e.Times, e.Text)
			}
		})
	}
	b.WriteString("\n" + v.Footer + "\n" + from)
	_, err := io.WriteString(to, b.String())
	return err
}

// table writes rows in columns.
func table(to *strings.Builder, indent string, fill func(row func(...string))) {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fill(func(cells ...string) { fmt.Fprintln(w, indent+strings.Join(cells, "\t")) })
	_ = w.Flush() // a Builder returns no error
	for line := range strings.Lines(b.String()) {
		to.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
}
