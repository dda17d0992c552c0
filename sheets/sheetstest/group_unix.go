//go:build unix

package sheetstest

import (
	"os/exec"
	"syscall"
)

// asGroup returns what ends a program and all that it has started: LibreOffice is a script that starts others.
func asGroup(cmd *exec.Cmd) (kill func() error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
