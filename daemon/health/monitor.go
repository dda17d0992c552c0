package health

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// The times after which something is a problem.
const (
	// openFor is how long a person may have the workbook open while something waits.
	openFor = 15 * time.Minute
	// lateFor is how long a pass may be due: it may also take that long when much has come in.
	lateFor = 15 * time.Minute
	// accountFor is how old the last account may become that adds up: a day, and some time for the next one.
	accountFor = 26 * time.Hour
	// unsentFor is how long messages may wait: for so long leadsheet tries to answer a customer.
	unsentFor = 30 * time.Minute
	// mostLag is the largest lag: what is older was there before leadsheet was, or its date is wrong.
	mostLag = 7 * 24 * time.Hour
)

// mostErrors is how many different errors are remembered.
const mostErrors = 20

// Monitor gathers how one leadsheet fares. It may be used by several goroutines at once; its methods return at once.
type Monitor struct {
	about About

	mu       sync.Mutex
	last     Pass
	lastGood time.Time
	failing  time.Time // since when passes fail; zero while they do not
	unsent   time.Time // since when messages wait
	fault    string    // why there are no passes; "" when there are
	good     int
	failed   int
	leads    int
	cameIn   int
	newLeads int
	reached  map[string]time.Time // when a source answered last
	account  *Account
	addedUp  time.Time // the last account that did
	before   int       // cameIn when the last account was made
	errors   []Occurrence
}

// About is what a Monitor is about.
type About struct {
	Team    string    // of a fleet; "" for the only one
	Started time.Time // when the process began to watch it
	Plain   Plain     // makes texts of errors fit to be shown, and knows the names of commands
	// Accounts says that accounts are made: without one that adds up nothing is well.
	Accounts bool
}

// NewMonitor returns a Monitor that knows of no pass.
func NewMonitor(about About) *Monitor {
	return &Monitor{about: about, reached: map[string]time.Time{}}
}

// Team is the name of the team, "" for the only one.
func (m *Monitor) Team() string { return m.about.Team }

// Passed takes down a pass that has ended.
func (m *Monitor) Passed(p Pass) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last, m.fault = p, ""
	if p.Good() {
		m.good++
		m.lastGood, m.failing = p.Ended, time.Time{}
	} else {
		m.failed++
		m.failing = cmp.Or(m.failing, p.Ended)
	}
	if p.Unsent == 0 {
		m.unsent = time.Time{}
	} else {
		m.unsent = cmp.Or(m.unsent, p.Ended)
	}
	m.leads = cmp.Or(p.Leads, m.leads)
	m.cameIn += p.CameIn
	m.newLeads += p.NewLeads
	for i := range p.Sources {
		if s := &p.Sources[i]; s.Err == nil && !s.Asked.IsZero() {
			m.reached[s.Name] = s.Asked
		}
	}
	if p.Err != nil {
		m.occurred(p.Ended, m.about.Plain.Text(p.Err))
	}
}

// Fault takes down why there can be no passes now, such as settings with a mistake. The next pass ends it.
func (m *Monitor) Fault(at time.Time, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault, m.failing = m.about.Plain.Text(err), cmp.Or(m.failing, at)
	m.occurred(at, m.fault)
}

// Noticed takes down an error of something that is done beside the passes.
func (m *Monitor) Noticed(at time.Time, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.occurred(at, m.about.Plain.Text(err))
}

// Accounted takes down an account that was made. failed is what could not be looked at, nil for an account of
// everything.
func (m *Monitor) Accounted(a Account, failed error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.before = m.cameIn
	if a.Tried = a.At; failed != nil {
		a.Why = m.about.Plain.Text(failed)
		if len(a.Sources) == 0 { // nothing could be looked at: what is known stays
			a.At = time.Time{}
			if m.account != nil {
				a.At, a.Sources = m.account.At, m.account.Sources
			}
		}
	}
	if m.account = &a; a.AddsUp() {
		m.addedUp = a.At
	}
}

// AccountDue reports whether an account is to be made at now: every so often, and again after a shorter time while the
// last one does not add up, at once when something was taken in then. It waits for a good pass after which nothing
// waits: a full mailbox is taken in over many.
func (m *Monitor) AccountDue(now time.Time, every, again time.Duration) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	waits := slices.ContainsFunc(m.last.Sources, func(s Source) bool { return s.Waiting > 0 })
	if m.good == 0 || !m.last.Good() || waits {
		return false
	}
	if m.account == nil || now.Before(m.account.Tried) {
		return true
	}
	if !m.account.AddsUp() {
		if every = again; m.cameIn > m.before {
			return true
		}
	}
	return now.Sub(m.account.Tried) >= every
}

// occurred remembers an error. One that lasts is one line.
func (m *Monitor) occurred(at time.Time, text string) {
	if i := slices.IndexFunc(m.errors, func(o Occurrence) bool { return o.Text == text }); i >= 0 {
		o := m.errors[i]
		o.Last, o.Times = at, o.Times+1
		m.errors = slices.Insert(slices.Delete(m.errors, i, i+1), 0, o)
		return
	}
	m.errors = slices.Insert(m.errors, 0, Occurrence{First: at, Last: at, Times: 1, Text: text})
	m.errors = m.errors[:min(len(m.errors), mostErrors)]
}

// Unaccounted reports whether it is not known at now that everything that came in has a row.
func (m *Monitor) Unaccounted(now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.about.Accounts && (m.account == nil || len(m.accountProblems(now)) > 0)
}
