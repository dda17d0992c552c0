package reports

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/remarks"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// dataset is the input prepared for counting: every lead with its kind and its status history.
type dataset struct {
	policy  policy.Policy
	say     *words.Texts
	covered remarks.Shown
	// weekdays and months are their short names.
	weekdays, months []string

	zone, journals *time.Location // of the policy, and Input.Journals

	now   time.Time // in zone
	today time.Time // midnight of now's day
	// leads are those of the workbook, and behind the first inBook ones those whose rows have been deleted.
	leads  []leadFacts
	inBook int
	// cameIn is Input.CameIn.
	cameIn  []lead.IntakeRow
	history []lead.Event       // Input.History
	mails   [][]lead.IntakeRow // Input.Mails
	answers map[string]int     // mails of the team that were seen in the last 30 days, by sender
	// mailbox is Input.Mailbox.
	mailbox string
	people  *owners.Watch
	watch   watch
	// firstEvent is when the first event of a lead happened, firstLead when the oldest lead came in; before that nothing
	// is known.
	firstEvent, firstLead time.Time
	corrected             []Correction // in the order of their leads and times
	// start and startBefore begin the last 30 days and the 30 days before.
	start, startBefore time.Time
}

// leadFacts is a lead with what the reports derive from its history.
type leadFacts struct {
	*lead.Lead
	kind      policy.StatusKind // "" for an unknown status
	open      bool
	duplicate bool // a duplicate, or not a lead: it leaves the counts (docs/definitions.md, section 1)
	track     track
	// turn is the one that is open, if the customer waits.
	turn  turns.Turn
	waits bool
	// firstDue is until when the first response is or was due, whatever Respond by says of a later message.
	firstDue time.Time
	memory   *memory // of a lead without a row; nil for others
}

func newDataset(in Input, now time.Time) *dataset {
	say := in.Policy.Words.Texts()
	b := &dataset{policy: in.Policy, zone: in.Policy.Location(), journals: in.Journals, say: say,
		covered:  remarks.New(in.Policy.Words),
		weekdays: strings.Fields(say.Dates.Weekdays), months: strings.Fields(say.Dates.Months)}
	if b.journals == nil {
		b.journals = b.zone
	}
	b.now, b.cameIn, b.mailbox = now.In(b.zone), in.CameIn, in.Mailbox
	b.mails, b.history = in.Mails, in.History
	b.watch = watch{in.Watched, in.Checked, in.More}
	b.today = b.midnight(b.now)
	b.start, b.startBefore = b.now.AddDate(0, 0, -days), b.now.AddDate(0, 0, -2*days)
	b.people = owners.NewWatch(&b.policy, b.now)
	kinds := newKinds(in.Policy)
	b.leads, b.inBook = make([]leadFacts, len(in.Leads)), len(in.Leads)
	for i := range in.Leads {
		b.leads[i].Lead = &in.Leads[i]
	}
	b.readHistory(in.History, kinds)
	b.dropTyped()
	quality := in.Policy.Words.Spellings(words.Qualities, "duplicate")
	for i := range b.leads {
		c := &b.leads[i]
		c.kind, c.open = kinds.of(c.Status)
		c.duplicate = c.kind == policy.KindNoLead || oneOf(c.Quality, quality) ||
			!c.open && oneOf(c.RefusalReason, kinds.duplicate)
		c.turn, c.waits = c.track.turns.Of(c.Lead, c.open)
		c.firstDue = c.track.turns.FirstDue(c.Lead)
		b.settle(c)
		if !c.Received.IsZero() && (b.firstLead.IsZero() || c.Received.Before(b.firstLead)) {
			b.firstLead = c.Received
		}
	}
	return b
}

// dropTyped leaves out the rows that somebody may still be typing.
func (b *dataset) dropTyped() {
	for i := len(b.leads) - 1; i >= 0; i-- { // nearly always there is none
		if !b.leads[i].track.past.typing {
			continue
		}
		if i < b.inBook {
			b.inBook--
		}
		b.leads = slices.Delete(b.leads, i, i+1)
	}
}

// midnight returns the beginning of t's day in the business zone.
func (b *dataset) midnight(t time.Time) time.Time {
	t = t.In(b.zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, b.zone)
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

// worksOn reports whether work is done on t's day; without working hours it is every day.
func (b *dataset) worksOn(t time.Time) bool { return b.policy.Calendar.WorksOn(t) }

// longest is the longest response time that is counted day by day; beyond it a date was mistyped.
const longest = 5 * 365 * 24 * time.Hour

// work returns the working time between a and b.
func (b *dataset) work(from, to time.Time) time.Duration {
	if to.Sub(from) > longest {
		to = from.Add(longest)
	}
	return b.policy.Calendar.WorkBetween(from, to)
}

// oneOf reports whether a name is one of several.
func oneOf(a string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return words.Same(a, name) })
}
