package main

import (
	"context"
	"time"

	"leadsheet/daemon"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/xlsx"
)

// openBook opens the workbook of the environment, wherever it is kept.
func openBook(ctx context.Context, c *Config) (sheets.Book, error) {
	book, err := openAnyBook(ctx, c)
	if err != nil {
		return nil, err
	}
	book.Expect(daemon.Layout(newTables()))
	return book, nil
}

func openAnyBook(ctx context.Context, c *Config) (sheets.Book, error) {
	if c.spreadsheet == "" {
		return xlsx.Open(c.Book, xlsx.Options{Now: time.Now})
	}
	client, account, err := c.signIn().Client(ctx)
	if err != nil {
		return nil, err
	}
	return google.Open(google.Options{Spreadsheet: c.spreadsheet, Client: client, Endpoint: c.GoogleEndpoint, Account: account.Address})
}
