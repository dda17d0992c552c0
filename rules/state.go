package rules

import (
	"time"

	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// State is what the workbook says at the beginning of a pass.
type State struct {
	Policy  policy.Policy
	Leads   []lead.Lead
	History []lead.Event // the tab Activity in the order in which it was written
	Intake  []lead.IntakeRow
	Memory  *packed.Memory // of rows that have left the workbook; nil for none
	// Contacted are the rows that people have typed into Activity.
	Contacted []lead.Contacted
	// Journals is the zone in which Activity and Intake are written; nil: the one in force.
	Journals *time.Location
	// Stale are the time cells of Leads that show their moment in another zone than the one in force: titles of
	// columns, by Lead.Ref.
	Stale map[int][]string
	// LeadColumns are the titles present in the tab Leads, for questions of a form that have a column of their own.
	LeadColumns []string
	// Renamed are columns of the tab Leads that probably have another title now: the column by its new title.
	Renamed map[string]string
	// Edited is when users made the edits that this pass finds, not later than the time of the pass; zero for that
	// time.
	Edited time.Time
	// Later are the keys of rows of Intake that say "lead" and wait for a later pass. The value says whether the
	// summary is to tell of it: their originals could not be looked for.
	Later map[string]bool
	// Told are the messages to the team that were sent while the workbook could not be written: outgoing.Input.Told.
	Told map[string]string
	// Nowhere are the keys of rows of OfNewTeam whose originals were looked for and are nowhere any more.
	Nowhere map[string]bool
}

// Work is what one pass should do. Applied to the state, it leaves nothing to do.
type Work struct {
	NewLeads      []lead.Lead
	Changes       []Change
	Events        []lead.Event
	Intake        []lead.IntakeRow // to append
	IntakeChanges []IntakeChange
	Senders       []Sender // to append to the tab Senders
	Team          []TeamCell
	Notes         []string // for the summary of the pass

	// Unmatched are mails of the team that belong to no lead so far, while leads are left for later passes: one of them
	// may be theirs, and their source returns such mails only once.
	Unmatched []lead.Inquiry

	Rendered int // leads whose stale cells are written in the zone in force

	Taken int // leads that it concerns, apart from those that inquiries made or changed
	Left  int // leads that are left for the next pass

	// Due is the first moment after the time of the plan at which a lead becomes due or late, or a row that somebody
	// types is a lead: the rules have to be asked again then, although nothing has happened. Zero for none.
	Due time.Time
}

// Change sets one cell of a lead's row.
type Change struct {
	Ref    int    // Lead.Ref
	ID     string // the lead's ID after the change
	Column string // a title of the tab Leads
	Want   lead.Value
	Why    string
	// Needed says that events of the same work are only true if the cell is changed: nothing of it may be stored if the
	// change is left out.
	Needed bool
}

// IntakeChange sets the outcome of a row of the tab Intake.
type IntakeChange struct {
	Ref          int // IntakeRow.Ref
	Outcome      lead.Outcome
	Lead, Reason string
}

// Sender is an address whose mails are no leads, and why. A proposed one counts when a person ticks its row.
type Sender struct {
	Address, Why string
	Proposed     bool
}

// TeamCell is a cell of the tab Team to be filled.
type TeamCell = owners.Cell

// The authors of events, in the column By of the tab Activity.
const (
	byUs   = lead.ByLeadsheet
	byTeam = lead.ByTeam
)

// second rounds to the precision of a spreadsheet's times: a finer time would differ when it is read back.
func second(t time.Time) time.Time { return t.Truncate(time.Second) }

// Waiting returns since when the customer has been waiting who has waited longest for an answer; zero when nobody
// waits.
func (s State) Waiting() time.Time {
	return turns.Oldest(s.Leads, s.History, policy.NewKindCache(&s.Policy).Open)
}
