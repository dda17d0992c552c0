// Package dovecottest starts a real Dovecot on loopback ports for tests.
package dovecottest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const startTimeout = 20 * time.Second

// Dovecot is a running mail server with one user, whose INBOX is Maildir.
type Dovecot struct {
	IMAPAddr  string // 127.0.0.1:port, plain or STARTTLS
	IMAPSAddr string // 127.0.0.1:port, TLS
	LMTPAddr  string // 127.0.0.1:port; "" when the machine has no dovecot-lmtpd
	AuthAddr  string // 127.0.0.1:port, where other servers ask whether a sign-in is good
	CAFile    string // PEM file of the certificate for 127.0.0.1 and localhost
	KeyFile   string // PEM file of its key
	User      string
	Password  string
	Maildir   string

	t        testing.TB
	dir      string
	bin      string
	uid, gid int
	cmd      *exec.Cmd
	exited   chan error
	count    int
	issuer   *issuer
}

// StartDovecot starts a server that stops with the test. Without Dovecot on the machine the test is skipped; with
// CI=true in the environment it fails, so that a CI run never passes without Dovecot.
func StartDovecot(t testing.TB) *Dovecot {
	t.Helper()
	bin, err := findDovecot()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("dovecot is needed when CI=true: %v", err)
		}
		t.Skipf("dovecot is not installed (apt-get install dovecot-imapd): %v", err)
	}
	d := &Dovecot{User: "intake", Password: "pass-word 1", t: t, bin: bin}
	// Not t.TempDir: socket names must stay below 108 bytes, and the mail user must have access.
	if d.dir, err = os.MkdirTemp("", "dovecot"); err != nil {
		t.Fatal(err)
	}
	if d.issuer, err = startIssuer(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.Kill()
		_ = d.issuer.server.Close()
		_ = os.RemoveAll(d.dir)
	})
	if err := d.prepare(); err != nil {
		t.Fatalf("prepare dovecot: %v", err)
	}
	d.Restart()
	return d
}

func findDovecot() (string, error) {
	if path, err := exec.LookPath("dovecot"); err == nil {
		return path, nil
	}
	return exec.LookPath("/usr/sbin/dovecot") // not in the PATH of ordinary users
}

// prepare writes the configuration, the certificate and the empty mailbox.
func (d *Dovecot) prepare() error {
	name, group, err := d.account()
	if err != nil {
		return err
	}
	d.Maildir = filepath.Join(d.dir, "mail", "Maildir")
	for _, sub := range []string{"run", "state", "log", "mail", "mail/Maildir", "mail/Maildir/tmp", "mail/Maildir/new",
		"mail/Maildir/cur"} {
		path := filepath.Join(d.dir, sub)
		if err := os.Mkdir(path, 0o755); err != nil {
			return err
		}
		if err := os.Chown(path, d.uid, d.gid); err != nil {
			return err
		}
	}
	if err := os.Chmod(d.dir, 0o755); err != nil {
		return err
	}
	d.CAFile = filepath.Join(d.dir, "cert.pem")
	d.KeyFile = filepath.Join(d.dir, "key.pem")
	if err := writeCertificate(d.CAFile, d.KeyFile); err != nil {
		return err
	}
	ports, err := freePorts(4)
	if err != nil {
		return err
	}
	d.IMAPAddr = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[0]))
	d.IMAPSAddr = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[1]))
	d.AuthAddr = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[3]))
	users := fmt.Sprintf("%s:{PLAIN}%s:::::\n", d.User, d.Password)
	if err := os.WriteFile(filepath.Join(d.dir, "users"), []byte(users), 0o644); err != nil {
		return err
	}
	tokens := strings.ReplaceAll(tokenConfiguration, "$ISSUER", d.issuer.listener.Addr().String())
	if err := os.WriteFile(filepath.Join(d.dir, "oauth.conf.ext"), []byte(tokens), 0o644); err != nil {
		return err
	}
	protocols, service := "imap", ""
	if _, err := exec.LookPath("/usr/lib/dovecot/lmtp"); err == nil {
		d.LMTPAddr = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[2]))
		protocols, service = "imap lmtp", lmtpConfiguration
	}
	config := strings.ReplaceAll(strings.ReplaceAll(configuration, "$PROTOCOLS", protocols), "$LMTP_SERVICE", service)
	config = strings.NewReplacer("$DIR", d.dir, "$ME", name, "$GROUP", group, "$IMAPS", strconv.Itoa(ports[1]), "$IMAP",
		strconv.Itoa(ports[0]),
		"$LMTP", strconv.Itoa(ports[2]), "$AUTH", strconv.Itoa(ports[3])).Replace(config)
	return os.WriteFile(filepath.Join(d.dir, "dovecot.conf"), []byte(config), 0o644)
}

// account chooses the owner of the server's processes and of the mail: the user who runs the test, or the user "nobody"
// when that is root, since Dovecot refuses to handle root's mail.
func (d *Dovecot) account() (name, group string, err error) {
	var u *user.User
	if os.Getuid() == 0 {
		u, err = user.Lookup("nobody")
	} else {
		u, err = user.Current()
	}
	if err != nil {
		return "", "", fmt.Errorf("find a user for dovecot: %w", err)
	}
	if d.uid, err = strconv.Atoi(u.Uid); err != nil {
		return "", "", fmt.Errorf("find a user for dovecot: %w", err)
	}
	if d.gid, err = strconv.Atoi(u.Gid); err != nil {
		return "", "", fmt.Errorf("find a user for dovecot: %w", err)
	}
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		return "", "", fmt.Errorf("find a group for dovecot: %w", err)
	}
	return u.Username, g.Name, nil
}

