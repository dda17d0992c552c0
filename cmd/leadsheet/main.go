// Command leadsheet makes a spreadsheet enough for a small team's leads: it takes in requests from a mailbox and from
// form exports, keeps the rules of the sheet while people edit it, and writes the owner's reports.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // zones must work on machines that have none

	"github.com/alecthomas/kong"
)

// Exit codes, as the help states them.
const (
	exitOK     = 0
	exitFailed = 1 // something could not be done; it is said what
	exitUsage  = 2 // the command line or the environment is wrong
)

type cli struct {
	Run      runCmd      `cmd:"" help:"Watch the mailbox and the drop folder until stopped."`
	Once     onceCmd     `cmd:"" help:"Do one pass and end."`
	Backfill backfillCmd `cmd:"" help:"Take in the past of the mailbox, from a day on."`
	Read     readCmd     `cmd:"" help:"Show what would become of messages or exports; changes nothing."`
	Leads    leadsCmd    `cmd:"" help:"Show the leads; changes nothing."`
	Export   exportCmd   `cmd:"" help:"Write the owner's workbook: reports, leads and what happened."`
	Demo     demoCmd     `cmd:"" help:"Try it: sample mails and exports, no account, no network."`
	Setup    setupCmd    `cmd:"" help:"Set leadsheet up: workbook, mailbox, team; asks, checks, and may be run again."`
	Doctor   doctorCmd   `cmd:"" help:"Check settings, sign-in, workbook and mailbox, and say what to do."`
	Login    loginCmd    `cmd:"" help:"Sign in as yourself: to Google, for a Google Sheet, or with --mail to the mailbox."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// io streams and what commands share.
type world struct {
	ctx            context.Context
	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the pass in peace; from then on signals have their own effect: a second one kills at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program without the process around it; it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c cli
	code := -1
	parser, err := kong.New(&c, kong.Name("leadsheet"), kong.Writers(stdout, stderr), kong.Exit(func(n int) { code = n }),
		kong.Description("Makes a spreadsheet enough for a small team's leads: no lead is lost, none is doubled, nobody's edit is overwritten.\n\n"+environmentHelp()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
	if err != nil {
		fmt.Fprintln(stderr, "leadsheet:", err)
		return exitUsage
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if code >= 0 {
		return code // help was asked for and printed
	}
	if err != nil {
		fmt.Fprintf(stderr, "leadsheet: %v\nleadsheet --help shows what there is\n", err)
		return exitUsage
	}
	err = k.Run(&world{ctx: ctx, stdout: stdout, stderr: stderr})
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		for _, line := range strings.Split(usage.Error(), "\n") {
			fmt.Fprintln(stderr, "leadsheet:", line)
		}
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "leadsheet: stopped; nothing is lost, start it again when you like")
		return exitFailed
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		fmt.Fprintln(stderr, "leadsheet:", line)
	}
	return exitFailed
}

// usageError is a mistake in the command line or the environment.
type usageError struct{ error }

func environmentHelp() string {
	var b strings.Builder
	b.WriteString("Settings are environment variables:\n\n")
	for _, s := range settings() {
		fmt.Fprintf(&b, "%s: %s", s[0], s[2])
		if s[1] != "" {
			fmt.Fprintf(&b, " (default %s)", s[1])
		}
		b.WriteString("\n\n")
	}
	b.WriteString("Exit codes: 0 done, 1 something could not be done, 2 wrong command line or environment.")
	return b.String()
}

type versionCmd struct{}

func (versionCmd) Run(w *world) error {
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version += " " + s.Value
			}
		}
	}
	_, err := fmt.Fprintf(w.stdout, "leadsheet %s %s %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func logger(w *world, format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w.stderr, nil))
	}
	return slog.New(slog.NewTextHandler(w.stderr, nil))
}
