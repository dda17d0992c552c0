//go:build !windows

package service

import (
	"context"
	"errors"
	"io"
)

// Serve is what Windows starts, so it fails.
func Serve(string, func(ctx context.Context, log io.Writer) int) error {
	return errors.New("this is what Windows starts as a service; here the system starts the daemon itself")
}
