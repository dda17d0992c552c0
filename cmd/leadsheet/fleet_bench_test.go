package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/sheetstest/idlecost"
)

var (
	fleetTeams = flag.Int("fleet", 100, "BenchmarkFleet: how many teams")
	fleetPoll  = flag.Duration("fleet-poll", 2*time.Minute, "BenchmarkFleet: how often each team looks; two minutes is a quiet one")
	fleetIdle  = flag.Duration("fleet-idle", 2*time.Minute, "BenchmarkFleet: for how long the idle fleet is measured")
	fleetMails = flag.Int("fleet-mails", 40, "BenchmarkFleet: how many mails come in")
	fleetHeap  = flag.String("fleet-heap", "", "BenchmarkTeamAtRest: a file for a profile of the heap")
	fleetProf  = flag.String("fleet-log", "", "BenchmarkFleet: a file for the log of the fleet")
)

// BenchmarkFleet is what a fleet of teams with a thousand leads each costs: memory, processor time while nothing
// happens, and how long new mail takes to its sheet. The fleet is a process of its own; spreadsheets and mailboxes are
// in this one. Use -benchtime 1x.
func BenchmarkFleet(b *testing.B) {
	f := startFleet(b, *fleetTeams)
	f.waitFor("all teams have been looked at", time.Hour)
	began := time.Now()
	time.Sleep(30 * time.Second) // the first accounts are made
	cpu := f.cpu()
	time.Sleep(*fleetIdle)
	b.ReportMetric((f.cpu()-cpu).Seconds()/time.Since(began.Add(30*time.Second)).Seconds(), "cores-idle")
	b.ReportMetric(f.memory("VmRSS"), "MB-idle")
	lags := f.mails(*fleetMails)
	b.ReportMetric(lags[len(lags)*95/100].Seconds(), "s-mail-p95")
	b.ReportMetric(lags[len(lags)/2].Seconds(), "s-mail-p50")
	b.ReportMetric(f.memory("VmHWM"), "MB-most")
}

// fleetRun is a fleet that runs.
type fleetRun struct {
	b     *testing.B
	cmd   *exec.Cmd
	log   string
	docs  []*gsheets.Doc
	boxes []*mailtest.Memory
}

// startFleet starts a fleet of so many teams.
func startFleet(b *testing.B, teams int) *fleetRun {
	now := time.Now().UTC()
	full := settledSheet(b, 1000, &now)
	f := &fleetRun{b: b, log: *fleetProf}
	dir := b.TempDir()
	if f.log == "" {
		f.log = filepath.Join(dir, "log")
	}
	mux := http.NewServeMux()
	web := httptest.NewServer(mux)
	b.Cleanup(web.Close)
	for i := range teams {
		name := fmt.Sprintf("t%03d", i)
		server := gsheets.New(gsheets.Options{})
		doc := server.CreateAs(full.doc.ID(), "Leads")
		doc.SetVersion(full.doc.Version())
		mux.Handle("/"+name+"/", http.StripPrefix("/"+name, &idlecost.Recorded{Server: server, Doc: doc}))
		box, err := mailtest.NewMemory("sales@firm.example", "secret")
		if err != nil {
			b.Fatal(err)
		}
		f.docs, f.boxes = append(f.docs, doc), append(f.boxes, box)
		text := fmt.Sprintf("LEADSHEET_BOOK=google:%s\nLEADSHEET_GOOGLE_ENDPOINT=%s/%s/\nLEADSHEET_IMAP_ADDR=%s\n"+
			"LEADSHEET_IMAP_USER=sales@firm.example\nLEADSHEET_IMAP_PASSWORD=secret\nLEADSHEET_IMAP_SECURITY=none\n", doc.ID(), web.URL, name, box.Addr())
		if err := os.WriteFile(filepath.Join(dir, name+".env"), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	f.cmd = exec.Command(binary(b), "fleet", dir)
	f.cmd.Env = append(asUsers(), "LEADSHEET_POLL="+fleetPoll.String())
	out, err := os.Create(f.log)
	if err != nil {
		b.Fatal(err)
	}
	f.cmd.Stdout, f.cmd.Stderr = out, out
	if err := f.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = f.cmd.Process.Signal(syscall.SIGTERM)
		_ = f.cmd.Wait()
	})
	return f
}

// waitFor waits until the log says something.
func (f *fleetRun) waitFor(text string, within time.Duration) {
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(time.Second) {
		if log, err := os.ReadFile(f.log); err == nil && strings.Contains(string(log), text) {
			return
		}
	}
	f.b.Fatalf("the fleet did not say %q", text)
}

// cpu is the processor time that the fleet has used.
func (f *fleetRun) cpu() time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", f.cmd.Process.Pid))
	if err != nil {
		f.b.Skip("processor time is read as Linux says it")
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// memory is a line of the fleet's status, in megabytes.
func (f *fleetRun) memory(line string) float64 {
	megabytes, err := memoryOf(f.cmd.Process.Pid, line)
	if err != nil {
		f.b.Fatal(err)
	}
	return megabytes
}

// mails has mails come in, one a second to one team after the other, and returns how long each took to its sheet.
func (f *fleetRun) mails(n int) []time.Duration {
	lags := make(chan time.Duration)
	for i := range n {
		at := i * 7 % len(f.docs)
		go func() {
			time.Sleep(time.Duration(i) * time.Second)
			began, text := time.Now(), fmt.Sprintf("I need %d chairs of oak", 1000+i)
			mail := fmt.Sprintf("From: Ann Arbor <ann%d@customer.example>\r\nTo: sales@firm.example\r\nSubject: Chairs %d\r\n"+
				"Message-ID: <%d.%d@customer.example>\r\nDate: %s\r\n\r\n%s\r\n", i, i, i, began.UnixNano(), began.Format(time.RFC1123Z), text)
			if err := f.boxes[at].Deliver("INBOX", []byte(mail), began); err != nil {
				panic(err)
			}
			for time.Since(began) < 10*time.Minute && !slices.ContainsFunc(f.docs[at].Rows(lead.TabLeads), func(row []lead.Value) bool {
				return slices.ContainsFunc(row, func(c lead.Value) bool { return strings.Contains(c.String(), text) })
			}) {
				time.Sleep(250 * time.Millisecond)
			}
			lags <- time.Since(began)
		}()
	}
	var all []time.Duration
	for range n {
		all = append(all, <-lags)
	}
	slices.Sort(all)
	return all
}

// BenchmarkTeamAtRest is the memory that a daemon of a thousand leads keeps between two passes: what a fleet needs so
// many times as it has teams. Use -benchtime 1x; -memprofile shows where it is.
func BenchmarkTeamAtRest(b *testing.B) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	sheet := settledSheet(b, 1000, &now)
	const teams = 8
	sheet.daemon(b, 0, false) // what all have in common
	before := heap()
	var all []*daemon.Daemon
	for range teams {
		d, _ := sheet.daemon(b, 0, false)
		if book, ok := sheets.Backend(d.Book).(sheets.Resting); ok {
			book.Rest()
		}
		all = append(all, d)
	}
	b.ReportMetric(float64(heap()-before)/teams/1e6, "MB/team")
	if *fleetHeap != "" {
		f, err := os.Create(*fleetHeap)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(pprof.WriteHeapProfile(f), f.Close()); err != nil {
			b.Fatal(err)
		}
	}
	runtime.KeepAlive(all)
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
