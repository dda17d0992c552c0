package server

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

var example = &Names{Server: "the server", Port: "the port %q", CAFile: "the CA file", Example: "mail.example.com:25",
	Ports: "1 for tls", Unsafe: "port 1", Spelling: "its name", CASet: "its setting", Again: ", later"}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ addr, host, port, fault string }{
		{"mail.example.com", "mail.example.com", "", ""},
		{"mail.example.com:993", "mail.example.com", "993", ""},
		{"[::1]:993", "::1", "993", ""},
		{"::1", "::1", "", ""},
		{"[::1]", "::1", "", ""},
		{"192.0.2.1:25", "192.0.2.1", "25", ""},
		{":993", "", "", "the server is no host name and port"},
		{"mail.example.com:x", "", "", "the server is no host name and port"},
		{"mail.example.com:0", "", "", `the port "0" is no number`},
		{"mail.example.com:65536", "", "", `the port "65536" is no number`},
	} {
		host, port, err := example.Split(c.addr)
		if host != c.host || port != c.port || (err == nil) != (c.fault == "") ||
			err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%q: %q %q %v", c.addr, host, port, err)
		}
	}
}

func TestAuthorities(t *testing.T) {
	if pool, err := example.Authorities(""); pool != nil || err != nil {
		t.Errorf("no file: %v %v", pool, err)
	}
	empty := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{empty: "holds no certificate", empty + ".gone": "read the CA file"} {
		if _, err := example.Authorities(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestDialFault(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&net.DNSError{IsNotFound: true}, "no server named host: check the spelling of its name"},
		{&net.DNSError{}, "could not be looked up: check the network, later"},
		{&net.OpError{Err: syscall.ECONNREFUSED}, "check the port (1 for tls)"},
		{context.DeadlineExceeded, "does not answer"},
		{errors.New("something else"), ""},
	} {
		err := example.DialFault(c.err, "host", "host:1")
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.err, err)
		}
	}
}
