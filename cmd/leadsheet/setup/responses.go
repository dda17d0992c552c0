package setup

import (
	"context"
	"fmt"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// OpenResponses opens the response tabs of the settings. It makes no request to Google.
func (c *Config) OpenResponses(ctx context.Context) ([]daemon.ResponseTabs, error) {
	client, account, err := c.SignIn().Client(ctx)
	if err != nil {
		return nil, err
	}
	var out []daemon.ResponseTabs
	for _, at := range c.Places {
		r, err := google.OpenResponses(at, google.Options{Client: client, Endpoint: c.GoogleEndpoint,
			Account: account.Address})
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// responses checks whether the response tabs of forms can be read.
func (d *checks) responses(ctx context.Context) {
	c := d.Config
	if len(c.Places) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	places, err := c.OpenResponses(ctx)
	if err != nil {
		d.addAdvice("responses", err.Error())
		return
	}
	for _, p := range places {
		var name string
		var tabs []string
		err := p.Read(ctx, func(title, tab string, _ bool, _ *time.Location, rows [][]sheets.Cell) {
			name, tabs = title, append(tabs, fmt.Sprintf("%s (%s)", tab, count(max(0, len(rows)-1), "row")))
		})
		if err != nil {
			d.addAdvice("responses", err.Error())
			continue
		}
		d.add("responses", OK, fmt.Sprintf("the spreadsheet %q can be read: %s", name, strings.Join(tabs, ", ")), "")
	}
}
