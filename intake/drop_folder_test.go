package intake

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A record says in which sub-folder its file lay, also of one that was moved away and is read again.
func TestDrop_FolderOfARecord(t *testing.T) {
	root := t.TempDir()
	old := time.Now().Add(-time.Hour)
	for path, email := range map[string]string{"a.csv": "a", "Trade show/b.csv": "b", "Trade show/2026/c.csv": "c"} {
		full := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte("Name,Email\nAl,"+email+"@bee.example\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(full, old, old); err != nil {
			t.Fatal(err)
		}
	}
	d := &Drop{Folder: root, Quiet: time.Second}
	items, err := d.Collect(context.Background(), Known{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, q := range items {
		got[q.Email] = q.Folder
	}
	for email, want := range map[string]string{"a@bee.example": "", "b@bee.example": "Trade show", "c@bee.example": "Trade show/2026"} {
		if folder, there := got[email]; !there || folder != want {
			t.Errorf("%s: %q, want %q", email, folder, want)
		}
	}
	d.After = "move"
	if got := d.folderOf(filepath.Join(root, "done", "Trade show", "b.csv")); got != "Trade show" {
		t.Errorf("moved away: %q", got)
	}
}
