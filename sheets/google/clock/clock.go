// Package clock compares this machine's clock with Google's.
package clock

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Max is how far the clock may be off before times in the workbook mislead.
const Max = 5 * time.Minute

// Skew is how far our clock is ahead of the server's, if the server sent its time. Its Date counts whole seconds and
// was set between two moments of ours; what that leaves open is taken to be right.
func Skew(h http.Header, before, after time.Time) (time.Duration, bool) {
	date, err := http.ParseTime(h.Get("Date"))
	switch {
	case err != nil:
		return 0, false
	case before.After(date.Add(time.Second)):
		return before.Sub(date.Add(time.Second)), true
	case after.Before(date):
		return after.Sub(date), true
	}
	return 0, true
}

// Ask asks the Sheets API for the time and returns how far our clock is ahead of it. It needs no sign-in: a wrong
// clock is what keeps some from signing in.
func Ask(ctx context.Context, client *http.Client, endpoint string, now func() time.Time) (time.Duration, error) {
	if endpoint == "" {
		endpoint = "https://sheets.googleapis.com/"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, endpoint, nil)
	if err != nil {
		return 0, fmt.Errorf("ask Google for the time: %w", err)
	}
	before := now()
	res, err := client.Do(req)
	if err != nil {
		for next := err; next != nil; next = errors.Unwrap(err) { // the address in front of it does not help
			err = next
		}
		return 0, fmt.Errorf("ask Google for the time: the connection failed (%w); check the network", err)
	}
	after := now()
	if err := res.Body.Close(); err != nil {
		return 0, fmt.Errorf("ask Google for the time: %w", err)
	}
	d, ok := Skew(res.Header, before, after)
	if !ok {
		return 0, errors.New("ask Google for the time: the answer does not say; check for a proxy in between")
	}
	return d, nil
}

// Ahead says a difference of clocks: "3s ahead", "2m0s behind".
func Ahead(skew time.Duration) string {
	if skew < 0 {
		return (-skew).String() + " behind"
	}
	return skew.String() + " ahead"
}
