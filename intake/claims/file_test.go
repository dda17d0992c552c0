package claims

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Several leadsheets of one user keep their notes in one file. None brings back what another one has released: that
// would look as if the input had crashed it.
func TestClaims_ManyProcessesShareAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reading.json")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 25 {
				self := strconv.Itoa(i*25 + n)
				c := New(file(path), self, func(string) bool { return true }, nil)
				c.Take("file " + self)
				c.Release()
			}
		})
	}
	all.Wait()
	if data, err := os.ReadFile(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("left: %s, %v", data, err)
	}
	if _, err := os.Stat(path + ".lock"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock stays: %v", err)
	}
}

// A process that was killed while it changed the notes stops no other one for long, and a folder that may not be written
// to stops none at all.
func TestClaims_LockOfAKilledProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reading.json")
	if err := os.WriteFile(path+".lock", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Minute)
	if err := os.Chtimes(path+".lock", old, old); err != nil {
		t.Fatal(err)
	}
	c := New(file(path), "1", func(string) bool { return true }, nil)
	c.Take("file a")
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), "file a") {
		t.Errorf("%s, %v", data, err)
	}
}
