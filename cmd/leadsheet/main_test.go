package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(workplace{m}, map[string]func(){
		"leadsheet": func() { main() },
	})
}

// builds names the environment variable with the folder in which the stories keep the program that they have built.
const builds = "STORIES_BUILDS"

// workplace gives the tests that folder, and clears it away.
type workplace struct{ m *testing.M }

// Run runs the tests.
func (w workplace) Run() int {
	dir, err := os.MkdirTemp("", "leadsheet-stories-")
	if err == nil {
		err = os.Setenv(builds, dir)
	}
	if err == nil { // where a program keeps its notes and sign-ins: not among those of whoever runs the tests
		err = os.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	}
	// New workbooks take zone, country and holidays from the machine: the tests are told on the same one everywhere.
	for _, name := range []string{"LC_ALL", "LC_ADDRESS", "LC_TELEPHONE", "LC_MONETARY"} {
		err = errors.Join(err, os.Unsetenv(name))
	}
	err = errors.Join(err, os.Setenv("TZ", "UTC"), os.Setenv("LANG", "C"))
	// Memory is cheap here, time is not. The program saves memory unless the environment says how it is collected; the
	// scripts have an environment of their own, and run it as users do.
	const garbage = 400
	debug.SetGCPercent(garbage)
	err = errors.Join(err, os.Setenv("GOGC", strconv.Itoa(garbage)))
	if err != nil {
		fmt.Fprintln(os.Stderr, "make a folder for the stories:", err)
		return 1
	}
	code := w.m.Run()
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, "clear away the stories' folder:", err)
	}
	return code
}

// run is the program with this process's environment, and nobody at its standard input.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return process{args: args, environ: os.Environ(), stdin: strings.NewReader(""),
		stdout: stdout, stderr: stderr}.run(ctx)
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: scriptCommands(),
		Setup: func(e *testscript.Env) error {
			e.Setenv("TZ", "UTC")
			return nil
		}})
}

func TestHelpOfEveryCommand(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"run", "--help"}, {"once", "--help"}, {"read", "--help"},
		{"export", "--help"}, {"leads", "--help"}, {"demo", "--help"}, {"login", "--help"}, {"version", "--help"}} {
		if code := run(context.Background(), args, io.Discard, io.Discard); code != exitOK {
			t.Errorf("leadsheet %v: exit code %d", args, code)
		}
	}
}

// "help" and "help COMMAND" say what --help says; help for what there is not is a mistake.
func TestHelp(t *testing.T) {
	for _, tt := range []struct{ args, same []string }{
		{[]string{"help"}, []string{"--help"}},
		{[]string{"help", "doctor"}, []string{"doctor", "--help"}},
		{[]string{"help", "--help"}, []string{"--help"}},
		{nil, []string{"--help"}},
	} {
		code, got, _ := command(t, tt.args...)
		if _, want, _ := command(t, tt.same...); code != exitOK || got != want || got == "" {
			t.Errorf("leadsheet %v: exit code %d\n%s", tt.args, code, got)
		}
	}
	for _, args := range [][]string{{"help", "nonsense"}, {"help", "doctor", "nonsense"}} {
		if code, _, errs := command(t, args...); code != exitUsage || !strings.Contains(errs, "nonsense") {
			t.Errorf("leadsheet %v: exit code %d: %s", args, code, errs)
		}
	}
}

// --version and version say the same, with the version of Go.
func TestVersion(t *testing.T) {
	code, flag, _ := command(t, "--version")
	_, cmd, _ := command(t, "version")
	if code != exitOK || flag != cmd || !strings.HasPrefix(flag, "leadsheet ") ||
		!strings.Contains(flag, runtime.Version()) || strings.Count(flag, "\n") != 1 {
		t.Errorf("exit code %d: %q, %q", code, flag, cmd)
	}
	for _, tt := range []struct {
		module string
		vcs    map[string]string
		want   string
	}{
		{"v1.2.3", map[string]string{"vcs.revision": "0123456789abcdef"}, "v1.2.3"},
		{"(devel)", map[string]string{"vcs.revision": "0123456789abcdef", "vcs.time": "2026-11-20T10:01:00Z"},
			"of commit 0123456789ab, 2026-11-20"},
		{"", map[string]string{"vcs.revision": "0123", "vcs.modified": "true"}, "of commit 0123, with changes"},
		{"(devel)", nil, "(unknown version)"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: tt.module}}
		for key, value := range tt.vcs {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: key, Value: value})
		}
		if got := versionOf(info); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// Settings are read under their documented names alone, and one that is set to nothing is set.
func TestSettingsHaveOneName(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("LEADSHEET_BOOK", "given.xlsx")
	t.Setenv("BOOK", "other.ods")
	t.Setenv("LOG", "debug")
	doctor := func() (int, string) {
		var out bytes.Buffer
		p := process{args: []string{"doctor"}, environ: os.Environ(), stdin: strings.NewReader(""), stdout: &out, stderr: &out}
		return p.run(t.Context()), out.String()
	}
	if code, said := doctor(); code != exitOK || !strings.Contains(said, "the workbook is given.xlsx") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	t.Setenv("LEADSHEET_POLL", "") // set, to nothing
	if code, said := doctor(); code != exitUsage || !strings.Contains(said, `LEADSHEET_POLL is ""`) {
		t.Errorf("exit code %d\n%s", code, said)
	}
}
