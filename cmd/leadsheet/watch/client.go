package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"leadsheet/lead/hint"
)

// askTimeout is how long a leadsheet on this machine may take to answer, maxStatus how large its answer may be.
const (
	askTimeout = 10 * time.Second
	maxStatus  = 64 << 20
)

// ErrNobody says that no leadsheet answers at the address.
var ErrNobody = errors.New("nobody answers")

// Ask asks the leadsheet that serves at an address, which is that of its settings. The error Is ErrNobody when nothing
// listens there.
func Ask(ctx context.Context, addr, token string) (Status, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+localAddr(addr)+pathJSON, nil)
	if err != nil {
		return Status{}, fmt.Errorf("%v is %q: %w", hint.HTTP, addr, err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	// Not through a proxy, and not elsewhere: the token is for this machine.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		if u := new(url.Error); errors.As(err, &u) {
			err = u.Err
		}
		if op := new(net.OpError); errors.As(err, &op) && op.Op == "dial" {
			return Status{}, hint.Because(errors.Join(ErrNobody, err), "no leadsheet answers at %s (%v)", addr, hint.HTTP)
		}
		return Status{}, fmt.Errorf("ask the leadsheet at %s (%v): %w", addr, hint.HTTP, err)
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusUnauthorized:
		return Status{}, fmt.Errorf("the leadsheet at %s wants another token than that in %v: give both the same, and "+
			"restart the one that runs", addr, hint.HTTPToken)
	case resp.StatusCode != http.StatusOK:
		return Status{}, fmt.Errorf("what answers at %s (%v) is no leadsheet: it says %s", addr, hint.HTTP, resp.Status)
	}
	var s Status
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxStatus)).Decode(&s); err != nil || s.Teams == nil {
		return Status{}, fmt.Errorf("what answers at %s (%v) is no leadsheet of this version", addr, hint.HTTP)
	}
	return s, nil
}

// localAddr is an address at which a leadsheet listens, as one asks for it on the same machine.
func localAddr(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip != nil && ip.To4() == nil {
			host = "::1"
		}
	}
	return net.JoinHostPort(host, port)
}
