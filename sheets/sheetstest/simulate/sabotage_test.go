package main

import (
	"testing"

	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/sheetstest/simulate/sabotage"
)

// A simulation that finds nothing proves nothing: leadsheet broken on purpose, in each of these ways, has to be caught.
func TestSimulate_EverySabotageIsCaught(t *testing.T) {
	st := setStage(t)
	for _, s := range sabotage.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for n := range uint64(1000) {
				seed := (max(s.From, 1)-1+n)%1000 + 1
				if r := run(config{seed: seed, sabotage: &s, template: st}); r.failed != nil &&
					s.CaughtBy(r.failed.Invariant) {
					t.Logf("caught with seed %d by %s: %s", seed, r.failed.Invariant, r.failed.Text)
					return
				}
			}
			t.Error("not caught within 1,000 seeds")
		})
	}
}

// The same for a workbook that is a local file.
func TestSimulate_EverySabotageOfAFileIsCaught(t *testing.T) {
	st := setStage(t)
	for i, s := range sabotage.OfFiles() {
		if i >= 5 && sheetstest.Racing {
			continue // a few are enough for the detector
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for n := range uint64(1000) {
				seed := (max(s.From, 1)-1+n)%1000 + 1
				if r := run(config{seed: seed, sabotage: &s, template: st, xlsx: true}); r.failed != nil &&
					s.CaughtBy(r.failed.Invariant) {
					t.Logf("caught with seed %d by %s: %s", seed, r.failed.Invariant, r.failed.Text)
					return
				}
			}
			t.Error("not caught within 1,000 seeds")
		})
	}
}

// The same for what is sent.
func TestSimulate_EverySabotageOfSendingIsCaught(t *testing.T) {
	st := setStage(t)
	for _, s := range sabotage.OfSending() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for n := range uint64(1000) {
				seed := (max(s.From, 1)-1+n)%1000 + 1
				r := run(config{seed: seed, sabotage: &s, template: st, sends: true, xlsx: s.OfFile})
				if r.failed != nil && s.CaughtBy(r.failed.Invariant) {
					t.Logf("caught with seed %d by %s: %s", seed, r.failed.Invariant, r.failed.Text)
					return
				}
			}
			t.Error("not caught within 1,000 seeds")
		})
	}
}
