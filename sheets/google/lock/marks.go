package lock

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"
)

// What leadsheet notes in a spreadsheet about itself stands in developer metadata, where no person comes across it.
// Each mark begins with the ID of the spreadsheet that it was made for: a copy (File, Make a copy) carries the marks
// along, and is known by them. Marks that were carried along are never changed, for that may not work.
const (
	homeKey = "leadsheet-home" // "ID N": leadsheet works here, and lock numbers up to N were carried along
	formKey = "leadsheet-lock" // "ID form held time": the form of the lock, and what came of trying it
	// driveKey is "ID account held time seconds": whether Drive tells an account of changes, and after how long.
	driveKey = "leadsheet-drive"
)

// Form is a form of the lock.
type Form string

// The forms of the lock. Which is in force stands in the spreadsheet, so that all leadsheets use the same.
const (
	ByMetadata Form = "metadata" // developer metadata under ever higher ids
	ByName     Form = "name"     // a named range
)

// Other returns the other form.
func (f Form) Other() Form {
	if f == ByName {
		return ByMetadata
	}
	return ByName
}

// String returns what people call it.
func (f Form) String() string {
	if f == ByName {
		return "the named range " + RangeName
	}
	return "developer metadata"
}

// State is the form that is in force, and what came of trying it.
type State struct {
	Form  Form
	Tried time.Time // zero if it has not been tried on this spreadsheet
	Held  bool
}

// Drive is what came of trying whether Google Drive tells an account that the spreadsheet has changed.
type Drive struct {
	Account string    // its name, which is not its address
	Tried   time.Time // zero if it has not been tried on this spreadsheet
	Held    bool
	Lag     time.Duration // after an edit
}

// Marks are the marks in a spreadsheet.
type Marks struct {
	Home    bool     // one says that leadsheet works here
	Carried int64    // lock numbers up to this come from the original
	Origins []string // IDs of the spreadsheets that it was copied from, if it was
	State   State
	own     []int64 // ids of the marks of the state
	drives  []driveMark
}

type driveMark struct {
	Drive
	id int64
}

// MarksOf reads the marks of the spreadsheet with this ID.
func MarksOf(id string, all []*api.DeveloperMetadata) Marks {
	m := Marks{}
	var own, others State
	for _, d := range all {
		words := strings.Fields(d.MetadataValue)
		switch {
		case len(words) < 2:
		case d.MetadataKey == homeKey && words[0] == id:
			m.Home = true
			if n, err := strconv.ParseInt(words[1], 10, 64); err == nil {
				m.Carried = max(m.Carried, n)
			}
		case d.MetadataKey == homeKey && !slices.Contains(m.Origins, words[0]):
			m.Origins = append(m.Origins, words[0])
		case d.MetadataKey == formKey && len(words) == 4:
			to := &others
			if words[0] == id {
				to = &own
				m.own = append(m.own, d.MetadataId)
			}
			l := State{Form(words[1]), parseStamp(words[3]), words[2] == "held"}
			if (l.Form == ByMetadata || l.Form == ByName) && !l.Tried.Before(to.Tried) {
				*to = l
			}
		case d.MetadataKey == driveKey && words[0] == id && len(words) == 5:
			seconds, _ := strconv.Atoi(words[4])
			m.drives = append(m.drives, driveMark{Drive{words[1], parseStamp(words[3]), words[2] == "held",
				time.Duration(seconds) * time.Second}, d.MetadataId})
		}
	}
	// What was tried on the original says which form a copy begins with, but it was not tried on the copy.
	m.State = State{Form: cmp.Or(own.Form, others.Form, ByMetadata), Tried: own.Tried, Held: own.Held}
	return m
}

// Missing returns the requests for a mark that says that leadsheet works here, if there is none.
func (m Marks) Missing(id string) []*api.Request {
	if m.Home {
		return nil
	}
	return []*api.Request{HomeMark(id, m.Carried)}
}

