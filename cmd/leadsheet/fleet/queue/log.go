package queue

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// riverLog takes what River logs. River repeats each failure of each of its parts while a database is away, which the
// beats say once and better; so its errors and warnings are told only while the database answers, each text at most
// once in ten minutes. What it says of its ordinary work is not told, nor what became of a job: that is said with the
// team's name where the job is run.
type riverLog struct {
	q     *Queue
	attrs []slog.Attr
	said  *said
}

// said is when each text was told last.
type said struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newSaid() *said { return &said{last: map[string]time.Time{}} }

// due tells whether the text may be told now, and keeps that it was.
func (s *said) due(text string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last, told := s.last[text]; told && now.Sub(last) < 10*time.Minute {
		return false
	}
	s.last[text] = now
	return true
}

// Enabled tells whether River needs to write at all.
func (l *riverLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle passes a record on as a warning: nothing that River says means that leadsheet has lost something.
func (l *riverLog) Handle(ctx context.Context, r slog.Record) error {
	if l.q.down() || strings.HasPrefix(r.Message, "jobexecutor.JobExecutor: ") {
		return nil
	}
	if r.Level >= slog.LevelError {
		l.q.beatNow() // it may be the database
	}
	if !l.said.due(r.Message, r.Time) {
		return nil
	}
	attrs := append([]slog.Attr(nil), l.attrs...)
	r.Attrs(func(a slog.Attr) bool {
		attrs = append(attrs, a)
		return true
	})
	l.q.log.LogAttrs(ctx, slog.LevelWarn, "River: "+r.Message, attrs...)
	return nil
}

// WithAttrs is the same with more to say.
func (l *riverLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &riverLog{q: l.q, attrs: append(append([]slog.Attr(nil), l.attrs...), attrs...), said: l.said}
}

// WithGroup leaves groups out: River makes none.
func (l *riverLog) WithGroup(string) slog.Handler { return l }
