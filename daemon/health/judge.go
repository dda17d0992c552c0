package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/lead/hint"
)

// Snapshot returns how the leadsheet fares at now.
func (m *Monitor) Snapshot(now time.Time) Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := Snapshot{Team: m.about.Team, At: now, Started: m.about.Started, LastPass: m.last.Ended, LastGood: m.lastGood,
		Took: m.last.Ended.Sub(m.last.Began).Seconds(), NextDue: m.last.Next, Good: m.good, Failed: m.failed,
		Leads: m.leads, CameIn: m.cameIn, NewLeads: m.newLeads, Zone: m.last.Zone.String(), Notes: m.last.Notes,
		Unsent:  m.last.Unsent,
		Sources: m.sources(), Problems: m.problems(now), Errors: append([]Occurrence{}, m.errors...)}
	if m.account != nil {
		account := *m.account // its slices are never changed
		s.Account = &account
	}
	s.OK = !slices.ContainsFunc(s.Problems, func(p Problem) bool { return p.Grave })
	s.Lag = m.lag(now).Seconds()
	return s
}

// sources are the sources as the last pass left them.
func (m *Monitor) sources() []SourceNow {
	out := make([]SourceNow, len(m.last.Sources))
	for i := range m.last.Sources {
		from := &m.last.Sources[i]
		to := SourceNow{Name: from.Name, Reached: m.reached[from.Name], Waiting: from.Waiting, Oldest: from.Oldest,
			Failing: from.Err != nil}
		switch {
		case from.Err != nil:
			to.Why = m.about.Plain.Text(from.Err)
		case from.Waiting == 0:
		case m.last.Err != nil && m.last.HoldsUp && !m.failsAtSource():
			to.Why = m.openText()
		default:
			to.Why = "the next pass, which takes in more of it"
		}
		out[i] = to
	}
	return out
}

// openText is why the last pass failed, in short where that is that a person has the workbook open.
func (m *Monitor) openText() string {
	text := m.about.Plain.Text(m.last.Err)
	if m.last.Open {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "store the pass: "), ": the workbook is open in another program")
	}
	return text
}

// failsAtSource reports whether the last pass failed at one of its sources, so that another one does not wait for it.
func (m *Monitor) failsAtSource() bool {
	return slices.ContainsFunc(m.last.Sources, func(s Source) bool { return s.Err != nil })
}

// lag is how old the oldest thing may be that is not taken in.
func (m *Monitor) lag(now time.Time) time.Duration {
	var oldest time.Time
	waits := func(since time.Time) {
		if since = cmp.Or(since, m.about.Started); oldest.IsZero() || since.Before(oldest) {
			oldest = since
		}
	}
	for i := range m.last.Sources {
		s := &m.last.Sources[i]
		if s.Waiting > 0 {
			waits(cmp.Or(s.Oldest, s.Asked))
		}
		if s.Err != nil {
			waits(m.reached[s.Name])
		}
	}
	// Nothing was read: whatever came since the last good pass waits.
	if m.fault != "" || m.last.HoldsUp && !m.failsAtSource() || !m.last.Next.IsZero() && now.Sub(m.last.Next) > lateFor {
		waits(m.lastGood)
	}
	if oldest.IsZero() {
		return 0
	}
	return max(0, min(now.Sub(oldest), mostLag))
}

// problems are what is wrong at now.
func (m *Monitor) problems(now time.Time) []Problem {
	out := []Problem{}
	add := func(kind Kind, grave bool, since time.Time, format string, args ...any) {
		out = append(out, Problem{kind, grave, since, fmt.Sprintf(format, args...)})
	}
	last := &m.last
	switch {
	case m.fault != "":
		add(Failing, true, m.failing, "%s", m.fault)
	case last.Ended.IsZero():
		add(Starting, true, m.about.Started, "the first pass has not ended yet")
	case last.Open:
		waits := cmp.Or(m.lastGood, m.about.Started)
		add(Open, now.Sub(waits) > openFor, m.failing, "%s; what comes in waits until then", m.openText())
	case !last.Good():
		add(Failing, true, m.failing, "%s", m.about.Plain.Text(last.Err))
	case last.Err != nil:
		add(Beside, false, last.Ended, "%s", m.about.Plain.Text(last.Err))
	}
	if due := cmp.Or(last.Next, m.about.Started); m.fault == "" && now.Sub(due) > lateFor && !last.Ended.IsZero() {
		add(Late, true, due, "no pass has ended since one was due: a very long one, or leadsheet hangs; its log says "+
			"what it did last")
	}
	if m.about.Accounts {
		out = append(out, m.accountProblems(now)...)
	}
	if n := last.Unsent; n > 0 {
		add(Unsent, now.Sub(m.unsent) > unsentFor, m.unsent, "%d of the messages to be sent wait, because no server "+
			"has taken them; the log says why", n)
	}
	for i := range out {
		out[i].Text = m.about.Plain.named(out[i].Text)
	}
	slices.SortStableFunc(out, func(a, b Problem) int {
		if a.Grave != b.Grave {
			return map[bool]int{true: -1, false: 1}[a.Grave]
		}
		return cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind))
	})
	return out
}

// accountProblems are what is wrong with the last account. Not to know whether everything has a row is one, too.
func (m *Monitor) accountProblems(now time.Time) []Problem {
	a := m.account
	switch {
	case a == nil && m.good == 0:
		return nil // the pass that has to come first has its own problem
	case a == nil:
		return []Problem{{NoAccount, true, m.about.Started, "the first account of what came in has not been made yet"}}
	case a.Missing() > 0:
		text := fmt.Sprintf("%d things that came in have no row in the tab Intake: %v names them and says what gives them "+
			"one", a.Missing(), hint.Reconcile)
		if a.Missing() == 1 {
			text = fmt.Sprintf("1 thing that came in has no row in the tab Intake: %v names it and says what gives it "+
				"one", hint.Reconcile)
		}
		return []Problem{{NoRow, true, a.At, text}}
	case a.Why != "" && (m.addedUp.IsZero() || now.Sub(m.addedUp) > accountFor):
		return []Problem{{NoAccount, true, a.Tried, "whether everything that came in has a row is not known: " + a.Why}}
	case now.Sub(a.Tried) > accountFor:
		return []Problem{{NoAccount, true, a.Tried, "the daily account of what came in was not made"}}
	}
	return nil
}
