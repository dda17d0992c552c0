package intake

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// The sources by which an Account is divided. That of a mailbox's folder is MailFolder.
const (
	InDropFolder = "drop folder"
	InResponses  = "form responses"
	InMails      = "attached to mails" // messages and exports; they come with their mail
	Elsewhere    = "elsewhere"         // rows whose place is of none of these
)

// MailFolder is the source of the messages in a folder of the mailbox.
func MailFolder(folder string) string { return "mailbox " + folder }

// Arrival is one thing that stands at a source: a message, or a record of a form. A thing of which the tab Intake knows
// the place has nothing but its Source and Where.
type Arrival struct {
	Source  string
	Where   string // as lead.Inquiry.Where
	File    string // path below the drop folder; "" for what comes from no file
	Key     string // as lead.Inquiry.Key
	Edited  bool   // the answers of a known record as they are now
	Subject string
	From    string

	// Received is when it was sent or came in, Came when it reached the source; a record of last week may stand in a
	// file of today. Zero when it is not known.
	Received, Came time.Time

	LeftOut bool   // it is not to be taken in
	Passed  bool   // a pass has read what came at the same time or later, and so it should have a row
	Remedy  Remedy // what gives it a row
}

// Remedy is what gives an arrival without a row one.
type Remedy uint8

// The remedies.
const (
	NextPass  Remedy = iota // the next pass takes it in
	ForgetRow               // the line that says that all of its file is there must be deleted first
	MoveBack                // it must be moved back to where it came in
)

// Comparison is what stands at the sources beside what the tab Intake says.
type Comparison struct {
	Rows     []lead.IntakeRow
	Memory   *packed.Memory // of rows that have left it; nil for none
	Arrivals []Arrival
	Looked   []string  // the sources that could be looked at
	Since    time.Time // what was received before is not counted; zero for everything
	// Fresh is the time from which on what has come may wait for the next pass.
	Fresh time.Time
}

// Account says what came in at the sources, what became of it, and what has no row.
type Account struct {
	Sources []SourceAccount // in the order of the arrivals, then of their names
}

// SourceAccount is the account of one source.
type SourceAccount struct {
	Source   string
	Looked   bool
	Rows     int // of the tab Intake
	Outcomes map[lead.Outcome]int
	Again    int // the same once more: it has the row of the first
	Archived int // its row has left the workbook
	Gone     int // of the rows, those whose message is not there any more
	LeftOut  int // not to be taken in, and not received
	Waiting  []Arrival
	Missing  []Arrival // without a row
}

// Accounted is how many have a row.
func (a *SourceAccount) Accounted() int { return a.Rows + a.Again + a.Archived }

// Received is how many came in.
func (a *SourceAccount) Received() int { return a.Accounted() + len(a.Waiting) + len(a.Missing) }

// Missing is what has no row, of all sources.
func (a *Account) Missing() []Arrival {
	var all []Arrival
	for i := range a.Sources {
		all = append(all, a.Sources[i].Missing...)
	}
	return all
}

// Account compares. It is pure. Like the sources and the rules it knows a thing by its place, or else by its key.
func (c Comparison) Account() Account {
	out := accounts{by: map[string]*SourceAccount{}}
	for _, source := range c.Looked {
		out.of(source).Looked = true
	}
	rowOf := c.match()
	taken := make([]bool, len(c.Rows))
	unstored := map[string]bool{}
	// Places first: of two copies the one whose place has the row is not the copy.
	for i := range c.Arrivals {
		if row := rowOf[i]; row >= 0 && c.Rows[row].Where == c.Arrivals[i].Where {
			taken[row] = true
		}
	}
	for i := range c.Arrivals {
		a, row := &c.Arrivals[i], rowOf[i]
		to := out.of(a.Source)
		switch key := a.identity(); {
		case row >= 0 && c.Rows[row].Where == a.Where:
		case row >= 0 && !taken[row]:
			taken[row] = true // the folder was renumbered, or a user has moved the message
		case !c.Since.IsZero() && !a.Received.IsZero() && a.Received.Before(c.Since):
		case row < 0 && (c.Memory.Key(a.Key) || c.Memory.Place(a.Where)):
			to.Archived++
		case a.LeftOut && row < 0:
			to.LeftOut++
		case row >= 0 || key != "" && unstored[key]:
			to.Again++
		case !a.Passed && a.Came.After(c.Fresh):
			unstored[key] = true
			to.Waiting = append(to.Waiting, *a)
		default:
			unstored[key] = true
			to.Missing = append(to.Missing, *a)
		}
	}
	c.countRows(&out, taken)
	return out.sorted()
}

