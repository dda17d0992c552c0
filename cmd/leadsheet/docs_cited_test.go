package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Places in documents: `sheets/google.Book.write`, `TestProbe`; and in code: docs/definitions.md, section 4.
var (
	codeSpan    = regexp.MustCompile("`([^`]+)`")
	citedTest   = regexp.MustCompile(`^Test[A-Z]\w*$`)
	citedPlace  = regexp.MustCompile(`^([a-z]+(?:/[a-z]+)*)\.([A-Za-z]\w*(?:\.\w+)*)$`)
	citedPage   = regexp.MustCompile(`docs/(?:facts/[a-z-]+|definitions)\.md(?:, section (\d+))?`)
	pageSection = regexp.MustCompile(`(?m)^## (\d+)\. `)
)

// goTree is the text of the Go files of each folder, by its path below the root.
func goTree(t *testing.T, root string) map[string]string {
	tree := map[string]string{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(p) != ".go" {
			return err
		}
		text, err := os.ReadFile(p)
		rel, relErr := filepath.Rel(root, filepath.Dir(p))
		if relErr != nil {
			return relErr
		}
		tree[filepath.ToSlash(rel)] += string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// What the definitions and the facts name is there: a place that was renamed is renamed in the documents as well.
func TestDocumentsNamePlacesThatAreThere(t *testing.T) {
	const root = "../.."
	tree := goTree(t, root)
	pages, err := filepath.Glob(filepath.Join(root, "docs/facts/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Builder{}
	for _, text := range tree {
		all.WriteString(text)
	}
	for _, page := range append(pages, filepath.Join(root, "docs/definitions.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, span := range codeSpan.FindAllStringSubmatch(string(text), -1) {
			name := span[1]
			if citedTest.MatchString(name) && !strings.Contains(all.String(), "func "+name+"(") {
				t.Errorf("%s names the test %s, which is nowhere", path.Base(page), name)
			}
			m := citedPlace.FindStringSubmatch(name)
			if m == nil {
				continue
			}
			if tree[m[1]] == "" {
				t.Errorf("%s names %s, but there is no package %s", path.Base(page), name, m[1])
				continue
			}
			for part := range strings.SplitSeq(m[2], ".") {
				if !regexp.MustCompile(`\b` + part + `\b`).MatchString(tree[m[1]]) {
					t.Errorf("%s names %s, but %s has no %s", path.Base(page), name, m[1], part)
				}
			}
		}
	}
}

// What comments cite is there: the page, and the section of it.
func TestCommentsCitePagesThatAreThere(t *testing.T) {
	const root = "../.."
	sections := map[string]map[string]bool{}
	for dir, text := range goTree(t, root) {
		for _, cited := range citedPage.FindAllStringSubmatch(text, -1) {
			page, _, _ := strings.Cut(cited[0], ",")
			if sections[page] == nil {
				sections[page] = map[string]bool{"": true}
				text, err := os.ReadFile(filepath.Join(root, page))
				if err != nil {
					t.Errorf("%s cites a page that is not there: %v", dir, err)
					continue
				}
				for _, m := range pageSection.FindAllStringSubmatch(string(text), -1) {
					sections[page][m[1]] = true
				}
			}
			if !sections[page][cited[1]] {
				t.Errorf("%s cites section %s of %s, which is not there", dir, cited[1], page)
			}
		}
	}
}
