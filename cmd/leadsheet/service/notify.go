package service

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Notifier tells systemd how the daemon fares. Where systemd does not ask, it does nothing. Its methods may be called
// by several goroutines.
//
// The watchdog is fed by what shows that work is done: a good pass, and within a long one each step of it. A process
// that is merely alive feeds nothing, and neither do passes that fail: after the time of the unit it is started anew,
// which loses nothing, and mends what only a new process can. The one failure that feeds is a workbook that a person
// has open: a new process would find it open, too.
type Notifier struct {
	send  func(state string) // of sd_notify(3)
	alive func() bool        // whether the watchdog may be fed now
}

// NewNotifier returns a Notifier for the systemd that has started this process.
func NewNotifier() *Notifier {
	return newNotifier(func(state string) {
		// systemd that cannot be told sees nothing of the process and starts it anew; there is nobody else to tell.
		_, _ = daemon.SdNotify(false, state)
	}, time.Now)
}

// progressGap is the shortest time between two messages about progress.
const progressGap = 10 * time.Second

func newNotifier(send func(string), now func() time.Time) *Notifier {
	return &Notifier{send: send, alive: atMostEvery(progressGap, now)}
}

// Ready says that the settings are right and the passes begin.
func (n *Notifier) Ready() { n.send("READY=1\nSTATUS=The first pass has begun.") }

// Stopping says that the process ends, and takes at most so long for it.
func (n *Notifier) Stopping(within time.Duration) {
	n.send(fmt.Sprintf("STOPPING=1\nEXTEND_TIMEOUT_USEC=%d\nSTATUS=The pass at hand is finished first.",
		within.Microseconds()))
}

// Passed says that a pass has ended. good is whether all that had come in is stored; open whether that is not so only
// because a person has the workbook open.
func (n *Notifier) Passed(at time.Time, good, open bool) {
	switch when := at.Format("2006-01-02 15:04:05"); {
	case good:
		n.send("WATCHDOG=1\nSTATUS=The last pass was good, at " + when + ".")
	case open:
		n.send("WATCHDOG=1\nSTATUS=The workbook is open in another program; what comes in waits. Last look at " + when + ".")
	default:
		n.send("STATUS=The last pass failed, at " + when + "; the log says why.")
	}
}

// Progress says that the pass at hand goes on: messages were read, or a part of them is stored.
func (n *Notifier) Progress() {
	if n.alive() {
		n.send("WATCHDOG=1")
	}
}

// Watch is a handler of the log that takes a message for progress: a first pass over a large mailbox takes long, and
// says nothing else meanwhile. On a nil Notifier it is the handler itself.
func (n *Notifier) Watch(h slog.Handler, message string) slog.Handler {
	if n == nil {
		return h
	}
	return watchedLog{h, message, n}
}

type watchedLog struct {
	slog.Handler
	message  string
	notifier *Notifier
}

// Handle implements slog.Handler.
func (l watchedLog) Handle(ctx context.Context, r slog.Record) error {
	if r.Message == l.message {
		l.notifier.Progress()
	}
	return l.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (l watchedLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	l.Handler = l.Handler.WithAttrs(attrs)
	return l
}

// WithGroup implements slog.Handler.
func (l watchedLog) WithGroup(name string) slog.Handler {
	l.Handler = l.Handler.WithGroup(name)
	return l
}
