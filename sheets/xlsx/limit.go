package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"leadsheet/sheets"
)

// The limits of a workbook, checked while it is unpacked, since the sizes in the archive may be false. A workbook of
// 100,000 leads is about twelve times as large unpacked; a zip bomb is a thousand times as large.
const (
	maxPartBytes  = 768 << 20 // bytes of one part, unpacked
	maxTotalBytes = 3 << 29   // bytes of all parts, unpacked
	maxRatio      = 40        // unpacked bytes per byte of the file,
	freeBytes     = 16 << 20  // plus this many bytes
	maxTagBytes   = 1 << 20   // bytes of one tag or one text; a cell holds at most 32,767 characters
	maxPartCount  = 10_000    // parts
)

const (
	tooLarge = "it is far larger unpacked than what a workbook of leads holds; open it in a spreadsheet program, " +
		"move old rows and foreign tabs to another workbook, and save it, or restore a copy"
	longText = "one of its cells or marks is longer than a megabyte, which no spreadsheet program writes; restore a copy"
)

// maxUnpacked returns how many bytes a file of the given size may have unpacked.
func maxUnpacked(size int) int64 { return min(maxTotalBytes, freeBytes+maxRatio*int64(size)) }

// limitedReader reads a part of a workbook. It fails at a limit instead of returning a shortened part.
type limitedReader struct {
	in        io.ReadCloser
	partLeft  int64  // bytes that may still be read of this part
	totalLeft *int64 // bytes that may still be read of all parts
	sinceTag  int    // bytes since the last "<"
}

func (b *limitedReader) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.partLeft -= int64(n)
	if *b.totalLeft -= int64(n); b.partLeft < 0 || *b.totalLeft < 0 {
		return 0, unsupported(tooLarge)
	}
	if first := bytes.IndexByte(p[:n], '<'); first >= 0 {
		if b.sinceTag+first > maxTagBytes {
			return 0, unsupported(longText)
		}
		b.sinceTag = n - bytes.LastIndexByte(p[:n], '<')
	} else if b.sinceTag += n; b.sinceTag > maxTagBytes {
		return 0, unsupported(longText)
	}
	return n, err
}

func (b *limitedReader) Close() error { return b.in.Close() }

// damaged returns the refusal of a part that cannot be read: that of the exceeded limit, else one with the given
// reason.
func damaged(err error, why string) error {
	if errors.Is(err, sheets.ErrUnsupported) {
		return err
	}
	return unsupported(why)
}

// members lists the parts of a file by lower-case name. It fails if they exceed the limits.
func members(zr *zip.Reader, size int) (*parts, error) {
	p := &parts{files: make(map[string]*zip.File, len(zr.File)), unpackLeft: maxUnpacked(size)}
	if len(zr.File) > maxPartCount {
		return nil, unsupported(tooLarge)
	}
	var total int64
	for _, f := range zr.File {
		if total += int64(min(f.UncompressedSize64, maxTotalBytes+1)); total > p.unpackLeft {
			return nil, unsupported(tooLarge)
		}
		p.files[partName(f.Name)] = f
	}
	return p, nil
}
