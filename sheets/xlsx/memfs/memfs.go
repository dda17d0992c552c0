// Package memfs is a file system in memory that can be given the faults of real ones: a full disk, a sync that fails, a
// network share without an atomic exchange, a process that is killed at any step, and a machine that loses power.
//
// A Disk is what the machine stores. A Process is one program that uses it: leadsheet, or a person's spreadsheet
// program. Only a Process has faults.
package memfs

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Disk is a file system in memory. It is safe for use by several goroutines.
type Disk struct {
	mu      sync.Mutex
	now     func() time.Time
	room    int64 // bytes that fit on the disk; negative: any number
	names   map[string]*node
	durable map[string]*node // the names that a loss of power leaves
	pending []change         // changes of names since, in order
}

// node is a file, a folder or a symbolic link.
type node struct {
	id           int
	mode         fs.FileMode
	owner, group int
	modified     time.Time
	content      []byte
	synced       []byte // the content that a loss of power leaves
	target       string // of a symbolic link
}

// change is one change of names that is not durable yet.
type change struct {
	dirs []string
	do   func(names map[string]*node)
}

// New returns an empty disk with the root folder "/". The clock gives the times of files.
func New(now func() time.Time) *Disk {
	d := &Disk{now: now, room: -1, names: map[string]*node{}, durable: map[string]*node{}}
	root := &node{id: 1, mode: fs.ModeDir | 0o755, modified: now()}
	d.names["/"], d.durable["/"] = root, root
	return d
}

// SetFree limits how many bytes can still be stored: a write that needs more fails after the part that fits. A negative
// number is no limit.
func (d *Disk) SetFree(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.room = -1; bytes >= 0 {
		d.room = d.used() + bytes
	}
}

// used returns how many bytes the files have.
func (d *Disk) used() (bytes int64) {
	seen := map[*node]bool{}
	for _, n := range d.names {
		if !seen[n] {
			seen[n] = true
			bytes += int64(len(n.content))
		}
	}
	return bytes
}

// LosePower makes the disk what it is after the machine went down: names changed since the last SyncDir, and contents
// that were not synced, may be lost. The changes of names survive in order until keep says no; the content of a file
// that was not synced survives if keep says so, else it is what was synced last, which is nothing for a new file. keep
// is called with a word about what is asked.
func (d *Disk) LosePower(keep func(what string) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, c := range d.pending {
		if !keep("the names of " + strings.Join(c.dirs, " and ")) {
			d.pending = d.pending[:i]
			break
		}
		c.do(d.durable)
	}
	d.pending = nil
	d.names = maps.Clone(d.durable)
	asked := map[*node]bool{}
	for _, name := range slices.Sorted(maps.Keys(d.names)) {
		n := d.names[name]
		if asked[n] || !n.mode.IsRegular() || slices.Equal(n.content, n.synced) {
			continue
		}
		asked[n] = true
		if keep("the content of " + name) {
			n.synced = slices.Clone(n.content)
		} else {
			n.content = slices.Clone(n.synced)
		}
	}
}

// rename changes names now, and for good with the next sync of one of the folders.
func (d *Disk) rename(do func(names map[string]*node), paths ...string) {
	do(d.names)
	c := change{do: do}
	for _, p := range paths {
		if dir := path.Dir(p); !slices.Contains(c.dirs, dir) {
			c.dirs = append(c.dirs, dir)
		}
	}
	d.pending = append(d.pending, c)
}

// syncDir makes the changes of a folder's names durable, and those before them: names are stored in order.
func (d *Disk) syncDir(dir string) {
	last := -1
	for i, c := range d.pending {
		if slices.Contains(c.dirs, dir) {
			last = i
		}
	}
	for _, c := range d.pending[:last+1] {
		c.do(d.durable)
	}
	d.pending = slices.Clone(d.pending[last+1:])
}

// newID returns the smallest number that no file has. Real file systems use the numbers of removed files again, too.
func (d *Disk) newID() int {
	used := map[int]bool{}
	for _, n := range d.names {
		used[n.id] = true
	}
	for id := 1; ; id++ {
		if !used[id] {
			return id
		}
	}
}

// resolve follows links, also those in the folders of a path. The last name need not exist.
func (d *Disk) resolve(name string, last bool) (string, error) {
	name = path.Clean(name)
	for range 40 {
		done := "/"
		again := false
		parts := strings.Split(strings.TrimPrefix(name, "/"), "/")
		for i, part := range parts {
			at := path.Join(done, part)
			n := d.names[at]
			if n != nil && n.mode&fs.ModeSymlink != 0 && (last || i < len(parts)-1) {
				target := n.target
				if !path.IsAbs(target) {
					target = path.Join(done, target)
				}
				name, again = path.Join(append([]string{target}, parts[i+1:]...)...), true
				break
			}
			done = at
		}
		if !again {
			return done, nil
		}
	}
	return "", fs.ErrInvalid // a circle of links
}

// links counts the names of a file.
func (d *Disk) links(n *node) int {
	count := 0
	for _, other := range d.names {
		if other == n {
			count++
		}
	}
	return count
}
