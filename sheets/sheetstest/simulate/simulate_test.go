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

// Every seed of a stretch keeps what leadsheet promises.
func TestSimulate_NoSeedBreaksAPromise(t *testing.T) {
	st := setStage(t)
	n := 2000
	switch {
	case sheetstest.Racing:
		// The same seeds without the detector find what is wrong; the detector needs no more than a few.
		n = 24
	case testing.Short():
		n = 120
	case os.Getenv("CI") == "true":
		n = 360
	}
	for shard := range shards {
		t.Run(fmt.Sprintf("shard %d", shard), func(t *testing.T) {
			t.Parallel()
			var total stats
			for i := shard; i < n; i += shards {
				r := run(config{seed: uint64(i + 1), template: st})
				total.add(r.stats)
				if r.failed != nil {
					t.Fatalf("seed %d: %v\nlook at it with: go run ./sheets/sheetstest/simulate -seed %d -v", r.seed, r.failed, r.seed)
				}
			}
			// A handful of seeds may be mild by chance.
			mild := total.faults == 0 || total.crashes == 0 || total.actions == 0 || total.lateWrites == 0 ||
				total.restorations == 0
			if n >= 360 && mild {
				t.Errorf("the storms were mild: %+v", total)
			}
		})
	}
}

// The same over a workbook that is a local file.
func TestSimulate_NoSeedBreaksAPromiseOfAFile(t *testing.T) {
	st := setStage(t)
	n := 500
	switch {
	case sheetstest.Racing:
		n = 16
	case testing.Short():
		n = 120
	case os.Getenv("CI") == "true":
		n = 200
	}
	for shard := range shards {
		t.Run(fmt.Sprintf("shard %d", shard), func(t *testing.T) {
			t.Parallel()
			for i := shard; i < n; i += shards {
				if r := run(config{seed: uint64(i + 1), template: st, xlsx: true}); r.failed != nil {
					t.Fatalf("seed %d: %v\nlook at it with: go run ./sheets/sheetstest/simulate -book xlsx -seed %d -v", r.seed,
						r.failed, r.seed)
				}
			}
		})
	}
}

// The same seed is the same schedule, to the last step.
func TestSimulate_SeedReplaysExactly(t *testing.T) {
	t.Parallel()
	st := setStage(t)
	for seed := uint64(1); seed <= 6; seed++ {
		var first, second bytes.Buffer
		a := run(config{seed: seed, trace: &first, template: st, xlsx: seed > 4})
		b := run(config{seed: seed, trace: &second, template: st, xlsx: seed > 4})
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
