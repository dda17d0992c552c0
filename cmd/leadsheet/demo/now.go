package demo

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

//go:embed now
var nowFiles embed.FS

// Mail is a mail that lies in the mailbox.
type Mail struct {
	Raw      []byte
	Received time.Time
}

// ages are those of the mails, in the order of their file names.
var ages = []time.Duration{
	26 * time.Hour,
	5 * time.Hour,
	3 * time.Hour,
	2 * time.Hour,
	90 * time.Minute,
	20 * time.Minute,
}

// Mails are those that have come in shortly before now.
func Mails(now time.Time) ([]Mail, error) {
	files, err := fs.Glob(nowFiles, "now/mail/*.eml")
	if err != nil || len(files) != len(ages) {
		return nil, fmt.Errorf("the demo's mails: %d, not %d (%w)", len(files), len(ages), err)
	}
	var out []Mail
	for i, name := range files {
		text, err := nowFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, Mail{bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), now.Add(-ages[i])})
	}
	return out, nil
}

var ageInFile = regexp.MustCompile(`\{\{(\d+)([dh])\}\}`)

// exports are the files of the drop folder by their names, with records from shortly before now.
func exports(now time.Time) (map[string][]byte, error) {
	files, err := fs.Glob(nowFiles, "now/*.csv")
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, name := range files {
		text, err := nowFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out[path.Base(name)] = ageInFile.ReplaceAllFunc(text, func(s []byte) []byte {
			m := ageInFile.FindSubmatch(s)
			n, _ := strconv.Atoi(string(m[1])) // the pattern holds digits only
			unit := time.Hour
			if string(m[2]) == "d" {
				unit = 24 * time.Hour
			}
			return []byte(now.Add(-time.Duration(n) * unit).UTC().Format("2006-01-02 15:04:05"))
		})
	}
	return out, nil
}

// WriteExports writes the sample exports into the folder. Existing files stay.
func WriteExports(dir string, now time.Time) error {
	files, err := exports(now)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	for name, data := range files {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return fmt.Errorf("write the sample export: %w", err)
		}
	}
	return nil
}
