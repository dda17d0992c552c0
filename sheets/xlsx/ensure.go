package xlsx

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/grids"
	"leadsheet/sheets/xlsx/ooxml"
)

// Ensure implements sheets.Book.
func (b *Book) Ensure(ctx context.Context, layout sheets.Layout) error {
	b.Expect(layout)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.removeOldTemp()
	for range maxTries {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := b.load()
		switch {
		case errors.Is(err, sheets.ErrNoBook):
			err = b.ensureNew(layout)
		case err != nil:
			return err
		default:
			err = b.ensureOld(ctx, v, layout)
		}
		if !errors.Is(err, errDisplaced) {
			return err
		}
	}
	return fmt.Errorf("lay the workbook out: it was saved by others %d times meanwhile: %w", maxTries, sheets.ErrBusy)
}

// gaps holds the missing tabs and columns of a workbook.
type gaps struct {
	tabs    []sheets.TabLayout
	columns map[string][]sheets.Column // by tab title as in the file
	titles  []string                   // the keys of columns, in order
}

func (g gaps) none() bool { return len(g.tabs) == 0 && len(g.titles) == 0 }

// findGaps returns what is missing. A column is not added while an unknown column is in its place: that is most likely
// the same column renamed, and when it gets its old name back there would be two.
func findGaps(wb *workbook, layout sheets.Layout) (gaps, error) {
	g := gaps{columns: map[string][]sheets.Column{}}
	for _, t := range layout.Tabs {
		sheet := wb.byName[sheets.Fold(t.Title)]
		if sheet == nil {
			g.tabs = append(g.tabs, t)
			continue
		}
		tab := tableOf(sheet, t).tab
		if err := tab.Err(); err != nil {
			return gaps{}, err
		}
		for _, c := range t.Missing(tab.Columns) {
			if c.Was != "" {
				continue
			}
			if len(g.columns[sheet.Title]) == 0 {
				g.titles = append(g.titles, sheet.Title)
			}
			g.columns[sheet.Title] = append(g.columns[sheet.Title], c.Column)
		}
	}
	return g, nil
}

// checkComplete returns a check, made with the package's own parser, that nothing is missing any more.
func checkComplete(layout sheets.Layout) func(*workbook) error {
	return func(wb *workbook) error {
		g, err := findGaps(wb, layout)
		if err == nil && !g.none() {
			err = errors.New("tabs or columns are still missing")
		}
		return err
	}
}

func (b *Book) ensureNew(layout sheets.Layout) error {
	if strings.EqualFold(filepath.Ext(b.path), ".xlsm") { // Excel opens no such file without macros
		return fmt.Errorf("%w: there is no workbook %s, and leadsheet makes none with macros; make it in a spreadsheet "+
			"program, or give it a name that ends in .xlsx", sheets.ErrUnsupported, filepath.Base(b.path))
	}
	f := excelize.NewFile(openOptions())
	defer f.Close()
	if err := f.SetDefaultFont(sheets.LookFont); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	if len(layout.Tabs) > 0 { // the first tab replaces the one that every new file has
		if err := f.SetSheetName(f.GetSheetName(0), layout.Tabs[0].Title); err != nil {
			return fmt.Errorf("make workbook: %w", err)
		}
	}
	if err := (&drawer{f: f}).makeTabs(layout.Tabs); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	f.SetActiveSheet(0)
	return b.create(f, checkComplete(layout))
}

// ensureOld adds what is missing to an existing workbook.
func (b *Book) ensureOld(ctx context.Context, v *version, layout sheets.Layout) error {
	g, err := findGaps(v.wb, layout)
	if err != nil {
		return err
	}
	if g.none() {
		return nil
	}
	err = b.write(ctx, v, change{
		draft: func(d *ooxml.Draft) (drafted, error) { return b.fillGaps(d, v.wb, g) },
		check: func(wb *workbook) error {
			for _, old := range v.wb.order {
				added := func(row, col int) bool { return old.At(row, col).Value.IsEmpty() }
				if err := grids.Unchanged(old, wb.byName[sheets.Fold(old.Title)], nil, added); err != nil {
					return err
				}
			}
			return checkComplete(layout)(wb)
		},
	})
	if err == nil {
		b.notes = append(b.notes, b.tellOwner()...)
	}
	return err
}

// fillGaps draws what is missing in a workbook of its own and takes it over from there.
func (b *Book) fillGaps(d *ooxml.Draft, wb *workbook, g gaps) (drafted, error) {
	type place struct{ header, left, right int }
	places := map[string]place{}
	source, err := scratch(func(f *excelize.File) error {
		draw := &drawer{f: f, wb: wb}
		for _, title := range g.titles {
			t := tableOf(wb.byName[sheets.Fold(title)], b.tabLayout(title))
			at, err := draw.addColumns(t, g.columns[title])
			if err != nil {
				return fmt.Errorf("add columns to tab %q: %w", title, err)
			}
			places[title] = place{max(t.header, 1), at, at + len(g.columns[title]) - 1}
		}
		return draw.makeTabs(g.tabs)
	})
	if err != nil {
		return nil, err
	}
	graft, err := d.NewGraft(source)
	if err != nil {
		return nil, refused(err)
	}
	out := drafted{}
	for _, t := range g.tabs {
		if out[sheets.Fold(t.Title)], err = graft.Add(t.Title, len(d.Sheets())); err != nil {
			return nil, fmt.Errorf("make tab %q: %w", t.Title, refused(err))
		}
	}
	for i, s := range d.Sheets() {
		at, ok := places[s.Title]
		if !ok {
			continue
		}
		k := sheets.Fold(s.Title)
		if out[k], err = graft.AddColumns(i, s.Title, at.header, at.left, at.right, wb.byName[k]); err != nil {
			return nil, fmt.Errorf("add columns to tab %q: %w", s.Title, refused(err))
		}
	}
	return out, nil
}
