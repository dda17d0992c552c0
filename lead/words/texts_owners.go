package words

import (
	"strconv"
	"strings"
	"time"
)

// TeamTexts are about the rows of the tab Team.
type TeamTexts struct {
	Empty         string
	EmptyKept     Text1 `args:"names"`
	BackupUnknown Text1 `args:"name"`
	BackupSelf    string
	BackupCircle  Text1 `args:"names"`
	HoursKept     string
	NoLimit       Text1 `args:"value"`
	NoWay         Text1 `args:"values"`
	TellOrNot     string
	NoQuiet       Text1 `args:"value"`
	AlwaysQuiet   string
	TakesWord     Text1  `args:"value"`
	NoPostcode    Text1  `args:"value"`
	NoCountry     Text1  `args:"value"`
	InForce       string // why Activity has the content of the tab
}

// OwnerTexts say who has a lead and why, and who stands in for whom.
type OwnerTexts struct {
	// Parts of the reason of an owner whom leadsheet chose.
	Takes      Text1 `args:"what"`
	HasRoom    string
	AtWork     string
	BeginsNext Text1 `args:"time"`
	StandsIn   Text1 `args:"name"`

	HandedOver string // stands before a name, and begins the reason of an owner who changed
	Renamed    Text1  `args:"name"`
	Left       string
	AwayLong   Plural1 `args:"n"` // working days
	Silent     Text1   `args:"time"`

	Covers      Text2 `args:"name day"`
	CoversOpen  Text2 `args:"name owner"`
	NoCover     Text2 `args:"owner day"`
	NoCoverOpen Text1 `args:"owner"`
	CoverWhy    Text1 `args:"owner"`
	Back        Text1 `args:"owner"`

	// On Today.
	NoSign Text2   `args:"name time"`
	Wait   Plural1 `args:"n"` // goes on with NoSign

	// The absence note of a colleague.
	AwayNote Text1 `args:"date"`
	AwayKept Text1 `args:"owner"`
	AwayRead Text2 `args:"owner day"`
}

// Moment is a moment as people say it: Fri 20 Nov, 10:00. It is in the zone of at.
func (t *DateTexts) Moment(at time.Time) string {
	return t.DateTime.With(strings.Fields(t.Weekdays)[at.Weekday()],
		t.Day.With(strconv.Itoa(at.Day()), strings.Fields(t.Months)[at.Month()-1]), at.Format("15:04"))
}

// DayOf is a day as people say it: Fri 20 Nov. It is in the zone of at.
func (t *DateTexts) DayOf(at time.Time) string {
	return strings.Fields(t.Weekdays)[at.Weekday()] + " " +
		t.Day.With(strconv.Itoa(at.Day()), strings.Fields(t.Months)[at.Month()-1])
}
