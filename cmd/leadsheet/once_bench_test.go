package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

var benchLarge = flag.Bool("large", false, "benchmarks: also 100,000 leads, which take minutes")

// BenchmarkOnce is what the built program costs over a workbook of so many leads with six events each, as a process of
// its own: taking them in from one export, a pass that finds nothing, one that takes in five leads, and the export for
// the owner, beside excelize reading and streaming the same cells: -benchtime 1x.
func BenchmarkOnce(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		if testing.Short() && n > 1_000 || n > 10_000 && !*benchLarge {
			break
		}
		in := &installation{t: b, bin: binary(b), dir: b.TempDir()}
		if err := os.Mkdir(filepath.Join(in.dir, "drop"), 0o755); err != nil {
			b.Fatal(err)
		}
		in.env = asUsers()
		act := func(name string, prepare func(), args ...string) {
			b.Run(fmt.Sprintf("leads=%d/%s", n, name), func(b *testing.B) {
				for b.Loop() {
					prepare()
					runMeasured(b, in.command(args...))
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
		// What reading and counting need is what the export has beside its rows.
		act("report", nothing, "report", "--json")
		b.Run(fmt.Sprintf("leads=%d/excelize", n), func(b *testing.B) {
			for b.Loop() {
				cmd := exec.Command(os.Args[0], "-test.run", "^TestExcelizeExport$")
				cmd.Env = append(asUsers(), "LEADSHEET_BENCH_EXCELIZE="+in.book())
				runMeasured(b, cmd)
			}
		})
	}
}

// TestExcelizeExport is what BenchmarkOnce runs in a process of its own: excelize reads Leads and Activity of a
// workbook and streams the same cells into a new one.
func TestExcelizeExport(t *testing.T) {
	path := os.Getenv("LEADSHEET_BENCH_EXCELIZE")
	if path == "" {
		return // there is nothing to compare
	}
	from, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to := excelize.NewFile()
	defer to.Close()
	for _, tab := range []string{lead.TabLeads, lead.TabActivity} {
		if _, err := to.NewSheet(tab); err != nil {
			t.Fatal(err)
		}
		w, err := to.NewStreamWriter(tab)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := from.GetRows(tab)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cells := make([]any, len(row))
			for c, text := range row {
				if cells[c] = text; text == "" {
					cells[c] = nil
				} else if n, err := strconv.ParseFloat(text, 64); err == nil {
					cells[c] = n
				}
			}
			if err := w.SetRow(fmt.Sprint("A", i+1), cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.SaveAs(filepath.Join(t.TempDir(), "out.xlsx")); err != nil {
		t.Fatal(err)
	}
}

// runMeasured runs a command to its end and reports what it has used: seconds of processor time and, on Linux, the most
// memory. That is read while it runs: what the system says at its end counts what this process had when it began it.
func runMeasured(b *testing.B, cmd *exec.Cmd) {
	b.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ended, most := make(chan error), 0.0
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%v: %s", err, &out)
			}
			b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "cpu-s")
			if most > 0 {
				b.ReportMetric(most, "max-MB")
			}
			return
		case <-time.After(5 * time.Millisecond):
			if now, err := memoryOf(cmd.Process.Pid, "VmHWM"); err == nil {
				most = now
			}
		}
	}
}

// asUsers is the environment without what the tests change of how a program collects its garbage.
func asUsers() []string {
	return slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "GOGC=") })
}

// memoryOf is a line of a process's status on Linux, in megabytes.
func memoryOf(pid int, line string) (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for text := range strings.Lines(string(data)) {
		if fields := strings.Fields(text); len(fields) > 1 && fields[0] == line+":" {
			kilobytes, err := strconv.Atoi(fields[1])
			return float64(kilobytes) / 1000, err
		}
	}
	return 0, fmt.Errorf("the status of process %d has no %s", pid, line)
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
