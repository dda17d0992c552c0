package main

import (
	"context"
	"time"

	"leadsheet/daemon"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/xlsx"
)

// bookOptions are what a command wants of the workbook that it opens.
type bookOptions struct {
	clock    func() time.Time // the time that a write is said to be of; nil: the machine's
	readOnly bool
}

// openBook opens the workbook of the environment, wherever it is kept.
func openBook(ctx context.Context, c *Config, o bookOptions) (sheets.Book, error) {
	book, err := openAnyBook(ctx, c, o)
	if err != nil {
		return nil, err
	}
	book.Expect(daemon.Layout(newTables()))
	return book, nil
}

func openAnyBook(ctx context.Context, c *Config, o bookOptions) (sheets.Book, error) {
	if c.spreadsheet == "" {
		return xlsx.Open(c.Book, xlsx.Options{Now: time.Now, Clock: o.clock, ReadOnly: o.readOnly})
	}
	client, account, err := c.signIn().Client(ctx)
	if err != nil {
		return nil, err
	}
	return google.Open(google.Options{Spreadsheet: c.spreadsheet, Client: client, Endpoint: c.GoogleEndpoint, Account: account.Address, ReadOnly: o.readOnly})
}
