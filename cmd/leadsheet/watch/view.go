package watch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/daemon/health"
)

// The looks of a state or a value.
const (
	good = "good"
	warn = "warn"
	bad  = "bad"
)

// view is a Snapshot as people read it: on the page and in a terminal.
type view struct {
	Title    string
	At       string // the moment, in the team's zone
	Class    string
	State    string
	Sign     string // for the title of a browser's tab
	Problems []problemView
	Facts    []fact
	Sources  []sourceView
	Account  accountView
	Errors   []errorView
	Footer   string
}

type problemView struct {
	Grave     bool
	Text, For string // For is since when, "" where that says nothing
}

// fact is one figure.
type fact struct{ Label, Value, Note, Class string }

type sourceView struct{ Name, Reached, Waiting, Oldest, Why, Class string }

type accountView struct {
	When string // "" while there is none
	Text string // what is to be said of it
	Rows []accountRow
}

type accountRow struct{ Name, Note, Received, Accounted, Waiting, Missing, Class string }

type errorView struct{ Last, Times, Text string }

// newView makes a view of a Snapshot.
func newView(s *health.Snapshot) view {
	t := clock{now: s.At, zone: zoneOf(s.Zone)}
	v := view{Title: strings.TrimSpace("leadsheet " + s.Team), At: t.exact(s.At)}
	v.Class, v.State, v.Sign = stateOf(s)
	for _, p := range s.Problems {
		shown := problemView{Grave: p.Grave, Text: upper(p.Text)}
		if !p.Since.IsZero() && p.Kind != health.NoAccount && p.Kind != health.NoRow {
			shown.For = "for " + t.span(p.Since)
		}
		v.Problems = append(v.Problems, shown)
	}
	v.Facts = factsOf(s, t)
	for i := range s.Sources {
		v.Sources = append(v.Sources, newSourceView(&s.Sources[i], t))
	}
	v.Account = newAccountView(s.Account, t)
	for _, e := range s.Errors {
		shown := errorView{Last: t.ago(e.Last), Times: thousands(e.Times) + " times", Text: e.Text}
		if e.Times == 1 {
			shown.Times = "once"
		}
		v.Errors = append(v.Errors, shown)
	}
	v.Footer = fmt.Sprintf("Running since %s: %s and %s that failed. %s came in, %s.", t.exact(s.Started),
		count(s.Good, "good pass"), thousands(s.Failed), thousands(s.CameIn), count(s.NewLeads, "new lead"))
	return v
}

// stateOf is a state in a few words.
func stateOf(s *health.Snapshot) (class, text, sign string) {
	starts := func(p health.Problem) bool { // and nothing else is wrong
		return !p.Grave || p.Kind == health.Starting || p.Kind == health.NoAccount && s.Account == nil
	}
	switch {
	case s.OK && s.Started.IsZero():
		return good, "it wrote to the workbook " + clock{now: s.At}.ago(s.LastWrite), "✓"
	case s.OK && len(s.Problems) == 0:
		return good, "All is well", "✓"
	case s.OK:
		return warn, "All is well, but something is worth a look", "✓"
	case !slices.ContainsFunc(s.Problems, func(p health.Problem) bool { return !starts(p) }):
		return warn, "Starting", "…"
	case slices.ContainsFunc(s.Problems, func(p health.Problem) bool { return p.Kind == health.NotRunning }):
		return bad, "does not run", "✗"
	}
	return bad, "Something needs you", "✗"
}

// factsOf are the figures at the top.
func factsOf(s *health.Snapshot, t clock) []fact {
	pass := fact{Label: "Last good pass", Value: "none yet", Class: warn}
	if !s.LastGood.IsZero() {
		pass.Value, pass.Note, pass.Class = t.ago(s.LastGood), "at "+t.exact(s.LastGood), ""
	}
	next := fact{Label: "Next pass", Value: "now"}
	if wait := s.NextDue.Sub(s.At); s.NextDue.IsZero() {
		next.Value = "not known"
	} else if wait >= time.Second {
		next.Value = "in " + span(wait)
	} else if wait < -time.Minute {
		next.Note = "due since " + span(-wait)
	}
	lag := fact{Label: "Oldest that waits", Value: "nothing waits"}
	if s.Lag > 0 {
		lag.Value = span(time.Duration(s.Lag * float64(time.Second)))
		lag.Note, lag.Class = "as far as is known", warn
	}
	facts := []fact{pass, next, lag, accountFact(s.Account, t),
		{Label: "Leads", Value: thousands(s.Leads), Note: fmt.Sprintf("%s since the start", count(s.NewLeads, "new lead"))}}
	if s.Unsent > 0 {
		facts = append(facts, fact{"Messages that wait", thousands(s.Unsent), "the log says why", warn})
	}
	if s.Notes > 0 {
		facts = append(facts, fact{"Remarks", thousands(s.Notes), "they stand in the log", ""})
	}
	return facts
}

// accountFact is whether the account adds up.
func accountFact(a *health.Account, t clock) fact {
	f := fact{Label: "Account", Value: "not made yet"}
	if a == nil || a.At.IsZero() {
		return f
	}
	f.Value, f.Note = "adds up", "made "+t.ago(a.At)
	switch n := a.Missing(); {
	case n > 0:
		f.Value, f.Class = thousands(n)+" without a row", bad
	case a.Why != "":
		f.Value, f.Class = "not complete", warn
	}
	return f
}

