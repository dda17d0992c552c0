package mailtest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
)

// Results of a Script besides "OK ...", "NO ..." and "BAD ...".
const (
	Hang = "hang" // send nothing more, and keep the connection open
	Drop = "drop" // send the lines and cut the connection
	Ask  = "ask"  // send the lines, and pass the client's next line to the script, prefixed with Answered
)

// Answered is the prefix of a line that the client sent after Ask.
const Answered = "ANSWERED "

// Script gets a command without its tag and returns the untagged lines, each with its line end and with $TAG for the
// tag, and the tagged result. An empty result means the answer of a correct server with one message, UID 5.
type Script func(command string) (lines, result string)

// Fake is a mail server that answers by a script, to reproduce faults that real servers show rarely.
type Fake struct {
	script   Script
	listener net.Listener

	mu      sync.Mutex
	idle    map[net.Conn]bool
	conns   map[net.Conn]bool
	running sync.WaitGroup
}

// NewFake starts a fake on a free port of 127.0.0.1.
func NewFake(script Script) (*Fake, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the fake mail server: %w", err)
	}
	return ServeFake(listener, script), nil
}

// ServeFake starts a fake on a listener, which may use TLS. Close closes the listener.
func ServeFake(listener net.Listener, script Script) *Fake {
	f := &Fake{script: script, listener: listener, idle: map[net.Conn]bool{}, conns: map[net.Conn]bool{}}
	f.running.Add(1)
	go f.serve()
	return f
}

// Addr returns the fake's host and port.
func (f *Fake) Addr() string { return f.listener.Addr().String() }

// Push sends lines to the connections that are in IDLE, and returns their number.
func (f *Fake) Push(lines string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	for conn := range f.idle {
		fmt.Fprint(conn, lines) // the goroutine of a closed connection notices it
	}
	return len(f.idle)
}

// Cut closes every connection.
func (f *Fake) Cut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for conn := range f.conns {
		_ = conn.Close()
	}
}

// Close stops the fake and waits for its connections to end.
func (f *Fake) Close() error {
	err := f.listener.Close()
	f.Cut()
	f.running.Wait()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("stop the fake mail server: %w", err)
	}
	return nil
}

func (f *Fake) serve() {
	defer f.running.Done()
	for {
		conn, err := f.listener.Accept()
		if err != nil {
			return
		}
		f.mu.Lock()
		f.conns[conn] = true
		f.mu.Unlock()
		f.running.Add(1)
		go func() {
			defer f.running.Done()
			f.serveConn(conn)
			_ = conn.Close()
			f.mu.Lock()
			delete(f.conns, conn)
			delete(f.idle, conn)
			f.mu.Unlock()
		}()
	}
}

// serveConn serves one connection. An error of a write shows at the next read.
func (f *Fake) serveConn(conn net.Conn) {
	fmt.Fprint(conn, "* OK ready\r\n")
	in := bufio.NewScanner(conn)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		tag, command, _ := strings.Cut(in.Text(), " ")
		lines, result := f.script(command)
		for result == Ask {
			fmt.Fprint(conn, lines)
			if !in.Scan() {
				return
			}
			lines, result = f.script(Answered + in.Text())
		}
		lines = strings.ReplaceAll(lines, "$TAG", tag)
		switch {
		case result == Hang:
			fmt.Fprint(conn, lines)
			_, _ = io.Copy(io.Discard, conn)
			return
		case result == Drop:
			fmt.Fprint(conn, lines)
			return
		case result == "" && strings.HasPrefix(command, "IDLE"):
			if !f.serveIdle(conn, in) {
				return
			}
			result = "OK done"
		case result == "":
			lines, result = defaultLines(command), "OK done"
		}
		fmt.Fprintf(conn, "%s%s %s\r\n", lines, tag, result)
	}
}

// serveIdle keeps a connection in IDLE until the client ends it.
func (f *Fake) serveIdle(conn net.Conn, in *bufio.Scanner) bool {
	fmt.Fprint(conn, "+ idling\r\n")
	f.mu.Lock()
	f.idle[conn] = true
	f.mu.Unlock()
	ok := in.Scan()
	f.mu.Lock()
	delete(f.idle, conn)
	f.mu.Unlock()
	return ok
}

// defaultLines returns the untagged lines of a correct server.
func defaultLines(command string) string {
	switch {
	case strings.HasPrefix(command, "CAPABILITY"):
		return "* CAPABILITY IMAP4rev1\r\n"
	case strings.HasPrefix(command, "EXAMINE"), strings.HasPrefix(command, "SELECT"):
		return "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n"
	case strings.HasPrefix(command, "UID SEARCH"):
		return "* SEARCH 5\r\n"
	case strings.HasPrefix(command, "FETCH 1:* (UID)"):
		return "* 1 FETCH (UID 5)\r\n"
	case strings.Contains(command, "FETCH") && !strings.Contains(command, "BODY"):
		return "* 1 FETCH (UID 5 RFC822.SIZE 10)\r\n"
	}
	return ""
}
