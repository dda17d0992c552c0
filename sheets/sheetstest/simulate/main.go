// Simulate runs leadsheet against the emulated Google Sheets, or over a local file on a file system in memory. Each
// seed is one reproducible schedule of one to three daemons that crash at any step, a network or a disk with faults,
// and people who edit, sort, delete, undo and save meanwhile. At the end the world becomes calm, and every promise of
// leadsheet is checked.
//
//	go run ./sheets/sheetstest/simulate -n 100000          many seeds; the first that breaks a promise is told
//	go run ./sheets/sheetstest/simulate -seed 4711 -v      one seed, step by step
//	go run ./sheets/sheetstest/simulate -book xlsx         the same over a local file
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"leadsheet/sheets/sheetstest/simulate/sabotage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// Each world is small and short-lived, so fewer collections save time at little memory.
	debug.SetGCPercent(1000)
	if err := command(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1)
	}
}

// command runs the command line. Tests call it.
func command(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	n := flags.Uint64("n", 1000, "how many seeds to play")
	from := flags.Uint64("from", 1, "the first seed")
	seed := flags.Uint64("seed", 0, "play this seed only")
	workers := flags.Int("workers", runtime.GOMAXPROCS(0), "how many seeds to play at a time")
	verbose := flags.Bool("v", false, "tell every step of the seed given by -seed")
	broken := flags.String("sabotage", "", "break leadsheet on purpose: "+strings.Join(sabotage.Names(), ", "))
	byName := flags.Bool("names", false, "let the lock be a named range in every world, not only in a quarter of them")
	parts := flags.Bool("parts", false, "let every read leave out what is rare, not only in half of the worlds")
	drive := flags.Bool("drive", false, "let Drive be asked in every world, not only in a quarter of them")
	book := flags.String("book", "google", "what the workbook is: google or xlsx, a local file")
	daemons := flags.Int("daemons", 1, "how many daemons share a local file")
	sends := flags.Bool("send", false, "let leadsheet send messages")
	all := flags.Bool("all", false, "go on after a failure and list every failing seed")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s, err := sabotage.Of(*broken)
	if err != nil {
		return err
	}
	t, err := newTemplate()
	if err != nil {
		return err
	}
	if *book != "google" && *book != "xlsx" {
		return fmt.Errorf("-book is google or xlsx, not %q", *book)
	}
	cfg := config{sabotage: s, template: t, byName: *byName, inParts: *parts, byDrive: *drive, xlsx: *book == "xlsx",
		daemons: *daemons, sends: *sends || s != nil && s.Sends}
	if *seed != 0 {
		cfg.seed = *seed
		if *verbose {
			cfg.trace = out
		}
		return printResult(out, run(cfg))
	}
	if *all {
		return playAll(ctx, out, cfg, *from, *n, max(1, *workers))
	}
	return playUntilFailure(ctx, out, cfg, *from, *n, max(1, *workers))
}

// printResult prints the result of a seed and returns its failure.
func printResult(out io.Writer, r result) error {
	fmt.Fprintf(out, "seed %d: %+v\n", r.seed, r.stats)
	if r.failed != nil {
		return fmt.Errorf("seed %d: %v", r.seed, r.failed)
	}
	return nil
}

// totals sums up the results of all workers.
type totals struct {
	mu     sync.Mutex
	seeds  int
	stats  stats
	failed *result // of the lowest seed
	began  time.Time
}

func (t *totals) add(r result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seeds++
	t.stats.add(r.stats)
	if r.failed != nil && (t.failed == nil || r.seed < t.failed.seed) {
		t.failed = &r
	}
}

func (t *totals) line() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, sec := t.stats, time.Since(t.began).Seconds()
	return fmt.Sprintf(
		"%d seeds in %.0f s, %.0f a second: %d passes, %d reads, %d writes, %d faults, %d late writes, "+
			"%d crashes, %d people's actions, %d messages sent, %d hits put back, %d left to people, %d report tabs read, "+
			"%d steps, %d operations on files",
		t.seeds,
		sec,
		float64(t.seeds)/sec,
		s.passes,
		s.reads,
		s.writes,
		s.faults,
		s.lateWrites,
		s.crashes,
		s.actions,
		s.sent,
		s.restorations,
		s.notes,
		s.builds,
		s.steps,
		s.files,
	)
}

// playAll plays all seeds and prints each that breaks a promise.
func playAll(ctx context.Context, out io.Writer, cfg config, from, n uint64, workers int) error {
	t := &totals{began: time.Now()}
	var mu sync.Mutex
	bad := 0
	t.play(ctx, cfg, from, n, workers, func(r result) bool {
		if r.failed != nil {
			mu.Lock()
			defer mu.Unlock()
			bad++
			fmt.Fprintf(out, "seed %d: %v\n", r.seed, r.failed)
		}
		return true
	})
	fmt.Fprintln(out, t.line())
	if bad > 0 {
		return fmt.Errorf("%d of %d seeds failed", bad, t.seeds)
	}
	return nil
}

// play runs seeds in parallel until all are done or more returns false.
func (t *totals) play(ctx context.Context, cfg config, from, n uint64, workers int, more func(result) bool) {
	var next atomic.Uint64
	var stopped atomic.Bool
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for !stopped.Load() && ctx.Err() == nil {
				i := next.Add(1) - 1
				if i >= n {
					return
				}
				c := cfg
				c.seed = from + i
				r := run(c)
				t.add(r)
				if !more(r) {
					stopped.Store(true)
				}
			}
		})
	}
	wg.Wait()
}

// playUntilFailure plays seeds in parallel until one breaks a promise or all are done.
func playUntilFailure(ctx context.Context, out io.Writer, cfg config, from, n uint64, workers int) error {
	t := &totals{began: time.Now()}
	done := make(chan struct{})
	go func() {
		defer close(done)
		t.play(ctx, cfg, from, n, workers, func(r result) bool { return r.failed == nil })
	}()
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-done:
			running = false
		case <-tick.C:
			fmt.Fprintln(out, t.line())
		}
	}
	fmt.Fprintln(out, t.line())
	if t.failed == nil {
		return nil
	}
	cfg.seed, cfg.trace = t.failed.seed, out
	run(cfg)
	return fmt.Errorf("seed %d: %v", t.failed.seed, t.failed.failed)
}
