// Package conditions says which leads a condition holds for, as the tabs Scoring and Filters have them.
//
// Everything here is computed from its arguments.
package conditions

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/rules/signals"
)

// Heard is what a customer has sent since the request.
type Heard struct {
	Count int
	Text  string // the messages, as Activity keeps them
}

// IsHeard reports whether an event of that kind is a message of the customer.
func IsHeard(what lead.EventKind) bool {
	return what == lead.Asked || what == lead.Inquired || what == lead.Quiet
}

// Add counts an event, if it is a message of the customer. One that asks for nothing is heard, and not counted.
func (h *Heard) Add(e *lead.Event) {
	if !IsHeard(e.What) {
		return
	}
	if e.What != lead.Quiet {
		h.Count++
	}
	h.Text += "\n\n" + e.Why
}

// Hear returns what the customers of some leads have sent, by the IDs of the leads.
func Hear(ids []string, histories ...[]lead.Event) map[string]*Heard {
	heard := make(map[string]*Heard, len(ids))
	for _, id := range ids {
		heard[id] = &Heard{}
	}
	if len(ids) == 0 {
		return heard // histories are long, and a pass in which nothing happens asks about no lead
	}
	for _, history := range histories {
		for i := range history {
			if e := &history[i]; IsHeard(e.What) && heard[e.Lead] != nil {
				heard[e.Lead].Add(e)
			}
		}
	}
	return heard
}

// Condition is a condition that is ready to be asked about many leads.
type Condition struct {
	policy.Condition
	read  typed.Reader
	zone  *time.Location
	now   time.Time
	low   []string // Values in small letters
	plain bool     // a part of a word counts, as in addresses and numbers
}

// New returns a condition in the manner of a policy. now is what days are counted from.
func New(c policy.Condition, p *policy.Policy, now time.Time) Condition {
	out := Condition{Condition: c, read: p.Typed(now), zone: p.Location(), now: now}
	for _, v := range c.Values {
		out.low = append(out.low, strings.ToLower(v))
	}
	out.plain = len(c.Fields) > 0 && slices.Contains([]string{lead.ColPhone, lead.ColEmail, lead.ColID}, c.Fields[0])
	return out
}

// All reports whether all of several conditions hold.
func All(all []Condition, l *Lead) bool {
	for i := range all {
		if !all[i].Holds(l) {
			return false
		}
	}
	return true
}

// Lead is a lead that conditions are asked about. What several of them need is worked out once.
type Lead struct {
	*lead.Lead
	Heard
	anywhere string // in small letters
	joined   bool
}

// Anywhere is all that the customer said, and where it came from, in small letters. Of the lines of Details only the
// answers count: a question is the form's. Columns of the team's own are left out: they hold what the team says.
func (l *Lead) Anywhere() string {
	if !l.joined {
		parts := []string{l.Source, l.Campaign, l.Need}
		for line := range strings.Lines(l.Details) {
			if _, answer, ok := strings.Cut(line, ": "); ok {
				line = answer
			}
			parts = append(parts, line)
		}
		l.anywhere, l.joined = strings.ToLower(strings.Join(append(parts, l.Text), "\n\n")), true
	}
	return l.anywhere
}

// Holds reports whether the condition holds for a lead. What cannot be read as what it is compared with does not hold,
// and neither does a comparison with a blank cell, but for blank, is not and has not.
func (c *Condition) Holds(l *Lead) bool {
	for i, f := range c.Fields {
		switch f {
		case policy.Anywhere:
			return c.holdsOfText(l.Anywhere(), true)
		case policy.Messages:
			return c.holdsOfNumber(float64(l.Count))
		}
		column := lead.LeadColumn(f)
		if last := i == len(c.Fields)-1; last || !blank(l, f, column) {
			return c.holdsOf(l, f, column)
		}
	}
	return false
}

func blank(l *Lead, field string, column *lead.ColumnOf[lead.Lead]) bool {
	if column == nil {
		return answer(l, field) == ""
	}
	return strings.TrimSpace(column.Value(l.Lead, time.UTC).String()) == ""
}

