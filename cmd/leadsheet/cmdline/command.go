package cmdline

import (
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// Completion is the command that prints the completion for a shell, as the flag library reads it.
type Completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell" help:"The shell: bash, zsh, fish or powershell."`
}

// Help is what the flag library shows of the command.
func (Completion) Help() string {
	return "Prints what the shell has to read so that it completes commands and flags; its first lines say where it " +
		"belongs. Packages bring it along."
}

// Run prints what the shell has to read.
func (c Completion) Run(k *kong.Context) error {
	script, err := Script(c.Shell)
	if err != nil {
		return err
	}
	_, err = io.WriteString(k.Stdout, script)
	return err
}

// Answer answers a shell that asks by Ask: a line for each proposal. It reports whether args ask so.
func Answer(k *kong.Kong, args []string) (asked bool) {
	if len(args) == 0 || args[0] != Ask {
		return false
	}
	for _, p := range Complete(k.Model, args[1:]) {
		if _, err := fmt.Fprintln(k.Stdout, p); err != nil {
			break // the shell has seen enough
		}
	}
	return true
}
