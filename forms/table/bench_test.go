package table

import (
	"strings"
	"testing"

	"leadsheet/forms/formstest"
)

// BenchmarkTable is the way from bytes to cells.
func BenchmarkTable(b *testing.B) {
	plain := formstest.Cumulative(200_000)
	for name, data := range map[string][]byte{
		"plain": plain,
		"quoted": []byte("\"" +
			strings.NewReplacer(",", "\",\"", "\r\n", "\"\r\n\"").Replace(strings.TrimSuffix(string(plain), "\r\n")) +
			"\"\r\n"),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if tables, _, err := Read(data); err != nil || len(tables) != 1 || len(tables[0].Rows) != 200_000 {
					b.Fatal(err)
				}
			}
		})
	}
}
