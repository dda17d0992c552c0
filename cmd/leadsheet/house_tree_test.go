package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// sourceFile is one Go file of the repository, whatever system it is built for.
type sourceFile struct {
	path   string // from the root of the repository, with slashes
	pkg    string // the directory, from the root
	test   bool
	source string
	fset   *token.FileSet
	syntax *ast.File
}

// sourceFiles reads every Go file once. Files of other systems count as well, so "go list" would not do.
var sourceFiles = sync.OnceValues(func() ([]sourceFile, error) {
	root := filepath.Join("..", "..")
	var files []sourceFile
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if rel != "." && (base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parseSource(filepath.ToSlash(rel), string(source))
		files = append(files, file)
		return err
	})
	return files, err
})

func parseSource(name, source string) (sourceFile, error) {
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return sourceFile{}, fmt.Errorf("parse %s: %w", name, err)
	}
	return sourceFile{
		path:   name,
		pkg:    path.Dir(name),
		test:   strings.HasSuffix(name, "_test.go"),
		source: source,
		fset:   fset,
		syntax: syntax,
	}, nil
}

func allFiles(t *testing.T) []sourceFile {
	t.Helper()
	files, err := sourceFiles()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("found %d Go files only; is this the repository?", len(files))
	}
	return files
}

// productFiles are the files that are no tests.
func productFiles(t *testing.T) []sourceFile {
	t.Helper()
	var product []sourceFile
	for _, f := range allFiles(t) {
		if !f.test {
			product = append(product, f)
		}
	}
	return product
}

// imports are the paths that the file imports, each under its local name ("" when the import does not rename).
func (f sourceFile) imports() map[string]string {
	names := make(map[string]string)
	for _, spec := range f.syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // does not happen in a file that parses
		}
		names[imported] = ""
		if spec.Name != nil {
			names[imported] = spec.Name.Name
		}
	}
	return names
}

func (f sourceFile) line(pos token.Pos) int { return f.fset.Position(pos).Line }
