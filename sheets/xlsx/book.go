// Package xlsx keeps a workbook in a local .xlsx file that people edit with Excel or LibreOffice at the same time.
//
// The file is never written in place: a new version is made beside it, read back, and exchanged with it in one step;
// what came out of the exchange is compared with what was read, so a person who saved in between loses nothing.
package xlsx

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"leadsheet/sheets"
)

// Options are what a Book may be told.
type Options struct {
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Clock is the time of which a write is said to be, see sheets.Snapshot.Wrote; nil means Now. It differs from Now
	// where a story is played: the times of files and waiting stay the machine's.
	Clock func() time.Time
	// ReadOnly leaves the disk as it is: Read puts nothing in order that a killed process left behind.
	ReadOnly bool
	// LockGrace is how long an editor's lock file must have been gone before we write again: programs take it away
	// for a moment while they save. It matters only after a lock was seen.
	LockGrace time.Duration
	// KeepBackups is how many replaced versions are kept beside the workbook: 0 keeps one, less than 0 none.
	KeepBackups int
}

// Book is a local workbook. It is safe for use by several goroutines.
type Book struct {
	mu   sync.Mutex
	opts Options
	path string // as given
	who  string // this process's mark in the file

	cur    *version        // the file as last read or written
	layout sheets.Expected // what is expected, by folded tab title

	known     int               // the highest generation read or written here
	ours      map[int]bool      // generations that this Book wrote
	notes     []string          // waiting for the next snapshot
	setBack   bool              // likewise
	lockSeen  time.Time         // when a lock file was last seen
	existed   bool              // the file was there before
	looked    bool              // for what a killed process left behind
	missing   time.Time         // when it was first found gone
	beforeSwp func(temp string) // a test's hook: what happens between writing and swapping
}

// version is the file as of one moment.
type version struct {
	id   identity
	hash [sha256.Size]byte
	wb   *workbook
	raw  []byte // the file, to be kept should an older copy be saved over it
}

// snapshot is what Snapshot.Version holds.
type snapshot struct {
	v      *version
	tables map[string]*table // by folded title
}

// Open returns the workbook at path. The file need not exist yet: Ensure makes it. Temporary files that a killed
// process left behind are removed.
func Open(path string, opts Options) (*Book, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Clock == nil {
		opts.Clock = opts.Now
	}
	var mark [4]byte
	if _, err := rand.Read(mark[:]); err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	b := &Book{
		opts:   opts,
		path:   abs,
		who:    hex.EncodeToString(mark[:]),
		layout: sheets.Expected{},
		ours:   map[int]bool{},
	}
	if fi, err := os.Stat(abs); err == nil && fi.IsDir() {
		return nil, fmt.Errorf("open workbook: %s is a folder", filepath.Base(abs))
	}
	return b, nil
}

// Close forgets what was read. It never fails.
func (b *Book) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.cur = nil
	return nil
}

// Expect implements sheets.Book.
func (b *Book) Expect(layout sheets.Layout) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.layout.Add(layout)
}

// want is what is expected of a tab, under the title that was asked for.
func (b *Book) want(title string) sheets.TabLayout {
	return b.layout.Tab(title)
}

// target is the file itself where the path is a link to it.
func (b *Book) target() string {
	if p, err := filepath.EvalSymlinks(b.path); err == nil {
		return p
	}
	return b.path
}

// load returns the file as it is now; it is read only when it is not the one that was read last.
func (b *Book) load() (*version, error) {
	path := b.target()
	if b.cur == nil && !b.looked && !b.opts.ReadOnly {
		b.looked = true
		if err := b.rescue(); err != nil {
			return nil, err
		}
	}
	id, err := identify(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && b.saving():
		return nil, fmt.Errorf("read workbook: it is just being saved: %w", sheets.ErrBusy)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read workbook %s: %w", filepath.Base(b.path), sheets.ErrNoBook)
	case err != nil:
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	if b.cur != nil && b.cur.id.same(id) {
		return b.cur, nil
	}
	b.missing = time.Time{}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	if after, err := identify(path); err != nil || !after.same(id) {
		return nil, fmt.Errorf("read workbook: it is just being saved: %w", sheets.ErrBusy)
	}
	hash := sha256.Sum256(raw)
	if b.cur != nil && b.cur.hash == hash {
		b.cur = &version{id: id, hash: hash, wb: b.cur.wb, raw: raw}
		return b.cur, nil
	}
	wb, err := parse(raw)
	if err != nil {
		return nil, fmt.Errorf("read workbook %s: %w", filepath.Base(b.path), err)
	}
	b.existed = true
	if !b.opts.ReadOnly {
		if err := b.older(wb); err != nil {
			return nil, err
		}
	}
	b.known = wb.gen
	b.cur = &version{id: id, hash: hash, wb: wb, raw: raw}
	return b.cur, nil
}

// saving reports whether a file that is gone may be back in a moment: Excel deletes the old one before it renames the
// new.
func (b *Book) saving() bool {
	if !b.existed {
		return false
	}
	if b.missing.IsZero() {
		b.missing = b.opts.Now()
	}
	return b.locked() != "" || b.opts.Now().Sub(b.missing) < 5*time.Second
}

// Read implements sheets.Book.
func (b *Book) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	v, err := b.load()
	if err != nil {
		return nil, err
	}
	s := &snapshot{v: v, tables: map[string]*table{}}
	snap := &sheets.Snapshot{Tabs: map[string]*sheets.Tab{}, Version: s, Notes: b.notes, SetBack: b.setBack}
	if v.wb.wrote != 0 {
		snap.Wrote = time.Unix(0, v.wb.wrote)
	}
	if m := v.id.info.ModTime(); m.UnixNano() != v.wb.mtime {
		snap.Saved = m
	}
	b.notes, b.setBack = nil, false
	for _, title := range tabs {
		g := v.wb.byName[sheets.Fold(title)]
		if g == nil {
			if !slices.Contains(snap.Missing, title) {
				snap.Missing = append(snap.Missing, title)
			}
			continue
		}
		t := tableOf(g, b.want(title))
		s.tables[sheets.Fold(title)] = t
		snap.Tabs[title] = t.tab
	}
	return snap, nil
}
