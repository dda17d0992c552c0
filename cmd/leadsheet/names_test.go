package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"leadsheet/lead/hint"
)

// Every command that a text may name is one of the program's, with flags that it has.
func TestNames_EveryCommandIsOne(t *testing.T) {
	for _, c := range hint.Commands() {
		words := strings.Fields(strings.TrimSuffix(withNames(c.String()), "DATE"))
		if len(words) < 2 || words[0] != "leadsheet" {
			t.Errorf("%v is called %q", c, words)
			continue
		}
		code, help, _ := command(t, words[1], "--help")
		if code != exitOK {
			t.Errorf("%v: leadsheet has no command %q", c, words[1])
		}
		for _, flag := range words[2:] {
			if !strings.Contains(help, flag) {
				t.Errorf("%v: leadsheet %s has no flag %s", c, words[1], flag)
			}
		}
	}
}

// What is logged names settings and commands, in a message, an error and a text.
func TestNames_InTheLog(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, logOptions(slog.LevelInfo)))
	log.Info(fmt.Sprintf("run %v", hint.LoginMail), "error", errors.New("set "+hint.MailAuth.String()),
		"text", hint.Book.String())
	for _, want := range []string{`msg="run leadsheet login --mail"`, `error="set LEADSHEET_IMAP_AUTH"`,
		"text=LEADSHEET_BOOK"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log does not say %s: %s", want, out.String())
		}
	}
}

// Only this package knows what settings and commands are called: other packages use the package hint.
func TestNames_StandHereOnly(t *testing.T) {
	format := `{{$p := .}}{{range .GoFiles}}{{$p.ImportPath}} {{$p.Dir}}/{{.}}{{"\n"}}{{end}}`
	out, err := exec.Command("go", "list", "-f", format, "leadsheet/...").Output()
	if err != nil {
		t.Fatalf("list files: %v", err)
	}
	commands := "run|once|backfill|read|leads|export|demo|setup|doctor|login|version|help"
	name := regexp.MustCompile(`LEADSHEET_|\bleadsheet (` + commands + `)\b`)
	for _, file := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		pkg, path, _ := strings.Cut(file, " ")
		if pkg == "leadsheet/cmd/leadsheet" || strings.HasPrefix(pkg, "leadsheet/sheets/sheetstest/") {
			continue
		}
		for i, line := range strings.Split(read(t, path), "\n") {
			if found := name.FindString(line); found != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s:%d names %q: use the package hint", path, i+1, found)
			}
		}
	}
}
