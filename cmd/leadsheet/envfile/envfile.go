// Package envfile reads and writes files of settings.
package envfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"leadsheet/signin"
)

// File is a file of settings, one KEY=value per line, as systemd's EnvironmentFile and a shell read it. Other lines
// are kept unchanged.
type File struct {
	path   string
	lines  []string
	Values map[string]string
	lineOf map[string]int // index into lines, by key
	Saved  string         // content on disk; "" if there is no file
}

// Read reads the file. A missing file counts as one with the given first line.
func Read(path, header string) (*File, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		f := &File{path: path, Values: map[string]string{}, lineOf: map[string]int{}}
		f.lines = []string{header}
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	return Parse(path, data)
}

// Parse reads the content of a file.
func Parse(path string, data []byte) (_ *File, err error) {
	f := &File{path: path, Values: map[string]string{}, lineOf: map[string]int{}, Saved: string(data)}
	if text := strings.TrimRight(f.Saved, "\n"); text != "" {
		f.lines = strings.Split(text, "\n")
	}
	for i, line := range f.lines {
		key, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		if value, err = unquote(value); err != nil {
			return nil, fmt.Errorf("read the settings: line %d of %s: %w", i+1, path, err)
		}
		f.Values[key], f.lineOf[key] = value, i
	}
	return f, nil
}

// Set changes or adds a setting.
func (f *File) Set(key, value string) error {
	quoted, err := quote(value)
	if err != nil {
		return fmt.Errorf("%s cannot be written to %s: %w", key, f.path, err)
	}
	line := key + "=" + quoted
	if i, ok := f.lineOf[key]; ok {
		f.lines[i] = line
	} else {
		f.lineOf[key] = len(f.lines)
		f.lines = append(f.lines, line)
	}
	f.Values[key] = value
	return nil
}

// Save writes the file if its content has changed, readable by its owner alone. It reports whether it wrote.
func (f *File) Save() (bool, error) {
	text := strings.Join(f.lines, "\n") + "\n"
	if text == f.Saved {
		return false, nil
	}
	if err := signin.WriteFile(f.path, []byte(text)); err != nil {
		return false, fmt.Errorf("write the settings: %w", err)
	}
	f.Saved = text
	return true, nil
}

// escaped are the characters with a special meaning between double quotes, both to a shell and to systemd.
const escaped = "\"\\`$"

// quote writes a value so that a shell and systemd read it alike.
func quote(s string) (string, error) {
	for _, r := range s {
		if r < ' ' || r == 0x7f {
			return "", errors.New("it holds a line break or a control character: remove it")
		}
	}
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@+,%="
	if s != "" && strings.Trim(s, plain) == "" {
		return s, nil
	}
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(escaped, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return `"` + b.String() + `"`, nil
}

// unquote reads a value that is bare, or enclosed in one pair of quotes.
func unquote(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) == 0 || s[0] != '"' && s[0] != '\'' {
		return s, nil
	}
	if len(s) < 2 || s[len(s)-1] != s[0] {
		return "", errors.New("a quote is not closed: mend it by hand")
	}
	inner := s[1 : len(s)-1]
	if s[0] == '\'' {
		return inner, nil
	}
	var b strings.Builder
	for i := 0; i < len(inner); i++ {
		if inner[i] == '\\' && i+1 < len(inner) && strings.IndexByte(escaped, inner[i+1]) >= 0 {
			i++
		}
		b.WriteByte(inner[i])
	}
	return b.String(), nil
}

// Line is the line, from 1, in which a setting stands; 0 where it does not.
func (f *File) Line(key string) int {
	if i, ok := f.lineOf[key]; ok {
		return i + 1
	}
	return 0
}

// Fault is what is wrong with a line that is kept all the same.
type Fault struct {
	Line int // from 1
	Text string
}

// Faults are the lines that are neither a setting nor a comment, and settings that stand in several lines.
func (f *File) Faults() []Fault {
	var out []Fault
	first := map[string]int{}
	for i, line := range f.lines {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		key, _, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		switch {
		case !ok || key == "" || strings.ContainsAny(key, " \t"):
			out = append(out, Fault{i + 1, "this is neither NAME=value nor a comment: mend the line, or put # before it"})
		case first[key] > 0:
			out = append(out, Fault{i + 1, fmt.Sprintf("%s stands in line %d, too: keep one", key, first[key])})
		default:
			first[key] = i + 1
		}
	}
	return out
}
