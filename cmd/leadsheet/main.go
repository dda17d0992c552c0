// Command leadsheet makes a spreadsheet enough for a small team's leads: it takes in requests from a mailbox and from
// form exports, keeps the rules of the sheet while people edit it, and writes the owner's reports.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // time zones must also work on machines without a zone database

	"github.com/alecthomas/kong"

	"leadsheet/cmd/leadsheet/cmdline"
	"leadsheet/cmd/leadsheet/limit"
	"leadsheet/cmd/leadsheet/service"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/reports/handover"
)

// Exit codes, as the help states them.
const (
	exitOK     = 0
	exitFailed = 1 // something could not be done; the message says what
	exitUsage  = 2 // the command line or the environment is wrong
)

type cli struct {
	Run       runCmd       `cmd:"" help:"Watch the mailbox and the drop folder until stopped."`
	Once      onceCmd      `cmd:"" help:"Do one pass and end."`
	Backfill  backfillCmd  `cmd:"" help:"Take in the past of the mailbox, from a day on."`
	Status    statusCmd    `cmd:"" help:"Say how the leadsheet fares that runs; changes nothing."`
	Read      readCmd      `cmd:"" help:"Show what would become of messages or exports; changes nothing."`
	Reconcile reconcileCmd `cmd:"" help:"Compare what came in with the tab Intake; name what has no row; changes nothing."`
	Leads     leadsCmd     `cmd:"" help:"Show the leads; changes nothing."`
	Explain   explainCmd   `cmd:"" help:"Tell what happened to a lead, and which rule did it; changes nothing."`
	Simulate  simulateCmd  `cmd:"" help:"Show what would have been late with other settings; changes nothing."`
	Report    reportCmd    `cmd:"" help:"Print the figures of the report; changes nothing."`
	Export    exportCmd    `cmd:"" help:"Write the owner's workbook: reports, leads and what happened."`
	Restore   restoreCmd   `cmd:"" help:"List backups, compare one with the workbook, and bring lost rows back from it."`
	Forget    forgetCmd    `cmd:"" help:"Erase a person from the workbook, with a receipt."`
	Demo      demoCmd      `cmd:"" help:"Try it: sample mails and exports, no account, no network."`
	Setup     setupCmd     `cmd:"" help:"Set leadsheet up: workbook, mailbox, team; asks, checks, and may be run again."`
	Doctor    doctorCmd    `cmd:"" help:"Check settings, sign-in, workbook and mailbox, and say what to do."`
	Login     loginCmd     `cmd:"" help:"Sign in as yourself: to Google, for a Google Sheet, or with --mail to a mailbox."`
	Fleet     fleetCmd     `cmd:"" help:"Run many teams in one process: a folder with a file of settings for each."`
	Help      helpCmd      `cmd:"" help:"Show what a command does, and its flags."`
	Version   versionCmd   `cmd:"" help:"Print the version."`

	Service    service.Command    `cmd:"" help:"Have the system start leadsheet, and keep it running."`
	Completion cmdline.Completion `cmd:"" help:"Print what a shell needs to complete commands and flags."`
	Man        manCmd             `cmd:"" hidden:"" help:"Print the manual, for man."`

	PrintVersion kong.VersionFlag `name:"version" help:"Print the version."`
}

// process holds what the program takes from its operating system process. Tests pass their own.
type process struct {
	args           []string
	environ        []string                       // NAME=value, as os.Environ has it
	setenv         func(name, value string) error // adds to the environment; nil: no file of settings is read
	limit          func(environ []string)         // limits memory; nil: nothing is limited
	stdin          io.Reader
	stdout, stderr io.Writer
}

