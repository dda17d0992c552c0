package xlsx

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
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
			if len(g.columns[sheet.title]) == 0 {
				g.titles = append(g.titles, sheet.title)
			}
			g.columns[sheet.title] = append(g.columns[sheet.title], c.Column)
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

// ensureOld adds what is missing to an existing workbook. Looks matter less than the content: if notes, or lists and
// colours, cannot be added to a file that another program saved, they are left out and a note says so.
func (b *Book) ensureOld(ctx context.Context, v *version, layout sheets.Layout) error {
	g, err := findGaps(v.wb, layout)
	if err != nil {
		return err
	}
	if g.none() {
		return nil
	}
	for _, detail := range []detail{allDetails, withoutNotes, contentOnly} {
		if detail == allDetails && !notesAddable(v.raw) {
			continue
		}
		err = b.write(ctx, v, change{
			apply: func(f *excelize.File) error { return b.fillGaps(&drawer{f: f, wb: v.wb, detail: detail}, g) },
			check: func(wb *workbook) error {
				for _, old := range v.wb.order {
					if err := unchanged(old, wb, func(int, int) bool { return false }); err != nil {
						return err
					}
				}
				return checkComplete(layout)(wb)
			},
		})
		if err == nil {
			b.notes = append(b.notes, detail.notes(g)...)
		}
		if err == nil || errors.Is(err, errDisplaced) || errors.Is(err, sheets.ErrBusy) ||
			errors.Is(err, sheets.ErrUnsupported) ||
			ctx.Err() != nil {
			break
		}
	}
	return err
}

func (b *Book) fillGaps(d *drawer, g gaps) error {
	if err := d.makeTabs(g.tabs); err != nil {
		return err
	}
	for _, title := range g.titles {
		t := tableOf(d.wb.byName[sheets.Fold(title)], b.tabLayout(title))
		if err := d.addColumns(t, g.columns[title]); err != nil {
			return fmt.Errorf("add columns to tab %q: %w", title, err)
		}
	}
	return nil
}

// notes says what was left out of the added tabs and columns.
func (d detail) notes(g gaps) []string {
	what := map[detail]string{withoutNotes: "the notes that explain them", contentOnly: "notes, lists and colours"}[d]
	if what == "" {
		return nil
	}
	var added []string
	for _, t := range g.tabs {
		added = append(added, fmt.Sprintf("the tab %q", t.Title))
	}
	for _, title := range g.titles {
		for _, c := range g.columns[title] {
			added = append(added, fmt.Sprintf("the column %q of the tab %q", c.Title, title))
		}
	}
	const maxNamed = 5
	if len(added) > maxNamed {
		added = append(added[:maxNamed], fmt.Sprintf("%d more", len(added)-maxNamed))
	}
	return []string{
		fmt.Sprintf(
			"added to the workbook: %s; without %s, since the program that saved it last keeps such things in its own way",
			strings.Join(added, ", "),
			what,
		),
	}
}
