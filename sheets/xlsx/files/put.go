package files

import (
	"errors"
	"io/fs"
	"os"
)

// Put gives a file that is whole its name. Without replace nothing that has the name by then is replaced: the error Is
// fs.ErrExist.
func Put(file, path string, replace bool) error {
	if replace {
		return os.Rename(file, path)
	}
	err := os.Link(file, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err // what has two names loses the first one with its caller
	}
	// The file system has no second names.
	if _, taken := os.Lstat(path); taken == nil {
		return fs.ErrExist
	}
	return os.Rename(file, path)
}
