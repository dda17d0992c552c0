package claims

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

const (
	// lockWait is how long a process waits for another one that changes the store, which takes a few milliseconds. After
	// that it goes on without the lock: a wrong note costs less than a daemon that stands still.
	lockWait = 2 * time.Second
	// lockStale is the age from which a lock belongs to a process that was killed.
	lockStale = 10 * time.Second
)

// file is a store in a file. There is no file while it is empty. The file "" keeps nothing.
type file string

// File returns a store in a file that only its owner may read, and that may be deleted at any time. For the path "" it
// keeps nothing.
func File(path string) Store {
	if path != "" {
		sweep(path + ".*.tmp")
	}
	return file(path)
}

func (f file) Read() ([]byte, error) {
	data, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

func (f file) Write(data []byte) error {
	if f == "" {
		return nil
	}
	if len(data) == 0 {
		if err := os.Remove(string(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return err
	}
	tmp := string(f) + "." + strconv.Itoa(os.Getpid()) + ".tmp"
	out, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(append(data, '\n'))
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = os.Rename(tmp, string(f))
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return nil
}

// lock makes a file beside the store, which only one process can do. It works on all systems and file systems.
func (f file) lock() (unlock func()) {
	path := string(f) + ".lock"
	for began := time.Now(); time.Since(began) < lockWait; time.Sleep(2 * time.Millisecond) {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		switch {
		case err == nil:
			_ = file.Close() // nothing was written
			return func() { _ = os.Remove(path) }
		case !errors.Is(err, fs.ErrExist):
			return func() {} // no folder yet, or none that may be written to: then there is nothing to protect
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > lockStale {
			_ = os.Remove(path) // if that fails, the wait ends all the same
		}
	}
	return func() {}
}
