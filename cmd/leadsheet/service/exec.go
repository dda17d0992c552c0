package service

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Exec runs commands of this machine.
type Exec struct{}

// Run implements Commands.
func (Exec) Run(ctx context.Context, name string, args ...string) (string, error) {
	var out, complaint bytes.Buffer
	c := exec.CommandContext(ctx, name, args...)
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		// sc.exe complains on its standard output.
		text := strings.TrimSpace(complaint.String() + "\n" + out.String())
		if text == "" {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		return out.String(), fmt.Errorf("%s: %w: %s", name, err, text)
	}
	return out.String(), nil
}

// Stream implements Commands.
func (Exec) Stream(ctx context.Context, to io.Writer, name string, args ...string) error {
	var complaint bytes.Buffer
	c := exec.CommandContext(ctx, name, args...)
	c.Stdout, c.Stderr = to, &complaint
	err := c.Run()
	if ctx.Err() != nil {
		return nil // a person has seen enough
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(complaint.String()))
	}
	return nil
}
