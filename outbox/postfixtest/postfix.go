// Package postfixtest starts a real Postfix on a loopback port for tests.
package postfixtest

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const startTimeout = 30 * time.Second

// Options are how a Postfix is.
type Options struct {
	// LMTP maps an address to the port to which its mail is delivered by LMTP, 127.0.0.1:port.
	LMTP map[string]string
	// Boxes are the addresses that have a mailbox of Postfix's own. Mail for others is refused.
	Boxes []string
	// Auth is where a Dovecot tells whether a sign-in is good, 127.0.0.1:port; "" for nobody signing in. Who signs in
	// may write to everybody, and others to the addresses of LMTP and Boxes, as from outside.
	Auth string
	// Cert and Key are PEM files for STARTTLS; "" for none.
	Cert, Key string
}

// Postfix is a running mail server.
type Postfix struct {
	Addr string // 127.0.0.1:port

	t     testing.TB
	dir   string
	sudo  []string // in front of commands that need the administrator
	boxes string
}

// Start starts a server that stops with the test. Postfix needs an administrator. Without it on the machine the test is
// skipped; with CI=true in the environment it fails, so that a CI run never passes without Postfix.
func Start(t testing.TB, o Options) *Postfix {
	t.Helper()
	p := &Postfix{t: t}
	if err := p.find(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("postfix is needed when CI=true: %v", err)
		}
		t.Skipf("postfix cannot be used here (apt-get install postfix, as root): %v", err)
	}
	var err error
	if p.dir, err = os.MkdirTemp("", "postfix"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	if err := p.prepare(o); err != nil {
		t.Fatalf("prepare postfix: %v", err)
	}
	if out, err := p.run("postfix", "-c", p.dir+"/etc", "start"); err != nil {
		t.Fatalf("start postfix: %v\n%s\n%s", err, out, p.Log())
	}
	for deadline := time.Now().Add(startTimeout); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.DialTimeout("tcp", p.Addr, time.Second)
		if err == nil {
			_ = conn.Close()
			return p
		}
		if time.Now().After(deadline) {
			t.Fatalf("postfix does not answer after %v: %s", startTimeout, p.Log())
		}
	}
}

// find looks for Postfix, and for a way to be the administrator.
func (p *Postfix) find() error {
	if _, err := os.Stat("/usr/sbin/postfix"); err != nil {
		return err
	}
	if os.Getuid() == 0 {
		return nil
	}
	p.sudo = []string{"sudo", "-n"}
	_, err := p.run("true")
	return err
}

// run runs a command as the administrator.
func (p *Postfix) run(name string, args ...string) (string, error) {
	all := append(slices.Clone(p.sudo), append([]string{name}, args...)...)
	cmd := exec.Command(all[0], all[1:]...)
	cmd.Env = append(os.Environ(), "PATH="+os.Getenv("PATH")+":/usr/sbin")
	if len(p.sudo) == 0 && name == "postfix" {
		cmd.Path = "/usr/sbin/postfix"
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// prepare writes the configuration.
func (p *Postfix) prepare(o Options) error {
	libexec, err := p.run("/usr/sbin/postconf", "-dh", "daemon_directory")
	if err != nil {
		return fmt.Errorf("%w: %s", err, libexec)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p.Addr = listener.Addr().String()
	if err := listener.Close(); err != nil {
		return err
	}
	p.boxes = filepath.Join(p.dir, "boxes")
	for _, sub := range []string{"etc", "spool", "data", "boxes"} {
		if err := os.Mkdir(filepath.Join(p.dir, sub), 0o755); err != nil {
			return err
		}
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	owner := strconv.Itoa(os.Getuid())
	if owner == "0" { // it delivers to nobody's mailbox as root
		owner = nobody.Uid
	}
	files := map[string]string{"main.cf": mainConfiguration, "master.cf": masterConfiguration, "boxes": "",
		"transport": ""}
	domains := map[string]bool{}
	for _, box := range o.Boxes {
		_, domain, _ := strings.Cut(box, "@")
		domains[domain] = true
		files["boxes"] += box + " " + box + "/\n"
	}
	for box, port := range o.LMTP {
		_, domain, _ := strings.Cut(box, "@")
		domains[domain] = true
		files["boxes"] += box + " unused/\n"
		files["transport"] += box + " lmtp:inet:" + port + "\n"
	}
	var names []string
	for domain := range domains {
		names = append(names, domain)
	}
	slices.Sort(names)
	auth, tls := "", ""
	if o.Auth != "" {
		auth = strings.ReplaceAll(authConfiguration, "$AUTH", o.Auth)
	}
	if o.Cert != "" {
		tls = strings.NewReplacer("$CERT", o.Cert, "$KEY", o.Key).Replace(tlsConfiguration)
	}
	values := strings.NewReplacer("$DIR", p.dir, "$LIBEXEC", strings.TrimSpace(libexec), "$DOMAINS",
		strings.Join(names, ", "), "$ADDR", p.Addr, "$OWNER", owner, "$SIGN_IN", auth, "$TLS", tls)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(p.dir, "etc", name), []byte(values.Replace(text)), 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(p.dir, 0o755); err != nil {
		return err
	}
	for dir, owner := range map[string]string{"data": "postfix", "boxes": owner, "etc": "root", "spool": "root"} {
		if out, err := p.run("chown", owner, filepath.Join(p.dir, dir)); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
	}
	return nil
}

// stop ends the server and removes its files.
func (p *Postfix) stop() {
	_, _ = p.run("postfix", "-c", p.dir+"/etc", "abort")
	if p.t.Failed() {
		p.t.Log(p.Log())
	}
	if out, err := p.run("rm", "-rf", p.dir); err != nil {
		p.t.Logf("remove the files of postfix: %v %s", err, out)
	}
}

// Log returns the server's log, for failure messages.
func (p *Postfix) Log() string {
	out, _ := p.run("cat", p.dir+"/log")
	return out
}

// Box returns the messages in the mailbox of an address, the oldest first.
func (p *Postfix) Box(address string) [][]byte {
	p.t.Helper()
	var names []string
	err := filepath.WalkDir(filepath.Join(p.boxes, address), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && filepath.Base(filepath.Dir(path)) != "tmp" {
			names = append(names, path)
		}
		return nil // there is none before the first message
	})
	if err != nil {
		p.t.Fatal(err)
	}
	slices.Sort(names)
	var all [][]byte
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			p.t.Fatal(err)
		}
		all = append(all, raw)
	}
	return all
}

// Await waits until so many messages are in the mailbox of an address, and returns them.
func (p *Postfix) Await(address string, n int) [][]byte {
	p.t.Helper()
	for deadline := time.Now().Add(startTimeout); ; time.Sleep(20 * time.Millisecond) {
		if all := p.Box(address); len(all) >= n {
			return all
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%s has %d messages, want %d\n%s", address, len(p.Box(address)), n, p.Log())
		}
	}
}
