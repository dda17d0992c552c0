package memfs

import (
	"io/fs"
	"path"
	"slices"

	"leadsheet/sheets/xlsx/files"
)

// List implements files.FS.
func (p *Process) List(dir string) ([]string, error) {
	if err := p.start("List", dir, ""); err != nil {
		return nil, err
	}
	defer p.Disk.mu.Unlock()
	n, at, err := p.find("List", dir, true)
	if err != nil {
		return nil, err
	}
	if !n.mode.IsDir() {
		return nil, pathError("List", dir, fs.ErrInvalid)
	}
	var names []string
	for name := range p.Disk.names {
		if name != "/" && path.Dir(name) == at {
			names = append(names, path.Base(name))
		}
	}
	slices.Sort(names)
	return names, nil
}

// Mkdir implements files.FS.
func (p *Process) Mkdir(dir string, mode fs.FileMode) error {
	if err := p.start("Mkdir", dir, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	_, _, err := p.add("Mkdir", dir, fs.ModeDir|mode.Perm())
	return err
}

// Chmod implements files.FS. Only the owner may.
func (p *Process) Chmod(name string, mode fs.FileMode) error {
	if err := p.start("Chmod", name, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find("Chmod", name, true)
	if err != nil {
		return err
	}
	if p.User != 0 && p.User != n.owner {
		return pathError("Chmod", name, fs.ErrPermission)
	}
	n.mode = n.mode.Type() | mode.Perm()
	return nil
}

// Chown implements files.FS. Only user 0 may give a file away; an owner may give it to a group of his.
func (p *Process) Chown(name string, owner, group int) error {
	if err := p.start("Chown", name, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find("Chown", name, false)
	if err != nil {
		return err
	}
	newOwner := owner >= 0 && owner != n.owner
	newGroup := group >= 0 && group != n.group
	if p.User != 0 && (newOwner || newGroup && (p.User != n.owner || !slices.Contains(p.Groups, group))) {
		return pathError("Chown", name, fs.ErrPermission)
	}
	if newOwner {
		n.owner = owner
	}
	if newGroup {
		n.group = group
	}
	return nil
}

// Rename implements files.FS.
func (p *Process) Rename(from, to string) error {
	if err := p.start("Rename", from, to); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, old, err := p.find("Rename", from, false)
	if err != nil {
		return err
	}
	at, err := p.place("Rename", to)
	if err != nil || at == old {
		return err
	}
	if n.mode.IsDir() { // leadsheet renames none
		return pathError("Rename", from, fs.ErrInvalid)
	}
	if there := p.Disk.names[at]; there != nil && there.mode.IsDir() {
		return pathError("Rename", to, fs.ErrExist)
	} else if there == n {
		return nil // two names of one file: nothing happens, as POSIX says
	}
	p.Disk.rename(func(names map[string]*node) { names[at] = n; delete(names, old) }, old, at)
	return nil
}

// Exchange implements files.FS.
func (p *Process) Exchange(a, b string) error {
	if err := p.start("Exchange", a, b); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	if p.NoExchange {
		return files.ErrNoExchange
	}
	x, at, err := p.find("Exchange", a, false)
	if err != nil {
		return err
	}
	y, to, err := p.find("Exchange", b, false)
	if err != nil {
		return err
	}
	p.Disk.rename(func(names map[string]*node) { names[at], names[to] = y, x }, at, to)
	return nil
}

// Link implements files.FS.
func (p *Process) Link(from, to string) error {
	if err := p.start("Link", from, to); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.find("Link", from, false)
	if err != nil {
		return err
	}
	at, err := p.place("Link", to)
	if err != nil {
		return err
	}
	if p.Disk.names[at] != nil {
		return pathError("Link", to, fs.ErrExist)
	}
	if p.NoLinks || n.mode.IsDir() {
		return pathError("Link", to, fs.ErrPermission)
	}
	p.Disk.rename(func(names map[string]*node) { names[at] = n }, at)
	return nil
}

// Symlink makes a symbolic link. It is no part of files.FS.
func (p *Process) Symlink(target, name string) error {
	if err := p.start("Symlink", name, target); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, _, err := p.add("Symlink", name, fs.ModeSymlink|0o777)
	if err == nil {
		n.target = target
	}
	return err
}

// Remove implements files.FS.
func (p *Process) Remove(name string) error {
	if err := p.start("Remove", name, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, at, err := p.find("Remove", name, false)
	if err != nil {
		return err
	}
	if n.mode.IsDir() {
		for other := range p.Disk.names {
			if other != at && path.Dir(other) == at {
				return pathError("Remove", name, fs.ErrExist)
			}
		}
	}
	p.Disk.rename(func(names map[string]*node) { delete(names, at) }, at)
	return nil
}

// SyncDir implements files.FS.
func (p *Process) SyncDir(dir string) error {
	if err := p.start("SyncDir", dir, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	_, at, err := p.find("SyncDir", dir, true)
	if err == nil {
		p.Disk.syncDir(at)
	}
	return err
}

// Overwrite writes a file in place, as programs do that save without a temporary file: the file stays the same one, and
// a new one is made if there is none. It is no part of files.FS.
func (p *Process) Overwrite(name string, content []byte) error {
	if err := p.start("Overwrite", name, ""); err != nil {
		return err
	}
	defer p.Disk.mu.Unlock()
	n, at, err := p.find("Overwrite", name, true)
	if err != nil {
		if n, at, err = p.add("Overwrite", name, 0o644); err != nil {
			return err
		}
	}
	n.content = nil
	if _, err := p.Disk.write(n, at, content); err != nil {
		return err
	}
	n.synced = slices.Clone(n.content)
	return nil
}

// Append opens a file to write at its end, as a program does that writes slowly: it writes there whatever the file is
// called meanwhile. It is no part of files.FS.
func (p *Process) Append(name string) (files.File, error) {
	if err := p.start("Append", name, ""); err != nil {
		return nil, err
	}
	defer p.Disk.mu.Unlock()
	n, at, err := p.find("Append", name, true)
	if err != nil {
		return nil, err
	}
	return &file{p: p, n: n, path: at}, nil
}

// Save replaces a file by a new one, as LibreOffice saves: a temporary file beside it is renamed over it. It is no part
// of files.FS.
func (p *Process) Save(name string, content []byte) error {
	at, err := p.Resolve(name)
	if err != nil {
		at = name
	}
	temp := path.Join(path.Dir(at), "lu1234.tmp")
	if err := files.Store(p, temp, content, 0o644); err != nil {
		return err
	}
	return p.Rename(temp, at)
}