func (c *Condition) holdsOf(l *Lead, field string, column *lead.ColumnOf[lead.Lead]) bool {
	switch {
	case column == nil:
		return c.holdsOfText(answer(l, field), false)
	case column.Time != nil:
		return c.holdsOfDay(*column.Time(l.Lead))
	case column.Number != nil:
		value, has := column.Number(l.Lead)
		if !*has || column.Title == lead.ColValue && l.Foreign != "" {
			return c.Test == policy.Blank || c.Test == policy.IsNot
		}
		return c.holdsOfNumber(*value)
	}
	return c.holdsOfText(*column.Text(l.Lead), false)
}

// answer is what the team's own column of that title holds, or what was answered to that question of a form.
func answer(l *Lead, question string) string {
	for _, a := range l.Extra {
		if words.SameFolded(a.Question, question) && strings.TrimSpace(a.Value) != "" {
			return strings.TrimSpace(a.Value)
		}
	}
	for line := range strings.Lines(l.Details) {
		if q, a, ok := strings.Cut(line, ": "); ok && words.SameFolded(q, question) && strings.TrimSpace(a) != "" {
			return strings.TrimSpace(a)
		}
	}
	return ""
}

func (c *Condition) holdsOfText(text string, low bool) bool {
	switch c.Test {
	case policy.Filled:
		return strings.TrimSpace(text) != ""
	case policy.Blank:
		return strings.TrimSpace(text) == ""
	case policy.Is, policy.IsNot:
		same := func(v string) bool { return words.Same(text, v) || c.sameNumber(text, v) }
		return slices.ContainsFunc(c.Values, same) == (c.Test == policy.Is)
	case policy.Has, policy.HasNot:
		if !low {
			text = strings.ToLower(text)
		}
		// Looking for the letters first spares the search for words nearly always.
		has := func(v string) bool { return strings.Contains(text, v) && (c.plain || signals.Says(text, v)) }
		return slices.ContainsFunc(c.low, has) == (c.Test == policy.Has)
	}
	n, ok := numberIn(c.read, text)
	return ok && c.holdsOfNumber(n)
}

// sameNumber reports whether two texts are the same number: 5000 and 5.000 €.
func (c *Condition) sameNumber(a, b string) bool {
	if !strings.ContainsAny(b, "0123456789") {
		return false
	}
	x, isNumber := c.read.Money(a)
	y, isOne := c.read.Money(b)
	return isNumber && isOne && x.Amount == y.Amount && !x.Vague && !y.Vague
}

// numberIn is the number that a text says: 120 of "about 120 people", 11 of "11-50".
func numberIn(read typed.Reader, text string) (float64, bool) {
	if m, ok := read.Money(text); ok {
		return m.Amount, true
	}
	fields := strings.Fields(text)
	hasDigit := func(s string) bool { return strings.ContainsAny(s, "0123456789") }
	from := slices.IndexFunc(fields, hasDigit)
	if from < 0 {
		return 0, false
	}
	to := from + 1
	for to < len(fields) && hasDigit(fields[to]) {
		to++
	}
	for ; to > from; to-- {
		if m, ok := read.Money(strings.Trim(strings.Join(fields[from:to], " "), ",;.()")); ok {
			return m.Amount, true
		}
	}
	return 0, false
}

func (c *Condition) holdsOfNumber(n float64) bool {
	switch c.Test {
	case policy.Filled:
		return true
	case policy.Is:
		return n == c.Number
	case policy.IsNot:
		return n != c.Number
	case policy.Over:
		return n > c.Number
	case policy.Under:
		return n < c.Number
	case policy.AtLeast:
		return n >= c.Number
	case policy.AtMost:
		return n <= c.Number
	}
	return false
}

func (c *Condition) holdsOfDay(t time.Time) bool {
	if t.IsZero() {
		return c.Test == policy.Blank || c.Test == policy.IsNot
	}
	day := c.Day.Of(c.now, c.zone)
	next := day.AddDate(0, 0, 1)
	switch c.Test {
	case policy.Filled:
		return true
	case policy.Before:
		return t.Before(day)
	case policy.After:
		return !t.Before(next)
	case policy.Is:
		return !t.Before(day) && t.Before(next)
	case policy.IsNot:
		return t.Before(day) || !t.Before(next)
	}
	return false
}
