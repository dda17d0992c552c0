// Package outbox hands messages to mail servers and to webhooks, and says what became of them. What is sent, to whom
// and when is decided elsewhere: outbox keeps nothing, and never sends a message twice of its own accord.
package outbox

import (
	"context"

	"leadsheet/lead"
)

// State is what became of a message.
type State string

// The states of a message after an attempt.
const (
	// Sent is a message that a server has accepted, or, for a person who is told by several ways, one of the servers.
	Sent State = "sent"
	// Refused is a message that a server will not accept however often it is sent. Nothing was accepted.
	Refused State = "refused"
	// Unknown is a message that was written to its end, but the server's answer is missing. It may have arrived.
	Unknown State = "unknown"
	// Later is a message that nothing was accepted of, and that may be accepted at another time.
	Later State = "later"
)

// Result is what became of one message.
type Result struct {
	State State
	// Why says what happened and what to do, for people: "" for a message that was simply sent. It never holds a
	// password, the address of a webhook, or a part of the message. It may hold names of settings as of package hint.
	Why string
}

// Sender hands over messages, one at a time.
type Sender interface {
	// Send hands over a message to its recipient in every way that the message names. It returns when the outcome is
	// known, or when ctx has ended; then the outcome is Later or, if all was written, Unknown.
	Send(ctx context.Context, m *lead.Message) Result
	// Flush ends connections that were kept for further messages. The sender can be used again.
	Flush()
}
