//go:build unix

// Package pgtest starts a real PostgreSQL for tests, on a socket in a folder of its own.
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL with one superuser, postgres, who needs no password; others do.
type Server struct {
	dir    string
	bin    string
	owner  *syscall.Credential // nil is the user who runs the test
	cmd    *exec.Cmd
	exited chan struct{}
	count  atomic.Int32
}

// Start starts a server, whose Close the caller calls. Without PostgreSQL on the machine the test is skipped; with
// CI=true in the environment it fails, so that a CI run never passes without it.
func Start(t testing.TB) *Server {
	t.Helper()
	bin, err := find()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("PostgreSQL is needed when CI=true: %v", err)
		}
		t.Skipf("PostgreSQL is not installed (apt-get install postgresql): %v", err)
	}
	s, err := start(bin)
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	return s
}

// find is the folder of the newest PostgreSQL's programs, where Debian has them, or that of initdb in the PATH.
func find() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	all, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(all) == 0 {
		return "", errors.New("there is no initdb")
	}
	sort.Strings(all)
	return filepath.Dir(all[len(all)-1]), nil
}

func start(bin string) (*Server, error) {
	s := &Server{bin: bin}
	var err error
	// Not t.TempDir: names of sockets must stay below 108 bytes, and the server's user must have access.
	if s.dir, err = os.MkdirTemp("", "pg"); err != nil {
		return nil, err
	}
	if err := s.initialize(); err != nil {
		_ = os.RemoveAll(s.dir)
		return nil, err
	}
	if err := s.Restart(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// initialize makes the files of the server. PostgreSQL does not run as root; then its files belong to its own user.
func (s *Server) initialize() error {
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			if u, err = user.Lookup("nobody"); err != nil {
				return err
			}
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return err
		}
		gid, err := strconv.Atoi(u.Gid)
		if err != nil {
			return err
		}
		s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(s.dir, uid, gid); err != nil {
			return err
		}
	}
	if out, err := s.command("initdb", "-D", s.data(), "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C", "-E",
		"UTF8").CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	rules := "local all postgres trust\nlocal all all scram-sha-256\n"
	return os.WriteFile(filepath.Join(s.data(), "pg_hba.conf"), []byte(rules), 0o644)
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.dir
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner, Setpgid: true}
	return c
}

// Restart starts a server that was stopped, or one that runs after stopping it.
func (s *Server) Restart() error {
	s.Stop()
	s.cmd = s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "max_connections=60", "-c", "shared_buffers=16MB")
	var log bytes.Buffer
	s.cmd.Stdout, s.cmd.Stderr = &log, &log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.exited = make(chan struct{})
	go func(cmd *exec.Cmd, exited chan<- struct{}) {
		_ = cmd.Wait()
		close(exited)
	}(s.cmd, s.exited)
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := s.Exec("postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return fmt.Errorf("the server has ended at once: %s", log.String())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the server does not answer: %w", err)
		}
	}
}

// Stop stops the server at once, as a power failure would, and waits until it has ended. What was committed stays.
func (s *Server) Stop() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGQUIT)
	<-s.exited
	s.cmd = nil
}

// Close stops the server and removes its files.
func (s *Server) Close() {
	s.Stop()
	_ = os.RemoveAll(s.dir)
}

// CPU is the processor time that the server's processes have taken, those that have ended among them, on Linux.
func (s *Server) CPU() time.Duration {
	var total time.Duration
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // none elsewhere
	for _, name := range stats {
		raw, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		// The name of the program, in brackets, may have spaces.
		fields := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
		if len(fields) < 15 {
			continue
		}
		pid := strings.TrimSuffix(strings.TrimPrefix(name, "/proc/"), "/stat")
		own := pid == strconv.Itoa(s.cmd.Process.Pid)
		if !own && fields[1] != strconv.Itoa(s.cmd.Process.Pid) {
			continue
		}
		for i, field := range fields[11:15] { // its own, and of its children that have ended
			if ticks, err := strconv.Atoi(field); err == nil && (own || i < 2) {
				total += time.Duration(ticks) * time.Second / 100
			}
		}
	}
	return total
}

// URL is the address of a database for a user; without a password it has none.
func (s *Server) URL(database, name, password string) string {
	u := url.URL{Scheme: "postgres", User: url.User(name), Path: "/" + database,
		RawQuery: url.Values{"host": {s.dir}}.Encode()}
	if password != "" {
		u.User = url.UserPassword(name, password)
	}
	return u.String()
}

// Database makes an empty database, and is its address for the superuser.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("fleet%d", s.count.Add(1))
	if err := s.Exec("postgres", "CREATE DATABASE "+name); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	return s.URL(name, "postgres", "")
}

// Exec has the superuser do something in a database.
func (s *Server) Exec(database, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL(database, "postgres", ""))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
