package main

import (
	"bufio"
	"flag"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	maxFunctionLines = 80
	maxFileLines     = 400
	maxPackageLines  = 4500
	maxColumns       = 120 // characters; a tab counts as one
)

var lowerCeilings = flag.Bool("lower-ceilings", false, "write testdata/house/long_lines.txt with the lower numbers")

func TestFunctionsAreShort(t *testing.T) {
	for _, f := range productFiles(t) {
		for _, d := range f.syntax.Decls {
			function, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			from := f.line(function.Pos())
			if n := f.line(function.End()) - from + 1; n > maxFunctionLines {
				t.Errorf("%s:%d: %s has %d lines, at most %d fit", f.path, from, function.Name.Name, n, maxFunctionLines)
			}
		}
	}
}

// longFiles are the files that were too long before this test, with the lines that they may have. A number may only
// fall.
var longFiles = map[string]int{}

func TestFilesAreShort(t *testing.T) {
	long := make(map[string]int)
	for _, f := range productFiles(t) {
		n := strings.Count(f.source, "\n")
		if n > max(maxFileLines, longFiles[f.path]) {
			t.Errorf("%s has %d lines, at most %d fit; split it by subject", f.path, n, maxFileLines)
		}
		long[f.path] = n
	}
	for _, path := range slices.Sorted(maps.Keys(longFiles)) {
		if n := long[path]; n <= maxFileLines {
			t.Errorf("%s is no longer too long; take it out of longFiles", path)
		} else if n < longFiles[path] {
			t.Errorf("%s has %d lines by now; write that into longFiles", path, n)
		}
	}
}

// longPackages are the packages that may be longer, with the lines that they may have: each is one subject still. A new
// subject there goes into a package of its own.
var longPackages = map[string]int{
	"intake":                     4800, // its mailboxes are to be a package of their own
	"rules":                      4900, // what people type into Intake is to be a package of its own
	"sheets/google":              5100,
	"sheets/sheetstest/gsheets":  7900,
	"sheets/sheetstest/simulate": 5920, // the monitor is to be a package of its own
	"sheets/xlsx/ooxml":          5000,
}

// A reader has to find out where a line belongs: a package with more lines holds several subjects.
func TestPackagesAreShort(t *testing.T) {
	lines := make(map[string]int)
	for _, f := range productFiles(t) {
		lines[f.pkg] += strings.Count(f.source, "\n")
	}
	for _, pkg := range slices.Sorted(maps.Keys(lines)) {
		if n := lines[pkg]; n > max(maxPackageLines, longPackages[pkg]) {
			t.Errorf("%s has %d lines, at most %d fit; split it by subject", pkg, n, max(maxPackageLines, longPackages[pkg]))
		}
	}
}

func TestWhatIsExportedIsDocumented(t *testing.T) {
	packages := make(map[string]bool) // whether the package itself is documented
	for _, f := range productFiles(t) {
		packages[f.pkg] = packages[f.pkg] || f.syntax.Doc != nil
		if f.syntax.Name.Name == "main" {
			continue
		}
		for _, fault := range undocumented(f) {
			t.Error(fault)
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		if !packages[pkg] {
			t.Errorf("package %s has no package comment", pkg)
		}
	}
}

// undocumented are the exported types, functions, methods, constants and variables of a file that lack a comment.
// A comment above a group of constants or variables, or behind one of them, counts.
func undocumented(f sourceFile) []string {
	var faults []string
	want := func(name *ast.Ident, comments ...*ast.CommentGroup) {
		documented := slices.ContainsFunc(comments, func(c *ast.CommentGroup) bool { return c != nil })
		if name.IsExported() && !documented {
			faults = append(faults, fmt.Sprintf("%s:%d: %s has no comment", f.path, f.line(name.Pos()), name.Name))
		}
	}
	for _, d := range f.syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if exportedReceiver(d) {
				want(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					want(spec.Name, groupDoc(d, token.TYPE), spec.Doc, spec.Comment)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						want(name, d.Doc, spec.Doc, spec.Comment)
					}
				}
			}
		}
	}
	return faults
}

