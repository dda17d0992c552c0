package main

import "leadsheet/sheets/xlsx/memfs"

// watchedFiles are the files as a process sees them.
type watchedFiles struct {
	*memfs.Process
	p *process
	l *local
}

// Rename implements files.FS.
func (f *watchedFiles) Rename(from, to string) error {
	err := f.Process.Rename(from, to)
	f.l.after(f.p)
	return err
}

// Exchange implements files.FS.
func (f *watchedFiles) Exchange(a, b string) error {
	err := f.Process.Exchange(a, b)
	f.l.after(f.p)
	return err
}

// Link implements files.FS.
func (f *watchedFiles) Link(from, to string) error {
	err := f.Process.Link(from, to)
	f.l.after(f.p)
	return err
}

// Remove implements files.FS.
func (f *watchedFiles) Remove(name string) error {
	err := f.Process.Remove(name)
	f.l.after(f.p)
	return err
}
