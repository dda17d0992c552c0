package mailin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"
)

const (
	// idleFor limits one IDLE. Servers may close the connection after half an hour, routers drop a silent connection
	// much sooner, and a dead server is noticed only at the end.
	idleFor = 9 * time.Minute
	// idleMinUseful is how long a session must have lasted for the next to start after idleRetry: on a network that
	// breaks connections every few seconds the watcher must still listen most of the time. After a shorter or failed
	// session the delay doubles, up to idleMaxWait.
	idleMinUseful = 500 * time.Millisecond
	idleRetry     = time.Second
	idleMaxWait   = 5 * time.Minute
	// idleFolders is how many folders are watched. Each takes a connection, and providers limit their number.
	idleFolders = 3
)

// errNoIdle means that the server has no IDLE.
var errNoIdle = errors.New("the mail server does not tell of new messages (no IDLE)")

// Watchers are to be run beside one another, one for each folder. They call wake, which must not block, whenever the
// server reports a new message, until ctx ends. They only wake: the next poll finds what they miss, so they return no
// errors and retry with growing delays. They return early when the server has no IDLE. Each folder takes a connection,
// so only the first few are watched.
func (m Mailbox) Watchers() []func(ctx context.Context, wake func()) {
	var out []func(ctx context.Context, wake func())
	for _, folder := range m.Folders() {
		if len(out) == idleFolders {
			break
		}
		out = append(out, func(ctx context.Context, wake func()) { m.watchFolder(ctx, folder, wake) })
	}
	return out
}

func (m Mailbox) watchFolder(ctx context.Context, folder string, wake func()) {
	wait := idleRetry / 2
	for ctx.Err() == nil {
		lasted, err := m.idle(ctx, folder, wake)
		if errors.Is(err, errNoIdle) {
			return
		}
		if wait = min(2*wait, idleMaxWait); lasted > idleMinUseful {
			wait = idleRetry
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// idle is one connection that waits for messages until it breaks or ctx ends. It returns how long it was useful.
func (m Mailbox) idle(ctx context.Context, folder string, wake func()) (lasted time.Duration, err error) {
	m.After = afterKeep // opens the folder for reading only
	s, err := m.Connect(ctx)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if err := s.Enter(folder); err != nil {
		return 0, err
	}
	stop := s.conn.watch(0)
	hasIdle := s.client.Caps().Has(imap.CapIdle)
	stop()
	if !hasIdle {
		return 0, errNoIdle
	}
	started := time.Now()
	// Messages that came without a connection were not reported.
	for wake(); ; wake() {
		if err := s.idleOnce(); err != nil {
			return time.Since(started), err
		}
	}
}

// idleOnce returns nil when something has arrived. IDLE is ended every few minutes for a NOOP, since a dead server
// looks exactly like one without news.
func (s *Session) idleOnce() error {
	for {
		arrived, err := s.idleRound()
		if err != nil {
			return err
		}
		if !arrived {
			stop := s.conn.watch(0)
			err := s.client.Noop().Wait()
			stop()
			if err != nil {
				return s.explain("wait for messages", err)
			}
		}
		select {
		case <-s.arrived:
			arrived = true
		default:
		}
		if arrived {
			return nil
		}
	}
}

// idleRound is one IDLE command.
func (s *Session) idleRound() (arrived bool, err error) {
	const doing = "wait for messages"
	stop := s.conn.watch(0)
	command, err := s.client.Idle()
	stop()
	var refused *imap.Error
	if errors.As(err, &refused) {
		return false, fmt.Errorf("%s: %w", doing, errNoIdle) // the server announced IDLE but refuses it
	}
	if err != nil {
		return false, s.explain(doing, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	timeout := time.NewTimer(s.box.idleTime())
	defer timeout.Stop()
	select {
	case err := <-ended: // ended before it was closed here: the connection broke
		if err == nil {
			err = errors.New("the server ended it")
		}
		return false, s.explain(doing, err)
	case <-s.arrived:
		arrived = true
	case <-timeout.C:
	}
	stop = s.conn.watch(0)
	defer stop()
	if err := command.Close(); err != nil {
		s.conn.cut()
		<-ended
		return arrived, s.explain(doing, err)
	}
	if err := <-ended; err != nil {
		return arrived, s.explain(doing, err)
	}
	return arrived, nil
}

func (m Mailbox) idleTime() time.Duration {
	if m.idleFor > 0 {
		return m.idleFor
	}
	return idleFor
}
