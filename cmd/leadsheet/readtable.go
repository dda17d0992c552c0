package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"leadsheet/forms"
)

// damagedSpan is a part of a file that could not be split into cells.
type damagedSpan struct {
	Damaged string `json:"damaged"`
	Offset  int    `json:"offset"`
}

// printTables prints exports as they were read, before any column got its meaning: a JSON array a line for the header
// and each row, an object for what is damaged. What a person should know besides goes to the error output.
func (r readCmd) printTables(w *world) error {
	paths, failed := expand(r.Files)
	enc := json.NewEncoder(w.stdout)
	enc.SetEscapeHTML(false)
	for _, path := range paths {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		lines, notes, err := forms.Lines(data)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", path, err))
			continue
		}
		for _, n := range notes {
			fmt.Fprintf(w.stderr, "%s: %s\n", filepath.Base(path), n)
		}
		for _, l := range lines {
			var line any = l.Cells
			if l.Cells == nil {
				line = damagedSpan{l.Damaged, l.Offset}
			}
			if err := enc.Encode(line); err != nil {
				return err
			}
		}
	}
	return failed
}
