package sheetstest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Office is a LibreOffice that goes on running and converts one file after another. A start takes twenty times as
// long as the conversion of a small workbook.
type Office struct {
	profile string
	turn    sync.Mutex
}

// blank is a workbook that is open as long as the LibreOffice is to run: with nothing open it ends after a conversion.
const blank = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="Blank"><table:table-row><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document>
`

// StartLibreOffice starts a LibreOffice with a profile of its own. It ends with the test, subtests included. The test
// is skipped if LibreOffice is missing, and fails then with CI=true.
func StartLibreOffice(t testing.TB) *Office {
	t.Helper()
	program := soffice(t)
	o := &Office{profile: t.TempDir()}
	dir := t.TempDir()
	file := filepath.Join(dir, "blank.fods")
	if err := os.WriteFile(file, []byte(blank), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append(headless(o.profile), "-o", file)...)
	kill := asGroup(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Errorf("end LibreOffice: %v", err)
		}
		_ = cmd.Wait() // it was killed
	})
	// The lock file says that it has the workbook. Until then another LibreOffice with this profile would not find it.
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, ".~lock.blank.fods#")); err == nil {
			return o
		}
		if time.Now().After(end) {
			t.Fatalf("LibreOffice has not started within %s", patience)
		}
	}
}

// Convert is the function LibreOffice with the LibreOffice that is running.
func (o *Office) Convert(t testing.TB, file, to string) (outDir string) {
	t.Helper()
	o.turn.Lock()
	defer o.turn.Unlock()
	return libreOffice(t, to, o.profile, file) // which finds the one with its profile, and gives it the work
}
