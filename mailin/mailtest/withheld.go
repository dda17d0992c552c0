package mailtest

import (
	"fmt"
	"strings"
)

// Withholding is the script of a server that lists two messages, UID 1 and 2, and hands over the first one whole, but
// of the second one only the header.
func Withholding(first, secondHeader string) Script {
	return func(command string) (lines, result string) {
		switch {
		case strings.HasPrefix(command, "UID SEARCH"):
			return "* SEARCH 1 2\r\n", "OK done"
		case strings.HasPrefix(command, "UID FETCH 2 ") && strings.Contains(command, "HEADER"):
			return fmt.Sprintf("* 2 FETCH (UID 2 BODY[HEADER] {%d}\r\n%s)\r\n", len(secondHeader), secondHeader), "OK done"
		case strings.HasPrefix(command, "UID FETCH 1 ") && strings.Contains(command, "BODY"):
			return fmt.Sprintf("* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n", len(first), first), "OK done"
		case strings.Contains(command, "BODY"):
			return "", "NO [SERVERBUG] cannot read it"
		case strings.HasPrefix(command, "FETCH 1:* (UID)"):
			return "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n", "OK done"
		case strings.Contains(command, "FETCH"):
			return "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n* 2 FETCH (UID 2 RFC822.SIZE 200)\r\n", "OK done"
		}
		return "", ""
	}
}
