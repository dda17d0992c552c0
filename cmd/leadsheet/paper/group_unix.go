//go:build unix

package paper

import (
	"os/exec"
	"syscall"
)

// asGroup has a program and all that it starts end with the context of the command: LibreOffice is a script that starts
// others.
func asGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
