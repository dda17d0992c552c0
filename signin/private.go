package signin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxPrivate is far more than any credentials file has.
const maxPrivate = 1 << 18

// ReadFile reads a file that must be nobody else's business, such as one that holds a password or a token. One that
// others can read or change, that belongs to another user, or that is reached through a symbolic link is refused. The
// error says how to mend it.
func ReadFile(path string) (data []byte, err error) {
	for range 3 { // another leadsheet may renew a sign-in at the same moment
		if data, err = readPrivate(path); !errors.Is(err, errReplaced) {
			break
		}
	}
	return data, err
}

var errReplaced = errors.New("it was replaced while it was read: try again")

func readPrivate(path string) ([]byte, error) {
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
	if err := ownAlone(path, opened); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPrivate+1))
	if err == nil && len(data) > maxPrivate {
		err = fmt.Errorf("%s is too big for a credentials file", path)
	}
	return data, err
}

// WriteFile replaces a file as a whole by one that only its owner can read. No moment leaves it half written, or
// readable by others. A symbolic link of that name is replaced, not followed. The folder must be there.
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
