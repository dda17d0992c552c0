package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"leadsheet/sheets/sheetstest"
)

// shards is how many tests play seeds side by side.
const shards = 8

func setStage(t testing.TB) *template {
	t.Helper()
	st, err := newTemplate()
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// seeds is how many seeds a test plays.
type seeds struct{ all, ci, short, racing int }

// count is the number for this run. The same seeds without the race detector find what is wrong; the detector needs no
// more than a few.
func (n seeds) count() int {
	switch {
	case sheetstest.Racing:
		return n.racing
	case testing.Short():
		return n.short
	case os.Getenv("CI") == "true":
		return n.ci
	}
	return n.all
}

// play plays so many seeds side by side, and fails at the first that breaks a promise. After each stretch it gives what
// happened to done.
func play(t *testing.T, n int, c config, done func(t *testing.T, total stats)) {
	c.template = setStage(t)
	book := ""
	if c.xlsx {
		book = fmt.Sprintf("-book xlsx -daemons %d ", max(1, c.daemons))
	}
	if c.sends {
		book += "-send "
	}
	for shard := range shards {
		t.Run(fmt.Sprintf("shard %d", shard), func(t *testing.T) {
			t.Parallel()
			var total stats
			for i := shard; i < n; i += shards {
				c := c
				c.seed = uint64(i + 1)
				r := run(c)
				total.add(r.stats)
				if r.failed != nil {
					t.Fatalf("seed %d: %v\nlook at it with: go run ./sheets/sheetstest/simulate %s-seed %d -v", r.seed,
						r.failed, book, r.seed)
				}
			}
			done(t, total)
		})
	}
}

// Every seed of a stretch keeps what leadsheet promises.
func TestSimulate_NoSeedBreaksAPromise(t *testing.T) {
	n := seeds{all: 2000, ci: 360, short: 120, racing: 24}.count()
	play(t, n, config{}, func(t *testing.T, total stats) {
		// A handful of seeds may be mild by chance.
		mild := total.faults == 0 || total.crashes == 0 || total.actions == 0 || total.lateWrites == 0 ||
			total.restorations == 0
		if n >= 360 && mild {
			t.Errorf("the storms were mild: %+v", total)
		}
	})
}

// The same over a workbook that is a local file.
func TestSimulate_NoSeedBreaksAPromiseOfAFile(t *testing.T) {
	n := seeds{all: 500, ci: 100, short: 60, racing: 12}.count()
	play(t, n, config{xlsx: true}, func(*testing.T, stats) {})
}

// The same with two daemons that share the file.
func TestSimulate_NoSeedBreaksAPromiseOfASharedFile(t *testing.T) {
	n := seeds{all: 160, ci: 48, short: 24, racing: 4}.count()
	play(t, n, config{xlsx: true, daemons: 2}, func(*testing.T, stats) {})
}

// Every seed keeps what leadsheet promises about what it sends, over a Google Sheet, a local file, and one that two
// daemons share.
func TestSimulate_NoSeedBreaksAPromiseOfSending(t *testing.T) {
	counts := func(t *testing.T, total stats) {
		if total.turns > 1000 && total.sent == 0 {
			t.Errorf("nothing was sent: %+v", total)
		}
	}
	for _, b := range []struct {
		name string
		n    seeds
		c    config
	}{
		{"Google Sheet", seeds{all: 60, ci: 12, short: 6, racing: 2}, config{sends: true}},
		{"file", seeds{all: 40, ci: 10, short: 4, racing: 2}, config{sends: true, xlsx: true}},
		{"shared file", seeds{all: 20, ci: 6, short: 2, racing: 1}, config{sends: true, xlsx: true, daemons: 2}},
	} {
		t.Run(b.name, func(t *testing.T) { play(t, b.n.count(), b.c, counts) })
	}
}

// The same seed is the same schedule, to the last step.
func TestSimulate_SeedReplaysExactly(t *testing.T) {
	t.Parallel()
	st := setStage(t)
	for seed := uint64(1); seed <= 6; seed++ {
		var first, second bytes.Buffer
		a := run(config{seed: seed, trace: &first, template: st, xlsx: seed > 4, sends: seed%3 == 0})
		b := run(config{seed: seed, trace: &second, template: st, xlsx: seed > 4, sends: seed%3 == 0})
		if a.sum != b.sum || a.stats != b.stats {
			x, y := strings.Split(first.String(), "\n"), strings.Split(second.String(), "\n")
			for i := range x {
				if i >= len(y) || x[i] != y[i] {
					t.Fatalf("seed %d, line %d:\n%s\n%s", seed, i, x[i], strings.Join(y[min(i, len(y)-1):min(i+1, len(y))], ""))
				}
			}
			t.Fatalf("seed %d: the second run went on after the first had ended", seed)
		}
	}
}

// The command says what it did, and which seed failed.
func TestSimulate_Command(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := command(context.Background(), []string{"-n", "6", "-from", "7"}, &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "6 seeds in") {
		t.Errorf("it said %q", out.String())
	}
	out.Reset()
	err := command(context.Background(), []string{"-n", "1000", "-sabotage", "no-version"}, &out)
	if err == nil || !strings.Contains(err.Error(), "seed ") || !strings.Contains(out.String(), "VIOLATION") {
		t.Errorf("error %v", err)
	}
	if err := command(context.Background(), []string{"-sabotage", "rain"}, &out); err == nil || !strings.Contains(err.Error(), `"rain"`) {
		t.Errorf("error %v", err)
	}
}

func BenchmarkSeed(b *testing.B) {
	st := setStage(b)
	seed := uint64(0)
	for b.Loop() {
		seed++
		if r := run(config{seed: seed, template: st}); r.failed != nil {
			b.Fatalf("seed %d: %v", r.seed, r.failed)
		}
	}
}
