package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"leadsheet/sheets"
)

// The limits of a workbook, checked while it is unpacked: what the archive says of itself is not believed. A workbook
// of 100,000 leads is about twelve times as large unpacked; one that is made to fill the machine is a thousand times as
// large.
const (
	maxPart   = 768 << 20 // bytes of one part
	maxParts  = 3 << 29   // of all parts
	maxRatio  = 40        // bytes for each byte of the file,
	maxExtra  = 16 << 20  // and so many more
	maxRun    = 1 << 20   // bytes of one tag or one text: a cell holds 32,767 letters
	maxMember = 10_000    // parts
)

const (
	tooLarge = "it is far larger unpacked than what a workbook of leads holds; open it in a spreadsheet program, move " +
		"old rows and foreign tabs to another workbook, and save it, or restore a copy"
	longText = "one of its cells or marks is longer than a megabyte, which no spreadsheet program writes; restore a copy"
)

// unpackable is how many bytes a file may have unpacked.
func unpackable(size int) int64 { return min(maxParts, maxExtra+maxRatio*int64(size)) }

// bounded reads a part of a workbook and fails where it exceeds a limit, so that no part is ever taken for a shorter
// one.
type bounded struct {
	in    io.ReadCloser
	part  int64  // bytes of this part yet
	total *int64 // bytes of all parts yet
	run   int    // bytes since the last "<"
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.part -= int64(n)
	if *b.total -= int64(n); b.part < 0 || *b.total < 0 {
		return 0, refuse(tooLarge)
	}
	if first := bytes.IndexByte(p[:n], '<'); first >= 0 {
		if b.run+first > maxRun {
			return 0, refuse(longText)
		}
		b.run = n - bytes.LastIndexByte(p[:n], '<')
	} else if b.run += n; b.run > maxRun {
		return 0, refuse(longText)
	}
	return n, err
}

func (b *bounded) Close() error { return b.in.Close() }

// damaged is the refusal of a part that cannot be read: that of the limit it exceeds, or else why.
func damaged(err error, why string) error {
	if errors.Is(err, sheets.ErrRefused) {
		return err
	}
	return refuse(why)
}

// members lists the parts of a file by lower-case name, if they may be unpacked.
func members(zr *zip.Reader, size int) (*parts, error) {
	p := &parts{files: make(map[string]*zip.File, len(zr.File)), left: unpackable(size)}
	if len(zr.File) > maxMember {
		return nil, refuse(tooLarge)
	}
	var total int64
	for _, f := range zr.File {
		if total += int64(min(f.UncompressedSize64, maxParts+1)); total > p.left {
			return nil, refuse(tooLarge)
		}
		p.files[partName(f.Name)] = f
	}
	return p, nil
}
