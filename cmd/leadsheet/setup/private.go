package setup

import (
	"errors"
	"os"
	"path/filepath"
)

// WritePrivate replaces a file as a whole by one that only its owner can read.
func WritePrivate(path, text string) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".leadsheet-setup-") // made with mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	if _, err = tmp.WriteString(text); err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
