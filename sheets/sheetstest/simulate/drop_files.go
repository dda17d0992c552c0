package main

import (
	"context"
	"time"

	"leadsheet/sheets/sheetstest/simulate/exports"
)

// dropFiles are the files of the drop folder as a process sees them.
type dropFiles struct {
	exports.Folder
	p *process
	d *drop
}

// files is the disk with the drop folder as a process has it.
func (d *drop) files(p *process) *dropFiles {
	wait := func(ctx context.Context, pause time.Duration) error {
		if d.w.frozen {
			d.w.now = d.w.now.Add(pause)
		}
		return p.sleep(ctx, pause)
	}
	now := func() time.Time { return d.w.now }
	return &dropFiles{exports.Folder{Process: d.l.process(p), Clock: now, Sleep: wait}, p, d}
}

// Link implements intake.Files.
func (f *dropFiles) Link(from, to string) error {
	return f.d.watch(f.p, to, func() error { return f.Process.Link(from, to) })
}

// Rename implements intake.Files.
func (f *dropFiles) Rename(from, to string) error {
	return f.d.watch(f.p, to, func() error { return f.Process.Rename(from, to) })
}

// Remove implements intake.Files.
func (f *dropFiles) Remove(name string) error {
	return f.d.watch(f.p, "", func() error { return f.Process.Remove(name) })
}

// watch does an operation of a process that moves a file, and checks that nothing of people's is gone and that what is
// moved away is stored.
func (d *drop) watch(p *process, to string, do func() error) error {
	var before map[string]string
	// The disk asks others first, so what was there is looked at in the moment of the operation.
	d.moving = func() { before = d.Contents() }
	err := do()
	d.moving = nil
	if before == nil || d.w.failed != nil {
		return err
	}
	after := map[string]bool{}
	for _, c := range d.Contents() {
		after[c] = true
	}
	for name, c := range before {
		if !after[c] {
			d.w.fail("I3", "d%d has destroyed what was in %s", p.id, name)
		}
	}
	if err == nil && isDone(to) {
		d.w.say("d%d moves a file to %s", p.id, to)
		if raw, err := d.l.hand.Read(to); err == nil {
			d.checkStored(p, to, raw)
		}
	}
	return err
}
