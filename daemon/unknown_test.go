package daemon_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/lead"
)

// A team computes the value of its leads by a formula. Once leadsheet has written what the formula refers to, its result
// is gone until a program computes it. That is no edit, and the cell is not missing: what it held last counts.
func TestUnknown_FormulaWithoutResult(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2)}}
	d, path := house(t, s)
	pass(t, d)
	row := 2
	edit(t, path, func(f *excelize.File) error {
		if err := f.SetCellValue(lead.TabLeads, leadCell(lead.ColStatus, row), "Won"); err != nil {
			return err
		}
		return f.SetCellValue(lead.TabLeads, leadCell(lead.ColValue, row), 120)
	})
	pass(t, d)
	id := "L-1001"
	reported := strings.Join(report(t, d), "\n")
	before := len(eventsOf(t, d, id))
	edit(t, path, func(f *excelize.File) error { // excelize stores the formula without a result in a blank cell
		if err := f.SetCellValue(lead.TabLeads, leadCell(lead.ColValue, row), nil); err != nil {
			return err
		}
		return f.SetCellFormula(lead.TabLeads, leadCell(lead.ColValue, row), "100+20")
	})
	pass(t, d)
	if now := eventsOf(t, d, id); len(now) != before {
		t.Errorf("events were written: %v", now[before:])
	}
	snap, err := d.Book.Read(context.Background(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	tab := snap.Tabs[lead.TabLeads]
	if text := tab.At(0, tab.Col(lead.ColAttention)).String(); strings.Contains(text, "issing") {
		t.Errorf("Attention says %q", text)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("an idle pass: %+v", sum)
	}
	if text := strings.Join(report(t, d), "\n"); text != reported {
		t.Errorf("the report has changed: %s", text)
	}
}

// A formula in Do is not done, and its row says why; in the place of a typed command it holds up nobody.
func TestUnknown_FormulaInDo(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2)}}
	d, path := house(t, s)
	pass(t, d)
	edit(t, path, func(f *excelize.File) error {
		if err := f.SetCellValue(lead.TabLeads, leadCell(lead.ColDo, 3), "called"); err != nil {
			return err
		}
		if err := f.SetCellValue(lead.TabLeads, leadCell(lead.ColDo, 2), "called"); err != nil {
			return err
		}
		return f.SetCellFormula(lead.TabLeads, leadCell(lead.ColDo, 2), `"cal"&"led"`)
	})
	// The library leaves the index of the text as the formula's result.
	replaceInParts(t, path, regexp.MustCompile(`(<c r="`+leadCell(lead.ColDo, 2)+`")([^>]*>.*?</f>)<v>\d+</v>`),
		`$1 t="str"$2<v>called</v>`)
	s.items = append(s.items, inquiry(3))
	pass(t, d)
	snap, err := d.Book.Read(context.Background(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	tab := snap.Tabs[lead.TabLeads]
	text := func(row int, column string) string { return tab.At(row, tab.Col(column)).String() }
	if says := text(0, lead.ColAttention); !strings.Contains(says, "Do: the cell holds a formula") {
		t.Errorf("Attention says %q", says)
	}
	if text(1, lead.ColDo) != "" || len(tab.Rows) != 3 {
		t.Errorf("the other command still says %q, and there are %d rows", text(1, lead.ColDo), len(tab.Rows))
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("an idle pass: %+v", sum)
	}
}

// replaceInParts replaces in all parts of a workbook.
func replaceInParts(t *testing.T, path string, old *regexp.Regexp, by string) {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write(old.ReplaceAll(raw, []byte(by)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), os.WriteFile(path, out.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// report is the text of the tab Report but for its first row, which says when it was written.
func report(t *testing.T, d *daemon.Daemon) []string {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabReport)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range snap.Tabs[lead.TabReport].Rows[1:] {
		for _, c := range row {
			out = append(out, c.String())
		}
	}
	return out
}

// eventsOf are the rows of Activity of a lead.
func eventsOf(t *testing.T, d *daemon.Daemon, id string) []string {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabActivity)
	if err != nil {
		t.Fatal(err)
	}
	tab := snap.Tabs[lead.TabActivity]
	var out []string
	for i, row := range tab.Rows {
		if tab.At(i, tab.Col(lead.ColLead)).String() != id {
			continue
		}
		var cells []string
		for _, c := range row {
			cells = append(cells, c.String())
		}
		out = append(out, strings.Join(cells, " | "))
	}
	return out
}
