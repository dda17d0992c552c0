package xlsx

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/memfs"
)

// people edit a workbook and save it as LibreOffice does: a temporary file, renamed over the old one.
type people struct {
	t      testing.TB
	path   string
	files  files.FS                 // nil: the machine's
	resave func(path string) string // saves the workbook as another program does and returns where; nil: as excelize does
}

func (p people) do(title string, edit func(f *excelize.File, rows [][]string) error) {
	p.t.Helper()
	f := p.open(excelize.Options{RawCellValue: true})
	defer f.Close()
	rows, err := f.GetRows(title)
	if err == nil {
		err = edit(f, rows)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	if p.files != nil {
		p.save(f)
		return
	}
	temp := filepath.Join(filepath.Dir(p.path), "lu1234.tmp")
	out, err := os.Create(temp)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := f.WriteTo(out); err != nil {
		p.t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		p.t.Fatal(err)
	}
	if p.resave != nil {
		named := filepath.Join(p.t.(*testing.T).TempDir(), filepath.Base(p.path))
		if err := os.Rename(temp, named); err != nil {
			p.t.Fatal(err)
		}
		temp = p.resave(named)
	}
	now := time.Now()
	if err := os.Chtimes(temp, now, now); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Rename(temp, p.path); err != nil {
		p.t.Fatal(err)
	}
}

// open opens the workbook as it is now.
func (p people) open(opts ...excelize.Options) *excelize.File {
	p.t.Helper()
	fsys := p.files
	if fsys == nil {
		fsys = files.OS{}
	}
	raw, err := fsys.Read(p.path)
	if err != nil {
		p.t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw), opts...)
	if err != nil {
		p.t.Fatal(err)
	}
	return f
}

// save saves the workbook on a file system in memory.
func (p people) save(f *excelize.File) {
	p.t.Helper()
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		p.t.Fatal(err)
	}
	if err := p.files.(*memfs.Process).Save(p.path, buf.Bytes()); err != nil {
		p.t.Fatal(err)
	}
}

func rowOf(rows [][]string, id string) int {
	return slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, id) }) + 1
}

func name(col, row int) string {
	s, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1"
	}
	return s
}

func (p people) Edit(tab, row, column string, to sheets.Cell) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		return newStyler(f).setValue(tab, name(slices.Index(rows[0], column)+1, rowOf(rows, row)), to)
	})
}

func (p people) Sort(tab, column string) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		col := slices.Index(rows[0], column)
		at := func(r []string) string {
			if col < len(r) {
				return r[col]
			}
			return ""
		}
		body := rows[1:]
		sort.SliceStable(body, func(i, j int) bool { return at(body[i]) > at(body[j]) })
		for i, r := range body {
			for c := range rows[0] {
				v := ""
				if c < len(r) {
					v = r[c]
				}
				if err := f.SetCellStr(tab, name(c+1, i+2), v); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (p people) InsertRow(tab, above string, cells ...sheets.Cell) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		at := rowOf(rows, above)
		if err := f.InsertRows(tab, at, 1); err != nil {
			return err
		}
		for i, c := range cells {
			if err := newStyler(f).setValue(tab, name(i+1, at), c); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p people) DeleteRow(tab, row string) {
	p.do(tab, func(f *excelize.File, rows [][]string) error { return f.RemoveRow(tab, rowOf(rows, row)) })
}

func (p people) MoveRow(tab, row, above string) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		from, to := rowOf(rows, row), rowOf(rows, above)
		if err := f.DuplicateRowTo(tab, from, to); err != nil {
			return err
		}
		if from >= to {
			from++
		}
		return f.RemoveRow(tab, from)
	})
}

func (p people) RenameColumn(tab, from, to string) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		return f.SetCellStr(tab, name(slices.Index(rows[0], from)+1, 1), to)
	})
}

func (p people) MoveColumn(tab, column string) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		col, end := slices.Index(rows[0], column), len(rows[0])+1
		for i, r := range rows {
			if col < len(r) {
				if err := f.SetCellStr(tab, name(end, i+1), r[col]); err != nil {
					return err
				}
			}
		}
		letters, err := excelize.ColumnNumberToName(col + 1)
		if err != nil {
			return err
		}
		return f.RemoveCol(tab, letters)
	})
}

func (p people) AddColumn(tab, title string) {
	p.do(tab, func(f *excelize.File, _ [][]string) error {
		if err := f.InsertCols(tab, "A", 1); err != nil {
			return err
		}
		return f.SetCellStr(tab, "A1", title)
	})
}

