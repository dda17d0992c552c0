package forms

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The limits of an archive: what is inside may be made to fill a machine.
const (
	maxEntries  = 100
	maxUnpacked = maxInput
)

// readArchive reads a workbook, which is an archive itself, or the exports inside an archive.
func readArchive(data []byte) ([]*table, bool, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, fmt.Errorf("%w: it is an archive or a workbook that is damaged or not complete (%v); download it again", ErrRefused, err)
	}
	for _, f := range z.File {
		switch name := strings.ToLower(f.Name); {
		case strings.HasPrefix(name, "xl/"), name == "[content_types].xml":
			return readWorkbook(data)
		case name == "mimetype" || name == "content.xml":
			return nil, false, fmt.Errorf("%w: it is a document of LibreOffice; open it and save it as .xlsx or .csv", ErrRefused)
		}
	}
	return readEntries(z)
}

// readWorkbook reads a workbook. The library that takes it apart may stumble over one that is made to be broken; then it
// is one that cannot be opened, like any other.
func readWorkbook(data []byte) (tables []*table, cut bool, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			tables, err = nil, fmt.Errorf("%w: it is no workbook that can be opened (%v); open it in a spreadsheet and save it again as .xlsx", ErrRefused, fault)
		}
	}()
	tables, err = readXLSX(data)
	return tables, false, err
}

// readEntries reads the exports of an archive. An entry that cannot be read is a damaged span that says so.
func readEntries(z *zip.Reader) (tables []*table, cut bool, err error) {
	left, read, declared := int64(maxUnpacked), 0, uint64(0)
	for _, f := range z.File {
		if declared += min(f.UncompressedSize64, maxUnpacked+1); declared > maxUnpacked {
			return nil, false, errTooLarge
		}
	}
	var passed []string
	for _, f := range z.File {
		base := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		if f.FileInfo().IsDir() || strings.HasSuffix(f.Name, `\`) || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if !Handles(base) {
			passed = append(passed, base)
			continue
		}
		if read++; read > maxEntries {
			return nil, false, fmt.Errorf("%w: the archive has more than %d files; unpack it and drop those that are exports", ErrRefused, maxEntries)
		}
		found, ends, err := readEntry(f, &left)
		if errors.Is(err, errTooLarge) {
			return nil, false, err
		}
		if err != nil {
			found = []*table{{rows: []record{{raw: base, n: 1, problem: fmt.Sprintf("%s inside the archive could not be read: %v", base, err)}}}}
		}
		for _, t := range found {
			if t.name == "" {
				t.name = base
			} else {
				t.name += " in " + base
			}
		}
		tables, cut = append(tables, found...), cut || ends
	}
	switch {
	case read == 0:
		return nil, false, fmt.Errorf("%w: the archive holds no export (.csv, .tsv or .xlsx); unpack it and look at what is inside", ErrRefused)
	case len(passed) > 0 && len(tables) > 0:
		t := tables[0]
		t.notes = append(t.notes, fmt.Sprintf("%d other files in the archive were passed over, such as %s", len(passed), passed[0]))
	}
	return tables, cut, nil
}

var errTooLarge = fmt.Errorf("%w: what is inside the archive is larger than %d MB; export a shorter period", ErrRefused, maxUnpacked>>20)

// readEntry unpacks one entry and reads it. left is how much may be unpacked yet, whatever the archive says of itself.
func readEntry(f *zip.File, left *int64) (tables []*table, cut bool, err error) {
	switch {
	case !f.Mode().IsRegular():
		return nil, false, errors.New("it is a link or a device, not a file")
	case f.Flags&1 != 0:
		return nil, false, errors.New("it has a password; unpack it")
	}
	in, err := f.Open()
	if err != nil {
		return nil, false, fmt.Errorf("unpack it: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(in, *left+1))
	if cerr := in.Close(); err == nil {
		err = cerr
	}
	*left -= int64(len(data))
	switch {
	case *left < 0:
		return nil, false, errTooLarge
	case err != nil:
		return nil, false, fmt.Errorf("unpack it: %w", err)
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readText(data)
	}
	inner, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, fmt.Errorf("it is damaged: %w", err)
	}
	for _, e := range inner.File {
		if strings.HasPrefix(strings.ToLower(e.Name), "xl/") {
			return readWorkbook(data)
		}
	}
	return nil, false, errors.New("it is an archive itself; unpack it")
}
