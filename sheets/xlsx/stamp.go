package xlsx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// stampName is the hidden defined name that holds the stamp: it travels with the file, so an old copy that is saved
// over ours gives itself away.
const stampName = "leadsheet_generation"

// stamp is what a file says of our last write to it, as "12 k3j9 0123456789abcdef 1795338097000000000
// 1795338096000000000".
type stamp struct {
	gen    int    // counts our writes
	writer string // the process
	base   string // of which version it was made: the start of its hash, "-" for a new workbook
	mtime  int64  // the file's time as we set it; a person's save gives it another
	wrote  int64  // when it was, by the clock of leadsheet; 0 in a stamp of before this was kept
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
	mtime, _ := strconv.ParseInt(f[3], 10, 64) // 0 fits no file, which is what is wanted of a damaged stamp
	wrote, _ := strconv.ParseInt(f[4], 10, 64) // likewise; 0 is unknown
	return stamp{gen, f[1], f[2], mtime, wrote}
}

// put sets the stamp of an opened workbook.
func (s stamp) put(f *excelize.File) error {
	// A name that is not there yet cannot be deleted; that is no error.
	_ = f.DeleteDefinedName(&excelize.DefinedName{Name: stampName})
	to := fmt.Sprintf(`"%d %s %s %d %d"`, s.gen, s.writer, s.base, s.mtime, s.wrote)
	if err := f.SetDefinedName(&excelize.DefinedName{Name: stampName, RefersTo: to}); err != nil {
		return err
	}
	names := f.WorkBook.DefinedNames.DefinedName
	for i := range names {
		if names[i].Name == stampName {
			names[i].Hidden = true
		}
	}
	return nil
}

func shortHash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