// Restart stops the server if it runs, and starts it on the same ports with the same mail.
func (d *Dovecot) Restart() {
	d.t.Helper()
	d.Kill()
	output, err := os.Create(filepath.Join(d.dir, "log", "output"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer output.Close()
	d.cmd = exec.Command(d.bin, "-F", "-c", filepath.Join(d.dir, "dovecot.conf"))
	d.cmd.Stdout, d.cmd.Stderr = output, output
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := d.cmd.Start(); err != nil {
		d.t.Fatalf("start dovecot: %v", err)
	}
	d.exited = make(chan error, 1)
	go func(cmd *exec.Cmd, exited chan<- error) { exited <- cmd.Wait() }(d.cmd, d.exited)
	deadline := time.Now().Add(startTimeout)
	for _, addr := range []string{d.IMAPAddr, d.IMAPSAddr} {
		d.await(addr, deadline)
	}
}

// await waits until the server listens on addr.
func (d *Dovecot) await(addr string, deadline time.Time) {
	d.t.Helper()
	for {
		conn, err := net.DialTimeout("tcp", addr, time.Second)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case err := <-d.exited:
			d.cmd = nil
			d.t.Fatalf("dovecot ended at once (%v): %s", err, d.Log())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			d.t.Fatalf("dovecot does not answer after %v: %s", startTimeout, d.Log())
		}
	}
}

// Kill ends the server and every connection at once, as a power cut would. It does nothing when the server is stopped.
func (d *Dovecot) Kill() {
	if d.cmd == nil {
		return
	}
	// The whole process group: connections are served by children, and they outlive their master.
	group := -d.cmd.Process.Pid
	if err := syscall.Kill(group, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		d.t.Errorf("kill dovecot: %v", err)
	}
	<-d.exited
	d.cmd = nil
	// The children die a moment later. Until then they hold the ports, and a killed server would look alive.
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if !listens(d.IMAPAddr) && !listens(d.IMAPSAddr) && errors.Is(syscall.Kill(group, 0), syscall.ESRCH) {
			d.removeSockets()
			return
		}
	}
	d.t.Errorf("dovecot was killed and still answers after %v", startTimeout)
}

// removeSockets removes the sockets of a killed server. The next one would take them for those of a running server.
func (d *Dovecot) removeSockets() {
	run := filepath.Join(d.dir, "run")
	entries, err := os.ReadDir(run)
	if err != nil {
		return // it was never started
	}
	for _, e := range entries {
		_ = os.RemoveAll(filepath.Join(run, e.Name())) // Dovecot reports leftovers when it starts
	}
}

func listens(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// Pause suspends the server's processes, so that connections stay open and nothing answers. resume continues them.
func (d *Dovecot) Pause() (resume func()) {
	d.t.Helper()
	group := -d.cmd.Process.Pid
	if err := syscall.Kill(group, syscall.SIGSTOP); err != nil {
		d.t.Fatalf("pause dovecot: %v", err)
	}
	return func() { _ = syscall.Kill(group, syscall.SIGCONT) }
}

// Log returns the server's log, for failure messages.
func (d *Dovecot) Log() string {
	var all []string
	for _, name := range []string{"output", "dovecot.log"} {
		text, err := os.ReadFile(filepath.Join(d.dir, "log", name))
		if err == nil {
			all = append(all, string(text))
		}
	}
	return strings.Join(all, "\n")
}

// Grant makes a token valid for the mailbox of user.
func (d *Dovecot) Grant(token, user string) {
	d.issuer.mu.Lock()
	defer d.issuer.mu.Unlock()
	d.issuer.tokens[token] = user
}

// Deliver puts a message into the INBOX, received at the current time.
func (d *Dovecot) Deliver(raw []byte) {
	d.t.Helper()
	d.DeliverAt(raw, time.Now())
}

// DeliverAt puts a message into the INBOX with the given time of receipt.
func (d *Dovecot) DeliverAt(raw []byte, received time.Time) {
	d.t.Helper()
	d.count++
	d.writeMaildir(d.Maildir, fmt.Sprintf("%d.M%dP%d.example", received.Unix(), d.count, os.Getpid()), raw, received)
}

// freePorts finds n unused ports of 127.0.0.1.
func freePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer l.Close() // kept open until all are found, so that they differ
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// Remove deletes the n-th delivered message, counted from 1, in the Maildir, as another client would.
func (d *Dovecot) Remove(n int) {
	d.t.Helper()
	infix := fmt.Sprintf(".M%dP", n)
	for _, part := range []string{"new", "cur"} {
		entries, err := os.ReadDir(filepath.Join(d.Maildir, part))
		if err != nil {
			d.t.Fatal(err)
		}
		for _, entry := range entries {
			if !strings.Contains(entry.Name(), infix) {
				continue
			}
			if err := os.Remove(filepath.Join(d.Maildir, part, entry.Name())); err != nil {
				d.t.Fatal(err)
			}
			return
		}
	}
	d.t.Fatalf("message %d is not in the INBOX", n)
}

// Renumber deletes the server's index of the INBOX, as after a restored backup: the folder gets another UIDVALIDITY.
// The server is restarted.
func (d *Dovecot) Renumber() {
	d.t.Helper()
	d.Kill()
	for _, pattern := range []string{"dovecot-uidlist*", "dovecot.index*", "dovecot.list*"} {
		files, err := filepath.Glob(filepath.Join(d.Maildir, pattern))
		if err != nil {
			d.t.Fatal(err)
		}
		for _, file := range files {
			if err := os.Remove(file); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	d.Restart()
}
