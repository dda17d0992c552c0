package outbox

import (
	"time"

	"leadsheet/lead"
)

// Compose writes a message as mail, with the date now. from is the address that it comes from, which may have a name.
func Compose(m *lead.Message, from string, now time.Time) ([]byte, error) {
	sender, err := Server{From: from}.sender()
	if err != nil {
		return nil, err
	}
	l, err := compose(m, sender, now)
	return l.raw, err
}

// Hurry makes a sender give up soon.
func (s *SMTP) Hurry(command, dot time.Duration) {
	s.limits.dial, s.limits.command, s.limits.dot, s.limits.quit = command, command, dot, command
}

// TelegramAt sends messages for Telegram to another address.
func (c Config) TelegramAt(address string) Config {
	c.telegramAt = address
	return c
}
