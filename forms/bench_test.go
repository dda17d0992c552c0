package forms

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
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
	}{{"plain", cumulative(20_000)}, {"several lines in a cell", []byte(s.String())}} {
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

// cumulative is an export as owners download it again and again: plain rows of nine columns, about 160 bytes each.
func cumulative(rows int) []byte {
	var s strings.Builder
	s.WriteString("Submission ID,Submitted at,Name,Email,Phone,Company,Message,utm_source,utm_campaign\r\n")
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		fmt.Fprintf(&s, "%d,%s,Ada Person %d,ada%d@example.com,+49 170 %07d,Company %d,We need a new roof for our house in the summer,google,spring\r\n",
			100000+i, start.Add(time.Duration(i)*time.Minute).Format(time.DateTime), i, i, i, i%1000)
	}
	return []byte(s.String())
}

// BenchmarkTable is the way from bytes to cells.
func BenchmarkTable(b *testing.B) {
	plain := cumulative(200_000)
	for name, data := range map[string][]byte{"plain": plain, "quoted": []byte("\"" + strings.NewReplacer(",", "\",\"", "\r\n", "\"\r\n\"").Replace(strings.TrimSuffix(string(plain), "\r\n")) + "\"\r\n")} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if tables, _, err := readTables(data); err != nil || len(tables) != 1 || len(tables[0].rows) != 200_000 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCumulative reads an export of 200,000 rows of which all but ten have come in already.
func BenchmarkCumulative(b *testing.B) {
	const rows = 200_000
	data := cumulative(rows)
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
