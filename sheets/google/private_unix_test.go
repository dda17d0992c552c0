//go:build unix

package google

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who may read a secret is told by its file's mode and owner.
func TestWhoMayReadASecret(t *testing.T) {
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
		err := judge("my key.json", test.mode, test.uid, test.gid, test.me)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "'my key.json'")) {
			t.Errorf("%o of %d:%d read by %d: %v, want %q", test.mode, test.uid, test.gid, test.me, err, test.want)
		}
	}
}

// Credentials and sign-ins that others can read, or that are no files, are refused before they are used.
func TestFilesThatAreNotPrivate(t *testing.T) {
	g := newStandIn(t)
	good := g.desktop()
	if _, _, err := g.login(good); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		spoil func(t *testing.T, path string) string
		want  string
	}{
		"readable": {func(t *testing.T, path string) string {
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			return path
		}, "run chmod 600 "},
		"a link": {func(t *testing.T, path string) string {
			link := filepath.Join(t.TempDir(), "link")
			if err := os.Symlink(path, link); err != nil {
				t.Fatal(err)
			}
			return link
		}, "symbolic link"},
		"a folder": {func(t *testing.T, _ string) string { return t.TempDir() }, "is not a file"},
		"too big": {func(t *testing.T, path string) string {
			return putFile(t, path, strings.Repeat(" ", maxPrivate+1), 0o600)
		}, "too big"},
		"not there": {func(_ *testing.T, path string) string { return path + ".x" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			copied := func(path string) string {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				return putFile(t, filepath.Join(t.TempDir(), "copy.json"), string(data), 0o600)
			}
			bad := good
			bad.Credentials = test.spoil(t, copied(good.Credentials))
			_, _, err := bad.Client(context.Background())
			wantError(t, err, test.want, bad.Credentials)
			bad = good
			bad.Token = test.spoil(t, copied(good.Token))
			_, _, err = bad.Client(context.Background())
			wantError(t, err, test.want)
		})
	}
}
