package place

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// contents are the files of a folder with what they hold, hidden ones included.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all = append(all, filepath.ToSlash(name)+"="+string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func TestFile(t *testing.T) {
	failed := errors.New("no")
	says := func(text string, err error) func(io.Writer) error {
		return func(out io.Writer) error {
			_, writeErr := io.WriteString(out, text)
			return errors.Join(err, writeErr)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, c := range []struct {
		name    string
		ctx     context.Context
		there   bool
		replace bool
		write   func(io.Writer) error
		err     error
		want    string
	}{
		{"a new one", t.Context(), false, false, says("new", nil), nil, "a=new"},
		{"there already", t.Context(), true, false, says("new", nil), fs.ErrExist, "a=old"},
		{"replaced", t.Context(), true, true, says("new", nil), nil, "a=new"},
		{"fails", t.Context(), true, true, says("half", failed), failed, "a=old"},
		{"stopped", stopped, false, false, says("new", nil), context.Canceled, ""},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a")
		if c.there {
			if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := File(c.ctx, path, c.replace, c.write); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
		if got := contents(t, dir); got != c.want {
			t.Errorf("%s: the folder holds %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	write := func(ctx context.Context, text string, put bool) error {
		f, err := newFolder(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := f.discard(); err != nil {
				t.Error(err)
			}
		}()
		for _, name := range []string{"a.csv", "deep/b.csv"} {
			out, err := f.Create(name)
			if err != nil {
				return err
			}
			_, err = io.WriteString(out, text)
			if err := errors.Join(err, out.Close()); err != nil {
				return err
			}
		}
		if _, err := f.Create("a.csv"); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a file is made twice: %v", err)
		}
		if !put {
			return nil
		}
		return f.put(path)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, c := range []struct {
		ctx  context.Context
		text string
		put  bool
		err  error
		want string
	}{
		{t.Context(), "1", false, nil, ""},
		{t.Context(), "2", true, nil, "out/a.csv=2 out/deep/b.csv=2"},
		{t.Context(), "3", true, nil, "out/a.csv=3 out/deep/b.csv=3"},
		{stopped, "4", true, context.Canceled, "out/a.csv=3 out/deep/b.csv=3"},
	} {
		if err := write(c.ctx, c.text, c.put); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.text, err, c.err)
		}
		if got := contents(t, dir); got != c.want {
			t.Errorf("%s: the folder holds %q, want %q", c.text, got, c.want)
		}
	}
}
