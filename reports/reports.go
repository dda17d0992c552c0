// Package reports computes what the owner and the team see: the tab Report, the tab Today, and the numbers behind the
// charts. It is pure: the time is an argument, nothing is read or written, and the same input gives the same pages.
//
// docs/definitions.md defines every figure; change both together.
package reports

import (
	"time"

	"leadsheet/reports/detail"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/reports/today"
	"leadsheet/sheets"
)

// Input is what the reports are computed from.
type Input = facts.Input

// AccountDays is how many days back Input.CameIn must reach.
const AccountDays = facts.AccountDays

// dataset is the input prepared for counting, with what only the report asks of it.
type dataset struct{ *facts.Dataset }

// Build returns the tabs Report, Today and Figures, and the tabs Board and Lists where they
// are switched on, as of now. Times are shown in the zone of the policy.
func Build(in Input, now time.Time) []sheets.Page { return Pages(facts.New(in, now)) }

// Pages are those of Build, for callers that have the facts.
func Pages(of *facts.Dataset) []sheets.Page {
	b := &dataset{of}
	in, n := of.In, figures.Of(of)
	pages := []sheets.Page{reportPage(b, n), today.Page(b.Dataset), detail.Page(b.Dataset, &n)}
	if in.Policy.Board {
		pages = append(pages, boardPage(b))
	}
	if in.Policy.Lists {
		pages = append(pages, listsPage(b))
	}
	return pages
}
