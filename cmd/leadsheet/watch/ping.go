package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
)

// pingEvery is the shortest time between two pings, pingTimeout how long one may take.
const (
	pingEvery   = time.Minute
	pingTimeout = 10 * time.Second
)

// Ping tells a dead man's switch that a leadsheet works: somebody is told when the pings end, whatever has ended them.
type Ping struct {
	URL  string // it is a secret, and never logged
	Now  func() time.Time
	Log  *slog.Logger
	HTTP *http.Client // nil: one with a time limit
	// Holds reports whether to say nothing although the pass was good; nil for never.
	Holds func() bool

	due chan struct{}
}

// NewPing returns a Ping; Run sends it.
func NewPing(url string, now func() time.Time, log *slog.Logger) *Ping {
	return &Ping{URL: url, Now: now, Log: log, due: make(chan struct{}, 1)}
}

// Passed takes note of a pass that has ended. It returns at once.
func (p *Ping) Passed(pass health.Pass) {
	if !pass.Good() {
		return
	}
	select {
	case p.due <- struct{}{}:
	default: // one is on its way
	}
}

// Run sends pings after good passes until ctx ends. A ping that fails is logged once until one succeeds.
func (p *Ping) Run(ctx context.Context) {
	var last time.Time
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.due:
		}
		now := p.Now()
		if since := now.Sub(last); !last.IsZero() && since >= 0 && since < pingEvery || p.Holds != nil && p.Holds() {
			continue
		}
		last = now
		err := p.send(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			p.Log.Warn(fmt.Sprintf("the address in %v does not answer, so that an alarm may be raised although leadsheet "+
				"works; tried again after each good pass, and not said again", hint.PingURL), "error", err)
		case err == nil && failing:
			p.Log.Info(fmt.Sprintf("the address in %v answers again", hint.PingURL))
		}
		failing = err != nil
	}
}

// send asks for the address once.
func (p *Ping) send(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL, nil)
	if err != nil {
		return errors.New("it is no address")
	}
	req.Header.Set("User-Agent", "leadsheet")
	client := p.HTTP
	if client == nil {
		client = http.DefaultClient // the time limit is that of ctx
	}
	resp, err := client.Do(req)
	if err != nil {
		if u := new(url.Error); errors.As(err, &u) { // it holds the address
			err = u.Err
		}
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxForm)) // so that the connection can be used again
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("it answers %s", resp.Status)
	}
	return nil
}
