package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// logName is the file in the service's folder that holds its log, where the system keeps none.
const logName = "leadsheet.log"

// errNotInstalled says that there is no service to ask.
var errNotInstalled = errors.New("the service is not installed")

// tailBytes is how much of the end of a log is looked at.
const tailBytes = 1 << 20

// tailEvery is how often a log is looked at that is followed.
const tailEvery = 500 * time.Millisecond

// tail writes the last lines of a file, and with follow what is added to it until ctx ends.
func tail(ctx context.Context, to io.Writer, path string, lines int, follow bool) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the service has written no log yet: %w", err)
	}
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	defer f.Close()
	end, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = f.Seek(max(0, end-tailBytes), io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, tailBytes))
	if err == nil {
		_, err = to.Write(lastLines(data, lines))
	}
	for err == nil && follow {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(tailEvery):
		}
		_, err = io.Copy(to, f)
	}
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	return nil
}

// lastLines is the end of a text with at most n lines.
func lastLines(data []byte, n int) []byte {
	at := len(data)
	for range n {
		before := bytes.LastIndexByte(data[:max(0, at-1)], '\n')
		if at = before + 1; before < 0 {
			return data
		}
	}
	return data[at:]
}

// readFile returns what a file holds; nothing when it is not there.
func readFile(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return string(data), nil
}
