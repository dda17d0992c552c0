// Package claims notes which inputs are being read, so that an input which ends the process is known to the next one,
// and which messages a server did not hand over. The notes are a small file beside the workbook that may be deleted at
// any time.
package claims

import (
	"encoding/json"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Store keeps a few bytes outside of the process. If they are lost, only the memory of what crashed a process is.
type Store interface {
	// Read returns what was written last; nothing and no error when nothing was.
	Read() ([]byte, error)
	// Write replaces it as a whole. What has been written survives the end of the process.
	Write(data []byte) error
}

// MaxCrashes is how often an input may crash the process before it is no longer read: a mail is taken in by its header,
// a file by its name.
const MaxCrashes = 3

// maxSuspects is how many inputs are remembered at most that were being read when a process crashed.
const maxSuspects = 2000

// Claims remember which inputs are being read. When one of them crashes the process, for example because it runs out of
// memory, the next process knows it; otherwise the same input would crash it after every start. Many inputs are claimed
// at a time. When the process crashes while it has claimed several, the next one claims each of them alone, and so
// finds out which it was.
//
// A nil *Claims remembers nothing. Claims are safe for use by several goroutines.
type Claims struct {
	store     Store
	self      string                 // this process
	isRunning func(self string) bool // whether another process still runs
	log       *slog.Logger

	mu         sync.Mutex
	loaded     bool
	stopped    bool
	claimed    []string       // what this process has claimed
	crashes    map[string]int // by input: how many processes crashed while they had claimed it
	tries      map[string]Tries
	storeInUse bool // the store is not empty
	warned     bool // the log says that the store cannot be written
}

// stored is what a store holds.
type stored struct {
	About   string              `json:"about,omitempty"`
	Reading map[string][]string `json:"reading,omitempty"` // by process
	Crashes map[string]int      `json:"deaths,omitempty"`  // by input
	Tries   map[string]Tries    `json:"tries,omitempty"`   // by input
}

// about explains the file to users who open it.
const about = "What leadsheet is reading, what has ended it while it was read, and what did not come when it " +
	"was asked for. It may be deleted at any time."

// New returns the claims of a process. self distinguishes it from other processes that use the same store, and
// isRunning reports whether another process still runs.
func New(store Store, self string, isRunning func(self string) bool, log *slog.Logger) *Claims {
	return &Claims{store: store, self: self, isRunning: isRunning, log: log, crashes: map[string]int{},
		tries: map[string]Tries{}}
}

// Open returns this process's claims, kept in a file. For the path "" it returns nil.
func Open(path string, log *slog.Logger) *Claims {
	if path == "" {
		return nil
	}
	self := strconv.Itoa(os.Getpid())
	return New(File(path), self, func(other string) bool {
		return other != self && isRunningPID(other)
	}, log)
}

// Look is Open for a process that must change nothing: it knows what has ended others, and leaves no note
// of its own.
func Look(path string) *Claims {
	if path == "" {
		return nil
	}
	return New(readOnly{file(path)}, "", isRunningPID, nil)
}

// isRunningPID reports whether a process of that number, as a store names it, runs on this machine.
func isRunningPID(name string) bool {
	pid, err := strconv.Atoi(name)
	return err == nil && running(pid)
}

// readOnly is a store to which nothing is written.
type readOnly struct{ Store }

func (readOnly) Write([]byte) error { return nil }

// sweep removes half-written files of processes that were killed. A file of the last minute may still be written.
func sweep(pattern string) {
	left, err := filepath.Glob(pattern)
	if err != nil {
		return // the workbook's name contains signs of a pattern
	}
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > time.Minute {
			_ = os.Remove(path) // if that fails, only a few bytes stay
		}
	}
}

// Crashes returns how many processes have crashed while they read an input.
func (c *Claims) Crashes(input string) int {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	return c.crashes[input]
}

// Take claims inputs before they are read, and releases those that were claimed before.
func (c *Claims) Take(inputs ...string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	if c.claimed = inputs; !c.stopped {
		c.save()
	}
}

// Holds reports whether an input is claimed.
func (c *Claims) Holds(input string) bool {
	if c == nil {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Contains(c.claimed, input)
}

// MarkRead says that an input has been read, so that it did not crash an earlier process.
func (c *Claims) MarkRead(input string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.crashes, input)
}

// Release releases everything that is claimed.
func (c *Claims) Release() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.claimed) > 0 {
		c.claimed = nil
		c.save()
	}
}

// Stop releases everything for good: the operator ends the process, and the inputs are not the cause.
func (c *Claims) Stop() {
	if c == nil {
		return
	}
	c.Release()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = true
}

// load reads the store, once, and counts the claims of processes that no longer run.
func (c *Claims) load() {
	if c.loaded {
		return
	}
	defer c.lock()()
	c.loaded = true
	text := c.read()
	c.storeInUse = len(text.Reading)+len(text.Crashes)+len(text.Tries) > 0
	maps.Copy(c.crashes, text.Crashes)
	maps.Copy(c.tries, latestTries(text.Tries))
	ended := 0
	for process, inputs := range text.Reading {
		if c.isRunning(process) {
			continue
		}
		ended++
		for _, input := range inputs {
			c.crashes[input]++
		}
	}
	if len(c.crashes) > maxSuspects {
		clear(c.crashes) // the cause cannot be found among so many
	}
	if ended > 0 {
		c.write(text.Reading)
	}
}

// lock keeps other processes from changing the store between reading and writing it, until the returned function is
// called. Otherwise what one of them has released could be written back, and would look like a crash.
func (c *Claims) lock() (unlock func()) {
	if s, ok := c.store.(interface{ lock() func() }); ok {
		return s.lock()
	}
	return func() {}
}

func (c *Claims) read() (text stored) {
	data, err := c.store.Read()
	if err == nil && len(data) > 0 && json.Unmarshal(data, &text) == nil {
		return text
	}
	return stored{}
}

// save writes the store.
func (c *Claims) save() {
	defer c.lock()()
	c.write(c.read().Reading)
}

// write writes the store, which is locked and holds these claims. Those of another process stay in it as long as that
// one runs.
func (c *Claims) write(others map[string][]string) {
	text := stored{About: about, Reading: map[string][]string{}, Crashes: c.crashes,
		Tries: latestTries(c.tries)}
	for process, inputs := range others {
		if process != c.self && c.isRunning(process) {
			text.Reading[process] = inputs
		}
	}
	if len(c.claimed) > 0 {
		text.Reading[c.self] = c.claimed
	}
	var data []byte
	if len(text.Reading)+len(text.Crashes)+len(text.Tries) > 0 {
		var err error
		if data, err = json.MarshalIndent(text, "", " "); err != nil {
			return // cannot happen: all of it is strings and numbers
		}
	}
	if data == nil && !c.storeInUse {
		return
	}
	c.storeInUse = data != nil
	if err := c.store.Write(data); err != nil && !c.warned && c.log != nil {
		c.warned = true
		c.log.Warn("what is being read cannot be noted, so an input that ends leadsheet will not be known after "+
			"the next start", "error", err)
	}
}

// Crashed says that what is claimed has ended a part of this process that is begun again: it counts as if it had ended
// a process.
func (c *Claims) Crashed() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, input := range c.claimed {
		c.crashes[input]++
	}
	c.claimed = nil
	if !c.stopped {
		c.save()
	}
}
