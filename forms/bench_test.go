package forms

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	var s strings.Builder
	s.WriteString("Submitted at,Name,Email,Phone,Message\n")
	for i := range 10_000 {
		fmt.Fprintf(&s, "2026-01-02 03:04:05,Ada %d,ada%d@example.com,+49 170 %07d,\"Hello,\nplease call \"\"me\"\"\"\n", i, i, i)
	}
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if e, err := Read([]byte(s.String()), Options{}); err != nil || len(e.Inquiries) != 10_000 {
			b.Fatal(err)
		}
	}
}
