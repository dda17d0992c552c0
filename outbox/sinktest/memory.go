// Package sinktest takes in what leadsheet sends, in tests: a sender in memory, a mail server, and a receiver of
// webhooks. Each records everything, and fails as it is told to.
package sinktest

import (
	"context"
	"sync"

	"leadsheet/lead"
	"leadsheet/outbox"
)

// Memory is a sender that records messages. The zero value takes everything.
type Memory struct {
	// Fault says what becomes of a message instead of being sent; a zero Result means that it is sent. Messages of
	// which the result is Unknown have arrived unless Lost says otherwise. It is called with the number of earlier
	// attempts of the sender, and must not call the sender.
	Fault func(n int, m *lead.Message) outbox.Result
	// Lost tells of a message with the result Unknown that it did not arrive; nil means that all have.
	Lost func(m *lead.Message) bool

	mu       sync.Mutex
	attempts []lead.Message
	arrived  []lead.Message
	flushes  int
}

// Send implements outbox.Sender.
func (s *Memory) Send(ctx context.Context, m *lead.Message) outbox.Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return outbox.Result{State: outbox.Later, Why: "leadsheet was stopped before the message was sent"}
	}
	result := outbox.Result{State: outbox.Sent}
	if s.Fault != nil {
		if fault := s.Fault(len(s.attempts), m); fault.State != "" {
			result = fault
		}
	}
	s.attempts = append(s.attempts, *m)
	if result.State == outbox.Sent || result.State == outbox.Unknown && (s.Lost == nil || !s.Lost(m)) {
		s.arrived = append(s.arrived, *m)
	}
	return result
}

// Flush implements outbox.Sender.
func (s *Memory) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushes++
}

// Arrived returns the messages that have arrived, in the order in which they came.
func (s *Memory) Arrived() []lead.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]lead.Message(nil), s.arrived...)
}

// Attempts returns all messages that were tried, also those that were not taken.
func (s *Memory) Attempts() []lead.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]lead.Message(nil), s.attempts...)
}

// Clear forgets what has come so far.
func (s *Memory) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempts, s.arrived = nil, nil
}
