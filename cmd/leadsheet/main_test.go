package main

import (
	"context"
	"fmt"
	"io"
	"os"
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
	return process{args: args, environ: os.Environ(), stdin: strings.NewReader(""), stdout: stdout, stderr: stderr}.run(ctx)
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: scriptCommands()})
}

func TestHelpOfEveryCommand(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"run", "--help"}, {"once", "--help"}, {"read", "--help"}, {"export", "--help"}, {"leads", "--help"}, {"demo", "--help"}, {"login", "--help"}, {"version", "--help"}} {
		if code := run(context.Background(), args, io.Discard, io.Discard); code != exitOK {
			t.Errorf("leadsheet %v: exit code %d", args, code)
		}
	}
}
