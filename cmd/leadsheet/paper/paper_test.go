//go:build unix

package paper

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A LibreOffice that is stopped takes what it has started with it: it is a script that starts others.
func TestToPDF_EndsAllItStarted(t *testing.T) {
	dir := t.TempDir()
	office, pidFile := filepath.Join(dir, "soffice"), filepath.Join(dir, "pid")
	script := "#!/bin/sh\nsleep 300 &\necho $! > " + pidFile + ".new; mv " + pidFile + ".new " + pidFile + "\nwait\n"
	if err := os.WriteFile(office, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	pid := make(chan int, 1)
	go func() {
		defer cancel()
		for range 1000 {
			if text, err := os.ReadFile(pidFile); err == nil {
				n, _ := strconv.Atoi(strings.TrimSpace(string(text)))
				pid <- n
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		pid <- 0
	}()
	if err := toPDF(ctx, office, dir, filepath.Join(dir, "report.xlsx")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	child := <-pid
	if child == 0 {
		t.Fatal("the script has started nothing")
	}
	for range 1000 {
		if err := syscall.Kill(child, 0); errors.Is(err, syscall.ESRCH) || isZombie(child) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("what LibreOffice started goes on")
}

// isZombie reports whether a process has ended that nobody has asked about yet.
func isZombie(pid int) bool {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(text), ") Z ")
}

// A LibreOffice that makes nothing is an error, with what it said, also when it says that all went well.
func TestToPDF_SaysWhatWentWrong(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{"echo 'Error: source file could not be loaded'", "source file could not be loaded"},
		{"echo no display; exit 7", "no display"},
	} {
		dir := t.TempDir()
		office := filepath.Join(dir, "soffice")
		if err := os.WriteFile(office, []byte("#!/bin/sh\n"+c.script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		err := toPDF(t.Context(), office, dir, filepath.Join(dir, "report.xlsx"))
		if err == nil || !strings.Contains(err.Error(), c.want) ||
			!strings.Contains(err.Error(), "could not make the PDF") {
			t.Errorf("%s: got %v", c.script, err)
		}
	}
}
