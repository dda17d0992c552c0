package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

var benchLarge = flag.Bool("large", false, "benchmarks: also 100,000 leads, which take minutes")

// BenchmarkOnce is what the built program costs over a workbook of so many leads with six events each, as a process of
// its own: taking them in from one export, a pass that finds nothing, one that takes in five leads, and the export for
// the owner. It reports seconds of processor time and, on Linux, the most memory: -benchtime 1x.
func BenchmarkOnce(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		if testing.Short() && n > 1_000 || n > 10_000 && !*benchLarge {
			break
		}
		in := &installation{t: b, bin: binary(b), dir: b.TempDir()}
		if err := os.Mkdir(filepath.Join(in.dir, "drop"), 0o755); err != nil {
			b.Fatal(err)
		}
		in.env = os.Environ()
		act := func(name string, prepare func(), args ...string) {
			b.Run(fmt.Sprintf("leads=%d/%s", n, name), func(b *testing.B) {
				for b.Loop() {
					prepare()
					cmd := in.command(args...)
					if out, err := cmd.CombinedOutput(); err != nil {
						b.Fatalf("%v: %s", err, out)
					}
					used := cmd.ProcessState
					b.ReportMetric((used.UserTime() + used.SystemTime()).Seconds(), "cpu-s")
					if most := reflect.Indirect(reflect.ValueOf(used.SysUsage())).FieldByName("Maxrss"); most.IsValid() {
						b.ReportMetric(float64(most.Int())/1024, "max-MB")
					}
				}
			})
		}
		nothing := func() {}
		act("import", func() { in.drop("old.csv", export(n), time.Now().AddDate(0, -1, 0)) }, "once")
		if _, err := os.Stat(in.book()); err != nil {
			continue // the size was left out
		}
		addEvents(b, in.book(), 5)
		if err := os.Remove(filepath.Join(in.dir, "drop", "old.csv")); err != nil {
			b.Fatal(err)
		}
		act("idle", nothing, "once")
		k := 0
		act("five", func() {
			k++
			text := "Name,Email,Message\n"
			for i := range 5 {
				text += fmt.Sprintf("New %d,new%d-%d@shop%d.example,Please call me\n", i, k, i, i)
			}
			in.drop(fmt.Sprintf("new%d.csv", k), text, time.Now())
		}, "once")
		act("export", func() { os.Remove(filepath.Join(in.dir, "report.xlsx")) }, "export", "-o", "report.xlsx")
	}
}

// addEvents gives each lead of a workbook so many more events.
func addEvents(b *testing.B, path string, n int) {
	book, err := xlsx.Open(path, xlsx.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	layout := daemon.Layout(policy.DefaultTables())
	book.Expect(layout)
	snap, err := book.Read(ctx, lead.TabLeads, lead.TabActivity)
	if err != nil {
		b.Fatal(err)
	}
	tab, no := snap.Tabs[lead.TabLeads], len(snap.Tabs[lead.TabActivity].Rows)
	var events []lead.Event
	at := time.Now().AddDate(0, -1, 0)
	for k := range n {
		for i := range tab.Rows {
			no++
			events = append(events, lead.Event{No: no, Time: at, Recorded: at, Lead: tab.At(i, tab.Col(lead.ColID)).String(),
				What: lead.Noted, By: "team", Why: fmt.Sprint("a remark of some length, number ", k)})
		}
	}
	batch := sheets.Batch{Appends: []sheets.Append{sheets.AppendEvents(events, time.UTC)}}
	if _, err := book.Commit(ctx, snap, batch); err != nil {
		b.Fatal(err)
	}
}
