package mailin

import (
	"net"
	"sync"
	"time"
)

const (
	// defaultPatience is how long a server may say nothing while an answer is due. A large folder that is opened for
	// the first time can take a server a minute.
	defaultPatience = 90 * time.Second
	// slowestLine is the transfer rate, in bytes a second, below which a fetch is given up.
	slowestLine = 16 << 10
)

// watchedConn closes itself when the server stops answering. go-imap's functions take no context and wait for a
// first byte without a limit, so closing the connection is the only way to end such a wait.
//
// Two clocks run while an answer is due: one for silence, which every byte received sets back, and one for the whole,
// so that a server which drips a byte now and then cannot hold us for ever.
type watchedConn struct {
	net.Conn
	patience time.Duration

	mu      sync.Mutex
	silence *time.Timer // nil while no answer is due
	fired   bool
	closed  bool
}

// Read sets the clock for silence back whenever something arrived.
func (c *watchedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.mu.Lock()
		if c.silence != nil {
			c.silence.Reset(c.patience)
		}
		c.mu.Unlock()
	}
	return n, err
}

// SetReadDeadline does nothing: go-imap's fixed five minutes for a literal would make a large message on a slow line
// impossible to get, and the watch is stricter about silence.
func (c *watchedConn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline stays with the watch as well.
func (c *watchedConn) SetWriteDeadline(time.Time) error { return nil }

// watch starts the clocks for an answer of about size bytes; the returned function stops them.
func (c *watchedConn) watch(size int64) (stop func()) {
	expire := func() {
		c.mu.Lock()
		c.fired = true
		c.mu.Unlock()
		c.cut()
	}
	whole := time.AfterFunc(4*c.patience+time.Duration(size/slowestLine)*time.Second, expire)
	c.mu.Lock()
	silence := time.AfterFunc(c.patience, expire)
	c.silence = silence
	c.mu.Unlock()
	return func() {
		whole.Stop()
		c.mu.Lock()
		silence.Stop()
		if c.silence == silence {
			c.silence = nil
		}
		c.mu.Unlock()
	}
}

// cut closes the connection at once, below TLS, whose farewell could itself wait for the server.
func (c *watchedConn) cut() { _ = c.Close() }

// Close closes the connection and remembers it: go-imap closes it when an answer cannot be understood.
func (c *watchedConn) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	return c.Conn.Close()
}

// broken reports whether the connection has been closed by either side's fault or ours.
func (c *watchedConn) broken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// expired reports whether the server was given up.
func (c *watchedConn) expired() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fired
}
