//go:build unix

package google

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
			return putFile(t, path, strings.Repeat(" ", 1<<19), 0o600)
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
