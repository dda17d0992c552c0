package mailin

import (
	"net"
	"sync"
	"time"
)

const (
	// defaultSilenceLimit is how long a server may stay silent while an answer is due. Opening a large folder for the
	// first time can take a server a minute.
	defaultSilenceLimit = 90 * time.Second
	// minTransferRate is the rate, in bytes per second, below which a fetch is given up.
	minTransferRate = 16 << 10
)

// watchedConn closes itself when the server stops answering. go-imap takes no context and waits for a first byte
// without limit, so closing the connection is the only way to end such a wait (docs/facts/mail.md).
//
// Two clocks run while an answer is due: one for silence, which every byte restarts, and one for the whole answer, so
// that a server that sends a byte now and then cannot hold the session for ever.
type watchedConn struct {
	net.Conn
	silenceLimit time.Duration
	limits       *limits // of what the server sends, as go-imap reads it

	mu      sync.Mutex
	silence *time.Timer // nil while no answer is due
	fired   bool
	closed  bool
}

// Read restarts the clock for silence when bytes have arrived. A server that has begun to answer goes on sooner than
// one that has to look for the answer.
func (c *watchedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.mu.Lock()
		if c.silence != nil {
			c.silence.Reset(c.silenceLimit / 3)
		}
		c.mu.Unlock()
	}
	return n, err
}

// SetReadDeadline does nothing: go-imap's fixed five minutes for a literal are too short for a large message on a slow
// line, and the clock for silence is stricter.
func (c *watchedConn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing either.
func (c *watchedConn) SetWriteDeadline(time.Time) error { return nil }

// watch starts the clocks for an answer with messages of about size bytes, and limits what the server may send. The
// returned function stops the clocks.
func (c *watchedConn) watch(size int64) (stop func()) { return c.watchFor(size, allowed(size)) }

// watchText is watch for an answer of other length, in bytes.
func (c *watchedConn) watchText(text int64) (stop func()) {
	return c.watchFor(0, allowance{text: text, body: maxLiteral})
}

func (c *watchedConn) watchFor(size int64, a allowance) (stop func()) {
	c.limits.allow(a)
	expire := func() {
		c.mu.Lock()
		c.fired = true
		c.mu.Unlock()
		c.cut()
	}
	total := time.AfterFunc(4*c.silenceLimit+time.Duration(size/minTransferRate)*time.Second, expire)
	c.mu.Lock()
	silence := time.AfterFunc(c.silenceLimit, expire)
	c.silence = silence
	c.mu.Unlock()
	return func() {
		total.Stop()
		c.mu.Lock()
		silence.Stop()
		if c.silence == silence {
			c.silence = nil
		}
		c.mu.Unlock()
	}
}

// cut closes the connection below TLS, whose close message could itself wait for the server.
func (c *watchedConn) cut() { _ = c.Close() }

// Close closes the connection and remembers it: go-imap calls it when it cannot parse an answer.
func (c *watchedConn) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	return c.Conn.Close()
}

// broken reports whether the connection is closed, by whichever side.
func (c *watchedConn) broken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// expired reports whether a clock has closed the connection.
func (c *watchedConn) expired() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fired
}
