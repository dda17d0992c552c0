package words

// LetterTexts are the messages to the team about single leads, and what all messages have in common.
type LetterTexts struct {
	FromName string
	Answer   Text1 `args:"subject"`
	Dash     string

	// Subjects. {what} is a name and what it is about, several parts divided by Dash.
	New               Text1 `args:"what"`
	Hot               Text1 `args:"what"`
	WaitsOn           Text1 `args:"what"`
	HandedOver        Text1 `args:"what"`
	NotArrived        Text1 `args:"what"`
	NotReachedSubject Text1 `args:"what"`
	Marked            Text2 `args:"subject lead"`
	AnswerBy          Text1 `args:"time"`
	WasDue            Text1 `args:"time"`

	// Times as people say them.
	TodayAt     Text1 `args:"time"`
	TomorrowAt  Text1 `args:"time"`
	YesterdayAt Text1 `args:"time"`
	DayAt       Text2 `args:"day time"`

	// Links.
	AnswerWho Text1 `args:"name"`
	AnswerAt  Text1 `args:"address"`
	CallWho   Text1 `args:"number"`
	OpenBook  string
	InFile    Text1 `args:"file"`

	// The sentence at the head, and what stands behind it.
	IsNew       Text2 `args:"name whose"`
	IsHot       Text2 `args:"name whose"`
	ForYou      string
	ForOther    Text1 `args:"owner"`
	ForNobody   string
	Waits       Text2 `args:"name time"`
	Yours       Text2 `args:"name who"`
	YoursNow    Text1 `args:"name"`
	Bounced     Text2 `args:"address name"`
	BouncedOnly Text2 `args:"address name"`
	AnswerDue   Text1 `args:"time"`
	AnswerLate  Text2 `args:"time late"`
	NobodyDue   string
	Gone        Text1 `args:"lead"`
	Unstored    string

	// What somebody wrote.
	Wrote     Text1 `args:"name"`
	Request   string
	Details   string
	MoreChars Plural1 `args:"n"`

	// Names of facts, and what is said of them.
	Phone, Mail, Company, Due, Quality, Source, Earlier, WhyYou, Lead string

	NextStep, Value, Status, Comment, Hints, History string

	OfQuality   Text2   `args:"quality why"`
	InBook      Text2   `args:"tab book"`
	NobodyReads Text1   `args:"address"`
	OlderEvents Plural1 `args:"n"`

	// How to say what was done.
	OneTap    string
	ReplyWith string
	JustReply Text1 `args:"name"`
	NoMailbox Text1 `args:"name"`
	Reference Text1 `args:"id"`

	// Confirmations.
	Done       Text1 `args:"what"`
	TakeBack   string
	TakeBackBy Text1 `args:"command"`
	DoneOn     Text3 `args:"what lead name"`
	NotReached Text1 `args:"name"`
	Kept       Text2 `args:"name lead"`
}

// TeamLetterTexts are the messages to the team about several leads, or about none.
type TeamLetterTexts struct {
	LateSubject  Plural2 `args:"n names"`
	LateBefore   Plural1 `args:"n"` // nobody waits any more
	LateSentence Plural1 `args:"n"`
	NoOwner      string
	Over         string
	WaitsSince   Text1 `args:"time"`
	DueAt        Text2 `args:"time late"`
	DueThen      Text1 `args:"time"`

	BurstSubject  Plural1 `args:"n"`
	BurstSentence Plural1 `args:"n"`
	BurstFrom     Text2   `args:"leads from"`
	BurstOwners   Text1   `args:"owners"`
	More          Plural1 `args:"n"`

	OpenSubject  Text1 `args:"why"`
	OpenSentence Text1 `args:"why"`
	OpenSince    Text2 `args:"time why"`
	OpenWhatNow  string
	Somebody     string

	// Of several leads, what is usually said of one.
	SeveralWait, SeveralYours, SeveralBounced Plural1 `args:"n"`

	DaySubject  Text1 `args:"counts"`
	DayNothing  string
	DaySentence Text2   `args:"name counts"`
	DayNone     Text1   `args:"name"`
	OthersN     Plural1 `args:"n"`
	AlsoOwn     string
	Others      string
	Unowned     string
	CameIn      string
	Process     string
}

// WeekTexts are the message about a week or a month.
type WeekTexts struct {
	LastWeek, WeekBefore, LastMonth, MonthBefore string

	// The first line.
	Head     Text3   `args:"requests period parts"`
	None     Text1   `args:"period"`
	Requests Plural1 `args:"n"`
	Answered Text2   `args:"n time"`
	InTime   Text1   `args:"n"`
	Ended    Plural1 `args:"n"`
	NoClock  Plural1 `args:"n"`
	Deleted  Plural1 `args:"n"` // nobody can answer them any more
	Wait     Plural2 `args:"n names"`
	WaitOne  Text3   `args:"lead name since"`
	NobodyOf string

	// The subject.
	Subject   Text2   `args:"period what"`
	AnsweredN Text1   `args:"n"`
	WaitN     Plural1 `args:"n"`

	// Headings, and the lines below them.
	Waiting, Figures, CameIn, NotSeen string

	Overdue  Plural1 `args:"n"`
	Attached string
	Quiet    string

	// The lines of figures.
	RowRequests, RowAnswered, RowInTime, RowLate, RowMedian, RowDeals, RowWon, RowWinRate, RowUnqualified string

	RowValue     Text1 `args:"currency"`
	RowValueOnly string
	PartOf       Text2 `args:"part all"`
	NotKnown     string
}
