package rules

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/lists"
	"leadsheet/rules/policy"
)

// fileRecord is a record of a file, without a date of its own.
func (w *world) fileRecord(file string, n int) lead.Inquiry {
	key := fmt.Sprintf("%s-%03d", file, n)
	return lead.Inquiry{Key: key, Channel: lead.ByForm, Kind: lead.ExportRow, Received: w.now.Add(-time.Minute), Order: n,
		Name: "Kim " + key, Email: "kim@" + key + ".example", Need: "A fence", Subject: file, List: file,
		Where: fmt.Sprintf("file %s.csv, row %d", file, n+2)}
}

func (w *world) records(file string, n int) (items []lead.Inquiry) {
	for i := range n {
		items = append(items, w.fileRecord(file, i))
	}
	return items
}

// takeIn plays a daemon that takes in so many inquiries a pass.
func (w *world) takeIn(items []lead.Inquiry, most int) {
	w.t.Helper()
	for len(items) > 0 {
		lists.CountAtOnce(items)
		n := min(most, len(items))
		w.apply(Plan(w.state, items[:n], w.now))
		items = items[n:]
		w.now = w.now.Add(15 * time.Second)
	}
	if again := Plan(w.state, nil, w.now); !again.Empty() {
		w.t.Fatalf("the next pass still wants something:\n%+v", again)
	}
}

func summary(w *world, file string) lead.Inquiry {
	return lead.Inquiry{Key: "s:" + file, Channel: lead.ByForm, Kind: lead.ExportFile, Received: w.now, Where: "file " + file + ".csv",
		Order: 1000}
}

// A trade fair is spread over working days, five a person and day, whatever a pass takes in.
func TestATradeFairIsSpread(t *testing.T) {
	var first []lead.Lead
	for _, most := range []int{1000, 7, 1} {
		w := newWorld(t, team("Ann", "Bob"), rule(lead.TabSettings, "Holidays", 1, "2026-11-24"))
		w.state.Policy.FindPerson("Bob").AwayFrom = clock(t, w.state.Policy.Zone, "2026-11-26 00:00")
		w.state.Policy.FindPerson("Bob").AwayUntil = clock(t, w.state.Policy.Zone, "2026-11-27 00:00")
		w.takeIn(append(w.records("trade-fair", 60), summary(w, "trade-fair")), most)
		days := map[string]int{}
		for i := range w.state.Leads {
			l := &w.state.Leads[i]
			if !l.RespondBy.IsZero() || l.NextContact.IsZero() || l.Attention != "" {
				t.Fatalf("%+v", l)
			}
			days[l.Owner+" "+l.NextContact.In(w.state.Policy.Zone).Format("01-02 15:04")]++
			l.LastActivity = time.Time{}
		}
		want := map[string]int{}
		for owner, on := range map[string][]string{"Ann": {"11-23", "11-25", "11-26", "11-27", "11-30", "12-01"},
			"Bob": {"11-23", "11-25", "11-30", "12-01", "12-02", "12-03"}} {
			for _, day := range on {
				want[owner+" "+day+" 00:00"] = 5
			}
		}
		if !reflect.DeepEqual(days, want) {
			t.Errorf("%d a pass: %v", most, days)
		}
		if first == nil {
			first = w.state.Leads
		} else if !reflect.DeepEqual(w.state.Leads, first) {
			t.Errorf("%d a pass end in other leads", most)
		}
	}
}

