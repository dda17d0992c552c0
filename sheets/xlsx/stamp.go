package xlsx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"leadsheet/sheets/xlsx/ooxml"
	"strconv"
	"strings"
)

// stampName is the hidden defined name that holds the stamp. It is saved with the file, so an old copy that replaces a
// newer version can be recognised.
const stampName = "leadsheet_generation"

// stamp describes leadsheet's last write to a file. It is stored as "12 k3j9 0123456789abcdef 1795338097000000000
// 1795338096000000000".
type stamp struct {
	gen    int    // counts leadsheet's writes
	writer string // the process, see Book.processID
	base   string // start of the hash of the version it was based on, "-" for a new workbook
	mtime  int64  // file time in Unix nanoseconds, set by the write; an editor's save changes it
	clock  int64  // time of the write by Options.Clock, in Unix nanoseconds; 0 in older stamps
}

func parseStamp(data string) stamp {
	f := strings.Fields(strings.Trim(strings.TrimSpace(data), `"`))
	for len(f) < 5 {
		f = append(f, "")
	}
	gen, err := strconv.Atoi(f[0])
	if err != nil {
		return stamp{}
	}
	mtime, _ := strconv.ParseInt(f[3], 10, 64) // 0 matches no file, as a damaged stamp should
	wrote, _ := strconv.ParseInt(f[4], 10, 64) // 0 means unknown
	return stamp{gen, f[1], f[2], mtime, wrote}
}

// String is the stamp as the defined name holds it.
func (s stamp) String() string {
	return fmt.Sprintf(`"%d %s %s %d %d"`, s.gen, s.writer, s.base, s.mtime, s.clock)
}

// stampOf returns the stamp of a workbook's bytes, the zero one if leadsheet has never written it. The cells are not
// read.
func stampOf(raw []byte) (stamp, error) {
	book, err := ooxml.Open(raw)
	if err != nil {
		return stamp{}, err
	}
	for _, n := range book.Names {
		if n.Name == stampName {
			return parseStamp(n.Refer), nil
		}
	}
	return stamp{}, nil
}

func shortHash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
