// Command emulator is a Google Sheets on this machine: the API as far as leadsheet needs it, and a page that shows the
// tabs, so that anyone can watch leadsheet work without an account.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"leadsheet/sheets/sheetstest/gdrive"
	"leadsheet/sheets/sheetstest/gsheets"
)

const help = `emulator serves a Google Sheets of its own: the v4 API below /v4/, Drive's list of changes below
/drive/v3/, and a page that shows the tabs.
Nothing is stored; everything is gone when it stops. Ctrl-C stops it.

  go run ./sheets/sheetstest/emulator -addr 127.0.0.1:8099

It makes one spreadsheet and prints the lines that point leadsheet at it. Flags:

`

// idLetters are what the ids of Google's spreadsheets are made of.
const idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// settings are the flags.
type settings struct {
	addr, sheet   string
	reads, writes int
	cells         int
	quota, twice  bool
	faults        float64
	lag           time.Duration
	seed          uint64
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program without the process around it; it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2 // the flags have said what is wrong
	}
	if err := serve(ctx, s, stdout); err != nil {
		fmt.Fprintln(stderr, "emulator:", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, help)
		flags.PrintDefaults()
	}
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8099", "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&s.sheet, "sheet", "", "`id` of the spreadsheet, of 10 letters, digits, - and _ at least; one is "+
		"invented unless set")
	flags.IntVar(&s.cells, "cells", 0, "how many cells a spreadsheet may have, empty ones too; ten million, as with "+
		"Google, unless set")
	flags.BoolVar(&s.quota, "quota", false, "allow 60 reads and 60 writes a minute, as Google does, and refuse the rest")
	flags.BoolVar(&s.twice, "twice", false, "take developer metadata twice under one id, so that it is no lock; see "+
		"leadsheet doctor --probe")
	flags.Float64Var(&s.faults, "faults", 0, "`percent` of the calls that fail at random: refused, answered by an "+
		"error, cut off before or after they were applied, applied late")
	flags.DurationVar(&s.lag, "drive-lag", 20*time.Second, "how long after an edit Google Drive tells of it")
	flags.Uint64Var(&s.seed, "seed", 1, "`number` from which the random failures and ids come")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	wrong := func(format string, a ...any) (settings, error) {
		err := fmt.Errorf(format, a...)
		fmt.Fprintln(stderr, "emulator:", err)
		return s, err
	}
	if flags.NArg() > 0 {
		return wrong("%q is no flag; -h shows them", flags.Arg(0))
	}
	if s.faults < 0 || s.faults > 100 {
		return wrong("-faults is %g: give a percentage from 0 to 100", s.faults)
	}
	if s.cells < 0 {
		return wrong("-cells is %d: give a number of cells", s.cells)
	}
	if s.sheet != "" && (len(s.sheet) < 10 || strings.Trim(s.sheet, idLetters) != "") {
		return wrong("-sheet is %q: leadsheet takes no id that Google could not have given; use 10 letters, digits, "+
			"- and _ at least", s.sheet)
	}
	if s.quota {
		s.reads, s.writes = 60, 60
	}
	return s, nil
}

// serve answers until ctx ends.
func serve(ctx context.Context, s settings, stdout io.Writer) error {
	drive := gdrive.New(time.Now)
	drive.SetLag(func() time.Duration { return s.lag })
	google := gsheets.New(gsheets.Options{Now: time.Now, Seed: s.seed, Reads: s.reads, Writes: s.writes, Cells: s.cells,
		Changed: drive.Changed})
	var doc *gsheets.Doc
	if s.sheet != "" {
		doc = google.CreateAs(s.sheet, "Leads")
	} else {
		doc = google.Create("Leads")
	}
	doc.MetadataTwice = s.twice
	if s.faults > 0 {
		google.SetFault(trouble(s.faults, s.seed))
	}
	mux := http.NewServeMux()
	mux.Handle("/v4/", google)
	mux.Handle("/drive/v3/", drive)
	mux.Handle("/", google.Page())

	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with -addr", s.addr, err)
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	base := "http://" + listener.Addr().String() + "/"
	if _, err := fmt.Fprintf(stdout, `Watch it:      %ssheet/%s
Spreadsheet:   %s
Point leadsheet at it:

  export LEADSHEET_GOOGLE_ENDPOINT=%s
  export LEADSHEET_BOOK=https://docs.google.com/spreadsheets/d/%s/edit

Ctrl-C stops it; nothing is stored.
`, base, url.PathEscape(doc.ID()), doc.ID(), base, url.PathEscape(doc.ID())); err != nil {
		return errors.Join(err, listener.Close())
	}

	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	// Calls that are being answered may finish, but only for a short time.
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(closing); err != nil {
		err = server.Close()
		return err
	}
	c := google.Counts()
	asked, _ := drive.Calls()
	_, err = fmt.Fprintf(stdout, "Stopped after %d reads and %d writes; Drive was asked %d times.\n", c.Reads, c.Writes,
		asked)
	return err
}

// trouble makes that percentage of the calls fail, in all the ways in which a network and a busy service fail.
func trouble(percent float64, seed uint64) func(gsheets.Call) gsheets.Fault {
	var mu sync.Mutex
	chance := rand.New(rand.NewPCG(seed, 0xfa17))
	return func(c gsheets.Call) gsheets.Fault {
		mu.Lock()
		defer mu.Unlock()
		if chance.Float64()*100 >= percent {
			return gsheets.Fault{}
		}
		kinds := []gsheets.Fault{
			{Status: http.StatusTooManyRequests, RetryAfter: time.Second},
			{Status: http.StatusServiceUnavailable},
			{Status: http.StatusInternalServerError},
			{Status: http.StatusBadGateway},
			{Cut: true},
			// From here on the call does its work, and the caller is not told so.
			{Cut: true, Apply: true},
			{Status: http.StatusServiceUnavailable, Apply: true},
			{Cut: true, Later: func(apply func()) { time.AfterFunc(3*time.Second, apply) }},
		}
		if !c.Write {
			kinds = kinds[:5]
		}
		return kinds[chance.IntN(len(kinds))]
	}
}
