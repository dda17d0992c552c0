package google

import (
	"context"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/google/undo"
)

// structure is what a spreadsheet consists of, without the content of its tabs.
type structure struct {
	title string
	zone  string
	tabs  []draw.Tab
}

func (s *structure) tab(title string) *draw.Tab {
	want := sheets.Fold(title)
	for i := range s.tabs {
		if sheets.Fold(s.tabs[i].Title) == want {
			return &s.tabs[i]
		}
	}
	return nil
}

func (s *structure) byID(id int64) *draw.Tab {
	for i := range s.tabs {
		if s.tabs[i].ID == id {
			return &s.tabs[i]
		}
	}
	return nil
}

// titles are the titles of the tabs with these ids.
func (s *structure) titles(ids map[int64]bool) []string {
	var out []string
	for i := range s.tabs {
		if ids[s.tabs[i].ID] {
			out = append(out, s.tabs[i].Title)
		}
	}
	return out
}

// charts are the ids of the charts that stand on other tabs than this.
func (s *structure) charts(but int64) []int64 {
	var ids []int64
	for _, t := range s.tabs {
		if t.ID != but {
			ids = append(ids, t.Charts...)
		}
	}
	return ids
}

// ids returns the ids of tabs by folded title: those that they have or, of tabs that are not there yet, those that
// they will get.
func (s *structure) ids(titles []string) map[string]int64 {
	ids := map[string]int64{}
	var taken []int64
	for _, title := range titles {
		if info := s.tab(title); info != nil {
			ids[sheets.Fold(title)] = info.ID
			continue
		}
		id := s.freeID(title, taken...)
		taken = append(taken, id)
		ids[sheets.Fold(title)] = id
	}
	return ids
}

// freeID makes up an id for a new tab from its title, so that a repeated attempt uses the same.
func (s *structure) freeID(title string, taken ...int64) int64 {
	id := int64(undo.Hash(title)&0x3fffffff) + 1
	for used := true; used; {
		used = s.byID(id) != nil
		for _, t := range taken {
			used = used || t == id
		}
		if used {
			id++
		}
	}
	return id
}

const structureFields = "properties(title,locale,timeZone)," + lock.Fields + "," +
	"sheets(properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount,frozenRowCount)),charts(chartId)," +
	"conditionalFormats(ranges(sheetId)),protectedRanges(protectedRangeId,warningOnly),merges,basicFilter(range)," +
	"tables(name,range(endRowIndex)))"

// structure returns what the spreadsheet consists of; it reads it when it is not known or no longer to be trusted. It
// is read before any content, so that the version is never newer than the content: an older one only costs a
// conflict.
func (b *Book) structure(ctx context.Context) (*structure, error) {
	if b.st != nil {
		return b.st, nil
	}
	_, err := b.readStructure(ctx)
	return b.st, err
}

// readStructure reads the structure, and returns what came.
func (b *Book) readStructure(ctx context.Context) (*api.Spreadsheet, error) {
	b.st = nil
	var got *api.Spreadsheet
	err := b.read(ctx, "read the spreadsheet", func(ctx context.Context) (err error) {
		got, err = b.svc.Spreadsheets.Get(b.id).Fields(structureFields).Context(ctx).Do()
		return err
	})
	if err != nil {
		return nil, err
	}
	st := &structure{}
	if p := got.Properties; p != nil {
		st.title, st.zone = p.Title, p.TimeZone
	}
	for _, s := range got.Sheets {
		st.tabs = append(st.tabs, draw.TabOf(s))
	}
	for i := range st.tabs {
		st.tabs[i].TakenCharts = st.charts(st.tabs[i].ID)
	}
	b.lockSeen(got)
	b.st = st
	return got, nil
}

// lockTab is the tab to which the token points: the hidden one, which people rarely delete, or else the first.
func (s *structure) lockTab() int64 {
	if t := s.tab(undo.TabTitle); t != nil {
		return t.ID
	}
	for _, t := range s.tabs {
		if t.Rows > 0 && t.Cols > 0 {
			return t.ID
		}
	}
	return 0
}
