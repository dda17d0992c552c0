package words

// DateTexts say how days and times are written for people.
type DateTexts struct {
	Weekdays string // seven, from Sunday, divided by spaces
	Months   string // twelve, divided by spaces

	Day             Text2  `args:"day month"`
	DayOfYear       Text3  `args:"day month year"`
	MonthOfYear     Text2  `args:"month year"`
	DateTime        Text3  `args:"weekday date time"`
	Minutes         Text1  `args:"n"`
	Hours           Text1  `args:"n"`
	HoursAndMinutes Text2  `args:"h min"`
	Thousands       string // divides thousands
}

// TodayTexts are what stands on the tab Today.
type TodayTexts struct {
	// What it says while no lead needs anything; Folder, Form and Checked are in {where}, the rest follows it.
	Nobody        string
	NobodyIn      Text1 `args:"where"`
	Folder        Text1 `args:"name"`
	Form          string
	Checked       Text1   `args:"time"`
	Untouched     Plural2 `args:"n tab"` // in the place of Nobody, as the next one
	NothingRead   string
	Reading       string // goes before NothingRead
	Missed        Text1  `args:"places"`
	NotWatched    Text1  `args:"places"`
	Calls         string
	AnyMailbox    string
	MailboxOf     Text1   `args:"name"`
	MoreMailboxes Plural1 `args:"n"`

	NoOwner string
	Late    Plural1 `args:"n"`

	Lead, Owner, What, Since string

	More          Text1 `args:"n"`
	Respond       Text1 `args:"time"`
	CameIn        Text1 `args:"day"`
	Waits         Text3 `args:"time text due"`
	Quiet         string
	Wrote         Text2 `args:"name text"`
	FollowUp      Text1 `args:"step"`
	FollowUpToday Text1 `args:"step"`
	ContactAgain  string
	IsToday       string
	Postponed     Text1 `args:"column"`
	NoDate        Text2 `args:"column step"`
	JustNow       string

	NeverContacted string
	List           Text3 `args:"name n all"`

	// The account of what came in; Account is its line, with one of the periods and the parts.
	Account       Text2 `args:"period parts"`
	Yesterday     string
	FromTo        Text2 `args:"first last"`
	NothingCameIn string
	AllCameIn     Text1 `args:"n"`
	Added         Text1 `args:"n"`
	PutAside      Text1 `args:"n"`
	NotRead       Text1 `args:"n"`

	LooseEnds      string
	MoreLooseEnds  Plural1 `args:"n"`
	WroteAgain     Text2   `args:"name text"`
	Deleted        Text3   `args:"lead name column"`
	DeletedWaiting Text4   `args:"lead name time column"`
}

// ReportTexts are what stands on the tab Report, and on the hidden one behind its charts.
type ReportTexts struct {
	Title   string
	TitleOf Text1 `args:"business"`
	AsOf    Text1 `args:"time"`
	// CheckedAt says when leadsheet looked last whether the page is as it should be.
	CheckedAt Text1   `args:"time"`
	LeftOut   Plural1 `args:"n"`
	Deleted   Plural1 `args:"n"`
	Written   string
	Leads     Plural1 `args:"n"`
	Empty     string
	NoName    string

	WeeksHeading string
	WeeksAlt     string
	FunnelAlt    string
	NewLeads     string
	Won          string
	LeadsSeries  string
	StillOpen    Text1 `args:"percent"`
	Undated      Text1 `args:"leads"`
	UndatedDeals Text1 `args:"leads"`
	Week         Text1 `args:"n"`
	WeekHead     string
	StageHead    string

	AllLeads, Contacted, Qualifying, Deal string // the stages of the funnel, with Won

	SourcesHeading, Source, Days30, Deals, WonValue string
	OtherSources                                    Plural1 `args:"n"`
	InCurrency                                      Text2   `args:"name currency"` // a sum of values

	NoneOverdue, NonePlanned, Lead, Owner, Due, DaysLate string
	MoreInToday                                          Text1 `args:"n"`

	AnswersSeen Text1 `args:"people"`
	AnswersOf   Text2 `args:"name n"`
	LetCopy     Text2 `args:"people mailbox"` // goes on with AnswersSeen

	N            Text1 `args:"n"`
	TooFewShort  Text1 `args:"n"`
	Prior        Text1 `args:"n"`
	NoEarlierYet string
}

// CardTexts are what stands on the cards of the tab Report.
type CardTexts struct {
	New          string
	NotProcessed Text1 `args:"n"`
	NoneIn       string

	Response   string
	NoAnswered string
	Waiting    Text2 `args:"n waiting"`
	NoEarlier  string
	AsBefore   string
	Faster     Text1 `args:"time"`
	Slower     Text1 `args:"time"`

	Won         string
	NoneEnded   string
	WinRate     Text2 `args:"percent n"`
	TooFewEnded Text1 `args:"n"`

	Open        string
	NoOpenValue string
	OpenCount   Text1 `args:"n"`
	Average     Text1 `args:"value"`
	HaveValue   Text2 `args:"n all"`

	Overdue        string
	OnTime         string
	Planned        Text1 `args:"n"`
	NothingPlanned string
	Oldest         Plural1 `args:"n"`

	More  Text1 `args:"size"`
	Fewer Text1 `args:"size"`
}

// FigureTexts are what stands in the lists of figures of the tab Report.
type FigureTexts struct {
	ReasonsHeading, NoneRefused, Reason, NoReason string
	OtherReasons                                  Plural1 `args:"n"`

	ResponseHeading, WorkingTime, AroundTheClock                           string
	Average, NineOfTen, InTime, TooLate                                    string
	Waiting, NotYetDue, WaitingLate                                        string
	EndedUnanswered, WithoutClock, NotCounted                              string
	Heading, Processed, NotProcessed, BecameDeals                          string
	Conversion, ClosedUnqualified, Won, WinRate, ValueWon, NoValue, NoLead string

	OfLeads   Text1 `args:"leads"`
	OfCameIn  Text1 `args:"n"`
	Untouched Text1 `args:"n"`
	Before    Text1 `args:"percent"`
	HaveValue Text2 `args:"n all"`

	// Corrections of figures of the past.
	WonNoMore      Text2 `args:"lead day"`
	ValueCorrected Text4 `args:"lead day from to"`
	MoreCorrected  Text2 `args:"n tab"`
}
