package mailin

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIMAPEndpoint(t *testing.T) {
	for _, test := range []struct {
		addr, security string
		want           string // host:port security, or what the error says
	}{
		{"imap.example.com", "", "imap.example.com:993 tls"},
		{"imap.example.com:993", "", "imap.example.com:993 tls"},
		{"imap.example.com:143", "", "imap.example.com:143 starttls"},
		{"imap.example.com:1143", "", "imap.example.com:1143 starttls"},
		{"imap.example.com:1143", "TLS", "imap.example.com:1143 tls"},
		{"imap.example.com", "starttls", "imap.example.com:143 starttls"},
		{"imap://imap.example.com", "", "imap.example.com:143 starttls"},
		{"imaps://imap.example.com/", "", "imap.example.com:993 tls"},
		{"imaps://imap.example.com:1993", "", "imap.example.com:1993 tls"},
		{"IMAPS://imap.example.com", "", "imap.example.com:993 tls"},
		{"::1", "none", "[::1]:143 none"},
		{"[::1]:1143", "none", "[::1]:1143 none"},
		{"127.0.0.5", "none", "127.0.0.5:143 none"},
		{"localhost:1143", "none", "localhost:1143 none"},
		{"imap.example.com:143", "none", "in the clear"},
		{"192.0.2.1:143", "none", "in the clear"},
		{"imaps://localhost", "none", "imaps://"},
		{"imap.example.com", "ssl", "write tls, starttls or none"},
		{"", "", "has no server"},
		{"pop3://imap.example.com", "", "write imaps://"},
		{"imap://intake:pw@imap.example.com", "", "a host and at most a port"},
		{"imap.example.com/INBOX", "", "a host and at most a port"},
		{"imap.example.com:99999", "", "1 to 65535"},
		{"imap.example.com:imap", "", "no host name and port"},
	} {
		got, err := Mailbox{Addr: test.addr, Security: test.security}.endpoint()
		text := got.hostPort() + " " + got.security
		if err != nil {
			text = err.Error()
		}
		if err == nil && text != test.want || !strings.Contains(text, test.want) {
			t.Errorf("%q with security %q: %s, want %s", test.addr, test.security, text, test.want)
		}
	}
}

func TestIMAPValidate(t *testing.T) {
	notPEM := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(notPEM, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := Mailbox{Addr: "imap.example.com", User: "intake", Password: "s3cret-word"}
	for _, test := range []struct {
		change func(*Mailbox)
		want   string // "" for no fault
	}{
		{func(*Mailbox) {}, ""},
		{func(m *Mailbox) { m.After = "keep" }, ""},
		{func(m *Mailbox) { m.After = "seen" }, ""},
		{func(m *Mailbox) { m.After = "move:Done" }, ""},
		{func(m *Mailbox) { m.After = "move: " }, "names no folder"},
		{func(m *Mailbox) { m.After = "move:inbox" }, "where they come from"},
		{func(m *Mailbox) { m.After = "delete" }, "keep, seen or move:Folder"},
		{func(m *Mailbox) { m.User = "" }, "no user name"},
		{func(m *Mailbox) { m.Password = "" }, "no password"},
		{func(m *Mailbox) { m.Password = "s3cret\nword" }, "line break"},
		{func(m *Mailbox) { m.Folder = "A\r\nB" }, "line break"},
		{func(m *Mailbox) { m.CAFile = notPEM }, "holds no certificate"},
	} {
		box := good
		test.change(&box)
		faults := box.Validate()
		text := fmt.Sprint(faults)
		if test.want == "" && len(faults) > 0 || test.want != "" && (len(faults) != 1 || !strings.Contains(text, test.want)) {
			t.Errorf("faults %s, want %q", text, test.want)
		}
		if strings.Contains(text, "s3cret") {
			t.Errorf("a fault names the password: %s", text)
		}
	}
	if faults := (Mailbox{}).Validate(); len(faults) != 3 {
		t.Errorf("a mailbox without anything has the faults %v, want server, user and password", faults)
	}
}

func TestIMAPWhere(t *testing.T) {
	for _, folder := range []string{"INBOX", "Sales/New", "a:b:3", "Größe"} {
		w := imapWhere(folder, 4294967295, 12)
		gotFolder, validity, uid, err := parseIMAPWhere(w)
		if err != nil || gotFolder != folder || validity != 4294967295 || uid != 12 {
			t.Errorf("%q reads as %q %d %d (%v)", w, gotFolder, validity, uid, err)
		}
	}
	for _, bad := range []string{"", "INBOX", "INBOX:1", ":1:2", "INBOX:x:2", "INBOX:1:0", "INBOX:1:-2",
		"INBOX:1:4294967296"} {
		if _, _, _, err := parseIMAPWhere(bad); err == nil {
			t.Errorf("%q was taken for a position", bad)
		}
	}
}
