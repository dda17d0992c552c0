//go:build !unix

package sheetstest

import "os/exec"

// asGroup returns what ends a program: here LibreOffice is one.
func asGroup(cmd *exec.Cmd) (kill func() error) {
	return func() error { return cmd.Process.Kill() }
}
