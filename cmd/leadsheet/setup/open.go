package setup

import (
	"context"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/xlsx"
)

// BookOptions say how a workbook is opened.
type BookOptions struct {
	Clock    func() time.Time // the time recorded for writes; nil: the machine's clock
	ReadOnly bool
}

// OpenBook opens the workbook of the settings, local or at Google.
func (c *Config) OpenBook(ctx context.Context, o BookOptions) (sheets.Book, error) {
	book, err := c.openBook(ctx, o)
	if err != nil {
		return nil, err
	}
	book = sheets.Named(book, words.Language{})
	book.Expect(daemon.Layout(policy.DefaultTables()))
	return book, nil
}

func (c *Config) openBook(ctx context.Context, o BookOptions) (sheets.Book, error) {
	if c.Spreadsheet == "" {
		return xlsx.Open(c.Book, xlsx.Options{Now: time.Now, Clock: o.Clock, ReadOnly: o.ReadOnly})
	}
	reach, err := c.reachGoogle(ctx)
	if err != nil {
		return nil, err
	}
	reach.Spreadsheet, reach.ReadOnly = c.Spreadsheet, o.ReadOnly
	return google.Open(reach)
}

// reachGoogle returns how Google is reached: with a sign-in of one's own, or one that is shared.
func (c *Config) reachGoogle(ctx context.Context) (google.Options, error) {
	if c.Google != nil {
		return c.Google(ctx, c.SignIn())
	}
	s := c.SignIn()
	client, account, err := s.Client(ctx)
	if err != nil {
		return google.Options{}, err
	}
	return google.Options{Client: client, Endpoint: c.GoogleEndpoint, Account: account.Address,
		Changes: s.Changes(client, account)}, nil
}
