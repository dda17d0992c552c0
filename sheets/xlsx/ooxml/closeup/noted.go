package closeup

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Noted are the rows of a worksheet in which cells have notes or comments, in the bytes of a workbook.
func Noted(workbook []byte, sheet string) (map[int]bool, error) {
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return nil, fmt.Errorf("look for notes: %w", err)
	}
	sheet = strings.TrimPrefix(sheet, "/")
	var list struct {
		Relations []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	rels, err := readPart(z, path.Join(path.Dir(sheet), "_rels", path.Base(sheet)+".rels"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = xml.Unmarshal(rels, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("look for notes: %w", err)
	}
	out := map[int]bool{}
	for _, r := range list.Relations {
		if !Moves(r.Type) {
			continue
		}
		name := strings.TrimPrefix(r.Target, "/")
		if !path.IsAbs(r.Target) {
			name = path.Join(path.Dir(sheet), r.Target)
		}
		data, err := readPart(z, name)
		if err != nil {
			return nil, fmt.Errorf("look for notes: %w", err)
		}
		for _, m := range noteRef.FindAllSubmatch(data, -1) {
			row, _ := strconv.Atoi(string(m[2]))
			out[row] = true
		}
	}
	return out, nil
}

func readPart(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	return data, errors.Join(err, f.Close())
}
