package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"

	"leadsheet/forms"
)

// explainForm prints how a form export was read: the vendor, what each column was taken for and why, and the notes.
// Other files have no mapping and print nothing; an unreadable one has a line of its own in the output.
func explainForm(w io.Writer, path string, e *forms.Export) error {
	if len(e.Mapping) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s: %s, %s, %s\n", filepath.Base(path), cmp.Or(e.Profile, "no vendor known"), e.Encoding,
		count(len(e.Records), "record"))
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, m := range e.Mapping {
		title := m.Column
		if r := []rune(title); len(r) > 50 {
			title = string(r[:49]) + "…"
		}
		fmt.Fprintf(tw, "  %s\t%s\t%s\n", title, cmp.Or(string(m.Field), "answer"), m.Why)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, n := range e.Notes {
		if _, err := fmt.Fprintln(w, "  note:", n); err != nil {
			return err
		}
	}
	return nil
}
