package google

import (
	"context"
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/undo"
)

// The lock: developer metadata of the spreadsheet under ever higher ids.
const (
	lockKey  = "leadsheet"
	lockBase = 1_200_000_000 // ids are positive 32 bit numbers; this leaves room for a write a second for thirty years
)

// While a lock's number stays in the spreadsheet, a late request under it fails. A number is dropped only when it is
// both old and followed by many: a program that was stopped with its request in hand (a laptop that sleeps) may send
// it much later. What is kept takes a third of the 30,000 characters that Google allows for such marks
// (docs/facts/sheets-api.md).
const (
	lockAge   = 30 * time.Minute // as this process has seen it
	lockStamp = 2 * time.Hour    // by its own stamp, whose clock may be wrong
	lockKept  = 300
)

// fresh is how old the content that a write was planned from may be when it is sent. Together with the time that a
// request can take (Google says 180 seconds) it stays well below lockAge.
const fresh = 10 * time.Minute

// lock is a number that has been used.
type lock struct {
	number int64
	tag    string    // which write made it
	seen   time.Time // by this process
	stamp  time.Time // by the clock of its maker
}

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

const structureFields = "properties(title,locale,timeZone),developerMetadata(metadataId,metadataKey,metadataValue)," +
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
	b.lockSeen(got.DeveloperMetadata)
	b.st = st
	return st, nil
}

// lockSeen takes over the locks that are in the spreadsheet; the highest is the version.
func (b *Book) lockSeen(all []*api.DeveloperMetadata) {
	known := map[int64]time.Time{}
	for _, l := range b.locks {
		known[l.number] = l.seen
	}
	b.locks, b.version = nil, 0
	for _, m := range all {
		if m.MetadataKey != lockKey || m.MetadataId <= lockBase {
			continue
		}
		l := lock{number: m.MetadataId - lockBase, seen: b.now()}
		tag, stamp, _ := strings.Cut(m.MetadataValue, " ")
		l.tag = tag
		if s, err := strconv.ParseInt(stamp, 36, 64); err == nil {
			l.stamp = time.Unix(s, 0)
		}
		if t, ok := known[l.number]; ok {
			l.seen = t
		}
		b.locks = append(b.locks, l)
		b.version = max(b.version, l.number)
	}
}

// lockRequests takes the number after version, and drops numbers so old that no request can still be under way to them.
func (b *Book) lockRequests(version int64, tag string) []*api.Request {
	now := b.now()
	reqs := []*api.Request{
		{CreateDeveloperMetadata: &api.CreateDeveloperMetadataRequest{DeveloperMetadata: &api.DeveloperMetadata{
			MetadataId: lockBase + version + 1, MetadataKey: lockKey,
			MetadataValue: tag + " " + strconv.FormatInt(now.Unix(), 36),
			Location:      &api.DeveloperMetadataLocation{Spreadsheet: true}, Visibility: "DOCUMENT"}}},
	}
	for _, l := range b.locks {
		if b.dead(l, version, now) {
			reqs = append(
				reqs,
				&api.Request{DeleteDeveloperMetadata: &api.DeleteDeveloperMetadataRequest{DataFilter: &api.DataFilter{
					DeveloperMetadataLookup: &api.DeveloperMetadataLookup{MetadataId: lockBase + l.number}}}},
			)
		}
	}
	return reqs
}

// dead reports whether a number may be dropped when version+1 is taken.
func (b *Book) dead(l lock, version int64, now time.Time) bool {
	return l.number <= version-lockKept && (now.Sub(l.seen) > lockAge || !l.stamp.IsZero() && now.Sub(l.stamp) > lockStamp)
}

// locked notes that a write of ours under version+1 is stored.
func (b *Book) locked(version int64, tag string) {
	now := b.now()
	kept := b.locks[:0]
	for _, l := range b.locks {
		if !b.dead(l, version, now) {
			kept = append(kept, l)
		}
	}
	b.locks = append(kept, lock{number: version + 1, tag: tag, seen: now, stamp: now})
	b.version = version + 1
}

// holder returns the tag of the write that took a number, or "".
func (b *Book) holder(number int64) string {
	for _, l := range b.locks {
		if l.number == number {
			return l.tag
		}
	}
	return ""
}
