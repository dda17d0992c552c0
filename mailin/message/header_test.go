package message

import (
	"fmt"
	"strings"
	"testing"
)

// Boundaries are found wherever they are declared, also across the windows in which a message is looked at.
func TestBoundaries(t *testing.T) {
	for pad := 65510; pad < 65560; pad++ {
		got := boundaries([]byte(strings.Repeat("x", pad) + "; BounDary = \"ab c\"; boundary=d\n"))
		if len(got) < 2 || string(got[0][2]) != "ab c" || string(got[len(got)-1][3]) != "d" {
			t.Fatalf("after %d bytes: %q", pad, got)
		}
	}
	if got := boundaries([]byte("boundary*0=a boundary of boundary")); len(got) != 1 || string(got[0][1]) != "*0" {
		t.Errorf("%q", got)
	}
	if n := len(boundaries([]byte(strings.Repeat("boundary=x ", 50_000)))); n != 20*maxParts {
		t.Errorf("%d boundaries", n)
	}
	if s := overLimit([]byte(fmt.Sprintf("Content-Type: multipart/mixed; BOUNDARY=b\n\n%s",
		strings.Repeat("--b\n\n", 600)))); !strings.Contains(s, "parts") {
		t.Errorf("limit %q", s)
	}
}
