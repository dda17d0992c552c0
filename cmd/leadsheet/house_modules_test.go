package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// moduleFile is what "go mod edit -json" prints of go.mod.
type moduleFile struct {
	Require []struct {
		Path     string
		Indirect bool
	}
	Replace []struct {
		Old struct{ Path string }
	}
}

func readModuleFile(t *testing.T) moduleFile {
	t.Helper()
	var m moduleFile
	command := exec.Command("go", "mod", "edit", "-json", filepath.Join("..", "..", "go.mod"))
	out, err := command.Output()
	if err != nil {
		t.Fatalf("read go.mod: %v", err)
	}
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatalf("read go.mod: %v", err)
	}
	return m
}

// requiredModules are the modules of go.mod, direct and indirect.
func requiredModules(t *testing.T) []string {
	t.Helper()
	var modules []string
	for _, r := range readModuleFile(t).Require {
		modules = append(modules, r.Path)
	}
	return modules
}

func TestRequirementsAreWhatIsImported(t *testing.T) {
	modules := requiredModules(t)
	imported := make(map[string]string) // module: one file that imports it
	for _, f := range allFiles(t) {
		for imp := range f.imports() {
			if external(imp) {
				imported[moduleOf(imp, modules)] = f.path
			}
		}
	}
	m := readModuleFile(t)
	for _, r := range m.Require {
		by, direct := imported[r.Path]
		if direct && r.Indirect {
			t.Errorf("go.mod marks %s indirect, but %s imports it", r.Path, by)
		}
		if !direct && !r.Indirect {
			t.Errorf("go.mod requires %s, but nothing imports it; run go mod tidy", r.Path)
		}
		if _, home := homes[r.Path]; direct && !home && !slices.Contains(testModules, r.Path) {
			t.Errorf("go.mod requires %s, which has no home", r.Path)
		}
	}
	for _, r := range m.Replace {
		t.Errorf("go.mod replaces %s; require the version instead, or say here why not", r.Old.Path)
	}
}

// go mod tidy asks the module proxy about tests of dependencies, so a machine without network cannot tell.
func TestGoModIsTidy(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the module proxy")
	}
	command := exec.Command("go", "mod", "tidy", "-diff")
	command.Dir = filepath.Join("..", "..")
	out, err := command.CombinedOutput()
	if err == nil {
		return
	}
	text := string(out)
	if strings.Contains(text, "tidy/go.mod") || strings.Contains(text, "tidy/go.sum") {
		t.Fatalf("go.mod or go.sum is not tidy; run go mod tidy:\n%s", text)
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("go mod tidy: %v\n%s", err, text)
	}
	t.Skipf("go mod tidy did not answer (no network?): %v\n%s", err, text)
}
