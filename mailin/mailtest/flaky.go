package mailtest

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// Flaky is a server of two messages, UID 1 and 2, whose line breaks in the middle of the second one until it is mended.
type Flaky struct {
	First, Second string
	// Cuts is how often the line broke.
	Cuts   atomic.Int32
	mended atomic.Bool
}

// Mend mends the line.
func (f *Flaky) Mend() { f.mended.Store(true) }

// Script is the server's.
func (f *Flaky) Script(command string) (lines, result string) {
	whole := func(uid int, text string) string {
		return fmt.Sprintf("* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n", uid, uid, len(text), text)
	}
	cut := func(before string) (string, string) {
		f.Cuts.Add(1)
		return before + fmt.Sprintf("* 2 FETCH (UID 2 BODY[] {%d}\r\n%s", len(f.Second),
			f.Second[:len(f.Second)/2]), Drop
	}
	header, _, _ := strings.Cut(f.Second, "\r\n\r\n")
	header += "\r\n\r\n"
	switch fetch := strings.HasPrefix(command, "UID FETCH"); {
	case strings.HasPrefix(command, "EXAMINE"), strings.HasPrefix(command, "SELECT"):
		return "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n", "OK done"
	case strings.HasPrefix(command, "UID SEARCH UID 2"):
		return "* SEARCH 2\r\n", "OK done"
	case strings.HasPrefix(command, "UID SEARCH"):
		return "* SEARCH 1 2\r\n", "OK done"
	case fetch && strings.Contains(command, "HEADER"):
		return fmt.Sprintf("* 2 FETCH (UID 2 BODY[HEADER] {%d}\r\n%s)\r\n", len(header), header), "OK done"
	case fetch && !strings.Contains(command, "BODY"):
		return "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n* 2 FETCH (UID 2 RFC822.SIZE 200)\r\n", "OK done"
	case strings.HasPrefix(command, "UID FETCH 1 "):
		return whole(1, f.First), "OK done"
	case strings.HasPrefix(command, "UID FETCH 1:2 ") && f.mended.Load():
		return whole(1, f.First) + whole(2, f.Second), "OK done"
	case fetch && strings.HasPrefix(command, "UID FETCH 1:2 "):
		return cut(whole(1, f.First))
	case fetch && f.mended.Load():
		return whole(2, f.Second), "OK done"
	case fetch:
		return cut("")
	case strings.HasPrefix(command, "FETCH 1:* (UID)"):
		return "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n", "OK done"
	case strings.HasPrefix(command, "FETCH 2 ") && !f.mended.Load():
		return cut("")
	}
	return "", ""
}
