//go:build unix

package files

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// addOwner adds what only systems with user numbers know.
func addOwner(info *Info, fi os.FileInfo) {
	if s, ok := fi.Sys().(*syscall.Stat_t); ok {
		info.Owner, info.Group, info.Links = int(s.Uid), int(s.Gid), int(s.Nlink)
	}
}

// access returns an error if this process may not write to the file.
func access(path string) error {
	if err := unix.Access(path, unix.W_OK); err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}