// app is what the commands share: context, environment and streams.
type app struct {
	ctx            context.Context
	env            environment
	envFileLoaded  bool              // the settings are those of leadsheet.env
	settings       string            // the file of settings
	service        bool              // the process stands in for the service of a package
	caller         *service.Caller   // what a service needs of the program; nil in tests, which install none
	notifier       *service.Notifier // of the command run
	stdin          io.Reader
	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal lets the pass at hand finish. After it signals have their default effect, so a second one kills
	// at once.
	context.AfterFunc(ctx, stop)
	p := process{args: os.Args[1:], environ: os.Environ(), setenv: os.Setenv, limit: limit.Memory, stdin: os.Stdin,
		stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(p.run(ctx))
}

// run parses the command line and runs the command. It returns the exit code.
func (p process) run(ctx context.Context) int {
	var c cli
	code := -1
	parser, err := kong.New(&c, kong.Name("leadsheet"), kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(n int) { code = n }),
		kong.Description(purpose+"\n\n"+environmentHelp()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Vars{"version": versionText(), "products": handover.ProductNames()})
	if err != nil {
		fmt.Fprintln(p.stderr, "leadsheet:", err)
		return exitUsage
	}
	if cmdline.Answer(parser, p.args) {
		return exitOK
	}
	k, err := parser.Parse(helpArgs(p.args))
	if code >= 0 {
		return code // help or the version was asked for and printed
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "leadsheet: %v\nleadsheet --help shows what there is\n", err)
		return exitUsage
	}
	a := &app{ctx: ctx, env: environmentOf(p.environ), settings: envFileName, stdin: p.stdin,
		stdout: p.stdout, stderr: p.stderr}
	if err = p.standIn(a, k.Command(), &c); err != nil {
		printError(p.stderr, err)
		return exitFailed
	}
	if usesSettings(k.Command()) {
		if err = p.loadEnvFile(a); err != nil {
			printError(p.stderr, err)
			return exitUsage
		}
	}
	if p.limit != nil && k.Command() != "version" { // which ends before there is anything to collect
		p.limit(p.environ)
	}
	caller := p.caller(a)
	if p.setenv != nil {
		a.caller = caller
	}
	err = k.Run(a, caller, p.fleet(a))
	var wrong daemon.WrongSetting // a flag's value that only the workbook tells to be wrong
	if errors.As(err, &wrong) {
		err = usageError{wrong}
	}
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		printError(p.stderr, usage)
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(p.stderr, "leadsheet: stopped; nothing is lost, start it again when you like")
		return exitFailed
	}
	printError(p.stderr, err)
	return exitFailed
}

// machine is what a new workbook takes from this machine.
func (a *app) machine(now time.Time) answers.Machine {
	return answers.LocalMachine(func(name string) string { return a.env[name] }, now)
}

// helpArgs rewrites "help COMMAND", and a call without arguments, as --help, which is what kong understands.
func helpArgs(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		about := slices.DeleteFunc(slices.Clone(args[1:]), func(s string) bool { return s == "-h" || s == "--help" })
		return append(about, "--help")
	}
	return args
}

// purpose says what the program is for.
const purpose = "Makes a spreadsheet enough for a small team's leads: no lead is lost, none is doubled, " +
	"nobody's edit is overwritten."

// exitCodes are what the exit codes mean, from 0 on.
var exitCodes = []string{"done", "something could not be done", "wrong command line or environment"}

// helpCmd only makes help appear in the list of commands: helpArgs rewrites it before kong parses.
type helpCmd struct {
	Command string `arg:"" optional:"" complete:"commands" help:"The command to show."`
}

// usageError is a mistake in the command line or the environment.
type usageError struct{ error }

// Unwrap returns the mistake.
func (e usageError) Unwrap() error { return e.error }

func environmentHelp() string {
	var b strings.Builder
	b.WriteString("Settings are environment variables:\n\n")
	for _, f := range setup.Fields() {
		fmt.Fprintf(&b, "%s: %s", envName(f.Setting), withNames(f.Desc))
		if f.Default != "" {
			fmt.Fprintf(&b, " (default %s)", f.Default)
		}
		b.WriteString("\n\n")
	}
	b.WriteString("Exit codes: 0 done, 1 something could not be done, 2 wrong command line or environment.")
	return b.String()
}

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.stdout, versionText())
	return err
}

// versionText describes the build: version, Go version and platform.
func versionText() string {
	return fmt.Sprintf("leadsheet %s %s %s/%s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// release is the version of a release. The linker sets it (-X main.release=v1.2.3), since a release may be built from
// an archive of the source that knows no commit; nothing else does.
var release string

// version is the version of this build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return cmp.Or(release, versionOf(info))
}

// versionOf returns the version of the module or, if it has none, the commit that the program was built from.
func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	vcs := map[string]string{}
	for _, s := range info.Settings {
		vcs[s.Key] = s.Value
	}
	revision := vcs["vcs.revision"]
	if revision == "" {
		return "(unknown version)"
	}
	version := "of commit " + revision[:min(len(revision), 12)]
	if day, _, ok := strings.Cut(vcs["vcs.time"], "T"); ok {
		version += ", " + day
	}
	if vcs["vcs.modified"] == "true" {
		version += ", with changes"
	}
	return version
}

// logReading is what the sources log every few seconds while they read messages: it shows a watchdog that work is done.
const logReading = "reading the mailbox"

func logger(a *app, format string) *slog.Logger {
	if format == "json" {
		return slog.New(a.notifier.Watch(slog.NewJSONHandler(a.stderr, logOptions(slog.LevelInfo)), logReading))
	}
	return slog.New(a.notifier.Watch(slog.NewTextHandler(a.stderr, logOptions(slog.LevelInfo)), logReading))
}
