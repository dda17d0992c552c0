package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each message attached to a colleague's mail is a line of its own.
func TestReadSeveralAttachedMessages(t *testing.T) {
	part := func(n int) string { return "--b\r\nContent-Type: message/rfc822\r\n\r\n" + string(enquiry(n)) }
	raw := "From: Anna <anna@studio.example>\r\nTo: hello@studio.example\r\nSubject: Fwd: two\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\n\r\nboth, please\r\n" + part(1) + part(2) + "--b--\r\n"
	path := filepath.Join(t.TempDir(), "two.eml")
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"read", "--json", "--team", "studio.example", path}, &out, &errs); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, errs.String())
	}
	var got []string
	for dec := json.NewDecoder(&out); dec.More(); {
		var l readLine
		if err := dec.Decode(&l); err != nil {
			t.Fatal(err)
		}
		if l.Outcome != "new lead" || l.OriginalFrom != l.Email || l.ForwardedBy != "anna@studio.example" || l.Note != "both, please" {
			t.Errorf("%+v", l)
		}
		got = append(got, l.Email)
	}
	if all := strings.Join(got, " "); all != "c2@firm2.example c1@firm1.example" {
		t.Errorf("read %s", all)
	}
}
