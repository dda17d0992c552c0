package fleet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// lockName is the file in the folder of the teams that the one fleet holds that runs them. Nothing of value is in it.
const lockName = ".leadsheet-fleet.lock"

// errLocked means that another process holds the lock.
var errLocked = errors.New("another process holds it")

// lock makes this process the only fleet of a folder, until unlock or its end, however that comes about. Where the file
// system knows no locks, none is held: two fleets do no harm to a workbook, they only do everything twice.
func lock(dir string) (unlock func(), err error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, os.ErrPermission) {
		return func() {}, nil // the folder is not to be written to
	}
	if err != nil {
		return nil, fmt.Errorf("the folder of the teams cannot be used: %w", err)
	}
	if err := lockFile(f); errors.Is(err, errLocked) {
		_ = f.Close()
		return nil, fmt.Errorf("another fleet runs the teams in %s already: end it first. One fleet of a folder is enough; "+
			"to have several share the teams, they need a database", dir)
	}
	return func() { _ = f.Close() }, nil
}