// HomeMark is a request for a mark that says that leadsheet works on the spreadsheet with this ID, and that lock
// numbers up to carried come from its original.
func HomeMark(id string, carried int64) *api.Request {
	return CreateMetadata(0, homeKey, id+" "+strconv.FormatInt(carried, 10))
}

// Keep returns the requests that keep a state in the spreadsheet with this ID, in place of what is kept.
func (m Marks) Keep(id string, l State) []*api.Request {
	reqs := []*api.Request{l.mark(id)}
	for _, old := range m.own {
		reqs = append(reqs, DeleteMetadata(old))
	}
	return reqs
}

func (l State) mark(id string) *api.Request {
	return CreateMetadata(0, formKey, strings.Join([]string{id, string(l.Form), heldWord(l.Held), formatStamp(l.Tried)},
		" "))
}

func heldWord(held bool) string {
	if held {
		return "held"
	}
	return "weak"
}

// DriveOf returns what came of trying Drive last with this account, and whether it was tried with another one.
func (m Marks) DriveOf(account string) (d Drive, others bool) {
	for _, mark := range m.drives {
		if mark.Account != account {
			others = true
		} else if !mark.Tried.Before(d.Tried) {
			d = mark.Drive
		}
	}
	return d, others
}

// KeepDrive returns the requests that keep what came of trying Drive in the spreadsheet with this ID.
func (m Marks) KeepDrive(id string, d Drive) []*api.Request {
	reqs := []*api.Request{CreateMetadata(0, driveKey, strings.Join([]string{id, d.Account, heldWord(d.Held),
		formatStamp(d.Tried), strconv.Itoa(int(d.Lag.Seconds()))}, " "))}
	for _, mark := range m.drives {
		if mark.Account == d.Account {
			reqs = append(reqs, DeleteMetadata(mark.id))
		}
	}
	return reqs
}

// LastWrite returns when leadsheet last wrote to a spreadsheet, by the clock of who wrote; zero if that cannot be told.
func LastWrite(s *api.Spreadsheet) time.Time {
	var last time.Time
	for _, n := range lockNumbers(s.DeveloperMetadata, time.Time{}) {
		last = later(last, n.stamp)
	}
	for _, t := range tokensOf(s.NamedRanges) {
		last = later(last, t.stamp)
	}
	return last
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Writes returns how often leadsheet has written to a spreadsheet, as its lock counts; 0 for never.
func Writes(s *api.Spreadsheet) int64 {
	n := (&metadataLock{}).Seen(s, time.Time{}).Number
	return max(n, (&nameLock{}).Seen(s, time.Time{}).Number)
}

// DropCarried returns the requests that delete the lock numbers which a copy has carried along.
func DropCarried(s *api.Spreadsheet, carried int64) []*api.Request {
	var reqs []*api.Request
	for _, n := range lockNumbers(s.DeveloperMetadata, time.Time{}) {
		if n.number <= carried {
			reqs = append(reqs, DeleteMetadata(base+n.number))
		}
	}
	return reqs
}

// CreateMetadata is a request for developer metadata of the spreadsheet; Google chooses the id if it is 0.
func CreateMetadata(id int64, key, value string) *api.Request {
	return &api.Request{
		CreateDeveloperMetadata: &api.CreateDeveloperMetadataRequest{DeveloperMetadata: &api.DeveloperMetadata{
			MetadataId: id, MetadataKey: key, MetadataValue: value, Visibility: "DOCUMENT",
			Location: &api.DeveloperMetadataLocation{Spreadsheet: true}}},
	}
}

// DeleteMetadata is a request that deletes the developer metadata with an id.
func DeleteMetadata(id int64) *api.Request {
	return &api.Request{DeleteDeveloperMetadata: &api.DeleteDeveloperMetadataRequest{
		DataFilter: &api.DataFilter{DeveloperMetadataLookup: &api.DeveloperMetadataLookup{MetadataId: id}}}}
}

// DeleteName is a request that deletes the named range with an ID.
func DeleteName(id string) *api.Request {
	return &api.Request{DeleteNamedRange: &api.DeleteNamedRangeRequest{NamedRangeId: id}}
}
