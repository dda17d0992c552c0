//go:build !linux

package xlsx

// exchange is not available on this system.
func exchange(_, _ string) error { return errNoExchange }
