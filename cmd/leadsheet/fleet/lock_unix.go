//go:build unix

package fleet

import (
	"os"
	"syscall"
)

// lockFile takes the lock of a file, which the system gives back when the process ends.
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		return errLocked
	}
	return err
}
