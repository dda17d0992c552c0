package health_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon/health"
)

// start is a Monday, ten in the morning.
var start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func monitor() *health.Monitor {
	return health.NewMonitor(health.About{Started: start, Plain: health.Plain{}, Accounts: true})
}

// at is a pass that ended so many minutes after the start; the next one is due a minute later.
func at(minutes int) health.Pass {
	ended := start.Add(time.Duration(minutes) * time.Minute)
	return health.Pass{Began: ended.Add(-time.Second), Ended: ended, Next: ended.Add(time.Minute), Leads: 12,
		Sources: []health.Source{{Name: "mailbox", Asked: ended}}}
}

func without(p health.Pass, err error, waiting int) health.Pass {
	p.Err, p.HoldsUp, p.Open = err, true, err == errOpen
	if p.Sources[0].Waiting = waiting; waiting > 0 {
		p.Sources[0].Oldest = start
	}
	if err == errAway {
		p.Sources[0].Err = err
	}
	return p
}

var (
	errOpen = errors.New("leads.xlsx is open in Excel: it is written once it is closed")
	errAway = errors.New("mailbox: the mail server mail.example does not answer")
	errSend = errors.New("the calendars cannot be written")
)

func whole(minutes, missing int) health.Account {
	return health.Account{At: start.Add(time.Duration(minutes) * time.Minute),
		Sources: []health.SourceAccount{{Source: "mailbox INBOX", Looked: true, Received: 40, Accounted: 40 - missing,
			Missing: missing}}}
}

// What is told of a leadsheet, and whether all is well a while after the start.
func TestMonitor_SaysWhetherAllIsWell(t *testing.T) {
	well := func(m *health.Monitor) { m.Passed(at(1)); m.Accounted(whole(2, 0), nil) }
	for name, c := range map[string]struct {
		tell  func(m *health.Monitor)
		after int // minutes
		ok    bool
		kinds []health.Kind
		lag   time.Duration
	}{
		"nothing has happened yet": {func(*health.Monitor) {}, 1, false, []health.Kind{health.Starting}, 0},
		"a good pass, and no account yet": {func(m *health.Monitor) { m.Passed(at(1)) }, 1, false,
			[]health.Kind{health.NoAccount}, 0},
		"all is well": {well, 2, true, nil, 0},
		"the mail server is away": {func(m *health.Monitor) { well(m); m.Passed(without(at(3), errAway, 0)) }, 4, false,
			[]health.Kind{health.Failing}, 3 * time.Minute},
		"and is back": {func(m *health.Monitor) { well(m); m.Passed(without(at(3), errAway, 0)); m.Passed(at(4)) }, 4, true,
			nil, 0},
		"the workbook is open": {func(m *health.Monitor) { well(m); m.Passed(without(at(3), errOpen, 2)) }, 4, true,
			[]health.Kind{health.Open}, 4 * time.Minute},
		"the workbook is open all morning": {func(m *health.Monitor) { well(m); m.Passed(without(at(70), errOpen, 2)) }, 70,
			false, []health.Kind{health.Open}, 70 * time.Minute},
		"calendars cannot be written": {func(m *health.Monitor) {
			p := at(3)
			p.Err = errSend
			well(m)
			m.Passed(p)
		}, 3, true, []health.Kind{health.Beside}, 0},
		"it hangs": {well, 60, false, []health.Kind{health.Late}, 59 * time.Minute},
		"something has no row": {func(m *health.Monitor) { m.Passed(at(1)); m.Accounted(whole(2, 3), nil) }, 2, false,
			[]health.Kind{health.NoRow}, 0},
		"something has no row, and the mail server is away": {func(m *health.Monitor) {
			m.Passed(at(1))
			m.Accounted(whole(2, 3), nil)
			m.Passed(without(at(3), errAway, 0))
		}, 3, false, []health.Kind{health.Failing, health.NoRow}, 2 * time.Minute},
		"one look at the sources fails": {func(m *health.Monitor) {
			well(m)
			m.Accounted(whole(3, 0), errAway)
		}, 3, true, nil, 0},
		"the sources could not be looked at since yesterday": {func(m *health.Monitor) {
			well(m)
			m.Passed(at(30 * 60))
			m.Accounted(whole(30*60, 0), errAway)
		}, 30 * 60, false, []health.Kind{health.NoAccount}, 0},
		"nobody makes the account any more": {func(m *health.Monitor) { well(m); m.Passed(at(30 * 60)) }, 30 * 60, false,
			[]health.Kind{health.NoAccount}, 0},
		"messages have just begun to wait": {func(m *health.Monitor) {
			p := at(3)
			p.Unsent = 2
			well(m)
			m.Passed(p)
		}, 4, true, []health.Kind{health.Unsent}, 0},
		"messages wait": {func(m *health.Monitor) {
			well(m)
			for _, minute := range []int{3, 40} {
				p := at(minute)
				p.Unsent = 2
				m.Passed(p)
			}
		}, 40, false, []health.Kind{health.Unsent}, 0},
		"the settings of a team have a mistake": {func(m *health.Monitor) {
			m.Fault(start, errors.New("no such time zone"))
		}, 2, false, []health.Kind{health.Failing}, 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			m := monitor()
			c.tell(m)
			s := m.Snapshot(start.Add(time.Duration(c.after) * time.Minute))
			var kinds []health.Kind
			for _, p := range s.Problems {
				kinds = append(kinds, p.Kind)
				if p.Text == "" {
					t.Errorf("%s says nothing", p.Kind)
				}
			}
			if s.OK != c.ok || !slices.Equal(kinds, c.kinds) || s.Lag != c.lag.Seconds() {
				t.Errorf("ok %v, problems %v, lag %v s; want %v, %v, %v", s.OK, kinds, s.Lag, c.ok, c.kinds, c.lag.Seconds())
			}
		})
	}
}

