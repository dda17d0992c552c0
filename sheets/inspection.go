package sheets

import "time"

// Inspection is a workbook as leadsheet finds it: its structure and the titles of its columns, no content.
type Inspection struct {
	Title, Zone, Locale string // of a Google spreadsheet
	Account             string // who leadsheet is signed in as; "" when that is not known
	Cells               int64  // of all grids, empty ones too: they count against CellLimit; 0 when that is not known
	Tabs                []InspectedTab
	Version             int64         // how often leadsheet has written here, as the lock counts; 0 for never
	Took                time.Duration // of one read
}

// InspectedTab is the structure of one tab.
type InspectedTab struct {
	Title      string
	Rows, Cols int64 // of the grid, empty ones too; 0 when that is not known
	Hidden     bool
	Internal   bool     // the backend keeps its own notes there
	Columns    []string // the titles; "" for a column without one
	Twins      []int    // columns whose title another one bears, too, and that are not used
	Fault      string   // why the titles cannot be relied on; see Tab
	Filtered   bool     // a filter hides rows for everybody
	Merged     []string // merged ranges below the header
	Tables     []string // names of the tables that ranges were converted to
	Locked     []Lock   // protections that keep leadsheet from writing
}

// Lock is a protected range that leadsheet may not edit.
type Lock struct {
	Range       string // B2:D10, or "the whole tab"
	What        string // its description, if it has one
	First, Last int64  // columns from 0, Last exclusive
	HeaderOnly  bool   // nothing below the titles is protected
}

// Inspect returns what a snapshot tells of the structure of its workbook, for backends that keep no more of it.
func Inspect(snap *Snapshot, layout Layout) *Inspection {
	i := &Inspection{}
	for _, t := range layout.Tabs {
		if tab := snap.Tabs[t.Called()]; tab != nil {
			i.Tabs = append(i.Tabs,
				InspectedTab{Title: t.Title, Columns: tab.Columns, Twins: tab.Twins, Fault: tab.Fault})
		}
	}
	return i
}

// Tab returns the tab of that title, nil if there is none.
func (i *Inspection) Tab(title string) *InspectedTab {
	for n := range i.Tabs {
		if Fold(i.Tabs[n].Title) == Fold(title) {
			return &i.Tabs[n]
		}
	}
	return nil
}
