package files

import "golang.org/x/sys/unix"

// exchange swaps the names of two files atomically.
func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if err == unix.EINVAL || err == unix.ENOSYS || err == unix.ENOTSUP {
		return ErrNoExchange
	}
	return err
}
