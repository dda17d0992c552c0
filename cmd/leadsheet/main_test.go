package main

import (
	"context"
	"io"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"leadsheet": func() { main() },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

func TestHelpOfEveryCommand(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"run", "--help"}, {"once", "--help"}, {"read", "--help"}, {"export", "--help"}, {"demo", "--help"}, {"login", "--help"}, {"version", "--help"}} {
		if code := run(context.Background(), args, io.Discard, io.Discard); code != exitOK {
			t.Errorf("leadsheet %v: exit code %d", args, code)
		}
	}
}
