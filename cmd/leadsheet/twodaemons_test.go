package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/sheetstest/gsheets"
)

// dice are seeded and may be thrown by several at once.
type dice struct {
	mu  sync.Mutex
	rnd *rand.Rand
}

func newDice(seed uint64) *dice { return &dice{rnd: rand.New(rand.NewPCG(seed, 24))} }

// n is a number below most.
func (d *dice) n(most int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rnd.IntN(most)
}

// between is a time from low to high.
func (d *dice) between(low, high time.Duration) time.Duration {
	return low + time.Duration(d.n(int(high-low)))
}

// toGoogle is the way of one daemon to Google: it takes time, and Google counts what comes along it.
type toGoogle struct {
	server *gsheets.Server
	dice   *dice

	mu            sync.Mutex
	reads, writes []time.Time
	refused       int // for too many requests
}

func (a *toGoogle) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(a.dice.between(30*time.Millisecond, 600*time.Millisecond))
	a.mu.Lock()
	if strings.HasSuffix(r.URL.Path, ":batchUpdate") {
		a.writes = append(a.writes, time.Now())
	} else {
		a.reads = append(a.reads, time.Now())
	}
	a.mu.Unlock()
	res, err := a.server.RoundTrip(r)
	time.Sleep(a.dice.between(30*time.Millisecond, 900*time.Millisecond))
	if err == nil && res.StatusCode == http.StatusTooManyRequests {
		a.mu.Lock()
		a.refused++
		a.mu.Unlock()
	}
	return res, err
}

// busiest is the most calls within any minute.
func busiest(calls []time.Time) int {
	most, from := 0, 0
	for i, at := range calls {
		for at.Sub(calls[from]) >= time.Minute {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// since counts the calls from a time on.
func since(calls []time.Time, from time.Time) int {
	n := 0
	for _, at := range calls {
		if !at.Before(from) {
			n++
		}
	}
	return n
}

// gale makes three calls of a hundred fail: refused, unanswered before or after they were applied, applied minutes later.
type gale struct {
	dice                   *dice
	mu                     sync.Mutex
	over                   bool
	failed, late, tooOften int
}

func (g *gale) fault(c gsheets.Call) gsheets.Fault {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.over || g.dice.n(100) >= 3 {
		return gsheets.Fault{}
	}
	g.failed++
	switch g.dice.n(7) {
	case 0:
		g.tooOften++
		return gsheets.Fault{Status: http.StatusTooManyRequests}
	case 1:
		return gsheets.Fault{Status: http.StatusServiceUnavailable}
	case 2:
		return gsheets.Fault{Status: http.StatusBadGateway, Apply: true}
	case 3:
		return gsheets.Fault{Cut: true}
	case 4:
		return gsheets.Fault{Cut: true, Apply: true}
	case 5:
		return gsheets.Fault{Status: http.StatusInternalServerError}
	}
	if !c.Write {
		return gsheets.Fault{Cut: true}
	}
	g.late++
	return gsheets.Fault{Cut: true, Later: func(apply func()) { time.AfterFunc(g.dice.between(0, 10*time.Minute), apply) }}
}

func (g *gale) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.over = true
}

// letters is a mailbox that both daemons watch.
type letters struct {
	mu sync.Mutex
	pile
}

func (l *letters) arrive(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pile.arrive(1, at)
}

func (l *letters) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.items)
}

// reader is the mailbox as one daemon sees it, over a line that breaks at times.
type reader struct {
	*letters
	dice *dice
	fine func() bool
}

func (r *reader) Collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, error) {
	time.Sleep(r.dice.between(50*time.Millisecond, 2*time.Second))
	r.mu.Lock()
	defer r.mu.Unlock()
	items, err := r.pile.Collect(ctx, known)
	if !r.fine() && r.dice.n(100) < 3 {
		return items[:len(items)/2], errLine
	}
	return items, err
}

// errLine is what the reader says when the line breaks.
var errLine = errors.New("the mail server closed the connection")

// office is the team through the day, with what must be in the sheet at its end.
type office struct {
	team
	dice     *dice
	statuses map[string]string // by the lead's mail address
	own      []string          // mail addresses of leads that people typed in
}

