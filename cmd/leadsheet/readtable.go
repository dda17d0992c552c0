package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"leadsheet/forms/table"
)

// damagedSpan is a part of a file that could not be split into cells.
type damagedSpan struct {
	Damaged string `json:"damaged"`
	Offset  int    `json:"offset"`
}

// printTables prints exports before any column is interpreted: one JSON array per line for the header and each row, an
// object for a damaged part. Notes go to standard error.
func (r readCmd) printTables(a *app) error {
	paths, failed := expand(r.Files)
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	for _, path := range paths {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		lines, notes, err := table.Lines(data)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", path, err))
			continue
		}
		for _, n := range notes {
			fmt.Fprintf(a.stderr, "%s: %s\n", filepath.Base(path), n)
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
