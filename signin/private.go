package signin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxPrivateBytes limits a credentials file. Real ones are much smaller.
const maxPrivateBytes = 1 << 18

// ReadFile reads a private file, such as one with a password or a token. It refuses a file that other users can read or
// change, that belongs to another user, or that is reached through a symbolic link. The error says how to correct this.
func ReadFile(path string) (data []byte, err error) { return readChecked(path, checkPrivate) }

// ReadOwnFile reads a file that only its owner can change, such as one with settings: others may read it. It refuses a
// file that others can change, that belongs to another user, or that is reached through a symbolic link.
func ReadOwnFile(path string) (data []byte, err error) { return readChecked(path, checkOwn) }

func readChecked(path string, check func(string, fs.FileInfo) error) (data []byte, err error) {
	for range 3 { // another process may renew a sign-in at the same time
		if data, err = readPrivate(path, check); !errors.Is(err, errReplaced) {
			break
		}
	}
	return data, err
}

var errReplaced = errors.New("it was replaced while it was read: try again")

func readPrivate(path string, check func(string, fs.FileInfo) error) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s is a symbolic link: name the file itself", path)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opened, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !os.SameFile(info, opened) {
		return nil, fmt.Errorf("%s: %w", path, errReplaced)
	}
	if err := check(path, opened); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPrivateBytes+1))
	if err == nil && len(data) > maxPrivateBytes {
		err = fmt.Errorf("%s is too big for a credentials file", path)
	}
	return data, err
}

// WriteFile replaces a file atomically by one that only its owner can read. The file is never partially written or
// readable by others. A symbolic link of that name is replaced, not followed. The folder must exist.
func WriteFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".sign-in-") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}
