package signin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxPrivate is far more than any credentials file has.
const maxPrivate = 1 << 18

// ReadFile reads a file that must be nobody else's business: one that others can read or change, that belongs to another
// user, or that is reached through a symbolic link is refused. The error says how to mend it.
func ReadFile(path string) ([]byte, error) {
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
		return nil, fmt.Errorf("%s was replaced while it was read: try again", path)
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

// WriteFile replaces the file of a sign-in as a whole, with value as JSON; no moment leaves it half written or readable
// by others. A symbolic link of that name is replaced, not followed.
func WriteFile(path string, value any) (err error) {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	f, err := os.CreateTemp(dir, ".sign-in-") // 0600
	if err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("save the sign-in: %w", err)
	}
	return syncDir(dir)
}
