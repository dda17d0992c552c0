//go:build unix

package signin

import (
	"io/fs"
	"strings"
	"testing"
)

// Who may read a secret is told by its file's mode and owner.
func TestPrivate_FileModes(t *testing.T) {
	for _, test := range []struct {
		mode     fs.FileMode
		uid, gid uint32
		me       int
		want     string
	}{
		{0o600, 1000, 1000, 1000, ""},
		{0o400, 1000, 1000, 1000, ""},
		{0o640, 1000, 1000, 1000, "chmod 600"},
		{0o604, 1000, 1000, 1000, "chmod 600"},
		{0o620, 1000, 1000, 1000, "chmod 600"},
		{0o600, 1001, 1000, 1000, "chown 1000"},
		{0o600, 1001, 1000, 0, "chown 0"},
		{0o600, 0, 0, 1000, ""},
		{0o440, 0, 0, 1000, ""}, // handed over by systemd
		{0o444, 0, 0, 1000, "chmod 600"},
		{0o440, 0, 50, 1000, "chmod 600"},
		{0o440, 0, 0, 0, "chmod 600"},
	} {
		err := checkMode("my key.json", test.mode, test.uid, test.gid, test.me)
		if test.want == "" && err != nil || test.want != "" && (err == nil ||
			!strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "'my key.json'")) {
			t.Errorf("%o of %d:%d read by %d: %v, want %q", test.mode, test.uid, test.gid, test.me, err, test.want)
		}
	}
}
