package daemon_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// Over an idle night the page says once an hour that it was looked at, and stays as it was otherwise. Passes in between
// neither write nor read more than they did.
func TestPagesAreNeverOlderThanAnHour(t *testing.T) {
	said := regexp.MustCompile(`^Checked .*([0-9]{2}:[0-9]{2})$`)
	for where, newDesk := range desks {
		t.Run(where, func(t *testing.T) {
			at := time.Date(2026, 11, 20, 18, 1, 0, 0, time.UTC) // working hours are over
			d, _ := house(t, &shelf{})
			book := newDesk(t).open()
			d.Book, d.Now, d.Fresh = book, func() time.Time { return at }, time.Hour
			writes, others := 0, ""
			for n := range 5 * 60 / 4 {
				sum := pass(t, d)
				if sum.Wrote {
					writes++
				}
				if n%3 > 0 {
					at = at.Add(4 * time.Minute)
					continue
				}
				snap, err := book.Read(t.Context(), lead.TabToday)
				if err != nil {
					t.Fatal(err)
				}
				page, clock := snap.Tabs[lead.TabToday], ""
				rest := ""
				for _, row := range slices.Concat([][]sheets.Cell{titles(page)}, page.Rows) {
					for _, c := range row {
						if got := said.FindStringSubmatch(c.String()); got != nil {
							clock = got[1]
						} else {
							rest += c.String() + "|"
						}
					}
				}
				then, err := time.Parse("15:04", clock)
				if err != nil {
					t.Fatalf("at %s the page says %q", at.Format("15:04"), clock)
				}
				if age := at.Sub(time.Date(at.Year(), at.Month(), at.Day(), then.Hour(), then.Minute(), 0, 0,
					time.UTC)); age > 64*time.Minute {
					t.Errorf("at %s the page says %q", at.Format("15:04"), clock)
				}
				if n > 3 && rest != others {
					t.Errorf("at %s the page says\n%s\nand said\n%s", at.Format("15:04"), rest, others)
				}
				others = rest
				at = at.Add(4 * time.Minute)
			}
			if writes > 2+5 {
				t.Errorf("%d writes in 5 hours", writes)
			}
		})
	}
}

func titles(t *sheets.Tab) []sheets.Cell {
	var out []sheets.Cell
	for _, title := range t.Columns {
		out = append(out, lead.TextValue(title))
	}
	return out
}
