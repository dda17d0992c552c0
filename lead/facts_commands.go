package lead

import "strings"

// FactAssigned says among the facts of a lead that its owner was chosen by the rule: such choices are counted.
const FactAssigned = "assigned"

// The facts of an event of a command.
const (
	FactVerb = "verb"
	FactLead = "lead" // the other lead
	FactAt   = "at"
	FactWas  = "was"  // the status before
	FactIs   = "is"   // and since
	FactMail = "mail" // the key of the mail that brought it
	FactFile = "file" // the key of the file with which a lead was taken back
	// FactOptOut is the address that is not to be written to any more.
	FactOptOut = "address"
	// In front of the names of columns: what a cell held before a command was done, and since.
	FactCellWas, FactCellIs = "was_", "is_"
)

// The facts of an event about a step of the tab Follow-up, beside those of the two cells.
const (
	FactAfter = "after"
	FactDay   = "day"
)

// FactCopy says in an event of a merge that it is the original's, and factKeys of which messages it took over the turn.
const (
	FactCopy = "copy"
	FactKeys = "messages"
)

// IsOfFile reports whether what a command's event says is that a file was taken back.
func IsOfFile(facts string) bool { return strings.Contains(facts, `"`+FactFile+`":`) }

// MakesDuplicate reports whether an event is that of a merge in the lead that became the duplicate.
func MakesDuplicate(e *Event) bool {
	return e.What == Merged && !strings.Contains(e.To, `"`+FactCopy+`":`)
}
