package handover

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"leadsheet/lead"
)

// bom tells spreadsheet programs that a file is in UTF-8; importers skip it (RFC 3629, section 6).
const bom = "\ufeff"

// limit is how much a file may hold; 0 is any number.
type limit struct {
	rows  int   // below the titles
	bytes int64 // of the whole file
}

// table writes the rows of one CSV file (RFC 4180, UTF-8 with a byte order mark). What goes beyond its limit goes into
// further files with a number in their names, each with the row of titles.
type table struct {
	folder Folder
	name   string // without .csv
	titles []string
	most   limit
	// even says that the file is made without any row, too.
	even bool

	made  []Made
	out   io.WriteCloser
	size  int64
	row   bytes.Buffer
	csv   *csv.Writer
	cells []string
}

// write adds a row. A text that a program may take for a formula gets an apostrophe, as people type one.
func (t *table) write(cells []string) error {
	size := t.encode(cells)
	if t.out != nil && (t.most.rows > 0 && t.made[len(t.made)-1].Rows >= t.most.rows ||
		t.most.bytes > 0 && t.size+size > t.most.bytes) {
		if err := t.end(); err != nil {
			return err
		}
	}
	if t.out == nil {
		if err := t.begin(); err != nil {
			return err
		}
		t.encode(cells)
	}
	t.made[len(t.made)-1].Rows++
	return t.flush()
}

// encode puts a row into the buffer in place of what it holds, and returns how long it is.
func (t *table) encode(cells []string) int64 {
	if t.csv == nil {
		t.csv = csv.NewWriter(&t.row)
		t.csv.UseCRLF = true
	}
	t.row.Reset()
	t.cells = t.cells[:0]
	for _, c := range cells {
		t.cells = append(t.cells, harmless(c))
	}
	_ = t.csv.Write(t.cells) // a buffer takes everything
	t.csv.Flush()
	return int64(t.row.Len())
}

func (t *table) flush() error {
	n, err := t.out.Write(t.row.Bytes())
	t.size += int64(n)
	if err != nil {
		return fmt.Errorf("write %s: %w", t.made[len(t.made)-1].Name, err)
	}
	return nil
}

// begin makes the next file.
func (t *table) begin() error {
	name := t.name
	if n := len(t.made); n > 0 {
		name += fmt.Sprintf("-%d", n+1)
	}
	name += ".csv"
	out, err := t.folder.Create(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	t.out, t.size, t.made = out, 0, append(t.made, Made{Name: name, Part: len(t.made) + 1})
	t.encode(t.titles)
	if _, err := io.WriteString(out, bom); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	t.size = int64(len(bom))
	return t.flush()
}

// end completes the file at hand.
func (t *table) end() error {
	if t.out == nil {
		return nil
	}
	err := t.out.Close()
	t.out = nil
	if err != nil {
		return fmt.Errorf("write %s: %w", t.made[len(t.made)-1].Name, err)
	}
	return nil
}

// close ends the writing, whether it failed or not, and returns what was made.
func (t *table) close(failed error) ([]Made, error) {
	if failed == nil && t.out == nil && len(t.made) == 0 && t.even {
		failed = t.begin()
	}
	return t.made, errors.Join(failed, t.end())
}

// breaks are the ends of lines that programs write. A lone carriage return would be lost in a CSV file.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// harmless is a text that no program computes when it opens the file: neither as it stands, nor where a program takes
// other signs for the ends of cells than the commas of the file, so that a part of the text begins a cell there. What
// begins so and names no function, cell of another tab or program is left: lists and signatures begin with -, too.
func harmless(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexByte(s, '\r') >= 0 {
		s = breaks.Replace(s)
	}
	if lead.LooksLikeFormula(s) {
		s = "'" + s
	}
	at := strings.IndexAny(s, ";\t\n")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(s[:at+1])
		s = s[at+1:]
		at = strings.IndexAny(s, ";\t\n")
		part := s
		if at >= 0 {
			part = s[:at]
		}
		if strings.ContainsAny(part, "(|!") && lead.LooksLikeFormula(part) {
			b.WriteByte('\'')
		}
	}
	return b.String() + s
}