func (o *office) act() {
	rows := o.sheet.table("Leads")
	if len(rows) < 3 {
		return
	}
	row := rows[o.dice.n(len(rows))]
	what := o.dice.n(10)
	if i := slices.IndexFunc(rows, func(r map[string]string) bool { return r["Status"] == "New lead" || r["Status"] == "" }); what > 4 && i >= 0 {
		row = rows[i] // one that nobody has answered yet
	}
	id, who := row["ID"], row["Email"]
	switch {
	case id == "":
		// It was typed in a moment ago, and is left alone until it has its number.
	case what < 4:
		at := slices.IndexFunc(rows, func(r map[string]string) bool { return r["ID"] == id })
		o.work(what, at)
		if o.deleted[who] {
			delete(o.statuses, who)
		}
	case what == 4:
		o.n++
		email := fmt.Sprintf("walk-in%d@street.example", o.n)
		o.own = append(o.own, email)
		row := make([]sheets.Cell, len(lead.LeadColumns()))
		row[slices.Index(lead.LeadColumns(), lead.ColName)] = text(fmt.Sprintf("Walk-in %d", o.n))
		row[slices.Index(lead.LeadColumns(), lead.ColEmail)] = text(email)
		o.sheet.People(nil).InsertRow("Leads", id, row...)
	default:
		o.statuses[who] = []string{"In progress", "Contact established"}[o.dice.n(2)]
		o.sheet.People(nil).Edit("Leads", id, "Status", text(o.statuses[who]))
	}
}

// trim deletes the empty rows of the tabs, as a team that likes short tabs would; the test has less to carry around.
func (o *office) trim() {
	for _, t := range daemon.Layout(answers.NewTables(answers.Machine{})).Tabs {
		o.sheet.People(nil).DeleteRows(t.Title, 40, 1000)
	}
}

// Two daemons, each signed in as somebody else, keep one sheet and read one mailbox from six in the morning to six in the
// morning, while mail comes in from seven to two, the team works from eight to three, and three calls of a hundred fail.
func TestTwoDaemonsForADay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)))
		d := startDay(t, 1)
		d.mailAndPeople()
		time.Sleep(time.Until(d.evening))
		d.gale.end()
		d.stop()
		d.wait.Wait()
		time.Sleep(15 * time.Minute) // the last late write has arrived
		d.check()
	})
}

type day struct {
	t        *testing.T
	seed     uint64 // of all dice
	server   *gsheets.Server
	sheet    *sheet
	mail     *letters
	gale     *gale
	office   *office
	accounts []*toGoogle
	daemons  []*daemon.Daemon
	log      bytes.Buffer
	evening  time.Time
	stop     context.CancelFunc
	wait     sync.WaitGroup
}

