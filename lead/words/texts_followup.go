package words

// WhenTexts are the words of days and times that people type: lists, divided by commas. On leads to a day, In to what
// is counted from now, One stands in the place of a 1. Mine is who typed it; Lost and CallBack are other words for
// the commands of these names.
type WhenTexts struct {
	Today, Tomorrow, AfterTomorrow      string
	On, In, One                         string
	Minutes, Hours, Days, Weeks, Months string
	Mine, Lost, CallBack                string
}

// FollowTexts are about the tab Follow-up, and about commands that plan or end a lead.
type FollowTexts struct {
	// What people write into the columns After and For: lists, divided by commas.
	Request, Contact, Offer, All string

	// What Attention says of the steps: the proposal to close names how often we tried. Why is the reason of a step.
	Close     Text3  `args:"n reason word"`
	CallThem  Text1  `args:"phone"` // who gave only a telephone number gets mails
	CallAgain string // a next step
	Try       Text1  `args:"n"` // which of our tries it was that reached nobody
	StepOf    Text2  `args:"day after"`
	Again     string // the same of a step after a try that reached nobody

	// The list on Today of whom we wrote to without a reply.
	NoReply   string
	WroteLast Text1   `args:"day"`
	Silent    Plural1 `args:"n"` // days

	// Why a step came to nothing.
	HasReplied, HasEnded, HasOptedOut, HasOtherPlan string

	// What Attention says of a command that cannot be done.
	NeedsDay     Text1 `args:"word"`
	HasPassed    Text1 `args:"text"`
	NeedsPerson  Text2 `args:"word names"`
	NoPerson     Text3 `args:"text tab names"`
	TwoPersons   Text2 `args:"text names"`
	Who          Text1 `args:"column"`
	NoAmount     Text2 `args:"text word"`
	OtherMoney   Text2 `args:"text column"`
	NeedsReason  Text2 `args:"word reasons"`
	NoReason     Text3 `args:"text tab reasons"`
	Holds        Text2 `args:"column text"`
	IsFree       string
	CallBack     string // a next step
	WantsNone    Text1  `args:"day"` // of contact
	WantsNoneEnd Text2  `args:"day word"`
}
