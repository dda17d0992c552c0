//go:build !unix

package paper

import "os/exec"

// asGroup does nothing: here LibreOffice is one program, which ends with the context of the command.
func asGroup(*exec.Cmd) {}
