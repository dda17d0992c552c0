package gsheets

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	api "google.golang.org/api/sheets/v4"
	"pgregory.net/rapid"

	"leadsheet/sheets"
)

// plain is a tab as a child would keep it: a rectangle of texts.
type plain struct{ rows [][]string }

func (p *plain) String() string {
	rows := make([]string, 0, len(p.rows))
	for _, r := range p.rows {
		rows = append(rows, strings.TrimRight(strings.Join(r, ","), ","))
	}
	return strings.TrimRight(strings.Join(rows, "/"), "/")
}

func (p *plain) columns(f func(row []string) []string) {
	for i := range p.rows {
		p.rows[i] = f(p.rows[i])
	}
}

func take[T any](list []T, from, n, to int) []T {
	cut := slices.Clone(list[from : from+n])
	list = slices.Delete(slices.Clone(list), from, from+n)
	if to > from {
		to -= n
	}
	return slices.Insert(list, to, cut...)
}

// dimensionRequest is a span of rows or columns.
func dimensionRequest(dimension string, from, n int) *api.DimensionRange {
	return &api.DimensionRange{Dimension: dimension, StartIndex: int64(from), EndIndex: int64(from + n), ForceSendFields: []string{"StartIndex"}}
}

// Whatever is inserted, deleted, moved and typed, by whomever: the tab holds what a plain rectangle would hold, and no
// version that is kept ever changes.
func TestGrid_IsARectangle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 6
		server := New(Options{})
		doc := server.Create("Team")
		if err := doc.change(true, func(e *edit) error {
			e.resize(e.sheet(0), size, size)
			e.dirty = true
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		model := &plain{make([][]string, size)}
		model.columns(func([]string) []string { return make([]string, size) })
		doc.Watch(func(Write) {})
		kept := map[*state]string{}
		for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
			height, width := len(model.rows), len(model.rows[0])
			human := rapid.Bool().Draw(t, "human")
			op := rapid.SampledFrom([]string{"type", "insert rows", "delete rows", "move rows", "insert columns", "delete columns", "move columns", "undo"}).Draw(t, "op")
			from := rapid.IntRange(0, min(height, width)-1).Draw(t, "from")
			n := rapid.IntRange(1, min(height, width)-from).Draw(t, "n")
			to := rapid.IntRange(0, min(height, width)).Draw(t, "to")
			before := model.String()
			err := doc.change(human, func(e *edit) error {
				s := e.sheet(0)
				switch op {
				case "type":
					row, col := from, rapid.IntRange(0, width-1).Draw(t, "col")
					text := rapid.SampledFrom([]string{"", fmt.Sprint("v", i)}).Draw(t, "text")
					model.rows[row][col] = text
					e.write(s, row, col, Cell{Value: textCell(text)})
				case "insert rows":
					model.rows = slices.Insert(model.rows, from, make([][]string, n)...)
					for r := from; r < from+n; r++ {
						model.rows[r] = make([]string, width)
					}
					e.insertRows(s, from, n, from > 0)
				case "delete rows":
					if n < height {
						model.rows = slices.Delete(model.rows, from, from+n)
						e.deleteRows(s, from, n)
					}
				case "move rows":
					if to <= from || to >= from+n {
						model.rows = take(model.rows, from, n, to)
						e.moveRows(s, from, n, to)
					}
				case "insert columns":
					model.columns(func(r []string) []string { return slices.Insert(slices.Clone(r), from, make([]string, n)...) })
					e.insertColumns(s, from, n, from > 0)
				case "delete columns":
					if n < width {
						model.columns(func(r []string) []string { return slices.Delete(slices.Clone(r), from, from+n) })
						e.deleteColumns(s, from, n)
					}
				case "move columns":
					if to <= from || to >= from+n {
						model.columns(func(r []string) []string { return take(r, from, n, to) })
						e.moveColumns(s, from, n, to)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if op == "undo" && len(kept) > 0 {
				revision := doc.Revision()
				doc.People(nil).Undo()
				doc.People(nil).Restore(revision)
				if before != shown(doc.Rows("Sheet1")) {
					t.Fatalf("undone and restored: got %s, want %s", shown(doc.Rows("Sheet1")), before)
				}
			}
			if got := strings.TrimRight(shown(doc.Rows("Sheet1")), "/"); got != model.String() {
				t.Fatalf("%s %d %d %d on %s: got %s, want %s", op, from, n, to, before, got, model)
			}
			for st, was := range kept {
				if now := render(st); now != was {
					t.Fatalf("%s: version %d was %s and is %s", op, st.rev, was, now)
				}
			}
			st := doc.state()
			kept[st] = render(st)
			if s := st.sheets[0]; s.rows != len(model.rows) || s.cols != len(model.rows[0]) || len(s.lines) > s.rows {
				t.Fatalf("%s: %d x %d with %d lines, want %d x %d", op, s.rows, s.cols, len(s.lines), len(model.rows), len(model.rows[0]))
			}
		}
	})
}

// render shows all that a version holds, widths included.
func render(st *state) string {
	s := st.sheets[0]
	text := fmt.Sprint(s.rows, "x", s.cols)
	for r := range s.lines {
		text += fmt.Sprint("/", s.width(r))
		for _, c := range s.row(r) {
			v := c.clone()
			text += "," + v.Value.String()
		}
	}
	return text
}

func TestBatch_OneOfTenRacingWins(t *testing.T) {
	s := tell(t, Options{})
	var wg sync.WaitGroup
	won := make(chan int, 10)
	for i := range 10 {
		wg.Go(func() {
			if _, err := s.batch(meta(5, nil), cellsAt(int64(i), 0, "won")); err == nil {
				won <- i
			}
		})
		wg.Go(func() {
			s.people.EditAt("Sheet1", i, 3, sheets.Cell{Kind: kindNumber, Num: 1})
			s.doc.Rows("Sheet1")
			if _, err := s.svc.Spreadsheets.Values.Get(s.doc.ID(), "Sheet1").Do(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d have won", len(won))
	}
	if got := s.doc.Rows("Sheet1")[<-won][0].Text; got != "won" {
		t.Errorf("got %q", got)
	}
}

func TestRevisions_OldOnesAreDropped(t *testing.T) {
	var kept []*state
	small := &state{sheets: []*sheet{{lines: make([]*line, 10)}}}
	for range 3 * maxVersions {
		kept = keepVersion(kept, small)
	}
	if len(kept) != maxVersions {
		t.Errorf("%d versions are kept", len(kept))
	}
	large := &state{sheets: []*sheet{{lines: make([]*line, maxVersionRows/4)}}}
	for range 10 {
		kept = keepVersion(kept, large)
	}
	if len(kept) != 4 {
		t.Errorf("%d large versions are kept", len(kept))
	}
}

// A column that is inserted, deleted or moved takes its rules and widths along.
func TestBatch_ColumnsKeepTheirFormat(t *testing.T) {
	s := tell(t, Options{})
	s.must(cellsAt(0, 0, "a,b,c,d"),
		&api.Request{UpdateDimensionProperties: &api.UpdateDimensionPropertiesRequest{Range: dimensionRequest("COLUMNS", 1, 1), Fields: "pixelSize", Properties: &api.DimensionProperties{PixelSize: 33}}},
		&api.Request{InsertDimension: &api.InsertDimensionRequest{Range: dimensionRequest("COLUMNS", 0, 2)}})
	s.people.MoveColumn("Sheet1", "b")
	s.must(&api.Request{DeleteDimension: &api.DeleteDimensionRequest{Range: dimensionRequest("COLUMNS", 0, 1)}})
	s.holds("Sheet1", ",a,c,d,b")
	got := s.get("sheets.data.columnMetadata.pixelSize")
	if want := strings.Repeat(`{"pixelSize":100},`, 4) + `{"pixelSize":33}`; !strings.Contains(got, `[`+want+`,`) {
		t.Errorf("got %s", got)
	}
}
