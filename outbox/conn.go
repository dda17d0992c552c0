package outbox

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// maxAnswer is how many bytes a server may send in answer to one step. The library reads answers without a limit.
const maxAnswer = 256 << 10

// errTooMuch ends a connection on which more is sent than any mail server sends.
var errTooMuch = errors.New("it sends what no mail server should")

// conn is a connection whose steps are limited in time and in what the other side may send.
type conn struct {
	net.Conn

	mu      sync.Mutex
	cut     bool // for good
	left    int  // bytes that may still come in this step
	tooMuch bool
	expired bool
}

// begin starts a step that ends after d, or with ctx if that is earlier.
func (c *conn) begin(ctx context.Context, d time.Duration) error {
	until := time.Now().Add(d)
	if end, ok := ctx.Deadline(); ok && end.Before(until) {
		until = end
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = maxAnswer
	if c.cut {
		return net.ErrClosed
	}
	return c.SetDeadline(until)
}

// stop ends the connection at once, whatever it waits for.
func (c *conn) stop() {
	c.mu.Lock()
	c.cut = true
	c.mu.Unlock()
	_ = c.Conn.Close()
}

// Read implements net.Conn.
func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.note(err)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left -= n; c.left < 0 {
		c.tooMuch = true
		return 0, errTooMuch
	}
	return n, err
}

// Write implements net.Conn.
func (c *conn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.note(err)
	return n, err
}

func (c *conn) note(err error) {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		c.mu.Lock()
		c.expired = true
		c.mu.Unlock()
	}
}

// state says whether a step has lasted too long, and whether too much was sent.
func (c *conn) state() (expired, tooMuch bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.expired, c.tooMuch
}

// quietly tries something that is expected to wait in vain, for that long.
func (c *conn) quietly(d time.Duration, try func()) {
	_ = c.SetReadDeadline(time.Now().Add(d))
	try()
	c.mu.Lock()
	c.expired = false
	c.mu.Unlock()
}
