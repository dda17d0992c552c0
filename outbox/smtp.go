package outbox

import (
	"context"
	"net"
	"sync"
	"time"

	"leadsheet/lead"
)

// limits are the times that a server may take.
type limits struct {
	dial    time.Duration
	command time.Duration // for each answer
	dot     time.Duration // for the answer after the end of the message, which servers give after looking into it
	whole   time.Duration // for the message with everything before
	idle    time.Duration // how long a session is kept for a next message
	quit    time.Duration
}

// defaultLimits wait long after the end of a message: to give up there means not to know.
var defaultLimits = limits{dial: 20 * time.Second, command: time.Minute, dot: 5 * time.Minute, whole: 10 * time.Minute,
	idle: 30 * time.Second, quit: 2 * time.Second}

// longestPause is how long a server is left alone at most after it could not be reached.
const longestPause = time.Minute

// SMTP sends mail by a mail server. It keeps a session for messages that follow each other, until Flush. It may be used
// by several goroutines; messages are sent one after the other.
type SMTP struct {
	server Server
	limits limits
	now    func() time.Time                                                  // the date of messages
	dial   func(ctx context.Context, network, addr string) (net.Conn, error) // the network

	mu      sync.Mutex
	session *session
	pause   pause
}

// pause is the time in which a server that could not be reached is not tried again: as long as the failed attempt took,
// so that a queue of messages does not wait for each of them.
type pause struct {
	until  time.Time
	result Result
}

// NewSMTP returns a sender for a server whose settings are valid. now is the date of messages; nil means the time of
// the clock.
func NewSMTP(s Server, now func() time.Time) *SMTP {
	if now == nil {
		now = time.Now
	}
	return &SMTP{server: s, limits: defaultLimits, now: now, dial: new(net.Dialer).DialContext}
}

// Send implements Sender. Whatever the message names as ways, it is sent as mail.
func (s *SMTP) Send(ctx context.Context, m *lead.Message) Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, err := s.server.sender()
	if err != nil {
		return Result{Later, err.Error()}
	}
	l, err := compose(m, from, s.now())
	if err != nil {
		return Result{Refused, err.Error()}
	}
	if err := ctx.Err(); err != nil {
		return Result{Later, "leadsheet was stopped before the message was sent"}
	}
	ctx, cancel := context.WithTimeout(ctx, s.limits.whole)
	defer cancel()
	result, tooLarge := s.attempt(ctx, l)
	if tooLarge && len(m.Files) > 0 {
		if l, err = compose(withoutFiles(m), from, s.now()); err != nil {
			return Result{Refused, err.Error()}
		}
		result, _ = s.attempt(ctx, l)
	}
	result.Why = hide(result.Why, m, from.Address)
	return result
}

// attempt sends a message in the session that is open, or in a new one. A session that has ended since the last message
// is no fault: nothing of the new message was sent yet. tooLarge says why a message was refused.
func (s *SMTP) attempt(ctx context.Context, l letter) (result Result, tooLarge bool) {
	if s.session != nil && time.Since(s.session.used) > s.limits.idle {
		s.quit()
	}
	for {
		kept := s.session != nil
		if failed := s.open(ctx); failed != nil {
			return *failed, false
		}
		result, over := s.session.deliver(ctx, l)
		tooLarge := s.session.large && result.State == Refused
		if over {
			s.session.conn.stop()
			s.session = nil
		}
		if over && kept && result.State == Later && ctx.Err() == nil {
			continue
		}
		return result, tooLarge
	}
}

// open makes sure that there is a session, or says why there is none.
func (s *SMTP) open(ctx context.Context) *Result {
	if s.session != nil {
		return nil
	}
	if time.Now().Before(s.pause.until) {
		return &s.pause.result
	}
	began := time.Now()
	opened, err := s.connect(ctx)
	if err == nil {
		s.session = opened
		return nil
	}
	result := Result{Later, err.Error()}
	if ctx.Err() == nil {
		s.pause = pause{time.Now().Add(min(time.Since(began), longestPause)), result}
	}
	return &result
}

// Check signs in to the server and sends nothing. The error says what to do.
func (s *SMTP) Check(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, s.limits.whole)
	defer cancel()
	s.quit()
	opened, err := s.connect(ctx)
	if err != nil {
		return err
	}
	s.session = opened
	s.quit()
	return nil
}

// Flush implements Sender.
func (s *SMTP) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quit()
	s.pause = pause{}
}

// quit ends the session in the way of the protocol, if the server answers soon.
func (s *SMTP) quit() {
	if s.session == nil {
		return
	}
	if s.session.conn.begin(context.Background(), s.limits.quit) == nil {
		_ = s.session.client.Quit()
	}
	s.session.conn.stop()
	s.session = nil
}
