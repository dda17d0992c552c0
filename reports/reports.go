// Package reports computes what the owner and the team see: the tab Report, the tab Today, and the numbers behind the
// charts. It is pure: the time is an argument, nothing is read or written, and the same input gives the same pages.
//
// docs/definitions.md defines every figure; change both together.
package reports

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Input is what the reports are computed from.
type Input struct {
	Policy  policy.Policy
	Leads   []lead.Lead
	History []lead.Event // the tab Activity; users may have sorted it
	// Journals is the zone in which Activity is written; nil: that of the policy.
	Journals *time.Location
	// CameIn are the rows of the tab Intake for what was received in the last AccountDays days, without those that tell
	// of a folder or a file. Older rows may be among them; none at all says that nothing has come in yet.
	CameIn []lead.IntakeRow
	// Mails are rows of the tab Intake, the oldest ones first: answers have the subjects of mails among them.
	Mails [][]lead.IntakeRow
	// Mailbox is the address of the mailbox that leadsheet watches, "" when there is none or it is not known. Mails that
	// leadsheet is to see need a copy there.
	Mailbox string
	// Watched are the places that were looked at for what customers write, and Checked is when; zero: there was no look.
	Watched []lead.Watched
	Checked time.Time
	// More says that more has come in than is in Leads: the next pass takes it in.
	More bool
}

// TabData is the title of the hidden tab that holds the numbers of the charts.
const TabData = "Report data"

// Build returns the tabs Report and Today, the hidden tab behind the charts, and the tabs Board and Lists where they
// are switched on, as of now. Times are shown in the zone of the policy.
func Build(in Input, now time.Time) []sheets.Page {
	b := newDataset(in, now)
	n := b.figures()
	pages := []sheets.Page{reportPage(b, n), todayPage(b), dataPage(b.say, n)}
	if in.Policy.Board {
		pages = append(pages, boardPage(b))
	}
	if in.Policy.Lists {
		pages = append(pages, listsPage(b))
	}
	return pages
}

// Figures returns the figures of the report with their sample sizes, as of now.
func Figures(in Input, now time.Time) Numbers { return newDataset(in, now).figures() }
