package health

import "time"

// Snapshot is how a leadsheet fares at one moment. It is a value of its own; its JSON is what programs read, and its
// names stay. Times that are not known are left out.
type Snapshot struct {
	// Team is the name of the team in a fleet; "" for a leadsheet of one team.
	Team string `json:"team,omitempty"`
	// At is the moment, Started when the process began to watch.
	At      time.Time `json:"at"`
	Started time.Time `json:"started,omitzero"`
	// Zone is the time zone of the team, such as Europe/Berlin; UTC while it is not known.
	Zone string `json:"zone"`
	// OK says that nothing waits that should not: it is what /healthz and the exit code of the command status say.
	OK bool `json:"ok"`
	// Problems are what is wrong or worth a look now, the gravest first.
	Problems []Problem `json:"problems"`

	LastPass time.Time `json:"last_pass,omitzero"` // when it ended
	LastGood time.Time `json:"last_good_pass,omitzero"`
	Took     float64   `json:"last_pass_seconds"`
	NextDue  time.Time `json:"next_due,omitzero"`
	Good     int       `json:"good_passes"` // since the start
	Failed   int       `json:"failed_passes"`

	// LastWrite is when the workbook was written last, where no running leadsheet could be asked; Started is zero then.
	LastWrite time.Time `json:"last_write,omitzero"`

	Leads    int `json:"leads"`     // in the workbook, as the last pass that read it counted
	CameIn   int `json:"came_in"`   // since the start
	NewLeads int `json:"new_leads"` // since the start
	Notes    int `json:"notes"`     // remarks of the last pass, which are in the log
	Unsent   int `json:"unsent"`    // messages of which the mail server has taken nothing so far

	// Lag is how many seconds the oldest thing may have waited that is not taken in, at most a week. A source that
	// cannot be reached may have held something since it answered last.
	Lag     float64      `json:"lag_seconds"`
	Sources []SourceNow  `json:"sources"`
	Account *Account     `json:"account,omitempty"` // the last one; nil before the first
	Errors  []Occurrence `json:"errors"`            // the last ones, the newest first
}

// SourceNow is a source as the last pass found it.
type SourceNow struct {
	Name    string    `json:"name"`
	Reached time.Time `json:"reached,omitzero"` // when it answered last
	Waiting int       `json:"waiting"`          // found there and not stored
	Oldest  time.Time `json:"oldest,omitzero"`  // since when the first of it waits
	Failing bool      `json:"failing"`          // it did not answer the last pass
	Why     string    `json:"why,omitempty"`    // what waits there waits for; "" when nothing does
}

// Problem is something that is wrong now.
type Problem struct {
	Kind Kind `json:"kind"`
	// Grave says that something waits that should not; else it is only worth a look.
	Grave bool      `json:"grave"`
	Since time.Time `json:"since,omitzero"`
	Text  string    `json:"text"`
}

// Kind is the kind of a problem. Its values are read by programs and stay.
type Kind string

// The kinds of problems.
const (
	Starting   Kind = "starting"    // no pass has ended since the start
	Late       Kind = "late"        // the next pass is long due
	Failing    Kind = "failing"     // passes fail
	Open       Kind = "open"        // a person has the workbook open
	NoRow      Kind = "no_row"      // something that came in has no row
	NoAccount  Kind = "no_account"  // it is not known whether everything has a row
	Unsent     Kind = "unsent"      // messages cannot be sent
	Beside     Kind = "beside"      // something failed that holds up nothing that comes in
	NotRunning Kind = "not_running" // no leadsheet answers
)

// Kinds returns every Kind, in the order of gravity.
func Kinds() []Kind {
	return []Kind{NotRunning, Failing, Late, NoRow, NoAccount, Open, Unsent, Starting, Beside}
}

// Occurrence is an error and when it occurred.
type Occurrence struct {
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	Times int       `json:"times"`
	Text  string    `json:"text"`
}
