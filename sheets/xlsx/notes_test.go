package xlsx

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// notesOf are the notes of a tab, as cell and text.
func notesOf(t *testing.T, path, tab string) map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := f.GetComments(tab)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range list {
		text := c.Text
		for _, p := range c.Paragraph {
			text += p.Text
		}
		if out[c.Cell] != "" {
			t.Errorf("%s has two notes", c.Cell)
		}
		out[c.Cell] = text
	}
	return out
}

// laterLayout is a layout with two more columns, which a later version has.
func laterLayout() sheets.Layout {
	l := sheetstest.Layout()
	for i := range l.Tabs {
		if l.Tabs[i].Title == "Leads" {
			l.Tabs[i].Columns = append(slices.Clone(l.Tabs[i].Columns), sheets.Column{Title: "Extra", Width: 12,
				Note: "What it is & for whom: <all>."}, sheets.Column{Title: "More", Width: 12, Managed: true,
				Note: "More of it."})
		}
	}
	return l
}

// A column that is added to a tab explains itself like the others, and the notes of people keep their bytes, whatever
// program has written them.
func TestEnsure_NewColumnsHaveNotes(t *testing.T) {
	plain := func(_ *testing.T, raw []byte) []byte { return raw }
	for name, c := range map[string]struct {
		saved func(t *testing.T, raw []byte) []byte
		notes bool // the new columns get some
	}{
		"as leadsheet and excelize write them": {plain, true},
		"as LibreOffice writes them": {func(t *testing.T, raw []byte) []byte {
			file := filepath.Join(t.TempDir(), "leads.xlsx")
			if err := os.WriteFile(file, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			saved, err := os.ReadFile(filepath.Join(sheetstest.LibreOffice(t, file, "xlsx"), "leads.xlsx"))
			if err != nil {
				t.Fatal(err)
			}
			return saved
		}, true},
		"with prefixes": {func(t *testing.T, raw []byte) []byte {
			return sheetstest.EditParts(t, raw, func(name, text string) string {
				if !strings.HasPrefix(name, "xl/comments") {
					return text
				}
				text = strings.NewReplacer("</", "</x:", "<", "<x:").Replace(text)
				return strings.NewReplacer("<x:?", "<?", `xmlns="`, `xmlns:x="`).Replace(text)
			})
		}, true},
		"none": {func(t *testing.T, raw []byte) []byte {
			return sheetstest.EditParts(t, raw, func(name, text string) string {
				switch {
				case name == "xl/worksheets/sheet1.xml":
					i := strings.Index(text, "<legacyDrawing ")
					j := strings.Index(text, "</legacyDrawing>") + len("</legacyDrawing>")
					return text[:i] + text[j:]
				case name == "xl/worksheets/_rels/sheet1.xml.rels":
					return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
				}
				return text
			})
		}, true},
		"in a way that is not known": {func(t *testing.T, raw []byte) []byte {
			return sheetstest.EditParts(t, raw, func(name, text string) string {
				if strings.HasPrefix(name, "xl/drawings/vml") {
					return strings.Replace(text, "</xml>", "</other>", 1)
				}
				return text
			})
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "leads.xlsx")
			begin(t, path, Options{})
			people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
				if err := f.AddComment("Leads", excelize.Comment{Cell: "B2", Author: "Ben", Text: "call her"}); err != nil {
					return err
				}
				return f.AddComment("Leads", excelize.Comment{Cell: "G1", Author: "Ben", Text: "a column for us?"})
			})
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.saved(t, raw), 0o644); err != nil {
				t.Fatal(err)
			}
			before := map[string]string{}
			if name != "with prefixes" { // excelize does not read those
				before = notesOf(t, path, "Leads")
			}
			b, err := Open(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Ensure(context.Background(), laterLayout()); err != nil {
				t.Fatal(err)
			}
			if name == "with prefixes" {
				now, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if text := partsOf(t, now)["xl/comments1.xml"]; !strings.Contains(text, `<x:comment ref="H1" authorId="0"><x:text>`) {
					t.Errorf("it has %s", text)
				}
				return
			}
			after := notesOf(t, path, "Leads")
			for cell, text := range before {
				if after[cell] != text {
					t.Errorf("the note on %s was %q and is %q", cell, text, after[cell])
				}
			}
			extra, more := after["G1"], after["H1"]
			if name == "none" && extra != "What it is & for whom: <all>." || name != "none" &&
				extra != "a column for us?" {
				t.Errorf("the first of the new columns says %q", extra)
			}
			if c.notes != strings.HasPrefix(more, "More of it.\n\nleadsheet writes this column") {
				t.Errorf("the second of the new columns says %q", more)
			}
		})
	}
}