// An account is made after the first good pass, then daily, and sooner while it does not add up.
func TestMonitor_AccountsAreDue(t *testing.T) {
	m := monitor()
	due := func(minutes int) bool {
		return m.AccountDue(start.Add(time.Duration(minutes)*time.Minute), 24*time.Hour, 15*time.Minute)
	}
	steps := []struct {
		name string
		do   func()
		at   int
		want bool
	}{
		{"before the first pass", func() {}, 1, false},
		{"after a failed one", func() { m.Passed(without(at(1), errAway, 0)) }, 1, false},
		{"after a good one", func() { m.Passed(at(2)) }, 2, true},
		{"when it was made", func() { m.Accounted(whole(3, 1), nil) }, 3, false},
		{"when it did not add up, later", func() {}, 18, true},
		{"when what was missing has come in", func() {
			m.Accounted(whole(18, 1), nil)
			p := at(19)
			p.CameIn = 1
			m.Passed(p)
		}, 19, true},
		{"when it adds up", func() { m.Accounted(whole(18, 0), nil) }, 40, false},
		{"the next day", func() {}, 18 + 24*60, true},
		{"the next day, while passes fail", func() { m.Passed(without(at(18+24*60), errAway, 0)) }, 18 + 24*60, false},
		{"when the clock was set back", func() { m.Passed(at(5)) }, 5, true},
	}
	for _, s := range steps {
		if s.do(); due(s.at) != s.want {
			t.Errorf("%s: due %v, want %v", s.name, !s.want, s.want)
		}
	}
}

// A failure that lasts is one line, and a long series of others keeps its end.
func TestMonitor_RemembersTheLastErrors(t *testing.T) {
	m := monitor()
	for i := range 30 {
		m.Passed(without(at(i), fmt.Errorf("fault %d", i), 0))
	}
	for i := 30; i < 33; i++ {
		m.Passed(without(at(i), errAway, 0))
	}
	got := m.Snapshot(start).Errors
	if len(got) != 20 || got[0].Times != 3 || got[0].Text != errAway.Error() || got[1].Text != "fault 29" ||
		!got[0].First.Equal(at(30).Ended) || !got[0].Last.Equal(at(32).Ended) {
		t.Errorf("got %d errors, first %+v, then %+v", len(got), got[0], got[1])
	}
}

// No text that is shown has a customer's words in it, wherever an error has picked them up.
func TestPlain_LeavesOutWhatCustomersWrote(t *testing.T) {
	plain := health.Plain{Folders: []string{"/srv/drop"}, Own: []string{"sales@firm.example"},
		Names: strings.NewReplacer("{setting drop}", "LEADSHEET_DROP").Replace}
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{fmt.Errorf("drop folder: look at %s: %w", "/srv/drop/Quote: for Ada Query.eml",
			&fs.PathError{Op: "open", Path: "/srv/drop/Quote: for Ada Query.eml", Err: fs.ErrPermission}),
			"drop folder: look at a file in the folder /srv/drop: permission denied"},
		{errors.New("/srv/drop/Ada Query.csv has 900 MB; split it"), "a file in the folder /srv/drop"},
		{errors.New("550 5.1.1 <ada@query.example>: no such user here"), "550 5.1.1 <(an address)>: no such user here"},
		{errors.New("mailbox sales@firm.example: wrong password; see {setting drop}"),
			"mailbox sales@firm.example: wrong password; see LEADSHEET_DROP"},
		{errors.Join(errors.New("one\r\n"), errors.New("two\x1b[2J")), "one; two[2J"},
	} {
		if got := plain.Text(c.err); got != c.want {
			t.Errorf("%v:\n got %q\nwant %q", c.err, got, c.want)
		}
	}
	if n := len([]rune(plain.Text(errors.New(strings.Repeat("long ", 1000))))); n > 610 {
		t.Errorf("a text of %d characters", n)
	}
}
