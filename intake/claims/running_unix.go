//go:build unix

package claims

import (
	"errors"
	"syscall"
)

// running reports whether a process of that number runs on this machine.
func running(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