func startDay(t *testing.T, seed uint64) *day {
	d := &day{t: t, seed: 100 * seed, mail: &letters{}, evening: time.Now().Add(24 * time.Hour)}
	d.server = gsheets.New(gsheets.Options{Reads: 300, Writes: 300})
	d.gale = &gale{dice: newDice(d.seed + 2)}
	d.server.SetFault(d.gale.fault)
	d.sheet = &sheet{d.server.Create("Our leads"), d.server}
	d.office = &office{team: team{sheet: d.sheet, comments: map[string]string{}, deleted: map[string]bool{}}, dice: newDice(d.seed + 3), statuses: map[string]string{}}
	ctx, stop := context.WithCancel(t.Context())
	d.stop = stop
	log := slog.New(slog.NewTextHandler(&d.log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	for i := range 2 {
		a := &toGoogle{server: d.server, dice: newDice(d.seed + 10 + uint64(i))}
		book, err := google.Open(google.Options{Spreadsheet: d.sheet.ID(), Client: &http.Client{Transport: a}})
		if err != nil {
			t.Fatal(err)
		}
		dm := &daemon.Daemon{Book: book, Layout: daemon.Layout(answers.NewTables(answers.Machine{})), Now: time.Now, Log: log.With("daemon", i+1), MaxPoll: 6 * time.Minute,
			Sources: []intake.Source{&reader{d.mail, a.dice, d.calm}}}
		d.accounts, d.daemons = append(d.accounts, a), append(d.daemons, dm)
		d.wait.Go(func() {
			time.Sleep(time.Duration(i) * 7 * time.Second)
			dm.Run(ctx, time.Minute, time.Minute)
		})
	}
	return d
}

func (d *day) calm() bool { d.gale.mu.Lock(); defer d.gale.mu.Unlock(); return d.gale.over }

// mailAndPeople lets mail come in every six minutes or so, and the team do something every two, at odd seconds.
func (d *day) mailAndPeople() {
	morning, hours := time.Now(), 8*time.Hour
	if sheetstest.Racing { // the calls that meet are the same, and each costs less with fewer leads
		hours = 2 * time.Hour
	}
	d.wait.Go(func() {
		dice := newDice(d.seed + 4)
		time.Sleep(time.Hour)
		for time.Now().Before(morning.Add(hours)) {
			time.Sleep(dice.between(time.Second, 12*time.Minute))
			d.mail.arrive(time.Now().Truncate(time.Second))
		}
	})
	d.wait.Go(func() {
		time.Sleep(time.Hour)
		d.office.trim()
		time.Sleep(time.Hour)
		for time.Now().Before(morning.Add(hours + time.Hour)) {
			time.Sleep(d.office.dice.between(100*time.Millisecond, 4*time.Minute))
			d.office.act()
		}
	})
}

// check looks at the sheet once all is quiet.
func (d *day) check() {
	t, o := d.t, d.office
	for range 2 {
		for _, dm := range d.daemons {
			if _, err := dm.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	revision := d.sheet.Revision()
	for _, dm := range d.daemons {
		if sum, err := dm.CatchUp(t.Context()); err != nil || sum.Wrote || d.sheet.Revision() != revision {
			t.Errorf("once more: %+v, %v", sum, err)
		}
	}
	wantKeys, wantLeads := map[string]int{}, map[string]int{}
	for i := range d.mail.count() {
		wantKeys[fmt.Sprintf("k%d", i)] = 1
		wantLeads[fmt.Sprintf("c%d@firm%d.example", i, i)] = 1
	}
	for _, email := range o.own {
		wantLeads[email] = 1
	}
	for email := range o.deleted {
		delete(wantLeads, email)
	}
	keys, leads, ids := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range d.sheet.table("Intake") {
		keys[r["Key"]]++
	}
	for _, r := range d.sheet.table("Leads") {
		email := r["Email"]
		leads[email]++
		ids[r["ID"]]++
		if ids[r["ID"]] > 1 || r["ID"] == "" {
			t.Errorf("%s has the ID %q, as somebody else", email, r["ID"])
		}
		if want := o.comments[email]; r["Comment"] != want {
			t.Errorf("%s: comment %q, want %q", email, r["Comment"], want)
		}
		if want, ok := o.statuses[email]; ok && r["Status"] != want {
			t.Errorf("%s: status %q, want %q", email, r["Status"], want)
		}
	}
	if diff := cmp.Diff(wantKeys, keys); diff != "" {
		t.Errorf("Intake (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantLeads, leads); diff != "" {
		t.Errorf("leads (-want +got):\n%s", diff)
	}
	d.checkQuota()
	t.Logf("%d messages, %d comments, %d statuses, %d rows typed in, %d deleted; %d calls failed, %d writes arrived late",
		d.mail.count(), len(o.comments), len(o.statuses), len(o.own), len(o.deleted), d.gale.failed, d.gale.late)
	for line := range strings.Lines(d.log.String()) {
		if !strings.Contains(line, errLine.Error()) {
			t.Log(strings.TrimSpace(line))
		}
	}
}

func (d *day) checkQuota() {
	refused := 0
	for i, a := range d.accounts {
		refused += a.refused
		reads, writes := busiest(a.reads), busiest(a.writes)
		night := since(a.reads, d.evening.Add(-10*time.Hour))
		d.t.Logf("daemon %d: %d reads and %d writes in the day, at most %d and %d in a minute; %d reads and %d writes in the night",
			i+1, len(a.reads), len(a.writes), reads, writes, night, since(a.writes, d.evening.Add(-10*time.Hour)))
		if night > 200 { // a hundred looks, and what failed
			d.t.Errorf("daemon %d: %d reads in the ten hours of the night; nobody is there", i+1, night)
		}
		if reads > 60 || writes > 60 {
			d.t.Errorf("daemon %d: %d reads and %d writes in a minute; Google allows 60 of each", i+1, reads, writes)
		}
	}
	if refused != d.gale.tooOften {
		d.t.Errorf("the project's quota was exceeded %d times", refused-d.gale.tooOften)
	}
}
