package dovecottest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/mailin/dovecottest"
)

// What is handed over by LMTP lies in the INBOX, whole.
func TestDeliverLMTP(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.DeliverLMTP([]byte("Subject: One\r\n\r\n.a line with a dot\r\n"))
	files, err := filepath.Glob(filepath.Join(d.Maildir, "new", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d messages, %v\n%s", len(files), err, d.Log())
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if text := string(raw); !strings.Contains(text, "Subject: One") || !strings.Contains(text, "\n.a line with a dot") {
		t.Errorf("it is\n%s", text)
	}
}
