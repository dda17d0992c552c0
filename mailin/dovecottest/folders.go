package dovecottest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// DeliverSent puts a message into the folder Sent, as a mail program does after sending. It creates the folder when it
// is missing.
func (d *Dovecot) DeliverSent(raw []byte, at time.Time) {
	d.t.Helper()
	folder := filepath.Join(d.Maildir, ".Sent")
	for _, sub := range []string{"", "tmp", "new", "cur"} {
		path := filepath.Join(folder, sub)
		if err := os.Mkdir(path, 0o755); errors.Is(err, fs.ErrExist) {
			continue
		} else if err != nil {
			d.t.Fatal(err)
		}
		if err := os.Chown(path, d.uid, d.gid); err != nil {
			d.t.Fatal(err)
		}
	}
	d.count++
	d.writeMaildir(folder, fmt.Sprintf("%d.M%dP%d.example", at.Unix(), d.count, os.Getpid()), raw, at)
}

// writeMaildir writes a message into a Maildir as mail servers do: into tmp, then renamed into new. Dovecot takes a
// message's INTERNALDATE, to the second, from the file's modification time.
func (d *Dovecot) writeMaildir(folder, name string, raw []byte, received time.Time) {
	d.t.Helper()
	tmp := filepath.Join(folder, "tmp", name)
	if err := os.WriteFile(tmp, raw, 0o644); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Chown(tmp, d.uid, d.gid); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Chtimes(tmp, received, received); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Rename(tmp, filepath.Join(folder, "new", name)); err != nil {
		d.t.Fatal(err)
	}
}
