package forms

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"leadsheet/forms/formstest"
)

// BenchmarkRead is the way from bytes to inquiries, of which none is known.
func BenchmarkRead(b *testing.B) {
	var s strings.Builder
	s.WriteString("Submitted at,Name,Email,Phone,Message\n")
	for i := range 20_000 {
		fmt.Fprintf(&s, "2026-01-02 03:04:05,Ada %d,ada%d@example.com,+49 170 %07d,\"Hello,\nplease call \"\"me\"\"\"\n", i, i, i)
	}
	for _, file := range []struct {
		name string
		data []byte
	}{{"plain", formstest.Cumulative(20_000)}, {"eight columns", withoutID(formstest.Cumulative(20_000))}, {"several lines in a cell", []byte(s.String())}} {
		b.Run(file.name, func(b *testing.B) {
			b.SetBytes(int64(len(file.data)))
			b.ReportAllocs()
			for b.Loop() {
				if e, err := Read(file.data, Options{}); err != nil || len(e.Inquiries) != 20_000 {
					b.Fatal(err)
				}
			}
		})
	}
}

// withoutID is a file without its first column.
func withoutID(data []byte) []byte {
	var b strings.Builder
	for line := range strings.Lines(string(data)) {
		_, rest, _ := strings.Cut(line, ",")
		b.WriteString(rest)
	}
	return []byte(b.String())
}

// BenchmarkCumulative reads an export of 200,000 rows of which all but ten have come in already.
func BenchmarkCumulative(b *testing.B) {
	const rows = 200_000
	data := formstest.Cumulative(rows)
	first, err := Read(data[:len(data)*(rows-10)/rows], Options{})
	if err != nil {
		b.Fatal(err)
	}
	known := make(map[string]bool, rows)
	for _, r := range first.Records {
		known[r.Key] = true
	}
	first = nil
	runtime.GC()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		e, err := Read(data, Options{Known: func(r Record) bool { return known[r.Key] }})
		if err != nil || len(e.Records) != rows || len(e.Inquiries) < 10 || len(e.Inquiries) > 200 {
			b.Fatalf("%d records, %d inquiries, %v", len(e.Records), len(e.Inquiries), err)
		}
	}
}
