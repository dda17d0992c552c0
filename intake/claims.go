package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
)

// ClaimStore keeps a few bytes outside of the process. Losing them loses only the memory of what has ended a process.
type ClaimStore interface {
	// Read returns what was written last; nothing and no error when nothing was.
	Read() ([]byte, error)
	// Write replaces it as a whole. What has been written survives the end of the process.
	Write(data []byte) error
}

// maxDeaths is how often an input may end the process. After that it is not read any more: a mail is taken in by its
// header, a file by its name.
const maxDeaths = 3

// maxSuspects bounds how many inputs are remembered that were being read when a process ended.
const maxSuspects = 2000

// Claims remember which inputs are being read. When one of them ends the process, as running out of memory does, the
// next process knows it; without that it would meet the same input first after every start. Inputs are claimed many at
// a time. When the process ends while it has several, the next one claims each of them alone, and so finds out which it
// was.
//
// A nil *Claims remembers nothing. Claims are safe for use by several goroutines.
type Claims struct {
	store ClaimStore
	self  string                 // this process
	alive func(self string) bool // whether another process still runs
	log   *slog.Logger

	mu      sync.Mutex
	loaded  bool
	stopped bool
	mine    []string       // what this process has claimed
	deaths  map[string]int // by input: how many processes ended while they had it
	written bool           // the store holds something of ours
	warned  bool           // that the store cannot be written
}

// claimsText is what a store holds.
type claimsText struct {
	About   string              `json:"about,omitempty"`
	Reading map[string][]string `json:"reading,omitempty"` // by process
	Deaths  map[string]int      `json:"deaths,omitempty"`  // by input
}

// claimsAbout explains the file to a person who opens it.
const claimsAbout = "What leadsheet is reading, and what has ended it while it was read. It may be deleted at any time."

// NewClaims returns the claims of a process. self tells it from others that use the same store, and alive reports of
// another process whether it still runs.
func NewClaims(store ClaimStore, self string, alive func(self string) bool, log *slog.Logger) *Claims {
	return &Claims{store: store, self: self, alive: alive, log: log, deaths: map[string]int{}}
}

// OpenClaims returns this process's claims, kept in a file. For the path "" it returns nil.
func OpenClaims(path string, log *slog.Logger) *Claims {
	if path == "" {
		return nil
	}
	sweep(path + ".*.tmp")
	self := strconv.Itoa(os.Getpid())
	return NewClaims(claimsFile(path), self, func(other string) bool {
		pid, err := strconv.Atoi(other)
		return err == nil && other != self && running(pid)
	}, log)
}

// sweep removes half-written files of processes that were killed. A file of the last minute may still be written.
func sweep(pattern string) {
	left, err := filepath.Glob(pattern)
	if err != nil {
		return // the workbook's name contains signs of a pattern
	}
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > time.Minute {
			_ = os.Remove(path) // what stays is a few bytes
		}
	}
}

// Deaths returns how many processes have ended while they read an input.
func (c *Claims) Deaths(input string) int {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	return c.deaths[input]
}

// Take claims inputs before they are read. Those that were claimed before and not read are let go.
func (c *Claims) Take(inputs ...string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	if c.mine = inputs; !c.stopped {
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
	return slices.Contains(c.mine, input)
}

// Read says that an input has been read: it is not what ended an earlier process.
func (c *Claims) Read(input string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.deaths, input)
}

// Drop lets go of everything that is claimed.
func (c *Claims) Drop() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.mine) > 0 {
		c.mine = nil
		c.save()
	}
}

// Stop lets go of everything for good: a person wants the process to end, and what it reads is not the cause.
func (c *Claims) Stop() {
	if c == nil {
		return
	}
	c.Drop()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = true
}

// load reads the store, once, and counts what processes have left in it that have ended since.
func (c *Claims) load() {
	if c.loaded {
		return
	}
	c.loaded = true
	text := c.read()
	c.written = len(text.Reading)+len(text.Deaths) > 0
	for input, n := range text.Deaths {
		c.deaths[input] = n
	}
	ended := 0
	for process, inputs := range text.Reading {
		if c.alive(process) {
			continue
		}
		ended++
		for _, input := range inputs {
			c.deaths[input]++
		}
	}
	if len(c.deaths) > maxSuspects {
		clear(c.deaths) // one among so many cannot be found
	}
	if ended > 0 {
		c.save()
	}
}

func (c *Claims) read() (text claimsText) {
	data, err := c.store.Read()
	if err == nil && len(data) > 0 && json.Unmarshal(data, &text) == nil {
		return text
	}
	return claimsText{}
}

// save writes the store. The claims of another process stay in it as long as that one runs.
func (c *Claims) save() {
	text := claimsText{About: claimsAbout, Reading: map[string][]string{}, Deaths: c.deaths}
	for process, inputs := range c.read().Reading {
		if process != c.self && c.alive(process) {
			text.Reading[process] = inputs
		}
	}
	if len(c.mine) > 0 {
		text.Reading[c.self] = c.mine
	}
	var data []byte
	if len(text.Reading)+len(text.Deaths) > 0 {
		var err error
		if data, err = json.MarshalIndent(text, "", " "); err != nil {
			return // names are strings; it never fails
		}
	}
	if data == nil && !c.written {
		return
	}
	c.written = data != nil
	if err := c.store.Write(data); err != nil && !c.warned && c.log != nil {
		c.warned = true
		c.log.Warn("what is being read cannot be noted, so an input that ends leadsheet will not be known after "+
			"the next start", "error", err)
	}
}

// claimsFile is a store in a file. There is no file while it is empty.
type claimsFile string

func (f claimsFile) Read() ([]byte, error) {
	data, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

func (f claimsFile) Write(data []byte) error {
	if len(data) == 0 {
		if err := os.Remove(string(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the note of what is being read: %w", err)
		}
		return nil
	}
	dir := filepath.Dir(string(f))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("note what is being read: %w", err)
	}
	tmp := string(f) + "." + strconv.Itoa(os.Getpid()) + ".tmp"
	out, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("note what is being read: %w", err)
	}
	_, err = out.Write(append(data, '\n'))
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = os.Rename(tmp, string(f))
	}
	if err != nil {
		return fmt.Errorf("note what is being read: %w", errors.Join(err, os.Remove(tmp)))
	}
	return nil
}
