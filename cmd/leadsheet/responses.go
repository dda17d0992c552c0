package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// openResponses opens the response tabs of the environment. It does not talk to Google yet.
func openResponses(ctx context.Context, c *Config) ([]daemon.ResponseTabs, error) {
	client, account, err := c.signIn().Client(ctx)
	if err != nil {
		return nil, err
	}
	var out []daemon.ResponseTabs
	for _, at := range c.responses {
		r, err := google.OpenResponses(at, google.Options{Client: client, Endpoint: c.GoogleEndpoint, Account: account.Address})
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// responses looks whether the tabs into which forms write can be read.
func (d *doctor) responses(c *Config) {
	if len(c.responses) == 0 {
		return
	}
	ctx, cancel := d.limited()
	defer cancel()
	places, err := openResponses(ctx, c)
	if err != nil {
		d.advice("responses", err.Error())
		return
	}
	for _, p := range places {
		var name string
		var tabs []string
		err := p.Read(ctx, func(title, tab string, _ bool, _ *time.Location, rows [][]sheets.Cell) {
			name, tabs = title, append(tabs, fmt.Sprintf("%s (%s)", tab, count(max(0, len(rows)-1), "row")))
		})
		if err != nil {
			d.advice("responses", err.Error())
			continue
		}
		d.add("responses", stateOK, fmt.Sprintf("the spreadsheet %q can be read: %s", name, strings.Join(tabs, ", ")), "")
	}
}
