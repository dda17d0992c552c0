package daemon_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
)

// place is a source that says what it watches.
type place struct {
	shelf
	name string
}

func (p *place) Watched() []lead.Watched { return []lead.Watched{{Name: p.name}} }

// While nobody waits, Today says what was looked at, and when. That alone is no reason to write; a source that fails
// and comes back is.
func TestTodaySaysWhatIsWatched(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			book := at(t).open()
			hello, office := &place{name: "hello@ours.example"}, &place{name: "office@ours.example"}
			d, _ := house(t, hello, office)
			clock := time.Date(2026, 11, 23, 9, 58, 0, 0, time.UTC)
			d.Book, d.Now = book, func() time.Time { return clock }
			const sees, rest = "Nobody is waiting as far as leadsheet sees (", " Not watched: calls, the mailbox of Owner."
			for _, step := range []struct {
				minutes int
				fail    error
				wrote   bool
				want    string
			}{
				{0, nil, true, sees + "hello@ours.example, office@ours.example; checked 09:58)." + rest},
				{5, nil, false, sees + "hello@ours.example, office@ours.example; checked 09:58)." + rest},
				{1, errors.New("unreachable"), true, sees + "hello@ours.example; checked 10:04). Not read completely, see the log: office@ours.example." + rest},
				{1, errors.New("unreachable"), false, sees + "hello@ours.example; checked 10:04). Not read completely, see the log: office@ours.example." + rest},
				{1, nil, true, sees + "hello@ours.example, office@ours.example; checked 10:06)." + rest},
			} {
				clock = clock.Add(time.Duration(step.minutes) * time.Minute)
				office.fail = step.fail
				sum, err := d.Pass(context.Background())
				if (err != nil) != (step.fail != nil) || sum.Wrote != step.wrote {
					t.Errorf("%s: wrote %v, %v", clock.Format("15:04"), sum.Wrote, err)
				}
				if got := todayLines(t, d); !strings.HasPrefix(got, step.want) {
					t.Errorf("%s:\n got %s\nwant %s", clock.Format("15:04"), got, step.want)
				}
			}
		})
	}
}

// todayLines are the lines of the tab Today below its head.
func todayLines(t *testing.T, d *daemon.Daemon) string {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabToday)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range snap.Tabs[lead.TabToday].Rows {
		for _, c := range row {
			if text := c.String(); text != "" && !strings.HasPrefix(text, "As of") {
				out = append(out, text)
			}
		}
	}
	return strings.Join(out, "\n")
}
