package fleet

import (
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// extension is how the name of a file of settings ends; what stands before it is the name of the team.
const extension = ".env"

// folder is followed while it changes. A file counts as it is when two looks, one after the other, find it alike: one
// that is being written is left alone until it is whole.
type folder struct {
	dir string
	log *slog.Logger

	mu    sync.Mutex
	files map[string]*entry // by team
	fault string            // why the folder cannot be read; "" when it can
}

// entry is a file of settings.
type entry struct {
	seen    stamp // at the last look
	settled stamp // that counts; the zero value: not yet
	missing int   // looks that did not find it
	changed chan struct{}
}

// stamp tells whether a file is still the same.
type stamp struct {
	size int64
	at   time.Time
	mode fs.FileMode
}

// looks is how many looks must find a file alike, or gone.
const looks = 2

// look looks at the folder. While it cannot be read, everything stays as it was.
func (f *folder) look() {
	entries, err := os.ReadDir(f.dir)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil {
		if f.fault != err.Error() {
			f.fault = err.Error()
			f.log.Error("the folder of the teams cannot be read; the teams that run go on", "error", err)
		}
		return
	}
	f.fault = ""
	there := map[string]stamp{}
	for _, e := range entries {
		team, ok := strings.CutSuffix(e.Name(), extension)
		if !ok || team == "" || team[0] == '.' || team[0] == '#' {
			continue // hidden, or of an editor
		}
		if info, err := e.Info(); err == nil {
			there[team] = stamp{info.Size(), info.ModTime(), info.Mode()}
			if f.files[team] == nil {
				f.files[team] = &entry{changed: make(chan struct{})}
			}
		}
	}
	for team, e := range f.files {
		now, is := there[team]
		switch {
		case !is:
			if e.missing++; e.missing >= looks || e.settled == (stamp{}) {
				close(e.changed)
				delete(f.files, team)
			}
		case now != e.seen:
			e.seen, e.missing = now, 0
		case now != e.settled:
			e.settled, e.missing = now, 0
			close(e.changed)
			e.changed = make(chan struct{})
		default:
			e.missing = 0
		}
	}
}

// teams are the names of the teams that have a file, in order.
func (f *folder) teams() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, team := range slices.Sorted(maps.Keys(f.files)) {
		if f.files[team].settled != (stamp{}) {
			names = append(names, team)
		}
	}
	return names
}

// changed is closed when the file of a team is another than now, or is gone. It reports whether it is there now.
func (f *folder) changed(team string) (is <-chan struct{}, there bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := f.files[team]
	if e == nil {
		return nil, false
	}
	return e.changed, true
}

// path is the file of a team.
func (f *folder) path(team string) string { return filepath.Join(f.dir, team+extension) }
