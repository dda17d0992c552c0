package outbox

import "time"

// Hurry makes a sender give up soon.
func (s *SMTP) Hurry(command, dot time.Duration) {
	s.limits.dial, s.limits.command, s.limits.dot, s.limits.quit = command, command, dot, command
}

// TelegramAt sends messages for Telegram to another address.
func (c Config) TelegramAt(address string) Config {
	c.telegramAt = address
	return c
}