// groupDoc is the comment above a declaration of one type; above several it documents none of them.
func groupDoc(d *ast.GenDecl, kind token.Token) *ast.CommentGroup {
	if d.Tok == kind && len(d.Specs) > 1 {
		return nil
	}
	return d.Doc
}

// exportedReceiver tells whether a function is none of a type's methods, or one of an exported type's.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	of := d.Recv.List[0].Type
	for {
		switch x := of.(type) {
		case *ast.StarExpr:
			of = x.X
		case *ast.IndexExpr:
			of = x.X
		case *ast.IndexListExpr:
			of = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func TestUndocumentedIsSeen(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"a function", "package a\nfunc F() {}", "F has no comment"},
		{"a method", "package a\nfunc (t *T[K]) F() {}", "F has no comment"},
		{"a method of what is private", "package a\nfunc (t *t) F() {}", ""},
		{"a type among several", "package a\n\n// Two.\ntype (\n\tA int\n)\n\n// Two.\ntype (\n\t// B is.\n\tB int\n\tC int\n)", "C has"},
		{"a constant", "package a\nconst C = 1", "C has no comment"},
		{"constants with a common comment", "package a\n\n// Both.\nconst (\n\tC = 1\n\tD = 2\n)", ""},
		{"a variable with a comment behind it", "package a\nvar V = 1 // V is", ""},
		{"documented", "package a\n\n// F does.\nfunc F() {}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := parseSource("a/a.go", c.source)
			if err != nil {
				t.Fatal(err)
			}
			checkFaults(t, undocumented(f), c.want)
		})
	}
}

// Lines of files that were long before this test are counted in a table; a number there may only fall.
func TestLinesFit(t *testing.T) {
	table := filepath.Join("testdata", "house", "long_lines.txt")
	ceilings := readCeilings(t, table)
	left := make(map[string]int)
	for _, f := range productFiles(t) {
		long := longLines(f.source)
		ceiling := ceilings[f.path]
		if len(long) > ceiling {
			t.Errorf("%s has %d lines over %d columns, at most %d may stay: lines %v",
				f.path, len(long), maxColumns, ceiling, long)
		}
		if n := min(len(long), ceiling); n > 0 {
			left[f.path] = n
		}
	}
	if maps.Equal(left, ceilings) {
		return
	}
	if *lowerCeilings {
		writeCeilings(t, table, left)
		return
	}
	for _, path := range slices.Sorted(maps.Keys(ceilings)) {
		if left[path] < ceilings[path] {
			t.Errorf("%s has %d long lines left of %d", path, left[path], ceilings[path])
		}
	}
	t.Error("lower the table: go test ./cmd/leadsheet -run TestLinesFit -lower-ceilings")
}

// longLines are the numbers of the lines that do not fit.
func longLines(source string) []int {
	var long []int
	number := 0
	for line := range strings.Lines(source) {
		number++
		if utf8.RuneCountInString(strings.TrimRight(line, "\r\n")) > maxColumns {
			long = append(long, number)
		}
	}
	return long
}

func readCeilings(t *testing.T, name string) map[string]int {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	ceilings := make(map[string]int)
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var n int
		var path string
		if _, err := fmt.Sscanf(lines.Text(), "%d %s", &n, &path); err != nil || n < 1 {
			t.Fatalf("%s: %q is not a number and a path", name, lines.Text())
		}
		ceilings[path] = n
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return ceilings
}

func writeCeilings(t *testing.T, name string, ceilings map[string]int) {
	t.Helper()
	var text strings.Builder
	text.WriteString("# Lines over 120 columns that each file may still have. A number may only fall.\n")
	text.WriteString("# go test ./cmd/leadsheet -run TestLinesFit -lower-ceilings writes the lower numbers.\n")
	for _, path := range slices.Sorted(maps.Keys(ceilings)) {
		fmt.Fprintf(&text, "%d %s\n", ceilings[path], path)
	}
	if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
