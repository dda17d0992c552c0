// Package handover turns a workbook into files for other programs: CSV and JSON with everything in it, and the files
// that the importers of other products take, so that a team that outgrows a spreadsheet leaves with all of it.
//
// It computes on values and writes into what it is given; rows are written one after the other, and never collected.
package handover

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Business is what is handed over: the tabs Leads and Activity as of one moment.
type Business struct {
	AsOf     time.Time
	Zone     *time.Location // of the business: days and times of day are its
	Currency string         // in which values are; "" where that is not said

	Columns []Column // of the tab Leads, in its order
	Rows    int      // the leads
	// Value is what a lead has in a column (both from 0): a string, a float64, a time.Time, or nil for a blank.
	Value  func(row, column int) any
	Events []lead.Event // the tab Activity, in the order in which it was written

	// Kind tells of which kind a status is, and Email the mail address of an owner; "" for one who has none.
	Kind  func(status string) policy.StatusKind
	Email func(owner string) string
}

// Column is a column of the tab Leads.
type Column struct {
	Title string // unique among the columns
	Name  string // what leadsheet calls it; "" for a column of people's own
	// Day says that times of it are days, unless they have a time of day.
	Day bool
}

// Folder is where files are written. A name may have one folder before it, with a slash between.
type Folder interface {
	Create(name string) (io.WriteCloser, error)
}

// Made is a file that was written.
type Made struct {
	Name string
	Rows int // below the titles
	Part int // which file of its name it is, from 1
}

// Describe says which files were written and how many rows they have, those of one name together.
func Describe(made []Made) string {
	var parts []string
	for i := 0; i < len(made); {
		first, last, n := made[i], made[i], made[i].Rows
		for i++; i < len(made) && made[i].Part > 1; i++ {
			last, n = made[i], n+made[i].Rows
		}
		name := first.Name
		if last.Part > 1 {
			name += " to " + last.Name
		}
		parts = append(parts, fmt.Sprintf("%s (%d)", name, n))
	}
	return strings.Join(parts, ", ")
}

// text is a value as CSV files have it: times in ISO 8601 with the zone's offset, days without.
func (b *Business) text(v any, c *Column) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return b.moment(v, c.Day)
	}
	return ""
}

// moment is a time as CSV files have it; "" for the zero time. Days without a time of day are days alone.
func (b *Business) moment(t time.Time, day bool) string {
	return when(t.In(b.Zone), day, time.DateOnly, time.RFC3339)
}

// when writes a time in one of two forms: days without a time of day are days alone.
func when(t time.Time, mayBeDay bool, day, moment string) string {
	switch {
	case t.IsZero():
		return ""
	case mayBeDay && t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format(day)
	}
	return t.Format(moment)
}
