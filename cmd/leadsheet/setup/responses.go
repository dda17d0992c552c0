package setup

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// OpenResponses opens the response tabs of the settings. It makes no request to Google.
func (c *Config) OpenResponses(ctx context.Context) ([]intake.ResponseTabs, error) {
	reach, err := c.reachGoogle(ctx)
	if err != nil {
		return nil, err
	}
	var out []intake.ResponseTabs
	for _, at := range c.Places {
		r, err := google.OpenResponses(at, reach)
		if err != nil {
			return nil, err
		}
		out = append(out, responseTabs{r})
	}
	return out, nil
}

// responseTabs tells package intake which errors of a spreadsheet last until a person acts. The backend says it with
// sheets.ErrNoBook, which intake does not know.
type responseTabs struct{ *google.Responses }

func (r responseTabs) Read(ctx context.Context,
	take func(title, tab string, named bool, zone *time.Location, rows [][]lead.Value)) error {
	err := r.Responses.Read(ctx, take)
	if errors.Is(err, sheets.ErrNoBook) {
		return intake.NeedsPerson(err)
	}
	return err
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
		err := p.Read(ctx, func(title, tab string, _ bool, _ *time.Location, rows [][]lead.Value) {
			name, tabs = title, append(tabs, fmt.Sprintf("%s (%s)", tab, count(max(0, len(rows)-1), "row")))
		})
		if err != nil {
			d.addAdvice("responses", err.Error())
			continue
		}
		d.add("responses", OK, fmt.Sprintf("the spreadsheet %q can be read: %s", name, strings.Join(tabs, ", ")), "")
	}
}
