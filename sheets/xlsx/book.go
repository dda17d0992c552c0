// Package xlsx stores a workbook in a local .xlsx file that people edit with Excel or LibreOffice at the same time.
//
// The file is never written in place. A new version is written beside it, read back, and exchanged with it atomically.
// The version that the exchange displaced is compared with the one that was read, so an editor who saved in between
// loses nothing.
package xlsx

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// Options are the options of a Book.
type Options struct {
	// Now is the clock for file times and waits; nil means time.Now.
	Now func() time.Time
	// Clock gives the time recorded for a write, see sheets.Snapshot.Wrote; nil means Now. It differs from Now when the
	// clock is set by a flag: file times and waits still use the machine's clock.
	Clock func() time.Time
	// ReadOnly means that nothing is written: Read does not clean up after a killed process.
	ReadOnly bool
	// LockGrace is how long an editor's lock file must be gone before the next write, since some editors remove it for
	// a moment while they save. It applies only after a lock was seen.
	LockGrace time.Duration
	// KeepBackups is how many replaced versions are kept beside the workbook: 0 keeps one, a negative number none.
	KeepBackups int
	// Files is the file system of the workbook; nil means the machine's.
	Files files.FS
	// Sleep waits where another process may be writing; nil means time.Sleep.
	Sleep func(time.Duration)
	// ProcessID identifies this process in the stamp of the file and in the names of its temporary files; "" means a
	// random one. Two processes must not have the same.
	ProcessID string
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() (Options, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Clock == nil {
		o.Clock = o.Now
	}
	if o.Files == nil {
		o.Files = files.OS{}
	}
	if o.Sleep == nil {
		o.Sleep = time.Sleep
	}
	if o.ProcessID == "" {
		var random [4]byte
		if _, err := rand.Read(random[:]); err != nil {
			return o, err
		}
		o.ProcessID = hex.EncodeToString(random[:])
	}
	return o, nil
}

// Book is a local workbook. It is safe for use by several goroutines.
type Book struct {
	mu        sync.Mutex
	opts      Options
	files     files.FS
	path      string // absolute; may be a link
	processID string // identifies this process in the stamp of the file

	current *version        // the file as last read or written
	layout  sheets.Expected // the expected layout, by folded tab title

	lastGeneration int          // the generation that this Book read or wrote last
	highest        int          // the highest generation that is known, of any version
	ownGenerations map[int]bool // generations that this Book wrote
	notes          []string     // for the next snapshot
	unkept         *version     // written, and the copy for keepLast could not be stored yet
	setBack        bool         // for the next snapshot, see sheets.Snapshot.SetBack
	setBackTo      time.Time    // for the next snapshot
	marked         bool         // this Book knows of the mark at setBackPath
	lockSeen       time.Time    // when a lock file was last seen
	hasExisted     bool         // the file has existed before
	rescued        bool         // rescue has run
	daily          struct {     // the day of the last dated backup, and when one of the same day is tried again
		day   string
		again time.Time
	}
	missingSince time.Time  // when the file was first found missing
	ownerLost    files.Info // whose file the last version could not be made
	damaged      struct {   // a version that cannot be read, and the copy that can
		of   files.Info
		copy string
	}
	wroteChecked bool              // the last version was written with change.checked
	toldTotals   bool              // somebody was told why new rows stand below a row of totals
	beforeSwap   func(temp string) // test hook, called between writing and swapping
}

// version is one version of the file.
type version struct {
	id   files.Info
	hash [sha256.Size]byte
	wb   *workbook
	raw  []byte // the bytes, kept in case an older copy is saved over it
}

// snapshot is the value of sheets.Snapshot.Version.
type snapshot struct {
	v      *version
	tables map[string]*table // by folded title
}

// Open returns the workbook at path. The file need not exist yet: Ensure creates it.
func Open(path string, opts Options) (*Book, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	if opts, err = opts.withDefaults(); err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	b := &Book{
		opts:           opts,
		files:          opts.Files,
		path:           abs,
		processID:      opts.ProcessID,
		layout:         sheets.Expected{},
		ownGenerations: map[int]bool{},
	}
	if fi, err := b.files.Stat(abs); err == nil && fi.Mode.IsDir() {
		return nil, fmt.Errorf("open workbook: %s is a folder", filepath.Base(abs))
	}
	return b, nil
}

// Close releases what was read. It never fails.
func (b *Book) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.current = nil
	return nil
}