func TestWhatIsAList(t *testing.T) {
	dated := func(items []lead.Inquiry, at func(i int) time.Time) []lead.Inquiry {
		for i := range items {
			items[i].Received, items[i].Dated = at(i), true
		}
		return items
	}
	for _, c := range []struct {
		name          string
		items         func(w *world) []lead.Inquiry
		clocks, plans int
	}{
		{"ten", func(w *world) []lead.Inquiry { return w.records("fair", 10) }, 10, 0},
		{"eleven", func(w *world) []lead.Inquiry { return w.records("fair", 11) }, 0, 11},
		{"fresh dated ones keep their clocks", func(w *world) []lead.Inquiry {
			return dated(w.records("form", 20), func(i int) time.Time { return w.now.Add(-time.Duration(i)*2*time.Hour - time.Hour) })
		}, 12, 8},
		{"few old ones have neither", func(w *world) []lead.Inquiry {
			return dated(w.records("form", 5), func(int) time.Time { return w.now.AddDate(0, 0, -3) })
		}, 0, 0},
		{"people who are known make no new leads", func(w *world) []lead.Inquiry {
			w.pass(w.records("before", 4)...)
			items := w.records("fair", 14)
			for i := range 4 {
				items[i].Email = w.state.Leads[i].Email
			}
			return items
		}, 14, 0},
		{"one person with many records", func(w *world) []lead.Inquiry {
			items := w.records("fair", 14)
			for i := range 6 {
				items[i].Email, items[i].Need = items[0].Email, fmt.Sprint("Fence ", i)
			}
			return items
		}, 9, 0},
		{"two files", func(w *world) []lead.Inquiry { return append(w.records("a", 8), w.records("b", 8)...) }, 16, 0},
		{"a file that grows", func(w *world) []lead.Inquiry {
			w.takeIn(append(w.records("fair", 8), summary(w, "fair")), 1000)
			return w.records("fair", 16)[8:]
		}, 16, 0},
		{"mails", func(w *world) []lead.Inquiry {
			var items []lead.Inquiry
			for i := range 20 {
				items = append(items, w.mail(fmt.Sprint("m", i)))
			}
			return items
		}, 20, 0},
	} {
		for _, most := range []int{1000, 3} {
			t.Run(fmt.Sprint(c.name, ", ", most, " a pass"), func(t *testing.T) {
				w := newWorld(t)
				w.takeIn(c.items(w), most)
				clocks, plans := 0, 0
				for _, l := range w.state.Leads {
					if !l.RespondBy.IsZero() {
						clocks++
					}
					if !l.NextContact.IsZero() {
						plans++
					}
				}
				if clocks != c.clocks || plans != c.plans {
					t.Errorf("%d clocks and %d plans, want %d and %d", clocks, plans, c.clocks, c.plans)
				}
			})
		}
	}
}

// What is planned already counts, also what people have moved; and who is away for ever gets a day at all only if there
// is one.
func TestASecondListGoesOnBehindTheFirst(t *testing.T) {
	w := newWorld(t)
	w.takeIn(w.records("a", 11), 1000)
	w.lead("L-1001").NextContact = clock(t, w.state.Policy.Zone, "2026-11-24 15:00")
	w.pass()
	w.takeIn(w.records("b", 12), 1000)
	days := map[string]int{}
	for _, l := range w.state.Leads {
		days[l.NextContact.In(w.state.Policy.Zone).Format("01-02")]++
	}
	if want := map[string]int{"11-23": 5, "11-24": 6, "11-25": 5, "11-26": 5, "11-27": 2}; !reflect.DeepEqual(days, want) {
		t.Errorf("%v", days)
	}
	w.state.Policy.FindPerson("Owner").AwayFrom = w.now.AddDate(0, 0, 1)
	if at := lists.NewDays(w.state.Policy, w.now).Next("Owner"); !at.IsZero() {
		t.Errorf("a day of somebody who is away: %s", at)
	}
	w.state.Policy.Calendar = policy.Calendar{Zone: w.state.Policy.Zone}
	if at := lists.NewDays(w.state.Policy, w.now).Next("nobody"); at.Day() != 21 {
		t.Errorf("without working hours: %s", at)
	}
}

func TestListNames(t *testing.T) {
	for list, want := range map[string]string{"trade-fair": "Trade fair", "Messe_2026": "Messe 2026", "übung": "Übung", "-": "-"} {
		if got := lists.Name(list); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
