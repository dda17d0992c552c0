package main

import (
	"context"

	"leadsheet/daemon"
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