// Expect implements sheets.Book.
func (b *Book) Expect(layout sheets.Layout) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.layout.Add(layout)
}

// tabLayout returns the expected layout of a tab, with the given title.
func (b *Book) tabLayout(title string) sheets.TabLayout {
	return b.layout.Tab(title)
}

// resolvedPath returns the path of the file itself if the path is a link.
func (b *Book) resolvedPath() string {
	if p, err := b.files.Resolve(b.path); err == nil {
		return p
	}
	return b.path
}

// load returns the current version of the file. It reads the file only if it differs from the last version.
func (b *Book) load() (*version, error) {
	v, err := b.loadVersion()
	if err == nil {
		b.keepDaily(v)
	}
	return v, err
}

func (b *Book) loadVersion() (*version, error) {
	path := b.resolvedPath()
	if b.current == nil && !b.rescued && !b.opts.ReadOnly {
		b.rescued = true
		if err := b.rescue(); err != nil {
			return nil, err
		}
	}
	id, err := b.identify(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && b.saving():
		return nil, fmt.Errorf("read workbook: it is just being saved: %w", sheets.ErrBusy)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read workbook %s: %w", filepath.Base(b.path), sheets.ErrNoBook)
	case err != nil:
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	if err := checkKind(id); err != nil {
		return nil, fmt.Errorf("read workbook %s: %w", filepath.Base(b.path), err)
	}
	if b.current != nil && b.same(b.current.id, id) {
		b.current.id = id // mode and owner may be others by now
		return b.current, nil
	}
	b.missingSince = time.Time{}
	raw, err := b.files.Read(path)
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	if after, err := b.identify(path); err != nil || !b.same(after, id) {
		return nil, fmt.Errorf("read workbook: it is just being saved: %w", sheets.ErrBusy)
	}
	hash := sha256.Sum256(raw)
	if b.current != nil && b.current.hash == hash {
		b.current = &version{id: id, hash: hash, wb: b.current.wb, raw: raw}
		return b.current, nil
	}
	var old *workbook
	if b.current != nil {
		old = b.current.wb
	}
	wb, err := parse(raw, old)
	if err != nil {
		return nil, fmt.Errorf("read workbook %s: %w", filepath.Base(b.path), b.withGoodCopy(err, id))
	}
	b.hasExisted = true
	if !b.opts.ReadOnly {
		if err := b.checkSetBack(wb, id, raw); err != nil {
			return nil, err
		}
	}
	b.tellLinks(id)
	b.lastGeneration = wb.gen
	b.current = &version{id: id, hash: hash, wb: wb, raw: raw}
	return b.current, nil
}

// saving reports whether a missing file may be back in a moment: Excel deletes the old one before it renames the new.
func (b *Book) saving() bool {
	if !b.hasExisted {
		return false
	}
	if b.missingSince.IsZero() {
		b.missingSince = b.opts.Now()
	}
	return b.lockHolder() != "" || b.opts.Now().Sub(b.missingSince) < 5*time.Second
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
	snap := &sheets.Snapshot{Tabs: map[string]*sheets.Tab{}, Version: s, Moment: momentOf(v), Notes: b.notes,
		SetBack: b.setBack, SetBackTo: b.setBackTo}
	if v.wb.clock != 0 {
		snap.Wrote = time.Unix(0, v.wb.clock)
	}
	if m := v.id.ModTime; m.UnixNano() != v.wb.mtime {
		snap.Saved = m
	}
	b.notes, b.setBack, b.setBackTo = nil, false, time.Time{}
	for _, title := range tabs {
		g := v.wb.byName[sheets.Fold(title)]
		if g == nil {
			if !slices.Contains(snap.Missing, title) {
				snap.Missing = append(snap.Missing, title)
			}
			continue
		}
		t := tableOf(g, b.tabLayout(title))
		s.tables[sheets.Fold(title)] = t
		snap.Tabs[title] = t.tab
	}
	return snap, nil
}
