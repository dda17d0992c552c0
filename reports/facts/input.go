package facts

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// AccountDays is how many days back Input.CameIn must reach: over a holiday the account of what came in is of the days
// since the last working day.
const AccountDays = 16

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
	// Untold are the people of the tab Team who are to be told of leads, and cannot be.
	Untold []string
	// Unsent is since when messages to the team wait that no server has taken; zero for none.
	Unsent time.Time
	// More says that more has come in than is in Leads: the next pass takes it in.
	More bool
}
