package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	aside "leadsheet/daemon/archive"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// trouble is what else happens while leads leave: another daemon works at the same time, processes are killed, the
// archive is full or not shared any more, requests come in, and people delete rows and open leads again.
func (c *crowd) trouble(row int, id string) bool {
	y := c.y
	switch c.rng.IntN(10) {
	case 0, 1:
		if c.busy {
			return false
		}
		c.busy = true
		_, _ = y.process(2).Pass(context.Background()) // it may be killed, or come too late
		c.busy = false
	case 2:
		if y.sick = nil; c.rng.IntN(2) == 0 {
			y.sick = errors.New("the spreadsheet is full, or not shared any more")
		}
	case 3:
		if id == "" || c.rng.IntN(2) == 0 {
			return false
		}
		y.desk.hands.DeleteRows(lead.TabLeads, row, 1)
		c.gone[id] = true
	case 4:
		if n := c.leads() + 1; n < 10 {
			q := inquiry(n)
			q.Received = y.now
			y.source.items = append(y.source.items, q)
		}
	case 5:
		rows := c.rows(lead.TabLeads)
		if id == "" {
			return false
		}
		y.desk.hands.EditAt(lead.TabLeads, row, slices.Index(rows[0], lead.ColStatus), lead.TextValue("In progress"))
	case 6:
		y.crash, y.after = y.commits+c.rng.IntN(2), c.rng.IntN(2) == 0
	default:
		return false
	}
	return true
}

// places finds leads of which the archive says that they have left, and which stand here too, although nobody has
// brought them back.
func (c *crowd) places() {
	here := tabsOf(c.y.T, c.y.desk)
	back := map[string]bool{}
	for _, e := range sheets.Events(here.Tabs[lead.TabActivity], time.UTC) {
		back[e.Lead] = back[e.Lead] || e.What == lead.Restored
	}
	for _, at := range c.y.archives {
		snap := tabsOf(c.y.T, at)
		left := aside.Leaving(sheets.Events(snap.Tabs[lead.TabActivity], time.UTC))
		for _, id := range column(here, lead.TabLeads, lead.ColID) {
			if _, is := left[id]; is && !back[id] {
				c.fail("%s stands here, and the archive says that it has left", id)
			}
		}
		ids := column(snap, lead.TabLeads, lead.ColID)
		if slices.Sort(ids); len(slices.Compact(slices.Clone(ids))) != len(ids) {
			c.fail("the archive has a lead twice: %v", ids)
		}
	}
}

// play plays a seed: months in which leads leave and all kinds of things happen, and then calm.
func (c *crowd) play(t *testing.T, at func(*testing.T) desk, where string) {
	y := newYears(t, at, c.desk(t, where))
	c.y, c.left, c.more = y, 25, c.trouble
	y.broken, y.blind = c.broken, c.blind
	y.now = y.now.AddDate(0, 25, 0)
	d := y.process(2)
	for turn := 0; c.left > 0 && turn < 60; turn++ {
		if _, err := d.Pass(t.Context()); err != nil {
			d = y.process(2)
			y.crash = 0
		}
		if y.now = y.now.Add(time.Hour); turn%20 == 19 {
			y.now = y.now.AddDate(0, 25, 0)
		}
	}
	c.left, y.crash, y.sick = 0, 0, nil
	last := y.process(2)
	for range 60 {
		sum, err := last.CatchUp(t.Context())
		if err != nil {
			c.fail("the world is calm, and a pass fails: %v", err)
			return
		}
		if y.now = y.now.Add(time.Hour); !sum.Wrote {
			break
		}
	}
	y.now = y.now.Add(time.Second)
	if sum, err := y.process(2).Pass(t.Context()); err != nil || len(sum.Intake) > 0 {
		c.fail("another process takes in %+v: %v", sum.Intake, err)
	}
	c.check()
	c.places()
}

func newCrowd(seed int, fail func(string, ...any)) *crowd {
	return &crowd{rng: rand.New(rand.NewPCG(uint64(seed), 11)), typed: map[string]string{}, gone: map[string]bool{},
		fail: fail}
}

// Daemons are killed, the archive fails, and people sort, insert, delete, edit and open leads again while leads leave:
// each is in one place in the end, no other row has gone, and nothing comes in again.
func TestArchive_Trouble(t *testing.T) {
	for where, at := range desks {
		for seed := range (*stormSeeds + 1) / 2 {
			t.Run(fmt.Sprintf("%s/%d", where, seed), func(t *testing.T) {
				newCrowd(seed, t.Errorf).play(t, at, where)
			})
		}
	}
}

// without is a workbook for which something of each batch is left out.
type without struct {
	crowdedBook
	change func(*sheets.Batch)
}

// crowdedBook is what the workbook of these tests can do.
type crowdedBook interface {
	sheets.Book
	sheets.Formulas
}

func (b without) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	batch.Appends, batch.Changes = slices.Clone(batch.Appends), slices.Clone(batch.Changes)
	batch.Removes = slices.Clone(batch.Removes)
	b.change(&batch)
	return b.crowdedBook.Commit(ctx, snap, batch)
}

// says reports whether a batch adds an event of that kind about a lead.
func says(b *sheets.Batch, what lead.EventKind) bool {
	return slices.ContainsFunc(b.Appends, func(a sheets.Append) bool {
		kind, of := slices.Index(a.Columns, lead.ColWhat), slices.Index(a.Columns, lead.ColLead)
		return a.Tab == lead.TabActivity && slices.ContainsFunc(a.Rows, func(r []sheets.Cell) bool {
			return r[kind].Text == string(what) && lead.IsID(r[of].Text)
		})
	})
}

// broken are archives of which one safeguard does not work.
var broken = map[string]func(c *crowd, b *sheets.Batch){
	"believed": nil, // the archive is not read again: see years.blind
	"claims forgotten": func(_ *crowd, b *sheets.Batch) {
		if says(b, lead.Archived) {
			b.Appends = nil
		}
	},
	"not filled again": func(_ *crowd, b *sheets.Batch) {
		if says(b, lead.Restored) {
			b.Changes = nil
		}
	},
	"taken by position": func(c *crowd, b *sheets.Batch) {
		for _, r := range b.Removes {
			if r.Tab == lead.TabLeads {
				c.act()
				c.y.desk.hands.DeleteRows(r.Tab, r.Row+1, 1)
			}
		}
		b.Removes = nil
	},
}

// A storm that finds nothing proves nothing: archives that are broken on purpose, in each of these ways, have to be
// caught.
func TestArchive_BrokenOnesAreCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	for name, change := range broken {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n := range 100 {
				seed := n
				if name == "not filled again" {
					seed += 4 // few seeds have somebody type in that moment
				}
				caught := ""
				c := newCrowd(seed, func(format string, args ...any) { caught = fmt.Sprintf(format, args...) })
				c.blind = change == nil
				c.broken = func(b sheets.Book) sheets.Book {
					if change == nil {
						return b
					}
					return without{b.(crowdedBook), func(b *sheets.Batch) { change(c, b) }}
				}
				c.play(t, googleDesk, "google")
				if caught != "" {
					t.Logf("caught with seed %d: %s", seed, caught)
					return
				}
			}
			t.Error("not caught within 100 seeds")
		})
	}
}
