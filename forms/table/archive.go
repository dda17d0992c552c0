package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// readArchive reads a workbook, which is an archive itself, or the exports inside an archive.
func readArchive(data []byte) ([]*Table, bool, error) {
	z, err := openArchive(data)
	if err != nil {
		return nil, false, err
	}
	for _, f := range z.File {
		switch name := strings.ToLower(f.Name); {
		case strings.HasPrefix(name, "xl/"), name == "[content_types].xml":
			return readWorkbook(z, newBudget())
		case name == "mimetype" || name == "content.xml":
			return nil, false, fmt.Errorf("%w: it is a document of LibreOffice; "+
				"open it and save it as .xlsx or .csv", ErrRefused)
		}
	}
	return readEntries(z)
}

// openArchive reads the list of an archive's members. They are counted first: the list may be all that there is of it.
func openArchive(data []byte) (*zip.Reader, error) {
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > 2*maxMembers {
		return nil, fmt.Errorf("%w: the archive has more than %d files; "+
			"unpack it and drop those that are exports", ErrRefused, maxMembers)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: it is an archive or a workbook that is damaged or not complete (%v); "+
			"download it again", ErrRefused, err)
	}
	return z, nil
}

// readWorkbook reads a workbook. A panic of the parser becomes the error of a workbook that cannot be opened.
func readWorkbook(z *zip.Reader, b *budget) (tables []*Table, cut bool, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			tables, err = nil, fmt.Errorf("%w: it is no workbook that can be opened (%v); open it in a spreadsheet "+
				"and save it again as .xlsx", ErrRefused, fault)
		}
	}()
	tables, err = readXLSX(z, b)
	return tables, false, err
}

// readEntries reads the exports of an archive. An entry that cannot be read is a damaged span that says so.
func readEntries(z *zip.Reader) (tables []*Table, cut bool, err error) {
	left, read, declared := int64(maxEntry), 0, uint64(0)
	workbooks := newBudget()
	for _, f := range z.File {
		if !Handles(f.Name) {
			continue
		}
		if declared += min(f.UncompressedSize64, maxEntry+1); declared > maxEntry {
			return nil, false, errTooLarge
		}
	}
	var passed []string
	for _, f := range z.File {
		base := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		if f.FileInfo().IsDir() || strings.HasSuffix(f.Name, `\`) || strings.HasPrefix(base, ".") ||
			strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if !Handles(base) {
			passed = append(passed, base)
			continue
		}
		if read++; read > maxEntries {
			return nil, false, fmt.Errorf("%w: the archive has more than %d files; "+
				"unpack it and drop those that are exports", ErrRefused, maxEntries)
		}
		found, ends, err := readEntry(f, &left, workbooks)
		if errors.Is(err, errTooLarge) {
			return nil, false, err
		}
		if err != nil {
			problem := fmt.Sprintf("%s inside the archive could not be read: %v", base, err)
			found = []*Table{{Rows: []Row{{Raw: base, Number: 1, Problem: problem}}}}
		}
		for _, t := range found {
			if t.Name == "" {
				t.Name = base
			} else {
				t.Name += " in " + base
			}
		}
		tables, cut = append(tables, found...), cut || ends
	}
	switch {
	case read == 0:
		return nil, false, fmt.Errorf("%w: the archive holds no export (.csv, .tsv or .xlsx); "+
			"unpack it and look at what is inside", ErrRefused)
	case len(passed) > 0 && len(tables) > 0:
		t := tables[0]
		t.Notes = append(t.Notes, fmt.Sprintf("%d other files in the archive "+
			"were passed over, such as %s", len(passed), passed[0]))
	}
	return tables, cut, nil
}

var errTooLarge = fmt.Errorf("%w: what is inside the archive is larger than %d MB; unpack it and drop the files "+
	"themselves, or export a shorter period", ErrRefused, maxEntry>>20)

// readEntry unpacks one entry and reads it. left is how much may be unpacked yet, whatever the archive says of itself.
func readEntry(f *zip.File, left *int64, workbooks *budget) (tables []*Table, cut bool, err error) {
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
	size := min(int64(f.UncompressedSize64), *left) + bytes.MinRead
	buf := bytes.NewBuffer(make([]byte, 0, size)) // one piece, if it says the truth
	_, err = buf.ReadFrom(io.LimitReader(in, *left+1))
	data := buf.Bytes()
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
	inner, err := openArchive(data)
	if err != nil {
		return nil, false, err
	}
	for _, e := range inner.File {
		if strings.HasPrefix(strings.ToLower(e.Name), "xl/") {
			return readWorkbook(inner, workbooks)
		}
	}
	return nil, false, errors.New("it is an archive itself; unpack it")
}