func (p people) Fill(tab string, col, first, last int, to sheets.Cell) {
	p.do(tab, func(f *excelize.File, _ [][]string) error {
		l := newStyler(f)
		for row := first; row <= last; row++ {
			if err := l.setValue(tab, name(col+1, row+1), to); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p people) DeleteColumn(tab, column string) {
	p.do(tab, func(f *excelize.File, rows [][]string) error {
		letters, err := excelize.ColumnNumberToName(slices.Index(rows[0], column) + 1)
		if err != nil {
			return err
		}
		return f.RemoveCol(tab, letters)
	})
}

func (p people) DeleteTab(tab string) {
	p.do(tab, func(f *excelize.File, _ [][]string) error { return f.DeleteSheet(tab) })
}

func (p people) EditAt(tab string, row, col int, to sheets.Cell) {
	p.do(tab, func(f *excelize.File, _ [][]string) error { return newStyler(f).setValue(tab, name(col+1, row+1), to) })
}

func (p people) InsertRows(tab string, at, n int) {
	p.do(tab, func(f *excelize.File, _ [][]string) error { return f.InsertRows(tab, at+1, n) })
}

func (p people) DeleteRows(tab string, from, n int) {
	p.do(tab, func(f *excelize.File, _ [][]string) error {
		for range n {
			if err := f.RemoveRow(tab, from+1); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p people) SetHidden(tab string, hidden bool) {
	p.do(tab, func(f *excelize.File, _ [][]string) error {
		for i, other := range f.GetSheetList() { // programs open another tab than the one that is hidden
			if seen, err := f.GetSheetVisible(other); err == nil && seen && hidden && other != tab {
				f.SetActiveSheet(i)
				break
			}
		}
		return f.SetSheetVisible(tab, !hidden)
	})
}

func (p people) Hidden(tab string) (hidden bool) {
	p.look(func(f *excelize.File) error {
		seen, err := f.GetSheetVisible(tab)
		hidden = !seen
		return err
	})
	return hidden
}

func (p people) ColumnHidden(tab, column string) (hidden bool) {
	p.look(func(f *excelize.File) error {
		rows, err := f.GetRows(tab)
		if err != nil {
			return err
		}
		seen, err := f.GetColVisible(tab, sheets.ColumnLetters(slices.Index(rows[0], column)))
		hidden = !seen
		return err
	})
	return hidden
}

func (p people) Tabs() (titles []string) {
	p.look(func(f *excelize.File) error {
		titles = f.GetSheetList()
		return nil
	})
	return titles
}

// look reads the workbook, and checks that it opens in a tab that is seen.
func (p people) look(at func(f *excelize.File) error) {
	p.t.Helper()
	f := p.open()
	defer f.Close()
	if seen, err := f.GetSheetVisible(f.GetSheetName(f.GetActiveSheetIndex())); err != nil || !seen {
		p.t.Errorf("the workbook opens in a hidden tab: %v", err)
	}
	if err := at(f); err != nil {
		p.t.Fatal(err)
	}
}

func TestContract(t *testing.T) {
	sheetstest.Run(t, sheetstest.Backend{New: func(t *testing.T) sheetstest.Place { return workplace(t, nil) }})
}

// The same on the file system in memory, so that it can stand for the machine's; and on one that is a network share
// without an atomic exchange and without links.
func TestContract_InMemory(t *testing.T) {
	for name, share := range map[string]bool{"disk": false, "share": true} {
		t.Run(name, func(t *testing.T) {
			sheetstest.Run(t, sheetstest.Backend{New: func(t *testing.T) sheetstest.Place {
				disk := memfs.New(time.Now)
				who := people{t: t, path: "/leads.xlsx", files: &memfs.Process{Disk: disk}}
				return sheetstest.Place{People: who, Open: func() sheets.Book {
					b, err := Open("/leads.xlsx",
						Options{Files: &memfs.Process{Disk: disk, NoExchange: share, NoLinks: share}})
					if err != nil {
						t.Fatal(err)
					}
					return b
				}}
			}})
		})
	}
}

// The same with people whose LibreOffice saves the workbook anew after each of their acts: it numbers, names and writes
// things in its own way.
func TestContract_AfterLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("it drives LibreOffice")
	}
	office := sheetstest.StartLibreOffice(t)
	sheetstest.Run(t, sheetstest.Backend{New: func(t *testing.T) sheetstest.Place {
		return workplace(t, func(path string) string {
			return filepath.Join(office.Convert(t, path, "xlsx"), filepath.Base(path))
		})
	}})
}

// workplace is an empty place for a workbook; resave makes what people have saved into what their program saves.
func workplace(t *testing.T, resave func(path string) string) sheetstest.Place {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	return sheetstest.Place{People: people{t: t, path: path, resave: resave}, Open: func() sheets.Book {
		b, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}}
}
