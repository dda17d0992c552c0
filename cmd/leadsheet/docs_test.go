package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"leadsheet/cmd/leadsheet/setup"
)

// root is the top of the repository, seen from this package.
const root = "../.."

// documents are the texts that name parts of the tree, by their path in the repository.
func documents(t *testing.T) []string {
	t.Helper()
	docs := []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}
	err := fs.WalkDir(os.DirFS(root), "docs", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".md") {
			docs = append(docs, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// packages are the import paths of all packages, without the name of the module.
func packages(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "leadsheet/...").Output()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	paths := strings.Fields(string(out))
	for i := range paths {
		paths[i] = strings.TrimPrefix(paths[i], "leadsheet/")
	}
	return paths
}

// codeIn are the pieces of a text that stand between back quotes.
func codeIn(text string) []string {
	var out []string
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// The tables of docs/architecture.md name every package that there is, and no other.
func TestDocs_ArchitectureNamesThePackages(t *testing.T) {
	const path = "docs/architecture.md"
	named := map[string]bool{}
	for line := range strings.Lines(read(t, filepath.Join(root, path))) {
		if row, ok := strings.CutPrefix(line, "| `"); ok {
			first, _, _ := strings.Cut(row, "|")
			for _, name := range codeIn("`" + first) {
				named[name] = true
			}
		}
	}
	there := packages(t)
	for name := range named {
		if !slices.Contains(there, name) {
			t.Errorf("%s names the package %s, which does not exist", path, name)
		}
	}
	for _, p := range there {
		if !named[p] {
			t.Errorf("%s has no row for the package %s", path, p)
		}
	}
}

// filePath matches what is written as the path of a file or a folder of the repository.
var filePath = regexp.MustCompile(`^\.?[\w-]+(?:/[\w.-]+)*(?:/|\.(?:go|md|txt|txtar|eml|json))$`)

// Files and folders that the documents for contributors name exist.
func TestDocs_FilesExist(t *testing.T) {
	for _, doc := range documents(t) {
		if !strings.HasPrefix(doc, "docs/") && doc != "CONTRIBUTING.md" {
			continue // texts for users name files of theirs
		}
		for _, name := range codeIn(read(t, filepath.Join(root, doc))) {
			if !filePath.MatchString(name) || !strings.Contains(name, "/") && !strings.HasSuffix(name, ".md") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, name)); err != nil {
				t.Errorf("%s names %s, which does not exist", doc, name)
			}
		}
	}
}

// Every test, fuzz target and benchmark that a document names exists.
func TestDocs_TestsExist(t *testing.T) {
	there := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, m := range function.FindAllStringSubmatch(read(t, path), -1) {
			there[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`^(?:Test|Fuzz|Benchmark)[A-Z]\w+$`)
	for _, doc := range documents(t) {
		for _, code := range codeIn(read(t, filepath.Join(root, doc))) {
			if name.MatchString(code) && !there[code] {
				t.Errorf("%s names %s, which does not exist", doc, code)
			}
		}
	}
	// .ci/run leaves some tests out of the run with the race detector.
	for _, m := range regexp.MustCompile(`\^(Test\w+)\$`).FindAllStringSubmatch(read(t, filepath.Join(root, ".ci", "run")), -1) {
		if !there[m[1]] {
			t.Errorf(".ci/run names %s, which does not exist", m[1])
		}
	}
}

// Links from one document to another lead somewhere, to a heading too.
func TestDocs_Links(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading := regexp.MustCompile(`(?m)^#+ (.+)$`)
	other := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, doc := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, filepath.Join(root, doc)), -1) {
			path, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(path, "://") {
				continue
			}
			target := filepath.Join(root, filepath.Dir(doc), path)
			if path == "" {
				target = filepath.Join(root, doc)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", doc, m[1])
				continue
			}
			if anchor == "" {
				continue
			}
			var anchors []string
			for _, h := range heading.FindAllStringSubmatch(read(t, target), -1) {
				plain := other.ReplaceAllString(strings.ToLower(h[1]), "")
				anchors = append(anchors, strings.ReplaceAll(plain, " ", "-"))
			}
			if !slices.Contains(anchors, anchor) {
				t.Errorf("%s links to %s, but there is no such heading", doc, m[1])
			}
		}
	}
}

// Every command line that a document shows can be typed: the command is there, and so are its flags; every setting that
// a document names is one.
func TestDocs_CommandsAndSettingsExist(t *testing.T) {
	parser, err := kong.New(&cli{}, kong.Name("leadsheet"), kong.Vars{"version": "", "products": ""})
	if err != nil {
		t.Fatal(err)
	}
	flags := map[string][]string{}
	for _, command := range parser.Model.Children {
		flags[command.Name] = []string{"help"}
		for _, with := range append([]*kong.Node{command}, command.Children...) {
			for _, f := range with.Flags {
				flags[command.Name] = append(flags[command.Name], f.Name)
			}
		}
	}
	settings := map[string]bool{}
	for _, f := range setup.Fields() {
		settings[envName(f.Setting)] = true
	}
	commandLine := regexp.MustCompile(`(?m)(?:^    +|` + "`" + `)(?:\./)?leadsheet ([a-z]+)((?:[^` + "`" + `\n\\]|\\\n)*)`)
	flag := regexp.MustCompile(`(?:^|\s)--([a-z-]+)`)
	setting := regexp.MustCompile(`LEADSHEET_[A-Z][A-Z_]*[A-Z]`)
	for _, doc := range documents(t) {
		if doc == "CHANGELOG.md" {
			continue // it tells of what has gone, too
		}
		text := read(t, filepath.Join(root, doc))
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			known, there := flags[m[1]]
			if !there {
				t.Errorf("%s shows leadsheet %s, but there is no such command", doc, m[1])
			}
			line, _, _ := strings.Cut(m[2], "#")
			for _, f := range flag.FindAllStringSubmatch(line, -1) {
				if there && !slices.Contains(known, f[1]) {
					t.Errorf("%s shows leadsheet %s --%s, but there is no such flag", doc, m[1], f[1])
				}
			}
		}
		for _, name := range setting.FindAllString(text, -1) {
			if !settings[name] {
				t.Errorf("%s names %s, which is no setting", doc, name)
			}
		}
	}
}