// countRows counts the rows of the tab Intake.
func (c Comparison) countRows(out *accounts, taken []bool) {
	for i := range c.Rows {
		r := &c.Rows[i]
		if !CameIn(r) || !c.Since.IsZero() && !r.Received.IsZero() && r.Received.Before(c.Since) {
			continue
		}
		to := out.of(sourceOf(r.Where))
		to.Rows++
		to.Outcomes[r.Outcome]++
		if !taken[i] && to.Looked && strings.HasPrefix(to.Source, MailFolder("")) {
			to.Gone++
		}
	}
}

// match returns for each arrival the index of its row, -1 for none.
func (c Comparison) match() []int {
	places, keys := map[string]int{}, map[string]int{}
	for i := range c.Arrivals {
		a := &c.Arrivals[i]
		if a.Where != "" {
			places[a.Where] = -1
		}
		if key := a.identity(); key != "" {
			keys[key] = -1
		}
	}
	note := func(in map[string]int, text string, row int) {
		if was, wanted := in[text]; wanted && was < 0 {
			in[text] = row
		}
	}
	for i := range c.Rows {
		note(places, c.Rows[i].Where, i)
		for _, key := range ledger.ParseKey(c.Rows[i].Key).Identities() {
			note(keys, key, i)
		}
	}
	rows := make([]int, len(c.Arrivals))
	for i := range c.Arrivals {
		a := &c.Arrivals[i]
		rows[i] = -1
		if key := a.identity(); key != "" {
			rows[i] = keys[key]
		}
		// Two files may have the same name: only the place of a message says which one it is.
		if rows[i] < 0 && a.Where != "" && strings.HasPrefix(a.Source, MailFolder("")) {
			rows[i] = places[a.Where]
		}
	}
	return rows
}

// identity is the key by which rules.Plan would know it.
func (a *Arrival) identity() string {
	if a.Key == "" {
		return ""
	}
	return ledger.ParseKey(a.Key).Identity(a.Edited)
}

// CameIn reports whether a row of the tab Intake stands for something that came in. Lines about the start of a folder
// and about a file that was read to its end do not, and neither do the mails that the team has sent.
func CameIn(r *lead.IntakeRow) bool {
	if blank := r.Key == "" && r.Where == "" && r.Outcome == ""; blank {
		return false
	}
	switch ledger.ParseKey(r.Key).Kind() {
	case ledger.FolderStart, ledger.SentMail, ledger.FileSummary:
		return false
	}
	return true
}

// sourceOf is the source of what has that place.
func sourceOf(where string) string {
	switch {
	case strings.HasPrefix(where, "responses of "), strings.HasPrefix(where, "file google:"):
		return InResponses
	case strings.HasPrefix(where, "file "):
		return InDropFolder
	}
	if folder := mailin.FolderOf(where); folder != "" {
		return MailFolder(folder)
	}
	for i := range where { // the folder's name may have a comma, too
		if strings.HasPrefix(where[i:], ", ") && mailin.FolderOf(where[:i]) != "" {
			return InMails
		}
	}
	return Elsewhere
}

// accounts are the accounts of sources while they are made.
type accounts struct {
	by    map[string]*SourceAccount
	order []string
}

// of returns the account of a source, and makes it if there is none.
func (x *accounts) of(source string) *SourceAccount {
	a := x.by[source]
	if a == nil {
		a = &SourceAccount{Source: source, Outcomes: map[lead.Outcome]int{}}
		x.by[source] = a
		x.order = append(x.order, source)
	}
	return a
}

// sorted returns the accounts: folders of the mailbox, what is attached to mails, then the others.
func (x *accounts) sorted() Account {
	rank := func(source string) int {
		if strings.HasPrefix(source, MailFolder("")) {
			return 0
		}
		return 1 + slices.Index([]string{InMails, InDropFolder, InResponses, Elsewhere}, source)
	}
	slices.SortStableFunc(x.order, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	var out Account
	for _, source := range x.order {
		out.Sources = append(out.Sources, *x.by[source])
	}
	return out
}
