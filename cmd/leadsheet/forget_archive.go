package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leadsheet/cmd/leadsheet/receipt"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon/forget"
	"leadsheet/sheets"
)

// archived is an archive that has a person.
type archived struct {
	sheets.Book
	name  string
	found forget.Forgotten
}

// archives opens the archives of the workbook that have the person.
func (f forgetCmd) archives(a *app, c *setup.Config, desk forget.Desk) (out []archived, err error) {
	all := c.ArchiveOf(time.Now)
	if all == nil {
		return nil, nil
	}
	for _, year := range all.Years() {
		book, name, err := all.Open(a.ctx, year)
		if err != nil {
			return out, fmt.Errorf("open the archive: %w", err)
		}
		found, err := desk.LookInArchive(a.ctx, book, f.Person)
		if err != nil {
			return out, errors.Join(fmt.Errorf("%s: %w", name, err), book.Close())
		}
		if found.IsEmpty() {
			err = book.Close()
		} else {
			out = append(out, archived{book, name, found})
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// forgetIn erases the person from the archives, and says of each what was erased.
func (f forgetCmd) forgetIn(ctx context.Context, archives []archived, desk forget.Desk) (said string, err error) {
	for _, x := range archives {
		done, err := desk.ForgetInArchive(ctx, x, f.Person)
		if err != nil {
			return said, fmt.Errorf("%s: %w", x.name, err)
		}
		said += receipt.InArchive(x.name, &done)
	}
	return said, nil
}

func closeArchives(archives []archived) {
	for _, x := range archives {
		_ = x.Close() // what was written is stored
	}
}
