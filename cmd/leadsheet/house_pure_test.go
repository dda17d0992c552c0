package main

import (
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pure are the packages, with everything below them, that compute on values only: clocks are passed in, I/O is
// elsewhere.
var pure = []string{"lead", "rules", "reports", undo, "mailin/reading", "intake/ledger", "forms", "sheets/google/draw",
	"sheets/google/lock", "sheets/google/poll", "daemon/health"}

// impure are the standard packages that a pure package must not import, by their exact paths: net/url and net/mail
// only parse, and io/fs is how an embedded file is read.
var impure = []string{"os", "os/exec", "log", "log/slog", "net", "net/http"}

// clocks are the functions of package time that a pure package must not mention.
var clocks = []string{
	"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer",
}

// notRaced are the packages, with everything below them, that .ci/run does not test with the race detector.
var notRaced = []string{
	"lead", "rules", "reports", "intake/ledger", "mailin/message", "mailin/reading", "forms/table",
	"sheets/google/draw", undo, "sheets/google/lock", "sheets/google/poll", "sheets/xlsx/ooxml",
}

// Where there is no goroutine, also not of a test, nothing can race.
func TestWhatIsNotRacedHasNoGoroutine(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", "..", ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "without='^leadsheet/(" + strings.Join(notRaced, "|") + ")(/|$)'"; !strings.Contains(string(script), want) {
		t.Errorf(".ci/run leaves out others than those named here: it has no line %s", want)
	}
	for _, f := range allFiles(t) {
		if !slices.ContainsFunc(notRaced, func(p string) bool { return f.pkg == p || strings.HasPrefix(f.pkg, p+"/") }) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			starts := false
			switch n := n.(type) {
			case *ast.GoStmt:
				starts = true
			case *ast.SelectorExpr: // of a sync.WaitGroup, or of a test
				starts = n.Sel.Name == "Go" || n.Sel.Name == "Parallel"
			}
			if starts {
				t.Errorf("%s:%d starts a goroutine; take %s out of notRaced and out of .ci/run", f.path, f.line(n.Pos()), f.pkg)
			}
			return true
		})
	}
}

func TestPurePackagesHaveNoClockAndNoIO(t *testing.T) {
	for _, f := range productFiles(t) {
		for _, fault := range pureFaults(f) {
			t.Error(fault)
		}
	}
}

func isPure(pkg string) bool {
	return slices.ContainsFunc(pure, func(p string) bool { return pkg == p || strings.HasPrefix(pkg, p+"/") })
}

// pureFaults are the imports and the mentions of a clock in a file of a pure package.
func pureFaults(f sourceFile) []string {
	if !isPure(f.pkg) {
		return nil
	}
	imports := f.imports()
	var faults []string
	for _, imp := range slices.Sorted(maps.Keys(imports)) {
		if slices.Contains(impure, imp) {
			faults = append(faults, fmt.Sprintf("%s imports %s, but %s is pure", f.path, imp, f.pkg))
		}
	}
	local, timed := imports["time"]
	if !timed {
		return faults
	}
	if local == "" {
		local = "time"
	}
	if local == "." {
		return append(faults, fmt.Sprintf("%s imports time with a dot, which hides its clocks", f.path))
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && x.Name == local && slices.Contains(clocks, selector.Sel.Name) {
			faults = append(faults, fmt.Sprintf("%s:%d mentions time.%s, but %s is pure: pass the time in",
				f.path, f.line(selector.Pos()), selector.Sel.Name, f.pkg))
		}
		return true
	})
	return faults
}

func TestPureMeansNoClockAndNoIO(t *testing.T) {
	for _, c := range []struct{ name, path, source, want string }{
		{"a clock read", "rules/a.go", `package rules; import "time"; var t = time.Now()`, "time.Now"},
		{"a clock taken along", "rules/a.go", `package rules; import "time"; var now = time.Now`, "time.Now"},
		{"renamed", "rules/a.go", `package rules; import c "time"; var d = c.Since(c.Time{})`, "time.Since"},
		{"with a dot", "rules/a.go", `package rules; import . "time"; var t = Now()`, "with a dot"},
		{"until", "lead/hint/a.go", `package hint; import "time"; var d = time.Until(time.Time{})`, "time.Until"},
		{"in a package below", "reports/new/a.go", `package a; import "time"; var t = time.Now()`, "time.Now"},
		{"in the put-back", undo + "/a.go", `package undo; import _ "log/slog"`, "imports log/slog"},
		{"in the reading", "mailin/reading/a.go", `package reading; import _ "os"`, "imports os"},
		{"in the ledger", "intake/ledger/a.go", `package ledger; import _ "net"`, "imports net"},
		{"what only parses", "lead/a.go", `package lead; import (_ "net/mail"; _ "net/url"; _ "io/fs")`, ""},
		{"a time passed in", "rules/a.go", `package rules; import "time"; func f(now time.Time) {}`, ""},
		{"not pure", "daemon/a.go", `package daemon; import ("os"; "time"); var t = time.Now()`, ""},
		{"of a like name", "leads/a.go", `package leads; import "time"; var t = time.Now()`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := parseSource(c.path, c.source)
			if err != nil {
				t.Fatal(err)
			}
			checkFaults(t, pureFaults(f), c.want)
		})
	}
}