func newSourceView(s *health.SourceNow, t clock) sourceView {
	v := sourceView{Name: upper(s.Name), Reached: "never", Waiting: thousands(s.Waiting), Why: s.Why}
	if !s.Reached.IsZero() {
		v.Reached = t.ago(s.Reached)
	}
	if s.Waiting > 0 {
		v.Class = warn
		if !s.Oldest.IsZero() {
			v.Oldest = t.ago(s.Oldest)
		}
	}
	if s.Failing {
		v.Class = bad
		if s.Waiting == 0 {
			v.Waiting = "not known"
		}
	}
	return v
}

func newAccountView(a *health.Account, t clock) (v accountView) {
	if a == nil {
		v.Text = "It is made after the first good pass, and then daily: everything that stands in the mailbox, the drop " +
			"folder and the forms is compared with the tab Intake."
		return v
	}
	if !a.At.IsZero() {
		v.When = "of " + t.exact(a.At) + ", made daily"
	}
	if a.Why != "" {
		v.Text = "Not all of it could be looked at: " + a.Why
	}
	for i := range a.Sources {
		s := &a.Sources[i]
		row := accountRow{Name: upper(s.Source), Received: thousands(s.Received), Accounted: thousands(s.Accounted),
			Waiting: thousands(s.Waiting), Missing: thousands(s.Missing)}
		if s.Missing > 0 {
			row.Class = bad
		}
		var notes []string
		if s.LeftOut > 0 {
			notes = append(notes, "besides, "+thousands(s.LeftOut)+" not to be taken in")
		}
		if len(s.Places) > 0 {
			notes = append(notes, "without a row: "+strings.Join(s.Places, ", "))
		}
		row.Note = strings.Join(notes, "; ")
		v.Rows = append(v.Rows, row)
	}
	return v
}

// overview is the state of all teams of a fleet.
type overview struct {
	At, Class, State, Sign string
	Problems               []problemView
	Teams                  []teamRow
	Processes              []processRow
}

type teamRow struct{ Name, Class, State, Why, LastGood, Waiting, Missing, Leads string }

// newOverview makes an overview. The teams that need somebody come first.
func newOverview(s Status) overview {
	o := overview{Class: good, State: "All is well", Sign: "✓"}
	teams := slices.Clone(s.Teams)
	wrong := 0
	slices.SortStableFunc(teams, func(a, b health.Snapshot) int {
		return strings.Compare(fmt.Sprint(a.OK), fmt.Sprint(b.OK)) // false before true
	})
	for i := range teams {
		team := &teams[i]
		t := clock{now: team.At, zone: time.UTC}
		o.At = t.exact(team.At)
		row := teamRow{Name: team.Team, LastGood: "none yet", Missing: "not known", Leads: thousands(team.Leads)}
		row.Class, row.State, _ = stateOf(team)
		if row.Class == bad {
			wrong++
		}
		if len(team.Problems) > 0 {
			row.Why = upper(team.Problems[0].Text)
		}
		if !team.LastGood.IsZero() {
			row.LastGood = t.ago(team.LastGood)
		}
		waiting := 0
		for _, at := range team.Sources {
			waiting += at.Waiting
		}
		if row.Waiting = thousands(waiting); team.Account != nil {
			row.Missing = thousands(team.Account.Missing())
		}
		o.Teams = append(o.Teams, row)
	}
	switch {
	case len(teams) == 0:
		o.Class, o.State = warn, "No team yet"
	case wrong > 0:
		o.Class, o.Sign = bad, "✗"
		needs := map[bool]string{true: " needs somebody", false: " need somebody"}
		o.State = thousands(wrong) + " of " + count(len(teams), "team") + needs[wrong == 1]
	case !s.OK:
		o.Class, o.State, o.Sign = warn, "Starting", "…"
	}
	o.Processes = processRows(s.Processes, clock{now: s.At, zone: time.UTC})
	if s.Database != "" {
		o.Problems = append(o.Problems, databaseProblem(s.Database))
		if o.Class == good {
			o.Class, o.State = warn, "All is well, but something is worth a look"
		}
	}
	return o
}

// clock writes times as people read them.
type clock struct {
	now  time.Time
	zone *time.Location
}

func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// ago says how long ago something was.
func (c clock) ago(at time.Time) string {
	if d := c.now.Sub(at); d >= time.Second {
		return span(d) + " ago"
	}
	return "just now"
}

// span is the time from then till now.
func (c clock) span(since time.Time) string { return span(max(0, c.now.Sub(since))) }

// exact is a moment in full; without the day when it is today.
func (c clock) exact(at time.Time) string {
	at, now := at.In(c.zone), c.now.In(c.zone)
	layout := "Mon 2 Jan 2006, 15:04:05 MST"
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() && !at.Equal(now) {
		layout = "15:04:05"
	}
	return at.Format(layout)
}

// span is a duration in the largest unit that is not too coarse.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

// thousands is a number with its digits in groups.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// count is a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "ss"):
		return thousands(n) + " " + noun + "es"
	}
	return thousands(n) + " " + noun + "s"
}

// upper begins a text with a capital, unless its first word is a name: that of the program, of a file or an address.
func upper(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	word, _, _ := strings.Cut(text, " ")
	if size == 0 || strings.HasPrefix(word, "leadsheet") || strings.ContainsAny(strings.TrimSuffix(word, ":"), ".@/:\\") {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

func number(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// seconds is a moment as Prometheus counts; 0 for none.
func seconds(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.UnixMilli()) / 1000
}
