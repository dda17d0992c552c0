package daemon_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
	"leadsheet/sheets"
	gs "leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

var stormSeeds = flag.Int("archive-seeds", 2, "how many seeds TestArchive_PeopleMeanwhile plays")

// crowd are people who act in the moment in which leadsheet writes.
type crowd struct {
	y     *years
	rng   *rand.Rand
	rows  func(tab string) [][]string // as they stand on the sheet
	sort  func(tab, column string)    // nil: nobody sorts
	left  int                         // acts
	typed map[string]string           // what was typed last into Comment, by the lead's ID
	gone  map[string]bool             // leads whose row somebody has deleted
	n     int
	busy  bool                          // it is its turn
	more  func(row int, id string) bool // what else may happen; false: nothing
	fail  func(format string, args ...any)

	broken func(sheets.Book) sheets.Book // see years.broken
	blind  bool
}

func (c *crowd) act() {
	if c.left == 0 || c.rng.IntN(2) == 0 {
		return
	}
	c.left--
	rows, hands := c.rows(lead.TabLeads), c.y.desk.hands
	row := 1 + c.rng.IntN(max(1, len(rows)-1))
	id := ""
	if row < len(rows) && len(rows[row]) > 0 {
		id = rows[row][0]
	}
	if c.more != nil && c.more(row, id) {
		return
	}
	switch c.rng.IntN(5) {
	case 0:
		hands.InsertRows(lead.TabLeads, 1+c.rng.IntN(len(rows)), 1)
	case 1:
		if c.sort != nil {
			c.sort(lead.TabLeads, []string{lead.ColName, lead.ColEmail}[c.rng.IntN(2)])
		}
	case 2:
		hands.InsertRows(lead.TabActivity, 1+c.rng.IntN(8), 1)
	default:
		if id != "" {
			c.n++
			c.typed[id] = fmt.Sprintf("typed %d", c.n)
			hands.EditAt(lead.TabLeads, row, slices.Index(rows[0], lead.ColComment), lead.TextValue(c.typed[id]))
		}
	}
}

// crowded is a workbook at which people act before each of its commits.
type crowded struct {
	sheets.Book
	act func()
}

func (b crowded) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	b.act()
	return b.Book.Commit(ctx, snap, batch)
}

func (b crowded) FreeOfFormulas(ctx context.Context, snap *sheets.Snapshot, tab string, rows []int) (map[int]bool, error) {
	return sheets.FreeOfFormulas(ctx, b.Book, snap, tab, rows)
}

// moment is a way to a spreadsheet on which people act when a write arrives.
type moment struct {
	to  http.RoundTripper
	act func()
}

func (m moment) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, ":batchUpdate") {
		m.act()
	}
	return m.to.RoundTrip(r)
}

// desk is a workbook with these people at it.
func (c *crowd) desk(t *testing.T, where string) desk {
	if where == "local" {
		at := localDesk(t)
		path := at.hands.(localHands).path
		c.rows = func(tab string) [][]string {
			f, err := excelize.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			rows, err := f.GetRows(tab)
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		return desk{hands: at.hands, open: func() sheets.Book { return crowded{at.open(), c.act} }}
	}
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Team")
	people := doc.People(t.Fatalf)
	c.sort = people.Sort
	c.rows = func(tab string) (out [][]string) {
		for _, row := range doc.Rows(tab) {
			var text []string
			for _, cell := range row {
				text = append(text, cell.String())
			}
			out = append(out, text)
		}
		return out
	}
	return desk{hands: people, open: func() sheets.Book {
		book, err := gs.Open(gs.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: moment{server, c.act}},
			Reads: 1e6, Writes: 1e6, Spare: 20,
			Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
		if err != nil {
			t.Fatal(err)
		}
		return book
	}}
}

// check looks for every lead, here and in the archive.
func (c *crowd) check() {
	t, fail := c.y.T, c.fail
	t.Helper()
	where := map[string][]string{}
	if fail == nil {
		fail = t.Errorf
	}
	look := func(place string, rows [][]string) {
		title := func(name string) int { return slices.Index(rows[0], name) }
		for i, row := range rows[1:] {
			at := func(name string) string {
				if col := title(name); col < len(row) {
					return row[col]
				}
				return ""
			}
			id := at(lead.ColID)
			if id == "" {
				if strings.TrimSpace(strings.Join(row, "")) != "" {
					fail("%s: row %d has no ID: %q", place, i+2, row)
				}
				continue
			}
			where[id] = append(where[id], place)
			if n := strings.TrimPrefix(id, "L-100"); at(lead.ColName) != "Customer "+n || at(lead.ColNeed) == "" {
				fail("%s: the row of %s is of %q", place, id, at(lead.ColName))
			}
			if place == "here" || !slices.Contains(where[id][:len(where[id])-1], "here") {
				if at(lead.ColComment) != c.typed[id] {
					fail("%s: the comment of %s is %q, %q was typed", place, id, at(lead.ColComment), c.typed[id])
				}
			}
		}
	}
	look("here", c.rows(lead.TabLeads))
	for _, at := range c.y.archives {
		snap := tabsOf(t, at)
		tab := snap.Tabs[lead.TabLeads]
		rows := [][]string{tab.Columns}
		for r := range tab.Rows {
			var text []string
			for col := range tab.Columns {
				text = append(text, tab.At(r, col).String())
			}
			rows = append(rows, text)
		}
		look("archive", rows)
	}
	for i := range c.leads() {
		switch id := fmt.Sprintf("L-100%d", i+1); {
		case len(where[id]) == 0 && !c.gone[id]:
			fail("%s is lost", id)
		case len(where[id]) > 1 && !c.gone[id] && !slices.Equal(where[id], []string{"here", "archive"}):
			fail("%s stands in %v", id, where[id])
		}
	}
}

// leads is how many have come in.
func (c *crowd) leads() int { return len(c.y.source.items) }

// People sort, insert rows and type in the moment in which leads leave: none is lost, nothing of one stands in the row
// of another, and what was typed is where the lead is.
func TestArchive_PeopleMeanwhile(t *testing.T) {
	for where, at := range desks {
		for seed := range *stormSeeds {
			t.Run(fmt.Sprintf("%s/%d", where, seed), func(t *testing.T) {
				c := &crowd{rng: rand.New(rand.NewPCG(uint64(seed), 7)), typed: map[string]string{}}
				y := newYears(t, at, c.desk(t, where))
				c.y, c.left = y, 6
				y.now = y.now.AddDate(0, 25, 0)
				d := y.process(2)
				for c.left > 0 {
					left := c.left
					if _, err := d.CatchUp(t.Context()); err != nil {
						t.Log(err)
					}
					if y.now = y.now.Add(time.Hour); c.left == left {
						c.left--
					}
				}
				y.settle(y.process(2))
				c.check()
			})
		}
	}
}
