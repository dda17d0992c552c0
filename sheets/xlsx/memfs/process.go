package memfs

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"syscall"
	"time"

	"leadsheet/sheets/xlsx/files"
)

// ErrKilled is what every operation of a killed process returns.
var ErrKilled = errors.New("the process was killed")

// Process is a program that uses a Disk. Its zero value, with a Disk, has no faults and is the administrator.
type Process struct {
	Disk *Disk
	// Before is called before each operation. An error is what the operation returns, and it is not done. A Before may
	// also let other processes act first, or end the goroutine. nil does nothing. ErrKilled kills the process.
	Before func(Op) error
	// NoExchange and NoLinks say what the file system cannot do, as network shares.
	NoExchange, NoLinks bool
	// User and Groups are whom the process runs as; user 0 may do everything. New files belong to the first group.
	User   int
	Groups []int

	killed bool // guarded by Disk.mu
}

var _ files.FS = (*Process)(nil)

// Op is an operation that is about to be done.
type Op struct {
	Name string // of the method of files.FS or files.File: "Rename", "Sync"
	Path string
	To   string // the second path, if there is one
}

// Kill makes every further operation fail. What was done is on the disk, synced or not.
func (p *Process) Kill() {
	p.Disk.mu.Lock()
	defer p.Disk.mu.Unlock()
	p.killed = true
}

// start begins an operation: it asks Before, and returns with the disk locked if there is no error.
func (p *Process) start(name, at, to string) error {
	p.Disk.mu.Lock()
	killed := p.killed
	p.Disk.mu.Unlock()
	if killed {
		return ErrKilled
	}
	if p.Before != nil {
		if err := p.Before(Op{Name: name, Path: at, To: to}); err != nil {
			if errors.Is(err, ErrKilled) {
				p.Kill()
			}
			return err
		}
	}
	p.Disk.mu.Lock()
	if p.killed {
		p.Disk.mu.Unlock()
		return ErrKilled
	}
	return nil
}

func pathError(op, name string, err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }

// find returns the file at a path, links followed if wanted.
func (p *Process) find(op, name string, follow bool) (*node, string, error) {
	at, err := p.Disk.resolve(name, follow)
	if err != nil {
		return nil, "", pathError(op, name, err)
	}
	n := p.Disk.names[at]
	if n == nil {
		return nil, "", pathError(op, name, fs.ErrNotExist)
	}
	return n, at, nil
}

// place returns the path of a new name. Its folder must exist.
func (p *Process) place(op, name string) (string, error) {
	at, err := p.Disk.resolve(name, false)
	if err != nil {
		return "", pathError(op, name, err)
	}
	if dir := p.Disk.names[path.Dir(at)]; dir == nil || !dir.mode.IsDir() {
		return "", pathError(op, name, fs.ErrNotExist)
	}
	return at, nil
}

// may reports whether the process has one of the permissions, given as for others: 4 to read, 2 to write.
func (p *Process) may(n *node, bit fs.FileMode) bool {
	switch {
	case p.User == 0:
		return true
	case n.owner == p.User:
		return n.mode>>6&bit != 0
	case slices.Contains(p.Groups, n.group):
		return n.mode>>3&bit != 0
	}
	return n.mode&bit != 0
}

func (p *Process) describe(n *node) files.Info {
	size := int64(len(n.content))
	return files.Info{Size: size, ModTime: n.modified, Mode: n.mode, Owner: n.owner, Group: n.group,
		Links: p.Disk.links(n), ID: n.id}
}

// Stat implements files.FS.
func (p *Process) Stat(name string) (files.Info, error) { return p.stat("Stat", name, true) }

// Lstat implements files.FS.
func (p *Process) Lstat(name string) (files.Info, error) { return p.stat("Lstat", name, false) }

func (p *Process) stat(op, name string, follow bool) (files.Info, error) {
	if err := p.start(op, name, ""); err != nil {
		return files.Info{}, err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find(op, name, follow)
	if err != nil {
		return files.Info{}, err
	}
	return p.describe(n), nil
}

// Resolve implements files.FS.
func (p *Process) Resolve(name string) (string, error) {
	if err := p.start("Resolve", name, ""); err != nil {
		return "", err
	}
	defer p.Disk.mu.Unlock()
	_, at, err := p.find("Resolve", name, true)
	return at, err
}

// SameFile implements files.FS.
func (p *Process) SameFile(a, b files.Info) bool { return a.ID != nil && a.ID == b.ID }

// Writable implements files.FS.
func (p *Process) Writable(name string) error {
	if err := p.start("Writable", name, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find("Writable", name, true)
	if err == nil && (n.mode&0o222 == 0 || !p.may(n, 2)) {
		err = pathError("Writable", name, fs.ErrPermission)
	}
	return err
}

// Read implements files.FS.
func (p *Process) Read(name string) ([]byte, error) {
	if err := p.start("Read", name, ""); err != nil {
		return nil, err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find("Read", name, true)
	switch {
	case err != nil:
		return nil, err
	case !n.mode.IsRegular():
		return nil, pathError("Read", name, fs.ErrInvalid)
	case !p.may(n, 4):
		return nil, pathError("Read", name, fs.ErrPermission)
	}
	return slices.Clone(n.content), nil
}

// Create implements files.FS.
func (p *Process) Create(name string, mode fs.FileMode) (files.File, error) {
	if err := p.start("Create", name, ""); err != nil {
		return nil, err
	}
	defer p.Disk.mu.Unlock()
	n, at, err := p.add("Create", name, mode.Perm())
	if err != nil {
		return nil, err
	}
	return &file{p: p, n: n, path: at}, nil
}

// add gives a new file or folder a name that is free.
func (p *Process) add(op, name string, mode fs.FileMode) (*node, string, error) {
	at, err := p.place(op, name)
	if err != nil {
		return nil, "", err
	}
	if p.Disk.names[at] != nil {
		return nil, "", pathError(op, name, fs.ErrExist)
	}
	n := &node{id: p.Disk.newID(), mode: mode, owner: p.User, modified: p.Disk.now()}
	if len(p.Groups) > 0 {
		n.group = p.Groups[0]
	}
	p.Disk.rename(func(names map[string]*node) { names[at] = n }, at)
	return n, at, nil
}

// file is a file that is being written.
type file struct {
	p    *Process
	n    *node
	path string
}

// Write implements files.File.
func (f *file) Write(content []byte) (int, error) {
	if err := f.p.start("Write", f.path, ""); err != nil {
		return 0, err
	}
	defer f.p.Disk.mu.Unlock()
	return f.p.Disk.write(f.n, f.path, content)
}

// write appends to a file as much as fits on the disk.
func (d *Disk) write(n *node, name string, content []byte) (int, error) {
	fits, full := len(content), error(nil)
	if free := d.room - d.used(); d.room >= 0 && int64(fits) > free {
		fits, full = int(max(free, 0)), pathError("Write", name, syscall.ENOSPC)
	}
	n.content = append(n.content, content[:fits]...)
	n.modified = d.now()
	return fits, full
}

// Sync implements files.File.
func (f *file) Sync() error {
	if err := f.p.start("Sync", f.path, ""); err != nil {
		return err
	}
	defer f.p.Disk.mu.Unlock()
	f.n.synced = slices.Clone(f.n.content)
	return nil
}

// Close implements files.File.
func (f *file) Close() error { return nil }

// Chtimes implements files.FS.
func (p *Process) Chtimes(name string, modified time.Time) error {
	if err := p.start("Chtimes", name, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find("Chtimes", name, true)
	if err == nil {
		n.modified = modified
	}
	return err
}
