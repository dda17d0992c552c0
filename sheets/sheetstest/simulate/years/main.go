// Years lets a workbook grow old: requests come in by mail and by forms, leads move through their statuses, people
// edit, sort and insert rows, and ended leads go to the archive. A year takes minutes. After each it prints how large
// the workbook, its archive and its memory are, and what an idle pass costs, and it checks that every lead stands in
// exactly one place, that nothing comes in again. It prints which figures of past days are others by now.
//
//	go run ./sheets/sheetstest/simulate/years -years 10 -texts ../shared/cases/mail
//	go run ./sheets/sheetstest/simulate/years -book xlsx -years 3 -first 500 -last 900
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1)
	}
}

// plan is what is played.
type plan struct {
	years       int
	first, last int // leads of the first year, and of the last one
	step        int // days between two visits of people
	keep        int // the setting Keep for, in months
	atOnce      int // leads that go to the archive at once
	texts       string
	xlsx        bool
	seed        uint64
	sleepers    int // of a thousand leads how many are never ended
}

// command runs the command line. Tests call it.
func command(ctx context.Context, args []string, out io.Writer) error {
	var p plan
	flags := flag.NewFlagSet("years", flag.ContinueOnError)
	flags.IntVar(&p.years, "years", 10, "how many years to play")
	flags.IntVar(&p.first, "first", 3000, "leads in the first year")
	flags.IntVar(&p.last, "last", 10_000, "leads in the last year")
	flags.IntVar(&p.step, "step", 30, "days between two visits of people")
	flags.IntVar(&p.keep, "keep", 24, "the setting Keep for, in months")
	flags.IntVar(&p.atOnce, "at-once", 400, "leads that go to the archive at once")
	flags.IntVar(&p.sleepers, "sleepers", 5, "of a thousand leads how many stay open for ever")
	flags.StringVar(&p.texts, "texts", "", "a folder of .eml files whose texts are what customers ask")
	flags.Uint64Var(&p.seed, "seed", 1, "another number is other people")
	book := flags.String("book", "google", "what the workbook is: google or xlsx, a local file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if p.xlsx = *book == "xlsx"; !p.xlsx && *book != "google" {
		return fmt.Errorf("-book is google or xlsx, not %q", *book)
	}
	w, err := newWorld(p, out)
	if err != nil {
		return err
	}
	defer w.close()
	return w.play(ctx)
}
