//go:build !linux

package files

// exchange is not available on this system.
func exchange(_, _ string) error { return ErrNoExchange }
