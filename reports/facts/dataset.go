// Package facts prepares a workbook for counting: every lead with what its history in Activity says of it. The pages
// Report, Today, Board and Lists are made of it, and what people read about the process.
//
// Everything here is computed from its arguments.
package facts

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// Dataset is the input prepared for counting: every lead with its kind and its status history.
type Dataset struct {
	In     Input // as it was given
	Policy policy.Policy
	Say    *words.Texts
	// weekdays and months are their short names.
	weekdays, months []string
	texts            []*words.Texts // of all languages: Activity may have been written in any

	Zone, journals *time.Location // of the policy, and Input.Journals

	Now   time.Time // in Zone
	Today time.Time // midnight of that day
	// Leads are those of the workbook, and behind the first InBook ones those whose rows have been deleted.
	Leads   []Lead
	InBook  int
	Answers map[string]int // mails of the team that were seen in the last 30 days, by sender
	People  *owners.Watch
	// FirstEvent is when the first event of a lead happened, FirstLead when the oldest lead came in; before that nothing
	// is known.
	FirstEvent, FirstLead time.Time
	// Past are the months of which leads went to the archive.
	Past      []lead.PastMonth
	Corrected []Correction // in the order of their leads and times
	recaller  recaller
	steps     []step // what became of follow-ups, chained for each lead
	// start and startBefore begin the last 30 days and the 30 days before; until ends the last 30 days.
	start, startBefore, until time.Time
}

// Lead is a lead with what the reports derive from its history.
type Lead struct {
	*lead.Lead
	Kind      policy.StatusKind // "" for an unknown status
	Open      bool
	Duplicate bool // a duplicate, or not a lead: it leaves the counts (docs/definitions.md, section 1)
	Track     Track
	// Turn is the one that is open, if the customer waits.
	Turn  turns.Turn
	Waits bool
	// Later are the waits for answers to later messages, the one that goes on last; nearly always none.
	Later []Wait
	// firstDue is until when the first response is or was due, whatever Respond by says of a later message.
	firstDue time.Time
	Memory   *Memory // of a lead without a row; nil for others
}

// New prepares the input as of now.
func New(in Input, now time.Time) *Dataset {
	say := in.Policy.Words.Texts()
	b := &Dataset{In: in, Policy: in.Policy, Zone: in.Policy.Location(), journals: in.Journals, Say: say,
		weekdays: strings.Fields(say.Dates.Weekdays), months: strings.Fields(say.Dates.Months)}
	b.recaller = newRecaller(&in)
	b.journals = b.recaller.journals
	for _, l := range in.Policy.Words.All() {
		b.texts = append(b.texts, l.Texts())
	}
	b.Now = now.In(b.Zone)
	b.Today = b.Midnight(b.Now)
	b.start, b.startBefore = b.Now.AddDate(0, 0, -Days), b.Now.AddDate(0, 0, -2*Days)
	b.until = b.Now.Add(time.Nanosecond)
	b.People = owners.NewWatch(&b.Policy, b.Now)
	kinds := newKinds(in.Policy)
	b.Leads, b.InBook = make([]Lead, len(in.Leads)), len(in.Leads)
	for i := range in.Leads {
		b.Leads[i].Lead = &in.Leads[i]
	}
	b.readHistory(in.History, kinds)
	b.dropTyped()
	quality := in.Policy.Words.Spellings(words.Qualities, "duplicate")
	for i := range b.Leads {
		c := &b.Leads[i]
		c.Kind, c.Open = kinds.of(c.Status)
		c.Duplicate = c.Kind == policy.KindNoLead || oneOf(c.Quality, quality) ||
			!c.Open && oneOf(c.RefusalReason, kinds.duplicate)
		c.Turn, c.Waits = c.Track.Turns.Of(c.Lead, c.Open)
		c.firstDue = c.Track.Turns.FirstDue(c.Lead)
		c.Later = b.laterWaits(c)
		b.settle(c)
		if !c.Received.IsZero() && (b.FirstLead.IsZero() || c.Received.Before(b.FirstLead)) {
			b.FirstLead = c.Received
		}
	}
	b.rememberPast()
	return b
}

// dropTyped leaves out the rows that somebody may still be typing.
func (b *Dataset) dropTyped() {
	for i := len(b.Leads) - 1; i >= 0; i-- { // nearly always there is none
		if !b.Leads[i].Track.Past.typing {
			continue
		}
		if i < b.InBook {
			b.InBook--
		}
		b.Leads = slices.Delete(b.Leads, i, i+1)
	}
}

// Midnight returns the beginning of t's day in the business zone.
func (b *Dataset) Midnight(t time.Time) time.Time {
	t = t.In(b.Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, b.Zone)
}

// kinds remembers what each status means: there are few statuses and many leads and events.
type kinds struct {
	policy    policy.Policy
	known     map[string]policy.StatusKind
	duplicate []string // the Refusal reason of a duplicate, in all spellings
}

func newKinds(p policy.Policy) *kinds {
	return &kinds{policy: p, known: map[string]policy.StatusKind{},
		duplicate: p.Words.Spellings(words.Reasons, "Duplicate")}
}

// of returns the kind of a status and whether a lead in it is open (docs/definitions.md, section 1). A lead without a
// status is new; one with an unknown status counts as open, so that it is not overlooked.
func (k *kinds) of(status string) (policy.StatusKind, bool) {
	kind, seen := k.known[status]
	if !seen {
		kind, _ = k.policy.KindOf(status)
		if strings.TrimSpace(status) == "" {
			kind = policy.KindNew
		}
		k.known[status] = kind
	}
	return kind, kind == "" || kind.Open()
}

// WorksOn reports whether work is done on t's day; without working hours it is every day.
func (b *Dataset) WorksOn(t time.Time) bool { return b.Policy.Calendar.WorksOn(t) }

// longest is the longest response time that is counted day by day; beyond it a date was mistyped.
const longest = 5 * 365 * 24 * time.Hour

// Work returns the working time between a and b.
func (b *Dataset) Work(from, to time.Time) time.Duration {
	if to.Sub(from) > longest {
		to = from.Add(longest)
	}
	return b.Policy.Calendar.WorkBetween(from, to)
}

// oneOf reports whether a name is one of several.
func oneOf(a string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return words.Same(a, name) })
}
