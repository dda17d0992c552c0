// Package calendar makes a calendar file for each person of the team: what is planned in Next contact, as events
// (RFC 5545).
//
// Everything here is computed from its arguments: the same workbook gives the same bytes at any time.
package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// Links are where the events lead to.
type Links struct {
	// Identity tells the workbook from any other: two may be in one calendar program.
	Identity string
	// Workbook is the address of the workbook, or the name of its file.
	Workbook string
	// Row is the address of the row of a lead; nil, or "" from it, where there is none.
	Row func(id string) string
}

// Person is the calendar of one person.
type Person struct {
	Name string
	Key  string // says which calendar of which workbook it is; letters and digits
	Text []byte
}

// All returns a calendar for each person of the tab Team, in its order, also for those without an event.
func All(in facts.Input, links Links, now time.Time) []Person {
	b := facts.New(in, now)
	of := map[string][]event{}
	revised := revisions(in.History)
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if m := b.Policy.FindPerson(c.Owner); m != nil && isPlanned(c) {
			of[m.Name] = append(of[m.Name], newEvent(b, c, links, revised[c.ID]))
		}
	}
	var out []Person
	for i := range b.Policy.Team {
		m := &b.Policy.Team[i]
		events := of[m.Name]
		slices.SortFunc(events, func(x, y event) int {
			return cmp.Or(x.start.Compare(y.start), cmp.Compare(x.uid, y.uid))
		})
		p := Person{Name: m.Name, Key: hash(links.Identity + "\n" + words.Fold(m.Name))}
		p.Text = write(b.Say.Calendar.Of.With(words.OneLine(m.Name)), Mark(links.Identity), events)
		out = append(out, p)
	}
	return out
}

// Mark says in a calendar of which workbook it is.
func Mark(identity string) string { return hash(identity) }

// hash is a short name for a text, which tells nothing of it.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// isPlanned reports whether somebody is to contact a lead: it is open, or won and contacted again.
func isPlanned(c *facts.Lead) bool {
	return !c.NextContact.IsZero() && !c.Duplicate && c.ID != "" && (c.Open || c.Kind == policy.KindWon)
}

// revisions are when what an event says was last changed, by lead.
func revisions(history []lead.Event) map[string]time.Time {
	out := map[string]time.Time{}
	for i := range history {
		switch e := &history[i]; {
		case !e.OfLead():
		case e.What == lead.Created, e.What == lead.Adopted, e.What == lead.Planned,
			e.What == lead.Changed && slices.Contains(said, e.Column):
			out[e.Lead] = lead.Latest(out[e.Lead], e.Time)
		}
	}
	return out
}

// said are the columns of which an event says something.
var said = []string{lead.ColNextContact, lead.ColNextStep, lead.ColName, lead.ColCompany, lead.ColEmail, lead.ColPhone,
	lead.ColNeed, lead.ColOwner}

// newEvent is the event of a lead. One at midnight is of the whole day.
func newEvent(b *facts.Dataset, c *facts.Lead, links Links, revised time.Time) event {
	at := c.NextContact.In(b.Zone)
	e := event{uid: c.ID + "." + hash(links.Identity) + "@leadsheet", start: at, stamp: revised,
		wholeDay: at.Equal(b.Midnight(at))}
	if e.stamp.IsZero() { // a row of which Activity says nothing yet
		e.stamp = lead.Latest(c.Received, time.Unix(0, 0))
	}
	step := cmp.Or(words.OneLine(c.NextStep), b.Say.Today.ContactAgain)
	e.summary = b.Say.Calendar.Event.With(words.Shorten(step, 200), words.Shorten(words.OneLine(c.Title(b.Say)), 100))
	var lines []string
	for _, l := range []struct{ column, text string }{{lead.ColCompany, c.Company}, {lead.ColPhone, c.Phone},
		{lead.ColEmail, c.Email}, {lead.ColNeed, words.Shorten(c.Need, 500)}} {
		if text := words.OneLine(l.text); text != "" {
			lines = append(lines, b.LeadsTitle(l.column)+": "+text)
		}
	}
	where := links.Workbook
	if links.Row != nil {
		if address := links.Row(c.ID); address != "" {
			where = address
		}
	}
	e.description = strings.Join(append(lines, c.ID+": "+where), "\n")
	if strings.Contains(where, "://") {
		e.url = where
	}
	return e
}
